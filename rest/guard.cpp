#include "rest/guard.h"

#include "command/authorize.h"
#include "rest/resource/definition_ref.h"
#include "rest/resource/query_endpoint.h"

namespace procos::rest {
namespace {

using command::Check;
using command::Subject;
using command::SubjectKind;

/// Who decides.
enum class By : std::uint8_t {
  kRule,      ///< this table
  kVisible,   ///< the same for what the user may see; the rest the handler does not find either
  kRows,      ///< the query, which shows only what the user may see (store/visible.cpp)
  kCommand,   ///< the command, which first has to find what it is about
  kEverybody,
};

struct Rule {
  std::string_view method;  ///< empty: any other than GET
  std::string_view path;    ///< of the route; with a star at its end: whatever goes on like this
  By by = By::kEverybody;
  SubjectKind subject = SubjectKind::kNone;
  std::array<std::optional<Check>, 2> checks{};
  std::string_view second_if{};  ///< a flag of the body, without which the second is not asked
};

constexpr Rule needs(std::string_view method, std::string_view path, SubjectKind subject,
                     Check check) {
  return {method, path, By::kRule, subject, {check, std::nullopt}};
}
constexpr Rule needs(std::string_view method, std::string_view path, SubjectKind subject,
                     Check first, Check second, std::string_view second_if = {}) {
  return {method, path, By::kRule, subject, {first, second}, second_if};
}

constexpr Rule needs_seen(std::string_view method, std::string_view path, SubjectKind subject,
                          Check first, std::optional<Check> second = std::nullopt) {
  return {method, path, By::kVisible, subject, {first, second}};
}

using Of = SubjectKind;

// The first rule that fits counts.
constexpr Rule kGuardRules[] = {
    {"OPTIONS", "*", By::kEverybody},
    {"GET", "/version", By::kEverybody},
    {"GET", "/engine", By::kEverybody},
    // Users and what belongs to them.
    {"GET", "/authorization/check", By::kEverybody},
    {"GET", "/authorization*", By::kRows},
    {"", "/authorization*", By::kCommand},
    {"GET", "/group*", By::kRows},
    {"POST", "/group", By::kRows},
    {"POST", "/group/count", By::kRows},
    {"", "/group*", By::kCommand},
    {"GET", "/identity/groups", By::kRows},
    {"POST", "/identity/verify", By::kCommand},
    {"GET", "/identity/*", By::kEverybody},
    {"POST", "/identity/*", By::kEverybody},
    {"GET", "/tenant*", By::kRows},
    {"", "/tenant*", By::kCommand},
    {"GET", "/user*", By::kRows},
    {"", "/user*", By::kCommand},
    // Deployments and definitions.
    needs("GET", "/deployment/registered", Of::kNone, Check::kReadSystem),
    needs("GET", "/deployment/{id}/resources*", Of::kItself, Check::kReadDeployment),
    {"GET", "/deployment*", By::kRows},
    needs("POST", "/deployment/create", Of::kNone, Check::kCreateDeployment),
    needs_seen("POST", "/deployment/{id}/redeploy", Of::kItself, Check::kReadDeployment,
          Check::kCreateDeployment),
    needs_seen("DELETE", "/deployment/{id}", Of::kItself, Check::kDeleteDeployment),
    {"GET", "/process-definition", By::kRows},
    {"GET", "/process-definition/count", By::kRows},
    {"GET", "/process-definition/statistics", By::kRows},
    {"GET", "/process-definition/{id}", By::kRows},
    {"PUT", "/process-definition/suspended", By::kCommand},
    needs("GET", "/process-definition/*", Of::kDefinition, Check::kReadDefinition),
    needs("DELETE", "/process-definition/*", Of::kDefinition, Check::kDeleteDefinition),
    needs("POST", "/process-definition/{id}/restart", Of::kDefinition, Check::kReadHistory),
    {"POST", "/process-definition/{id}/restart-async", By::kCommand},
    needs("POST", "/process-definition/key/{key}/restart", Of::kDefinition, Check::kReadHistory),
    {"POST", "/process-definition/key/{key}/restart-async", By::kCommand},
    needs("POST", "/process-definition/key/{key}/tenant-id/{tenant-id}/restart", Of::kDefinition,
          Check::kReadHistory),
    {"POST", "/process-definition/key/{key}/tenant-id/{tenant-id}/restart-async", By::kCommand},
    needs("POST", "/process-definition/*", Of::kDefinition, Check::kCreateInstance,
          Check::kCreateInstanceOfDefinition),
    needs("PUT", "/process-definition/{id}/suspended", Of::kDefinition, Check::kSuspendDefinition,
          Check::kSuspendInstancesOfDefinition, "includeProcessInstances"),
    needs("PUT", "/process-definition/key/{key}/suspended",
          Of::kDefinition, Check::kSuspendDefinition,
          Check::kSuspendInstancesOfDefinition, "includeProcessInstances"),
    needs("PUT", "/process-definition/key/{key}/tenant-id/{tenant-id}/suspended", Of::kDefinition,
          Check::kSuspendDefinition, Check::kSuspendInstancesOfDefinition,
          "includeProcessInstances"),
    needs("PUT", "/process-definition/*", Of::kDefinition, Check::kUpdateDefinition),
    needs("GET", "/decision-definition/{id}*", Of::kDecision, Check::kReadDecision),
    needs("GET", "/decision-definition/key/*", Of::kDecision, Check::kReadDecision),
    {"GET", "/decision-definition*", By::kRows},
    needs("POST", "/decision-definition/*", Of::kDecision, Check::kEvaluateDecision),
    needs("PUT", "/decision-definition/*", Of::kDecision, Check::kUpdateDecision),
    {"GET", "/decision-requirements-definition*", By::kRows},
    // Instances and executions.
    {"GET", "/event-subscription*", By::kRows},
    needs("GET", "/execution/{id}/localVariables*", Of::kInstance, Check::kReadInstance),
    {"GET", "/execution*", By::kRows},
    {"POST", "/execution", By::kRows},
    {"POST", "/execution/count", By::kRows},
    needs("", "/execution/{id}/localVariables*", Of::kInstance, Check::kUpdateInstanceVariables),
    needs("", "/execution/{id}/*", Of::kInstance, Check::kUpdateInstance),
    needs("GET", "/process-instance/{id}/activity-instances", Of::kInstance, Check::kReadInstance),
    needs("GET", "/process-instance/{id}/variables*", Of::kInstance, Check::kReadInstance),
    {"GET", "/process-instance/{id}/comment*", By::kRows},
    {"GET", "/process-instance*", By::kRows},
    {"POST", "/process-instance", By::kRows},
    {"POST", "/process-instance/count", By::kRows},
    {"POST", "/process-instance/delete*", By::kCommand},
    {"POST", "/process-instance/job-retries*", By::kCommand},
    {"POST", "/process-instance/message-async", By::kCommand},
    {"POST", "/process-instance/suspended-async", By::kCommand},
    {"POST", "/process-instance/variables-async", By::kCommand},
    {"POST", "/process-instance/{id}/modification-async", By::kCommand},
    needs("POST", "/process-instance/{id}/modification", Of::kInstance, Check::kUpdateInstance),
    {"PUT", "/process-instance/suspended", By::kCommand},
    needs("PUT", "/process-instance/{id}/suspended", Of::kInstance, Check::kSuspendInstance),
    needs("DELETE", "/process-instance/{id}", Of::kInstance, Check::kDeleteInstance),
    {"", "/process-instance/{id}/comment*", By::kCommand},
    needs("", "/process-instance/{id}/variables*", Of::kInstance, Check::kUpdateInstanceVariables),
    {"GET", "/variable-instance*", By::kRows},
    {"POST", "/variable-instance*", By::kRows},
    {"POST", "/message", By::kCommand},
    {"POST", "/signal", By::kCommand},
    {"POST", "/condition", By::kCommand},
    {"POST", "/migration/generate", By::kCommand},
    {"POST", "/migration/validate", By::kCommand},
    {"POST", "/migration/execute", By::kCommand},
    {"POST", "/migration/executeAsync", By::kCommand},
    {"POST", "/modification/execute", By::kCommand},
    {"POST", "/modification/executeAsync", By::kCommand},
    // Tasks.
    needs("GET", "/task/report/candidate-group-count", Of::kNone, Check::kReadTasksOfAll),
    {"GET", "/task/{id}/attachment*", By::kEverybody},
    {"GET", "/task/{id}/comment*", By::kEverybody},
    {"GET", "/task", By::kRows},
    {"GET", "/task/count", By::kRows},
    {"GET", "/task/{id}", By::kRows},
    needs("GET", "/task/{id}/*", Of::kTask, Check::kReadTask),
    {"POST", "/task", By::kRows},
    {"POST", "/task/count", By::kRows},
    needs("POST", "/task/create", Of::kNone, Check::kCreateTask),
    needs("", "/task/{id}/localVariables*", Of::kTask, Check::kUpdateTaskVariables),
    needs("", "/task/{id}/variables*", Of::kTask, Check::kUpdateTaskVariables),
    needs("POST", "/task/{id}/assignee", Of::kTask, Check::kTaskAssign),
    needs("POST", "/task/{id}/unclaim", Of::kTask, Check::kTaskAssign),
    needs("POST", "/task/{id}/delegate", Of::kTask, Check::kTaskAssign),
    needs("POST", "/task/{id}/identity-links*", Of::kTask, Check::kTaskAssign),
    {"POST", "/task/{id}/attachment/create", By::kRows},
    {"", "/task/{id}/comment*", By::kCommand},
    {"DELETE", "/task/{id}/attachment/{attachmentId}", By::kEverybody},
    needs_seen("PUT", "/task/{id}", Of::kTask, Check::kTaskAssign),
    {"DELETE", "/task/{id}", By::kCommand},
    needs("", "/task/{id}/*", Of::kTask, Check::kTaskWork),
    {"POST", "/external-task", By::kRows},
    {"POST", "/external-task/count", By::kRows},
    {"POST", "/external-task/fetchAndLock", By::kCommand},
    {"POST", "/external-task/retries-async", By::kCommand},
    {"PUT", "/external-task/retries", By::kCommand},
    needs("GET", "/external-task/{id}/errorDetails", Of::kExternalTask, Check::kReadInstance),
    {"GET", "/external-task*", By::kRows},
    needs("", "/external-task/{id}/*", Of::kExternalTask, Check::kUpdateInstance),
    // Filters. What they show are rows again.
    {"GET", "/filter", By::kRows},
    {"GET", "/filter/count", By::kRows},
    needs("POST", "/filter/create", Of::kNone, Check::kCreateFilter),
    needs("PUT", "/filter/{id}", Of::kItself, Check::kReadFilter, Check::kUpdateFilter),
    needs("DELETE", "/filter/{id}", Of::kItself, Check::kDeleteFilter),
    {"GET", "/filter/{id}/singleResult", By::kRows},
    {"POST", "/filter/{id}/singleResult", By::kRows},
    needs("GET", "/filter/{id}*", Of::kItself, Check::kReadFilter),
    needs("POST", "/filter/{id}*", Of::kItself, Check::kReadFilter),
    // Jobs, incidents, batches.
    needs("GET", "/job/{id}/stacktrace", Of::kJob, Check::kReadJob),
    {"GET", "/job*", By::kRows},
    {"POST", "/job", By::kRows},
    {"POST", "/job/count", By::kRows},
    {"POST", "/job-definition*", By::kRows},
    {"POST", "/job/retries", By::kCommand},
    {"PUT", "/job/suspended", By::kCommand},
    needs("PUT", "/job/{id}/retries", Of::kJob, Check::kRetryJob),
    needs("", "/job/{id}*", Of::kJob, Check::kUpdateJob),
    {"PUT", "/job-definition/suspended", By::kCommand},
    needs("PUT", "/job-definition/{id}/retries", Of::kJobDefinition, Check::kRetryJobsOfDefinition),
    needs("PUT", "/job-definition/{id}/*", Of::kJobDefinition, Check::kUpdateDefinition,
          Check::kUpdateInstancesOfDefinition, "includeJobs"),
    {"GET", "/incident*", By::kRows},
    needs("", "/incident/{id}*", Of::kIncident, Check::kUpdateInstance),
    {"GET", "/batch*", By::kRows},
    {"PUT", "/batch/{id}/suspended", By::kCommand},
    {"DELETE", "/batch/{id}", By::kCommand},
    // History.
    needs("GET", "/history/process-instance/report", Of::kNone, Check::kReadHistoryOfAll),
    needs("GET", "/history/task/report", Of::kNone, Check::kReadHistoryOfAll),
    needs("GET", "/history/batch/cleanable-batch-report*", Of::kNone, Check::kReadBatchHistory),
    needs("GET", "/history/job-log/{id}/stacktrace", Of::kHistoricJobLog, Check::kReadHistory),
    needs("GET", "/history/external-task-log/{id}/error-details", Of::kHistoricExternalTaskLog,
          Check::kReadHistory),
    needs("POST", "/history/cleanup", Of::kNone, Check::kAdmin),
    {"POST", "/history/process-instance/delete", By::kCommand},
    {"POST", "/history/decision-instance/delete", By::kCommand},
    {"POST", "/history/process-instance/set-removal-time", By::kCommand},
    {"POST", "/history/decision-instance/set-removal-time", By::kCommand},
    {"POST", "/history/batch/set-removal-time", By::kCommand},
    {"GET", "/history/*", By::kRows},
    {"POST", "/history/*", By::kRows},
    {"PUT", "/history/user-operation/*", By::kCommand},
    needs("DELETE", "/history/process-instance/{id}*",
          Of::kHistoricInstance, Check::kDeleteHistory),
    needs("DELETE", "/history/variable-instance/{id}",
          Of::kHistoricVariable, Check::kDeleteHistory),
    {"DELETE", "/history/batch/{id}", By::kCommand},
    // The system.
    {"GET", "/metrics*", By::kEverybody},
    needs("DELETE", "/metrics*", Of::kNone, Check::kDeleteSystem),
    {"GET", "/schema/log", By::kRows},
    {"POST", "/schema/log", By::kRows},
    needs("GET", "/telemetry/data", Of::kNone, Check::kReadSystem),
    {"GET", "/telemetry/configuration", By::kEverybody},
    needs("POST", "/telemetry/configuration", Of::kNone, Check::kAdmin),
    needs("GET", "/optimize/*", Of::kNone, Check::kReadHistoryOfAll),
};

std::string_view guarded_method(const Route& route) {
  static constexpr std::array<std::string_view, 5> kNames{"GET", "POST", "PUT", "DELETE",
                                                          "OPTIONS"};
  return kNames[static_cast<std::size_t>(route.method)];
}

bool fits_path(std::string_view pattern, std::string_view path) {
  if (!pattern.ends_with('*')) return pattern == path;
  return path.starts_with(pattern.substr(0, pattern.size() - 1));
}

const Rule* rule_of(const Route& route) {
  const std::string_view method = guarded_method(route);
  for (const Rule& rule : kGuardRules) {
    const bool fits = rule.method.empty() ? method != "GET" : rule.method == method;
    if (fits && fits_path(rule.path, route.path)) return &rule;
  }
  return nullptr;
}

/// By key the latest version is meant, of those that the user may see; there is no other for him.
RestResult<std::optional<Subject>> definition_of_key(Context& ctx) {
  PROCOS_ASSIGN(const auto row, find_definition(ctx));
  return row ? std::optional(command::subject_of(*row)) : std::nullopt;
}

bool is_visible(Context& ctx, SubjectKind kind) {
  service::Engine& engine = engine_of(ctx);
  const std::string& id = ctx.param("id");
  if (kind == SubjectKind::kTask) {
    const auto task = read_row<state::TaskRow>(engine, "taskId", id);
    return task && task->has_value();
  }
  const auto deployment = read_row<state::DeploymentRow>(engine, "id", id);
  return deployment && deployment->has_value();
}

/// Nothing when there is no such thing.
RestResult<std::optional<Subject>> subject_of_request(Context& ctx, SubjectKind kind) {
  if (kind == SubjectKind::kNone) return Subject();
  const bool by_key = ctx.route().path.find("{key}") != std::string_view::npos;
  if (kind == SubjectKind::kDefinition && by_key) return definition_of_key(ctx);
  std::optional<Subject> found;
  engine_of(ctx).read([&](store::Connection& connection) {
    found = command::find_subject(connection, kind, ctx.param(by_key ? "key" : "id"));
  });
  return found;
}

bool body_has_flag(const Context& ctx, std::string_view name) {
  const auto body = ctx.json_object();
  if (!body) return false;
  const auto flag = body->boolean(name);
  return flag && flag->value_or(false);
}

}  // namespace

bool has_guard(const Route& route) { return rule_of(route) != nullptr; }

RestStatus may(const Context& ctx, Check check, const Subject& subject) {
  if (ctx.user() == nullptr) return {};
  Status status;
  engine_of(ctx).read([&](store::Connection& connection) {
    status = command::authorize(connection, ctx.user(), check, subject);
  });
  return lift(std::move(status));
}

RestStatus check_guard(Context& ctx) {
  if (ctx.user() == nullptr) return {};
  static constexpr Rule kWithoutRule = needs("", "", SubjectKind::kNone, Check::kAdmin);
  const Rule* rule = rule_of(ctx.route());
  if (rule == nullptr) rule = &kWithoutRule;
  if (rule->by != By::kRule && rule->by != By::kVisible) return {};
  if (rule->by == By::kVisible && !is_visible(ctx, rule->subject)) {
    if (rule->subject != SubjectKind::kTask) return {};
    return invalid_request(404, "No matching task with id " + ctx.param("id"));
  }
  PROCOS_ASSIGN(const auto subject, subject_of_request(ctx, rule->subject));
  if (!subject) return {};
  const bool second = rule->second_if.empty() || body_has_flag(ctx, rule->second_if);
  for (std::size_t i = 0; i < rule->checks.size(); ++i) {
    if (!rule->checks[i] || (i == 1 && !second)) continue;
    PROCOS_TRY(may(ctx, *rule->checks[i], *subject));
  }
  return {};
}

}  // namespace procos::rest
