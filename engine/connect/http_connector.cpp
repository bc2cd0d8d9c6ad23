// http-connector and soap-http-connector
// (https://docs.camunda.org/manual/7.24/reference/connect/http-connector/).
#include <algorithm>
#include <array>
#include <charconv>
#include <nlohmann/json.hpp>

#include "connect/connectors.h"
#include "expr/expression.h"

namespace procos::connect {
namespace {

using Json = nlohmann::json;

constexpr std::array<std::string_view, 8> kMethods = {"GET",   "POST", "PUT",     "DELETE",
                                                      "PATCH", "HEAD", "OPTIONS", "TRACE"};
constexpr int kLongestMs = 240'000;  ///< below the lock of a job, which would be executed again
constexpr int kMaxRedirects = 50;

std::unexpected<Error> wrong(const std::string& message) {
  return fail(ErrorKind::kConnector, message);
}

/// The text of a parameter; null is "".
Result<std::string> text_of(const Parameters& parameters, std::string_view name) {
  const Value& value = parameter(parameters, name);
  switch (value.type()) {
    case ValueType::kNull: return std::string();
    case ValueType::kString:
    case ValueType::kJson:
    case ValueType::kXml: return value.as_text();
    default:
      return wrong("Parameter '" + std::string(name) + "' of the connector is a " +
                   std::string(type_name(value.type())) + ", not a String");
  }
}

/// The entries of a map parameter; null is an empty map.
Result<Json> map_of(const Parameters& parameters, std::string_view name) {
  const Value& value = parameter(parameters, name);
  Json map;
  if (value.is_null()) return Json::object();
  if (value.type() == ValueType::kObject && value.as_object().format == "application/json")
    map = Json::parse(value.as_object().text, nullptr, false);
  if (value.type() == ValueType::kJson) map = Json::parse(value.as_text(), nullptr, false);
  if (!map.is_object())
    return wrong("Parameter '" + std::string(name) + "' of the connector is no map");
  return map;
}

std::string plain(const Json& value) {
  return value.is_string() ? value.get<std::string>() : value.dump();
}

bool is_on(const Json& config, const char* name, bool otherwise) {
  const auto found = config.find(name);
  if (found == config.end() || found->is_null()) return otherwise;
  std::string text = plain(*found);
  std::ranges::transform(text, text.begin(), [](unsigned char c) { return std::tolower(c); });
  return text == "true";
}

/// A number of milliseconds, or of redirections.
Status read_number(const Json& config, const char* name, int& into) {
  const auto found = config.find(name);
  if (found == config.end() || found->is_null()) return {};
  const std::string text = plain(*found);
  const char* const end = text.data() + text.size();
  const auto parsed = std::from_chars(text.data(), end, into);
  if (parsed.ec == std::errc() && parsed.ptr == end && into >= 0) return {};
  return wrong("Invalid value for request configuration option: " + std::string(name));
}

Status apply_config(const Json& config, HttpRequest& request) {
  int response_ms = request.timeout_ms;
  PROCOS_TRY(read_number(config, "connection-timeout", request.connect_timeout_ms));
  PROCOS_TRY(read_number(config, "response-timeout", response_ms));
  PROCOS_TRY(read_number(config, "max-redirects", request.max_redirects));
  request.timeout_ms = std::min(std::max(response_ms, 1), kLongestMs);
  if (!is_on(config, "redirects-enabled", true)) request.max_redirects = 0;
  request.decompress = is_on(config, "content-compression-enabled", true);
  return {};
}

Result<HttpRequest> request_of(const Parameters& parameters, const Json& config, int timeout_ms) {
  HttpRequest request;
  request.timeout_ms = timeout_ms;
  request.max_redirects = kMaxRedirects;
  PROCOS_ASSIGN(request.url, text_of(parameters, "url"));
  PROCOS_ASSIGN(request.method, text_of(parameters, "method"));
  PROCOS_ASSIGN(request.body, text_of(parameters, "payload"));
  PROCOS_ASSIGN(const Json headers, map_of(parameters, "headers"));
  if (request.url.find_first_not_of(" \t\r\n") == std::string::npos)
    return wrong("Request url required.");
  if (std::ranges::find(kMethods, request.method) == kMethods.end())
    return wrong("Unknown or unsupported HTTP method '" + request.method + "'");
  // libcurl would add the content type of an HTML form; this one goes out as it is.
  bool typed = false;
  for (const auto& [name, value] : headers.items()) {
    if (value.is_null()) continue;
    request.headers.emplace_back(name, plain(value));
    typed =
        typed || (name.size() == 12 &&
                  std::ranges::equal(name, std::string_view("content-type"),
                                     [](unsigned char a, char b) { return std::tolower(a) == b; }));
  }
  if (!typed && !request.body.empty())
    request.headers.emplace_back("Content-Type", "text/plain; charset=utf-8");
  PROCOS_TRY(apply_config(config, request));
  return request;
}

/// 204, 304 and answers to HEAD have no body, which is not the same as an empty one.
bool has_body(const HttpRequest& request, const HttpResponse& response) {
  return request.method != "HEAD" && response.status != 204 && response.status != 205 &&
         response.status != 304;
}

Result<Parameters> exchange(Connectors& connectors, const HttpRequest& request, const Json& config,
                            const std::stop_token& stop) {
  auto response = connectors.http().send(request, stop);
  if (!response) return wrong("Unable to execute HTTP request: " + response.error().message);
  if (is_on(config, "throw-http-error", false) && response->status >= 400 &&
      response->status <= 599) {
    return wrong("HTTP request failed with Status Code: " + std::to_string(response->status) +
                 " , Response: " + response->body);
  }
  std::vector<std::pair<std::string, Value>> headers;
  for (auto& [name, value] : response->headers) {
    std::erase_if(headers, [&](const auto& known) { return known.first == name; });
    headers.emplace_back(name, Value::string(value));
  }
  Parameters answer{{"statusCode", Value::integer(response->status)},
                    {"headers", expr::make_map(headers)}};
  if (has_body(request, *response))
    answer.emplace_back("response", Value::string(std::move(response->body)));
  return answer;
}

}  // namespace

Result<Parameters> call_http(Connectors& connectors, const Parameters& parameters,
                             const std::stop_token& stop) {
  PROCOS_ASSIGN(const Json config, map_of(parameters, "request-config"));
  PROCOS_ASSIGN(const HttpRequest request,
                request_of(parameters, config, connectors.settings().http_timeout_ms));
  return exchange(connectors, request, config, stop);
}

Result<Parameters> call_soap(Connectors& connectors, const Parameters& parameters,
                             const std::stop_token& stop) {
  PROCOS_ASSIGN(const std::string envelope, text_of(parameters, "payload"));
  if (envelope.find_first_not_of(" \t\r\n") == std::string::npos)
    return wrong("No payload set on request");
  Parameters posted = parameters;
  std::erase_if(posted, [](const auto& one) { return one.first == "method"; });
  posted.emplace_back("method", Value::string("POST"));
  return call_http(connectors, posted, stop);
}

}  // namespace procos::connect
