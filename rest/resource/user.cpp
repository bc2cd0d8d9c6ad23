#include "rest/resource/user.h"

#include "base/password.h"
#include "rest/login.h"
#include "rest/password_policy.h"
#include "rest/resource/named_resource.h"
#include "rest/resource/query_tables.h"

namespace procos::rest {
namespace {

using state::UserRow;

/// Where there is a policy.
Status check_policy_of(const Context& ctx, const UserRow& user, const std::string& password) {
  if (!ctx.services().password_policy || fits_password_policy(password, &user)) return {};
  return fail(ErrorKind::kProcessEngine, "Password does not match policy");
}

RestStatus create_user_from_body(Context& ctx, const JsonObject& body) {
  PROCOS_ASSIGN(const auto profile, body.object("profile"));
  PROCOS_ASSIGN(const auto credentials, body.object("credentials"));
  UserRow user;
  if (profile) {
    PROCOS_ASSIGN(user, user_of_profile(*profile));
  }
  if (user.id.empty()) {
    return invalid_request(400,
                           "request object must provide profile information with valid id.");
  }
  if (credentials) {
    PROCOS_ASSIGN(const auto password, credentials->string("password"));
    if (password) {
      PROCOS_TRY(lift(check_policy_of(ctx, user, *password)));
      user.password = hash_password(*password);
    }
  }
  run_command(ctx, [user = std::move(user)](command::Context& context) {
    return command::create_user(context, user);
  });
  return {};
}

RestStatus change_profile(Context& ctx, const JsonObject& body) {
  PROCOS_ASSIGN(UserRow user, user_of_profile(body));
  return update_named<UserRow>(ctx, "User", std::move(user), command::update_user_profile);
}

/// Who changes a password proves again who he is.
RestStatus check_own_password(Context& ctx, const std::string& password) {
  if (ctx.user() == nullptr) return {};
  PROCOS_ASSIGN(const bool right,
                lift(check_password(ctx.services().engine, ctx.user()->user_id, password)));
  if (right) return {};
  return invalid_request(400, "The given authenticated user password is not valid.");
}

RestStatus change_credentials(Context& ctx, const JsonObject& body) {
  PROCOS_ASSIGN(const auto password, body.string("password"));
  PROCOS_ASSIGN(const auto own_password, body.string("authenticatedUserPassword"));
  PROCOS_TRY(check_own_password(ctx, own_password.value_or("")));
  PROCOS_ASSIGN(const UserRow user, named_row<UserRow>(ctx, "User"));
  if (!password) {
    ctx.reply(no_content());
    return {};
  }
  PROCOS_TRY(lift(check_policy_of(ctx, user, *password)));
  run_command(
      ctx,
      [id = ctx.param("id"), hash = hash_password(*password)](command::Context& context) {
        return command::set_user_password(context, id, hash);
      },
      {kNotFound404NoCode, nullptr, {}});
  return {};
}

}  // namespace

RestResult<state::UserRow> user_of_profile(const JsonObject& profile) {
  state::UserRow user;
  PROCOS_ASSIGN(auto id, profile.string("id"));
  PROCOS_ASSIGN(auto first_name, profile.string("firstName"));
  PROCOS_ASSIGN(auto last_name, profile.string("lastName"));
  PROCOS_ASSIGN(auto email, profile.string("email"));
  user.id = std::move(id).value_or("");
  user.first_name = std::move(first_name).value_or("");
  user.last_name = std::move(last_name).value_or("");
  user.email = std::move(email).value_or("");
  return user;
}

void get_users(Context& ctx) { get_list<UserRow>(ctx, kUserQuery); }
void get_users_count(Context& ctx) { get_count<UserRow>(ctx, kUserQuery); }
void get_user_profile(Context& ctx) { ctx.reply(named_response<UserRow>(ctx, "User")); }
void create_user(Context& ctx) { with_body(ctx, create_user_from_body); }
void delete_user(Context& ctx) { run_on_id(ctx, command::delete_user); }
void unlock_user(Context& ctx) { run_on_id(ctx, command::unlock_user); }
void update_profile(Context& ctx) { with_body(ctx, change_profile); }
void update_credentials(Context& ctx) { with_body(ctx, change_credentials); }

}  // namespace procos::rest
