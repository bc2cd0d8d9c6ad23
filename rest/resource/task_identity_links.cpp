#include "rest/resource/task_identity_links.h"

#include "rest/resource/query_endpoint.h"

namespace procos::rest {
namespace {

using state::IdentityLinkRow;

RestResult<Response> links(Context& ctx) {
  Result<std::vector<IdentityLinkRow>> found;
  engine_of(ctx).read(
      [&](store::Connection& connection) { found = links_of_task(connection, ctx.param("id")); });
  PROCOS_ASSIGN(const auto rows, lift(std::move(found)));
  const auto type = ctx.query().string("type");
  DtoContext dto{engine_of(ctx)};
  JsonWriter out;
  out.begin_array();
  for (const IdentityLinkRow& row : rows) {
    if (!type || *type == row.type) write_dto(out, row, dto);
  }
  out.end_array();
  return json_text(out);
}

using LinkVerb = Status (*)(command::Context&, const std::string&, const std::string&,
                            const std::string&, const std::string&);

RestStatus change_link(Context& ctx, const JsonObject& body, LinkVerb verb) {
  PROCOS_ASSIGN(auto user, body.string("userId"));
  PROCOS_ASSIGN(auto group, body.string("groupId"));
  PROCOS_ASSIGN(auto type, body.string("type"));
  if (user && group) {
    return invalid_request(400, "Identity Link requires userId or groupId, but not both.");
  }
  if (!user && !group) return invalid_request(400, "Identity Link requires userId or groupId.");
  run_command(
      ctx,
      [id = ctx.param("id"), verb, user = std::move(user).value_or(""),
       group = std::move(group).value_or(""),
       type = std::move(type).value_or("")](command::Context& context) {
        return verb(context, id, user, group, type);
      });
  return {};
}

}  // namespace

Result<std::vector<IdentityLinkRow>> links_of_task(store::Connection& connection,
                                                   const std::string& id) {
  store::Query one;
  one.filters.push_back({"taskId", {id}});
  PROCOS_ASSIGN(const auto tasks, store::list<state::TaskRow>(connection, one));
  if (tasks.empty()) {
    return fail(ErrorKind::kNullValue, "Cannot find task with id " + id + ": task is null");
  }
  PROCOS_ASSIGN(auto links, store::list<IdentityLinkRow>(connection, one));
  const auto add = [&](const std::string& user, const char* type) {
    if (user.empty()) return;
    IdentityLinkRow link;
    link.user_id = user;
    link.type = type;
    link.task_id = id;
    links.push_back(std::move(link));
  };
  add(tasks.front().assignee, "assignee");
  add(tasks.front().owner, "owner");
  return links;
}

void get_identity_links(Context& ctx) { ctx.reply(links(ctx)); }

void add_identity_link(Context& ctx) {
  with_body(ctx, [](Context& context, const JsonObject& body) {
    return change_link(context, body, command::add_task_link);
  });
}

void delete_identity_link(Context& ctx) {
  with_body(ctx, [](Context& context, const JsonObject& body) {
    return change_link(context, body, command::remove_task_link);
  });
}

}  // namespace procos::rest
