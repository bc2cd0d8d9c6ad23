// provider_selection: picks the service that answers and suits the question. In the guide's process
// its path goes straight to the formatting, so the question is asked here as well.
#include <nlohmann/json.hpp>

#include "kernel/workers/ai_task.h"
#include "kernel/workers/handlers.h"

namespace procos::kernel {
namespace {

/// Numbers arrive as text, because the criteria are JSON text with expressions in it.
double number_in(const nlohmann::json& criteria, const char* key, double otherwise) {
  if (!criteria.is_object() || !criteria.contains(key)) return otherwise;
  const nlohmann::json& value = criteria[key];
  if (value.is_number()) return value.get<double>();
  if (!value.is_string()) return otherwise;
  const nlohmann::json parsed = nlohmann::json::parse(value.get<std::string>(), nullptr, false);
  return parsed.is_number() ? parsed.get<double>() : otherwise;
}

}  // namespace

Outcome select_provider(const Task& task, const WorkerServices& services, std::stop_token stop) {
  AiQuestion question;
  question.prompt = text_of(task.variables, "user_query");
  question.model = text_of(task.variables, "model");
  question.max_tokens = number_of(task.variables, "max_tokens", 1000);
  const auto criteria =
      nlohmann::json::parse(text_of(task.variables, "selection_criteria"), nullptr, false);
  const double length =
      number_in(criteria, "query_length", static_cast<double>(question.prompt.size()));
  const double complexity = number_in(criteria, "complexity", 0);
  return ask_best_service(task, services, std::move(question),
                          static_cast<std::size_t>(std::max(0.0, length)), complexity, stop);
}

}  // namespace procos::kernel
