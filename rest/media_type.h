// Content negotiation by Content-Type and Accept.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace procos::rest {

/// "text/plain" of "Text/Plain; charset=utf-8", in lower case; nothing when it is no media type.
std::optional<std::string> bare_media_type(std::string_view header);

/// The value of a parameter of a header such as Content-Type or Content-Disposition, unquoted.
std::optional<std::string> header_parameter(std::string_view header, std::string_view name);

/// The one of `offered` (best first) that `accept` likes best; nothing when it likes none.
/// Like Camunda's server it takes q=0 for a small like, not for a refusal.
std::optional<std::string_view> negotiate(std::string_view accept,
                                          std::span<const std::string_view> offered);

}  // namespace procos::rest
