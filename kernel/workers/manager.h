// All worker pools of the kernel: one for its own topics, those of procos.yml, and one for the
// topics that the shipped processes need and no configured pool serves.
#pragma once

#include <memory>
#include <vector>

#include "kernel/workers/pool.h"

namespace procos::kernel {

class WorkerManager final : public PoolControl {
 public:
  WorkerManager(const Config& config, Gateway& gateway, std::function<void()> request_shutdown);
  ~WorkerManager() override;

  /// The pool of the kernel's own topics; the orchestrator's first task starts the others.
  void start_kernel_pool();
  void start_all() override;
  void stop_all() override;
  /// Everything, the kernel's own pool last.
  void stop();
  std::vector<PoolStatus> status() const override;

 private:
  HttpClient http_;
  WorkerServices services_;
  std::unique_ptr<WorkerPool> kernel_pool_;
  std::vector<std::unique_ptr<WorkerPool>> pools_;
};

}  // namespace procos::kernel
