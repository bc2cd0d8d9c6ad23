#include "exec/step.h"

#include <array>

#include "exec/job.h"
#include "exec/run.h"
#include "graph/graph.h"

namespace procos::exec {
namespace {

/// Where a node may be asynchronous, so that the step becomes a job.
enum class Async : std::uint8_t { kNever, kBefore, kAfter };

struct StepRow {
  Step step;
  std::string_view name;  ///< Camunda's canonical name, stored in job configurations
  Status (*run)(Context&, Execution&);
  Async async;
  bool queued;
  bool while_suspended;   ///< may run on a suspended execution
  bool follows_replacement;  ///< runs on the execution that replaced this one, if any
};

constexpr std::array<StepRow, static_cast<std::size_t>(Step::kCount)> kSteps{{
    {Step::kProcessStart, "process-start", process_start, Async::kBefore, true, false, true},
    {Step::kProcessEnd, "process-end", process_end, Async::kNever, false, false, true},
    {Step::kActivityStart, "activity-start", activity_start, Async::kNever, false, false, true},
    {Step::kActivityStartConcurrent, "activity-start-concurrent", activity_start_concurrent,
     Async::kNever, false, false, false},
    {Step::kActivityStartCancelScope, "activity-start-cancel-scope", activity_start_cancel_scope,
     Async::kNever, false, false, false},
    {Step::kActivityStartInterruptScope, "activity-start-interrupt-scope",
     activity_start_interrupt_scope, Async::kNever, false, false, false},
    {Step::kActivityStartCreateScope, "activity-start-create-scope", activity_start_create_scope,
     Async::kBefore, true, false, true},
    {Step::kActivityExecute, "activity-execute", activity_execute, Async::kNever, false, false,
     true},
    {Step::kActivityLeave, "activity-leave", activity_leave, Async::kNever, false, false, true},
    {Step::kActivityNotifyEnd, "activity-notify-listener-end", activity_notify_end, Async::kNever,
     false, false, true},
    {Step::kActivityEnd, "activity-end", activity_end, Async::kAfter, false, false, true},
    {Step::kFireActivityEnd, "fire-activity-end", fire_activity_end, Async::kNever, false, false,
     true},
    {Step::kTransitionNotifyEnd, "transition-notify-listener-end", transition_notify_end,
     Async::kNever, false, true, true},
    {Step::kTransitionDestroyScope, "transition-destroy-scope", transition_destroy_scope,
     Async::kNever, false, true, true},
    {Step::kTransitionTake, "transition-notify-listener-take", transition_take, Async::kAfter, true,
     true, true},
    {Step::kTransitionCreateScope, "transition-create-scope", transition_create_scope,
     Async::kBefore, true, true, true},
    {Step::kTransitionNotifyStart, "transition-notifiy-listener-start", transition_notify_start,
     Async::kNever, false, true, true},
    {Step::kDeleteCascade, "delete-cascade", delete_cascade_step, Async::kNever, false, true,
     false},
    {Step::kDeleteCascadeFireEnd, "delete-cascade-fire-activity-end", delete_cascade_fire_end,
     Async::kNever, false, true, true},
}};

constexpr bool steps_in_order() {
  for (std::size_t i = 0; i < kSteps.size(); ++i) {
    if (static_cast<std::size_t>(kSteps[i].step) != i) return false;
  }
  return true;
}
static_assert(steps_in_order(), "one row for every step, in the order of the enumeration");

const StepRow& step_row_of(Step step) { return kSteps[static_cast<std::size_t>(step)]; }

bool is_async(const StepRow& row, const Execution& e) {
  if (row.async == Async::kNever || e.node == nullptr || e.ignore_async) return false;
  return row.async == Async::kBefore ? e.node->async_before : e.node->async_after;
}

[[gnu::cold, gnu::noinline]] Status loops_without_end(const Context& c, const Execution& e) {
  return fail(ErrorKind::kProcessEngine,
              "Process instance '" + e.row.process_instance_id + "' made more than " +
                  std::to_string(c.settings.max_steps) +
                  " steps without a wait state, last in activity '" + e.row.activity_id +
                  "': is there a loop without end?");
}

[[gnu::cold, gnu::noinline]] Status is_suspended(const Execution& e) {
  return fail(ErrorKind::kSuspended,
              "Execution '" + e.row.id + "' of activity '" + e.row.activity_id +
                  "' is suspended; activate the process instance first.");
}

Status run_one(Context& c, const StepRow& row, Execution* e, bool async) {
  if (row.follows_replacement && e->replaced_by != nullptr) e = e->replaced_by;
  const auto is = [&row](Step one, Step other) { return row.step == one || row.step == other; };
  if (e->canceled() && is(Step::kTransitionNotifyEnd, Step::kActivityNotifyEnd)) return {};
  if (e->ended && is(Step::kTransitionTake, Step::kActivityStartCreateScope)) return {};
  if (++c.steps > c.settings.max_steps) return loops_without_end(c, *e);
  Status status = async ? create_async_job(c, row.step, *e) : row.run(c, *e);
  if (!status && c.failed_activity.empty()) c.failed_activity = e->row.activity_id;
  return status;
}

Status run_queued(Context& c) {
  c.running = true;
  Status status;
  while (status && !c.queue.empty()) {
    const QueuedStep next = c.queue.back();
    c.queue.pop_back();
    status = run_one(c, step_row_of(next.step), next.execution, next.async);
  }
  c.running = false;
  if (!status) c.queue.clear();
  return status;
}

Status invoke(Context& c, const StepRow& row, Execution& e, bool async) {
  if (!row.queued) return run_one(c, row, &e, async);
  c.queue.push_back({row.step, &e, async});
  return c.running ? Status{} : run_queued(c);
}

}  // namespace

Status perform(Context& c, Step step, Execution& e) {
  const StepRow& row = step_row_of(step);
  const bool async = is_async(row, e);
  if (e.row.suspended && !async && !row.while_suspended) return is_suspended(e);
  return invoke(c, row, e, async);
}

Status perform_now(Context& c, Step step, Execution& e) {
  return invoke(c, step_row_of(step), e, false);
}

std::string_view step_name(Step step) { return step_row_of(step).name; }

Step step_from_name(std::string_view name) {
  for (const StepRow& row : kSteps) {
    if (row.name == name) return row.step;
  }
  return Step::kCount;
}

}  // namespace procos::exec
