#include "rest/dto/json_writer.h"

#include <array>
#include <charconv>
#include <cstring>

#include "rest/dates.h"

namespace procos::rest {
namespace {

/// Length of the well-formed UTF-8 sequence at the start of `text`, 0 when it is none.
std::size_t utf8_length(std::string_view text) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  const unsigned lead = byte(0);
  std::size_t length = 0;
  unsigned low = 0x80, high = 0xBF;  // range of the second byte
  if (lead >= 0xC2 && lead <= 0xDF) {
    length = 2;
  } else if (lead >= 0xE0 && lead <= 0xEF) {
    length = 3;
    if (lead == 0xE0) low = 0xA0;
    if (lead == 0xED) high = 0x9F;
  } else if (lead >= 0xF0 && lead <= 0xF4) {
    length = 4;
    if (lead == 0xF0) low = 0x90;
    if (lead == 0xF4) high = 0x8F;
  }
  if (length == 0 || text.size() < length || byte(1) < low || byte(1) > high) return 0;
  for (std::size_t i = 2; i < length; ++i) {
    if ((byte(i) & 0xC0U) != 0x80) return 0;
  }
  return length;
}

void append_escape(std::string& out, unsigned char c) {
  switch (c) {
    case '"': out += "\\\""; return;
    case '\\': out += "\\\\"; return;
    case '\n': out += "\\n"; return;
    case '\r': out += "\\r"; return;
    case '\t': out += "\\t"; return;
    case '\b': out += "\\b"; return;
    case '\f': out += "\\f"; return;
    default: break;
  }
  constexpr std::string_view kHex = "0123456789abcdef";
  out += "\\u00";
  out += kHex[c >> 4U];
  out += kHex[c & 15U];
}

/// Whether the eight bytes at `text` are ASCII that needs no escape.
bool are_plain(const char* text) {
  constexpr std::uint64_t kEach = 0x0101010101010101;
  constexpr std::uint64_t kHighest = 0x80 * kEach;
  std::uint64_t bytes;
  std::memcpy(&bytes, text, sizeof bytes);
  const auto has_zero = [](std::uint64_t of) { return (of - kEach) & ~of; };
  const std::uint64_t control = (bytes - 0x20 * kEach) & ~bytes;
  const std::uint64_t quote = has_zero(bytes ^ ('"' * kEach));
  const std::uint64_t backslash = has_zero(bytes ^ ('\\' * kEach));
  return ((bytes | control | quote | backslash) & kHighest) == 0;
}

}  // namespace

void append_quoted(std::string& out, std::string_view text) {
  out += '"';
  std::size_t plain = 0;  // start of what can be copied as it is
  std::size_t at = 0;
  while (at < text.size()) {
    if (text.size() - at >= 8 && are_plain(text.data() + at)) {
      at += 8;
      continue;
    }
    const auto c = static_cast<unsigned char>(text[at]);
    if (c >= 0x20 && c < 0x80 && c != '"' && c != '\\') {
      ++at;
      continue;
    }
    if (c >= 0x80) {
      if (const std::size_t length = utf8_length(text.substr(at)); length != 0) {
        at += length;
        continue;
      }
    }
    out.append(text, plain, at - plain);
    if (c >= 0x80) {
      out += "\xEF\xBF\xBD";
    } else {
      append_escape(out, c);
    }
    plain = ++at;
  }
  out.append(text, plain, at - plain);
  out += '"';
}

JsonWriter& JsonWriter::key_text(std::string_view name) {
  comma();
  append_quoted(out_, name);
  out_ += ':';
  first_ = true;
  return *this;
}

JsonWriter& JsonWriter::string(std::string_view text) {
  comma();
  append_quoted(out_, text);
  return *this;
}

JsonWriter& JsonWriter::integer(std::int64_t number) {
  comma();
  std::array<char, 24> digits;
  const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), number).ptr;
  out_.append(digits.data(), end);
  return *this;
}

JsonWriter& JsonWriter::date(TimeMs time) {
  comma();
  out_ += '"';
  out_ += format_date(time);
  out_ += '"';
  return *this;
}

}  // namespace procos::rest
