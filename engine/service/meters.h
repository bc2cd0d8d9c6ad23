// Counts what the engine does, as Camunda's metrics do. The counts are kept in memory and written
// into the database each quarter of an hour, and when the engine closes.
#pragma once

#include <array>
#include <atomic>
#include <condition_variable>
#include <cstdint>
#include <functional>
#include <mutex>
#include <string_view>
#include <thread>
#include <vector>

#include "state/facts.h"

namespace procos::service {

enum class Meter : std::uint8_t {
  kActivityInstanceStart,
  kActivityInstanceEnd,
  kRootProcessInstanceStart,
  kJobAcquisitionAttempt,
  kJobAcquiredSuccess,
  kJobAcquiredFailure,
  kJobExecutionRejected,
  kJobSuccessful,
  kJobFailed,
  kJobLockedExclusive,
  kExecutedDecisionInstances,
  kExecutedDecisionElements,
  kCount,
};

/// Hands every fact on to `next`; a command that fails afterwards has been counted too, as in
/// Camunda.
class Meters final : public state::FactSink {
 public:
  explicit Meters(state::FactSink& next) : next_(next) {}
  void on_fact(state::Session& session, const state::Fact& fact) override;  ///< engine strand

  void add(Meter meter, std::int64_t count = 1) {
    counts_[static_cast<std::size_t>(meter)].fetch_add(count, std::memory_order_relaxed);
  }
  /// What has been counted since the last call, a row for each meter. Any thread.
  std::vector<state::MetricRow> take(TimeMs now);
  /// Of the meter of this name since the last take(); 0: there is none. Any thread.
  std::int64_t unreported(std::string_view name) const;
  /// Rows that could not be written count again.
  void give_back(const std::vector<state::MetricRow>& rows);
  bool any() const;
  /// All that was counted, in the order of Meter. Any thread.
  std::vector<std::uint64_t> totals() const;
  /// Of external tasks that were locked anew.
  std::uint64_t lock_expiries() const { return lock_expiries_.load(std::memory_order_relaxed); }

 private:
  using Counts = std::array<std::atomic<std::int64_t>, static_cast<std::size_t>(Meter::kCount)>;

  state::FactSink& next_;
  Counts counts_{};
  Counts taken_{};  ///< by take()
  std::atomic<std::uint64_t> lock_expiries_{0};
};

/// Calls `report` at regular intervals, on a thread of its own.
class MeterReporter {
 public:
  explicit MeterReporter(std::function<void()> report);
  ~MeterReporter() { stop(); }
  void stop();

 private:
  void run();

  const std::function<void()> report_;
  std::mutex mutex_;
  std::condition_variable stopped_;
  bool stop_ = false;
  std::thread thread_;  // last: uses all of the above
};

}  // namespace procos::service
