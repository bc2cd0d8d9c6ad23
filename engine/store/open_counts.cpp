#include "store/open_counts.h"

#include <algorithm>
#include <map>

#include "store/connection.h"

namespace procos::store {
namespace {

using Sums = std::map<std::string, std::int64_t, std::less<>>;

/// What a statement of (text, count) answers, added up by the text up to `end`.
Sums sums_of(Connection& connection, const std::string& sql, char end) {
  Sums sums;
  Use statement(connection.fixed(sql));
  while (statement->step()) {
    const std::string_view text = statement->text(0);
    sums[std::string(text.substr(0, text.find(end)))] += statement->integer(1);
  }
  return sums;
}

std::vector<KeyCount> most_of(const Sums& sums) {
  std::vector<KeyCount> counts;
  for (const auto& [key, count] : sums) counts.push_back({key, count});
  std::stable_sort(counts.begin(), counts.end(),
                   [](const KeyCount& a, const KeyCount& b) { return a.count > b.count; });
  if (counts.size() <= kMostKeys) return counts;
  KeyCount others;
  for (std::size_t i = kMostKeys; i < counts.size(); ++i) others.count += counts[i].count;
  counts.resize(kMostKeys);
  counts.push_back(std::move(others));
  return counts;
}

std::int64_t busy(const TopicCounts& counts) {
  return counts.waiting + counts.locked + counts.expired;
}

std::vector<TopicCounts> count_topics(Connection& connection, TimeMs now) {
  static const std::string kSql =
      "SELECT topic, sum(lock_expiration IS NULL), sum(ifnull(lock_expiration, 0) > ?1), "
      "sum(ifnull(lock_expiration, ?1 + 1) <= ?1) FROM external_task "
      "INDEXED BY external_task_fetch WHERE suspended = 0 AND (retries IS NULL OR retries > 0) "
      "GROUP BY topic";
  std::vector<TopicCounts> topics;
  Use statement(connection.fixed(kSql));
  statement->bind(1, now);
  while (statement->step()) {
    topics.push_back({std::string(statement->text(0)), statement->integer(1),
                      statement->integer(2), statement->integer(3)});
  }
  std::stable_sort(topics.begin(), topics.end(), [](const TopicCounts& a, const TopicCounts& b) {
    return busy(a) > busy(b);
  });
  if (topics.size() <= kMostKeys) return topics;
  TopicCounts others;
  for (std::size_t i = kMostKeys; i < topics.size(); ++i) {
    others.waiting += topics[i].waiting;
    others.locked += topics[i].locked;
    others.expired += topics[i].expired;
  }
  topics.resize(kMostKeys);
  topics.push_back(std::move(others));
  return topics;
}

void count_jobs(Connection& connection, TimeMs now, OpenCounts& counts) {
  static const std::string kSql =
      "SELECT count(*), sum(ifnull(due_date, 0) <= ?1) FROM job INDEXED BY job_due "
      "WHERE suspended = 0 AND retries > 0";
  Use statement(connection.fixed(kSql));
  statement->bind(1, now);
  if (!statement->step()) return;
  counts.jobs_due = statement->integer(1);
  counts.jobs_waiting = statement->integer(0) - counts.jobs_due;
}

}  // namespace

OpenCounts count_open(Connection& connection, TimeMs now) {
  static const std::string kInstances =
      "SELECT id_text(process_definition_id), count(*) FROM execution INDEXED BY "
      "execution_definition "
      "WHERE parent_id IS NULL GROUP BY process_definition_id";
  static const std::string kTasks =
      "SELECT id_text(process_definition_id), count(*) FROM task WHERE process_definition_id IS "
      "NOT NULL "
      "GROUP BY process_definition_id";
  static const std::string kIncidents = "SELECT type, count(*) FROM incident GROUP BY type";
  static const std::string kFailedJobs =
      "SELECT count(DISTINCT configuration) FROM incident WHERE type = 'failedJob'";
  OpenCounts counts;
  // The id of a definition begins with its key.
  counts.instances = most_of(sums_of(connection, kInstances, ':'));
  counts.tasks = most_of(sums_of(connection, kTasks, ':'));
  counts.incidents = most_of(sums_of(connection, kIncidents, '\0'));
  counts.topics = count_topics(connection, now);
  count_jobs(connection, now, counts);
  counts.jobs_failed = connection.integer(kFailedJobs);
  counts.free_bytes = connection.integer("PRAGMA freelist_count") *
                      connection.integer("PRAGMA page_size");
  return counts;
}

}  // namespace procos::store
