// What can be asked of batches and of their history.
#include "state/rows.h"
#include "store/entity.h"

namespace procos::store {
namespace {

#define PROCOS_FAILED_JOB \
  "EXISTS (SELECT 1 FROM job j WHERE j.batch_id IS NOT NULL " \
  "AND j.job_definition_id = r.batch_job_definition_id AND j.retries = 0)"

constexpr FilterDef kBatchFilters[] = {
    {"batchId", "r.id = $id"},
    {"type", "r.type = $1"},
    {"tenantIdIn", "r.tenant_id IN $ids"},
    {"withoutTenantId", "r.tenant_id IS NULL", {}, "tenantIdIn", "1"},
    {"suspended", "r.suspended = $1"},
    {"createdBy", "r.create_user_id = $id"},
    {"startedBefore", "r.start_time <= $1"},
    {"startedAfter", "r.start_time >= $1"},
    {"withFailures", PROCOS_FAILED_JOB, {}, "withoutFailures", "1"},
    {"withoutFailures", "NOT " PROCOS_FAILED_JOB},
};
constexpr SortDef kBatchSorts[] = {
    {"batchId", "r.id"},
    {"startTime", "r.start_time"},
    {"tenantId", "r.tenant_id"},
};

constexpr FilterDef kBatchChunkFilters[] = {{"batchId", "r.batch_id = $id"}};
constexpr SortDef kBatchChunkSorts[] = {{"id", "r.id"}};

constexpr FilterDef kHiBatchFilters[] = {
    {"batchId", "r.id = $id"},
    {"type", "r.type = $1"},
    {"completed", "(r.end_time IS NOT NULL) = $1"},
    {"tenantIdIn", "r.tenant_id IN $ids"},
    {"withoutTenantId", "r.tenant_id IS NULL", {}, "tenantIdIn", "1"},
    {"removable", "r.removal_time <= $now"},
    {"removalMinutes", "r.removal_time / 60000 % 60 BETWEEN $1 AND $2"},
};
constexpr SortDef kHiBatchSorts[] = {
    {"batchId", "r.id"},
    {"startTime", "r.start_time"},
    {"endTime", "r.end_time"},
    {"tenantId", "r.tenant_id"},
};

constexpr Entity kBatch{.filters = kBatchFilters, .sorts = kBatchSorts};
constexpr Entity kBatchChunk{.filters = kBatchChunkFilters, .sorts = kBatchChunkSorts};
constexpr Entity kHiBatch{.filters = kHiBatchFilters, .sorts = kHiBatchSorts};

}  // namespace

template <>
const Entity& entity<state::BatchRow>() {
  return kBatch;
}
template <>
const Entity& entity<state::BatchChunkRow>() {
  return kBatchChunk;
}
template <>
const Entity& entity<state::HiBatchRow>() {
  return kHiBatch;
}

}  // namespace procos::store
