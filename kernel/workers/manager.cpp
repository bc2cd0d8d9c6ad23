#include "kernel/workers/manager.h"

#include <set>
#include <thread>

#include "base/ids.h"

namespace procos::kernel {
namespace {

constexpr int kGraceMs = 3000;
// Short, because after a crash the system waits for these locks to expire before it goes on.
constexpr int kBuiltInLockMs = 10'000;

}  // namespace

WorkerManager::WorkerManager(const Config& config, Gateway& gateway,
                             std::function<void()> request_shutdown)
    : services_{config, gateway, http_, *this, std::move(request_shutdown)} {
  std::set<std::string> configured;
  for (const auto& [key, worker] : config.workers) {
    for (const std::string& topic : worker.topics) {
      configured.insert(topic);
      if (find_adapter(topic) == nullptr) {
        log::warning("workers." + key + ": no native worker for topic \"" + topic +
                     "\"; its tasks wait for a worker outside");
      }
    }
    pools_.push_back(std::make_unique<WorkerPool>(worker, services_));
  }
  // Not shared by two kernels on one engine, because a stopping pool unlocks what its worker id
  // holds.
  const std::string suffix = "-" + new_id().substr(24);
  WorkerSettings kernel;
  kernel.key = "procos-kernel";
  WorkerSettings rest;
  rest.key = "procos-services";
  for (WorkerSettings* built_in : {&kernel, &rest}) {
    built_in->worker_id = built_in->key + suffix;
    built_in->lock_duration_ms = kBuiltInLockMs;
  }
  for (const Adapter& adapter : adapters()) {
    const std::string topic(adapter.topic);
    if (configured.count(topic) > 0) continue;
    (adapter.kernel_topic ? kernel : rest).topics.push_back(topic);
  }
  kernel_pool_ = std::make_unique<WorkerPool>(kernel, services_);
  pools_.push_back(std::make_unique<WorkerPool>(rest, services_));
}

WorkerManager::~WorkerManager() { stop(); }

void WorkerManager::start_kernel_pool() { kernel_pool_->start(); }

void WorkerManager::start_all() {
  kernel_pool_->start();
  for (const auto& pool : pools_) pool->start();
}

void WorkerManager::stop_all() {
  // At the same time, so that one slow task does not add its grace to the others'.
  std::vector<std::jthread> stopping;
  for (const auto& pool : pools_) stopping.emplace_back([&pool] { pool->stop(kGraceMs); });
}

void WorkerManager::stop() {
  stop_all();
  kernel_pool_->stop(kGraceMs);
}

std::vector<PoolStatus> WorkerManager::status() const {
  std::vector<PoolStatus> all{kernel_pool_->status()};
  for (const auto& pool : pools_) all.push_back(pool->status());
  return all;
}

}  // namespace procos::kernel
