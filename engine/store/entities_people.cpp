// Entities of what people write and do: comments, attachments, filters, the user operation log.
#include "state/rows.h"
#include "store/entity.h"

namespace procos::store {
namespace {

constexpr FilterDef kCommentFilters[] = {
    {"commentId", "r.id = $id"},
    {"taskId", "r.task_id = $id"},
    {"processInstanceId", "r.process_instance_id = $id"},
};
constexpr FilterDef kAttachmentFilters[] = {
    {"attachmentId", "r.id = $id"},
    {"taskId", "r.task_id = $id"},
};
constexpr FilterDef kAttachmentContentFilters[] = {
    {"attachmentId", "r.id = $id"},
};

constexpr FilterDef kStoredFilterFilters[] = {
    {"filterId", "r.id = $id"},       {"resourceType", "r.resource_type = $1"},
    {"name", "r.name = $1"},         {"nameLike", "r.name LIKE $1 ESCAPE '\\'"},
    {"owner", "r.owner = $1"},
};
constexpr SortDef kStoredFilterSorts[] = {
    {"filterId", "r.id"},
    {"resourceType", "r.resource_type"},
    {"name", "r.name"},
    {"owner", "r.owner"},
};

constexpr FilterDef kUserOperationFilters[] = {
    {"deploymentId", "r.deployment_id = $id"},
    {"processDefinitionId", "r.process_definition_id = $id"},
    {"processDefinitionKey", "r.process_definition_key = $1"},
    {"processInstanceId", "r.process_instance_id = $id"},
    {"executionId", "r.execution_id = $id"},
    {"caseDefinitionId", "$1 IS NULL"},
    {"caseInstanceId", "$1 IS NULL"},
    {"caseExecutionId", "$1 IS NULL"},
    {"taskId", "r.task_id = $id"},
    {"jobId", "r.job_id = $id"},
    {"jobDefinitionId", "r.job_definition_id = $id"},
    {"batchId", "r.batch_id = $id"},
    {"userId", "r.user_id = $id"},
    {"operationId", "r.operation_id = $id"},
    {"externalTaskId", "r.external_task_id = $id"},
    {"operationType", "r.operation_type = $1"},
    {"entityType", "r.entity_type = $1"},
    {"entityTypeIn", "r.entity_type IN $list"},
    {"category", "r.category = $1"},
    {"categoryIn", "r.category IN $list"},
    {"property", "r.property = $1"},
    {"afterTimestamp", "r.time >= $1"},
    {"beforeTimestamp", "r.time <= $1"},
    {"timestamp_gt", "r.time > $1"},
    {"timestamp_eq", "r.time = $1"},
    {"suspensions",
     "r.operation_type IN ('Suspend', 'Activate', 'SuspendJob', 'ActivateJob', "
     "'SuspendProcessDefinition', 'ActivateProcessDefinition')"},
};
constexpr SortDef kUserOperationSorts[] = {
    {"timestamp", "r.time"},
};

// The latest comment comes first.
constexpr Entity kComment{
    .filters = kCommentFilters, .sorts = {}, .order = "r.time DESC, r.id DESC"};
constexpr Entity kAttachment{.filters = kAttachmentFilters, .sorts = {}};
constexpr Entity kAttachmentContent{.filters = kAttachmentContentFilters, .sorts = {}};
constexpr Entity kStoredFilter{.filters = kStoredFilterFilters, .sorts = kStoredFilterSorts};
constexpr Entity kUserOperation{.filters = kUserOperationFilters, .sorts = kUserOperationSorts};

}  // namespace

template <>
const Entity& entity<state::HiCommentRow>() {
  return kComment;
}
template <>
const Entity& entity<state::HiAttachmentRow>() {
  return kAttachment;
}
template <>
const Entity& entity<state::HiAttachmentContentRow>() {
  return kAttachmentContent;
}
template <>
const Entity& entity<state::FilterRow>() {
  return kStoredFilter;
}
template <>
const Entity& entity<state::HiUserOperationRow>() {
  return kUserOperation;
}

}  // namespace procos::store
