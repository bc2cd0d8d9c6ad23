// The job executor: a thread that takes due jobs and has them executed, sleeps until the next one
// is due and never polls for work it is told about.
#pragma once

#include <condition_variable>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "base/clock.h"

namespace procos::job {

/// Ids of jobs that have to run one after the other: exclusive jobs of one instance, or a single
/// job.
using JobGroup = std::vector<std::string>;

/// What the executor asks of the engine. Called on the executor's thread; they may block.
struct Ports {
  /// Locks due jobs.
  std::function<std::vector<JobGroup>()> acquire;
  /// Executes a job, records its failure if it fails, and calls `done` (on any thread).
  std::function<void(const std::string& job_id, std::function<void()> done)> execute;
  /// When the next job is due; nullopt when there is none.
  std::function<std::optional<TimeMs>()> next_due;
};

class Executor {
 public:
  Executor(Ports ports, const Clock& clock);
  ~Executor();
  Executor(const Executor&) = delete;
  Executor& operator=(const Executor&) = delete;

  /// Finishes the jobs under way; no more are taken.
  void stop();
  /// A job is due at this time that may not have been before. Any thread.
  void wake_at(TimeMs due);
  /// False from stop() on. Any thread.
  bool running() const;

 private:
  void run();
  void wait(bool busy);
  void execute_groups(std::vector<JobGroup> groups);
  void execute_next(const std::shared_ptr<JobGroup>& group, std::size_t index);
  void group_done();

  const Ports ports_;
  const Clock& clock_;
  mutable std::mutex mutex_;
  std::condition_variable changed_;
  bool stop_ = false;
  std::optional<TimeMs> hint_;    ///< earliest time told by wake_at since the last look
  std::int64_t back_off_ms_ = 0;  ///< while due jobs are locked by somebody else
  std::size_t groups_open_ = 0;  ///< under way, also of earlier acquisitions
  std::thread thread_;  // last: uses all of the above
};

}  // namespace procos::job
