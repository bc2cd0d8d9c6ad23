// What a native worker is: a function from an external task to an outcome. The contract with the
// engine (locking, completing, failing) is the pool's; a worker only does its work.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "kernel/config.h"
#include "kernel/gateway.h"
#include "kernel/http_client.h"
#include "kernel/workers/variables.h"

namespace procos::kernel {

struct Task {
  std::string id, topic, worker_id;
  std::string process_instance_id, process_definition_id, process_definition_key;
  std::string activity_id, business_key;
  std::optional<int> retries;  ///< nullopt: never failed yet
  Variables variables;         ///< all that are visible from the task
};

struct Completed {
  Variables variables;
};
/// A BPMN error: the process decides what follows.
struct BpmnError {
  std::string code, message;
  Variables variables;
};
/// A technical failure: tried again after the timeout; without retries left it is an incident.
struct Failed {
  std::string message;
  std::string details;
  int retries = 0;
  std::int64_t retry_timeout_ms = 0;
};
using Outcome = std::variant<Completed, BpmnError, Failed>;

struct PoolStatus {
  std::string name, worker_id;
  std::vector<std::string> topics;
  bool running = false;
  int busy = 0;
  std::int64_t completed = 0, bpmn_errors = 0, failures = 0;
  bool engine_reached = false;  ///< the last poll was answered
};

/// The pools as worker_management and the monitor see them.
class PoolControl {
 public:
  virtual ~PoolControl() = default;
  /// Starts every pool that does not run yet.
  virtual void start_all() = 0;
  /// Stops all but the pool of the kernel's own topics, which has to answer afterwards.
  virtual void stop_all() = 0;
  virtual std::vector<PoolStatus> status() const = 0;
};

/// What workers share. All of it may be used by many threads at once and outlives them.
struct WorkerServices {
  const Config& config;
  Gateway& gateway;
  HttpClient& http;
  PoolControl& pools;
  /// Asks the kernel to shut the system down; does nothing when it already does.
  std::function<void()> request_shutdown;
};

/// `stop` is requested when the result is no longer wanted: pool stopping, lock lost, out of time.
using Handler = Outcome (*)(const Task& task, const WorkerServices& services, std::stop_token stop);

struct Adapter {
  std::string_view topic;
  Handler handler;
  bool kernel_topic;  ///< of the system's own processes: served by the pool that always runs
};

/// Every topic that is served natively.
const std::vector<Adapter>& adapters();
/// nullptr when the topic is not served natively.
const Adapter* find_adapter(std::string_view topic);

/// A failure that is tried again with a doubling delay, `retries` times in all, then becomes an
/// incident.
Failed retry_later(const Task& task, const std::string& message, int retries, int first_delay_ms);

}  // namespace procos::kernel
