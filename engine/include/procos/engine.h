// The embeddable engine: deploy BPMN 2.0 processes, run them with native C++ handlers, ask what
// they do. Semantics are those of Camunda Platform 7.24; where a call has a counterpart in
// Camunda's Java API its documentation applies. Needs C++20 and nothing but the standard library;
// link procos::engine.
//
//   auto engine = procos::Engine::open({});
//   (*engine)->on_topic("charge", [](const procos::WorkItem& item) {
//     return procos::WorkResult::complete({{"paid", item.variable("amount").as_int() > 0}});
//   });
//   (*engine)->deploy_file("order.bpmn");
//   auto order = (*engine)->start("order", {{"amount", 3}});
//   (*engine)->wait_until_ended(order->id, std::chrono::seconds(5));
//
// Every function may be called from any thread, also from handlers, unless it says otherwise. What
// a call changed is durable when it returns (with a database file: synced to the disk).
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "procos/data.h"
#include "procos/delegate.h"

namespace procos {

/// How much history is kept, as Camunda's history levels.
enum class History : std::uint8_t { kNone, kActivity, kAudit, kFull };

/// Where mail tasks (camunda:type="mail") send to.
struct MailServer {
  std::string host;  ///< empty: there is none, models with mail tasks are refused
  int port = 25;
  std::string user, password;  ///< empty: not authenticated
  std::string from;            ///< sender of mails that name none
  bool require_tls = false;    ///< else STARTTLS is used where the server offers it
};

struct Options {
  std::string database = ":memory:";  ///< a file, made when it is missing, or ":memory:"
  bool full_sync =
      true;  ///< wait for the disk at every commit; off: a power cut may lose the last ones
  History history = History::kFull;
  bool job_executor = true;  ///< execute timers and asynchronous continuations when they are due
  bool manual_clock =
      false;  ///< time stands still but for advance(); switches the job executor off
  std::int64_t start_time_ms =
      0;                    ///< where a manual clock starts, since 1970-01-01T00:00:00Z; 0: now
  int handler_threads = 2;  ///< on which handlers run
  /// Java class or bean name -> external task topic that does its work.
  std::map<std::string, std::string> delegate_topics = {};
  MailServer mail = {};
  bool shell_tasks = false;  ///< models may run programs (camunda:type="shell")
};

struct DeployedProcess {
  std::string id;   ///< definition id: key:version:unique
  std::string key;  ///< the id attribute of the process element
  std::int64_t version = 1;
};

struct Deployed {
  std::string id;  ///< deployment id
  std::vector<DeployedProcess> processes;
  std::vector<std::string>
      warnings;  ///< "resource:line: text"; what Camunda would only log, or refuse
};

struct Instance {
  std::string id, definition_id, definition_key, business_key;
  bool ended = false;
  /// ACTIVE, SUSPENDED, COMPLETED, EXTERNALLY_TERMINATED or INTERNALLY_TERMINATED.
  std::string state;
};

struct UserTask {
  std::string id, name, instance_id, activity_id, assignee;
  std::int64_t priority = 50;
};

struct OpenIncident {
  std::string id, type, message, instance_id, activity_id;
};

/// One piece of work for a handler: a service-like activity with camunda:type="external".
class WorkItem {
 public:
  std::string id, topic, instance_id, activity_id, definition_key, business_key;
  std::int64_t priority = 0;
  std::int64_t retries_left = 0;  ///< tries that remain if this one fails; 0: an incident follows
  DataMap variables;              ///< all that the activity sees

  /// Null when there is no such variable.
  const Data& variable(const std::string& name) const;
};

/// What a handler answers.
class WorkResult {
 public:
  /// The activity is done; the process goes on. Variables are set in the process instance, as
  /// ExternalTaskService.complete does.
  static WorkResult complete(DataMap variables = {});
  /// A BPMN error (BPMN 2.0.2, 10.5.6): goes to the boundary event or event subprocess that catches
  /// the code.
  static WorkResult bpmn_error(std::string code, std::string message = {}, DataMap variables = {});
  /// It did not work this time: tried again after `retry_after` while retries are left, then an
  /// incident.
  static WorkResult fail(std::string message,
                         std::chrono::milliseconds retry_after = std::chrono::milliseconds(0));

 private:
  friend class HandlerThreads;
  enum class Kind : std::uint8_t { kComplete, kBpmnError, kFail };
  Kind kind_ = Kind::kComplete;
  std::string code_, message_;
  DataMap variables_;
  std::chrono::milliseconds retry_after_{0};
};

/// What runs for a piece of work; several at a time.
using Handler = std::function<WorkResult(const WorkItem&)>;

/// Restricts a question; empty fields restrict nothing.
struct Filter {
  std::string instance_id = {}, definition_key = {}, business_key = {}, activity_id = {},
              assignee = {};
};

/// A message and what it is meant for; empty fields restrict nothing.
struct Message {
  std::string name = {};
  std::string business_key = {}, instance_id = {};
  DataMap correlation_keys = {};  ///< process variables that must have these values
  DataMap variables = {};         ///< set in the instance that receives it
};

class Engine {
 public:
  /// Opens the database and starts the engine's threads. kFailed when the file cannot be opened, is
  /// in use by another engine, or was written by a newer version.
  static Outcome<std::unique_ptr<Engine>> open(const Options& options);
  /// Lets running handlers and commands finish, then stops all threads and closes the database.
  virtual ~Engine() = default;
  Engine(const Engine&) = delete;
  Engine& operator=(const Engine&) = delete;

  // ---- models ----
  /// Deploys the processes of a BPMN file as new versions. kModel: the file has errors, all of them
  /// in details. kInvalid: the file cannot be read.
  virtual Outcome<Deployed> deploy_file(const std::string& path) = 0;
  /// The same with the XML at hand; `resource_name` has to end with ".bpmn" or ".bpmn20.xml".
  virtual Outcome<Deployed> deploy_text(const std::string& resource_name,
                                        const std::string& xml) = 0;

  // ---- running ----
  /// Starts the latest version of a process at its none start event and runs it until every token
  /// waits. kNotFound: no such key; kFailed: an activity failed before the first wait state
  /// (nothing stays).
  virtual Outcome<Instance> start(const std::string& key, const DataMap& variables = {},
                                  const std::string& business_key = {}) = 0;
  /// Completes a user task, setting variables in its instance, and runs on. kNotFound: no such
  /// task.
  virtual Outcome<void> complete_task(const std::string& task_id,
                                      const DataMap& variables = {}) = 0;
  /// Assigns a user task; an empty user takes the assignment back. kNotFound: no such task.
  virtual Outcome<void> assign_task(const std::string& task_id, const std::string& user) = 0;
  /// Correlates a message to the one execution that waits for it, or to a process that starts by
  /// it, and runs it. kNoMatch: none, or more than one. Returns the instance.
  virtual Outcome<Instance> correlate(const Message& message) = 0;
  /// Delivers a signal to everybody who waits for it, and starts processes that start by it.
  virtual Outcome<void> signal(const std::string& name, const DataMap& variables = {}) = 0;
  /// Sets variables of an instance; conditional events see the change. kNotFound: no such running
  /// instance.
  virtual Outcome<void> set_variables(const std::string& instance_id, const DataMap& variables) = 0;
  /// Cancels a running instance and all that it called. kNotFound: no such running instance.
  virtual Outcome<void> cancel(const std::string& instance_id, const std::string& reason) = 0;

  // ---- handlers ----
  /// From now on external tasks of this topic are handed to `handler` on the engine's handler
  /// threads, several at a time. A handler that throws has failed with what() as message; after
  /// three failed tries in all an incident is created. A later handler for the same topic replaces
  /// the earlier one.
  virtual void on_topic(const std::string& topic, Handler handler) = 0;

  /// From now on `delegate` is what camunda:class and camunda:delegateExpression of this name mean,
  /// in activities and listeners: a class name, a bean name (for ${bean}), or a delegate expression
  /// as written. Models whose names nobody has registered are refused, so this comes before
  /// deploying them, and again after each start of the program.
  virtual void on_delegate(const std::string& name, Delegate delegate) = 0;

  // ---- questions; they see everything that a call has returned from ----
  /// Running instances, oldest first.
  virtual std::vector<Instance> instances(const Filter& filter = {}) = 0;
  /// One instance, running or (with history) ended. kNotFound: unknown.
  virtual Outcome<Instance> instance(const std::string& instance_id) = 0;
  /// Open user tasks, oldest first.
  virtual std::vector<UserTask> tasks(const Filter& filter = {}) = 0;
  /// Variables of an instance, also (history level audit and above) of one that has ended.
  virtual DataMap variables(const std::string& instance_id) = 0;
  /// Open incidents: jobs and external tasks without retries left.
  virtual std::vector<OpenIncident> incidents(const Filter& filter = {}) = 0;

  // ---- waiting and time ----
  /// Until the instance has ended. False: it has not within `timeout`. Not from a handler.
  virtual bool wait_until_ended(const std::string& instance_id,
                                std::chrono::milliseconds timeout) = 0;
  /// Until no handler runs, no external task waits for a handler that there is and no job is due.
  /// False: not within `timeout`. Not from a handler.
  virtual bool wait_until_idle(std::chrono::milliseconds timeout) = 0;
  /// Executes jobs that are due until none is left or `limit` were tried; returns how many. For
  /// engines whose job executor is off. Not from a handler.
  virtual int run_due_jobs(int limit = 1000) = 0;
  /// Moves a manual clock on; without one it does nothing. Nothing is executed by it.
  virtual void advance(std::chrono::milliseconds by) = 0;
  /// The engine's time, in milliseconds since 1970-01-01T00:00:00Z.
  virtual std::int64_t now_ms() const = 0;

 protected:
  Engine() = default;
};

}  // namespace procos
