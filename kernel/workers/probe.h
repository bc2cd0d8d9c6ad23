// Which of the configured services answer.
#pragma once

#include <map>
#include <string>

#include "kernel/workers/worker.h"

namespace procos::kernel {

struct Probe {
  bool answers = false;
  std::string detail;  ///< for people: "answers", "disabled", or why not
};

/// One short request. An AI service that refuses the credentials does not count as answering.
Probe probe_service(const ServiceSettings& service, HttpClient& http, std::stop_token stop);
/// All services at the same time, by key.
std::map<std::string, Probe> probe_services(const WorkerServices& services, std::stop_token stop);

}  // namespace procos::kernel
