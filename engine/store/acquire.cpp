// Look-ups of those who take work: they find it through an index however much of it is locked or
// done.
#include <algorithm>
#include <iterator>

#include "store/connection.h"
#include "store/query.h"

namespace procos::store {

Result<std::vector<state::ExternalTaskRow>> list_fetchable(Connection& connection,
                                                           const Query& query) {
  Query wanted = query;
  wanted.first = 0;
  wanted.sorts = {{"taskPriority", true, {}}};
  wanted.filters.push_back({"fetchable", {}});
  // Two questions, because one with OR between them would have to sort all waiting tasks of the
  // topic.
  wanted.filters.push_back({"neverLocked", {}});
  PROCOS_ASSIGN(std::vector<state::ExternalTaskRow> rows,
                list<state::ExternalTaskRow>(connection, wanted));
  wanted.filters.back() = {"lockExpired", {}};
  PROCOS_ASSIGN(std::vector<state::ExternalTaskRow> expired,
                list<state::ExternalTaskRow>(connection, wanted));
  if (expired.empty()) return rows;
  std::move(expired.begin(), expired.end(), std::back_inserter(rows));
  std::sort(rows.begin(), rows.end(), [](const auto& a, const auto& b) {
    return a.priority != b.priority ? a.priority > b.priority : a.id < b.id;
  });
  if (static_cast<std::int64_t>(rows.size()) > query.max)
    rows.resize(static_cast<std::size_t>(query.max));
  return rows;
}

std::optional<std::int64_t> next_job_due(Connection& connection) {
  static const std::string kSql =
      "SELECT ifnull(due_date, 0) FROM job WHERE suspended = 0 AND retries > 0 "
      "ORDER BY ifnull(due_date, 0) LIMIT 1";
  Use statement(connection.fixed(kSql));
  if (!statement->step()) return std::nullopt;
  return statement->integer(0);
}

}  // namespace procos::store
