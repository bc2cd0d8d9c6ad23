// POST /chat/completions, without streaming.
#include <nlohmann/json.hpp>

#include "kernel/workers/ai_client.h"

namespace procos::kernel {

using Json = nlohmann::json;

std::string openai_url(const ServiceSettings& service, const std::string& path) {
  std::string base = service.endpoint;
  while (base.ends_with('/')) base.pop_back();
  return base + path;
}

AiResult ask_openai(const ServiceSettings& service, const AiQuestion& question, HttpClient& http,
                    int timeout_ms, std::stop_token stop) {
  Json messages = Json::array();
  if (!question.system.empty())
    messages.push_back({{"role", "system"}, {"content", question.system}});
  messages.push_back({{"role", "user"}, {"content", question.prompt}});
  const Json body{
      {"model", question.model}, {"messages", messages}, {"max_tokens", question.max_tokens}};
  auto exchanged = ai_exchange(service, openai_url(service, "/chat/completions"),
                               body.dump(-1, ' ', false, Json::error_handler_t::replace), http,
                               timeout_ms, stop);
  if (auto* failure = std::get_if<AiFailure>(&exchanged)) return std::move(*failure);
  const std::string& text = std::get<HttpResponse>(exchanged).body;
  const auto malformed = [&](const char* what) {
    return AiFailure{AiFailure::Kind::kMalformed,
                     service.name + ": " + what + ": " + text.substr(0, 200), 0};
  };
  const Json json = Json::parse(text, nullptr, false);
  if (!json.is_object()) return malformed("the answer is no JSON object");
  const auto choices = json.find("choices");
  if (choices == json.end() || !choices->is_array() || choices->empty()) {
    return malformed("the answer has no choices");
  }
  const Json& choice = choices->front();
  const Json::json_pointer content("/message/content");
  if (!choice.is_object() || !choice.contains(content) || !choice[content].is_string()) {
    return malformed("the answer's first choice has no message content");
  }
  AiAnswer answer;
  answer.text = choice[content].get<std::string>();
  const auto string_at = [](const Json& object, const char* key) {
    return object.contains(key) && object[key].is_string() ? object[key].get<std::string>()
                                                           : std::string();
  };
  answer.finish_reason = string_at(choice, "finish_reason");
  answer.model = string_at(json, "model");
  if (json.contains("usage") && json["usage"].is_object()) {
    const Json& usage = json["usage"];
    const auto count = [&](const char* key) {
      return usage.contains(key) && usage[key].is_number() ? usage[key].get<std::int64_t>() : 0;
    };
    answer.prompt_tokens = count("prompt_tokens");
    answer.completion_tokens = count("completion_tokens");
  }
  return answer;
}

}  // namespace procos::kernel
