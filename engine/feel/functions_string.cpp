// String functions (DMN 10.3.4.3). Positions count UTF-16 units, as Java counts.
#include <algorithm>
#include <array>
#include <random>

#include "base/utf16.h"
#include "expr/java_text.h"
#include "feel/functions.h"
#include "feel/pattern.h"

namespace procos::feel {
namespace {

using Kind = Value::Kind;

constexpr std::size_t kPatternWork = 500;  // steps that it takes to compile a pattern

bool are_strings(Arguments a) {
  return std::all_of(a.begin(), a.end(), [](const Value& v) { return v.is(Kind::kString); });
}

Value part_of(Evaluator& evaluator, const std::string& text, std::int64_t start,
              std::optional<std::int64_t> length) {
  const std::u16string units = expr::to_utf16(text);
  const auto size = static_cast<std::int64_t>(units.size());
  const std::int64_t from = start > 0 ? start - 1 : size + start;
  const std::int64_t to = length ? std::min(from + *length, size) : size;
  if (from < 0 || from > to) return evaluator.stop("substring() begins or ends outside the text");
  return Value(expr::from_utf16(units.substr(static_cast<std::size_t>(from),
                                             static_cast<std::size_t>(to - from))));
}

Value substring(Evaluator& evaluator, Arguments a) {
  if (!are(a, {Kind::kString, Kind::kNumber})) return illegal_arguments();
  return part_of(evaluator, a[0].string(), a[1].number().to_int(), std::nullopt);
}

Value substring_of_length(Evaluator& evaluator, Arguments a) {
  if (!are(a, {Kind::kString, Kind::kNumber, Kind::kNumber})) return illegal_arguments();
  return part_of(evaluator, a[0].string(), a[1].number().to_int(), a[2].number().to_int());
}

Value string_length(Evaluator&, Arguments a) {
  if (!are_strings(a)) return illegal_arguments();
  return Value::number(static_cast<std::int64_t>(utf16_length(a[0].string())));
}

Value upper_case(Evaluator&, Arguments a) {
  return are_strings(a) ? Value(expr::upper_case(a[0].string())) : illegal_arguments();
}

Value lower_case(Evaluator&, Arguments a) {
  return are_strings(a) ? Value(expr::lower_case(a[0].string())) : illegal_arguments();
}

Value substring_before(Evaluator&, Arguments a) {
  if (!are_strings(a)) return illegal_arguments();
  const std::size_t at = a[0].string().find(a[1].string());
  return Value(at == std::string::npos ? std::string() : a[0].string().substr(0, at));
}

Value substring_after(Evaluator&, Arguments a) {
  if (!are_strings(a)) return illegal_arguments();
  const std::size_t at = a[0].string().find(a[1].string());
  if (at == std::string::npos) return Value(std::string());
  return Value(a[0].string().substr(at + a[1].string().size()));
}

Value contains(Evaluator&, Arguments a) {
  if (!are_strings(a)) return illegal_arguments();
  return Value(a[0].string().find(a[1].string()) != std::string::npos);
}

Value starts_with(Evaluator&, Arguments a) {
  return are_strings(a) ? Value(a[0].string().starts_with(a[1].string())) : illegal_arguments();
}

Value ends_with(Evaluator&, Arguments a) {
  return are_strings(a) ? Value(a[0].string().ends_with(a[1].string())) : illegal_arguments();
}

// What a pattern cannot do is a failure if Java cannot do it either; else it is said aloud.
Value pattern_failure(Evaluator& evaluator, const Error& error) {
  if (error.details == Pattern::kWrongPattern) return Value::failure(error.message);
  return evaluator.stop(error.message);
}

Value replaced(Evaluator& evaluator, Arguments a, std::string_view flags) {
  evaluator.charge(kPatternWork + a[0].string().size());
  const auto pattern = Pattern::compile(a[1].string(), flags);
  if (!pattern) return pattern_failure(evaluator, pattern.error());
  auto out = pattern->replace(a[0].string(), a[2].string());
  if (!out && out.error().message.find("longer than") != std::string::npos) {
    return evaluator.stop(out.error().message);
  }
  if (!out) return Value::failure(out.error().message);
  return evaluator.checked_text(std::move(*out));
}

Value replace(Evaluator& evaluator, Arguments a) {
  return are_strings(a) ? replaced(evaluator, a, {}) : illegal_arguments();
}

Value replace_with_flags(Evaluator& evaluator, Arguments a) {
  return are_strings(a) ? replaced(evaluator, a, a[3].string()) : illegal_arguments();
}

Value matched(Evaluator& evaluator, Arguments a, std::string_view flags) {
  evaluator.charge(kPatternWork + a[0].string().size());
  const auto pattern = Pattern::compile(a[1].string(), flags);
  if (!pattern) return pattern_failure(evaluator, pattern.error());
  const auto found = pattern->find(a[0].string());
  return found ? Value(*found) : pattern_failure(evaluator, found.error());
}

Value matches(Evaluator& evaluator, Arguments a) {
  return are_strings(a) ? matched(evaluator, a, {}) : illegal_arguments();
}

Value matches_with_flags(Evaluator& evaluator, Arguments a) {
  return are_strings(a) ? matched(evaluator, a, a[2].string()) : illegal_arguments();
}

Value list_of_texts(Evaluator& evaluator, Result<std::vector<std::string>> texts) {
  if (!texts) return pattern_failure(evaluator, texts.error());
  std::vector<Value> items;
  for (std::string& text : *texts) items.emplace_back(std::move(text));
  return evaluator.checked_list(std::move(items));
}

Value split(Evaluator& evaluator, Arguments a) {
  if (!are_strings(a)) return illegal_arguments();
  evaluator.charge(kPatternWork + a[0].string().size());
  const auto pattern = Pattern::compile(a[1].string(), {});
  if (!pattern) return pattern_failure(evaluator, pattern.error());
  return list_of_texts(evaluator, pattern->split(a[0].string()));
}

Value extract(Evaluator& evaluator, Arguments a) {
  if (!are_strings(a)) return illegal_arguments();
  evaluator.charge(kPatternWork + a[0].string().size());
  const auto pattern = Pattern::compile(a[1].string(), {});
  if (!pattern) return pattern_failure(evaluator, pattern.error());
  return list_of_texts(evaluator, pattern->matches(a[0].string()));
}

// String.trim: everything up to the space counts as white.
Value trim(Evaluator&, Arguments a) {
  if (!are_strings(a)) return illegal_arguments();
  const auto is_text = [](char c) { return static_cast<unsigned char>(c) > ' '; };
  const std::string& text = a[0].string();
  const auto first = std::find_if(text.begin(), text.end(), is_text);
  const auto last = std::find_if(text.rbegin(), text.rend(), is_text).base();
  return Value(first < last ? std::string(first, last) : std::string());
}

// Character.isWhitespace, which leaves out spaces that do not break.
bool is_java_space(char32_t c) {
  return (c >= 0x09 && c <= 0x0D) || (c >= 0x1C && c <= 0x20) || c == 0x1680 ||
         (c >= 0x2000 && c <= 0x200A && c != 0x2007) || c == 0x2028 || c == 0x2029 ||
         c == 0x205F || c == 0x3000;
}

Value is_blank(Evaluator&, Arguments a) {
  if (!are_strings(a)) return illegal_arguments();
  const std::u32string points = expr::to_utf32(a[0].string());
  return Value(std::all_of(points.begin(), points.end(), is_java_space));
}

// RFC 9562, version 7: the time, and random bits.
Value uuid(Evaluator& evaluator, Arguments) {
  std::random_device source;
  std::array<std::uint8_t, 16> bytes{};
  const auto ms = static_cast<std::uint64_t>(evaluator.now_ms());
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    bytes[i] = static_cast<std::uint8_t>(i < 6 ? ms >> (40 - 8 * i) : source());
  }
  bytes[6] = static_cast<std::uint8_t>((bytes[6] & 0x0FU) | 0x70U);
  bytes[8] = static_cast<std::uint8_t>((bytes[8] & 0x3FU) | 0x80U);
  constexpr std::string_view kHex = "0123456789abcdef";
  std::string out;
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    if (i == 4 || i == 6 || i == 8 || i == 10) out += '-';
    out += kHex[bytes[i] >> 4U];
    out += kHex[bytes[i] & 0x0FU];
  }
  return Value(std::move(out));
}

Value to_base64(Evaluator& evaluator, Arguments a) {
  if (!are_strings(a)) return illegal_arguments();
  constexpr std::string_view kAlphabet =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  const std::string& text = a[0].string();
  std::string out;
  for (std::size_t i = 0; i < text.size(); i += 3) {
    std::uint32_t bits = 0;
    for (std::size_t j = i; j < i + 3; ++j) {
      bits = bits << 8U | (j < text.size() ? static_cast<unsigned char>(text[j]) : 0U);
    }
    const std::size_t letters = std::min<std::size_t>(text.size() - i, 3) + 1;
    for (std::size_t j = 0; j < 4; ++j) {
      out += j < letters ? kAlphabet[bits >> (18 - 6 * j) & 0x3FU] : '=';
    }
  }
  return evaluator.checked_text(std::move(out));
}

constexpr Builtin kStringFunctions[] = {
    {"substring", {"string", "start position"}, substring},
    {"substring", {"string", "start position", "length"}, substring_of_length},
    {"string length", {"string"}, string_length},
    {"upper case", {"string"}, upper_case},
    {"lower case", {"string"}, lower_case},
    {"substring before", {"string", "match"}, substring_before},
    {"substring after", {"string", "match"}, substring_after},
    {"replace", {"input", "pattern", "replacement"}, replace},
    {"replace", {"input", "pattern", "replacement", "flags"}, replace_with_flags},
    {"contains", {"string", "match"}, contains},
    {"starts with", {"string", "match"}, starts_with},
    {"ends with", {"string", "match"}, ends_with},
    {"matches", {"input", "pattern"}, matches},
    {"matches", {"input", "pattern", "flags"}, matches_with_flags},
    {"split", {"string", "delimiter"}, split},
    {"extract", {"input", "pattern"}, extract},
    {"trim", {"string"}, trim},
    {"uuid", {}, uuid},
    {"to base64", {"value"}, to_base64},
    {"is blank", {"string"}, is_blank},
};

}  // namespace

std::span<const Builtin> string_functions() { return kStringFunctions; }

}  // namespace procos::feel
