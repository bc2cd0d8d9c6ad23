#include "rest/resource/services.h"

#include "rest/resource/fetch_and_lock.h"
#include "rest/watch.h"
#include "service/user_engine.h"

namespace procos::rest {
namespace {

std::string name_of(const state::Authentication& user) {
  std::string name = user.user_id;
  for (const auto* ids : {&user.group_ids, &user.tenant_ids}) {
    name += '\n';
    for (const std::string& id : *ids) name += id + ' ';
  }
  return name;
}

}  // namespace

Services::Services(service::Engine& e)
    : engine(e),
      fetch_and_lock(std::make_unique<FetchAndLock>(e)),
      watch(std::make_unique<Watch>(*this)) {}
Services::~Services() = default;
void Services::stop() {
  watch->stop();
  fetch_and_lock->stop();
}

service::Engine& Services::engine_for(const state::AuthenticationPtr& user) {
  if (user == nullptr) return engine;
  const std::lock_guard lock(mutex_);
  std::unique_ptr<service::Engine>& known = of_users_[name_of(*user)];
  if (known == nullptr) known = std::make_unique<service::UserEngine>(engine, user);
  return *known;
}

}  // namespace procos::rest
