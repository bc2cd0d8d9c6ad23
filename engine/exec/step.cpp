#include "exec/step.h"

#include <array>

#include "exec/job.h"
#include "exec/run.h"
#include "graph/graph.h"

namespace procos::exec {
namespace {

bool never(const Execution&) { return false; }
bool async_before(const Execution& e) { return e.node != nullptr && e.node->async_before; }
bool async_after(const Execution& e) { return e.node != nullptr && e.node->async_after; }

struct StepRow {
  Step step;
  std::string_view name;  ///< Camunda's canonical name, stored in job configurations
  Status (*run)(Context&, Execution&);
  bool (*async)(const Execution&);
  bool queued;
  bool while_suspended;   ///< may run on a suspended execution
  bool follows_replacement;  ///< runs on the execution that replaced this one, if any
};

constexpr std::array<StepRow, static_cast<std::size_t>(Step::kCount)> kSteps{{
    {Step::kProcessStart, "process-start", process_start, async_before, true, false, true},
    {Step::kProcessEnd, "process-end", process_end, never, false, false, true},
    {Step::kActivityStart, "activity-start", activity_start, never, false, false, true},
    {Step::kActivityStartConcurrent, "activity-start-concurrent", activity_start_concurrent, never, false, false, false},
    {Step::kActivityStartCancelScope, "activity-start-cancel-scope", activity_start_cancel_scope, never, false, false, false},
    {Step::kActivityStartInterruptScope, "activity-start-interrupt-scope", activity_start_interrupt_scope, never, false, false, false},
    {Step::kActivityStartCreateScope, "activity-start-create-scope", activity_start_create_scope, async_before, true, false, true},
    {Step::kActivityExecute, "activity-execute", activity_execute, never, false, false, true},
    {Step::kActivityLeave, "activity-leave", activity_leave, never, false, false, true},
    {Step::kActivityNotifyEnd, "activity-notify-listener-end", activity_notify_end, never, false, false, true},
    {Step::kActivityEnd, "activity-end", activity_end, async_after, false, false, true},
    {Step::kFireActivityEnd, "fire-activity-end", fire_activity_end, never, false, false, true},
    {Step::kTransitionNotifyEnd, "transition-notify-listener-end", transition_notify_end, never, false, true, true},
    {Step::kTransitionDestroyScope, "transition-destroy-scope", transition_destroy_scope, never, false, true, true},
    {Step::kTransitionTake, "transition-notify-listener-take", transition_take, async_after, true, true, true},
    {Step::kTransitionCreateScope, "transition-create-scope", transition_create_scope, async_before, true, true, true},
    {Step::kTransitionNotifyStart, "transition-notifiy-listener-start", transition_notify_start, never, false, true, true},
    {Step::kDeleteCascade, "delete-cascade", delete_cascade_step, never, false, true, false},
    {Step::kDeleteCascadeFireEnd, "delete-cascade-fire-activity-end", delete_cascade_fire_end, never, false, true, true},
}};

constexpr bool steps_in_order() {
  for (std::size_t i = 0; i < kSteps.size(); ++i) {
    if (static_cast<std::size_t>(kSteps[i].step) != i) return false;
  }
  return true;
}
static_assert(steps_in_order(), "one row for every step, in the order of the enumeration");

const StepRow& step_row_of(Step step) { return kSteps[static_cast<std::size_t>(step)]; }

Status run_one(Context& c, const QueuedStep& next) {
  const StepRow& row = step_row_of(next.step);
  Execution* e = next.execution;
  if (row.follows_replacement && e->replaced_by != nullptr) e = e->replaced_by;
  if (e->canceled() && (next.step == Step::kTransitionNotifyEnd || next.step == Step::kActivityNotifyEnd)) {
    return {};
  }
  if (e->ended && (next.step == Step::kTransitionTake || next.step == Step::kActivityStartCreateScope)) {
    return {};
  }
  if (++c.steps > c.settings.max_steps) {
    return fail(ErrorKind::kProcessEngine,
                "Process instance '" + e->row.process_instance_id + "' made more than " +
                    std::to_string(c.settings.max_steps) + " steps without a wait state, last in activity '" +
                    e->row.activity_id + "': is there a loop without end?");
  }
  Status status = next.async ? create_async_job(c, next.step, *e) : row.run(c, *e);
  if (!status && c.failed_activity.empty()) c.failed_activity = e->row.activity_id;
  return status;
}

Status invoke(Context& c, QueuedStep next) {
  if (!step_row_of(next.step).queued) return run_one(c, next);
  c.queue.push_back(next);
  if (c.running) return {};
  c.running = true;
  Status status;
  while (status && !c.queue.empty()) {
    QueuedStep step = c.queue.back();
    c.queue.pop_back();
    status = run_one(c, step);
  }
  c.running = false;
  if (!status) c.queue.clear();
  return status;
}

}  // namespace

Status perform(Context& c, Step step, Execution& e) {
  const StepRow& row = step_row_of(step);
  const bool async = !e.ignore_async && row.async(e);
  if (!async && !row.while_suspended && e.row.suspended) {
    return fail(ErrorKind::kSuspended, "Execution '" + e.row.id + "' of activity '" + e.row.activity_id +
                                           "' is suspended; activate the process instance first.");
  }
  return invoke(c, {step, &e, async});
}

Status perform_now(Context& c, Step step, Execution& e) { return invoke(c, {step, &e, false}); }

std::string_view step_name(Step step) { return step_row_of(step).name; }

Step step_from_name(std::string_view name) {
  for (const StepRow& row : kSteps) {
    if (row.name == name) return row.step;
  }
  return Step::kCount;
}

}  // namespace procos::exec
