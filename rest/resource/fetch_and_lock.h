// POST /external-task/fetchAndLock: what finds nothing is parked until a commit creates a task, its
// time is up, or its client goes.
#pragma once

#include <memory>

#include "rest/router.h"

namespace procos::service {
class Engine;
}

namespace procos::rest {

class FetchAndLock {
 public:
  explicit FetchAndLock(service::Engine& engine);
  ~FetchAndLock();
  FetchAndLock(const FetchAndLock&) = delete;
  FetchAndLock& operator=(const FetchAndLock&) = delete;

  void handle(Context& ctx);
  /// Answers everybody who waits; later requests are refused.
  void stop();
  /// Requests waiting now.
  std::size_t parked() const;

 private:
  struct State;
  std::shared_ptr<State> state_;
};

void fetch_and_lock(Context& ctx);

}  // namespace procos::rest
