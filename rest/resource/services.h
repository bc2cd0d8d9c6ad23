// What the handlers of rest/resource work on: the engine, and the long polls parked in front of it.
#pragma once

#include <memory>

#include "rest/router.h"

namespace procos::service {
class Engine;
}

namespace procos::rest {

class FetchAndLock;

/// Made by who puts the program together; must outlive the router and the server.
struct Services {
  explicit Services(service::Engine& engine);
  ~Services();
  Services(const Services&) = delete;
  Services& operator=(const Services&) = delete;

  /// Answers all parked long polls, and refuses new ones from now on. Before the server stops.
  void stop();

  service::Engine& engine;
  std::unique_ptr<FetchAndLock> fetch_and_lock;
};

}  // namespace procos::rest
