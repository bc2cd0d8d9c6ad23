// Camunda's HistoryCleanupJobHandler, HistoryCleanupRemovalTime and HistoryCleanupSchedulerCmd.
#include <algorithm>

#include "base/ids.h"
#include "base/local_time.h"
#include "base/machine.h"
#include "command/cleanup/history_cleanup.h"
#include "command/cleanup/jobs.h"
#include "command/job_support.h"

namespace procos::command {
namespace {

constexpr std::int64_t kFirstDelayMs = 10'000;  ///< after a run that found nothing
constexpr std::int64_t kLongestDelayMs = 3'600'000;

struct Removed {
  std::int64_t instances = 0, decisions = 0, batches = 0, task_metrics = 0;
};

bool in_window(const CleanupSettings& settings, TimeMs time) {
  const auto window = current_or_next_window(settings, time);
  return window && window->contains(time);
}

template <class Row>
Result<std::vector<std::string>> removable(Context& context, const CleanupJob& share) {
  store::Query query;
  query.filters = {{"removable", {}},
                   {"removalMinutes", {std::int64_t{share.minute_from},
                                       std::int64_t{share.minute_to}}}};
  query.max = cleanup_settings(context).batch_size;
  query.now_ms = context.session.now();
  return store::list_ids<Row>(context.store.writer(), query);
}

Result<std::int64_t> remove_task_metrics(Context& context, const CleanupJob& share) {
  const CleanupSettings& settings = cleanup_settings(context);
  if (!settings.task_metrics_time_to_live) return 0;
  store::Query query;
  const TimeMs before = days_after(context.session.now(), -*settings.task_metrics_time_to_live);
  query.filters = {{"before", {before}},
                   {"minutes", {std::int64_t{share.minute_from}, std::int64_t{share.minute_to}}}};
  query.max = settings.batch_size;
  PROCOS_ASSIGN(auto rows, store::list<state::TaskMeterRow>(context.store.writer(), query));
  const auto count = static_cast<std::int64_t>(rows.size());
  for (state::TaskMeterRow& row : rows) context.session.erase_row(std::move(row));
  return count;
}

Result<Removed> remove_due(Context& context, const CleanupJob& share) {
  Removed removed;
  PROCOS_ASSIGN(const auto instances, removable<state::HiProcessInstanceRow>(context, share));
  for (const std::string& id : instances) context.session.erase_history(id);
  removed.instances = static_cast<std::int64_t>(instances.size());
  PROCOS_ASSIGN(const auto decisions, removable<state::HiDecisionInstanceRow>(context, share));
  for (const std::string& id : decisions) context.session.erase<state::HiDecisionInstanceRow>(id);
  removed.decisions = static_cast<std::int64_t>(decisions.size());
  PROCOS_ASSIGN(const auto batches, removable<state::HiBatchRow>(context, share));
  for (const std::string& id : batches) context.session.erase_batch_history(id);
  removed.batches = static_cast<std::int64_t>(batches.size());
  PROCOS_ASSIGN(removed.task_metrics, remove_task_metrics(context, share));
  return removed;
}

void report(Context& context, const Removed& removed) {
  const auto write = [&](const char* name, std::int64_t value) {
    state::MetricRow row;
    row.id = new_id();
    row.name = name;
    row.reporter = reporter_name();
    row.value = value;
    row.time = context.session.now();
    context.session.insert(std::move(row));
  };
  write("history-cleanup-removed-process-instances", removed.instances);
  write("history-cleanup-removed-decision-instances", removed.decisions);
  write("history-cleanup-removed-batch-operations", removed.batches);
  if (cleanup_settings(context).task_metrics_time_to_live) {
    write("history-cleanup-removed-task-metrics", removed.task_metrics);
  }
}

/// Runs that find nothing come ever more seldom.
TimeMs next_try(TimeMs now, std::int64_t empty_runs) {
  const std::int64_t doublings = std::min<std::int64_t>(empty_runs, 20);
  return now + std::min(kFirstDelayMs << doublings, kLongestDelayMs);
}

void reschedule(Context& context, state::Job& job, CleanupJob share, bool more) {
  const CleanupSettings& settings = cleanup_settings(context);
  const TimeMs now = context.session.now();
  const TimeMs later = next_try(now, share.empty_runs);
  if (more) {
    share.empty_runs = 0;
    job.row.due_date = now;
  } else if (in_window(settings, now) && in_window(settings, later)) {
    ++share.empty_runs;
    job.row.due_date = later;
  } else {
    share.empty_runs = 0;
    const auto next = next_window(settings, now);
    if (next) job.row.due_date = next->start;
    job.row.suspended = !next;
  }
  job.row.configuration = to_text(share);
}

}  // namespace

Status run_history_cleanup(Context& context, state::Job& job) {
  const CleanupSettings& settings = cleanup_settings(context);
  const CleanupJob share = cleanup_job_of(job.row.configuration);
  Removed removed;
  if (share.immediately_due || in_window(settings, context.session.now())) {
    PROCOS_ASSIGN(removed, remove_due(context, share));
    report(context, removed);
  }
  context.session.tell({.kind = state::FactKind::kJobSucceeded, .job = &job});
  const std::int64_t most = std::max(
      {removed.instances, removed.decisions, removed.batches, removed.task_metrics});
  reschedule(context, job, share, most >= settings.batch_size);
  job.row.retries = settings.job_retries;
  job.row.exception_message.clear();
  job.row.exception_stacktrace.clear();
  unlock(context, job);
  return {};
}

}  // namespace procos::command
