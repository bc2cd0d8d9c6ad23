// Time as the engine sees it: milliseconds since 1970-01-01T00:00:00Z, so that tests can turn it.
#pragma once

#include <cstdint>

namespace procos {

using TimeMs = std::int64_t;

class Clock {
 public:
  virtual ~Clock() = default;
  virtual TimeMs now_ms() const = 0;
};

/// The machine's clock.
class SystemClock final : public Clock {
 public:
  TimeMs now_ms() const override;
};

/// A clock that stands where it is put; for tests.
class ManualClock final : public Clock {
 public:
  explicit ManualClock(TimeMs start) : now_(start) {}
  TimeMs now_ms() const override { return now_; }
  void advance_ms(TimeMs by) { now_ += by; }

 private:
  TimeMs now_;
};

}  // namespace procos
