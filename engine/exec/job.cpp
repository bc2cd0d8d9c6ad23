#include "exec/job.h"

#include <charconv>

#include "base/calendar.h"
#include "base/check.h"
#include "exec/behavior.h"
#include "exec/event.h"
#include "exec/run.h"
#include "exec/start.h"
#include "exec/task.h"
#include "exec/tree.h"
#include "exec/variables.h"

namespace procos::exec {
namespace {

constexpr std::string_view kAsyncContinuation = "async-continuation";
constexpr std::string_view kTimerTransition = "timer-transition";
constexpr std::string_view kTimerCatch = "timer-intermediate-transition";
constexpr std::string_view kTimerStart = "timer-start-event";
constexpr std::string_view kTimerEventSubProcess = "timer-start-event-subprocess";
constexpr std::string_view kTimerTaskListener = "timer-task-listener";
constexpr std::string_view kSignalEvent = "event";
constexpr std::string_view kFollowUpCreated = "followUpJobCreated";

/// The definition's job declaration of a node and handler; `configuration` tells async-before from -after.
std::size_t declaration_of(const state::Definition& definition, const Node& node, std::string_view handler,
                           std::string_view configuration) {
  const auto& declarations = definition.graph->job_declarations;
  for (std::size_t i = 0; i < declarations.size(); ++i) {
    if (declarations[i].node != &node || declarations[i].handler != handler) continue;
    if (handler != kAsyncContinuation || declarations[i].configuration == configuration) return i;
  }
  return declarations.size();
}

Result<std::int64_t> number_of(const Value& value, const std::string& what) {
  if (value.is_integral()) return value.as_int();
  if (value.type() == ValueType::kDouble) return static_cast<std::int64_t>(value.as_double());
  const std::string text = expr::to_text(value);
  std::int64_t number = 0;
  auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || end != text.data() + text.size()) {
    return fail(ErrorKind::kProcessEngine, what + " does not give a number but '" + text + "'.");
  }
  return number;
}

Result<std::int64_t> job_priority(Context& c, const state::Definition& definition, const Node& node,
                                  Execution* e, const std::string& job_definition_id) {
  if (!job_definition_id.empty()) {
    if (const auto* row = c.session.get<state::JobDefinitionRow>(job_definition_id)) {
      if (row->overriding_priority) return *row->overriding_priority;
    }
  }
  const auto& of_process = definition.graph->process().job_priority;
  const auto& expression = node.job_priority ? node.job_priority : of_process;
  if (!expression) return c.settings.default_job_priority;
  if (e == nullptr) {
    if (!expression->is_literal()) return c.settings.default_job_priority;
    return number_of(Value::string(expression->text()), "The job priority of activity '" + node.id + "'");
  }
  Result<Value> value = evaluate(c, *expression, *e);
  // Camunda takes the default where a priority expression cannot be evaluated.
  if (!value) return c.settings.default_job_priority;
  return number_of(*value, "The job priority of activity '" + node.id + "'");
}

Result<int> initial_retries(Context& c, const Node& node, Execution* e) {
  if (!node.retry_cycle) return c.settings.default_retries;
  std::string text = node.retry_cycle->text();
  if (!node.retry_cycle->is_literal()) {
    if (e == nullptr) return c.settings.default_retries;
    PROCOS_ASSIGN(text, evaluate_text(c, *node.retry_cycle, *e));
  }
  const auto cycle = parse_retry_cycle(text);
  if (!cycle) return c.settings.default_retries;
  return cycle->retries == 0 ? 1 : cycle->retries;
}

/// What all jobs of a declaration have in common.
Result<state::JobRow> new_job(Context& c, const state::Definition& definition, const Node& node,
                              std::string_view handler, std::string_view declared_configuration,
                              Execution* e) {
  state::JobRow job;
  job.handler = handler;
  job.process_definition_id = definition.row.id;
  job.process_definition_key = definition.row.key;
  job.deployment_id = definition.row.deployment_id;
  job.activity_id = node.id;
  job.tenant_id = e != nullptr ? e->row.tenant_id : definition.row.tenant_id;
  job.exclusive = node.exclusive;
  const std::size_t index = declaration_of(definition, node, handler, declared_configuration);
  if (index < definition.job_definition_ids.size()) {
    job.job_definition_id = definition.job_definition_ids[index];
    const auto* row = c.session.get<state::JobDefinitionRow>(job.job_definition_id);
    job.suspended = row != nullptr && row->suspended;
  }
  if (e != nullptr) {
    job.execution_id = e->row.id;
    job.process_instance_id = e->row.process_instance_id;
    job.root_process_instance_id = e->row.root_process_instance_id;
    job.suspended |= e->row.suspended;
  }
  PROCOS_ASSIGN(job.priority, job_priority(c, definition, node, e, job.job_definition_id));
  PROCOS_ASSIGN(job.retries, initial_retries(c, node, e));
  return job;
}

struct Due {
  std::optional<TimeMs> at;
  std::string text;  ///< empty when the expression gave a Date
};

Result<Due> due_date(Context& c, const graph::Timer& timer, const std::string& activity_id, Value value) {
  Due due;
  if (value.type() == ValueType::kDate) {
    due.at = value.as_int();
    return due;
  }
  if (value.type() != ValueType::kString) {
    return fail(ErrorKind::kProcessEngine,
                "The timer of '" + activity_id + "' was not configured with a valid duration or time: it gives a " +
                    std::string(type_name(value.type())) + ", not a Date or an ISO 8601 text.");
  }
  due.text = value.as_text();
  const TimeMs now = c.session.now();
  switch (timer.kind) {
    case graph::Timer::Kind::kDate:
      if (due.text.starts_with('P')) {
        PROCOS_ASSIGN(due.at, add_duration(now, due.text));
      } else {
        PROCOS_ASSIGN(due.at, parse_date_time(due.text));
      }
      break;
    case graph::Timer::Kind::kDuration: {
      PROCOS_ASSIGN(due.at, resolve_duration(due.text, now));
      break;
    }
    case graph::Timer::Kind::kCycle: {
      PROCOS_ASSIGN(due.at, resolve_cycle(due.text, now));
      break;
    }
  }
  return due;
}

Status set_due_date(Context& c, state::JobRow& job, const graph::Timer& timer, const Node& event, Value value,
                    bool repeats) {
  PROCOS_ASSIGN(Due due, due_date(c, timer, event.id, std::move(value)));
  job.due_date = due.at;
  job.type = "timer";
  job.exclusive = timer.exclusive;
  if (repeats && timer.kind == graph::Timer::Kind::kCycle) {
    job.repeat = due.text.starts_with('R') ? fix_cycle_start(due.text, c.session.now()) : due.text;
  }
  return {};
}

}  // namespace

Status create_async_job(Context& c, Step step, Execution& e) {
  const bool after = step == Step::kTransitionTake || step == Step::kActivityEnd;
  PROCOS_ASSIGN(state::JobRow job, new_job(c, *e.instance->definition, *e.node, kAsyncContinuation,
                                           after ? "async-after" : "async-before", &e));
  job.type = "message";
  job.configuration = step_name(step);
  if (e.node->async_after && e.transition != nullptr) job.configuration += "$" + e.transition->id;
  c.session.create_job(&e, std::move(job));
  return {};
}

Status create_timer(Context& c, Execution& e, const Node& event) {
  std::string_view handler = kTimerTransition;
  std::string configuration = event.id;
  if (event.is_event_sub_process_start()) {
    handler = kTimerEventSubProcess;
    configuration = event.parent->id;
  } else if (event.type == NodeType::kCatchEvent) {
    handler = kTimerCatch;
  } else if (event.type == NodeType::kStartEvent) {
    return {};
  }
  PROCOS_ASSIGN(state::JobRow job, new_job(c, *e.instance->definition, event, handler, {}, &e));
  job.configuration = configuration;
  PROCOS_ASSIGN(Value value, evaluate(c, event.event.timer->expression, e));
  const bool repeats = handler != kTimerCatch && !event.interrupting;
  PROCOS_TRY(set_due_date(c, job, *event.event.timer, event, std::move(value), repeats));
  c.session.create_job(&e, std::move(job));
  return {};
}

Status create_timeout_timer(Context& c, Execution& e, const Node& task, const graph::TaskTimeout& timeout) {
  PROCOS_ASSIGN(state::JobRow job,
                new_job(c, *e.instance->definition, task, kTimerTaskListener, {}, &e));
  job.configuration = task.id + "$taskListener~" + timeout.listener_id;
  PROCOS_ASSIGN(Value value, evaluate(c, timeout.timer.expression, e));
  PROCOS_TRY(set_due_date(c, job, timeout.timer, task, std::move(value), true));
  c.session.create_job(&e, std::move(job));
  return {};
}

Status create_start_timer(Context& c, const state::Definition& definition, const Node& start) {
  PROCOS_ASSIGN(state::JobRow job, new_job(c, definition, start, kTimerStart, {}, nullptr));
  job.configuration = definition.row.key;
  Value value = Value::string(start.event.timer->expression.text());
  if (!start.event.timer->expression.is_literal()) {
    NoScope scope(c);
    PROCOS_ASSIGN(value, start.event.timer->expression.evaluate(scope));
  }
  PROCOS_TRY(set_due_date(c, job, *start.event.timer, start, std::move(value), true));
  c.session.create_job(nullptr, std::move(job));
  return {};
}

Status create_signal_job(Context& c, const state::Subscription& subscription, const Variables& payload) {
  Execution* e = c.session.execution_of(subscription);
  const std::string& definition_id = subscription.row.process_definition_id;
  state::DefinitionPtr definition = c.session.definitions().find(definition_id);
  PROCOS_CHECK(definition != nullptr);
  const Node* node = definition->graph->find(subscription.row.activity_id);
  PROCOS_CHECK(node != nullptr);
  if (!payload.empty()) {
    return fail(ErrorKind::kUnsupported, "Signal '" + subscription.row.event_name + "' is thrown asynchronously "
                                         "with variables, which is not supported; throw it synchronously.");
  }
  PROCOS_ASSIGN(state::JobRow job, new_job(c, *definition, *node, kSignalEvent, {}, e));
  job.type = "message";
  job.configuration = subscription.row.id;
  c.session.create_job(e, std::move(job));
  return {};
}

Status renew_timer(Context& c, state::Job& job, Execution& e, const graph::Timer& timer, const Node& event) {
  PROCOS_ASSIGN(Value value, evaluate(c, timer.expression, e));
  const bool repeats = job.row.handler != kTimerCatch && !event.interrupting;
  job.row.repeat.clear();
  PROCOS_TRY(set_due_date(c, job.row, timer, event, std::move(value), repeats));
  c.session.mark(job);
  return {};
}

// ---- running -----------------------------------------------------------------------------------

namespace {

Status create_follow_up(Context& c, const state::Job& job) {
  if (job.row.repeat.empty()) return {};
  const bool has_follow_up = job.row.configuration.ends_with(kFollowUpCreated);
  if (has_follow_up) return {};
  PROCOS_ASSIGN(std::optional<TimeMs> due, resolve_cycle(job.row.repeat, c.session.now()));
  // One that would be due at this very moment is the one that runs: a clock that stands still must not repeat it.
  if (!due || *due <= c.session.now()) return {};
  state::JobRow next = job.row;
  next.due_date = due;
  next.create_time = 0;
  next.lock_owner.clear();
  next.lock_expiration.reset();
  next.exception_message.clear();
  next.exception_stacktrace.clear();
  next.failed_activity_id.clear();
  next.last_failure_log_id.clear();
  c.session.create_job(c.session.execution_of(job), std::move(next));
  return {};
}

Status run_async(Context& c, Execution& e, const std::string& configuration) {
  const std::size_t separator = configuration.find('$');
  const Step step = step_from_name(std::string_view(configuration).substr(0, separator));
  PROCOS_CHECK(step != Step::kCount);
  if (separator != std::string::npos) {
    const std::string flow_id = configuration.substr(separator + 1);
    for (const Flow* flow : e.node->outgoing) {
      if (flow->id == flow_id) e.transition = flow;
    }
  }
  return perform_now(c, step, e);
}

Status run_start_timer(Context& c, const state::Job& job) {
  state::DefinitionQuery query;
  query.key = job.row.configuration.substr(0, job.row.configuration.find('$'));
  if (!job.row.tenant_id.empty()) query.tenant_id = job.row.tenant_id;
  const auto found = c.session.repository().find_definitions(query);
  if (found.empty()) {
    return fail(ErrorKind::kNullValue, "The start timer's process '" + query.key + "' is not deployed any more.");
  }
  if (found.front().suspended) return {};
  state::DefinitionPtr definition = c.session.definitions().find(found.front().id);
  Execution& root = c.session.create_instance(definition, {}, nullptr, definition->row.tenant_id);
  return start_instance(c, root, nullptr, {});
}

Status run_signal(Context& c, const std::string& subscription_id) {
  state::Subscription* subscription = c.session.find_subscription(subscription_id);
  if (subscription == nullptr || subscription->gone) {
    return fail(ErrorKind::kNullValue, "Event subscription '" + subscription_id + "' is gone.");
  }
  return receive_event(c, *subscription, {}, {}, {}, {});
}

}  // namespace

Status run_job(Context& c, state::Job& job) {
  const std::string& handler = job.row.handler;
  if (handler == kSignalEvent) return run_signal(c, job.row.configuration);
  PROCOS_TRY(create_follow_up(c, job));
  if (handler == kTimerStart) return run_start_timer(c, job);
  Execution* e = c.session.execution_of(job);
  if (e == nullptr) {
    return fail(ErrorKind::kNullValue,
                "Cannot find execution '" + job.row.execution_id + "' of job '" + job.row.id + "'.");
  }
  if (handler == kAsyncContinuation) return run_async(c, *e, job.row.configuration);
  const Node* node = e->instance->definition->graph->find(job.row.activity_id);
  PROCOS_CHECK(node != nullptr);
  if (handler == kTimerTaskListener) return fire_timeout(c, *e, *node, job.row.configuration);
  if (handler == kTimerEventSubProcess) return execute_event_handler(c, *e, *node->parent);
  if (handler == kTimerCatch && node == e->node) return behavior_of(*node).signal(c, *e);
  if (handler == kTimerCatch || handler == kTimerTransition) return execute_event_handler(c, *e, *node);
  return fail(ErrorKind::kUnsupported, "Job '" + job.row.id + "' has the unknown handler '" + handler + "'.");
}

void delete_incident(Context& c, state::Incident& incident, bool resolved) {
  Execution* e = c.session.execution_of(incident);
  if (e != nullptr) {
    if (Execution* caller = c.session.super_execution(*e->instance->root)) {
      for (const auto& caused : caller->incidents) {
        if (caused->row.cause_incident_id != incident.row.id) continue;
        delete_incident(c, *caused, resolved);
        break;
      }
    }
  }
  c.session.remove_incident(incident, resolved);
}

}  // namespace procos::exec
