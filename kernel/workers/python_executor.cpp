// python_script, data_processing: posted to the service python_executor, with the limits it has to
// keep. Request: {topic, variables, limits: {memory, cpu, max_execution_time, sandbox}}; answer: a
// JSON object whose entries become variables, or {"error": {"code", "message"}} for a BPMN error.
#include <nlohmann/json.hpp>

#include "kernel/workers/handlers.h"

namespace procos::kernel {
namespace {

using Json = nlohmann::json;

Value value_of(const Json& json) {
  if (json.is_null()) return Value::null();
  if (json.is_boolean()) return Value::boolean(json.get<bool>());
  if (json.is_number_integer()) return Value::long_integer(json.get<std::int64_t>());
  if (json.is_number()) return Value::real(json.get<double>());
  if (json.is_string()) return long_text(json.get<std::string>());
  return json_value(json);
}

Json request_of(const Task& task, const SecuritySettings& security) {
  Json variables = Json::object();
  for (const auto& [name, value] : task.variables) variables[name] = plain_json(value);
  Json limits{{"max_execution_time", security.max_execution_time_s},
              {"sandbox", security.sandbox_enabled}};
  for (const auto& [name, limit] : security.resource_limits) limits[name] = limit;
  return {{"topic", task.topic}, {"variables", variables}, {"limits", limits}};
}

}  // namespace

Outcome execute_python(const Task& task, const WorkerServices& services, std::stop_token stop) {
  const auto found = services.config.services.find("python_executor");
  if (found == services.config.services.end() || !found->second.enabled) {
    return Failed{"services.python_executor is not configured and enabled", {}, 0, 0};
  }
  const ServiceSettings& service = found->second;
  HttpRequest request;
  request.method = "POST";
  request.url = service.endpoint;
  request.headers = {{"Content-Type", "application/json"}};
  if (!service.api_key.empty())
    request.headers.emplace_back("Authorization", "Bearer " + service.api_key);
  request.body = request_of(task, services.config.security)
                     .dump(-1, ' ', false, Json::error_handler_t::replace);
  request.timeout_ms =
      1000 * std::min(service.timeout_s, services.config.security.max_execution_time_s);
  const auto response = services.http.send(request, stop);
  if (!response)
    return retry_later(task, response.error().message, service.retries, service.retry_delay_ms);
  const std::string answered = service.name + " answers " + std::to_string(response->status);
  if (response->status >= 500 || response->status == 429) {
    return retry_later(task, answered, service.retries, service.retry_delay_ms);
  }
  const Json body = Json::parse(response->body, nullptr, false);
  if (body.is_object() && body.contains("error")) {
    const Json& error = body["error"];
    const bool described = error.is_object();
    return BpmnError{described ? error.value("code", "PYTHON_ERROR") : "PYTHON_ERROR",
                     described ? error.value("message", answered) : error.dump(),
                     {}};
  }
  if (response->status >= 400 || !body.is_object()) {
    return BpmnError{"PYTHON_ERROR", answered + ": " + shortened(response->body, 300), {}};
  }
  Completed completed;
  for (const auto& [name, value] : body.items()) completed.variables.emplace(name, value_of(value));
  return completed;
}

}  // namespace procos::kernel
