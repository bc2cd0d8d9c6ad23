// Parameters of the queries over batches and their history, of reports on what the history cleanup
// could remove, and of the schema log.
#include "rest/resource/query_tables.h"

namespace procos::rest {
namespace {

using enum ParamType;

constexpr Param kBatchParams[] = {
    {"batchId", kString}, {"type", kString}, {"tenantIdIn", kList}, {"withoutTenantId", kFlag},
    {"suspended", kBoolean},
};
constexpr std::string_view kBatchSortKeys[] = {"batchId", "tenantId"};

// What the list of batches ignores.
constexpr Param kBatchStatisticsParams[] = {
    {"batchId", kString}, {"type", kString}, {"tenantIdIn", kList}, {"withoutTenantId", kFlag},
    {"suspended", kBoolean}, {"createdBy", kString}, {"startedBefore", kDate},
    {"startedAfter", kDate}, {"withFailures", kFlag}, {"withoutFailures", kFlag},
};
constexpr std::string_view kBatchStatisticsSortKeys[] = {"batchId", "tenantId", "startTime"};

constexpr Param kHistoryBatchParams[] = {
    {"batchId", kString}, {"type", kString}, {"completed", kBoolean}, {"tenantIdIn", kList},
    {"withoutTenantId", kFlag},
};
constexpr std::string_view kHistoryBatchSortKeys[] = {"batchId", "startTime", "endTime",
                                                      "tenantId"};

constexpr std::string_view kCleanableSortKeys[] = {"finished"};
constexpr Param kCleanableInstancesParams[] = {
    {"processDefinitionIdIn", kArray}, {"processDefinitionKeyIn", kArray, "keysIn"},
    {"tenantIdIn", kArray}, {"withoutTenantId", kFlag}, {"compact", kFlag},
};

constexpr Param kSchemaLogParams[] = {{"version", kString}};
constexpr std::string_view kSchemaLogSortKeys[] = {"timestamp"};

}  // namespace

constinit const QueryTable kBatchQuery{kBatchParams, kBatchSortKeys};
constinit const QueryTable kBatchStatisticsQuery{kBatchStatisticsParams, kBatchStatisticsSortKeys};
constinit const QueryTable kHistoryBatchQuery{kHistoryBatchParams, kHistoryBatchSortKeys};
constinit const QueryTable kCleanableBatchesQuery{{}, kCleanableSortKeys};
constinit const QueryTable kCleanableInstancesQuery{kCleanableInstancesParams, kCleanableSortKeys};
constinit const QueryTable kSchemaLogQuery{kSchemaLogParams, kSchemaLogSortKeys};

}  // namespace procos::rest
