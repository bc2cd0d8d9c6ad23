#include "rest/resource/authorization.h"

#include "command/identity.h"
#include "rest/resource/query_endpoint.h"
#include "rest/resource/query_tables.h"
#include "store/authorize.h"

namespace procos::rest {
namespace {

using state::AuthorizationRow;
using state::AuthorizationType;

RestStatus check_authorization_query(const store::Query& query) {
  bool users = false;
  bool groups = false;
  for (const store::Filter& filter : query.filters) {
    if (filter.name == "userIdIn") users = true;
    if (filter.name == "groupIdIn") groups = true;
  }
  if (!users || !groups) return {};
  return lift(Status(fail(ErrorKind::kProcessEngine,
                          "Cannot query for user and group authorizations at the same time.")));
}

/// A request to create or change an authorization.
struct Wanted {
  std::optional<std::int32_t> type, resource_type;
  std::optional<std::string> user_id, group_id, resource_id;
  std::optional<std::vector<std::string>> permissions;
};

RestResult<Wanted> wanted_of(const JsonObject& body) {
  Wanted wanted;
  PROCOS_ASSIGN(wanted.type, body.integer("type"));
  PROCOS_ASSIGN(wanted.permissions, body.strings("permissions"));
  PROCOS_ASSIGN(wanted.user_id, body.string("userId"));
  PROCOS_ASSIGN(wanted.group_id, body.string("groupId"));
  PROCOS_ASSIGN(wanted.resource_type, body.integer("resourceType"));
  PROCOS_ASSIGN(wanted.resource_id, body.string("resourceId"));
  return wanted;
}

/// A permission is only checked against the resource once user and group are.
struct Permissions {
  std::int64_t bits = 0;
  std::string_view misfit;  ///< a permission that the resource does not know
};

Result<Permissions> permission_bits(const std::vector<std::string>& names, std::int64_t type,
                                    std::int64_t resource_type) {
  const bool revokes = type == static_cast<std::int64_t>(AuthorizationType::kRevoke);
  Permissions result{revokes ? state::kAllPermissions : 0, {}};
  for (const std::string& name : names) {
    const auto permission = state::find_permission(name, resource_type);
    if (!permission) {
      const std::string_view resource = state::resource_constant(resource_type);
      return fail(ErrorKind::kBadUserRequest,
                  "The permission '" + name + "' is not valid for '" +
                      std::string(resource.empty() ? "null" : resource) + "' resource type.");
    }
    if (!permission->fits(resource_type)) result.misfit = permission->name;
    result.bits = revokes ? result.bits & ~permission->bits : result.bits | permission->bits;
  }
  return result;
}

/// The row as Camunda fills it, with its objections in its order.
Status set_holder(AuthorizationRow& row, const Wanted& wanted) {
  if (row.type == static_cast<std::int64_t>(AuthorizationType::kGlobal)) {
    if (wanted.group_id) {
      return fail(ErrorKind::kProcessEngine,
                  "ENGINE-03027 Cannot use 'groupId' for GLOBAL authorization");
    }
    if (wanted.user_id && *wanted.user_id != state::kAnyId) {
      return fail(ErrorKind::kProcessEngine,
                  "ENGINE-03028 Illegal value '" + *wanted.user_id +
                      "' for userId for GLOBAL authorization. Must be '*'");
    }
  }
  row.user_id = wanted.user_id.value_or("");
  row.group_id = wanted.group_id.value_or("");
  return {};
}

RestResult<std::string_view> set_resource(AuthorizationRow& row, const Wanted& wanted) {
  row.resource_id = wanted.resource_id.value_or("");
  if (wanted.resource_type) row.resource_type = *wanted.resource_type;
  if (!wanted.permissions) return std::string_view();
  if (!wanted.resource_type) return null_pointer("Permissions need a resourceType");
  PROCOS_ASSIGN(const Permissions permissions,
                lift(permission_bits(*wanted.permissions, row.type, row.resource_type)));
  row.permissions = permissions.bits;
  return permissions.misfit;
}

Status check_saved(const AuthorizationRow& row, std::string_view misfit) {
  if (misfit.empty() || row.user_id.empty() == row.group_id.empty()) return {};
  return fail(ErrorKind::kBadUserRequest,
              "ENGINE-03087 The resource type with id:'" + std::to_string(row.resource_type) +
                  "' is not valid for '" + std::string(misfit) + "' permission.");
}

using Save = std::function<Result<AuthorizationRow>(command::Context&)>;

/// Shared by both: the command, which also knows what is stored already.
Save saving(AuthorizationRow row, std::string_view misfit) {
  return [row = std::move(row), misfit = std::string(misfit)](
             command::Context& context) -> Result<AuthorizationRow> {
    PROCOS_TRY(check_saved(row, misfit));
    return command::save_authorization(context, row);
  };
}

RestStatus create_from_wanted(Context& ctx, const JsonObject& body) {
  PROCOS_ASSIGN(const Wanted wanted, wanted_of(body));
  AuthorizationRow row;
  if (!wanted.type) return null_pointer("An authorization needs a type");
  row.type = *wanted.type;
  if (row.type < 0 || row.type > static_cast<std::int64_t>(AuthorizationType::kRevoke)) {
    return lift(Status(fail(ErrorKind::kProcessEngine,
                            "ENGINE-03025 Unrecognized authorization type '" +
                                std::to_string(row.type) + "'. Must be one of ['0', '1', '2']")));
  }
  PROCOS_TRY(lift(set_holder(row, wanted)));
  if (!wanted.resource_type) return null_pointer("An authorization needs a resourceType");
  if (!wanted.permissions) return null_pointer("An authorization needs permissions");
  PROCOS_ASSIGN(const std::string_view misfit, set_resource(row, wanted));
  run_command<AuthorizationRow>(
      ctx, saving(std::move(row), misfit),
      [&engine = engine_of(ctx)](const AuthorizationRow& saved) -> RestResult<Response> {
        return dto_response(engine, saved);
      });
  return {};
}

RestResult<AuthorizationRow> authorization_row(Context& ctx) {
  const std::string& id = ctx.param("id");
  PROCOS_ASSIGN(auto row, read_row<AuthorizationRow>(engine_of(ctx), "id", id));
  if (!row) return invalid_request(404, "Authorization with id " + id + " does not exist.");
  return std::move(*row);
}

RestResult<Response> authorization_response(Context& ctx) {
  PROCOS_ASSIGN(const AuthorizationRow row, authorization_row(ctx));
  return dto_response(engine_of(ctx), row);
}

RestStatus update_from_wanted(Context& ctx, const JsonObject& body) {
  PROCOS_ASSIGN(const Wanted wanted, wanted_of(body));
  PROCOS_ASSIGN(AuthorizationRow row, authorization_row(ctx));
  PROCOS_TRY(lift(set_holder(row, wanted)));
  PROCOS_ASSIGN(const std::string_view misfit, set_resource(row, wanted));
  run_command<AuthorizationRow>(
      ctx, saving(std::move(row), misfit),
      [](const AuthorizationRow&) -> RestResult<Response> { return no_content(); },
      {kNotFound404NoCode, nullptr, {}});
  return {};
}

RestStatus required(const std::optional<std::string>& value, const std::string& name) {
  if (value) return {};
  return invalid_request(400, "Query parameter '" + name + "' cannot be null");
}

/// What a client asks whether a user may.
struct Question {
  std::string permission_name, resource_name, resource_id;
  std::int32_t resource_type = 0;
  std::optional<std::string> user_id;
};

RestResult<Question> question_of(const QueryParams& params) {
  PROCOS_ASSIGN(const auto resource_type, params.page_integer("resourceType"));
  const auto permission = params.string("permissionName");
  const auto resource = params.string("resourceName");
  PROCOS_TRY(required(permission, "permissionName"));
  PROCOS_TRY(required(resource, "resourceName"));
  if (!resource_type) return invalid_request(400, "Query parameter 'resourceType' cannot be null");
  return Question{*permission, *resource, params.string("resourceId").value_or(""),
                  *resource_type, params.string("userId")};
}

RestStatus check_question(const Question& question) {
  PROCOS_ASSIGN(const Permissions permissions,
                lift(permission_bits({question.permission_name}, 0, question.resource_type)));
  if (permissions.misfit.empty()) return {};
  return lift(Status(fail(ErrorKind::kBadUserRequest,
                          "ENGINE-03086 The resource type '" + question.resource_name +
                              "' is not valid for '" + question.permission_name +
                              "' permission.")));
}

/// Who is asked about: others only by those who may read authorizations.
RestResult<state::Authentication> user_in_question(Context& ctx, store::Connection& connection,
                                                   const Question& question) {
  const state::Authentication& current = *ctx.user();
  if (!question.user_id || *question.user_id == current.user_id) return current;
  const store::PermissionCheck may_read[] = {{state::Resource::kAuthorization, "READ", {}}};
  if (!store::is_authorized(connection, current, may_read)) {
    return invalid_request(403, "You must have READ permission for Authorization resource.");
  }
  return lift(command::authentication_of(connection, *question.user_id));
}

RestResult<Response> answer_question(Context& ctx) {
  PROCOS_ASSIGN(const Question question, question_of(ctx.query()));
  if (ctx.user() == nullptr) {
    return invalid_request(401, "You must be authenticated in order to use this resource.");
  }
  PROCOS_TRY(check_question(question));
  const store::PermissionCheck asked[] = {
      {static_cast<state::Resource>(question.resource_type), question.permission_name,
       question.resource_id}};
  RestResult<bool> authorized = false;
  // The whole truth, whatever the user himself may read of it.
  ctx.services().engine.read([&](store::Connection& connection) {
    const auto user = user_in_question(ctx, connection, question);
    if (!user) {
      authorized = std::unexpected(user.error());
    } else {
      authorized = store::is_authorized(connection, *user, asked);
    }
  });
  PROCOS_ASSIGN(const bool yes, std::move(authorized));
  JsonWriter out;
  out.begin_object().key("permissionName").string(question.permission_name);
  out.key("resourceName").string(question.resource_name);
  out.text("resourceId", question.resource_id).flag("authorized", yes).end_object();
  return json_text(out);
}

}  // namespace

void get_authorizations(Context& ctx) {
  get_list<AuthorizationRow>(ctx, kAuthorizationQuery, check_authorization_query);
}
void get_authorizations_count(Context& ctx) {
  get_count<AuthorizationRow>(ctx, kAuthorizationQuery, check_authorization_query);
}
void get_authorization(Context& ctx) { ctx.reply(authorization_response(ctx)); }
void check_authorization(Context& ctx) { ctx.reply(answer_question(ctx)); }
void create_authorization(Context& ctx) { with_body(ctx, create_from_wanted); }
void update_authorization(Context& ctx) { with_body(ctx, update_from_wanted); }

void delete_authorization(Context& ctx) {
  run_command(
      ctx,
      [id = ctx.param("id")](command::Context& context) {
        return command::delete_authorization(context, id);
      },
      {kNotFound404NoCode, nullptr, {}});
}

}  // namespace procos::rest
