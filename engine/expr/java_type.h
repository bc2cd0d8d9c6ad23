// The Java classes that expressions can see. Overloaded methods are chosen by these, as EL does.
#pragma once

#include <cstdint>
#include <string_view>

namespace procos::expr {

enum class JavaType : std::uint8_t {
  kObject,
  kBoolean,
  kByte,
  kShort,
  kInteger,
  kLong,
  kFloat,
  kDouble,
  kBigInteger,
  kBigDecimal,
  kNumber,
  kCharacter,
  kString,
  kCharSequence,
  kComparable,
  kDate,
  kIterable,
  kCollection,
  kList,
  kArrayList,
  kSet,
  kMap,
  kMapEntry,
  kIterator,
  kStream,
  kObjectArray,
  kStringArray,
  kByteArray,
  kClass,
  kEnum,
  kSpin,
  kJsonNode,
  kJsonPathQuery,
  kXmlElement,
  kXmlAttribute,
  kXPathQuery,
  kReadableInstant,
  kDateTime,
  kDateTimeProperty,
  kLocalDateOrTime,
  kInstant,
  kCalendar,
  kComparator,
  kHost,
  kOpaque,
  kNone,
  // Primitives exist only as parameter types.
  kIntP,
  kLongP,
  kFloatP,
  kDoubleP,
  kBooleanP,
  kCharP,
  kShortP,
  kByteP,
};

/// The fully qualified name; primitives by their keyword.
std::string_view java_name(JavaType type);
/// Integer for int and so on; any other type is itself.
JavaType boxed(JavaType type);
bool is_primitive(JavaType type);
/// `to.isAssignableFrom(from)` of the boxed types.
bool is_assignable(JavaType from, JavaType to);
/// Byte, Short, Integer, Long, Float, Double, BigInteger, BigDecimal or Number.
bool is_number_type(JavaType type);

}  // namespace procos::expr
