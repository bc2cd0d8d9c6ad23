// A Value as columns: what kind it is, and its content where queries can compare it.
#include <cmath>
#include <limits>
#include <stdexcept>

#include "store/columns.h"

namespace procos::store {
namespace {

// The numbers of ValueType are stored; a new type goes to the end of the enumeration.
static_assert(static_cast<int>(ValueType::kNull) == 0 &&
              static_cast<int>(ValueType::kString) == 6 && static_cast<int>(ValueType::kXml) == 12);

enum Part { kType, kInt, kReal, kText, kName, kFormat, kEncoding, kBlob };

// SQLite keeps NaN as NULL; the text tells it from a double that is null.
constexpr std::string_view kNaN = "NaN";

void bind_if_given(Statement& statement, int at, const std::string& text) {
  if (!text.empty()) statement.bind(at, std::string_view(text));
}

/// A typed null: its type, and nothing in the columns that its type uses.
bool is_null_of(ValueType type, const Statement& statement, int at) {
  if (type == ValueType::kFile || type == ValueType::kObject) return false;
  for (const Part part : {kInt, kReal, kText, kBlob}) {
    if (!statement.is_null(at + part)) return false;
  }
  return true;
}

}  // namespace

void bind_value(Statement& statement, int at, const Value& value) {
  statement.bind(at + kType, static_cast<std::int64_t>(value.declared_type()));
  for (int part = kInt; part <= kBlob; ++part) statement.bind_null(at + part);
  switch (value.type()) {
    case ValueType::kNull:
      break;
    case ValueType::kBoolean:
      statement.bind(at + kInt, std::int64_t{value.as_bool()});
      break;
    case ValueType::kShort:
    case ValueType::kInteger:
    case ValueType::kLong:
    case ValueType::kDate:
      statement.bind(at + kInt, value.as_int());
      break;
    case ValueType::kDouble:
      statement.bind(at + kReal, value.as_double());
      if (std::isnan(value.as_double())) statement.bind(at + kText, kNaN);
      break;
    case ValueType::kString:
    case ValueType::kJson:
    case ValueType::kXml:
      statement.bind(at + kText, std::string_view(value.as_text()));
      break;
    case ValueType::kBytes:
      statement.bind_blob(at + kBlob, value.as_text());
      break;
    case ValueType::kFile: {
      const FileData& file = value.as_file();
      bind_if_given(statement, at + kName, file.name);
      bind_if_given(statement, at + kFormat, file.mime_type);
      bind_if_given(statement, at + kEncoding, file.encoding);
      statement.bind_blob(at + kBlob, file.content);
      break;
    }
    case ValueType::kObject: {
      const ObjectData& object = value.as_object();
      bind_if_given(statement, at + kName, object.type_name);
      bind_if_given(statement, at + kFormat, object.format);
      bind_if_given(statement, at + kText, object.text);
      break;
    }
  }
}

Value read_value(const Statement& statement, int at) {
  const auto text = [&](Part part) { return std::string(statement.text(at + part)); };
  const std::int64_t integer = statement.integer(at + kInt);
  const auto type = static_cast<ValueType>(statement.integer(at + kType));
  if (is_null_of(type, statement, at)) return Value::null(type);
  switch (type) {
    case ValueType::kNull:
      return Value::null();
    case ValueType::kBoolean:
      return Value::boolean(integer != 0);
    case ValueType::kShort:
      return Value::short_integer(integer);
    case ValueType::kInteger:
      return Value::integer(integer);
    case ValueType::kLong:
      return Value::long_integer(integer);
    case ValueType::kDate:
      return Value::date(integer);
    case ValueType::kDouble:
      if (statement.is_null(at + kReal))
        return Value::real(std::numeric_limits<double>::quiet_NaN());
      return Value::real(statement.real(at + kReal));
    case ValueType::kString:
      return Value::string(text(kText));
    case ValueType::kJson:
      return Value::json(text(kText));
    case ValueType::kXml:
      return Value::xml(text(kText));
    case ValueType::kBytes:
      return Value::bytes(std::string(statement.blob(at + kBlob)));
    case ValueType::kFile:
      return Value::file(
          {text(kName), text(kFormat), text(kEncoding), std::string(statement.blob(at + kBlob))});
    case ValueType::kObject:
      return Value::object({text(kName), text(kFormat), text(kText)});
  }
  throw std::runtime_error("the database holds a value of a type this program does not know");
}

}  // namespace procos::store
