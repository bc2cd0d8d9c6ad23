// POST /api/chat, or /api/generate where a server does not know chat; without streaming.
#include <nlohmann/json.hpp>

#include "kernel/workers/ai_client.h"

namespace procos::kernel {
namespace {

using Json = nlohmann::json;

std::string text_at(const Json& json, const Json::json_pointer& where) {
  return json.contains(where) && json[where].is_string() ? json[where].get<std::string>()
                                                         : std::string();
}

std::int64_t count_at(const Json& json, const char* key) {
  return json.contains(key) && json[key].is_number() ? json[key].get<std::int64_t>() : 0;
}

AiResult read_answer(const ServiceSettings& service, const std::string& body,
                     const Json::json_pointer& content) {
  const auto malformed = [&](const char* what) {
    return AiFailure{AiFailure::Kind::kMalformed,
                     service.name + ": " + what + ": " + body.substr(0, 200), 0};
  };
  const Json json = Json::parse(body, nullptr, false);
  if (!json.is_object()) return malformed("the answer is no JSON object");
  if (json.contains("error")) return malformed("the answer reports an error");
  if (!json.contains(content) || !json[content].is_string())
    return malformed("the answer has no text");
  // Without streaming a whole answer says so; a proxy that streams anyway sends the first piece
  // only.
  if (json.contains("done") && json["done"] == false)
    return malformed("the answer is not complete");
  AiAnswer answer;
  answer.text = json[content].get<std::string>();
  answer.model = text_at(json, Json::json_pointer("/model"));
  answer.finish_reason = text_at(json, Json::json_pointer("/done_reason"));
  answer.prompt_tokens = count_at(json, "prompt_eval_count");
  answer.completion_tokens = count_at(json, "eval_count");
  return answer;
}

std::string json_text(const Json& json) {
  return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

}  // namespace

std::string ollama_url(const ServiceSettings& service, const std::string& path) {
  std::string base = service.endpoint;
  while (base.ends_with('/')) base.pop_back();
  if (base.ends_with("/api")) base.resize(base.size() - 4);
  return base + path;
}

AiResult ask_ollama(const ServiceSettings& service, const AiQuestion& question, HttpClient& http,
                    int timeout_ms, std::stop_token stop) {
  const Json options{{"num_predict", question.max_tokens}};
  Json messages = Json::array();
  if (!question.system.empty())
    messages.push_back({{"role", "system"}, {"content", question.system}});
  messages.push_back({{"role", "user"}, {"content", question.prompt}});
  const Json chat{
      {"model", question.model}, {"messages", messages}, {"stream", false}, {"options", options}};
  auto exchanged = ai_exchange(service, ollama_url(service, "/api/chat"), json_text(chat), http,
                               timeout_ms, stop);
  if (auto* response = std::get_if<HttpResponse>(&exchanged)) {
    return read_answer(service, response->body, Json::json_pointer("/message/content"));
  }
  auto& failure = std::get<AiFailure>(exchanged);
  // A missing model is a 404 too, but says so; a server older than /api/chat only says "not found".
  const bool no_chat = failure.message.find(" 404") != std::string::npos &&
                       failure.message.find("model") == std::string::npos;
  if (!no_chat) return std::move(failure);
  Json generate{{"model", question.model},
                {"prompt", question.prompt},
                {"stream", false},
                {"options", options}};
  if (!question.system.empty()) generate["system"] = question.system;
  exchanged = ai_exchange(service, ollama_url(service, "/api/generate"), json_text(generate), http,
                          timeout_ms, stop);
  if (auto* response = std::get_if<HttpResponse>(&exchanged)) {
    return read_answer(service, response->body, Json::json_pointer("/response"));
  }
  return std::move(std::get<AiFailure>(exchanged));
}

}  // namespace procos::kernel
