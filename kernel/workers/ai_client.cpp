#include "kernel/workers/ai_client.h"

#include <charconv>
#include <chrono>
#include <cstdlib>
#include <nlohmann/json.hpp>

namespace procos::kernel {
namespace {

using Json = nlohmann::json;

/// Both services describe errors under "error", as an object with a message or as text.
std::pair<std::string, std::string> error_of(const std::string& body) {
  const Json json = Json::parse(body, nullptr, false);
  if (!json.is_object() || !json.contains("error")) return {body.substr(0, 300), ""};
  const Json& error = json["error"];
  if (error.is_string()) return {error.get<std::string>(), ""};
  if (!error.is_object()) return {error.dump(), ""};
  const auto text = [&](const char* key) {
    return error.contains(key) && error[key].is_string() ? error[key].get<std::string>()
                                                         : std::string();
  };
  return {text("message"), text("code")};
}

int retry_after_ms(const HttpResponse& response) {
  const std::string text = response.header("retry-after");
  int seconds = 0;
  const auto [stop, error] = std::from_chars(text.data(), text.data() + text.size(), seconds);
  if (error != std::errc() || stop != text.data() + text.size() || seconds < 0) return 0;
  return std::min(seconds, 600) * 1000;
}

}  // namespace

std::vector<std::pair<std::string, std::string>> ai_headers(const ServiceSettings& service) {
  std::string key = service.api_key;
  if (key.empty() && service.protocol == Protocol::kOpenAi) {
    if (const char* variable = std::getenv("OPENAI_API_KEY")) key = variable;
  }
  if (key.empty()) return {};
  return {{"Authorization", "Bearer " + key}};
}

std::variant<HttpResponse, AiFailure> ai_exchange(const ServiceSettings& service,
                                                  const std::string& url, const std::string& body,
                                                  HttpClient& http, int timeout_ms,
                                                  std::stop_token stop) {
  using Kind = AiFailure::Kind;
  HttpRequest request;
  request.method = "POST";
  request.url = url;
  request.headers = ai_headers(service);
  request.headers.emplace_back("Content-Type", "application/json");
  request.headers.emplace_back("Accept", "application/json");
  request.body = body;
  request.timeout_ms = timeout_ms;
  auto response = http.send(request, stop);
  if (!response)
    return AiFailure{Kind::kUnavailable, service.name + ": " + response.error().message, 0};
  const int status = response->status;
  if (status == 200) return std::move(*response);
  const auto [message, code] = error_of(response->body);
  const std::string text = service.name + " answers " + std::to_string(status) + ": " + message;
  // An exhausted quota is a 429 like too many requests, but no waiting helps against it.
  const bool overloaded = status == 429 && code != "insufficient_quota";
  if (status >= 500 || status == 408 || status == 409 || overloaded) {
    return AiFailure{Kind::kUnavailable, text, retry_after_ms(*response)};
  }
  return AiFailure{status >= 400 ? Kind::kRejected : Kind::kMalformed, text, 0};
}

AiResult ask_ai(const ServiceSettings& service, const AiQuestion& question, HttpClient& http,
                int timeout_ms, std::stop_token stop) {
  using Clock = std::chrono::steady_clock;
  const auto begin = Clock::now();
  AiResult result = service.protocol == Protocol::kOllama
                        ? ask_ollama(service, question, http, timeout_ms, stop)
                        : ask_openai(service, question, http, timeout_ms, stop);
  if (auto* answer = std::get_if<AiAnswer>(&result)) {
    answer->duration_ms =
        std::chrono::duration_cast<std::chrono::milliseconds>(Clock::now() - begin).count();
    if (answer->model.empty()) answer->model = question.model;
  }
  return result;
}

}  // namespace procos::kernel
