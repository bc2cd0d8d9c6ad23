// Reports that are made in memory: sorted and cut into pages there.
#pragma once

#include <algorithm>
#include <map>
#include <string>
#include <vector>

#include "rest/resource/query_table.h"
#include "service/engine.h"
#include "store/reports.h"

namespace procos::rest {

/// What the store counts now, by the name of what it is of.
template <class Count>
std::map<std::string, store::CleanableCounts> counts_by_name(service::Engine& engine, Count count) {
  std::map<std::string, store::CleanableCounts> counts;
  engine.read([&](store::Connection& connection) {
    for (auto& each : count(connection, engine.clock().now_ms())) counts[each.of] = each;
  });
  return counts;
}

/// The only sort key of the cleanable reports; rows of one count stay in their order.
template <class Row>
void sort_by_finished(std::vector<Row>& report, const std::vector<store::Sort>& sorts) {
  if (sorts.empty()) return;
  const bool descending = sorts.front().descending;
  std::stable_sort(report.begin(), report.end(), [descending](const Row& a, const Row& b) {
    return descending ? a.finished > b.finished : a.finished < b.finished;
  });
}

template <class Row>
RestResult<std::vector<Row>> page_of(const QueryParams& params, const std::vector<Row>& report) {
  store::Query page;
  PROCOS_TRY(read_page(params, page));
  if (page.max <= 0) return std::vector<Row>();
  const auto size = static_cast<std::int64_t>(report.size());
  const std::int64_t begin = std::min(size, page.first);
  const std::int64_t end = begin + std::min(size - begin, page.max);
  return std::vector<Row>(report.begin() + begin, report.begin() + end);
}

}  // namespace procos::rest
