// The rules of well-formed XML 1.0 that pugixml does not check.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace procos::bpmn {

struct Malformed {
  std::size_t offset = 0;
  std::string message;
};

/// The first violation in UTF-8 text: characters XML does not allow, undeclared entities, `<` in an
/// attribute, a DOCTYPE, text or a second element outside the root. nullopt when there is none.
std::optional<Malformed> find_malformed(std::string_view xml);

/// The text in UTF-8 without byte order mark, from the encoding that its mark or declaration names;
/// nullopt when it is not text in that encoding.
std::optional<std::string> to_utf8(std::string_view xml);

}  // namespace procos::bpmn
