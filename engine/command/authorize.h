// What a user needs for a verb: Camunda's command checkers as one table (authorize.cpp).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "command/context.h"

namespace procos::command {

/// Each is one check of Camunda's: any of its permissions is enough. A verb may need several.
enum class Check : std::uint8_t {
  // Process definitions.
  kReadDefinition, kUpdateDefinition, kDeleteDefinition, kSuspendDefinition,
  kUpdateInstancesOfDefinition, kSuspendInstancesOfDefinition, kRetryJobsOfDefinition,
  kMigrateInstances,
  // Process instances.
  kCreateInstance, kCreateInstanceOfDefinition, kReadInstance, kUpdateInstance, kDeleteInstance,
  kSuspendInstance, kUpdateInstanceVariables,
  // Jobs of an instance or a definition; those of neither are everybody's.
  kReadJob, kUpdateJob, kRetryJob,
  // User tasks.
  kCreateTask, kReadTask, kTaskWork, kTaskAssign, kUpdateTaskVariables, kDeleteTask,
  // Deployments.
  kCreateDeployment, kReadDeployment, kDeleteDeployment,
  // Decision definitions.
  kReadDecision, kUpdateDecision, kEvaluateDecision, kDeleteDecisionHistory,
  // Batches.
  kDeleteBatch, kDeleteBatchHistory, kUpdateBatch, kReadBatchHistory,
  kBatchMigrate, kBatchModify, kBatchRestart, kBatchDeleteRunning, kBatchDeleteFinished,
  kBatchDeleteDecisions, kBatchJobRetries, kBatchExternalTaskRetries, kBatchSuspend,
  kBatchRemovalTime, kBatchVariables, kBatchMessage,
  // History.
  kReadHistory, kReadHistoryOfAll, kReadTasksOfAll, kDeleteHistory, kUpdateOperationLog,
  kDeleteOperationLog,
  // Filters, users and what belongs to them.
  kCreateFilter, kReadFilter, kUpdateFilter, kDeleteFilter,
  kReadUser, kCreateUser, kUpdateUser, kDeleteUser,
  kCreateGroup, kUpdateGroup, kDeleteGroup, kCreateMembership, kDeleteMembership,
  kCreateTenant, kUpdateTenant, kDeleteTenant, kCreateTenantMembership, kDeleteTenantMembership,
  kCreateAuthorization, kUpdateAuthorization, kDeleteAuthorization,
  // The system: administrators only, or with a permission.
  kAdmin, kReadSystem, kSetSystem, kDeleteSystem,
};

/// The thing a check is about, as far as it has these. Permissions on what it has not are left out,
/// and where none is left nothing is needed.
struct Subject {
  std::string id{};              ///< its own, where it is a resource itself
  std::string instance_id{};     ///< of its process instance
  std::string definition_key{};  ///< of its process or decision definition
  std::string tenant_id{};
};

/// kAuthorization when the session's user may not, kProcessEngine when the thing belongs to a
/// tenant that he does not. Without a user everything is allowed.
Status authorize(Context& context, Check check, const Subject& subject);
/// For several things at once, of which the user has to be allowed all.
Status authorize_all(Context& context, Check check, const std::vector<Subject>& subjects);
/// The same outside a command.
Status authorize(store::Connection& connection, const state::AuthenticationPtr& user, Check check,
                 const Subject& subject);

/// For starting an instance of the definition.
Status authorize_start(Context& context, const state::DefinitionRow& definition);

/// What is known of a thing that a request names by its id; empty when there is no such thing.
enum class SubjectKind : std::uint8_t {
  kNone, kItself, kDefinition, kInstance, kTask, kVariable, kJob, kJobDefinition, kExternalTask,
  kIncident, kHistoricInstance, kHistoricTask, kHistoricVariable, kHistoricJobLog,
  kHistoricExternalTaskLog, kDecision,
};
std::optional<Subject> find_subject(store::Connection& connection, SubjectKind kind,
                                    const std::string& id);

Subject subject_of(const state::ExecutionRow& row);
Subject subject_of(const state::DefinitionRow& row);

}  // namespace procos::command
