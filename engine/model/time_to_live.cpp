#include "model/time_to_live.h"

#include <charconv>

namespace procos::model {

std::optional<int> parse_time_to_live(std::string_view text) {
  if (text.starts_with('P') && text.ends_with('D')) text = text.substr(1, text.size() - 2);
  if (text.starts_with('+')) text.remove_prefix(1);
  int days = 0;
  const auto parsed = std::from_chars(text.data(), text.data() + text.size(), days);
  if (parsed.ec != std::errc() || parsed.ptr != text.data() + text.size()) return std::nullopt;
  return days;
}

}  // namespace procos::model
