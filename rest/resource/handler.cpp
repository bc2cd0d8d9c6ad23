#include "rest/resource/handler.h"

#include "base/calendar.h"

#include "rest/resource/query_endpoint.h"

namespace procos::rest {

RestError ErrorRules::map(const Error& error) const {
  // No resource has other words for what a user may not do.
  if (error.kind == ErrorKind::kAuthorization) return to_rest_error(error);
  const ErrorRule* rule = otherwise;
  for (const ErrorRule& candidate : rules) {
    if (candidate.kind == error.kind) rule = &candidate;
  }
  if (rule == nullptr) return to_rest_error(error);
  RestError answer = wrap(error, rule->status, std::string(rule->type), prefix);
  if (error.kind == ErrorKind::kNotFound && !missing.empty()) answer.message = missing;
  if (!rule->keep_code) answer.code.reset();
  return answer;
}

Response json_text(JsonWriter& out) {
  Response response;
  response.body = out.take();
  return response;
}

void run_command(const Context& ctx, std::function<Status(command::Context&)> run,
                 ErrorRules errors) {
  engine_of(ctx).submit<void>(
      std::move(run), [responder = ctx.responder(), errors = std::move(errors)](Status status) {
        responder(status ? no_content() : error_response(errors.map(status.error())));
      });
}

Response count_response(std::int64_t count) {
  JsonWriter out;
  out.begin_object().number("count", count).end_object();
  return json_text(out);
}

RestResult<std::optional<TimeMs>> execution_date(const JsonObject& body,
                                                 const std::string& words) {
  PROCOS_ASSIGN(const auto text, body.string("executionDate"));
  if (!text || text->empty()) return std::optional<TimeMs>();
  const auto date = parse_date_time(*text);
  if (!date) return invalid_request(400, words + "Invalid format: \"" + *text + "\"");
  return std::optional<TimeMs>(*date);
}

}  // namespace procos::rest
