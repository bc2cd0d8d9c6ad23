// Methods of java.lang.String. Positions count UTF-16 units, as in Java.
#include <algorithm>
#include <limits>
#include <string>

#include "expr/coerce.h"
#include "expr/java_format.h"
#include "expr/java_regex.h"
#include "expr/java_text.h"
#include "expr/method.h"

namespace procos::expr {
namespace {

using enum JavaType;

const std::string& self_text(const Call& call) { return call.self.as_text(); }

std::int64_t length_of(std::string_view text) {
  return static_cast<std::int64_t>(is_ascii(text) ? text.size() : to_utf16(text).size());
}

Result<Datum> substring(const std::string& text, std::int64_t begin, std::int64_t end) {
  const bool ascii = is_ascii(text);
  const std::u16string units = ascii ? std::u16string() : to_utf16(text);
  const auto length = static_cast<std::int64_t>(ascii ? text.size() : units.size());
  if (end == std::numeric_limits<std::int64_t>::max()) end = length;
  if (begin < 0 || end > length || begin > end) {
    return expression_error("begin " + std::to_string(begin) + ", end " + std::to_string(end) +
                            ", length " + std::to_string(length));
  }
  const auto from = static_cast<std::size_t>(begin);
  const auto count = static_cast<std::size_t>(end - begin);
  return Datum::string(ascii ? text.substr(from, count)
                             : from_utf16(std::u16string_view(units).substr(from, count)));
}

Result<Datum> unit_at(const Call& call, bool code_point) {
  const std::u16string units = to_utf16(self_text(call));
  const std::int64_t index = call.integer(0);
  if (index < 0 || index >= static_cast<std::int64_t>(units.size())) {
    return expression_error("String index out of range: " + std::to_string(index));
  }
  const auto at = static_cast<std::size_t>(index);
  if (!code_point) return Datum::character(units[at]);
  const std::u32string points = to_utf32(from_utf16(std::u16string_view(units).substr(at, 2)));
  return Datum::integer(static_cast<std::int64_t>(points[0]));
}

Datum position(std::size_t at) {
  return Datum::integer(at == std::u16string::npos ? -1 : static_cast<std::int64_t>(at));
}

std::u16string needle_of(const Datum& what) {
  if (what.is_string()) return to_utf16(what.as_text());
  return to_utf16(from_utf32(std::u32string(1, static_cast<char32_t>(what.as_int()))));
}

Result<Datum> find_first(Call& call) {
  const std::int64_t start =
      call.arguments.size() > 1 ? std::max<std::int64_t>(0, call.integer(1)) : 0;
  return position(to_utf16(self_text(call))
                      .find(needle_of(call.arguments[0]), static_cast<std::size_t>(start)));
}

Result<Datum> find_last(Call& call) {
  if (call.arguments.size() > 1 && call.integer(1) < 0) return Datum::integer(-1);
  const std::size_t start =
      call.arguments.size() > 1 ? static_cast<std::size_t>(call.integer(1)) : std::u16string::npos;
  return position(to_utf16(self_text(call)).rfind(needle_of(call.arguments[0]), start));
}

// CharSequence arguments stay null; String ones become "".
Result<Datum> needs_text(const Call& call, std::size_t i) {
  if (call.arguments[i].is_null()) return expression_error("java.lang.NullPointerException");
  return call.arguments[i];
}

Result<Datum> string_contains(Call& call) {
  PROCOS_ASSIGN(const Datum what, needs_text(call, 0));
  return Datum::boolean(self_text(call).find(what.as_text()) != std::string::npos);
}

Result<Datum> content_equals(Call& call) {
  PROCOS_ASSIGN(const Datum what, needs_text(call, 0));
  return Datum::boolean(self_text(call) == what.as_text());
}

std::string replaced(const std::string& text, const std::string& from, const std::string& to) {
  std::string out;
  if (from.empty()) {  // Java puts the replacement around every character
    for (char32_t c : to_utf32(text)) out += to + from_utf32(std::u32string(1, c));
    return out + to;
  }
  std::size_t start = 0;
  for (std::size_t at = 0; (at = text.find(from, start)) != std::string::npos;
       start = at + from.size()) {
    out.append(text, start, at - start).append(to);
    if (out.size() > kMaxTextSize) return out;
  }
  return out.append(text, start);
}

Result<Datum> replace(Call& call) {
  PROCOS_ASSIGN(const Datum from, needs_text(call, 0));
  PROCOS_ASSIGN(const Datum to, needs_text(call, 1));
  return sized_string(replaced(self_text(call), java_text(from), java_text(to)));
}

Result<Datum> replace_pattern(Call& call, bool all) {
  PROCOS_ASSIGN(std::string out, regex_replace(self_text(call), call.text(0), call.text(1), all));
  return sized_string(std::move(out));
}

Result<Datum> split(Call& call) {
  PROCOS_ASSIGN(auto parts, regex_split(self_text(call), call.text(0),
                                        call.arguments.size() > 1 ? call.integer(1) : 0));
  return make_string_array(std::move(parts));
}

Result<Datum> starts_with(Call& call) {
  if (call.arguments.size() == 1) return Datum::boolean(self_text(call).starts_with(call.text(0)));
  const std::u16string units = to_utf16(self_text(call));
  const std::int64_t at = call.integer(1);
  if (at < 0 || at > static_cast<std::int64_t>(units.size())) return Datum::boolean(false);
  return Datum::boolean(std::u16string_view(units)
                            .substr(static_cast<std::size_t>(at))
                            .starts_with(to_utf16(call.text(0))));
}

bool is_java_blank(char32_t c) {
  return c == ' ' || (c >= 9 && c <= 13) || (c >= 0x1C && c <= 0x1F) || c == 0x1680 ||
         (c >= 0x2000 && c <= 0x200A && c != 0x2007) || c == 0x2028 || c == 0x2029 || c == 0x205F ||
         c == 0x3000;
}

std::string stripped(std::string_view text, bool leading, bool trailing, bool (*blank)(char32_t)) {
  const std::u32string points = to_utf32(text);
  std::size_t begin = 0;
  std::size_t end = points.size();
  while (leading && begin < end && blank(points[begin])) ++begin;
  while (trailing && end > begin && blank(points[end - 1])) --end;
  return from_utf32(std::u32string_view(points).substr(begin, end - begin));
}

bool is_control(char32_t c) { return c <= ' '; }

Result<Datum> repeat(Call& call) {
  const std::int64_t count = call.integer(0);
  if (count < 0) return expression_error("count is negative: " + std::to_string(count));
  const std::string& text = self_text(call);
  if (!text.empty() && static_cast<std::uint64_t>(count) > kMaxTextSize / text.size()) {
    return expression_error("a text would be longer than 64 MiB");
  }
  std::string out;
  for (std::int64_t i = 0; i < count && !text.empty(); ++i) out += text;
  return Datum::string(std::move(out));
}

std::vector<std::string> lines_of(std::string_view text) {
  std::vector<std::string> lines;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find_first_of("\r\n"), text.size());
    lines.emplace_back(text.substr(0, end));
    text.remove_prefix(end);
    text.remove_prefix(text.starts_with("\r\n") ? 2 : text.empty() ? 0 : 1);
  }
  return lines;
}

Result<Datum> stream_of(std::vector<Datum> items) {
  return Datum::object(std::make_shared<SequenceObject>(kStream, std::move(items)));
}

Result<Datum> lines(Call& call) {
  std::vector<Datum> items;
  for (std::string& line : lines_of(self_text(call)))
    items.push_back(Datum::string(std::move(line)));
  return stream_of(std::move(items));
}

Result<Datum> chars(Call& call) {
  std::vector<Datum> items;
  for (char16_t unit : to_utf16(self_text(call))) items.push_back(Datum::integer(unit));
  return stream_of(std::move(items));
}

Result<Datum> join(Call& call) {
  const std::string separator = coerce_to_text(call.arguments[0]);
  std::span<const Datum> items = call.arguments.subspan(1);
  if (items.size() == 1) {
    if (const auto* list = items[0].as<ListObject>()) items = list->items;
  }
  std::string out;
  for (std::size_t i = 0; i < items.size(); ++i) {
    if (i > 0) out += separator;
    out += java_text(items[i]);
    if (out.size() > kMaxTextSize) break;
  }
  return sized_string(std::move(out));
}

Result<Datum> format(Call& call) {
  PROCOS_ASSIGN(std::string out, java_format(call.text(0), call.arguments.subspan(1)));
  return Datum::string(std::move(out));
}

Result<Datum> value_of(Call& call) { return Datum::string(java_text(call.arguments[0])); }
Result<Datum> same(Call& call) { return call.self; }
Result<Datum> compare_text(Call& call) {
  return Datum::integer(string_compare(self_text(call), call.text(0)));
}

Result<Datum> compare_object(Call& call) {
  if (!call.arguments[0].is_string()) return expression_error("java.lang.ClassCastException");
  return compare_text(call);
}

Result<Datum> compare_ignoring_case(Call& call) {
  return Datum::integer(string_compare(lower_case(upper_case(self_text(call))),
                                       lower_case(upper_case(call.text(0)))));
}

Result<Datum> equals_ignoring_case(Call& call) {
  PROCOS_ASSIGN(const Datum order, compare_ignoring_case(call));
  return Datum::boolean(order.as_int() == 0);
}

Result<Datum> region_matches(Call& call) {
  const std::u16string left = to_utf16(self_text(call));
  const std::u16string right = to_utf16(call.text(1));
  const std::int64_t from = call.integer(0);
  const std::int64_t other = call.integer(2);
  const std::int64_t count = call.integer(3);
  if (from < 0 || other < 0 || from + count > static_cast<std::int64_t>(left.size()) ||
      other + count > static_cast<std::int64_t>(right.size())) {
    return Datum::boolean(false);
  }
  if (count <= 0) return Datum::boolean(true);
  const auto length = static_cast<std::size_t>(count);
  return Datum::boolean(left.compare(static_cast<std::size_t>(from), length, right,
                                     static_cast<std::size_t>(other), length) == 0);
}

Result<Datum> bytes(Call& call) {
  return Datum::object(std::make_shared<OpaqueObject>(Value::bytes(well_formed(self_text(call)))));
}

Result<Datum> is_java_blank(Call& call) {
  return Datum::boolean(stripped(self_text(call), true, true, is_java_blank).empty());
}
Result<Datum> is_empty_text(Call& call) { return Datum::boolean(self_text(call).empty()); }

constexpr auto kToEnd = std::numeric_limits<std::int64_t>::max();

constexpr std::array kStringMethods{
    Method{"length",
           {},
           [](Call& c) -> Result<Datum> { return Datum::integer(length_of(self_text(c))); }},
    Method{"isEmpty", {}, is_empty_text, Flags::kGetter},
    Method{"isBlank", {}, is_java_blank, Flags::kGetter},
    Method{"charAt", {kIntP}, [](Call& c) { return unit_at(c, false); }},
    Method{"codePointAt", {kIntP}, [](Call& c) { return unit_at(c, true); }},
    Method{"getBytes", {}, bytes},
    Method{"compareTo", {kString}, compare_text},
    Method{"compareTo", {kObject}, compare_object},
    Method{"compareToIgnoreCase", {kString}, compare_ignoring_case},
    Method{"equalsIgnoreCase", {kString}, equals_ignoring_case},
    Method{"contentEquals", {kCharSequence}, content_equals},
    Method{"regionMatches", {kIntP, kString, kIntP, kIntP}, region_matches},
    Method{"startsWith", {kString}, starts_with},
    Method{"startsWith", {kString, kIntP}, starts_with},
    Method{
        "endsWith",
        {kString},
        [](Call& c) -> Result<Datum> { return Datum::boolean(self_text(c).ends_with(c.text(0))); }},
    Method{"indexOf", {kIntP}, find_first},
    Method{"indexOf", {kIntP, kIntP}, find_first},
    Method{"indexOf", {kString}, find_first},
    Method{"indexOf", {kString, kIntP}, find_first},
    Method{"lastIndexOf", {kIntP}, find_last},
    Method{"lastIndexOf", {kIntP, kIntP}, find_last},
    Method{"lastIndexOf", {kString}, find_last},
    Method{"lastIndexOf", {kString, kIntP}, find_last},
    Method{"substring",
           {kIntP},
           [](Call& c) { return substring(self_text(c), c.integer(0), kToEnd); }},
    Method{"substring",
           {kIntP, kIntP},
           [](Call& c) { return substring(self_text(c), c.integer(0), c.integer(1)); }},
    Method{"subSequence",
           {kIntP, kIntP},
           [](Call& c) { return substring(self_text(c), c.integer(0), c.integer(1)); }},
    Method{"concat", {kString}, [](Call& c) { return sized_string(self_text(c) + c.text(0)); }},
    Method{"replace", {kCharP, kCharP}, replace},
    Method{"replace", {kCharSequence, kCharSequence}, replace},
    Method{"replaceAll", {kString, kString}, [](Call& c) { return replace_pattern(c, true); }},
    Method{"replaceFirst", {kString, kString}, [](Call& c) { return replace_pattern(c, false); }},
    Method{"matches",
           {kString},
           [](Call& c) -> Result<Datum> {
             PROCOS_ASSIGN(const bool matched, regex_matches(self_text(c), c.text(0)));
             return Datum::boolean(matched);
           }},
    Method{"contains", {kCharSequence}, string_contains},
    Method{"split", {kString}, split},
    Method{"split", {kString, kIntP}, split},
    Method{"join", {kCharSequence, kCharSequence}, join, Flags::kVarargs},
    Method{"join", {kCharSequence, kIterable}, join},
    Method{"format", {kString, kObject}, format, Flags::kVarargs},
    Method{"toLowerCase",
           {},
           [](Call& c) -> Result<Datum> { return Datum::string(lower_case(self_text(c))); }},
    Method{"toUpperCase",
           {},
           [](Call& c) -> Result<Datum> { return Datum::string(upper_case(self_text(c))); }},
    Method{"trim",
           {},
           [](Call& c) -> Result<Datum> {
             return Datum::string(stripped(self_text(c), true, true, is_control));
           }},
    Method{"strip",
           {},
           [](Call& c) -> Result<Datum> {
             return Datum::string(stripped(self_text(c), true, true, is_java_blank));
           }},
    Method{"stripLeading",
           {},
           [](Call& c) -> Result<Datum> {
             return Datum::string(stripped(self_text(c), true, false, is_java_blank));
           }},
    Method{"stripTrailing",
           {},
           [](Call& c) -> Result<Datum> {
             return Datum::string(stripped(self_text(c), false, true, is_java_blank));
           }},
    Method{"repeat", {kIntP}, repeat},
    Method{"lines", {}, lines},
    Method{"chars", {}, chars},
    Method{"intern", {}, same},
    Method{"valueOf", {kObject}, value_of},
    Method{"valueOf", {kBooleanP}, value_of},
    Method{"valueOf", {kCharP}, value_of},
    Method{"valueOf", {kIntP}, value_of},
    Method{"valueOf", {kLongP}, value_of},
    Method{"valueOf", {kFloatP}, value_of},
    Method{"valueOf", {kDoubleP}, value_of},
};

}  // namespace

std::span<const Method> string_methods() { return kStringMethods; }

}  // namespace procos::expr
