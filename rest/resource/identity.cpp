#include "rest/resource/identity.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "rest/guard.h"
#include "rest/login.h"
#include "rest/password_policy.h"
#include "rest/resource/query_endpoint.h"
#include "rest/resource/user.h"

namespace procos::rest {
namespace {

using state::GroupRow;
using state::UserRow;

void write_group_user(JsonWriter& out, const UserRow& user) {
  std::string display = user.id;
  if (!user.last_name.empty()) {
    display = (user.first_name.empty() ? "null" : user.first_name) + " " + user.last_name;
  } else if (!user.first_name.empty()) {
    display = user.first_name;
  }
  out.begin_object();
  out.text("id", user.id).text("firstName", user.first_name).text("lastName", user.last_name);
  out.text("displayName", display);
  out.end_object();
}

/// Everybody who shares a group with the user, once each.
RestResult<std::vector<UserRow>> group_users(service::Engine& engine,
                                             const std::vector<GroupRow>& groups,
                                             const std::string& user_id) {
  std::vector<UserRow> users;
  for (const GroupRow& group : groups) {
    store::Query members;
    members.filters = {{"memberOfGroup", {group.id}}};
    PROCOS_ASSIGN(auto rows, read_rows<UserRow>(engine, std::move(members)));
    for (UserRow& row : rows) {
      const auto same = [&](const UserRow& known) { return known.id == row.id; };
      if (row.id != user_id && std::ranges::none_of(users, same)) users.push_back(std::move(row));
    }
  }
  return users;
}

RestResult<Response> group_info(Context& ctx) {
  const auto user_id = ctx.query().string("userId");
  if (!user_id) return invalid_request(400, "No user id was supplied");
  store::Query query;
  query.filters = {{"member", {*user_id}}};
  query.sorts = {{"name", false, {}}};
  PROCOS_ASSIGN(const auto groups, read_rows<GroupRow>(engine_of(ctx), std::move(query)));
  PROCOS_ASSIGN(const auto users, group_users(engine_of(ctx), groups, *user_id));
  JsonWriter out;
  out.begin_object().key("groups").begin_array();
  for (const GroupRow& group : groups) {
    out.begin_object().text("id", group.id).text("name", group.name).end_object();
  }
  out.end_array().key("groupUsers").begin_array();
  for (const UserRow& user : users) write_group_user(out, user);
  out.end_array().end_object();
  return json_text(out);
}

RestResult<Response> verify(Context& ctx) {
  PROCOS_ASSIGN(const JsonObject body, ctx.json_object());
  PROCOS_ASSIGN(const auto user, body.string("username"));
  PROCOS_ASSIGN(const auto password, body.string("password"));
  if (!user || !password) return invalid_request(400, "Username and password are required");
  PROCOS_TRY(may(ctx, command::Check::kReadUser, {.id = *user}));
  PROCOS_ASSIGN(const bool valid, lift(check_password(ctx.services().engine, *user, *password)));
  JsonWriter out;
  out.begin_object().none("groups").none("tenants").text("authenticatedUser", *user);
  out.flag("authenticated", valid).end_object();
  return json_text(out);
}

/// Camunda has a policy only where its configuration asks for one.
Response no_policy() {
  Response response;
  response.status = 404;
  return response;
}

/// `password` null: only what is asked of one.
Response policy_response(const std::string* password, const UserRow* user) {
  JsonWriter out;
  out.begin_object().key("rules").begin_array();
  for (const PasswordRule& rule : password_rules()) {
    out.begin_object().text("placeholder", rule.placeholder).key("parameter");
    if (rule.parameter.empty()) {
      out.null();
    } else {
      out.begin_object().text(rule.parameter, std::to_string(rule.at_least)).end_object();
    }
    if (password != nullptr) out.flag("valid", rule.holds(rule, *password, user));
    out.end_object();
  }
  out.end_array();
  if (password != nullptr) out.flag("valid", fits_password_policy(*password, user));
  out.end_object();
  return json_text(out);
}

RestResult<Response> policy(const Context& ctx) {
  return ctx.services().password_policy ? policy_response(nullptr, nullptr) : no_policy();
}

RestResult<Response> check_policy(Context& ctx) {
  PROCOS_ASSIGN(Json request, ctx.json_body());
  if (request.is_null()) return no_policy();
  PROCOS_ASSIGN(const JsonObject body, JsonObject::from(std::move(request)));
  PROCOS_ASSIGN(const auto password, body.string("password"));
  PROCOS_ASSIGN(const auto profile, body.object("profile"));
  if (!ctx.services().password_policy) return no_policy();
  if (!password) return lift(Result<Response>(fail(ErrorKind::kNullValue, "password is null")));
  UserRow user;
  if (profile) {
    PROCOS_ASSIGN(user, user_of_profile(*profile));
  }
  return policy_response(&*password, profile ? &user : nullptr);
}

}  // namespace

void get_group_info(Context& ctx) { ctx.reply(group_info(ctx)); }
void verify_user(Context& ctx) { ctx.reply(verify(ctx)); }
void get_password_policy(Context& ctx) { ctx.reply(policy(ctx)); }
void check_password_policy(Context& ctx) { ctx.reply(check_policy(ctx)); }

}  // namespace procos::rest
