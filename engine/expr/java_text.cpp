#include "expr/java_text.h"

#include <clocale>
#include <cwctype>

#include <array>
#include <bit>
#include <charconv>
#include <chrono>
#include <cmath>
#include <cstdio>

#include "expr/big_number.h"
#include "expr/expression.h"
#include "expr/joda.h"
#include "expr/spin_json.h"
#include "expr/spin_xml.h"

namespace procos::expr {
namespace {

// Java writes plain notation from 1e-3 up to 1e7 and at least one digit after the point.
template <class Floating>
std::string floating_text(Floating value) {
  if (std::isnan(value)) return "NaN";
  if (std::isinf(value)) return value < 0 ? "-Infinity" : "Infinity";
  const std::string sign = std::signbit(value) ? "-" : "";
  const Floating magnitude = std::abs(value);
  if (magnitude == 0) return sign + "0.0";
  std::array<char, 64> buffer{};
  const auto end = std::to_chars(buffer.data(), buffer.data() + buffer.size(), magnitude,
                                 std::chars_format::scientific)
                       .ptr;
  const std::string_view shortest(buffer.data(), static_cast<std::size_t>(end - buffer.data()));
  const std::size_t e = shortest.find('e');
  std::string digits(1, shortest[0]);
  if (e > 2) digits += shortest.substr(2, e - 2);
  const char* exponent_text = shortest.data() + e + 1;
  if (*exponent_text == '+') ++exponent_text;
  int exponent = 0;
  std::from_chars(exponent_text, end, exponent);
  if constexpr (sizeof(Floating) == 8) {
    if (exponent == -324 && digits == "5")
      digits = "49";  // the smallest double has two digits in Java
  }
  if (magnitude >= Floating(1e-3) && magnitude < Floating(1e7)) {
    if (exponent < 0)
      return sign + "0." + std::string(static_cast<std::size_t>(-exponent - 1), '0') + digits;
    const auto whole = static_cast<std::size_t>(exponent) + 1;
    if (digits.size() <= whole)
      return sign + digits + std::string(whole - digits.size(), '0') + ".0";
    return sign + digits.substr(0, whole) + "." + digits.substr(whole);
  }
  const std::string fraction = digits.size() > 1 ? digits.substr(1) : "0";
  return sign + digits.substr(0, 1) + "." + fraction + "E" + std::to_string(exponent);
}

// Letters that become several when their case changes; towupper knows only one to one.
struct CaseRule {
  char32_t from;
  std::u32string_view to;
};
constexpr std::array kUpperRules{
    CaseRule{U'\u00df', U"SS"},  CaseRule{U'\u0149', U"\u02bcN"}, CaseRule{U'\u01f0', U"J\u030c"},
    CaseRule{U'\ufb00', U"FF"},  CaseRule{U'\ufb01', U"FI"},      CaseRule{U'\ufb02', U"FL"},
    CaseRule{U'\ufb03', U"FFI"}, CaseRule{U'\ufb04', U"FFL"},     CaseRule{U'\ufb06', U"ST"},
};
constexpr std::array kLowerRules{CaseRule{U'\u0130', U"i\u0307"}};

template <class Rules, class Change>
std::string change_case(std::string_view text, const Rules& rules, Change change) {
  std::u32string out;
  for (char32_t c : to_utf32(text)) {
    const CaseRule* found = nullptr;
    for (const CaseRule& rule : rules) {
      if (rule.from == c) found = &rule;
    }
    if (found != nullptr) {
      out += found->to;
    } else {
      out += static_cast<char32_t>(change(static_cast<wint_t>(c), unicode_locale()));
    }
  }
  return from_utf32(out);
}

std::string sequence_text(const std::vector<Datum>& items) {
  std::string out = "[";
  for (const Datum& item : items) {
    if (out.size() > 1) out += ", ";
    out += java_text(item);
  }
  return out + "]";
}

std::string map_text(const MapObject& map) {
  std::string out = "{";
  for (const auto& [key, value] : map.entries) {
    if (out.size() > 1) out += ", ";
    out += java_text(key) + "=" + java_text(value);
  }
  return out + "}";
}

std::string object_text(const Datum& datum) {
  if (const auto* list = datum.as<ListObject>()) {
    if (!list->is_array()) return sequence_text(list->items);
    return list->class_name + "@" + std::to_string(list->items.size());
  }
  if (const auto* map = datum.as<MapObject>()) return map_text(*map);
  if (const auto* json = datum.as<JsonObject>()) return json_text(*json->node);
  if (const auto* xml = datum.as<XmlElementObject>()) return xml_text(*xml);
  if (const auto* attribute = datum.as<XmlAttributeObject>()) return attribute->value();
  if (const auto* host = datum.as<HostObject>()) return host->host->text();
  if (const auto* big = datum.as<BigNumberObject>()) return big->number.text();
  if (const auto* time = datum.as<JodaObject>()) return time->text();
  if (const auto* entry = datum.as<MapEntryObject>()) {
    return java_text(entry->key) + "=" + java_text(entry->value);
  }
  if (const auto* name = datum.as<NameObject>()) {
    return name->type() == JavaType::kClass ? "class " + name->name : name->name;
  }
  if (const auto* opaque = datum.as<OpaqueObject>()) {
    return opaque->value.type() == ValueType::kObject
               ? opaque->value.as_object().text
               : std::string(type_name(opaque->value.type()));
  }
  return std::string(java_name(type_of(datum)));
}

void append_utf8(std::string& out, char32_t c) {
  if (c < 0x80) {
    out += static_cast<char>(c);
  } else if (c < 0x800) {
    out += static_cast<char>(0xC0 | (c >> 6));
    out += static_cast<char>(0x80 | (c & 0x3F));
  } else if (c < 0x10000) {
    out += static_cast<char>(0xE0 | (c >> 12));
    out += static_cast<char>(0x80 | ((c >> 6) & 0x3F));
    out += static_cast<char>(0x80 | (c & 0x3F));
  } else {
    out += static_cast<char>(0xF0 | (c >> 18));
    out += static_cast<char>(0x80 | ((c >> 12) & 0x3F));
    out += static_cast<char>(0x80 | ((c >> 6) & 0x3F));
    out += static_cast<char>(0x80 | (c & 0x3F));
  }
}

// The next code point; broken bytes come out as U+FFFD, surrogates as themselves.
char32_t next_code_point(std::string_view text, std::size_t& at) {
  const auto lead = static_cast<unsigned char>(text[at]);
  const std::size_t length = lead < 0x80   ? 1
                             : lead < 0xC2 ? 0
                             : lead < 0xE0 ? 2
                             : lead < 0xF0 ? 3
                             : lead < 0xF5 ? 4
                                           : 0;
  if (length == 1) {
    ++at;
    return lead;
  }
  if (length == 0 || at + length > text.size()) {
    ++at;
    return 0xFFFD;
  }
  char32_t c = lead & (0x7F >> length);
  for (std::size_t i = 1; i < length; ++i) {
    const auto next = static_cast<unsigned char>(text[at + i]);
    if ((next & 0xC0) != 0x80) {
      ++at;
      return 0xFFFD;
    }
    c = (c << 6) | (next & 0x3F);
  }
  at += length;
  return c;
}

}  // namespace

locale_t unicode_locale() {
  static const locale_t locale = newlocale(LC_CTYPE_MASK, "C.UTF-8", nullptr);
  return locale;
}

std::string double_text(double value) { return floating_text(value); }
std::string float_text(float value) { return floating_text(value); }

std::string date_text(std::int64_t ms) {
  using namespace std::chrono;
  constexpr std::array kDays{"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
  constexpr std::array kMonths{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                               "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  const sys_time<milliseconds> time{milliseconds{ms}};
  const auto day = floor<days>(time);
  const year_month_day date{day};
  const hh_mm_ss clock{floor<seconds>(time - day)};
  std::array<char, 64> buffer{};
  std::snprintf(buffer.data(), buffer.size(), "%s %s %02u %02d:%02d:%02d UTC %04d",
                kDays[weekday{day}.c_encoding()], kMonths[static_cast<unsigned>(date.month()) - 1],
                static_cast<unsigned>(date.day()), static_cast<int>(clock.hours().count()),
                static_cast<int>(clock.minutes().count()),
                static_cast<int>(clock.seconds().count()), static_cast<int>(date.year()));
  return buffer.data();
}

std::string iso_text(std::int64_t ms, bool always_millis) {
  using namespace std::chrono;
  const sys_time<milliseconds> time{milliseconds{ms}};
  const auto day = floor<days>(time);
  const year_month_day date{day};
  const hh_mm_ss clock{time - day};
  std::array<char, 64> buffer{};
  std::snprintf(buffer.data(), buffer.size(), "%04d-%02u-%02uT%02d:%02d:%02d",
                static_cast<int>(date.year()), static_cast<unsigned>(date.month()),
                static_cast<unsigned>(date.day()), static_cast<int>(clock.hours().count()),
                static_cast<int>(clock.minutes().count()),
                static_cast<int>(clock.seconds().count()));
  std::string out = buffer.data();
  const auto millis = static_cast<int>(clock.subseconds().count());
  if (always_millis || millis != 0) {
    std::snprintf(buffer.data(), buffer.size(), ".%03d", millis);
    out += buffer.data();
  }
  return out + "Z";
}

std::string java_text(const Datum& datum) {
  using enum Datum::Kind;
  switch (datum.kind()) {
    case kNull: return "null";
    case kBoolean: return datum.as_bool() ? "true" : "false";
    case kByte:
    case kShort:
    case kInteger:
    case kLong: return std::to_string(datum.as_int());
    case kFloat: return float_text(static_cast<float>(datum.as_double()));
    case kDouble: return double_text(datum.as_double());
    case kCharacter: return from_utf16(std::u16string(1, static_cast<char16_t>(datum.as_int())));
    case kDate: return date_text(datum.as_int());
    case kString: return datum.as_text();
    case kObject: return object_text(datum);
  }
  return {};
}

bool is_ascii(std::string_view text) {
  for (char c : text) {
    if (static_cast<unsigned char>(c) >= 0x80) return false;
  }
  return true;
}

std::u16string to_utf16(std::string_view text) {
  std::u16string out;
  out.reserve(text.size());
  for (std::size_t at = 0; at < text.size();) {
    char32_t c = next_code_point(text, at);
    if (c >= 0x10000) {
      c -= 0x10000;
      out += static_cast<char16_t>(0xD800 + (c >> 10));
      out += static_cast<char16_t>(0xDC00 + (c & 0x3FF));
    } else {
      out += static_cast<char16_t>(c);
    }
  }
  return out;
}

std::string from_utf16(std::u16string_view text) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    char32_t c = text[i];
    const bool high = c >= 0xD800 && c < 0xDC00;
    if (high && i + 1 < text.size() && text[i + 1] >= 0xDC00 && text[i + 1] < 0xE000) {
      c = 0x10000 + ((c - 0xD800) << 10) + (text[++i] - 0xDC00);
    }
    append_utf8(out, c);
  }
  return out;
}

std::u32string to_utf32(std::string_view text) {
  std::u32string out;
  out.reserve(text.size());
  for (std::size_t at = 0; at < text.size();) out += next_code_point(text, at);
  return out;
}

std::string from_utf32(std::u32string_view text) {
  std::string out;
  out.reserve(text.size());
  for (char32_t c : text) append_utf8(out, c);
  return out;
}

std::string well_formed(std::string text) {
  if (is_ascii(text)) return text;
  std::string out;
  out.reserve(text.size());
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t start = at;
    const char32_t c = next_code_point(text, at);
    const bool surrogate = c >= 0xD800 && c < 0xE000;
    const bool broken = c == 0xFFFD && at - start == 1;
    if (surrogate || broken || c > 0x10FFFF) {
      out += '?';
    } else {
      append_utf8(out, c);
    }
  }
  return out;
}

std::int32_t string_hash(std::string_view text) {
  std::uint32_t hash = 0;
  if (is_ascii(text)) {
    for (char c : text) hash = hash * 31 + static_cast<unsigned char>(c);
  } else {
    for (char16_t c : to_utf16(text)) hash = hash * 31 + c;
  }
  return static_cast<std::int32_t>(hash);
}

std::int32_t string_compare(std::string_view a, std::string_view b) {
  const std::u16string left = to_utf16(a);
  const std::u16string right = to_utf16(b);
  for (std::size_t i = 0; i < left.size() && i < right.size(); ++i) {
    if (left[i] != right[i])
      return static_cast<std::int32_t>(left[i]) - static_cast<std::int32_t>(right[i]);
  }
  return static_cast<std::int32_t>(left.size()) - static_cast<std::int32_t>(right.size());
}

std::string upper_case(std::string_view text) { return change_case(text, kUpperRules, towupper_l); }
std::string lower_case(std::string_view text) { return change_case(text, kLowerRules, towlower_l); }

}  // namespace procos::expr
