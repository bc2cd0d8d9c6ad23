// Parameters of the queries over filters and the user operation log.
#include "rest/resource/query_tables.h"

namespace procos::rest {
namespace {

using enum ParamType;

constexpr Param kFilterParams[] = {
    {"filterId", kString}, {"resourceType", kString}, {"name", kString}, {"nameLike", kString},
    {"owner", kString},
};
constexpr std::string_view kFilterSorts[] = {
    "filterId", "resourceType", "name", "owner",
};

constexpr Param kUserOperationParams[] = {
    {"deploymentId", kString}, {"processDefinitionId", kString},
    {"processDefinitionKey", kString}, {"processInstanceId", kString}, {"executionId", kString},
    {"caseDefinitionId", kString}, {"caseInstanceId", kString}, {"caseExecutionId", kString},
    {"taskId", kString}, {"jobId", kString}, {"jobDefinitionId", kString}, {"batchId", kString},
    {"userId", kString}, {"operationId", kString}, {"externalTaskId", kString},
    {"operationType", kString}, {"entityType", kString}, {"entityTypeIn", kArray},
    {"category", kString}, {"categoryIn", kArray}, {"property", kString},
    {"afterTimestamp", kDate}, {"beforeTimestamp", kDate},
};
constexpr std::string_view kUserOperationSorts[] = {
    "timestamp",
};

}  // namespace

constinit const QueryTable kFilterQuery{kFilterParams, kFilterSorts};
constinit const QueryTable kHistoryUserOperationQuery{kUserOperationParams, kUserOperationSorts};

}  // namespace procos::rest
