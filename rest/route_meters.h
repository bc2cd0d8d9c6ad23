// Counts the answers of every operation, for GET /metrics.
#pragma once

#include <array>
#include <atomic>
#include <cstdint>
#include <memory>
#include <span>
#include <utility>
#include <vector>

#include "base/histogram.h"

namespace procos::rest {

struct Route;

/// One operation's answers: how many with which status, and how long they took. Any thread.
class RouteMeter {
 public:
  void add(int status, std::int64_t microseconds) {
    time_us_.add(microseconds);
    for (StatusCount& each : statuses_) {
      int known = each.status.load(std::memory_order_relaxed);
      if (known == 0 && each.status.compare_exchange_strong(known, status)) known = status;
      if (known != status) continue;
      each.count.fetch_add(1, std::memory_order_relaxed);
      return;
    }
  }
  Histogram::Values times_us() const { return time_us_.values(); }
  /// Status and number of answers.
  std::vector<std::pair<int, std::uint64_t>> statuses() const;

 private:
  struct StatusCount {
    std::atomic<int> status{0};  ///< 0: free
    std::atomic<std::uint64_t> count{0};
  };
  static constexpr std::size_t kStatuses = 20;  ///< more than this server answers with

  std::array<StatusCount, kStatuses> statuses_;
  Histogram time_us_{kTimeBoundsUs};
};

/// One for each row of a table of routes, and one for what is none of them.
class RouteMeters {
 public:
  explicit RouteMeters(std::span<const Route> table);
  RouteMeter& of(const Route& route);
  const RouteMeter& of(const Route& route) const;
  RouteMeter& others() { return others_; }
  const RouteMeter& others() const { return others_; }
  std::span<const Route> table() const { return table_; }

 private:
  const std::span<const Route> table_;
  const std::unique_ptr<RouteMeter[]> meters_;
  RouteMeter others_;
};

}  // namespace procos::rest
