// What may be done to a job from outside: Camunda's SetJobRetriesCmd, SetJobDuedateCmd,
// SetJobPriorityCmd, RecalculateJobDuedateCmd and DeleteJobCmd.
#include "base/calendar.h"
#include "command/job_support.h"
#include "command/operation_log.h"

namespace procos::command {
namespace {

std::unexpected<Error> no_job(ErrorKind kind, const std::string& id) {
  return is_null(kind, "No job found with id '" + id + "'", "job");
}

Status check_retries(std::int64_t retries) {
  if (retries >= 0) return {};
  return fail(ErrorKind::kProcessEngine,
              "ENGINE-13054 The number of job retries must be a non-negative Integer, but '" +
                  std::to_string(retries) + "' has been provided.");
}

/// "R3/<start>/PT1H" with the start moved, which moves every later repetition with it.
std::string shift_cycle(const std::string& repeat, TimeMs by) {
  const std::size_t first = repeat.find('/');
  const std::size_t second = first == std::string::npos ? first : repeat.find('/', first + 1);
  if (!repeat.starts_with('R') || second == std::string::npos) return repeat;
  const auto start = parse_date_time(repeat.substr(first + 1, second - first - 1));
  if (!start) return repeat;
  return fix_cycle_start(repeat.substr(0, first) + repeat.substr(second), *start + by);
}

/// The timer a job was made from; null when it is none.
const graph::Timer* timer_of(const graph::Node& node, const state::JobRow& job) {
  if (job.handler != "timer-task-listener") return node.event.timer ? &*node.event.timer : nullptr;
  constexpr std::string_view kPrefix = "$taskListener~";
  const std::size_t at = job.configuration.find(kPrefix);
  if (at == std::string::npos) return nullptr;
  std::string id = job.configuration.substr(at + kPrefix.size());
  id = id.substr(0, id.find('$'));
  for (const graph::TaskTimeout& timeout : node.user_task.timeouts) {
    if (timeout.listener_id == id) return &timeout.timer;
  }
  return nullptr;
}

Result<std::optional<TimeMs>> due_date_of(Context& context, const state::Job& job,
                                          const graph::Timer& timer, TimeMs from) {
  state::Execution* execution = context.session.execution_of(job);
  PROCOS_ASSIGN(const Value value,
                execution != nullptr
                    ? context.interpreter.evaluate(timer.expression, *execution)
                    : context.interpreter.evaluate_without_instance(timer.expression));
  if (value.type() == ValueType::kDate) return value.as_int();
  const std::string text = expr::to_text(value);
  if (timer.kind == graph::Timer::Kind::kCycle) return resolve_cycle(text, from);
  const bool is_date = timer.kind == graph::Timer::Kind::kDate;
  PROCOS_ASSIGN(const TimeMs due,
                is_date ? resolve_date(text, from) : resolve_duration(text, from));
  return due;
}

void log_job(Context& context, const char* type, const state::JobRow& job,
             const PropertyChanges& changes = {}) {
  Operation(context, type, "Job", kOperator).in(job).write(changes);
}

}  // namespace

Status set_job_retries(Context& context, const std::vector<std::string>& job_ids,
                       std::int64_t retries, std::optional<TimeMs> due_date) {
  PROCOS_TRY(check_retries(retries));
  for (const std::string& id : job_ids) {
    state::Job* job = context.session.find_job(id);
    if (job == nullptr) {
      return fail(ErrorKind::kProcessEngine, "ENGINE-13053 No job found with id '" + id + "'.'");
    }
    PropertyChanges changes{
        {"retries", std::to_string(job->row.retries), std::to_string(retries)}};
    if (due_date)
      changes.push_back({"dueDate", number_text(job->row.due_date), number_text(due_date)});
    log_job(context, "SetJobRetries", job->row, changes);
    PROCOS_TRY(set_retries(context, *job, retries));
    if (due_date) job->row.due_date = due_date;
  }
  return {};
}

Status set_job_definition_retries(Context& context, const std::string& job_definition_id,
                                  std::int64_t retries,
                                  const std::optional<state::OptTime>& due_date) {
  PROCOS_TRY(check_retries(retries));
  PROCOS_ASSIGN(const auto rows,
                find_rows<state::JobRow>(
                    context, {{"jobDefinitionId", {job_definition_id}}, {"noRetriesLeft", {}}}));
  for (const state::JobRow& row : rows) {
    // One statement in Camunda, which leaves the incidents of these jobs alone.
    if (state::Job* job = context.session.find_job(row.id)) {
      job->row.retries = retries;
      if (due_date) job->row.due_date = *due_date;
      context.session.mark(*job);
    }
  }
  if (const auto* definition = context.session.get<state::JobDefinitionRow>(job_definition_id)) {
    PropertyChanges changes{{"retries", {}, std::to_string(retries)}};
    if (due_date) changes.push_back({"dueDate", {}, number_text(*due_date)});
    Operation(context, "SetJobRetries", "Job", kOperator).in(*definition).write(changes);
  }
  return {};
}

Status set_job_due_date(Context& context, const std::string& job_id, std::optional<TimeMs> due_date,
                        bool cascade) {
  state::Job* job = context.session.find_job(job_id);
  if (job == nullptr)
    return fail(ErrorKind::kProcessEngine, "No job found with id '" + job_id + "'.");
  log_job(context, "SetDueDate", job->row,
          {{"duedate", number_text(job->row.due_date), number_text(due_date)}});
  if (cascade && due_date && job->row.due_date && job->row.type == "timer") {
    job->row.repeat = shift_cycle(job->row.repeat, *due_date - *job->row.due_date);
  }
  job->row.due_date = due_date;
  context.session.mark(*job);
  return {};
}

Status set_job_priority(Context& context, const std::string& job_id, std::int64_t priority) {
  state::Job* job = context.session.find_job(job_id);
  if (job == nullptr) return no_job(ErrorKind::kNotFound, job_id);
  log_job(context, "SetPriority", job->row,
          {{"priority", std::to_string(job->row.priority), std::to_string(priority)}});
  job->row.priority = priority;
  context.session.mark(*job);
  return {};
}

Status recalculate_job_due_date(Context& context, const std::string& job_id,
                                bool creation_date_based) {
  if (job_id.empty()) return fail(ErrorKind::kNullValue, "The job id is mandatory: jobId is empty");
  state::Job* job = context.session.find_job(job_id);
  if (job == nullptr) return no_job(ErrorKind::kNotFound, job_id);
  if (job->row.type != "timer") {
    return fail(ErrorKind::kProcessEngine,
                "Only timer jobs can be recalculated, but the job with id '" + job_id +
                    "' is of type '" + job->row.handler + "'.");
  }
  state::DefinitionPtr definition;
  const graph::Node* node = node_of(context, *job, definition);
  const graph::Timer* timer = node == nullptr ? nullptr : timer_of(*node, job->row);
  if (timer == nullptr) {
    return fail(ErrorKind::kProcessEngine,
                "No timer declaration found for job id '" + job_id + "'.");
  }
  const TimeMs from = creation_date_based ? job->row.create_time : context.session.now();
  const std::string before = number_text(job->row.due_date);
  PROCOS_ASSIGN(job->row.due_date, due_date_of(context, *job, *timer, from));
  context.session.mark(*job);
  log_job(context, "RecalculateDueDate", job->row,
          {{"duedate", before, number_text(job->row.due_date)},
           {"creationDateBased", {}, flag_text(creation_date_based)}});
  return {};
}

Status delete_job(Context& context, const std::string& job_id) {
  if (job_id.empty()) return is_null(ErrorKind::kNullValue, "", "jobId");
  state::Job* job = context.session.find_job(job_id);
  if (job == nullptr) return no_job(ErrorKind::kNullValue, job_id);
  if (!job->row.lock_owner.empty() || job->row.lock_expiration) {
    return fail(ErrorKind::kProcessEngine,
                "Cannot delete job when the job is being executed. Try again later.");
  }
  log_job(context, "Delete", job->row);
  PROCOS_TRY(
      drop_incidents(context, context.session.execution_of(*job), "failedJob", job_id, false));
  context.session.remove_job(*job);
  return {};
}

}  // namespace procos::command
