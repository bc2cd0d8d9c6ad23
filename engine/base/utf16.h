// Text is UTF-8 here, but Java counts it in UTF-16 units.
#pragma once

#include <cstddef>
#include <string_view>

namespace procos {

constexpr std::size_t utf16_length(std::string_view utf8) {
  std::size_t length = 0;
  for (const char c : utf8) {
    const auto byte = static_cast<unsigned char>(c);
    if ((byte & 0xC0) != 0x80) length += byte >= 0xF0 ? 2 : 1;
  }
  return length;
}

}  // namespace procos
