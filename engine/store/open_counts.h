// How much there is of what waits or runs, for those who watch: read through indices, yet in a time
// that grows with the number of instances.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/clock.h"

namespace procos::store {

class Connection;

struct KeyCount {
  std::string key;
  std::int64_t count = 0;
};

struct TopicCounts {
  std::string topic;
  std::int64_t waiting = 0, locked = 0;
  std::int64_t expired = 0;  ///< locked by a worker that did not come back in time
};

struct OpenCounts {
  /// By process definition key, most first. The last one is of all others when there are more than
  /// kMostKeys, and has no key.
  std::vector<KeyCount> instances, tasks;
  std::vector<KeyCount> incidents;  ///< by type
  std::vector<TopicCounts>
      topics;  ///< external tasks with retries left; likewise at most kMostKeys
  std::int64_t jobs_waiting = 0, jobs_due = 0;
  std::int64_t jobs_failed = 0;     ///< no retries left
  std::int64_t free_bytes = 0;      ///< in the database file, for what comes next
};

inline constexpr std::size_t kMostKeys = 100;

OpenCounts count_open(Connection& connection, TimeMs now);

}  // namespace procos::store
