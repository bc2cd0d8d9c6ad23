// The threads on which calls outside are made: HTTP requests, mails, programs. The strand never
// waits for one (docs/decisions/0005-calls-outside.md).
#pragma once

#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <stop_token>
#include <thread>
#include <vector>

#include "connect/connectors.h"
#include "exec/journal.h"

namespace procos::service {

class OutsideCalls {
 public:
  using Answer = Result<exec::VariableList>;

  explicit OutsideCalls(connect::Settings settings) : connectors_(std::move(settings)) {}
  ~OutsideCalls() { stop(); }
  OutsideCalls(const OutsideCalls&) = delete;
  OutsideCalls& operator=(const OutsideCalls&) = delete;

  const connect::Settings& settings() const { return connectors_.settings(); }
  /// Has the call made; `done` gets the answer on another thread, or at once after stop(). Any
  /// thread.
  void make(exec::OutsideCall call, std::function<void(Answer)> done);
  /// Ends calls under way with an error, and refuses all others. Any thread but those of the calls.
  void stop();

 private:
  struct Waiting {
    exec::OutsideCall call;
    std::function<void(Answer)> done;
  };
  void run();

  connect::Connectors connectors_;
  std::stop_source stop_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<Waiting> queue_;
  std::size_t idle_ = 0;
  std::vector<std::thread> threads_;
};

}  // namespace procos::service
