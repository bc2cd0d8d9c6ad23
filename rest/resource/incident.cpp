#include "rest/resource/incident.h"

#include "rest/resource/query_endpoint.h"
#include "rest/resource/query_tables.h"

namespace procos::rest {
namespace {

using state::IncidentRow;

constexpr ErrorRule kResolve[] = {
    {ErrorKind::kNotFound, 404, kInvalidRequest, false},
    {ErrorKind::kBadUserRequest, 400, kInvalidRequest, false},
};

RestResult<Response> one_incident(Context& ctx) {
  const std::string& id = ctx.param("id");
  PROCOS_ASSIGN(const auto row, read_row<IncidentRow>(engine_of(ctx), "incidentId", id));
  if (!row) return invalid_request(404, "No matching incident with id " + id);
  return dto_response(engine_of(ctx), *row);
}

void annotate(Context& ctx, std::string text) {
  run_command(ctx, [id = ctx.param("id"), text = std::move(text)](command::Context& context) {
    return command::set_incident_annotation(context, id, text);
  });
}

RestStatus annotation(Context& ctx, const JsonObject& body) {
  PROCOS_ASSIGN(auto text, body.string("annotation"));
  annotate(ctx, std::move(text).value_or(""));
  return {};
}

}  // namespace

void get_incidents(Context& ctx) { get_list<IncidentRow>(ctx, kIncidentQuery); }
void get_incidents_count(Context& ctx) { get_count<IncidentRow>(ctx, kIncidentQuery); }
void get_incident(Context& ctx) { ctx.reply(one_incident(ctx)); }

void resolve_incident(Context& ctx) {
  run_command(
      ctx,
      [id = ctx.param("id")](command::Context& context) {
        return command::resolve_incident(context, id);
      },
      {kResolve, nullptr, {}});
}

void set_incident_annotation(Context& ctx) { with_body(ctx, annotation); }
void clear_incident_annotation(Context& ctx) { annotate(ctx, {}); }

}  // namespace procos::rest
