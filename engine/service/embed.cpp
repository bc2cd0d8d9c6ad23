// The library's public interface (include/procos/engine.h) on top of the engine.
#include <atomic>
#include <condition_variable>
#include <fstream>
#include <mutex>
#include <sstream>

#include "service/embed_convert.h"
#include "service/embed_delegates.h"
#include "service/embed_workers.h"

namespace procos {

const Data& WorkItem::variable(const std::string& name) const {
  static const Data kNull;
  const auto it = variables.find(name);
  return it == variables.end() ? kNull : it->second;
}

WorkResult WorkResult::complete(DataMap variables) {
  WorkResult result;
  result.variables_ = std::move(variables);
  return result;
}

WorkResult WorkResult::bpmn_error(std::string code, std::string message, DataMap variables) {
  WorkResult result = complete(std::move(variables));
  result.kind_ = Kind::kBpmnError;
  result.code_ = std::move(code);
  result.message_ = std::move(message);
  return result;
}

WorkResult WorkResult::fail(std::string message, std::chrono::milliseconds retry_after) {
  WorkResult result;
  result.kind_ = Kind::kFail;
  result.message_ = std::move(message);
  result.retry_after_ = retry_after;
  return result;
}

namespace {

/// Stands still until it is moved; moved and read by any thread.
class SteppedClock final : public Clock {
 public:
  explicit SteppedClock(TimeMs start) : now_(start) {}
  TimeMs now_ms() const override { return now_.load(); }
  void advance(TimeMs by) { now_ += by; }

 private:
  std::atomic<TimeMs> now_;
};

/// Filters of the store for those values that are given.
std::vector<store::Filter> given(
    std::initializer_list<std::pair<const char*, const std::string&>> values) {
  std::vector<store::Filter> filters;
  for (const auto& [name, value] : values) {
    if (!value.empty()) filters.push_back({name, {value}});
  }
  return filters;
}

std::vector<store::Filter> filters_of(const Filter& filter) {
  return given({{"processInstanceId", filter.instance_id},
                {"processDefinitionKey", filter.definition_key},
                {"activityId", filter.activity_id}});
}

service::EngineOptions engine_options(const Options& options, const Clock* clock) {
  service::EngineOptions made;
  made.database = options.database;
  made.durability = options.full_sync ? store::Durability::kFull : store::Durability::kNormal;
  made.history = static_cast<service::HistoryLevel>(options.history);
  made.job_executor = options.job_executor && !options.manual_clock;
  made.clock = clock;
  made.delegate_topics = options.delegate_topics;
  made.outside.shell_tasks = options.shell_tasks;
  if (!options.mail.host.empty()) {
    connect::MailSettings mail;
    mail.server.host = options.mail.host;
    mail.server.port = options.mail.port;
    mail.server.user = options.mail.user;
    mail.server.password = options.mail.password;
    if (options.mail.require_tls) mail.server.tls = connect::SmtpTls::kRequired;
    mail.from = options.mail.from;
    made.outside.mail = std::move(mail);
  }
  return made;
}

class Embedded final : public Engine {
 public:
  Embedded(std::unique_ptr<SteppedClock> clock, std::unique_ptr<service::Engine> engine,
           int threads)
      : clock_(std::move(clock)), engine_(std::move(engine)), handlers_(*engine_, threads) {}

  Outcome<Deployed> deploy_file(const std::string& path) override {
    std::ifstream file(path, std::ios::binary);
    std::ostringstream content;
    if (!(content << file.rdbuf())) {
      return Failure{Failure::Kind::kInvalid, "cannot read " + path, {}};
    }
    return deploy_text(path.substr(path.find_last_of('/') + 1), content.str());
  }

  Outcome<Deployed> deploy_text(const std::string& resource_name, const std::string& xml) override {
    if (!resource_name.ends_with("bpmn") && !resource_name.ends_with("bpmn20.xml")) {
      return Failure{
          Failure::Kind::kInvalid, resource_name + " does not end with .bpmn or .bpmn20.xml", {}};
    }
    command::Deploy request;
    request.name = resource_name;
    request.resources = {{resource_name, xml}};
    const auto result = engine_->execute<command::Deployed>(
        [&](command::Context& context) { return command::deploy(context, request); });
    return to_outcome<Deployed>(result, [](const command::Deployed& deployed) {
      Deployed answer;
      answer.id = deployed.deployment.id;
      for (const state::DefinitionRow& row : deployed.definitions) {
        answer.processes.push_back({row.id, row.key, row.version});
      }
      for (const auto& [name, problem] : deployed.warnings) {
        answer.warnings.push_back(name + ":" + std::to_string(problem.line) + ": " +
                                  problem.message);
      }
      return answer;
    });
  }

  Outcome<Instance> start(const std::string& key, const DataMap& variables,
                          const std::string& business_key) override {
    const auto result = engine_->execute<command::Started>(
        [&](command::Context& context) -> Result<command::Started> {
          state::DefinitionQuery by_key;
          by_key.key = key;
          const auto versions = context.session.repository().find_definitions(by_key);
          if (versions.empty()) {
            return fail(ErrorKind::kNotFound, "no process with key '" + key + "' is deployed");
          }
          command::StartInstance request;
          request.definition_id = versions.front().id;
          request.business_key = business_key;
          request.variables = to_variables(variables);
          request.returns_variables = false;
          return command::start_instance(context, request);
        });
    return to_outcome<Instance>(result, [](const command::Started& started) {
      Instance answer = to_instance(started.instance);
      answer.ended = started.ended;
      if (started.ended) answer.state = "COMPLETED";
      return answer;
    });
  }

  Outcome<void> complete_task(const std::string& task_id, const DataMap& variables) override {
    return run([&](command::Context& context) {
      return command::complete_task(context, task_id, to_variables(variables));
    });
  }
  Outcome<void> assign_task(const std::string& task_id, const std::string& user) override {
    return run(
        [&](command::Context& context) { return command::assign_task(context, task_id, user); });
  }

  Outcome<Instance> correlate(const Message& message) override {
    command::CorrelateMessage request;
    request.message_name = message.name;
    request.business_key = message.business_key;
    request.process_instance_id = message.instance_id;
    request.correlation_keys = to_variables(message.correlation_keys);
    request.variables = to_variables(message.variables);
    const auto result = engine_->execute<std::vector<command::Correlated>>(
        [&](command::Context& context) { return command::correlate_message(context, request); });
    if (!result) return to_failure(result.error());
    return instance(result->front().execution.process_instance_id);
  }

  Outcome<void> signal(const std::string& name, const DataMap& variables) override {
    command::SendSignal request;
    request.name = name;
    request.variables = to_variables(variables);
    return run([&](command::Context& context) { return command::send_signal(context, request); });
  }
  Outcome<void> set_variables(const std::string& instance_id, const DataMap& variables) override {
    command::ChangeVariables request;
    request.execution_id = instance_id;
    request.set = to_variables(variables);
    return run(
        [&](command::Context& context) { return command::change_variables(context, request); });
  }
  Outcome<void> cancel(const std::string& instance_id, const std::string& reason) override {
    command::DeleteInstance request;
    request.id = instance_id;
    request.reason = reason;
    return run(
        [&](command::Context& context) { return command::delete_instance(context, request); });
  }

  void on_topic(const std::string& topic, Handler handler) override {
    handlers_.add(topic, std::move(handler));
  }

  void on_delegate(const std::string& name, Delegate delegate) override {
    engine_->on_delegate(name, [delegate = std::move(delegate)](exec::DelegateScope& scope) {
      return DelegateCall::run(delegate, scope);
    });
  }

  std::vector<Instance> instances(const Filter& filter) override {
    auto filters = filters_of(filter);
    if (!filter.business_key.empty()) filters.push_back({"businessKey", {filter.business_key}});
    return all<store::ProcessInstanceRow, Instance>(
        std::move(filters), [](const store::ProcessInstanceRow& row) { return to_instance(row); });
  }

  Outcome<Instance> instance(const std::string& instance_id) override {
    const auto ended = all<state::HiProcessInstanceRow, Instance>(
        {{"processInstanceId", {instance_id}}},
        [](const state::HiProcessInstanceRow& row) { return to_instance(row); });
    if (!ended.empty()) return ended.front();
    Filter filter;  // without history only what runs is known
    filter.instance_id = instance_id;
    const auto running = instances(filter);
    if (!running.empty()) return running.front();
    return Failure{
        Failure::Kind::kNotFound, "no process instance with id '" + instance_id + "'", {}};
  }

  std::vector<UserTask> tasks(const Filter& filter) override {
    auto filters = given({{"processInstanceId", filter.instance_id},
                          {"processDefinitionKey", filter.definition_key},
                          {"processInstanceBusinessKey", filter.business_key},
                          {"taskDefinitionKey", filter.activity_id},
                          {"assignee", filter.assignee}});
    return all<state::TaskRow, UserTask>(std::move(filters), [](const state::TaskRow& row) {
      return UserTask{row.id,       row.name,    row.process_instance_id, row.task_definition_key,
                      row.assignee, row.priority};
    });
  }

  DataMap variables(const std::string& instance_id) override {
    DataMap found;
    // Of the process scope only: its variables hang on the execution that has the instance's id.
    const auto running = all<state::VariableRow, state::VariableRow>(
        {{"variableScopeIdIn", {instance_id}}}, [](const state::VariableRow& row) { return row; });
    for (const state::VariableRow& row : running) found[row.name] = to_data(row.value);
    if (!running.empty()) return found;
    const auto ended = all<state::HiVariableRow, state::HiVariableRow>(
        {{"processInstanceId", {instance_id}}},
        [](const state::HiVariableRow& row) { return row; });
    for (const state::HiVariableRow& row : ended) {
      if (row.activity_instance_id == instance_id) found[row.name] = to_data(row.value);
    }
    return found;
  }

  std::vector<OpenIncident> incidents(const Filter& filter) override {
    return all<state::IncidentRow, OpenIncident>(filters_of(filter), [](const state::IncidentRow&
                                                                            row) {
      return OpenIncident{row.id, row.type, row.message, row.process_instance_id, row.activity_id};
    });
  }

  bool wait_until_ended(const std::string& instance_id,
                        std::chrono::milliseconds timeout) override {
    Filter filter;
    filter.instance_id = instance_id;
    return wait(timeout, [&] { return instances(filter).empty(); });
  }
  bool wait_until_idle(std::chrono::milliseconds timeout) override {
    return wait(timeout, [&] { return handlers_.idle() && !has_work(); });
  }
  int run_due_jobs(int limit) override { return engine_->run_due_jobs(limit).value_or(0); }
  void advance(std::chrono::milliseconds by) override {
    if (clock_ == nullptr) return;
    clock_->advance(by.count());
    handlers_.wake();  // locks may have expired
  }
  std::int64_t now_ms() const override { return engine_->clock().now_ms(); }

 private:
  Outcome<void> run(std::function<Status(command::Context&)> verb) {
    return to_outcome(engine_->execute<void>(std::move(verb)));
  }

  template <class Row, class To>
  std::vector<To> all(std::vector<store::Filter> filters,
                      const std::function<To(const Row&)>& convert) {
    store::Query query;
    query.filters = std::move(filters);
    query.now_ms = now_ms();
    std::vector<To> found;
    engine_->read([&](store::Connection& connection) {
      const auto rows = store::list<Row>(connection, query);
      if (!rows) return;
      for (const Row& row : *rows) found.push_back(convert(row));
    });
    return found;
  }

  /// A task that a handler could take now, or (while the job executor works) a job that is due.
  bool has_work() {
    store::Query jobs;
    jobs.filters = {{"acquirable", {}}};
    jobs.now_ms = now_ms();
    jobs.max = 1;
    bool found = false;
    engine_->read([&](store::Connection& connection) {
      if (clock_ == nullptr)
        found = store::list<state::JobRow>(connection, jobs).value().size() > 0;
      for (const std::string& topic : handlers_.topics()) {
        store::Query tasks;
        tasks.filters = {{"topicName", {topic}}};
        tasks.now_ms = now_ms();
        tasks.max = 1;
        found = found || !store::list_fetchable(connection, tasks).value().empty();
      }
    });
    return found;
  }

  bool wait(std::chrono::milliseconds timeout, const std::function<bool()>& done) {
    const auto until = std::chrono::steady_clock::now() + timeout;
    std::chrono::milliseconds pause(1);
    constexpr std::chrono::milliseconds kLongestPause(20);
    while (!done()) {
      if (std::chrono::steady_clock::now() >= until) return false;
      std::this_thread::sleep_for(pause);
      pause = std::min(pause * 2, kLongestPause);
    }
    return true;
  }

  std::unique_ptr<SteppedClock> clock_;  ///< null: the machine's clock
  std::unique_ptr<service::Engine> engine_;
  HandlerThreads handlers_;  // last: works on the engine
};

}  // namespace

Outcome<std::unique_ptr<Engine>> Engine::open(const Options& options) {
  std::unique_ptr<SteppedClock> clock;
  if (options.manual_clock) {
    const TimeMs start =
        options.start_time_ms != 0 ? options.start_time_ms : SystemClock().now_ms();
    clock = std::make_unique<SteppedClock>(start);
  }
  auto engine = service::Engine::open(engine_options(options, clock.get()));
  if (!engine) return to_failure(engine.error());
  return std::unique_ptr<Engine>(
      std::make_unique<Embedded>(std::move(clock), std::move(*engine), options.handler_threads));
}

}  // namespace procos
