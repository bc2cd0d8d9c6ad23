// Camunda's HistoryCleanupCmd and HistoryCleanupJobDeclaration.
#include "command/cleanup/history_cleanup.h"
#include "command/cleanup/jobs.h"
#include "command/operation_log.h"
#include "command/support.h"

namespace procos::command {
namespace {

CleanupJob share_of(const CleanupSettings& settings, int index, bool immediately_due) {
  const int length = 60 / settings.jobs;
  CleanupJob share;
  share.immediately_due = immediately_due;
  share.minute_from = length * index;
  share.minute_to = index + 1 == settings.jobs ? 59 : length * (index + 1) - 1;
  return share;
}

state::OptTime cleanup_due_date(Context& context, bool immediately_due) {
  const TimeMs now = context.session.now();
  if (immediately_due) return now;
  const auto window = current_or_next_window(cleanup_settings(context), now);
  if (!window) return std::nullopt;
  return window->start;
}

void suspend_cleanup(Context& context, state::Job& job) {
  job.row.suspended = true;
  job.row.due_date.reset();
  context.session.mark(job);
}

void reconfigure_cleanup(Context& context, state::Job& job, const CleanupJob& share) {
  job.row.configuration = to_text(share);
  job.row.due_date = cleanup_due_date(context, share.immediately_due);
  job.row.suspended = false;
  context.session.mark(job);
}

state::Job& create_cleanup_job(Context& context, const CleanupJob& share) {
  const CleanupSettings& settings = cleanup_settings(context);
  state::JobRow row;
  row.type = "ever-living";
  row.handler = kHistoryCleanupJob;
  row.configuration = to_text(share);
  row.due_date = cleanup_due_date(context, share.immediately_due);
  row.retries = settings.job_retries;
  row.priority = settings.job_priority;
  return context.session.create_job(nullptr, std::move(row));
}

}  // namespace

const CleanupSettings& cleanup_settings(const Context& context) {
  static const Settings kDefaults;
  return context.settings == nullptr ? kDefaults.cleanup : context.settings->cleanup;
}

Result<std::optional<state::JobRow>> schedule_history_cleanup(Context& context,
                                                              bool immediately_due) {
  const CleanupSettings& settings = cleanup_settings(context);
  if (!settings.enabled) {
    return fail(ErrorKind::kBadUserRequest, "History cleanup is disabled for this engine");
  }
  Operation(context, "CreateHistoryCleanupJobs", "Job", kOperator)
      .write({{"immediatelyDue", {}, flag_text(immediately_due)}});
  const std::string handler(kHistoryCleanupJob);
  PROCOS_ASSIGN(const auto rows, find_rows<state::JobRow>(context, {{"handler", {handler}}}));
  const bool scheduled = immediately_due || settings.has_window();
  const state::Job* first = nullptr;
  int index = 0;
  for (const state::JobRow& row : rows) {
    state::Job* job = context.session.find_job(row.id);
    if (job == nullptr) continue;
    if (!scheduled) {
      suspend_cleanup(context, *job);
    } else if (index < settings.jobs) {
      reconfigure_cleanup(context, *job, share_of(settings, index, immediately_due));
    } else {
      context.session.remove_job(*job);
      continue;
    }
    if (first == nullptr) first = job;
    ++index;
  }
  for (; scheduled && index < settings.jobs; ++index) {
    state::Job& job = create_cleanup_job(context, share_of(settings, index, immediately_due));
    if (first == nullptr) first = &job;
  }
  if (first == nullptr) return std::nullopt;
  return first->row;
}

}  // namespace procos::command
