#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace procos::rest {

std::string base64_encode(std::string_view bytes);

/// As Jackson reads Bytes: the standard alphabet with padding, blanks only between groups of four.
std::optional<std::string> base64_decode_strict(std::string_view text);

/// As Camunda reads a File: both alphabets, padding optional, everything else skipped.
std::string base64_decode_lenient(std::string_view text);

}  // namespace procos::rest
