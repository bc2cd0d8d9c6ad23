// Camunda's ExecuteJobsCmd, and DefaultJobRetryCmd for a job that failed.
#include "base/calendar.h"
#include "command/batch/batch.h"
#include "command/cleanup/history_cleanup.h"
#include "command/job_support.h"
#include "command/operation_log.h"
#include "command/suspend_later.h"

namespace procos::command {
namespace {

constexpr std::size_t kLongestExceptionMessage = 666;  ///< what Camunda's column holds
constexpr std::string_view kWithRetryCycle[] = {"timer-transition", "timer-intermediate-transition",
                                                "timer-start-event", "timer-start-event-subprocess",
                                                "async-continuation"};

/// The retry cycle of the job's activity; nullopt when it has none that can be read.
std::optional<RetryCycle> retry_cycle_of(Context& context, const state::Job& job) {
  bool has_cycle = false;
  for (std::string_view handler : kWithRetryCycle)
    has_cycle = has_cycle || job.row.handler == handler;
  if (!has_cycle) return std::nullopt;
  state::DefinitionPtr definition;
  const graph::Node* node = node_of(context, job, definition);
  if (node == nullptr || !node->retry_cycle) return std::nullopt;
  if (node->retry_cycle->is_literal()) return parse_retry_cycle(node->retry_cycle->text());
  state::Execution* execution = context.session.execution_of(job);
  const Result<Value> value =
      execution != nullptr ? context.interpreter.evaluate(*node->retry_cycle, *execution)
                           : context.interpreter.evaluate_without_instance(*node->retry_cycle);
  if (!value || value->type() != ValueType::kString) return std::nullopt;
  return parse_retry_cycle(value->as_text());
}

/// Sets retries and due date as the cycle says; leaves both alone when there is none.
Status apply_retry_cycle(Context& context, state::Job& job, bool first_failure) {
  const auto cycle = retry_cycle_of(context, job);
  if (!cycle) return {};
  const std::int64_t before = first_failure ? cycle->retries : job.row.retries;
  const auto due = resolve_duration(cycle->interval(before), context.session.now());
  if (!due) return {};
  if (first_failure) PROCOS_TRY(set_retries(context, job, cycle->retries));
  job.row.due_date = *due;
  return {};
}

Status run_found_job(Context& context, state::Job& job) {
  if (!job.row.batch_id.empty()) return run_batch_job(context, job);
  if (is_suspension_job(job.row.handler)) return run_suspension_job(context, job.row);
  return context.interpreter.run_job(job);
}

}  // namespace

Status execute_job(Context& context, const std::string& job_id) {
  if (job_id.empty()) return is_null(ErrorKind::kNullValue, "", "jobId");
  state::Session& session = context.session;
  state::Job* job = session.find_job(job_id);
  if (job == nullptr)
    return fail(ErrorKind::kProcessEngine, "ENGINE-14026 No job found with id '" + job_id + "'");
  // The job executor has no user, so only a job that somebody executes by hand is logged.
  Operation(context, "Execute", "Job", kOperator).in(job->row).write();
  PROCOS_TRY(drop_incidents(context, session.execution_of(*job), "failedJob", job_id, true));
  if (job->row.handler == kHistoryCleanupJob) return run_history_cleanup(context, *job);
  session.remove_job(*job, false);
  Status ran = run_found_job(context, *job);
  if (!ran) {
    ran.error().activity_id = context.interpreter.failed_activity();
    return ran;
  }
  session.tell({.kind = state::FactKind::kJobSucceeded,
                .execution = session.execution_of(*job),
                .job = job});
  return {};
}

Status record_job_failure(Context& context, const std::string& job_id, const Error& error) {
  state::Job* job = context.session.find_job(job_id);
  if (job == nullptr) return {};  // deleted meanwhile, or executed by somebody else
  const bool first_failure =
      job->row.exception_message.empty() && job->row.exception_stacktrace.empty();
  job->row.failed_activity_id =
      error.activity_id.empty() ? job->row.activity_id : error.activity_id;
  job->row.exception_message = error.message.substr(0, kLongestExceptionMessage);
  job->row.exception_stacktrace = error.message;
  context.session.tell({.kind = state::FactKind::kJobFailed,
                        .execution = context.session.execution_of(*job),
                        .job = job});
  PROCOS_TRY(apply_retry_cycle(context, *job, first_failure));
  unlock(context, *job);
  if (error.kind == ErrorKind::kOptimisticLocking) return {};
  return set_retries(context, *job, job->row.retries - 1);
}

}  // namespace procos::command
