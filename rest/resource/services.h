// What the handlers of rest/resource work on: the engine, and the long polls parked in front of it.
#pragma once

#include <map>
#include <memory>
#include <mutex>
#include <string>

#include "rest/router.h"

namespace procos::service {
class Engine;
}

namespace procos::rest {

class FetchAndLock;
class Watch;

/// Made by who puts the program together; must outlive the router and the server.
struct Services {
  explicit Services(service::Engine& engine);
  ~Services();
  Services(const Services&) = delete;
  Services& operator=(const Services&) = delete;

  /// Answers all parked long polls, and refuses new ones from now on. Before the server stops.
  void stop();

  /// The engine as this user sees it; null: as it is. Valid as long as the services. Any thread.
  service::Engine& engine_for(const state::AuthenticationPtr& user);

  service::Engine& engine;
  bool password_policy = false;  ///< new passwords have to fit Camunda's default policy
  std::unique_ptr<FetchAndLock> fetch_and_lock;
  std::unique_ptr<Watch> watch;

 private:
  std::mutex mutex_;
  /// By name, groups and tenants: a few hundred bytes for each user who ever signed in.
  std::map<std::string, std::unique_ptr<service::Engine>> of_users_;
};

}  // namespace procos::rest
