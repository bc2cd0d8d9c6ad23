// java.util.regex as far as String's methods use it. Matching takes time linear in the text;
// patterns that need backtracking (back references, look-behind) are refused.
#pragma once

#include <cstdint>

#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace procos::expr {

Result<bool> regex_matches(std::string_view text, std::string_view pattern);
Result<std::string> regex_replace(std::string_view text, std::string_view pattern,
                                  std::string_view replacement, bool all);
/// limit as in String.split: 0 drops trailing empty parts, negative keeps them, positive bounds the
/// count.
Result<std::vector<std::string>> regex_split(std::string_view text, std::string_view pattern,
                                             std::int64_t limit);

}  // namespace procos::expr
