#include "rest/resource/start_instance.h"

#include "rest/dto/value_writer.h"
#include "rest/resource/definition_ref.h"
#include "rest/resource/instructions.h"
#include "rest/resource/query_endpoint.h"
#include "rest/resource/variables.h"

namespace procos::rest {
namespace {

/// Nothing: no definition has that key.
using MaybeStarted = std::optional<command::Started>;

RestResult<Response> started_response(const command::Started& started, const std::string& base_url,
                          bool with_variables) {
  JsonWriter out;
  out.begin_object();
  write_process_instance(out, started.instance, started.ended,
                         base_url + "/process-instance/" + started.instance.id);
  if (with_variables) {
    out.key("variables");
    PROCOS_TRY(lift(write_variables(out, started.variables, ShowObjects::kAsText)));
  }
  out.end_object();
  return json_text(out);
}

std::string words(const std::string& definition) {
  return "Cannot instantiate process definition " + definition + ": ";
}

RestStatus start(Context& ctx, const JsonObject& body, bool form) {
  const DefinitionRef ref = definition_ref(ctx);
  const std::string prefix = words(ref.by_id() ? ref.id : ref.key);
  command::StartInstance request;
  PROCOS_TRY(check_variable_maps(body, {"variables"}));
  PROCOS_ASSIGN(auto business_key, body.string("businessKey"));
  PROCOS_ASSIGN(auto case_instance_id, body.string("caseInstanceId"));
  PROCOS_ASSIGN(request.variables, variables_of(body, "variables", prefix));
  request.form = form;
  bool with_variables = false;
  if (!form) {
    request.case_instance_id = std::move(case_instance_id).value_or("");
    PROCOS_ASSIGN(auto instructions,
                  instructions_of(body, "startInstructions", InstructionUse::kStart));
    if (instructions) request.instructions = std::move(*instructions);
    PROCOS_ASSIGN(request.skip_custom_listeners, body.boolean_or("skipCustomListeners", false));
    PROCOS_ASSIGN(request.skip_io_mappings, body.boolean_or("skipIoMappings", false));
    PROCOS_ASSIGN(with_variables, body.boolean_or("withVariablesInReturn", false));
  }
  request.business_key = std::move(business_key).value_or("");
  if (request.instructions.empty() && (request.skip_custom_listeners || request.skip_io_mappings)) {
    return std::unexpected(RestError{500, std::string(kRestException),
                                     prefix + "Cannot skip custom listeners or input/output "
                                              "mappings without start instructions.",
                                     0, {}});
  }
  run_command<MaybeStarted>(
      ctx,
      [ref, request = std::move(request)](command::Context& context) -> Result<MaybeStarted> {
        command::StartInstance exact = request;
        auto id = resolve_id(context, ref);
        if (!id) return MaybeStarted();
        exact.definition_id = std::move(*id);
        PROCOS_ASSIGN(auto started, command::start_instance(context, exact));
        return MaybeStarted(std::move(started));
      },
      [ref, with_variables, base_url = ctx.base_url()](
          const MaybeStarted& started) -> RestResult<Response> {
        if (!started) return std::unexpected(no_such_key(ref));
        return started_response(*started, base_url, with_variables);
      },
      {{}, &kAllRest500, prefix});
  return {};
}

}  // namespace

void start_process_instance(Context& ctx) {
  const auto read = [](Context& c, const JsonObject& body) { return start(c, body, false); };
  if (auto status = key_before(ctx, read_body(ctx, read)); !status) ctx.reply(status.error());
}

void submit_form(Context& ctx) {
  const auto read = [](Context& c, const JsonObject& body) { return start(c, body, true); };
  if (auto status = key_before(ctx, read_body(ctx, read)); !status) ctx.reply(status.error());
}

}  // namespace procos::rest
