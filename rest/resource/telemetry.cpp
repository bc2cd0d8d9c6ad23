#include "rest/resource/telemetry.h"

#include "rest/resource/handler.h"

namespace procos::rest {
namespace {

/// As in Camunda since 7.22: it may be asked for, but stays off.
RestStatus configure(Context& ctx, const JsonObject& body) {
  PROCOS_ASSIGN(const auto enable, body.boolean("enableTelemetry"));
  if (!enable) return invalid_request(400, "enableTelemetry must be true or false.");
  ctx.reply(no_content());
  return {};
}

void write_nothing(JsonWriter& out, std::string_view name) {
  out.key(name).begin_object().end_object();
}

Response telemetry_data() {
  JsonWriter out;
  out.begin_object().none("installation");
  out.key("product").begin_object();
  out.text("name", "ProcOS").text("version", "7.24.0").text("edition", "community");
  out.key("internals").begin_object();
  out.key("database").begin_object().text("vendor", "SQLite").none("version").end_object();
  write_nothing(out, "commands");
  write_nothing(out, "metrics");
  out.key("webapps").begin_array().end_array();
  out.none("jdk").none("application-server").none("license-key");
  out.key("camunda-integration").begin_array().end_array();
  out.none("data-collection-start-date");
  out.end_object().end_object().end_object();
  return json_text(out);
}

}  // namespace

void get_telemetry_configuration(Context& ctx) {
  JsonWriter out;
  out.begin_object().flag("enableTelemetry", false).end_object();
  ctx.reply(json_text(out));
}
void configure_telemetry(Context& ctx) { with_body(ctx, configure); }
void get_telemetry_data(Context& ctx) { ctx.reply(telemetry_data()); }

}  // namespace procos::rest
