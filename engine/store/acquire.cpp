// Look-ups of those who take work: they find it through an index however much of it is locked or
// done.
#include <algorithm>
#include <iterator>

#include "store/connection.h"
#include "store/query.h"

namespace procos::store {

// Ids rise with time.
bool FetchOrder::operator()(const state::ExternalTaskRow& a,
                            const state::ExternalTaskRow& b) const {
  if (by_priority && a.priority != b.priority) return a.priority > b.priority;
  return newest_first ? a.id > b.id : a.id < b.id;
}

Result<std::vector<state::ExternalTaskRow>> list_fetchable(Connection& connection,
                                                           const Query& query,
                                                           const FetchOrder& order) {
  Query wanted = query;
  wanted.first = 0;
  wanted.sorts.clear();
  if (order.by_priority) wanted.sorts.push_back({"taskPriority", true, {}});
  if (order.newest_first) wanted.sorts.push_back({"id", true, {}});
  wanted.filters.push_back({"fetchable", {}});
  // Two questions, because one with OR between them would have to sort all waiting tasks of the
  // topic.
  wanted.filters.push_back({"neverLocked", {}});
  PROCOS_ASSIGN(std::vector<state::ExternalTaskRow> rows,
                list<state::ExternalTaskRow>(connection, wanted));
  wanted.filters.back() = {"lockExpired", {}};
  // Those whose lock ran out first, where nothing else is asked for: the index has them in order.
  if (wanted.sorts.empty()) wanted.sorts.push_back({"lockExpirationTime", false, {}});
  PROCOS_ASSIGN(std::vector<state::ExternalTaskRow> expired,
                list<state::ExternalTaskRow>(connection, wanted));
  if (expired.empty()) return rows;
  std::move(expired.begin(), expired.end(), std::back_inserter(rows));
  std::sort(rows.begin(), rows.end(), order);
  if (static_cast<std::int64_t>(rows.size()) > query.max)
    rows.resize(static_cast<std::size_t>(query.max));
  return rows;
}

std::optional<std::int64_t> next_lock_expiration(Connection& connection, const std::string& topic,
                                                 std::int64_t now_ms) {
  static const std::string kSql =
      "SELECT lock_expiration FROM external_task WHERE topic = ?1 AND suspended = 0 AND (retries "
      "IS NULL OR retries > 0) AND lock_expiration > ?2 ORDER BY lock_expiration LIMIT 1";
  Use statement(connection.fixed(kSql));
  statement->bind(1, std::string_view(topic));
  statement->bind(2, now_ms);
  if (!statement->step()) return std::nullopt;
  return statement->integer(0);
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
