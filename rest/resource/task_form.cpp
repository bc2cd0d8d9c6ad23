#include "rest/resource/task_form.h"

#include "rest/resource/forms.h"
#include "rest/resource/variable_scope.h"
#include "state/instance.h"

namespace procos::rest {
namespace {

/// A task with its form; a task without a process has an empty one.
struct TaskForm {
  state::TaskRow task;
  state::DefinitionPtr definition;
  const graph::Form* form = nullptr;
};

RestResult<TaskForm> task_form_or(Context& ctx, RestError missing) {
  static const graph::Form kNoForm;
  service::Engine& engine = engine_of(ctx);
  PROCOS_ASSIGN(auto row, read_row<state::TaskRow>(engine, "taskId", ctx.param("id")));
  if (!row) return std::unexpected(std::move(missing));
  TaskForm found{std::move(*row), nullptr, &kNoForm};
  if (found.task.process_definition_id.empty()) return found;
  found.definition = engine.definition(found.task.process_definition_id);
  const graph::Node* node =
      found.definition ? found.definition->graph->find(found.task.task_definition_key) : nullptr;
  if (node != nullptr) found.form = &node->form;
  return found;
}

RestError missing(const Context& ctx, int status, std::string_view type, std::string_view words,
                  std::string_view end) {
  return {status, std::string(type),
          std::string(words) + ctx.param("id") + std::string(end), 0, {}};
}

RestResult<Response> task_form_response(Context& ctx) {
  PROCOS_ASSIGN(const auto found,
                task_form_or(ctx, missing(ctx, 400, kRestException, "Cannot get form for task ",
                                          "")));
  return form_response(*found.form, "task/" + found.task.id);
}

RestResult<Response> deployed_task_form(Context& ctx) {
  PROCOS_ASSIGN(const auto found,
                task_form_or(ctx, missing(ctx, 404, kInvalidRequest, "No task found for taskId '",
                                          "'")));
  const std::string deployment =
      found.definition ? found.definition->row.deployment_id : std::string();
  return deployed_form(engine_of(ctx), *found.form, deployment);
}

RestResult<Response> rendered_task_form(Context& ctx) {
  PROCOS_ASSIGN(const auto found,
                task_form_or(ctx, missing(ctx, 500, "NullValueException", "Task '",
                                          "' not found: task is null")));
  if (auto page = rendered_form(*found.form)) return std::move(*page);
  return invalid_request(404, "No matching rendered form for task with the id " + found.task.id +
                                  " found.");
}

RestStatus task_form_variables(Context& ctx) {
  PROCOS_ASSIGN(const auto found,
                task_form_or(ctx, missing(ctx, 400, "BadUserRequestException",
                                          "Cannot find task with id '", "'.: task is null")));
  PROCOS_ASSIGN(auto values, lift(visible_variables(engine_of(ctx), kTaskScope, found.task.id)));
  form_variables(ctx, *found.form, found.definition, found.task.execution_id, std::move(values));
  return {};
}

}  // namespace

void get_form(Context& ctx) { ctx.reply(task_form_response(ctx)); }
void get_deployed_form(Context& ctx) { ctx.reply(deployed_task_form(ctx)); }
void get_rendered_form(Context& ctx) { ctx.reply(rendered_task_form(ctx)); }
void get_form_variables(Context& ctx) {
  if (auto status = task_form_variables(ctx); !status) ctx.reply(status.error());
}

}  // namespace procos::rest
