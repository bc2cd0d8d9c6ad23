// input_validation: the task's variables against the JSON Schema in `validation_schema`.
// Without it valijson ends the program on a broken schema.
#define VALIJSON_USE_EXCEPTIONS 1

#include <nlohmann/json.hpp>
#include <valijson/adapters/nlohmann_json_adapter.hpp>
#include <valijson/schema.hpp>
#include <valijson/schema_parser.hpp>
#include <valijson/validation_results.hpp>
#include <valijson/validator.hpp>

#include "kernel/workers/handlers.h"

namespace procos::kernel {
namespace {

using Json = nlohmann::json;
using Adapter7 = valijson::adapters::NlohmannJsonAdapter;

constexpr const char* kSchema = "validation_schema";

/// The variables as one JSON object. Null ones are left out: a process says null for "not given".
Json instance_of(const Variables& variables) {
  Json instance = Json::object();
  for (const auto& [name, value] : variables) {
    if (name != kSchema && !value.is_null()) instance[name] = plain_json(value);
  }
  return instance;
}

Json problems_of(valijson::ValidationResults& results) {
  Json problems = Json::array();
  valijson::ValidationResults::Error error;
  while (problems.size() < 20 && results.popError(error)) {
    std::string where;
    for (const std::string& part : error.context) where += part;
    problems.push_back({{"path", where}, {"message", error.description}});
  }
  return problems;
}

std::string summary(const Json& problems) {
  std::string out;
  for (const Json& problem : problems) {
    out += (out.empty() ? "" : "; ") + problem["path"].get<std::string>() + ": " +
           problem["message"].get<std::string>();
  }
  return out;
}

/// Later expressions may name every property of the schema, and naming an unknown variable is an
/// error; so the optional ones get their default, or null.
Variables fill_in(const Json& schema, const Variables& given) {
  Variables filled;
  if (!schema.contains("properties") || !schema["properties"].is_object()) return filled;
  for (const auto& [name, property] : schema["properties"].items()) {
    if (has(given, name)) continue;
    const bool has_default = property.is_object() && property.contains("default");
    if (!has_default) {
      if (given.count(name) == 0) filled.emplace(name, Value::null());
      continue;
    }
    const Json& value = property["default"];
    if (value.is_string()) {
      filled.emplace(name, Value::string(value.get<std::string>()));
    } else if (value.is_number_integer()) {
      filled.emplace(name, Value::long_integer(value.get<std::int64_t>()));
    } else if (value.is_number()) {
      filled.emplace(name, Value::real(value.get<double>()));
    } else if (value.is_boolean()) {
      filled.emplace(name, Value::boolean(value.get<bool>()));
    } else {
      filled.emplace(name, json_value(value));
    }
  }
  return filled;
}

/// 0 to 1 by the length of the question; provider selection reads it as `complexity_score`.
double complexity_of(const std::string& query) {
  return std::min(1.0, static_cast<double>(query.size()) / 2000.0);
}

}  // namespace

Outcome validate_input(const Task& task, const WorkerServices&, std::stop_token) {
  const std::string text = text_of(task.variables, kSchema);
  const Json schema_json = Json::parse(text, nullptr, false);
  if (!schema_json.is_object()) {
    return Failed{"validation_schema is no JSON object; correct the process model",
                  shortened(text, 2000), 0, 0};
  }
  valijson::Schema schema;
  try {
    valijson::SchemaParser parser;
    parser.populateSchema(Adapter7(schema_json), schema);
  } catch (const std::exception& broken) {
    return Failed{std::string("validation_schema is no JSON Schema: ") + broken.what(),
                  shortened(text, 2000), 0, 0};
  }
  const Json instance = instance_of(task.variables);
  valijson::Validator validator(valijson::Validator::kStrongTypes);
  valijson::ValidationResults results;
  if (!validator.validate(schema, Adapter7(instance), &results)) {
    const Json problems = problems_of(results);
    return BpmnError{
        "VALIDATION_ERROR", summary(problems), {{"validation_errors", json_value(problems)}}};
  }
  Variables filled = fill_in(schema_json, task.variables);
  if (has(task.variables, "user_query") && !has(task.variables, "complexity_score")) {
    filled.emplace("complexity_score",
                   Value::real(complexity_of(text_of(task.variables, "user_query"))));
  }
  return Completed{std::move(filled)};
}

}  // namespace procos::kernel
