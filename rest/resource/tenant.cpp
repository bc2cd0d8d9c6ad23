#include "rest/resource/tenant.h"

#include "rest/resource/named_resource.h"
#include "rest/resource/query_tables.h"

namespace procos::rest {
namespace {

using state::TenantRow;

RestResult<TenantRow> tenant_of(const JsonObject& body) {
  PROCOS_ASSIGN(auto id, body.string("id"));
  PROCOS_ASSIGN(auto name, body.string("name"));
  return TenantRow{std::move(id).value_or(""), std::move(name).value_or("")};
}

RestStatus create_tenant_from_body(Context& ctx, const JsonObject& body) {
  PROCOS_ASSIGN(TenantRow tenant, tenant_of(body));
  run_command(ctx, [tenant = std::move(tenant)](command::Context& context) {
    return command::create_tenant(context, tenant);
  });
  return {};
}

RestStatus update_tenant_from_body(Context& ctx, const JsonObject& body) {
  PROCOS_ASSIGN(TenantRow tenant, tenant_of(body));
  return update_named<TenantRow>(ctx, "Tenant", std::move(tenant), command::update_tenant);
}

using TenantMemberVerb = Status (*)(command::Context&, const std::string&, const std::string&,
                                    const std::string&);

void change_tenant_member(Context& ctx, TenantMemberVerb verb, bool is_user) {
  std::string user = is_user ? ctx.param("userId") : std::string();
  std::string group = is_user ? std::string() : ctx.param("groupId");
  run_command(ctx, [tenant = ctx.param("id"), user = std::move(user), group = std::move(group),
                    verb](command::Context& context) {
    return verb(context, tenant, user, group);
  });
}

}  // namespace

void get_tenants(Context& ctx) { get_list<TenantRow>(ctx, kTenantQuery); }
void get_tenants_count(Context& ctx) { get_count<TenantRow>(ctx, kTenantQuery); }
void get_tenant(Context& ctx) { ctx.reply(named_response<TenantRow>(ctx, "Tenant")); }
void create_tenant(Context& ctx) { with_body(ctx, create_tenant_from_body); }
void update_tenant(Context& ctx) { with_body(ctx, update_tenant_from_body); }
void delete_tenant(Context& ctx) { run_on_id(ctx, command::delete_tenant); }
void create_tenant_user(Context& ctx) {
  change_tenant_member(ctx, command::create_tenant_membership, true);
}
void delete_tenant_user(Context& ctx) {
  change_tenant_member(ctx, command::delete_tenant_membership, true);
}
void create_tenant_group(Context& ctx) {
  change_tenant_member(ctx, command::create_tenant_membership, false);
}
void delete_tenant_group(Context& ctx) {
  change_tenant_member(ctx, command::delete_tenant_membership, false);
}

}  // namespace procos::rest
