#include "job/executor.h"

#include <algorithm>
#include <chrono>
#include <memory>

namespace procos::job {
namespace {

// Camunda's waitTimeInMillis and maxWait.
constexpr std::int64_t kFirstBackOffMs = 5'000;
constexpr std::int64_t kLongestWaitMs = 60'000;

constexpr std::chrono::milliseconds kPatience{50};
constexpr std::size_t kMostOpen = 256;  ///< groups under way at once

}  // namespace

Executor::Executor(Ports ports, const Clock& clock)
    : ports_(std::move(ports)), clock_(clock), thread_([this] { run(); }) {}

Executor::~Executor() { stop(); }

void Executor::stop() {
  {
    const std::lock_guard lock(mutex_);
    stop_ = true;
  }
  changed_.notify_all();
  if (thread_.joinable()) thread_.join();
}

void Executor::wake_at(TimeMs due) {
  {
    const std::lock_guard lock(mutex_);
    if (hint_ && *hint_ <= due) return;
    hint_ = due;
  }
  changed_.notify_all();
}

bool Executor::running() const {
  const std::lock_guard lock(mutex_);
  return !stop_;
}

void Executor::run() {
  for (;;) {
    {
      std::unique_lock lock(mutex_);
      if (stop_) return changed_.wait(lock, [this] { return groups_open_ == 0; });
      hint_.reset();
    }
    std::vector<JobGroup> groups = ports_.acquire();
    const bool busy = !groups.empty();
    if (busy) execute_groups(std::move(groups));
    wait(busy);
  }
}

void Executor::execute_groups(std::vector<JobGroup> groups) {
  std::size_t open_before = 0;
  {
    const std::lock_guard lock(mutex_);
    open_before = groups_open_;
    groups_open_ += groups.size();
  }
  for (JobGroup& group : groups) execute_next(std::make_shared<JobGroup>(std::move(group)), 0);
  // Jobs that take long, because they call somebody, must not keep the others waiting.
  std::unique_lock lock(mutex_);
  changed_.wait_for(lock, kPatience, [&] { return groups_open_ <= open_before; });
  changed_.wait(lock, [this] { return groups_open_ < kMostOpen; });
}

void Executor::execute_next(const std::shared_ptr<JobGroup>& group, std::size_t index) {
  if (index == group->size()) return group_done();
  ports_.execute((*group)[index], [this, group, index] { execute_next(group, index + 1); });
}

void Executor::group_done() {
  // Notified under the lock: the waiting side may end the executor as soon as it sees the last
  // group done.
  const std::lock_guard lock(mutex_);
  --groups_open_;
  hint_ = clock_.now_ms();  // jobs of the same instance may have waited for this one
  changed_.notify_all();
}

void Executor::wait(bool busy) {
  if (busy) {
    back_off_ms_ = 0;
    return;  // there may be more than one acquisition takes
  }
  const TimeMs now = clock_.now_ms();
  const std::optional<TimeMs> next = ports_.next_due();
  std::int64_t pause = kLongestWaitMs;
  if (next && *next <= now) {  // due, yet not to be had: locked, or an exclusive one is under way
    back_off_ms_ = std::min(kLongestWaitMs, std::max(kFirstBackOffMs, back_off_ms_ * 2));
    pause = back_off_ms_;
  } else if (next) {
    back_off_ms_ = 0;
    pause = std::min(pause, *next - now);
  }
  const auto until = std::chrono::steady_clock::now() + std::chrono::milliseconds(pause);
  std::unique_lock lock(mutex_);
  while (!stop_ && std::chrono::steady_clock::now() < until) {
    auto wake = until;
    if (hint_) {
      const std::int64_t ahead = *hint_ - clock_.now_ms();
      if (ahead <= 0) return;
      wake = std::min(wake, std::chrono::steady_clock::now() + std::chrono::milliseconds(ahead));
    }
    changed_.wait_until(lock, wake);
  }
}

}  // namespace procos::job
