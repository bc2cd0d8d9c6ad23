// What ai_query, provider_selection, text_generation and code_analysis share: from a question to an
// outcome.
#pragma once

#include <string>
#include <vector>

#include "kernel/workers/ai_client.h"
#include "kernel/workers/worker.h"

namespace procos::kernel {

/// The AI service of that key, if it is configured and enabled; else nullptr.
const ServiceSettings* find_ai_service(const Config& config, const std::string& key);

/// Enabled AI services in the order of preference: those on this machine for short and simple
/// questions, the others for long or complex ones.
std::vector<const ServiceSettings*> rank_ai_services(const Config& config, std::size_t query_length,
                                                     double complexity);

/// Asks the services one after the other until one answers. Completed: response, response_metadata
/// and selected_provider. A rejected or malformed answer is a BPMN error (AI_REQUEST_REJECTED,
/// AI_MALFORMED_ANSWER); unavailable services are retried, then an incident, or the BPMN error
/// AI_PROVIDER_UNAVAILABLE when the task has the variable on_unavailable = "bpmnError".
Outcome ask_services(const Task& task, const WorkerServices& services, AiQuestion question,
                     const std::vector<const ServiceSettings*>& candidates, std::stop_token stop);

/// Provider from `provider` or `ai_provider` ("auto" or none: ranked by what answers), model and
/// max_tokens from the task; then ask_services.
Outcome ask_for_task(const Task& task, const WorkerServices& services, AiQuestion question,
                     std::stop_token stop);

/// ask_services over those of the ranked services that answer a probe.
Outcome ask_best_service(const Task& task, const WorkerServices& services, AiQuestion question,
                         std::size_t query_length, double complexity, std::stop_token stop);

}  // namespace procos::kernel
