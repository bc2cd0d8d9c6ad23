#include "rest/resource/links.h"

#include "rest/guard.h"
#include "rest/resource/handler.h"

namespace procos::rest {
namespace {

using command::Check;

struct Link {
  std::string_view of;  ///< the route that answers with it
  std::string_view method, path, rel;
  std::optional<Check> needs{};  ///< shown only to those who may
};

constexpr Link kLinks[] = {
    {"/authorization", "GET", "/authorization", "list"},
    {"/authorization", "GET", "/authorization/count", "count"},
    {"/authorization", "POST", "/authorization/create", "create", Check::kCreateAuthorization},
    {"/authorization/{id}", "GET", "/authorization/{id}", "self"},
    {"/authorization/{id}", "DELETE", "/authorization/{id}", "delete", Check::kDeleteAuthorization},
    {"/authorization/{id}", "PUT", "/authorization/{id}", "update", Check::kUpdateAuthorization},
    {"/group", "GET", "/group", "list"},
    {"/group", "GET", "/group/count", "count"},
    {"/group", "POST", "/group/create", "create", Check::kCreateGroup},
    {"/group/{id}", "GET", "/group/{id}", "self"},
    {"/group/{id}", "DELETE", "/group/{id}", "delete", Check::kDeleteGroup},
    {"/group/{id}", "PUT", "/group/{id}", "update", Check::kUpdateGroup},
    {"/group/{id}/members", "DELETE", "/group/{id}/members", "delete", Check::kDeleteMembership},
    {"/group/{id}/members", "PUT", "/group/{id}/members", "create", Check::kCreateMembership},
    {"/tenant", "GET", "/tenant", "list"},
    {"/tenant", "GET", "/tenant/count", "count"},
    {"/tenant", "POST", "/tenant/create", "create", Check::kCreateTenant},
    {"/tenant/{id}", "GET", "/tenant/{id}", "self"},
    {"/tenant/{id}", "DELETE", "/tenant/{id}", "delete", Check::kDeleteTenant},
    {"/tenant/{id}", "PUT", "/tenant/{id}", "update", Check::kUpdateTenant},
    {"/tenant/{id}/group-members", "DELETE", "/tenant/{id}/group-members", "delete",
     Check::kDeleteTenantMembership},
    {"/tenant/{id}/group-members", "PUT", "/tenant/{id}/group-members", "create",
     Check::kCreateTenantMembership},
    {"/tenant/{id}/user-members", "DELETE", "/tenant/{id}/user-members", "delete",
     Check::kDeleteTenantMembership},
    {"/tenant/{id}/user-members", "PUT", "/tenant/{id}/user-members", "create",
     Check::kCreateTenantMembership},
    {"/user", "GET", "/user", "list"},
    {"/user", "GET", "/user/count", "count"},
    {"/user", "POST", "/user/create", "create", Check::kCreateUser},
    {"/user/{id}", "GET", "/user/{id}/profile", "self"},
    {"/user/{id}", "DELETE", "/user/{id}", "delete", Check::kDeleteUser},
    {"/user/{id}", "PUT", "/user/{id}/profile", "update", Check::kUpdateUser},
};

constexpr std::string_view kId = "{id}";

std::string address_of(const Context& ctx, const Link& link) {
  std::string path(link.path);
  const std::size_t place = path.find(kId);
  if (place != std::string::npos) path.replace(place, kId.size(), ctx.param("id"));
  return ctx.base_url() + path;
}

}  // namespace

void get_links(Context& ctx) {
  command::Subject subject;
  if (ctx.route().path.find(kId) != std::string_view::npos) subject.id = ctx.param("id");
  JsonWriter out;
  out.begin_object().key("links").begin_array();
  for (const Link& link : kLinks) {
    if (link.of != ctx.route().path) continue;
    if (link.needs && !may(ctx, *link.needs, subject)) continue;
    out.begin_object();
    out.text("method", link.method).text("href", address_of(ctx, link)).text("rel", link.rel);
    out.end_object();
  }
  out.end_array().end_object();
  ctx.reply(json_text(out));
}

}  // namespace procos::rest
