// The engine: store, definitions, job executor, and the strand on which commands run with group
// commit.
#pragma once

#include <chrono>
#include <functional>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <utility>

#include "base/clock.h"
#include "base/result.h"
#include "command/context.h"
#include "connect/connectors.h"
#include "exec/delegate.h"
#include "history/level.h"
#include "service/statistics.h"
#include "store/store.h"

namespace procos::service {

using HistoryLevel = history::Level;

struct EngineOptions {
  std::string database = "procos.db";  ///< or ":memory:"
  store::Durability durability = store::Durability::kFull;
  bool shrink = false;          ///< the file becomes smaller when much of it is free
  std::size_t queue_limit = 0;  ///< commands that may wait until more are refused; 0: any number
  HistoryLevel history = HistoryLevel::kFull;
  bool job_executor = true;
  bool require_history_time_to_live = false;
  command::Settings operations;  ///< batches, history cleanup
  exec::Settings settings;  ///< `scripts` is the engine's own unless it is set
  script::Limits script_limits;
  std::map<std::string, std::string>
      delegate_topics;  ///< class or bean name -> external task topic
  bool authorization = false;                          ///< users may do what is granted to them
  connect::Settings outside;                           ///< connectors, mail and shell tasks
  const Clock* clock = nullptr;                        ///< not owned; null: the machine's
};

/// Whether a command may be refused (kOverloaded) while too many are waiting.
enum class Admission : std::uint8_t {
  kIfRoom,
  kAlways,  ///< it goes on with, or serves, something that was admitted before
};

/// What a commit means for those who wait for external tasks.
struct WorkNews {
  std::set<std::string> topics;            ///< of tasks that may be fetched from now on
  std::map<std::string, TimeMs>
      later;  ///< and of those that may when their lock runs out: the first
};

class Engine {
 public:
  static Result<std::unique_ptr<Engine>> open(const EngineOptions& options);
  /// Finishes what is queued, stops the job executor, closes the database.
  virtual ~Engine() = default;

  /// Queues a command. `run` runs on the strand in its own undo scope: when it returns an error, or
  /// throws, nothing of it stays. `done` is called on the strand, for a success only after its
  /// commit is durable.
  template <class T>
  void submit(std::function<Result<T>(command::Context&)> run, std::function<void(Result<T>)> done,
              Admission admission = Admission::kIfRoom) {
    auto result = std::make_shared<Result<T>>(fail(ErrorKind::kProcessEngine, "not run"));
    post({[run = std::move(run), result](command::Context& context) -> Status {
            *result = run(context);
            if (!*result) return std::unexpected(result->error());
            return {};
          },
          [done = std::move(done), result](Status status) {
            if (status) {
              done(std::move(*result));
            } else {
              done(std::unexpected(std::move(status).error()));
            }
          },
          nullptr,
          admission});
  }
  /// submit() and wait; not from the strand itself. While the strand has nothing else to do, it
  /// runs on this thread, together with what others queue meanwhile: hold no lock that `done`, a
  /// handler or a listener takes.
  template <class T>
  Result<T> execute(std::function<Result<T>(command::Context&)> run,
                    Admission admission = Admission::kIfRoom);

  /// Reads on a read connection (any thread); sees everything that was answered.
  virtual void read(const std::function<void(store::Connection&)>& read) = 0;
  virtual const Clock& clock() const = 0;
  virtual HistoryLevel history_level() const = 0;
  virtual const command::Settings& operations() const = 0;
  virtual Statistics statistics() const = 0;
  /// What the meter of this name has counted and the database does not know yet; 0: no such meter.
  virtual std::int64_t unreported(std::string_view meter) const = 0;
  /// Any thread, at once.
  virtual Reasons not_ready() = 0;

  /// The definition of an id with its graph; null when there is none. Any thread.
  virtual state::DefinitionPtr definition(const std::string& definition_id) = 0;

  /// Calls `wake` (on the strand, after a commit) whenever external tasks may have become fetchable
  /// or are locked, until the returned handle dies.
  using WorkListener = std::function<void(const WorkNews&)>;
  virtual std::shared_ptr<void> on_external_task(WorkListener wake) = 0;

  /// Calls `handler` (on the strand) for what camunda:class or camunda:delegateExpression of this
  /// name stand at.
  using DelegateHandler = std::function<exec::DelegateOutcome(exec::DelegateScope&)>;
  virtual void on_delegate(const std::string& name, DelegateHandler handler) = 0;

  /// Executes due jobs until none is left or `limit` were tried; for tests and embedders without
  /// job executor.
  virtual Result<int> run_due_jobs(int limit) = 0;

 protected:
  struct Work {
    std::function<Status(command::Context&)> run;
    std::function<void(Status)> done;
    state::AuthenticationPtr authentication{};  ///< who it runs for
    Admission admission = Admission::kIfRoom;
    bool caller_waits = false;  ///< until `done` is called: the thread that posts it may be used
  };
  virtual void post(Work work) = 0;

 private:
  friend class UserEngine;
};

}  // namespace procos::service

#include "service/engine_execute.inl"
