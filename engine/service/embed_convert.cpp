#include "service/embed_convert.h"

namespace procos {

Failure to_failure(const Error& error) {
  Failure failure;
  failure.message = error.message;
  failure.details = error.details;
  switch (error.kind) {
    case ErrorKind::kBadUserRequest:
    case ErrorKind::kNotValid: failure.kind = Failure::Kind::kInvalid; break;
    case ErrorKind::kNotFound:
    case ErrorKind::kNullValue: failure.kind = Failure::Kind::kNotFound; break;
    case ErrorKind::kParse: failure.kind = Failure::Kind::kModel; break;
    case ErrorKind::kSuspended: failure.kind = Failure::Kind::kSuspended; break;
    case ErrorKind::kMismatchingMessage: failure.kind = Failure::Kind::kNoMatch; break;
    case ErrorKind::kOptimisticLocking: failure.kind = Failure::Kind::kConflict; break;
    case ErrorKind::kUnsupported: failure.kind = Failure::Kind::kUnsupported; break;
    // A model at which reading stops is refused as well; only models have details.
    default: failure.kind = error.details.empty() ? Failure::Kind::kFailed : Failure::Kind::kModel;
  }
  return failure;
}

Value to_value(const Data& data) {
  switch (data.type()) {
    case DataType::kNull: break;
    case DataType::kBoolean: return Value::boolean(data.as_bool());
    case DataType::kInteger: return Value::integer(data.as_int());
    case DataType::kLong: return Value::long_integer(data.as_int());
    case DataType::kDouble: return Value::real(data.as_double());
    case DataType::kString: return Value::string(data.as_text());
    case DataType::kDate: return Value::date(data.as_int());
    case DataType::kBytes: return Value::bytes(data.as_text());
    case DataType::kJson: return Value::json(data.as_text());
    case DataType::kXml: return Value::xml(data.as_text());
    case DataType::kObject: return Value::object({data.name(), data.format(), data.as_text()});
    case DataType::kFile: return Value::file({data.name(), data.format(), {}, data.as_text()});
  }
  return Value::null();
}

Data to_data(const Value& value) {
  switch (value.type()) {
    case ValueType::kNull: break;
    case ValueType::kBoolean: return value.as_bool();
    case ValueType::kShort:
    case ValueType::kInteger: return static_cast<int>(value.as_int());
    case ValueType::kLong: return value.as_int();
    case ValueType::kDouble: return value.as_double();
    case ValueType::kString: return value.as_text();
    case ValueType::kDate: return Data::date(value.as_int());
    case ValueType::kBytes: return Data::bytes(value.as_text());
    case ValueType::kJson: return Data::json(value.as_text());
    case ValueType::kXml: return Data::xml(value.as_text());
    case ValueType::kObject: {
      const ObjectData& object = value.as_object();
      return Data::object(object.type_name, object.format, object.text);
    }
    case ValueType::kFile: {
      const FileData& file = value.as_file();
      return Data::file(file.name, file.mime_type, file.content);
    }
  }
  return {};
}

command::Variables to_variables(const DataMap& data) {
  command::Variables variables;
  variables.reserve(data.size());
  for (const auto& [name, value] : data) variables.push_back({name, to_value(value), false});
  return variables;
}

Instance to_instance(const state::HiProcessInstanceRow& row) {
  return {row.id,           row.process_definition_id, row.process_definition_key,
          row.business_key, row.end_time.has_value(),  row.state};
}

Instance to_instance(const state::ExecutionRow& row) {
  return {row.id,
          row.process_definition_id,
          row.process_definition_key,
          row.business_key,
          false,
          row.suspended ? "SUSPENDED" : "ACTIVE"};
}

}  // namespace procos
