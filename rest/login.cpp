#include "rest/login.h"

#include "base/password.h"
#include "command/identity.h"
#include "service/engine.h"

namespace procos::rest {

Result<std::optional<state::UserRow>> find_user(service::Engine& engine,
                                                const std::string& user_id) {
  store::Query query;
  query.filters = {{"id", {user_id}}};
  Result<std::vector<state::UserRow>> users;
  engine.read([&](store::Connection& connection) {
    users = store::list<state::UserRow>(connection, query);
  });
  if (!users) return std::unexpected(users.error());
  if (users->empty()) return std::nullopt;
  return std::move(users->front());
}

bool may_try(service::Engine& engine, const state::UserRow& user) {
  return user.attempts < command::kMaxLoginAttempts &&
         user.lock_expiration.value_or(0) <= engine.clock().now_ms();
}

Result<bool> check_password(service::Engine& engine, const std::string& user_id,
                            const std::string& password) {
  PROCOS_ASSIGN(const auto user, find_user(engine, user_id));
  if (!user || !may_try(engine, *user)) return false;
  const bool right = verify_password(user->password, password);
  if (right && user->attempts == 0) return true;
  // Waits until it is counted, so that many guesses at the same time do not get ahead of it.
  PROCOS_TRY(engine.execute<void>([&](command::Context& context) {
    return right ? command::unlock_user(context, user_id)
                 : command::record_failed_login(context, user_id);
  }));
  return right;
}

}  // namespace procos::rest
