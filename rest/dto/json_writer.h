// JSON text written straight into a string: lists of rows are answered without building a document
// first.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/clock.h"

namespace procos::rest {

/// A quoted string with the escapes JSON needs; what is no UTF-8 becomes U+FFFD.
void append_quoted(std::string& out, std::string_view text);

/// Commas are put where they belong; the caller opens and closes in pairs. Property names are
/// constants of ours unless given to key_text().
class JsonWriter {
 public:
  JsonWriter& begin_object() { return open('{'); }
  JsonWriter& end_object() { return close('}'); }
  JsonWriter& begin_array() { return open('['); }
  JsonWriter& end_array() { return close(']'); }

  JsonWriter& key(std::string_view name) {
    out_.append(first_ ? "\"" : ",\"").append(name).append("\":");
    first_ = true;
    return *this;
  }
  /// A property name that comes from outside.
  JsonWriter& key_text(std::string_view name);

  // Elements of an array, or values after key().
  JsonWriter& string(std::string_view text);
  JsonWriter& integer(std::int64_t number);
  JsonWriter& boolean(bool value) { return raw(value ? "true" : "false"); }
  JsonWriter& null() { return raw("null"); }
  JsonWriter& date(TimeMs time);
  /// JSON text of one value.
  JsonWriter& raw(std::string_view json) {
    comma();
    out_ += json;
    return *this;
  }

  // Properties of an object. An empty text is null, as rows keep it.
  JsonWriter& text(std::string_view name, std::string_view value) {
    key(name);
    return value.empty() ? null() : string(value);
  }
  JsonWriter& number(std::string_view name, std::int64_t value) { return key(name).integer(value); }
  JsonWriter& number(std::string_view name, const std::optional<std::int64_t>& value) {
    key(name);
    return value ? integer(*value) : null();
  }
  JsonWriter& flag(std::string_view name, bool value) { return key(name).boolean(value); }
  JsonWriter& time(std::string_view name, TimeMs value) { return key(name).date(value); }
  JsonWriter& time(std::string_view name, const std::optional<TimeMs>& value) {
    key(name);
    return value ? date(*value) : null();
  }
  JsonWriter& none(std::string_view name) { return key(name).null(); }

  void reserve(std::size_t bytes) { out_.reserve(bytes); }
  std::string take() { return std::move(out_); }

 private:
  void comma() {
    if (!first_) out_ += ',';
    first_ = false;
  }
  JsonWriter& open(char bracket) {
    comma();
    out_ += bracket;
    first_ = true;
    return *this;
  }
  JsonWriter& close(char bracket) {
    out_ += bracket;
    first_ = false;
    return *this;
  }

  std::string out_;
  bool first_ = true;  ///< no comma before what comes next
};

}  // namespace procos::rest
