// What can be asked of tasks, running and historic.
#include "state/rows.h"
#include "store/entity.h"
#include "store/entity_text.h"

namespace procos::store {
namespace {

// ---- running tasks --------------------------------------------------------------------------

// Candidates are asked for to claim a task, so assigned tasks are left out unless they are wanted
// too.
constexpr GroupDef kTaskGroups[] = {
    {"candidate",
     "r.assignee IS NULL AND r.id IN (SELECT l.task_id FROM identity_link l WHERE l.type = "
     "'candidate' AND (",
     " OR ", "))", "includeAssignedTasks",
     "r.id IN (SELECT l.task_id FROM identity_link l WHERE l.type = 'candidate' AND ("},
    {"any candidate", "r.assignee IS NULL AND ", " AND ", "", "includeAssignedTasks", ""},
};
constexpr std::string_view kAnyGroup =
    "EXISTS (SELECT 1 FROM identity_link l WHERE l.task_id = r.id AND l.type = 'candidate' "
    "AND l.group_id IS NOT NULL)";
constexpr std::string_view kNoGroup =
    "NOT EXISTS (SELECT 1 FROM identity_link l WHERE l.task_id = r.id AND l.type = 'candidate' "
    "AND l.group_id IS NOT NULL)";
constexpr std::string_view kAnyUser =
    "EXISTS (SELECT 1 FROM identity_link l WHERE l.task_id = r.id AND l.type = 'candidate' "
    "AND l.user_id IS NOT NULL)";
constexpr std::string_view kNoUser =
    "NOT EXISTS (SELECT 1 FROM identity_link l WHERE l.task_id = r.id AND l.type = 'candidate' "
    "AND l.user_id IS NOT NULL)";

constexpr FilterDef kTaskFilters[] = {
    {"taskId", "r.id = $id"},
    {"taskIdIn", "r.id IN $ids"},
    {"parentTaskId", "r.parent_task_id = $id"},
    {"name", "upper(r.name) = upper($1)"},
    {"nameNotEqual", "upper(r.name) != upper($1)"},
    {"nameLike", "upper(r.name) LIKE upper($1) ESCAPE '\\'"},
    {"nameNotLike", "upper(r.name) NOT LIKE upper($1) ESCAPE '\\'"},
    {"description", "upper(r.description) = upper($1)"},
    {"descriptionLike", "upper(r.description) LIKE upper($1) ESCAPE '\\'"},
    {"priority", "r.priority = $1"},
    {"minPriority", "r.priority >= $1"},
    {"maxPriority", "r.priority <= $1"},
    {"assignee", "r.assignee = $1"},
    {"assigneeLike", "r.assignee LIKE $1 ESCAPE '\\'"},
    {"assigneeIn", "r.assignee IN $list"},
    {"assigneeNotIn", "r.assignee NOT IN $list"},
    {"owner", "r.owner = $1"},
    {"assigned", "r.assignee IS NOT NULL"},
    {"unassigned", "r.assignee IS NULL"},
    {"delegationState", "r.delegation_state = $1"},
    {"noDelegationState", "r.delegation_state IS NULL"},
    {"candidateUser",
     "(l.user_id = $id OR l.group_id IN (SELECT group_id FROM membership WHERE user_id = $id))",
     "candidate"},
    {"candidateGroups", "l.group_id IN $ids", "candidate"},
    {"candidateGroup", "l.group_id = $id", "candidate"},
    {"candidateGroupLike", "l.group_id LIKE $1", "candidate"},
    {"withCandidateGroups", kAnyGroup, "any candidate"},
    {"withoutCandidateGroups", kNoGroup, "any candidate"},
    {"withCandidateUsers", kAnyUser, "any candidate"},
    {"withoutCandidateUsers", kNoUser, "any candidate"},
    {"includeAssignedTasks", ""},
    {"involvedUser",
     "(r.assignee = $1 OR r.owner = $1 OR r.id IN (SELECT l.task_id FROM identity_link l "
     "WHERE l.user_id = $id))"},
    {"processInstanceId", "r.process_instance_id = $id"},
    {"processInstanceIdIn", "r.process_instance_id IN $ids"},
    {"processInstanceBusinessKey",
     "r.process_instance_id IN (SELECT e.id FROM execution e WHERE e.business_key = $1)"},
    {"processInstanceBusinessKeyIn",
     "r.process_instance_id IN (SELECT e.id FROM execution e WHERE e.business_key IN $list)"},
    {"processInstanceBusinessKeyLike",
     "r.process_instance_id IN (SELECT e.id FROM execution e WHERE e.business_key LIKE $1 ESCAPE "
     "'\\')"},
    {"executionId", "r.execution_id = $id"},
    {"activityInstanceIdIn", "r.activity_instance_id IN $ids"},
    {"processDefinitionId", "r.process_definition_id = $id"},
    {"processDefinitionKey",
     "r.process_definition_id IN (SELECT id FROM process_definition WHERE key = $1)"},
    {"processDefinitionKeyIn",
     "r.process_definition_id IN (SELECT id FROM process_definition WHERE key IN $list)"},
    {"processDefinitionName",
     "r.process_definition_id IN (SELECT id FROM process_definition WHERE name = $1)"},
    {"processDefinitionNameLike",
     "r.process_definition_id IN (SELECT id FROM process_definition WHERE name LIKE $1 ESCAPE "
     "'\\')"},
    {"taskDefinitionKey", "r.task_definition_key = $1"},
    {"taskDefinitionKeyIn", "r.task_definition_key IN $list"},
    {"taskDefinitionKeyNotIn", "r.task_definition_key NOT IN $list"},
    {"taskDefinitionKeyLike", "r.task_definition_key LIKE $1 ESCAPE '\\'"},
    {"dueDate", "r.due_date = $1"},
    {"dueAfter", "r.due_date > $1"},
    {"dueBefore", "r.due_date < $1"},
    {"withoutDueDate", "r.due_date IS NULL"},
    {"followUpDate", "r.follow_up_date = $1"},
    {"followUpAfter", "r.follow_up_date > $1"},
    {"followUpBefore", "r.follow_up_date < $1"},
    {"followUpBeforeOrNotExistent", "(r.follow_up_date IS NULL OR r.follow_up_date < $1)"},
    {"createdOn", "r.create_time = $1"},
    {"createdAfter", "r.create_time > $1"},
    {"createdBefore", "r.create_time < $1"},
    {"updatedAfter", "ifnull(r.last_updated, r.create_time) > $1"},
    {.name = "active", .sql = "r.suspended = 0", .unless = "suspended"},
    {"suspended", "r.suspended = 1"},
    {"tenantIdIn", "r.tenant_id IN $ids"},
    {"withoutTenantId", "r.tenant_id IS NULL"},
    {"excludeSubtasks", "r.parent_task_id IS NULL"},
    {"caseInstanceId", "r.case_instance_id = $1"},
    {"caseInstanceBusinessKey", "$1 IS NULL"},
    {"caseInstanceBusinessKeyLike", "$1 IS NULL"},
    {"caseDefinitionId", "$1 IS NULL"},
    {"caseDefinitionKey", "$1 IS NULL"},
    {"caseDefinitionName", "$1 IS NULL"},
    {"caseDefinitionNameLike", "$1 IS NULL"},
    {"caseExecutionId", "$1 IS NULL"},
    {"withCommentAttachmentInfo", ""},
    {"withTaskVariablesInReturn", ""},
    {"withTaskLocalVariablesInReturn", ""},
};

// Strings are sorted without regard to case; of a wrong type there is nothing to sort by.
#define PROCOS_VARIABLE_SORT(where)                                                               \
  "(SELECT coalesce(v.value_int, v.value_real, lower(v.value_text)) FROM variable v WHERE " where \
  " AND v.name = $1 AND v.value_type = $2 LIMIT 1)"

constexpr SortDef kTaskSorts[] = {
    {"instanceId", "r.process_instance_id"},
    {"caseInstanceId", "r.case_instance_id"},
    {"dueDate", "r.due_date"},
    {"followUpDate", "r.follow_up_date"},
    {"executionId", "r.execution_id"},
    {"caseExecutionId", "NULL"},
    {"assignee", "r.assignee"},
    {"created", "r.create_time"},
    {"lastUpdated", "r.last_updated"},
    {"description", "r.description"},
    {"id", "r.id"},
    {"name", "r.name"},
    {"nameCaseInsensitive", "lower(r.name)"},
    {"priority", "r.priority"},
    {"tenantId", "r.tenant_id"},
    {"processVariable",
     PROCOS_VARIABLE_SORT("v.process_instance_id = r.process_instance_id AND v.task_id IS NULL")},
    {"executionVariable",
     PROCOS_VARIABLE_SORT(
         "v.process_instance_id = r.process_instance_id AND v.execution_id = r.execution_id")},
    {"taskVariable", PROCOS_VARIABLE_SORT("v.task_id = r.id")},
    {"caseExecutionVariable", PROCOS_VARIABLE_SORT("v.id IS NULL")},
    {"caseInstanceVariable", PROCOS_VARIABLE_SORT("v.id IS NULL")},
};
#undef PROCOS_VARIABLE_SORT

constexpr VariableDef kTaskVariables[] = {
    {"taskVariables", "EXISTS (SELECT 1 FROM variable v WHERE v.task_id = r.id AND $condition)",
     "v"},
    {"processVariables",
     "EXISTS (SELECT 1 FROM variable v WHERE v.process_instance_id = r.process_instance_id "
     "AND v.task_id IS NULL AND $condition)",
     "v"},
    {"caseInstanceVariables", "EXISTS (SELECT 1 FROM variable v WHERE v.id IS NULL AND $condition)",
     "v"},
};

// ---- historic tasks -------------------------------------------------------------------------

constexpr GroupDef kHiTaskGroups[] = {
    {"link", "r.id IN (SELECT l.task_id FROM hi_identity_link l WHERE ", " AND ", ")"},
    {"instance",
     "EXISTS (SELECT 1 FROM hi_process_instance p WHERE p.id = r.process_instance_id AND ", " AND ",
     ")"},
};
constexpr FilterDef kHiTaskOwnRows[] = {
    {"taskId", "r.id = $id"},
    {"taskParentTaskId", "r.parent_task_id = $id"},
    {"processInstanceId", "r.process_instance_id = $id"},
    {"rootProcessInstanceId", "r.root_process_instance_id = $id"},
    {"processInstanceBusinessKey",
     "r.process_instance_id IN (SELECT p.id FROM hi_process_instance p WHERE p.business_key = $1)"},
    {"processInstanceBusinessKeyIn",
     "r.process_instance_id IN (SELECT p.id FROM hi_process_instance p WHERE p.business_key IN "
     "$list)"},
    {"processInstanceBusinessKeyLike", "p.business_key LIKE $1 ESCAPE '\\'", "instance"},
    {"processFinished", "p.end_time IS NOT NULL", "instance"},
    {"processUnfinished", "p.end_time IS NULL", "instance"},
    {"executionId", "r.execution_id = $id"},
    {"processDefinitionId", "r.process_definition_id = $id"},
    {"processDefinitionKey", "r.process_definition_key = $1"},
    {"processDefinitionName",
     "r.process_definition_id IN (SELECT id FROM process_definition WHERE name = $1)"},
    {"activityInstanceIdIn", "r.activity_instance_id IN $ids"},
    {"taskName", "upper(r.name) = upper($1)"},
    {"taskNameLike", "upper(r.name) LIKE upper($1) ESCAPE '\\'"},
    {"taskDescription", "upper(r.description) = upper($1)"},
    {"taskDescriptionLike", "upper(r.description) LIKE upper($1) ESCAPE '\\'"},
    {"taskDefinitionKey", "r.task_definition_key = $1"},
    {"taskDefinitionKeyIn", "r.task_definition_key IN $list"},
    {"taskDeleteReason", "r.delete_reason = $1"},
    {"taskDeleteReasonLike", "r.delete_reason LIKE $1 ESCAPE '\\'"},
    {"taskAssignee", "r.assignee = $1"},
    {"taskAssigneeLike", "r.assignee LIKE $1 ESCAPE '\\'"},
    {"taskOwner", "r.owner = $1"},
    {"taskOwnerLike", "r.owner LIKE $1 ESCAPE '\\'"},
    {"taskPriority", "r.priority = $1"},
    {"assigned", "r.assignee IS NOT NULL"},
    {"unassigned", "r.assignee IS NULL"},
    {"taskDueDate", "r.due_date = $1"},
    {"taskDueDateBefore", "r.due_date < $1"},
    {"taskDueDateAfter", "r.due_date > $1"},
    {"withoutTaskDueDate", "r.due_date IS NULL"},
    {"taskFollowUpDate", "r.follow_up_date = $1"},
    {"taskFollowUpDateBefore", "r.follow_up_date < $1"},
    {"taskFollowUpDateAfter", "r.follow_up_date > $1"},
    {"taskInvolvedUser", "l.user_id = $id", "link"},
    {"taskInvolvedGroup", "l.group_id = $id", "link"},
    {"taskHadCandidateUser", "l.type = 'candidate' AND l.user_id = $id", "link"},
    {"taskHadCandidateGroup", "l.type = 'candidate' AND l.group_id = $id", "link"},
    {"withCandidateGroups", "l.type = 'candidate' AND l.group_id IS NOT NULL", "link"},
    {"withoutCandidateGroups",
     "NOT EXISTS (SELECT 1 FROM hi_identity_link l WHERE l.task_id = r.id AND l.type = 'candidate' "
     "AND l.group_id IS NOT NULL)"},
    {"caseInstanceId", "$1 IS NULL"},
    {"caseExecutionId", "$1 IS NULL"},
    {"caseDefinitionId", "$1 IS NULL"},
    {"caseDefinitionKey", "$1 IS NULL"},
    {"caseDefinitionName", "$1 IS NULL"},
};
constexpr auto kHiTaskFilters = together(kHiTaskOwnRows, kFinishedRows, kSpanRows);
constexpr SortDef kHiTaskSorts[] = {
    {"taskId", "r.id"},
    {"activityInstanceId", "id_text(r.activity_instance_id)"},
    {"processDefinitionId", "id_text(r.process_definition_id)"},
    {"processInstanceId", "r.process_instance_id"},
    {"executionId", "r.execution_id"},
    {"duration", "(r.end_time - r.start_time)"},
    {"endTime", "r.end_time"},
    {"startTime", "r.start_time"},
    {"taskName", "r.name"},
    {"taskDescription", "r.description"},
    {"assignee", "r.assignee"},
    {"owner", "r.owner"},
    {"dueDate", "r.due_date"},
    {"followUpDate", "r.follow_up_date"},
    {"deleteReason", "r.delete_reason"},
    {"taskDefinitionKey", "r.task_definition_key"},
    {"priority", "r.priority"},
    {"tenantId", "r.tenant_id"},
    {"caseDefinitionId", "NULL"},
    {"caseInstanceId", "NULL"},
    {"caseExecutionId", "NULL"},
};
constexpr VariableDef kHiTaskVariables[] = {
    {"taskVariables",
     "EXISTS (SELECT 1 FROM hi_variable v WHERE v.process_instance_id IS r.process_instance_id "
     "AND v.task_id = r.id AND $condition)",
     "v"},
    {"processVariables",
     "EXISTS (SELECT 1 FROM hi_variable v WHERE v.process_instance_id = r.process_instance_id "
     "AND v.task_id IS NULL AND $condition)",
     "v"},
};

constexpr Entity kTask{.filters = kTaskFilters,
                       .groups = kTaskGroups,
                       .variables = kTaskVariables,
                       .sorts = kTaskSorts,
                       .incomparable = ErrorKind::kProcessEngine};
constexpr Entity kHiTask{.filters = kHiTaskFilters,
                         .groups = kHiTaskGroups,
                         .variables = kHiTaskVariables,
                         .sorts = kHiTaskSorts,
                         .incomparable = ErrorKind::kProcessEngine};

}  // namespace

template <>
const Entity& entity<state::TaskRow>() {
  return kTask;
}
template <>
const Entity& entity<state::HiTaskRow>() {
  return kHiTask;
}

}  // namespace procos::store
