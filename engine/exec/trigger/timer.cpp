// Timers (BPMN 2.0.2, 10.5.6): jobs with a due date, ISO 8601 or cron. The next one of a cycle is
// made when one of it runs, as in Camunda.
#include "base/calendar.h"
#include "base/check.h"
#include "exec/behavior.h"
#include "exec/event.h"
#include "exec/job.h"
#include "exec/job_row.h"
#include "exec/start.h"
#include "exec/task.h"
#include "exec/tree.h"
#include "exec/triggers.h"
#include "exec/variables.h"

namespace procos::exec {
namespace {

constexpr std::string_view kTimerTransition = "timer-transition";
constexpr std::string_view kTimerCatch = "timer-intermediate-transition";
constexpr std::string_view kTimerStart = "timer-start-event";
constexpr std::string_view kTimerEventSubProcess = "timer-start-event-subprocess";
constexpr std::string_view kTimerTaskListener = "timer-task-listener";
constexpr std::string_view kFollowUpCreated = "followUpJobCreated";

struct Due {
  std::optional<TimeMs> at;
  std::string text;  ///< empty when the expression gave a Date
};

Result<Due> due_date(Context& c, const graph::Timer& timer, const std::string& activity_id,
                     Value value) {
  Due due;
  if (value.type() == ValueType::kDate) {
    due.at = value.as_int();
    return due;
  }
  if (value.type() != ValueType::kString) {
    return fail(ErrorKind::kProcessEngine,
                "The timer of '" + activity_id +
                    "' was not configured with a valid duration or time: it gives a " +
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

Status set_due_date(Context& c, state::JobRow& job, const graph::Timer& timer, const Node& event,
                    Value value, bool repeats) {
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

Status create_timeout_timer(Context& c, Execution& e, const Node& task,
                            const graph::TaskTimeout& timeout) {
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

Status renew_timer(Context& c, state::Job& job, Execution& e, const graph::Timer& timer,
                   const Node& event) {
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
  // One that would be due at this very moment is the one that runs: a clock that stands still must
  // not repeat it.
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

/// The repetition is made first; then the execution that the timer hangs on, and the event's node.
struct DueTimer {
  Execution& execution;
  const Node& event;
};

Result<DueTimer> begin_timer(Context& c, state::Job& job) {
  PROCOS_TRY(create_follow_up(c, job));
  PROCOS_ASSIGN(Execution* e, execution_of_job(c, job));
  const Node* event = e->instance->definition->graph->find(job.row.activity_id);
  PROCOS_CHECK(event != nullptr);
  return DueTimer{*e, *event};
}

}  // namespace

Status run_start_timer(Context& c, state::Job& job) {
  PROCOS_TRY(create_follow_up(c, job));
  state::DefinitionQuery query;
  query.key = job.row.configuration.substr(0, job.row.configuration.find('$'));
  if (!job.row.tenant_id.empty()) query.tenant_id = job.row.tenant_id;
  const auto found = c.session.repository().find_definitions(query);
  if (found.empty()) {
    return fail(ErrorKind::kNullValue,
                "The start timer's process '" + query.key + "' is not deployed any more.");
  }
  if (found.front().suspended) return {};
  state::DefinitionPtr definition = c.session.definitions().find(found.front().id);
  Execution& root = c.session.create_instance(definition, {}, nullptr, definition->row.tenant_id);
  return start_instance(c, root, nullptr, {});
}

Status run_task_timeout(Context& c, state::Job& job) {
  PROCOS_ASSIGN(DueTimer timer, begin_timer(c, job));
  return fire_timeout(c, timer.execution, timer.event, job.row.configuration);
}

Status run_event_timer(Context& c, state::Job& job) {
  PROCOS_ASSIGN(DueTimer timer, begin_timer(c, job));
  auto& [e, event] = timer;
  const bool waits_itself = event.type == NodeType::kCatchEvent && e.node == &event;
  return waits_itself ? behavior_of(event).signal(c, e)
                      : execute_event_handler(c, e, handler_of(event));
}

}  // namespace procos::exec
