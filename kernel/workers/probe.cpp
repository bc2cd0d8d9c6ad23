#include "kernel/workers/probe.h"

#include <thread>

#include "kernel/workers/ai_client.h"

namespace procos::kernel {
namespace {

constexpr int kProbeTimeoutMs = 2000;

}  // namespace

Probe probe_service(const ServiceSettings& service, HttpClient& http, std::stop_token stop) {
  if (!service.enabled) return {false, "disabled"};
  if (service.protocol == Protocol::kSmtp) return {true, "not probed"};
  HttpRequest request;
  request.url = service.endpoint;
  if (service.protocol == Protocol::kOpenAi) request.url = openai_url(service, "/models");
  if (service.protocol == Protocol::kOllama) request.url = ollama_url(service, "/api/tags");
  request.headers = ai_headers(service);
  request.timeout_ms = kProbeTimeoutMs;
  const auto response = http.send(request, stop);
  if (!response) return {false, response.error().message};
  const bool refused = response->status == 401 || response->status == 403;
  if (response->status >= 500 || (refused && service.protocol != Protocol::kHttp)) {
    return {false, "answers " + std::to_string(response->status)};
  }
  return {true, "answers"};
}

std::map<std::string, Probe> probe_services(const WorkerServices& services, std::stop_token stop) {
  std::map<std::string, Probe> probes;
  for (const auto& [key, service] : services.config.services) probes[key];
  std::vector<std::jthread> running;
  for (auto& [key, probe] : probes) {
    const ServiceSettings& service = services.config.services.at(key);
    running.emplace_back([&probe = probe, &service, &services, stop] {
      probe = probe_service(service, services.http, stop);
    });
  }
  running.clear();
  return probes;
}

}  // namespace procos::kernel
