// Small things about text that several readers of the wire need.
#pragma once

#include <string_view>

namespace procos::rest {

/// Without `blanks` at both ends.
inline std::string_view trim(std::string_view text, std::string_view blanks = " \t\r\n") {
  const std::size_t begin = text.find_first_not_of(blanks);
  if (begin == std::string_view::npos) return {};
  return text.substr(begin, text.find_last_not_of(blanks) - begin + 1);
}

}  // namespace procos::rest
