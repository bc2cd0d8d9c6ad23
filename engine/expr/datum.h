// What an expression computes with while it runs: Java's values, richer than what a variable can
// hold.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "base/result.h"
#include "expr/java_type.h"
#include "model/value.h"

namespace procos::expr {

class Host;

/// An object on the Java heap: shared and, for collections and Spin nodes, mutable.
class Object {
 public:
  virtual ~Object() = default;
  virtual JavaType type() const = 0;
};

/// One value. Character holds a UTF-16 unit, Date milliseconds since the epoch.
class Datum {
 public:
  enum class Kind : std::uint8_t {
    kNull, kBoolean, kByte, kShort, kInteger, kLong, kFloat, kDouble, kCharacter, kDate,
    kString, kObject
  };

  Datum() = default;
  static Datum boolean(bool b) { return {Kind::kBoolean, b}; }
  static Datum integral(Kind kind, std::int64_t i) { return {kind, i}; }
  static Datum integer(std::int64_t i) { return {Kind::kInteger, i}; }
  static Datum long_integer(std::int64_t i) { return {Kind::kLong, i}; }
  static Datum real(double d) { return {Kind::kDouble, d}; }
  static Datum single(float f) { return {Kind::kFloat, static_cast<double>(f)}; }
  static Datum character(std::uint16_t unit) { return {Kind::kCharacter, std::int64_t{unit}}; }
  static Datum date(std::int64_t ms) { return {Kind::kDate, ms}; }
  static Datum string(std::string s) { return {Kind::kString, std::move(s)}; }
  static Datum object(std::shared_ptr<Object> o) { return {Kind::kObject, std::move(o)}; }

  Kind kind() const { return kind_; }
  bool is_null() const { return kind_ == Kind::kNull; }
  bool is_string() const { return kind_ == Kind::kString; }
  bool is_object() const { return kind_ == Kind::kObject; }
  bool is_integral() const { return kind_ >= Kind::kByte && kind_ <= Kind::kLong; }
  bool is_floating() const { return kind_ == Kind::kFloat || kind_ == Kind::kDouble; }

  bool as_bool() const { return std::get<bool>(data_); }
  std::int64_t as_int() const { return std::get<std::int64_t>(data_); }
  double as_double() const { return std::get<double>(data_); }
  const std::string& as_text() const { return std::get<std::string>(data_); }
  const std::shared_ptr<Object>& as_object() const {
    return std::get<std::shared_ptr<Object>>(data_);
  }

  /// The object as a T, or nullptr when it is something else.
  template <class T>
  T* as() const {
    return kind_ == Kind::kObject ? dynamic_cast<T*>(as_object().get()) : nullptr;
  }

 private:
  using Data = std::variant<std::monostate, bool, std::int64_t, double, std::string,
                            std::shared_ptr<Object>>;
  Datum(Kind kind, Data data) : kind_(kind), data_(std::move(data)) {}

  Kind kind_ = Kind::kNull;
  Data data_;
};

/// The class of a value; kNone for null.
JavaType type_of(const Datum& datum);
/// The class as Java names it, e.g. java.util.LinkedHashMap.
std::string class_name_of(const Datum& datum);

/// List, set, array or any other collection, told apart by `type`.
class ListObject final : public Object {
 public:
  ListObject(JavaType list_type, std::string name, std::vector<Datum> elements)
      : class_name(std::move(name)), items(std::move(elements)), type_(list_type) {}
  JavaType type() const override { return type_; }
  bool is_array() const {
    return type_ == JavaType::kObjectArray || type_ == JavaType::kStringArray;
  }
  bool is_list() const { return is_assignable(type_, JavaType::kList); }

  std::string class_name;
  std::vector<Datum> items;
  bool fixed = false;  ///< unmodifiable, as what Stream.toList gives

 private:
  JavaType type_;
};

/// A map in insertion order.
class MapObject final : public Object {
 public:
  JavaType type() const override { return JavaType::kMap; }
  const Datum* find(const Datum& key) const;
  /// The former value, null if there was none.
  Datum put(Datum key, Datum value);
  Datum remove(const Datum& key);

  std::string class_name = "java.util.LinkedHashMap";
  std::vector<std::pair<Datum, Datum>> entries;
};

class MapEntryObject final : public Object {
 public:
  MapEntryObject(Datum k, Datum v) : key(std::move(k)), value(std::move(v)) {}
  JavaType type() const override { return JavaType::kMapEntry; }
  Datum key;
  Datum value;
};

/// Iterator and Stream: a list and a place in it.
class SequenceObject final : public Object {
 public:
  SequenceObject(JavaType sequence_type, std::vector<Datum> elements)
      : items(std::move(elements)), type_(sequence_type) {}
  JavaType type() const override { return type_; }
  std::vector<Datum> items;
  std::size_t next = 0;

 private:
  JavaType type_;
};

/// java.lang.Class, or an enum constant: a name and no more.
class NameObject final : public Object {
 public:
  NameObject(JavaType name_type, std::string text) : name(std::move(text)), type_(name_type) {}
  JavaType type() const override { return type_; }
  std::string name;

 private:
  JavaType type_;
};

/// Bytes, files and objects whose class is not known here: carried, not looked into.
class OpaqueObject final : public Object {
 public:
  explicit OpaqueObject(Value v) : value(std::move(v)) {}
  JavaType type() const override {
    return value.type() == ValueType::kBytes ? JavaType::kByteArray : JavaType::kOpaque;
  }
  Value value;
};

class HostObject final : public Object {
 public:
  explicit HostObject(std::shared_ptr<Host> h) : host(std::move(h)) {}
  JavaType type() const override { return JavaType::kHost; }
  std::shared_ptr<Host> host;
};

Datum make_array_list(std::vector<Datum> items);
Datum make_string_array(std::vector<std::string> items);

/// Java's equals and hashCode: an Integer is never equal to a Long.
bool java_equals(const Datum& a, const Datum& b);
std::int32_t java_hash(const Datum& datum);
/// A copy that shares no collection, so that no collection can come to hold itself.
/// Fails beyond a million elements.
Result<Datum> detached(const Datum& datum);

inline std::unexpected<Error> expression_error(std::string message) {
  return fail(ErrorKind::kExpression, std::move(message));
}

/// Marks in Error::details until the expression's text is put in front of the message.
inline constexpr std::string_view kUnknownProperty = "unknown property";
inline constexpr std::string_view kUnknownMethod = "unknown method";
inline std::unexpected<Error> marked_error(std::string_view mark, std::string message) {
  return std::unexpected(Error{ErrorKind::kExpression, std::move(message), 0, std::string(mark)});
}

}  // namespace procos::expr
