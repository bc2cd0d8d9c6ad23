// Phase 5: one running orchestrator, and the workers that it needs.
#include <chrono>
#include <nlohmann/json.hpp>

#include "kernel/phase/phases.h"
#include "kernel/signals.h"
#include "kernel/version.h"

namespace procos::kernel {
namespace {

using Json = nlohmann::json;

Result<std::vector<std::string>> running_instances(Gateway& gateway, const char* key) {
  PROCOS_ASSIGN(const GatewayAnswer answer,
                gateway.get("/process-instance", std::string("processDefinitionKey=") + key));
  if (!answer.ok())
    return std::unexpected(answer_error("cannot list the process instances", answer));
  std::vector<std::string> ids;
  const Json list = answer.json();
  if (!list.is_array())
    return fail(ErrorKind::kProcessEngine, "the list of process instances is no JSON array");
  for (const Json& instance : list) ids.push_back(instance.value("id", ""));
  return ids;
}

Json start_variables() {
  using namespace std::chrono;
  const auto now = duration_cast<seconds>(system_clock::now().time_since_epoch()).count();
  return {{"system_mode", {{"value", "production"}, {"type", "String"}}},
          {"kernel_version", {{"value", kKernelVersion}, {"type", "String"}}},
          {"startup_time", {{"value", now}, {"type", "Long"}}}};
}

/// A shutdown that was cut short would stop the workers of the new run.
void remove_unfinished_shutdowns(Gateway& gateway) {
  const auto left = running_instances(gateway, kShutdownKey);
  if (!left) return;
  for (const std::string& id : *left) {
    log::info("Removing a shutdown that did not finish", {{"processInstanceId", id}});
    gateway.send({"DELETE", "/process-instance/" + id, {}, {}, {}});
  }
}

/// Until the orchestrator listens for requests; a message sent earlier would find no receiver.
void wait_until_listening(System& system) {
  constexpr int kLongestMs = 10'000;
  constexpr int kStepMs = 50;
  for (int waited = 0; waited < kLongestMs; waited += kStepMs) {
    const auto answer = system.gateway->get(
        "/event-subscription", "eventType=message&processInstanceId=" + system.orchestrator_id);
    if (answer && answer->ok()) {
      const Json list = answer->json();
      if (list.is_array() && !list.empty())
        return log::info("The orchestrator waits for user requests");
    }
    if (pause(system, kStepMs)) return;
  }
  log::warning("The orchestrator does not wait for requests yet; look for incidents of its tasks",
               {{"processInstanceId", system.orchestrator_id}});
}

}  // namespace

Status ensure_orchestrator(System& system, bool& started) {
  started = false;
  PROCOS_ASSIGN(const std::vector<std::string> running,
                running_instances(*system.gateway, kOrchestratorKey));
  if (!running.empty()) {
    if (running.size() > 1) {
      log::warning(
          std::to_string(running.size()) +
          " orchestrators run, so a request has more than one receiver; delete all but one");
    }
    system.orchestrator_id = running.front();
    return {};
  }
  const auto answer =
      system.gateway->post(std::string("/process-definition/key/") + kOrchestratorKey + "/start",
                           {{"variables", start_variables()}});
  if (!answer) return std::unexpected(answer.error());
  if (!answer->ok()) {
    Error error = answer_error(std::string("Failed to start ") + kOrchestratorKey, *answer);
    error.message += std::string("; is ") + kOrchestratorKey + ".bpmn in the process directory?";
    return std::unexpected(error);
  }
  const Json instance = answer->json();
  system.orchestrator_id = instance.is_object() ? instance.value("id", "") : "";
  started = true;
  return {};
}

Status start_orchestrator(System& system) {
  log::info("Phase 5: starting root orchestrator");
  remove_unfinished_shutdowns(*system.gateway);
  system.workers = std::make_unique<WorkerManager>(system.config, *system.gateway, [&system] {
    if (!system.shutting_down.exchange(true)) request_shutdown();
  });
  bool started = false;
  PROCOS_TRY(ensure_orchestrator(system, started));
  if (started) {
    log::info("Root orchestrator started", {{"processInstanceId", system.orchestrator_id}});
    system.workers->start_kernel_pool();
    wait_until_listening(system);
  } else {
    log::info("Root orchestrator already running - not starting a second one",
              {{"processInstanceId", system.orchestrator_id}});
    // It passed its start_worker_pools task in an earlier run of the kernel.
    system.workers->start_all();
  }
  return {};
}

}  // namespace procos::kernel
