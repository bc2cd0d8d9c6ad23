#include "command/authorize.h"

#include <array>
#include <nlohmann/json.hpp>

#include "base/check.h"
#include "store/authorize.h"

namespace procos::command {
namespace {

/// Which id of the subject a permission is about.
enum class Of : std::uint8_t { kItself, kInstance, kDefinition, kAnyOne, kEveryOne };

struct Need {
  state::Resource resource = state::Resource::kApplication;
  std::string_view permission;  ///< empty: no more
  Of of = Of::kAnyOne;
};

struct CheckDef {
  Check check;
  std::array<Need, 4> any_of;
  bool or_admin = false;  ///< members of camunda-admin need none
};

constexpr auto kDefinition = state::Resource::kProcessDefinition;
constexpr auto kInstance = state::Resource::kProcessInstance;
constexpr auto kTask = state::Resource::kTask;
constexpr auto kBatch = state::Resource::kBatch;

constexpr CheckDef batch(Check check, std::string_view permission) {
  return {check, {{{kBatch, permission, Of::kAnyOne}, {kBatch, "CREATE", Of::kAnyOne}}}};
}
constexpr CheckDef one(Check check, state::Resource resource, std::string_view permission,
                       Of of = Of::kItself) {
  return {check, {{{resource, permission, of}}}};
}
constexpr CheckDef of_task(Check check, std::string_view on_task, std::string_view on_definition) {
  return {check,
          {{{kTask, on_task, Of::kItself},
            {kDefinition, on_definition, Of::kDefinition},
            {kTask, "UPDATE", Of::kItself},
            {kDefinition, "UPDATE_TASK", Of::kDefinition}}}};
}
constexpr CheckDef of_instance(Check check, std::string_view on_instance,
                               std::string_view on_definition) {
  return {check,
          {{{kInstance, on_instance, Of::kInstance},
            {kDefinition, on_definition, Of::kDefinition}}}};
}
/// A narrower permission, or the one to update instances.
constexpr CheckDef or_update(Check check, std::string_view on_instance,
                             std::string_view on_definition, Of of = Of::kInstance) {
  return {check,
          {{{kInstance, on_instance, of},
            {kDefinition, on_definition, Of::kDefinition},
            {kInstance, "UPDATE", of},
            {kDefinition, "UPDATE_INSTANCE", Of::kDefinition}}}};
}
constexpr CheckDef of_log(Check check, std::string_view on_definition, std::string_view on_log) {
  return {check,
          {{{kDefinition, on_definition, Of::kDefinition},
            {state::Resource::kOperationLogCategory, on_log, Of::kItself}}}};
}
constexpr CheckDef system(Check check, std::string_view permission) {
  return {check, {{{state::Resource::kSystem, permission, Of::kAnyOne}}}, true};
}

constexpr std::array kChecks{
    one(Check::kReadDefinition, kDefinition, "READ", Of::kDefinition),
    one(Check::kUpdateDefinition, kDefinition, "UPDATE", Of::kDefinition),
    one(Check::kDeleteDefinition, kDefinition, "DELETE", Of::kDefinition),
    CheckDef{Check::kSuspendDefinition,
             {{{kDefinition, "SUSPEND", Of::kDefinition},
               {kDefinition, "UPDATE", Of::kDefinition}}}},
    CheckDef{Check::kUpdateInstancesOfDefinition,
             {{{kInstance, "UPDATE", Of::kAnyOne},
               {kDefinition, "UPDATE_INSTANCE", Of::kDefinition}}}},
    or_update(Check::kSuspendInstancesOfDefinition, "SUSPEND", "SUSPEND_INSTANCE", Of::kAnyOne),
    or_update(Check::kRetryJobsOfDefinition, "RETRY_JOB", "RETRY_JOB", Of::kEveryOne),
    one(Check::kMigrateInstances, kDefinition, "MIGRATE_INSTANCE", Of::kDefinition),
    one(Check::kCreateInstance, kInstance, "CREATE", Of::kAnyOne),
    one(Check::kCreateInstanceOfDefinition, kDefinition, "CREATE_INSTANCE", Of::kDefinition),
    of_instance(Check::kReadInstance, "READ", "READ_INSTANCE"),
    of_instance(Check::kUpdateInstance, "UPDATE", "UPDATE_INSTANCE"),
    of_instance(Check::kDeleteInstance, "DELETE", "DELETE_INSTANCE"),
    or_update(Check::kSuspendInstance, "SUSPEND", "SUSPEND_INSTANCE"),
    or_update(Check::kUpdateInstanceVariables, "UPDATE_VARIABLE", "UPDATE_INSTANCE_VARIABLE"),
    of_instance(Check::kReadJob, "READ", "READ_INSTANCE"),
    of_instance(Check::kUpdateJob, "UPDATE", "UPDATE_INSTANCE"),
    or_update(Check::kRetryJob, "RETRY_JOB", "RETRY_JOB"),
    one(Check::kCreateTask, kTask, "CREATE", Of::kAnyOne),
    CheckDef{Check::kReadTask,
             {{{kTask, "READ", Of::kItself}, {kDefinition, "READ_TASK", Of::kDefinition}}}},
    of_task(Check::kTaskWork, "TASK_WORK", "TASK_WORK"),
    of_task(Check::kTaskAssign, "TASK_ASSIGN", "TASK_ASSIGN"),
    of_task(Check::kUpdateTaskVariables, "UPDATE_VARIABLE", "UPDATE_TASK_VARIABLE"),
    one(Check::kDeleteTask, kTask, "DELETE"),
    one(Check::kCreateDeployment, state::Resource::kDeployment, "CREATE", Of::kAnyOne),
    one(Check::kReadDeployment, state::Resource::kDeployment, "READ"),
    one(Check::kDeleteDeployment, state::Resource::kDeployment, "DELETE"),
    one(Check::kReadDecision, state::Resource::kDecisionDefinition, "READ", Of::kDefinition),
    one(Check::kUpdateDecision, state::Resource::kDecisionDefinition, "UPDATE", Of::kDefinition),
    one(Check::kEvaluateDecision, state::Resource::kDecisionDefinition, "CREATE_INSTANCE",
        Of::kDefinition),
    one(Check::kDeleteDecisionHistory, state::Resource::kDecisionDefinition, "DELETE_HISTORY",
        Of::kDefinition),
    one(Check::kDeleteBatch, kBatch, "DELETE"),
    one(Check::kDeleteBatchHistory, kBatch, "DELETE_HISTORY"),
    one(Check::kUpdateBatch, kBatch, "UPDATE"),
    one(Check::kReadBatchHistory, kBatch, "READ_HISTORY", Of::kAnyOne),
    batch(Check::kBatchMigrate, "CREATE_BATCH_MIGRATE_PROCESS_INSTANCES"),
    batch(Check::kBatchModify, "CREATE_BATCH_MODIFY_PROCESS_INSTANCES"),
    batch(Check::kBatchRestart, "CREATE_BATCH_RESTART_PROCESS_INSTANCES"),
    batch(Check::kBatchDeleteRunning, "CREATE_BATCH_DELETE_RUNNING_PROCESS_INSTANCES"),
    batch(Check::kBatchDeleteFinished, "CREATE_BATCH_DELETE_FINISHED_PROCESS_INSTANCES"),
    batch(Check::kBatchDeleteDecisions, "CREATE_BATCH_DELETE_DECISION_INSTANCES"),
    batch(Check::kBatchJobRetries, "CREATE_BATCH_SET_JOB_RETRIES"),
    batch(Check::kBatchExternalTaskRetries, "CREATE_BATCH_SET_EXTERNAL_TASK_RETRIES"),
    batch(Check::kBatchSuspend, "CREATE_BATCH_UPDATE_PROCESS_INSTANCES_SUSPEND"),
    batch(Check::kBatchRemovalTime, "CREATE_BATCH_SET_REMOVAL_TIME"),
    batch(Check::kBatchVariables, "CREATE_BATCH_SET_VARIABLES"),
    batch(Check::kBatchMessage, "CREATE_BATCH_CORRELATE_MESSAGE"),
    one(Check::kReadHistory, kDefinition, "READ_HISTORY", Of::kDefinition),
    one(Check::kReadHistoryOfAll, kDefinition, "READ_HISTORY", Of::kEveryOne),
    one(Check::kReadTasksOfAll, kTask, "READ", Of::kEveryOne),
    one(Check::kDeleteHistory, kDefinition, "DELETE_HISTORY", Of::kDefinition),
    of_log(Check::kUpdateOperationLog, "UPDATE_HISTORY", "UPDATE"),
    of_log(Check::kDeleteOperationLog, "DELETE_HISTORY", "DELETE"),
    one(Check::kCreateFilter, state::Resource::kFilter, "CREATE", Of::kEveryOne),
    one(Check::kReadFilter, state::Resource::kFilter, "READ"),
    one(Check::kUpdateFilter, state::Resource::kFilter, "UPDATE"),
    one(Check::kDeleteFilter, state::Resource::kFilter, "DELETE"),
    one(Check::kReadUser, state::Resource::kUser, "READ"),
    one(Check::kCreateUser, state::Resource::kUser, "CREATE", Of::kAnyOne),
    one(Check::kUpdateUser, state::Resource::kUser, "UPDATE"),
    one(Check::kDeleteUser, state::Resource::kUser, "DELETE"),
    one(Check::kCreateGroup, state::Resource::kGroup, "CREATE", Of::kAnyOne),
    one(Check::kUpdateGroup, state::Resource::kGroup, "UPDATE"),
    one(Check::kDeleteGroup, state::Resource::kGroup, "DELETE"),
    one(Check::kCreateMembership, state::Resource::kGroupMembership, "CREATE"),
    one(Check::kDeleteMembership, state::Resource::kGroupMembership, "DELETE"),
    one(Check::kCreateTenant, state::Resource::kTenant, "CREATE", Of::kAnyOne),
    one(Check::kUpdateTenant, state::Resource::kTenant, "UPDATE"),
    one(Check::kDeleteTenant, state::Resource::kTenant, "DELETE"),
    one(Check::kCreateTenantMembership, state::Resource::kTenantMembership, "CREATE"),
    one(Check::kDeleteTenantMembership, state::Resource::kTenantMembership, "DELETE"),
    one(Check::kCreateAuthorization, state::Resource::kAuthorization, "CREATE", Of::kAnyOne),
    one(Check::kUpdateAuthorization, state::Resource::kAuthorization, "UPDATE"),
    one(Check::kDeleteAuthorization, state::Resource::kAuthorization, "DELETE"),
    CheckDef{Check::kAdmin, {}, true},
    system(Check::kReadSystem, "READ"),
    system(Check::kSetSystem, "SET"),
    system(Check::kDeleteSystem, "DELETE"),
};

constexpr bool checks_in_order() {
  for (std::size_t i = 0; i < kChecks.size(); ++i) {
    if (static_cast<std::size_t>(kChecks[i].check) != i) return false;
  }
  return static_cast<std::size_t>(Check::kDeleteSystem) + 1 == kChecks.size();
}
static_assert(checks_in_order(), "the table has one row for every Check, in its order");

/// What Camunda says that nobody but members of the thing's tenant can do.
struct TenantWords {
  Check check;
  std::string_view verb;
};
constexpr TenantWords kTenantWords[] = {
    {Check::kReadDefinition, "get the process definition"},
    {Check::kUpdateDefinition, "update the process definition"},
    {Check::kSuspendDefinition, "update the process definition"},
    {Check::kDeleteDefinition, "delete the process definition"},
    {Check::kCreateInstanceOfDefinition, "create an instance of the process definition"},
    {Check::kReadInstance, "read the process instance"},
    {Check::kUpdateInstance, "update the process instance"},
    {Check::kSuspendInstance, "update the process instance"},
    {Check::kUpdateInstanceVariables, "update the process instance"},
    {Check::kDeleteInstance, "delete the process instance"},
    {Check::kReadJob, "read the job"},
    {Check::kUpdateJob, "update the job"},
    {Check::kRetryJob, "update the job"},
    {Check::kReadTask, "read the task"},
    {Check::kTaskWork, "work on task"},
    {Check::kTaskAssign, "assign the task"},
    {Check::kUpdateTaskVariables, "update the task"},
    {Check::kDeleteTask, "delete the task"},
    {Check::kReadDeployment, "get the deployment"},
    {Check::kDeleteDeployment, "delete the deployment"},
    {Check::kReadHistory, "get the history of"},
    {Check::kDeleteHistory, "delete the historic process instance"},
};

Status check_tenant(const state::Authentication& user, Check check, const Subject& subject) {
  if (user.admin || subject.tenant_id.empty()) return {};
  for (const std::string& tenant : user.tenant_ids) {
    if (tenant == subject.tenant_id) return {};
  }
  for (const TenantWords& words : kTenantWords) {
    if (words.check != check) continue;
    return fail(ErrorKind::kProcessEngine,
                "ENGINE-13034 Cannot " + std::string(words.verb) + " '" + subject.id +
                    "' because it belongs to no authenticated tenant.");
  }
  return {};
}

/// Nothing when the subject has no such id.
std::optional<std::string> id_of(const Subject& subject, Of of) {
  const auto known = [](const std::string& id) {
    return id.empty() ? std::optional<std::string>() : id;
  };
  switch (of) {
    case Of::kItself: return known(subject.id);
    // A job of a definition belongs to no instance: who may change all of them may change it.
    case Of::kInstance:
      return subject.definition_key.empty() ? known(subject.instance_id) : subject.instance_id;
    case Of::kDefinition: return known(subject.definition_key);
    case Of::kAnyOne: return std::string();
    case Of::kEveryOne: return std::string(state::kAnyId);
  }
  return std::nullopt;
}

std::string describe(const store::PermissionCheck& missing) {
  std::string text = "'" + std::string(missing.permission) + "' permission on resource '";
  if (!missing.id.empty()) text += missing.id + "' of type '";
  return text + std::string(state::resource_name(missing.resource)) + "'";
}

nlohmann::ordered_json text_or_null(std::string_view text) {
  return text.empty() ? nlohmann::ordered_json() : nlohmann::ordered_json(text);
}

/// Camunda's properties of an AuthorizationException.
std::string details_of(const std::string& user,
                       const std::vector<store::PermissionCheck>& missing) {
  nlohmann::ordered_json list = nlohmann::ordered_json::array();
  for (const store::PermissionCheck& one : missing) {
    list.push_back({{"permissionName", one.permission},
                    {"resourceName", state::resource_name(one.resource)},
                    {"resourceId", text_or_null(one.id)}});
  }
  nlohmann::ordered_json details;
  const bool single = missing.size() == 1;
  details["userId"] = text_or_null(user);
  details["resourceName"] = single ? list[0]["resourceName"] : nlohmann::ordered_json();
  details["resourceId"] = single ? list[0]["resourceId"] : nlohmann::ordered_json();
  details["permissionName"] = single ? list[0]["permissionName"] : nlohmann::ordered_json();
  details["missingAuthorizations"] = std::move(list);
  return details.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace);
}

Status refused(const state::Authentication& user, const CheckDef& def,
               const std::vector<store::PermissionCheck>& missing) {
  std::string permissions;
  for (const store::PermissionCheck& one : missing) {
    permissions += (permissions.empty() ? "" : " or ") + describe(one);
  }
  Error error{ErrorKind::kAuthorization, {}, 0, {}};
  if (missing.empty()) {
    error.message = "ENGINE-03029 Required admin authenticated group or user.";
  } else if (def.or_admin) {
    error.message =
        "ENGINE-03110 Required admin authenticated group or user or any of the following "
        "permissions: " + permissions + ".";
  } else if (missing.size() == 1) {
    error.message = "The user with id '" + user.user_id + "' does not have " + permissions + ".";
  } else {
    error.message = "The user with id '" + user.user_id +
                    "' does not have one of the following permissions: " + permissions;
  }
  // Camunda does not name what an administrator would not need.
  error.details = def.or_admin ? details_of({}, {}) : details_of(user.user_id, missing);
  return std::unexpected(std::move(error));
}

std::vector<store::PermissionCheck> needs_of(const CheckDef& def, const Subject& subject) {
  std::vector<store::PermissionCheck> needs;
  for (const Need& need : def.any_of) {
    if (need.permission.empty()) break;
    if (auto id = id_of(subject, need.of)) {
      needs.push_back({need.resource, need.permission, std::move(*id)});
    }
  }
  return needs;
}

}  // namespace

Status authorize(store::Connection& connection, const state::AuthenticationPtr& user, Check check,
                 const Subject& subject) {
  if (user == nullptr) return {};
  PROCOS_TRY(check_tenant(*user, check, subject));
  const CheckDef& def = kChecks[static_cast<std::size_t>(check)];
  if (def.or_admin && user->admin) return {};
  const auto needs = needs_of(def, subject);
  if (needs.empty() && !def.or_admin) return {};
  if (!needs.empty() && store::is_authorized(connection, *user, needs)) return {};
  return refused(*user, def, needs);
}

Status authorize(Context& context, Check check, const Subject& subject) {
  return authorize(context.store.writer(), context.session.authentication(), check, subject);
}

Status authorize_all(Context& context, Check check, const std::vector<Subject>& subjects) {
  const state::AuthenticationPtr& user = context.session.authentication();
  if (user == nullptr) return {};
  const CheckDef& def = kChecks[static_cast<std::size_t>(check)];
  std::vector<store::PermissionCheck> all;
  bool allowed = true;
  for (const Subject& subject : subjects) {
    PROCOS_TRY(check_tenant(*user, check, subject));
    const auto needs = needs_of(def, subject);
    allowed = allowed && store::is_authorized(context.store.writer(), *user, needs);
    all.insert(all.end(), needs.begin(), needs.end());
  }
  return allowed ? Status{} : refused(*user, def, all);
}

Status authorize_start(Context& context, const state::DefinitionRow& definition) {
  const Subject subject = subject_of(definition);
  PROCOS_TRY(authorize(context, Check::kCreateInstance, subject));
  return authorize(context, Check::kCreateInstanceOfDefinition, subject);
}

}  // namespace procos::command
