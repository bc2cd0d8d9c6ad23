#include "rest/media_type.h"

#include <algorithm>
#include <cstdlib>

#include "rest/http.h"
#include "rest/text.h"

namespace procos::rest {
namespace {

// Cuts the next part off `rest`; a separator within quotes does not count.
std::string_view next_part(std::string_view& rest, char separator) {
  bool quoted = false;
  std::size_t i = 0;
  for (; i < rest.size() && (quoted || rest[i] != separator); ++i) {
    if (rest[i] == '\\' && quoted) {
      ++i;
    } else if (rest[i] == '"') {
      quoted = !quoted;
    }
  }
  const std::string_view part = rest.substr(0, std::min(i, rest.size()));
  rest.remove_prefix(std::min(rest.size(), i + 1));
  return trim(part);
}

bool range_matches(std::string_view range, std::string_view offered) {
  const std::size_t slash = range.find('/');
  const std::size_t offered_slash = offered.find('/');
  const std::string_view type = range.substr(0, slash);
  const std::string_view subtype = slash == std::string_view::npos ? "*" : range.substr(slash + 1);
  if (type == "*") return true;
  if (slash == std::string_view::npos || !iequals(type, offered.substr(0, offered_slash))) {
    return false;
  }
  return subtype == "*" || iequals(subtype, offered.substr(offered_slash + 1));
}

}  // namespace

std::optional<std::string> bare_media_type(std::string_view header) {
  std::string type(trim(header.substr(0, header.find(';'))));
  const std::size_t slash = type.find('/');
  if (slash == 0 || slash == std::string::npos || slash + 1 == type.size()) return std::nullopt;
  std::transform(type.begin(), type.end(), type.begin(),
                 [](unsigned char c) { return c < 128 ? static_cast<char>(std::tolower(c)) : c; });
  return type;
}

std::optional<std::string> header_parameter(std::string_view header, std::string_view name) {
  next_part(header, ';');
  while (!header.empty()) {
    const std::string_view part = next_part(header, ';');
    const std::size_t equals = part.find('=');
    if (equals == std::string_view::npos || !iequals(trim(part.substr(0, equals)), name)) continue;
    const std::string_view value = trim(part.substr(equals + 1));
    if (!value.starts_with('"')) return std::string(value);
    std::string text;
    for (std::size_t i = 1; i < value.size() && value[i] != '"'; ++i) {
      // Browsers escape only the quote; a lone backslash belongs to a Windows path.
      if (value[i] == '\\' && i + 1 < value.size() &&
          (value[i + 1] == '"' || value[i + 1] == '\\')) {
        ++i;
      }
      text += value[i];
    }
    return text;
  }
  return std::nullopt;
}

std::optional<std::string_view> negotiate(std::string_view accept,
                                          std::span<const std::string_view> offered) {
  if (offered.empty()) return std::string_view();
  if (trim(accept).empty()) return offered.front();
  std::optional<std::string_view> best;
  double best_quality = -1;
  while (!accept.empty()) {
    const std::string_view range = next_part(accept, ',');
    const std::string_view type = trim(range.substr(0, range.find(';')));
    double quality = 1;
    if (const auto q = header_parameter(range, "q")) quality = std::strtod(q->c_str(), nullptr);
    // Of equally liked ranges the more exact one counts, wherever it stands.
    if (type.find('*') != std::string_view::npos) quality -= type.starts_with('*') ? 2e-6 : 1e-6;
    if (quality <= best_quality) continue;
    for (const std::string_view candidate : offered) {
      if (!range_matches(type, candidate)) continue;
      best = candidate;
      best_quality = quality;
      break;
    }
  }
  return best;
}

}  // namespace procos::rest
