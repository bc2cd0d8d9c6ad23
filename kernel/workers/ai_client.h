// One question to an AI service: OpenAI chat completions
// (https://platform.openai.com/docs/api-reference/chat) or Ollama
// (https://github.com/ollama/ollama/blob/main/docs/api.md).
#pragma once

#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "kernel/config.h"
#include "kernel/http_client.h"

namespace procos::kernel {

struct AiQuestion {
  std::string system;  ///< instructions; empty: none
  std::string prompt;
  std::string model;
  std::int64_t max_tokens = 1000;
};

struct AiAnswer {
  std::string text;
  std::string model;
  std::string finish_reason;
  std::int64_t prompt_tokens = 0, completion_tokens = 0;
  std::int64_t duration_ms = 0;
};

struct AiFailure {
  enum class Kind {
    kUnavailable,  ///< refused, timed out, overloaded, 5xx: worth another try
    kRejected,     ///< 4xx: the service says that the question or the key is wrong
    kMalformed,    ///< an answer that is not what the protocol says
  };
  Kind kind = Kind::kUnavailable;
  std::string message;
  int retry_after_ms = 0;  ///< what the service asks for; 0: nothing
};

using AiResult = std::variant<AiAnswer, AiFailure>;

/// Asks once, without retries; the service's protocol decides the form.
AiResult ask_ai(const ServiceSettings& service, const AiQuestion& question, HttpClient& http,
                int timeout_ms, std::stop_token stop);

// The two protocols; exchange() is what they share.
AiResult ask_openai(const ServiceSettings& service, const AiQuestion& question, HttpClient& http,
                    int timeout_ms, std::stop_token stop);
AiResult ask_ollama(const ServiceSettings& service, const AiQuestion& question, HttpClient& http,
                    int timeout_ms, std::stop_token stop);

std::string openai_url(const ServiceSettings& service, const std::string& path);
std::string ollama_url(const ServiceSettings& service, const std::string& path);
/// Authorization where there is a key: api_key, for OpenAI else the variable OPENAI_API_KEY.
std::vector<std::pair<std::string, std::string>> ai_headers(const ServiceSettings& service);

/// Posts JSON and judges transport and status; the body of a 200 is left to the protocol.
std::variant<HttpResponse, AiFailure> ai_exchange(const ServiceSettings& service,
                                                  const std::string& url, const std::string& body,
                                                  HttpClient& http, int timeout_ms,
                                                  std::stop_token stop);

}  // namespace procos::kernel
