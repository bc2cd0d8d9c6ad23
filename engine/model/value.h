// A process variable's value with its Camunda type.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <variant>

namespace procos {

/// The primitive and serialized types of Camunda 7
/// (https://docs.camunda.org/manual/7.24/user-guide/process-engine/variables/).
enum class ValueType : std::uint8_t {
  kNull, kBoolean, kShort, kInteger, kLong, kDouble, kString, kDate, kBytes, kFile, kObject,
  kJson, kXml,
};

/// "Null", "Boolean" ... as REST shows it.
std::string_view type_name(ValueType type);

struct FileData {
  std::string name;
  std::string mime_type;  ///< empty when not given
  std::string encoding;   ///< empty when not given
  std::string content;
};

/// A serialized object. Lists and maps made by expressions are java.util.ArrayList /
/// java.util.LinkedHashMap in application/json, exactly what Camunda with JSON as default format
/// stores.
struct ObjectData {
  std::string type_name;  ///< Java type, e.g. java.util.ArrayList<java.lang.Integer>; may be empty
  std::string format;     ///< serializationDataFormat, e.g. application/json
  std::string text;       ///< the serialized form
};

/// An immutable value; cheap to copy. Dates are milliseconds since the epoch.
class Value {
 public:
  Value() = default;
  static Value null() { return {}; }
  /// A null that was declared to be of a type: everything treats it as null, but it shows its type.
  static Value null_of(ValueType declared) {
    Value value;
    value.null_of_ = declared;
    return value;
  }
  static Value boolean(bool b) { return {ValueType::kBoolean, b}; }
  static Value short_integer(std::int64_t i) { return {ValueType::kShort, i}; }
  static Value integer(std::int64_t i) { return {ValueType::kInteger, i}; }
  static Value long_integer(std::int64_t i) { return {ValueType::kLong, i}; }
  static Value real(double d) { return {ValueType::kDouble, d}; }
  static Value string(std::string s) { return {ValueType::kString, std::move(s)}; }
  static Value date(std::int64_t ms) { return {ValueType::kDate, ms}; }
  static Value bytes(std::string s) { return {ValueType::kBytes, std::move(s)}; }
  static Value json(std::string text) { return {ValueType::kJson, std::move(text)}; }
  static Value xml(std::string text) { return {ValueType::kXml, std::move(text)}; }
  static Value file(FileData f) {
    return {ValueType::kFile, std::make_shared<const FileData>(std::move(f))};
  }
  static Value object(ObjectData o) {
    return {ValueType::kObject, std::make_shared<const ObjectData>(std::move(o))};
  }

  ValueType type() const { return type_; }
  /// The type, of a null the one it was declared with.
  ValueType declared_type() const { return type_ == ValueType::kNull ? null_of_ : type_; }
  bool is_null() const { return type_ == ValueType::kNull; }
  /// Short, Integer, Long or Double.
  bool is_number() const { return type_ >= ValueType::kShort && type_ <= ValueType::kDouble; }
  bool is_integral() const { return type_ >= ValueType::kShort && type_ <= ValueType::kLong; }

  bool as_bool() const { return std::get<bool>(data_); }
  /// Short, Integer, Long, Date.
  std::int64_t as_int() const { return std::get<std::int64_t>(data_); }
  double as_double() const { return std::get<double>(data_); }
  /// String, Bytes, Json, Xml.
  const std::string& as_text() const { return std::get<std::string>(data_); }
  const FileData& as_file() const { return *std::get<std::shared_ptr<const FileData>>(data_); }
  const ObjectData& as_object() const {
    return *std::get<std::shared_ptr<const ObjectData>>(data_);
  }

 private:
  using Data = std::variant<std::monostate, bool, std::int64_t, double, std::string,
                            std::shared_ptr<const FileData>, std::shared_ptr<const ObjectData>>;
  Value(ValueType type, Data data) : type_(type), data_(std::move(data)) {}

  ValueType type_ = ValueType::kNull;
  ValueType null_of_ = ValueType::kNull;
  Data data_;
};

/// Equal type and content.
bool operator==(const Value& a, const Value& b);

}  // namespace procos
