// The engine's only writer: drains the queue of commands, runs each in its own session and commits
// a whole batch with one sync. It has a thread for that; while nothing else runs, who waits for a
// command lends its own, which saves two switches between threads.
#pragma once

#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

#include "command/context.h"
#include "service/definition_cache.h"
#include "service/statistics.h"
#include "state/facts.h"
#include "state/instance_cache.h"

namespace procos::service {

/// Looks at a command's changes before they are committed; what it returns, if anything, runs
/// afterwards.
using ChangeWatcher = std::function<std::function<void()>(const state::ChangeList& changes)>;

class Strand {
 public:
  struct Work {
    std::function<Status(command::Context&)> run;
    std::function<void(Status)> done;
    bool caller_waits = false;  ///< who posts it does nothing meanwhile: its thread may be used
  };
  struct Parts {
    store::Store& store;
    DefinitionCache& definitions;
    state::FactSink& facts;
    const Clock& clock;
    const exec::Settings& settings;
    ChangeWatcher watcher;
    std::size_t queue_limit = 0;  ///< of those that may be refused; 0: none
  };
  explicit Strand(Parts parts);
  /// Runs what is queued, then ends.
  ~Strand();
  Strand(const Strand&) = delete;
  Strand& operator=(const Strand&) = delete;

  /// Any thread. Once stop() was called the work fails at once, as does work that may be refused
  /// while too much is queued (kOverloaded). `run` and `done` are called on the strand's thread, or
  /// on that of somebody who waits; never two at the same time.
  void post(Work work, bool may_be_refused);
  /// Takes no more work. Any thread but the strand.
  void stop();

  // ---- any thread ----
  const StrandCounts& counts() const { return counts_; }
  const state::InstanceCache& instances() const { return cache_; }
  std::size_t queued() const;
  /// How long the batch under way has taken so far; 0: there is none.
  std::int64_t batch_age_ms() const;
  std::size_t queue_limit() const { return parts_.queue_limit; }

 private:
  /// A command that has run, until its batch is committed.
  struct Ran {
    Status status;
    std::vector<std::function<void()>> after_commit;
  };

  void run();
  /// Waits for work and makes the strand busy, and tidies the file up meanwhile; false when the
  /// strand ends.
  bool wait_for_work();
  void tidy_up(std::unique_lock<std::mutex>& lock);
  /// A batch on the thread of who waits for it; the strand is busy already.
  void run_for_caller() noexcept;
  /// Moves what is queued to the batch's end, as far as it may grow.
  void take();
  void run_batch();
  void run_one(Work& work, Ran& ran);
  void begin_reading();
  Status write(state::Session& session, Ran& ran);
  Status commit();
  /// With what the commit means for those who watch.
  Status commit_counted(std::size_t commands);
  void abandon();

  Parts parts_;
  state::InstanceCache cache_;
  StrandCounts counts_;

  // ---- of the thread that made the strand busy ----
  std::vector<Work> batch_;
  std::vector<Ran> ran_;
  bool in_transaction_ = false;
  bool untidy_ = true;   ///< something may have become free in the file
  bool broken_ = false;  ///< the open transaction was lost: nothing of the batch stays

  mutable std::mutex mutex_;
  std::condition_variable filled_;
  std::deque<Work> queue_;
  bool stop_ = false;
  bool busy_ = false;       ///< a thread runs a batch, or tidies up
  std::size_t lent_ = 0;    ///< batches that ran on threads of others
  std::thread thread_;  // last: uses all of the above
};

}  // namespace procos::service
