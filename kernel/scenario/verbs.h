// THE table of what a scenario can say.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace procos::kernel::scenario {

class World;
struct Step;

using Lines = std::vector<std::string>;

enum class VerbKind : std::uint8_t {
  kAction,  ///< does something; shows nothing when that succeeded, else the error
  kQuery,   ///< shows something and always has an expected block
};

struct Verb {
  std::string_view name;
  std::string_view usage;  ///< words and assignments behind the name
  VerbKind kind;
  int min_words, max_words;
  bool assignments, body;
  /// What the engine shows; a failure when the step makes no sense as things stand.
  Result<Lines> (*run)(World& world, const Step& step);
};

std::span<const Verb> verbs();
/// nullptr when there is none of that name.
const Verb* find_verb(std::string_view name);

}  // namespace procos::kernel::scenario
