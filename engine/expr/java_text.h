// How Java writes and measures values: Double.toString, Date.toString, UTF-16 lengths, hash codes.
#pragma once

#include <clocale>
#include <cstdint>
#include <string>
#include <string_view>

#include "expr/datum.h"

namespace procos::expr {

std::string double_text(double value);
std::string float_text(float value);
/// java.util.Date.toString in UTC: Sat Jan 31 10:20:30 UTC 2026.
std::string date_text(std::int64_t ms);
/// 2026-01-31T10:20:30.400Z; java.time.Instant leaves out a fraction of zero.
std::string iso_text(std::int64_t ms, bool always_millis);

/// A string's toString: what stands in text. Lists as [1, 2], maps as {k=v}, null as "null".
std::string java_text(const Datum& datum);

bool is_ascii(std::string_view text);
/// Lone surrogates survive as their three-byte form; `well_formed` takes them out.
std::u16string to_utf16(std::string_view text);
std::string from_utf16(std::u16string_view text);
std::u32string to_utf32(std::string_view text);
std::string from_utf32(std::u32string_view text);
/// Replaces what is not valid UTF-8 by '?', as Java does when it encodes.
std::string well_formed(std::string text);

std::int32_t string_hash(std::string_view text);
/// String.compareTo: the difference of the first differing UTF-16 units, or of the lengths.
std::int32_t string_compare(std::string_view a, std::string_view b);
/// For the character classes of all of Unicode, whatever the environment says.
locale_t unicode_locale();
std::string upper_case(std::string_view text);
std::string lower_case(std::string_view text);

}  // namespace procos::expr
