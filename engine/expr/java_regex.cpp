#include "expr/java_regex.h"

#include <optional>
#include <regex>

#include "expr/java_text.h"

namespace procos::expr {
namespace {

constexpr std::size_t kMaxPattern = 1000;
constexpr std::size_t kMaxText = 1U << 20;

std::wstring wide(std::string_view text) {
  const std::u32string points = to_utf32(text);
  return {points.begin(), points.end()};
}

std::string narrow(std::wstring_view text) {
  return from_utf32(std::u32string(text.begin(), text.end()));
}

Result<std::wregex> compile(std::string_view pattern) {
  // The polynomial executor of libstdc++ neither recurses per character nor backtracks.
  auto flags = std::regex_constants::ECMAScript | std::regex_constants::__polynomial;
  const std::string original(pattern);
  if (pattern.starts_with("(?i)")) {
    flags |= std::regex_constants::icase;
    pattern.remove_prefix(4);
  }
  if (pattern.size() > kMaxPattern)
    return fail(ErrorKind::kExpression, "the pattern is longer than 1000 characters");
  try {
    return std::wregex(wide(pattern), flags);
  } catch (const std::regex_error& error) {
    return fail(ErrorKind::kExpression,
                "the pattern '" + original + "' is not supported: " + error.what());
  }
}

struct Prepared {
  std::wregex regex;
  std::wstring text;
};

Result<Prepared> prepare(std::string_view text, std::string_view pattern) {
  if (text.size() > kMaxText)
    return fail(ErrorKind::kExpression, "a text for matching is longer than 1 MiB");
  PROCOS_ASSIGN(std::wregex regex, compile(pattern));
  return Prepared{std::move(regex), wide(text)};
}

// Java's replacement: $1 is a group, a backslash takes the next character as it is.
Status append_replacement(std::wstring& out, std::wstring_view replacement,
                          const std::wsmatch& match) {
  for (std::size_t i = 0; i < replacement.size(); ++i) {
    const wchar_t c = replacement[i];
    if (c == L'\\') {
      if (++i == replacement.size())
        return fail(ErrorKind::kExpression, "character to be escaped is missing");
      out += replacement[i];
    } else if (c == L'$') {
      if (i + 1 >= replacement.size() || replacement[i + 1] < L'0' || replacement[i + 1] > L'9') {
        return fail(ErrorKind::kExpression, "Illegal group reference");
      }
      const auto group = static_cast<std::size_t>(replacement[++i] - L'0');
      if (group >= match.size())
        return fail(ErrorKind::kExpression, "No group " + std::to_string(group));
      out += match[group].str();
    } else {
      out += c;
    }
  }
  return {};
}

// A pattern that is one plain character, as Java's fast path.
std::optional<char> plain_character(std::string_view pattern) {
  constexpr std::string_view kSpecial = ".$|()[{^?*+\\";
  if (pattern.size() == 1 && kSpecial.find(pattern[0]) == std::string_view::npos) return pattern[0];
  const auto alphanumeric = [](char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  };
  if (pattern.size() == 2 && pattern[0] == '\\' && !alphanumeric(pattern[1])) return pattern[1];
  return std::nullopt;
}

std::vector<std::string> trimmed(std::vector<std::string> parts, std::int64_t limit) {
  while (limit == 0 && parts.size() > 1 && parts.back().empty()) parts.pop_back();
  if (limit == 0 && parts.size() == 1 && parts[0].empty()) parts.clear();
  return parts;
}

bool room_for_more(const std::vector<std::string>& parts, std::int64_t limit) {
  return limit <= 0 || static_cast<std::int64_t>(parts.size()) + 1 < limit;
}

}  // namespace

Result<bool> regex_matches(std::string_view text, std::string_view pattern) {
  PROCOS_ASSIGN(const Prepared prepared, prepare(text, pattern));
  return std::regex_match(prepared.text, prepared.regex);
}

Result<std::string> regex_replace(std::string_view text, std::string_view pattern,
                                  std::string_view replacement, bool all) {
  PROCOS_ASSIGN(const Prepared prepared, prepare(text, pattern));
  const std::wstring with = wide(replacement);
  std::wstring out;
  auto last = prepared.text.cbegin();
  for (std::wsregex_iterator it(prepared.text.begin(), prepared.text.end(), prepared.regex), end;
       it != end; ++it) {
    out.append(last, (*it)[0].first);
    PROCOS_TRY(append_replacement(out, with, *it));
    last = (*it)[0].second;
    if (!all) break;
  }
  out.append(last, prepared.text.cend());
  return narrow(out);
}

Result<std::vector<std::string>> regex_split(std::string_view text, std::string_view pattern,
                                             std::int64_t limit) {
  std::vector<std::string> parts;
  if (text.empty()) return std::vector<std::string>{""};
  if (const auto plain = plain_character(pattern)) {
    std::size_t start = 0;
    std::size_t at = 0;
    while (room_for_more(parts, limit) &&
           (at = text.find(*plain, start)) != std::string_view::npos) {
      parts.emplace_back(text.substr(start, at - start));
      start = at + 1;
    }
    if (parts.empty()) return std::vector<std::string>{std::string(text)};
    parts.emplace_back(text.substr(start));
    return trimmed(std::move(parts), limit);
  }
  PROCOS_ASSIGN(const Prepared prepared, prepare(text, pattern));
  auto last = prepared.text.cbegin();
  for (std::wsregex_iterator it(prepared.text.begin(), prepared.text.end(), prepared.regex), end;
       it != end; ++it) {
    if (!room_for_more(parts, limit)) break;
    const auto& match = (*it)[0];
    // No empty part for a match of nothing at the start, and none after the end.
    if (match.second == prepared.text.cbegin() ||
        (match.first == match.second && match.first == prepared.text.cend()))
      continue;
    parts.push_back(narrow({last, match.first}));
    last = match.second;
  }
  if (parts.empty()) return std::vector<std::string>{std::string(text)};
  parts.push_back(narrow({last, prepared.text.cend()}));
  return trimmed(std::move(parts), limit);
}

}  // namespace procos::expr
