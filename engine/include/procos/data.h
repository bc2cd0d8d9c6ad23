// Values of process variables, and the outcome of a call: what the embedding program hands to the
// engine and gets back. Part of the public interface; needs C++20 and nothing but the standard
// library.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <variant>

namespace procos {

/// The type of a process variable, as Camunda 7 names them
/// (https://docs.camunda.org/manual/7.24/user-guide/process-engine/variables/). Short counts as
/// Integer.
enum class DataType : std::uint8_t {
  kNull,
  kBoolean,
  kInteger,
  kLong,
  kDouble,
  kString,
  kDate,
  kBytes,
  kJson,
  kXml,
  kObject,
  kFile,
};

/// One typed value; copying it copies its text. The plain constructors make Null, Boolean, Integer,
/// Long, Double and String; the named functions make everything else.
class Data {
 public:
  Data() = default;
  Data(bool value) : type_(DataType::kBoolean), value_(value) {}
  Data(int value) : type_(DataType::kInteger), value_(std::int64_t{value}) {}
  Data(std::int64_t value) : type_(DataType::kLong), value_(value) {}
  Data(double value) : type_(DataType::kDouble), value_(value) {}
  Data(std::string value) : type_(DataType::kString), value_(std::move(value)) {}
  Data(const char* value) : Data(std::string(value)) {}

  /// A moment, in milliseconds since 1970-01-01T00:00:00Z.
  static Data date(std::int64_t ms) { return {DataType::kDate, ms}; }
  static Data bytes(std::string content) { return {DataType::kBytes, std::move(content)}; }
  static Data json(std::string text) { return {DataType::kJson, std::move(text)}; }
  static Data xml(std::string text) { return {DataType::kXml, std::move(text)}; }
  /// A serialized object: its Java type name ("java.util.ArrayList"), its format
  /// ("application/json") and text.
  static Data object(std::string type_name, std::string format, std::string text) {
    Data data(DataType::kObject, std::move(text));
    data.name_ = std::move(type_name);
    data.format_ = std::move(format);
    return data;
  }
  /// A file: its name, its MIME type (may be empty) and content.
  static Data file(std::string name, std::string mime_type, std::string content) {
    Data data(DataType::kFile, std::move(content));
    data.name_ = std::move(name);
    data.format_ = std::move(mime_type);
    return data;
  }

  DataType type() const { return type_; }
  bool is_null() const { return type_ == DataType::kNull; }

  /// The value if it has this form, else the fallback: no call here can fail.
  bool as_bool(bool fallback = false) const { return get<bool>(fallback); }
  /// Integer, Long, Date.
  std::int64_t as_int(std::int64_t fallback = 0) const { return get<std::int64_t>(fallback); }
  /// Double, Integer, Long.
  double as_double(double fallback = 0) const {
    if (const auto* integer = std::get_if<std::int64_t>(&value_))
      return static_cast<double>(*integer);
    return get<double>(fallback);
  }
  /// String, Json, Xml, Bytes, the text of an Object, the content of a File.
  std::string as_text(std::string fallback = {}) const {
    return get<std::string>(std::move(fallback));
  }
  /// Object: the type name; File: the file name.
  const std::string& name() const { return name_; }
  /// Object: the serialization format; File: the MIME type.
  const std::string& format() const { return format_; }

  friend bool operator==(const Data&, const Data&) = default;

 private:
  using Held = std::variant<std::monostate, bool, std::int64_t, double, std::string>;
  Data(DataType type, Held value) : type_(type), value_(std::move(value)) {}

  template <class T>
  T get(T fallback) const {
    const T* held = std::get_if<T>(&value_);
    return held == nullptr ? std::move(fallback) : *held;
  }

  DataType type_ = DataType::kNull;
  Held value_;
  std::string name_, format_;
};

/// Variables by name.
using DataMap = std::map<std::string, Data>;

/// Why a call could not do what it was asked for. Nothing of it has happened then.
struct Failure {
  enum class Kind : std::uint8_t {
    kFailed,    ///< an activity, expression or script failed, or the database did
    kInvalid,   ///< an argument has a value that it may not have
    kNotFound,  ///< what an argument names does not exist
    kModel,  ///< a model was refused; details: JSON with every error, its line, column and element
    kSuspended,    ///< the definition, instance or task is suspended
    kNoMatch,      ///< a message correlates to nothing, or to more than one
    kConflict,     ///< somebody else changed or removed it meanwhile
    kUnsupported,  ///< Camunda 7 can do this, this engine cannot
  };
  Kind kind = Kind::kFailed;
  std::string message;  ///< for a person
  std::string details;  ///< JSON, for kModel
};

/// Either a value or a Failure. Test it before using the value; the value of a failed Outcome is
/// undefined behaviour, as with std::optional.
template <class T>
class [[nodiscard]] Outcome {
 public:
  Outcome(T value) : value_(std::move(value)) {}
  Outcome(Failure failure) : failure_(std::move(failure)) {}

  bool ok() const { return value_.has_value(); }
  explicit operator bool() const { return ok(); }
  T& operator*() { return *value_; }
  const T& operator*() const { return *value_; }
  T* operator->() { return &*value_; }
  const T* operator->() const { return &*value_; }
  const Failure& failure() const { return failure_; }

 private:
  std::optional<T> value_;
  Failure failure_;
};

template <>
class [[nodiscard]] Outcome<void> {
 public:
  Outcome() = default;
  Outcome(Failure failure) : failure_(std::move(failure)) {}

  bool ok() const { return !failure_; }
  explicit operator bool() const { return ok(); }
  const Failure& failure() const { return *failure_; }

 private:
  std::optional<Failure> failure_;
};

}  // namespace procos
