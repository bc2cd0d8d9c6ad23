// Counts values by their size, for those who watch: adding one is a few relaxed atomic additions.
#pragma once

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <span>

namespace procos {

class Histogram {
 public:
  static constexpr std::size_t kMostBounds = 15;

  /// `bounds` rise, and must outlive the histogram; a value counts at the first that is not below
  /// it.
  explicit Histogram(std::span<const std::int64_t> bounds) : bounds_(bounds) {}

  /// Any thread.
  void add(std::int64_t value) {
    std::size_t at = 0;
    while (at < bounds_.size() && value > bounds_[at]) ++at;
    counts_[at].fetch_add(1, std::memory_order_relaxed);
    sum_.fetch_add(value, std::memory_order_relaxed);
  }

  struct Values {
    std::span<const std::int64_t> bounds;
    std::array<std::uint64_t, kMostBounds + 1> counts{};  ///< the one after the last bound: larger
    std::int64_t sum = 0;
    std::uint64_t count = 0;
  };
  /// Any thread; what is added meanwhile may be in it in part.
  Values values() const {
    Values values{.bounds = bounds_};
    for (std::size_t i = 0; i <= bounds_.size(); ++i) {
      values.counts[i] = counts_[i].load(std::memory_order_relaxed);
      values.count += values.counts[i];
    }
    values.sum = sum_.load(std::memory_order_relaxed);
    return values;
  }

 private:
  std::span<const std::int64_t> bounds_;
  std::array<std::atomic<std::uint64_t>, kMostBounds + 1> counts_{};
  std::atomic<std::int64_t> sum_{0};
};

/// Times in microseconds.
inline constexpr std::array<std::int64_t, 14> kTimeBoundsUs{
    100,    250,    500,     1'000,   2'500,     5'000,     10'000,
    25'000, 50'000, 100'000, 250'000, 1'000'000, 5'000'000, 30'000'000};
static_assert(kTimeBoundsUs.size() <= Histogram::kMostBounds);

}  // namespace procos
