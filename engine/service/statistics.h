// What the engine has done since it was opened, and how it is: plain numbers for those who watch.
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/histogram.h"
#include "store/store.h"

namespace procos::service {

inline constexpr std::array<std::int64_t, 7> kBatchBounds{1, 2, 4, 8, 16, 32, 64};

/// Kept by the strand; read by any thread.
struct StrandCounts {
  std::atomic<std::uint64_t> succeeded{0}, failed{0};
  std::atomic<std::uint64_t> refused{0};       ///< because too many were waiting
  Histogram batch_sizes{kBatchBounds};         ///< commands that shared a commit
  Histogram commit_us{kTimeBoundsUs};          ///< of commits that wrote
  std::atomic<std::int64_t> batch_since_us{0}; ///< when the batch under way began; 0: none is
  std::atomic<bool> store_failing{false};      ///< the last commit failed
};

struct CacheUse {
  std::uint64_t hits = 0, misses = 0;
};

struct Statistics {
  std::uint64_t commands_succeeded = 0, commands_failed = 0, commands_refused = 0;
  Histogram::Values batch_sizes, commit_us;
  std::size_t queued = 0;
  std::size_t queue_limit = 0;  ///< 0: none
  CacheUse definitions, instances;
  std::vector<std::uint64_t> meters;  ///< in the order of Meter
  std::uint64_t lock_expiries = 0;    ///< of external tasks that were locked anew afterwards
  store::FileSizes files;
};

/// Why an engine cannot do its work, a sentence each; none: it can.
using Reasons = std::vector<std::string>;

}  // namespace procos::service
