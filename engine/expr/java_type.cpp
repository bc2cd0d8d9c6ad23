#include "expr/java_type.h"

#include <array>
#include <initializer_list>

namespace procos::expr {
namespace {

using enum JavaType;
using Mask = std::uint64_t;

constexpr Mask mask_of(std::initializer_list<JavaType> types) {
  Mask mask = 0;
  for (JavaType type : types) mask |= Mask{1} << static_cast<unsigned>(type);
  return mask;
}

struct Row {
  JavaType type;
  std::string_view name;
  Mask supertypes;  // everything above it except Object
};

constexpr Mask kNumeric = mask_of({kNumber, kComparable});
constexpr Mask kListLike = mask_of({kList, kCollection, kIterable});

constexpr std::array kRows{
    Row{kObject, "java.lang.Object", 0},
    Row{kBoolean, "java.lang.Boolean", mask_of({kComparable})},
    Row{kByte, "java.lang.Byte", kNumeric},
    Row{kShort, "java.lang.Short", kNumeric},
    Row{kInteger, "java.lang.Integer", kNumeric},
    Row{kLong, "java.lang.Long", kNumeric},
    Row{kFloat, "java.lang.Float", kNumeric},
    Row{kDouble, "java.lang.Double", kNumeric},
    Row{kBigInteger, "java.math.BigInteger", kNumeric},
    Row{kBigDecimal, "java.math.BigDecimal", kNumeric},
    Row{kNumber, "java.lang.Number", 0},
    Row{kCharacter, "java.lang.Character", mask_of({kComparable})},
    Row{kString, "java.lang.String", mask_of({kCharSequence, kComparable})},
    Row{kCharSequence, "java.lang.CharSequence", 0},
    Row{kComparable, "java.lang.Comparable", 0},
    Row{kDate, "java.util.Date", mask_of({kComparable})},
    Row{kIterable, "java.lang.Iterable", 0},
    Row{kCollection, "java.util.Collection", mask_of({kIterable})},
    Row{kList, "java.util.List", mask_of({kCollection, kIterable})},
    Row{kArrayList, "java.util.ArrayList", kListLike},
    Row{kSet, "java.util.Set", mask_of({kCollection, kIterable})},
    Row{kMap, "java.util.Map", 0},
    Row{kMapEntry, "java.util.Map$Entry", 0},
    Row{kIterator, "java.util.Iterator", 0},
    Row{kStream, "java.util.stream.Stream", 0},
    Row{kObjectArray, "[Ljava.lang.Object;", 0},
    Row{kStringArray, "[Ljava.lang.String;", mask_of({kObjectArray})},
    Row{kByteArray, "[B", 0},
    Row{kClass, "java.lang.Class", 0},
    Row{kEnum, "java.lang.Enum", mask_of({kComparable})},
    Row{kSpin, "org.camunda.spin.Spin", 0},
    Row{kJsonNode, "org.camunda.spin.impl.json.jackson.JacksonJsonNode", mask_of({kSpin})},
    Row{kJsonPathQuery, "org.camunda.spin.impl.json.jackson.query.JacksonJsonPathQuery", 0},
    Row{kXmlElement, "org.camunda.spin.impl.xml.dom.DomXmlElement", mask_of({kSpin})},
    Row{kXmlAttribute, "org.camunda.spin.impl.xml.dom.DomXmlAttribute", mask_of({kSpin})},
    Row{kXPathQuery, "org.camunda.spin.impl.xml.dom.query.DomXPathQuery", 0},
    Row{kReadableInstant, "org.joda.time.ReadableInstant", mask_of({kComparable})},
    Row{kDateTime, "org.joda.time.DateTime", mask_of({kReadableInstant, kComparable})},
    Row{kDateTimeProperty, "org.joda.time.DateTime$Property", 0},
    Row{kLocalDateOrTime, "org.joda.time.LocalDate", mask_of({kComparable})},
    Row{kInstant, "java.time.Instant", mask_of({kComparable})},
    Row{kCalendar, "java.util.GregorianCalendar", mask_of({kComparable})},
    Row{kComparator, "java.util.Comparator", 0},
    Row{kHost, "org.camunda.bpm.engine.delegate.DelegateExecution", 0},
    Row{kOpaque, "java.lang.Object", 0},
    Row{kNone, "null", 0},
    Row{kIntP, "int", 0},
    Row{kLongP, "long", 0},
    Row{kFloatP, "float", 0},
    Row{kDoubleP, "double", 0},
    Row{kBooleanP, "boolean", 0},
    Row{kCharP, "char", 0},
    Row{kShortP, "short", 0},
    Row{kByteP, "byte", 0},
};

constexpr bool rows_are_in_order() {
  for (std::size_t i = 0; i < kRows.size(); ++i) {
    if (static_cast<std::size_t>(kRows[i].type) != i) return false;
  }
  return kRows.size() == static_cast<std::size_t>(kByteP) + 1 && kRows.size() <= 64;
}
static_assert(rows_are_in_order());

constexpr const Row& row_of(JavaType type) { return kRows[static_cast<std::size_t>(type)]; }

}  // namespace

std::string_view java_name(JavaType type) { return row_of(type).name; }

bool is_primitive(JavaType type) { return type >= kIntP; }

JavaType boxed(JavaType type) {
  switch (type) {
    case kIntP: return kInteger;
    case kLongP: return kLong;
    case kFloatP: return kFloat;
    case kDoubleP: return kDouble;
    case kBooleanP: return kBoolean;
    case kCharP: return kCharacter;
    case kShortP: return kShort;
    case kByteP: return kByte;
    default: return type;
  }
}

bool is_assignable(JavaType from, JavaType to) {
  const JavaType source = boxed(from);
  const JavaType target = boxed(to);
  if (source == target || target == kObject) return true;
  return (row_of(source).supertypes & (Mask{1} << static_cast<unsigned>(target))) != 0;
}

bool is_number_type(JavaType type) { return type >= kByte && type <= kNumber; }

}  // namespace procos::expr
