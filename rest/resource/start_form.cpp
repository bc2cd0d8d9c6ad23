#include "rest/resource/start_form.h"

#include "rest/resource/definition_ref.h"
#include "rest/resource/forms.h"
#include "state/instance.h"

namespace procos::rest {
namespace {

/// The definition with its graph; the form is that of its none start event.
struct StartForm {
  state::DefinitionPtr definition;
  const graph::Form* form = nullptr;
};

RestResult<StartForm> start_form_or(Context& ctx, int status, std::string_view type,
                                    std::optional<int> code) {
  static const graph::Form kNoForm;
  PROCOS_ASSIGN(const auto row, find_definition(ctx));
  StartForm found;
  if (row) found.definition = engine_of(ctx).definition(row->id);
  if (!found.definition) {
    return std::unexpected(RestError{status, std::string(type),
                                     "no deployed process definition found with id '" +
                                         definition_ref(ctx).id + "': processDefinition is null",
                                     code, {}});
  }
  const graph::Node* start = found.definition->graph->process().initial;
  found.form = start != nullptr ? &start->form : &kNoForm;
  return found;
}

RestResult<Response> start_form_response(Context& ctx) {
  PROCOS_ASSIGN(const auto found, start_form_or(ctx, 400, kInvalidRequest, 0));
  return form_response(*found.form, "process-definition/" + found.definition->row.id);
}

RestResult<Response> deployed_start_form(Context& ctx) {
  PROCOS_ASSIGN(const auto found, start_form_or(ctx, 404, kInvalidRequest, std::nullopt));
  return deployed_form(engine_of(ctx), *found.form, found.definition->row.deployment_id);
}

RestResult<Response> rendered_start_form(Context& ctx) {
  PROCOS_ASSIGN(const auto found, start_form_or(ctx, 400, "NotFoundException", 0));
  if (auto page = rendered_form(*found.form)) return std::move(*page);
  return invalid_request(404,
                         "No matching rendered start form for process definition with the id " +
                             found.definition->row.id + " found.");
}

RestStatus start_form_variables(Context& ctx) {
  PROCOS_ASSIGN(const auto found, start_form_or(ctx, 400, "NotFoundException", 0));
  form_variables(ctx, *found.form, found.definition, {}, {});
  return {};
}

}  // namespace

void get_start_form(Context& ctx) { ctx.reply(start_form_response(ctx)); }
void get_deployed_start_form(Context& ctx) { ctx.reply(deployed_start_form(ctx)); }
void get_rendered_start_form(Context& ctx) { ctx.reply(rendered_start_form(ctx)); }
void get_start_form_variables(Context& ctx) {
  if (auto status = start_form_variables(ctx); !status) ctx.reply(status.error());
}

}  // namespace procos::rest
