// What can be asked of metrics, apart from the sums of store/reports.h, and of the schema log.
#include "state/rows.h"
#include "store/entity.h"

namespace procos::store {
namespace {

constexpr FilterDef kMetricFilters[] = {
    {"name", "r.name = $1"}, {"reporter", "r.reporter = $1"},
    {"startDate", "r.time >= $1"}, {"endDate", "r.time < $1"},
};
constexpr SortDef kMetricSorts[] = {{"time", "r.time"}};

constexpr FilterDef kTaskMeterFilters[] = {
    {"startDate", "r.time >= $1"}, {"endDate", "r.time < $1"}, {"before", "r.time < $1"},
    {"minutes", "r.time / 60000 % 60 BETWEEN $1 AND $2"},
};
constexpr SortDef kTaskMeterSorts[] = {{"time", "r.time"}};

constexpr FilterDef kSchemaLogFilters[] = {{"version", "r.version = $1"}};
constexpr SortDef kSchemaLogSorts[] = {{"timestamp", "r.time"}};

constexpr Entity kSchemaLog{.filters = kSchemaLogFilters, .sorts = kSchemaLogSorts};
constexpr Entity kMetric{.filters = kMetricFilters, .sorts = kMetricSorts};
constexpr Entity kTaskMeter{.filters = kTaskMeterFilters, .sorts = kTaskMeterSorts};

}  // namespace

template <>
const Entity& entity<state::MetricRow>() {
  return kMetric;
}
template <>
const Entity& entity<state::TaskMeterRow>() {
  return kTaskMeter;
}

template <>
const Entity& entity<state::SchemaLogRow>() {
  return kSchemaLog;
}

}  // namespace procos::store
