// The query parameters and sort keys of every list that can be asked for, with their types, as
// Camunda's REST API names them.
#pragma once

#include "rest/resource/query_table.h"

namespace procos::rest {

extern const QueryTable kProcessDefinitionQuery;
extern const QueryTable kDecisionDefinitionQuery;
extern const QueryTable kDecisionRequirementsDefinitionQuery;
extern const QueryTable kDeploymentQuery;
extern const QueryTable kProcessInstanceQuery;
extern const QueryTable kExecutionQuery;
extern const QueryTable kTaskQuery;
extern const QueryTable kExternalTaskQuery;
extern const QueryTable kJobQuery;
extern const QueryTable kJobDefinitionQuery;
extern const QueryTable kEventSubscriptionQuery;
extern const QueryTable kIncidentQuery;
extern const QueryTable kVariableInstanceQuery;
extern const QueryTable kBatchQuery;
extern const QueryTable kBatchStatisticsQuery;
extern const QueryTable kHistoryProcessInstanceQuery;
extern const QueryTable kHistoryActivityInstanceQuery;
extern const QueryTable kHistoryVariableInstanceQuery;
extern const QueryTable kHistoryDecisionInstanceQuery;
extern const QueryTable kCleanableDecisionsQuery;  ///< its sort is made in the resource
extern const QueryTable kHistoryTaskQuery;
extern const QueryTable kHistoryDetailQuery;
extern const QueryTable kHistoryIncidentQuery;
extern const QueryTable kHistoryJobLogQuery;
extern const QueryTable kHistoryExternalTaskLogQuery;
extern const QueryTable kHistoryIdentityLinkLogQuery;
extern const QueryTable kUserQuery;
extern const QueryTable kGroupQuery;
extern const QueryTable kTenantQuery;
extern const QueryTable kAuthorizationQuery;
extern const QueryTable kHistoryBatchQuery;
extern const QueryTable kCleanableBatchesQuery;
extern const QueryTable kCleanableInstancesQuery;
extern const QueryTable kSchemaLogQuery;
extern const QueryTable kFilterQuery;
extern const QueryTable kHistoryUserOperationQuery;

}  // namespace procos::rest
