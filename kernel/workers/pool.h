// A pool works the tasks of its topics: one thread polls, up to max_tasks threads work, one keeps
// the locks of long tasks.
#pragma once

#include <condition_variable>
#include <deque>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "kernel/workers/worker.h"

namespace procos::kernel {

class WorkerPool {
 public:
  /// Topics without adapter are left out. `services` must outlive the pool.
  WorkerPool(WorkerSettings settings, const WorkerServices& services);
  ~WorkerPool();
  WorkerPool(const WorkerPool&) = delete;
  WorkerPool& operator=(const WorkerPool&) = delete;

  /// Does nothing when it runs already.
  void start();
  /// Ends polling at once, gives running tasks `grace_ms` to finish, then stops them; what stays
  /// locked is unlocked, so that whoever comes next need not wait for the lock to expire.
  void stop(int grace_ms);
  PoolStatus status() const;

 private:
  struct Job {
    Task task;
    std::stop_source stop;
    std::int64_t started_ms = 0, extended_ms = 0;
    bool lock_lost = false, out_of_time = false, reporting = false;
  };
  using JobPtr = std::shared_ptr<Job>;

  void poll(std::stop_token stop);
  Result<std::vector<JobPtr>> fetch(int max_tasks, std::stop_token stop);
  void enqueue(std::vector<JobPtr> jobs);
  void work(std::stop_token stop);
  void run(Job& job);
  void report(const Job& job, const Outcome& outcome);
  void report_failure(const Task& task, const Failed& failure);
  void keep_locks(std::stop_token stop);
  void extend_lock(Job& job);
  void unlock_all();
  void count(const Outcome& outcome);

  const WorkerSettings settings_;
  const WorkerServices& services_;

  std::mutex lifecycle_;  ///< start and stop, one at a time
  mutable std::mutex mutex_;
  std::condition_variable_any changed_;
  std::deque<JobPtr> queue_;
  std::vector<JobPtr> active_;  ///< queued and running
  PoolStatus status_;

  std::vector<std::jthread> threads_;
  std::jthread poller_, keeper_;
};

}  // namespace procos::kernel
