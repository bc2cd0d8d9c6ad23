#include "service/outside_calls.h"

#include <exception>

namespace procos::service {
namespace {

constexpr std::size_t kMostThreads =
    32;  ///< calls under way at once; they wait more than they work

OutsideCalls::Answer closed() {
  return fail(ErrorKind::kProcessEngine,
              "The engine is closed; the call was not made or not awaited.");
}

}  // namespace

void OutsideCalls::make(exec::OutsideCall call, std::function<void(Answer)> done) {
  {
    const std::lock_guard lock(mutex_);
    if (!stop_.stop_requested()) {
      queue_.push_back({std::move(call), std::move(done)});
      if (idle_ < queue_.size() && threads_.size() < kMostThreads)
        threads_.emplace_back([this] { run(); });
      changed_.notify_one();
      return;
    }
  }
  done(closed());
}

void OutsideCalls::stop() {
  std::deque<Waiting> left;
  std::vector<std::thread> threads;
  {
    const std::lock_guard lock(mutex_);
    stop_.request_stop();
    left.swap(queue_);
    threads.swap(threads_);
  }
  changed_.notify_all();
  for (Waiting& one : left) one.done(closed());
  for (std::thread& thread : threads) thread.join();
}

void OutsideCalls::run() {
  std::unique_lock lock(mutex_);
  for (;;) {
    ++idle_;
    changed_.wait(lock, [this] { return stop_.stop_requested() || !queue_.empty(); });
    --idle_;
    if (queue_.empty()) return;
    Waiting next = std::move(queue_.front());
    queue_.pop_front();
    lock.unlock();
    Answer answer = closed();
    try {
      answer = connectors_.perform(next.call.what, next.call.parameters, stop_.get_token());
    } catch (const std::exception& exception) {
      answer = fail(ErrorKind::kProcessEngine, exception.what());
    }
    next.done(std::move(answer));
    next = {};
    lock.lock();
  }
}

}  // namespace procos::service
