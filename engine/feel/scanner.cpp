#include "feel/scanner.h"

#include <algorithm>
#include <array>
#include <utility>
#include <wctype.h>

#include "expr/java_text.h"

namespace procos::feel {
namespace {

bool is_feel_space(char32_t c) {
  return (c >= 0x09 && c <= 0x0D) || c == 0x20 || c == 0x85 || c == 0xA0 || c == 0x1680 ||
         c == 0x180E || (c >= 0x2000 && c <= 0x200B) || c == 0x2028 || c == 0x2029 ||
         c == 0x202F || c == 0x205F || c == 0x3000 || c == 0xFEFF;
}

bool is_wide_currency(char32_t c) {
  return (c >= 0xA2 && c <= 0xA5) || (c >= 0x20A0 && c <= 0x20CF);
}

// Character.isJavaIdentifierStart of one UTF-16 unit: names cannot hold what takes two.
bool is_name_start(char32_t c) {
  if (c < 0x80) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c == '$';
  }
  if (c > 0xFFFF) return false;
  return is_wide_currency(c) || c == 0x203F || c == 0x2040 ||
         (iswalpha_l(static_cast<wint_t>(c), expr::unicode_locale()) != 0 &&
          iswdigit_l(static_cast<wint_t>(c), expr::unicode_locale()) == 0);
}

bool is_name_part(char32_t c) {
  if (c >= '0' && c <= '9') return true;
  if (c < 0x80) return is_name_start(c) || c <= 0x08 || (c >= 0x0E && c <= 0x1B) || c == 0x7F;
  if (is_feel_space(c)) return false;
  return is_name_start(c) || c < 0xA0 || c == 0xAD || (c >= 0x300 && c <= 0x36F) ||
         (c >= 0x200C && c <= 0x200F) || (c >= 0x202A && c <= 0x202E);
}

constexpr std::array<std::string_view, 11> kReserved = {
    "null", "true", "false", "function", "in", "return", "then", "else", "satisfies", "and", "or"};

constexpr std::array<std::pair<char, char>, 7> kEscapes = {{{'n', '\n'},
                                                            {'r', '\r'},
                                                            {'t', '\t'},
                                                            {'b', '\b'},
                                                            {'f', '\f'},
                                                            {'\'', '\''},
                                                            {'"', '"'}}};

}  // namespace

std::size_t Scanner::char_size(std::size_t at) const {
  const auto byte = static_cast<unsigned char>(text_[at]);
  const std::size_t size = byte < 0xC0 ? 1 : byte < 0xE0 ? 2 : byte < 0xF0 ? 3 : 4;
  return std::min(size, text_.size() - at);
}

char32_t Scanner::char_at(std::size_t at) const {
  const std::size_t size = char_size(at);
  const auto first = static_cast<unsigned char>(text_[at]);
  if (size == 1) return first;
  char32_t code = first & (0x7FU >> size);
  for (std::size_t i = 1; i < size; ++i) {
    code = code << 6 | (static_cast<unsigned char>(text_[at + i]) & 0x3FU);
  }
  return code;
}

void Scanner::advance(std::size_t at) {
  at_ = at;
  furthest_ = std::max(furthest_, at);
}

void Scanner::skip_space() {
  while (!at_end()) {
    const std::string_view rest = text_.substr(at_);
    if (is_feel_space(char_at(at_))) {
      at_ += char_size(at_);
    } else if (rest.starts_with("//")) {
      at_ += std::min(rest.find('\n'), rest.size());
    } else if (rest.starts_with("/*")) {
      const std::size_t end = rest.find("*/", 2);
      if (end == std::string_view::npos) unclosed_comment_ = true;
      at_ += end == std::string_view::npos ? rest.size() : end + 2;
    } else {
      return;
    }
  }
}

bool Scanner::take(std::string_view word) {
  if (!text_.substr(at_).starts_with(word)) return false;
  advance(at_ + word.size());
  return true;
}

std::optional<std::string_view> Scanner::take_one_of(
    std::initializer_list<std::string_view> words) {
  for (const std::string_view word : words) {
    if (take(word)) return word;
  }
  return std::nullopt;
}

std::size_t Scanner::reserved_word_at(std::size_t at) const {
  for (const std::string_view word : kReserved) {
    if (text_.substr(at).starts_with(word)) return word.size();
  }
  return 0;
}

std::size_t Scanner::name_part_end(std::size_t at) const {
  while (at < text_.size() && is_name_part(char_at(at))) at += char_size(at);
  return at;
}

// A reserved word is no name, but a name may begin with one.
std::optional<std::string> Scanner::take_identifier() {
  const std::size_t start = at_;
  const std::size_t after_word = start + reserved_word_at(start);
  std::size_t end = name_part_end(after_word);
  const bool begins = after_word < text_.size() && is_name_start(char_at(after_word));
  if (!begins && (after_word == start || end == after_word)) return std::nullopt;
  advance(end);
  return std::string(text_.substr(start, end - start));
}

std::optional<std::string> Scanner::take_spaced_name() {
  const std::size_t start = at_;
  if (!take_identifier()) return std::nullopt;
  std::size_t end = at_;
  const std::size_t first_end = end;
  while (take(" ")) {
    while (take(" ")) {
    }
    if (!take_identifier()) break;
    end = at_;
  }
  at_ = end == first_end ? start : end;
  if (end == first_end) return std::nullopt;
  return std::string(text_.substr(start, end - start));
}

std::optional<std::string> Scanner::take_name() {
  if (auto name = take_identifier()) return name;
  if (!text_.substr(at_).starts_with('`')) return std::nullopt;
  const std::size_t end = text_.find('`', at_ + 1);
  if (end == std::string_view::npos || end == at_ + 1) return std::nullopt;
  std::string name(text_.substr(at_ + 1, end - at_ - 1));
  advance(end + 1);
  return name;
}

std::optional<std::string> Scanner::take_quoted() {
  if (!text_.substr(at_).starts_with('"')) return std::nullopt;
  for (std::size_t i = at_ + 1; i < text_.size(); ++i) {
    if (text_[i] == '\\') {
      ++i;
    } else if (text_[i] == '"') {
      std::string inside(text_.substr(at_ + 1, i - at_ - 1));
      advance(i + 1);
      return inside;
    }
  }
  return std::nullopt;
}

std::optional<Decimal> Scanner::take_number() {
  const auto digits_from = [&](std::size_t at) {
    while (at < text_.size() && text_[at] >= '0' && text_[at] <= '9') ++at;
    return at;
  };
  std::size_t end = at_;
  if (end < text_.size() && text_[end] == '-') ++end;
  const std::size_t whole_end = digits_from(end);
  const bool whole = whole_end > end;
  end = whole_end;
  if (end < text_.size() && text_[end] == '.') {
    const std::size_t fraction_end = digits_from(end + 1);
    if (fraction_end > end + 1) {
      end = fraction_end;
    } else if (!whole) {
      return std::nullopt;
    }
  } else if (!whole) {
    return std::nullopt;
  }
  const auto number = Decimal::parse(text_.substr(at_, end - at_));
  if (number) advance(end);
  return number;
}

std::optional<std::string> Scanner::take_free_key() {
  constexpr std::string_view kEnds = "\"{}:,[]`";
  const std::size_t start = at_;
  std::size_t end = start;
  while (!at_end() && kEnds.find(text_[at_]) == std::string_view::npos) {
    advance(at_ + char_size(at_));
    end = at_;
    skip_space();
  }
  at_ = end;
  if (end == start) return std::nullopt;
  return std::string(text_.substr(start, end - start));
}

std::string unescaped(std::string_view literal) {
  // One escape after the other, each in all of the text, as feel-scala does: the order shows.
  std::string text(literal);
  for (const auto& [letter, meaning] : kEscapes) {
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
      const bool escape = text[i] == '\\' && i + 1 < text.size() && text[i + 1] == letter &&
                          (i == 0 || text[i - 1] != '\\');
      if (escape) ++i;
      out += escape ? meaning : text[i];
    }
    text = std::move(out);
  }
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    out += text[i];
    if (text[i] == '\\' && i + 1 < text.size() && text[i + 1] == '\\') ++i;
  }
  return out;
}

}  // namespace procos::feel
