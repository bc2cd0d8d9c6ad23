#include "rest/basic_authentication.h"

#include "base/password.h"
#include "command/identity.h"
#include "rest/dto/base64.h"
#include "rest/login.h"
#include "service/engine.h"

namespace procos::rest {
namespace {

/// Beyond this all are forgotten, which costs each user one more hash.
constexpr std::size_t kRemembered = 10'000;

struct Credentials {
  std::string user_id, password;
};

std::optional<Credentials> credentials_of(const Request& request) {
  constexpr std::string_view kPrefix = "Basic ";
  const auto header = request.headers.get("Authorization");
  if (!header || !header->starts_with(kPrefix)) return std::nullopt;
  const std::string text = base64_decode_lenient(header->substr(kPrefix.size()));
  const std::size_t colon = text.find(':');
  if (colon == std::string::npos) return std::nullopt;
  return Credentials{text.substr(0, colon), text.substr(colon + 1)};
}

}  // namespace

bool BasicAuthentication::is_known(const std::string& user_id, const std::string& password,
                                   const std::string& hash) {
  const std::string mark = secret_mark(password);
  const std::lock_guard lock(mutex_);
  const auto known = verified_.find(user_id);
  return known != verified_.end() && known->second.hash == hash && known->second.mark == mark;
}

bool BasicAuthentication::is_right(const std::string& user_id, const std::string& password) {
  const auto user = find_user(engine_, user_id);
  if (!user || !*user || !may_try(engine_, **user)) return false;
  const std::string& hash = (*user)->password;
  if ((*user)->attempts == 0 && is_known(user_id, password, hash)) return true;
  const auto right = check_password(engine_, user_id, password);
  if (!right || !*right) return false;
  const std::lock_guard lock(mutex_);
  if (verified_.size() >= kRemembered) verified_.clear();
  verified_[user_id] = {secret_mark(password), hash};
  return true;
}

state::AuthenticationPtr BasicAuthentication::sign_in(const Request& request) {
  const auto credentials = credentials_of(request);
  if (!credentials || !is_right(credentials->user_id, credentials->password)) return nullptr;
  Result<state::Authentication> found;
  engine_.read([&](store::Connection& connection) {
    found = command::authentication_of(connection, credentials->user_id);
  });
  if (!found) return nullptr;
  return std::make_shared<const state::Authentication>(std::move(*found));
}

}  // namespace procos::rest
