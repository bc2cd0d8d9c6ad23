// Regular expressions of FEEL: java.util.regex with the flags s, m, i and x of XPath.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace procos::feel {

/// A pattern in the form that expr/java_regex.h takes. A pattern that Java refuses gives an error
/// with the details kWrongPattern; one that is only too much for us has none. Places in a text are
/// found by searching, not by matching all of it.
class Pattern {
 public:
  static constexpr std::string_view kWrongPattern = "wrong pattern";

  /// With the flag m, ^ and $ are the ends of lines, and a match lies within one line.
  static Result<Pattern> compile(std::string_view pattern, std::string_view flags);

  Result<bool> find(std::string_view text) const;
  /// All matches; $1 in the replacement is a group.
  Result<std::string> replace(std::string_view text, std::string_view replacement) const;
  Result<std::vector<std::string>> split(std::string_view text) const;
  Result<std::vector<std::string>> matches(std::string_view text) const;

 private:
  Result<std::string> replace_in_lines(std::string_view text, std::string_view replacement) const;
  Status refuse_long(std::string_view text) const;
  std::string prefix_;  ///< (?i), which only counts at the start
  std::string pattern_;
  bool lines_ = false;
};

}  // namespace procos::feel
