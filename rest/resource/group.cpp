#include "rest/resource/group.h"

#include "rest/resource/named_resource.h"
#include "rest/resource/query_tables.h"

namespace procos::rest {
namespace {

using state::GroupRow;

RestResult<GroupRow> group_of(const JsonObject& body) {
  PROCOS_ASSIGN(auto id, body.string("id"));
  PROCOS_ASSIGN(auto name, body.string("name"));
  PROCOS_ASSIGN(auto type, body.string("type"));
  return GroupRow{std::move(id).value_or(""), std::move(name).value_or(""),
                  std::move(type).value_or("")};
}

RestStatus create_group_from_body(Context& ctx, const JsonObject& body) {
  PROCOS_ASSIGN(GroupRow group, group_of(body));
  run_command(ctx, [group = std::move(group)](command::Context& context) {
    return command::create_group(context, group);
  });
  return {};
}

RestStatus update_group_from_body(Context& ctx, const JsonObject& body) {
  PROCOS_ASSIGN(GroupRow group, group_of(body));
  return update_named<GroupRow>(ctx, "Group", std::move(group), command::update_group);
}

using MemberVerb = Status (*)(command::Context&, const std::string&, const std::string&);

void change_member(Context& ctx, MemberVerb verb) {
  run_command(ctx, [user = ctx.param("userId"), group = ctx.param("id"),
                    verb](command::Context& context) { return verb(context, user, group); });
}

}  // namespace

void get_groups(Context& ctx) { get_list<GroupRow>(ctx, kGroupQuery); }
void get_groups_count(Context& ctx) { get_count<GroupRow>(ctx, kGroupQuery); }
void query_groups(Context& ctx) { post_list<GroupRow>(ctx, kGroupQuery); }
void query_groups_count(Context& ctx) { post_count<GroupRow>(ctx, kGroupQuery); }
void get_group(Context& ctx) { ctx.reply(named_response<GroupRow>(ctx, "Group")); }
void create_group(Context& ctx) { with_body(ctx, create_group_from_body); }
void update_group(Context& ctx) { with_body(ctx, update_group_from_body); }
void delete_group(Context& ctx) { run_on_id(ctx, command::delete_group); }
void create_group_member(Context& ctx) { change_member(ctx, command::create_membership); }
void delete_group_member(Context& ctx) { change_member(ctx, command::delete_membership); }

}  // namespace procos::rest
