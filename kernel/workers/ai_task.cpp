#include "kernel/workers/ai_task.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "kernel/url.h"
#include "kernel/workers/probe.h"

namespace procos::kernel {
namespace {

// The guide's ai_query_process uses these when the request names no model.
constexpr const char* kOpenAiModel = "gpt-3.5-turbo";
constexpr const char* kOllamaModel = "llama2";
constexpr double kComplex = 0.5;
constexpr std::size_t kLong = 1000;

bool is_ai(const ServiceSettings& service) {
  return service.protocol == Protocol::kOpenAi || service.protocol == Protocol::kOllama;
}

bool is_local(const ServiceSettings& service) {
  const auto url = parse_url(service.endpoint);
  return url && is_local_host(url->host);
}

std::string model_for(const ServiceSettings& service, const std::string& asked) {
  if (!asked.empty()) return asked;
  if (!service.model.empty()) return service.model;
  return service.protocol == Protocol::kOllama ? kOllamaModel : kOpenAiModel;
}

Completed completed(const ServiceSettings& service, const AiAnswer& answer) {
  const nlohmann::json metadata{{"provider", service.key},
                                {"model", answer.model},
                                {"finish_reason", answer.finish_reason},
                                {"prompt_tokens", answer.prompt_tokens},
                                {"completion_tokens", answer.completion_tokens},
                                {"duration_ms", answer.duration_ms}};
  return {{{"response", long_text(answer.text)},
           {"response_metadata", json_value(metadata)},
           {"selected_provider", Value::string(service.key)}}};
}

Outcome unavailable(const Task& task, const ServiceSettings& service, const AiFailure& failure) {
  Failed failed = retry_later(task, failure.message, service.retries, service.retry_delay_ms);
  failed.retry_timeout_ms = std::max<std::int64_t>(failed.retry_timeout_ms, failure.retry_after_ms);
  if (failed.retries == 0 && text_of(task.variables, "on_unavailable") == "bpmnError") {
    return BpmnError{"AI_PROVIDER_UNAVAILABLE", failure.message, {}};
  }
  return failed;
}

}  // namespace

const ServiceSettings* find_ai_service(const Config& config, const std::string& key) {
  const auto found = config.services.find(key);
  if (found == config.services.end() || !found->second.enabled || !is_ai(found->second))
    return nullptr;
  return &found->second;
}

std::vector<const ServiceSettings*> rank_ai_services(const Config& config, std::size_t query_length,
                                                     double complexity) {
  std::vector<const ServiceSettings*> ranked;
  for (const auto& [key, service] : config.services) {
    if (service.enabled && is_ai(service)) ranked.push_back(&service);
  }
  const bool local_first = complexity < kComplex && query_length < kLong;
  std::stable_sort(ranked.begin(), ranked.end(), [&](const auto* a, const auto* b) {
    return local_first ? is_local(*a) > is_local(*b) : is_local(*a) < is_local(*b);
  });
  return ranked;
}

Outcome ask_services(const Task& task, const WorkerServices& services, AiQuestion question,
                     const std::vector<const ServiceSettings*>& candidates, std::stop_token stop) {
  if (question.prompt.empty())
    return BpmnError{"AI_REQUEST_REJECTED", "there is nothing to ask: no user_query", {}};
  const std::string asked_model = question.model;
  const AiFailure* worst = nullptr;
  std::vector<AiFailure> failures;
  for (const ServiceSettings* service : candidates) {
    question.model = model_for(*service, asked_model);
    const int timeout_ms =
        1000 * std::min(service->timeout_s, services.config.security.max_execution_time_s);
    AiResult result = ask_ai(*service, question, services.http, timeout_ms, stop);
    if (const auto* answer = std::get_if<AiAnswer>(&result)) return completed(*service, *answer);
    failures.push_back(std::get<AiFailure>(std::move(result)));
    if (stop.stop_requested()) return Failed{"stopped", {}, 1, 0};
  }
  // One that may answer later is worth a retry, whatever the others said.
  for (const AiFailure& failure : failures) {
    if (worst == nullptr || failure.kind == AiFailure::Kind::kUnavailable) worst = &failure;
  }
  if (worst == nullptr) {
    return BpmnError{"AI_PROVIDER_UNKNOWN",
                     "no AI service is enabled; configure services.openai or services.ollama",
                     {}};
  }
  if (worst->kind == AiFailure::Kind::kUnavailable) {
    return unavailable(task, *candidates[static_cast<std::size_t>(worst - failures.data())],
                       *worst);
  }
  const bool rejected = worst->kind == AiFailure::Kind::kRejected;
  return BpmnError{rejected ? "AI_REQUEST_REJECTED" : "AI_MALFORMED_ANSWER", worst->message, {}};
}

Outcome ask_for_task(const Task& task, const WorkerServices& services, AiQuestion question,
                     std::stop_token stop) {
  const std::string provider =
      text_of(task.variables, "provider", text_of(task.variables, "ai_provider", "auto"));
  question.model = text_of(task.variables, "model");
  question.max_tokens = number_of(task.variables, "max_tokens", 1000);
  if (provider == "auto")
    return ask_best_service(task, services, question, question.prompt.size(), 0, stop);
  const ServiceSettings* service = find_ai_service(services.config, provider);
  if (service == nullptr) {
    return BpmnError{"AI_PROVIDER_UNKNOWN",
                     "services." + provider + " is not an enabled AI service of the configuration",
                     {}};
  }
  return ask_services(task, services, question, {service}, stop);
}

Outcome ask_best_service(const Task& task, const WorkerServices& services, AiQuestion question,
                         std::size_t query_length, double complexity, std::stop_token stop) {
  const auto ranked = rank_ai_services(services.config, query_length, complexity);
  if (ranked.empty()) return ask_services(task, services, question, ranked, stop);
  const auto probes = probe_services(services, stop);
  std::vector<const ServiceSettings*> answering;
  std::string silent;
  for (const ServiceSettings* service : ranked) {
    const Probe& probe = probes.at(service->key);
    if (probe.answers) answering.push_back(service);
    silent += (silent.empty() ? "" : "; ") + service->key + ": " + probe.detail;
  }
  if (stop.stop_requested()) return Failed{"stopped", {}, 1, 0};
  if (answering.empty()) {
    return unavailable(
        task, *ranked.front(),
        {AiFailure::Kind::kUnavailable, "no AI service answers (" + silent + ")", 0});
  }
  return ask_services(task, services, question, answering, stop);
}

}  // namespace procos::kernel
