#include "rest/resource/row_completion.h"

#include <algorithm>

#include "service/engine.h"

namespace procos::rest {
namespace {

constexpr std::size_t kChunk = 500;  // ids in one query

/// All rows whose ids are in the list.
template <class Row>
Result<std::vector<Row>> rows_by_id(store::Connection& connection, const char* filter,
                                    std::vector<std::string> ids) {
  std::sort(ids.begin(), ids.end());
  ids.erase(std::unique(ids.begin(), ids.end()), ids.end());
  std::vector<Row> rows;
  for (std::size_t begin = 0; begin < ids.size(); begin += kChunk) {
    const std::size_t end = std::min(ids.size(), begin + kChunk);
    store::Filter in{filter, {}};
    for (std::size_t i = begin; i < end; ++i) in.values.emplace_back(std::move(ids[i]));
    store::Query query;
    query.filters.push_back(std::move(in));
    PROCOS_ASSIGN(auto chunk, store::list<Row>(connection, query));
    rows.insert(rows.end(), std::make_move_iterator(chunk.begin()),
                std::make_move_iterator(chunk.end()));
  }
  return rows;
}

}  // namespace

RestResult<RemovalTimes> removal_times(service::Engine& engine,
                                       std::vector<std::string> instance_ids) {
  Result<std::vector<state::HiProcessInstanceRow>> instances;
  engine.read([&](store::Connection& connection) {
    instances = rows_by_id<state::HiProcessInstanceRow>(connection, "processInstanceIds",
                                                    std::move(instance_ids));
  });
  if (!instances) return std::unexpected(to_rest_error(instances.error()));
  RemovalTimes times;
  for (const auto& row : *instances) times.emplace_back(row.id, row.removal_time);
  std::sort(times.begin(), times.end());
  return times;
}

state::OptTime removal_time_of(const RemovalTimes& times, const std::string& instance_id) {
  const auto it = std::lower_bound(
      times.begin(), times.end(), instance_id,
      [](const auto& entry, const std::string& id) { return entry.first < id; });
  return it != times.end() && it->first == instance_id ? it->second : std::nullopt;
}

}  // namespace procos::rest
