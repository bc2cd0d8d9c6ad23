// http_request: `url`, `method`, `headers` (JSON object), `body`, `timeout` (seconds); gives
// response_status, response_headers and response_body. Every status is a result; retries are for
// requests that got no answer.
#include <algorithm>
#include <nlohmann/json.hpp>

#include "kernel/url.h"
#include "kernel/workers/handlers.h"

namespace procos::kernel {
namespace {

using Json = nlohmann::json;

constexpr int kRetries = 3;
constexpr int kRetryDelayMs = 1000;

bool is_method(const std::string& method) {
  constexpr const char* kMethods[] = {"GET", "POST", "PUT", "DELETE", "PATCH", "HEAD", "OPTIONS"};
  return std::find(std::begin(kMethods), std::end(kMethods), method) != std::end(kMethods);
}

/// Empty when the request may be sent.
std::string refusal(const std::string& url, const SecuritySettings& security) {
  const auto parsed = parse_url(url);
  if (!parsed) return parsed.error().message;
  const auto& hosts = security.allowed_hosts;
  if (!hosts.empty() && std::find(hosts.begin(), hosts.end(), parsed->host) == hosts.end()) {
    return "host " + parsed->host + " is not among security.allowed_hosts";
  }
  return {};
}

}  // namespace

Outcome request_http(const Task& task, const WorkerServices& services, std::stop_token stop) {
  const Variables& in = task.variables;
  HttpRequest request;
  request.url = text_of(in, "url");
  request.method = text_of(in, "method", "GET");
  const std::string refused = refusal(request.url, services.config.security);
  if (!refused.empty()) return BpmnError{"HTTP_REQUEST_REFUSED", refused, {}};
  if (!is_method(request.method))
    return BpmnError{"HTTP_REQUEST_REFUSED", "unknown method " + request.method, {}};
  if (has(in, "headers")) {
    const Json headers = Json::parse(text_of(in, "headers"), nullptr, false);
    if (!headers.is_object())
      return BpmnError{"HTTP_REQUEST_REFUSED", "headers is no JSON object", {}};
    for (const auto& [name, value] : headers.items()) {
      request.headers.emplace_back(name,
                                   value.is_string() ? value.get<std::string>() : value.dump());
    }
  }
  request.body = text_of(in, "body");
  const std::int64_t longest_s = services.config.security.max_execution_time_s;
  request.timeout_ms =
      static_cast<int>(1000 * std::clamp<std::int64_t>(number_of(in, "timeout", 30), 1, longest_s));
  const auto response = services.http.send(request, stop);
  if (!response && response.error().kind == ErrorKind::kNotValid) {
    return BpmnError{"HTTP_REQUEST_REFUSED", response.error().message, {}};
  }
  if (!response) return retry_later(task, response.error().message, kRetries, kRetryDelayMs);
  Json headers = Json::object();
  for (const auto& [name, value] : response->headers) headers[name] = value;
  return Completed{{{"response_status", Value::integer(response->status)},
                    {"response_headers", json_value(headers)},
                    {"response_body", long_text(response->body)}}};
}

}  // namespace procos::kernel
