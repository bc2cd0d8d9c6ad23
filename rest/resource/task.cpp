#include "rest/resource/task.h"

#include "rest/dto/value_writer.h"
#include "rest/resource/hal_task.h"
#include "rest/resource/query_endpoint.h"
#include "rest/resource/query_tables.h"
#include "rest/resource/task_query.h"
#include "rest/resource/variable_scope.h"
#include "rest/resource/variables.h"

namespace procos::rest {
namespace {

using state::TaskRow;

constexpr ErrorRule kBpmnError[] = {
    {ErrorKind::kNotFound, 404, kRestException},
    {ErrorKind::kBadUserRequest, 400, kRestException},
    {ErrorKind::kNotValid, 400, kRestException},
};
constexpr ErrorRule kNotValid400[] = {{ErrorKind::kNotValid, 400, kInvalidRequest}};
// Assigning looks for the task in another way than claiming, and so fails in another.
constexpr ErrorRule kMissing400[] = {{ErrorKind::kNullValue, 400, "NotFoundException"}};
constexpr ErrorRule kUpdateErrors[] = {{ErrorKind::kNotFound, 404, kInvalidRequest, false},
                                       {ErrorKind::kNullValue, 404, kInvalidRequest, false}};
constexpr ErrorRule kForm[] = {{ErrorKind::kNotValid, 400, kRestException}};

// ---- reading ----

/// Which extras a list or a single task shows.
struct Extras {
  bool variables = false, local_variables = false, attachments = false;
  /// Lists name the same in other words, and leave out variables where there are none.
  bool of_list = false;
  bool any() const { return variables || local_variables || attachments; }
};

/// Whether anybody commented the task, or attached something to it.
template <class Row>
RestResult<bool> has_rows(service::Engine& engine, const std::string& task_id) {
  PROCOS_ASSIGN(const auto row, read_row<Row>(engine, "taskId", task_id));
  return row.has_value();
}

RestStatus write_with_extras(JsonWriter& out, const TaskRow& row, const Extras& extras,
                             DtoContext& dto) {
  out.begin_object();
  write_task(out, row, dto);
  if (extras.variables || extras.local_variables) {
    const VariableScope& scope = extras.variables ? kTaskScope : kTaskLocalScope;
    PROCOS_ASSIGN(const auto variables, lift(visible_variables(dto.engine, scope, row.id)));
    if (!variables.empty() || !extras.of_list) {
      out.key("variables");
      PROCOS_TRY(lift(write_variables(out, variables, ShowObjects::kDeserialized)));
    }
  }
  if (extras.attachments) {
    PROCOS_ASSIGN(const bool attachment, has_rows<state::HiAttachmentRow>(dto.engine, row.id));
    PROCOS_ASSIGN(const bool comment, has_rows<state::HiCommentRow>(dto.engine, row.id));
    out.flag(extras.of_list ? "attachment" : "hasAttachment", attachment);
    out.flag(extras.of_list ? "comment" : "hasComment", comment);
  }
  out.end_object();
  return {};
}

RestResult<Extras> extras_of(const QueryParams& params) {
  Extras extras;
  PROCOS_ASSIGN(const auto variables, params.boolean("withTaskVariablesInReturn"));
  PROCOS_ASSIGN(const auto local, params.boolean("withTaskLocalVariablesInReturn"));
  PROCOS_ASSIGN(const auto attachments, params.boolean("withCommentAttachmentInfo"));
  return Extras{variables.value_or(false), local.value_or(false), attachments.value_or(false),
                true};
}

RestResult<Extras> extras_of(const JsonObject& body) {
  Extras extras;
  extras.of_list = true;
  PROCOS_ASSIGN(extras.variables, body.boolean_or("withTaskVariablesInReturn", false));
  PROCOS_ASSIGN(extras.local_variables, body.boolean_or("withTaskLocalVariablesInReturn", false));
  PROCOS_ASSIGN(extras.attachments, body.boolean_or("withCommentAttachmentInfo", false));
  return extras;
}

RestResult<Response> tasks_response(Context& ctx, store::Query query, const Extras& extras) {
  PROCOS_TRY(check_task_query(query));
  PROCOS_TRY(read_page(ctx.query(), query));
  service::Engine& engine = engine_of(ctx);
  PROCOS_ASSIGN(const auto rows, read_rows<TaskRow>(engine, std::move(query)));
  DtoContext dto{engine};
  JsonWriter out;
  out.begin_array();
  for (const TaskRow& row : rows) {
    if (extras.any()) {
      PROCOS_TRY(write_with_extras(out, row, extras, dto));
    } else {
      write_dto(out, row, dto);
    }
  }
  out.end_array();
  return json_text(out);
}

bool wants_hal_task(const Context& ctx) { return ctx.media_type() == "application/hal+json"; }

RestResult<Response> hal_page(Context& ctx, store::Query query) {
  service::Engine& engine = engine_of(ctx);
  PROCOS_TRY(check_task_query(query));
  PROCOS_ASSIGN(const std::int64_t all, read_count<TaskRow>(engine, query));
  PROCOS_TRY(read_page(ctx.query(), query));
  PROCOS_ASSIGN(const auto rows, read_rows<TaskRow>(engine, std::move(query)));
  return hal_tasks(engine, rows, all);
}

RestResult<Response> tasks(Context& ctx) {
  PROCOS_ASSIGN(auto query, read_query(kTaskQuery, ctx.query()));
  if (wants_hal_task(ctx)) return hal_page(ctx, std::move(query));
  PROCOS_ASSIGN(const Extras extras, extras_of(ctx.query()));
  return tasks_response(ctx, std::move(query), extras);
}

RestResult<Response> posted_tasks(Context& ctx) {
  PROCOS_ASSIGN(const JsonObject body, ctx.json_object());
  PROCOS_ASSIGN(auto query, read_task_query(ctx, body));
  PROCOS_ASSIGN(const Extras extras, extras_of(body));
  return tasks_response(ctx, std::move(query), extras);
}

RestResult<Response> posted_task_count(Context& ctx) {
  PROCOS_ASSIGN(const JsonObject body, ctx.json_object());
  return count_rows<TaskRow>(ctx, checked(read_task_query(ctx, body), check_task_query));
}

RestResult<Response> task(Context& ctx) {
  const std::string& id = ctx.param("id");
  const QueryParams& params = ctx.query();
  const Extras extras{params.flag("withTaskVariablesInReturn", false),
                      params.flag("withTaskLocalVariablesInReturn", false),
                      params.flag("withCommentAttachmentInfo", false)};
  PROCOS_ASSIGN(const auto row, read_row<TaskRow>(engine_of(ctx), "taskId", id));
  if (!row) return invalid_request(404, "No matching task with id " + id);
  if (wants_hal_task(ctx)) return hal_task(engine_of(ctx), *row);
  DtoContext dto{engine_of(ctx)};
  JsonWriter out;
  PROCOS_TRY(write_with_extras(out, *row, extras, dto));
  return json_text(out);
}

// ---- completing ----

using command::Variables;
using TaskVerb = Status (*)(command::Context&, const std::string&, const command::Variables&);

/// The variables of a process instance's own scope.
Variables root_variables(const state::Execution& root) {
  Variables variables;
  for (const auto& variable : root.variables) {
    if (variable->gone) continue;
    variables.push_back({variable->row.name, variable->row.value, variable->transient});
  }
  return variables;
}

/// Runs the verb and returns the process variables as they stand afterwards; those before, when the
/// instance has ended with it.
Result<Variables> run_with_variables(command::Context& context, TaskVerb verb,
                                     const std::string& id, const command::Variables& set) {
  std::string instance_id;
  if (const state::Task* task = context.session.find_task(id)) {
    instance_id = task->row.process_instance_id;
  }
  Variables before;
  if (state::Instance* instance =
          instance_id.empty() ? nullptr : context.session.find_instance(instance_id)) {
    before = root_variables(*instance->root);
  }
  PROCOS_TRY(verb(context, id, set));
  state::Instance* instance =
      instance_id.empty() ? nullptr : context.session.find_instance(instance_id);
  if (instance != nullptr) return root_variables(*instance->root);
  before.insert(before.end(), set.begin(), set.end());
  return before;
}

RestResult<Response> variables_response(const Variables& variables) {
  JsonWriter out;
  PROCOS_TRY(lift(write_variables(out, variables, ShowObjects::kAsText)));
  return json_text(out);
}

RestStatus complete_with(Context& ctx, const JsonObject& body, TaskVerb verb, const char* words,
                         std::span<const ErrorRule> rules) {
  const std::string& id = ctx.param("id");
  const std::string prefix = words + id + ": ";
  PROCOS_ASSIGN(auto variables, variables_of(body, "variables", prefix));
  PROCOS_ASSIGN(const bool with_variables, body.boolean_or("withVariablesInReturn", false));
  const ErrorRules errors{rules, &kAllRest500, prefix};
  if (with_variables) {
    run_command<Variables>(
        ctx,
        [id, verb, variables = std::move(variables)](command::Context& context) {
          return run_with_variables(context, verb, id, variables);
        },
        variables_response, errors);
    return {};
  }
  run_command(
      ctx,
      [id, verb, variables = std::move(variables)](command::Context& context) {
        return verb(context, id, variables);
      },
      errors);
  return {};
}

RestStatus resolved(Context& ctx, const JsonObject& body) {
  const std::string& id = ctx.param("id");
  PROCOS_ASSIGN(auto variables,
                variables_of(body, "variables", "Cannot resolve task " + id + ": "));
  PROCOS_TRY(body.boolean("withVariablesInReturn"));
  run_command(ctx, [id, variables = std::move(variables)](command::Context& context) {
    return command::resolve_task(context, id, variables);
  });
  return {};
}

RestStatus task_bpmn_error(Context& ctx, const JsonObject& body) {
  PROCOS_ASSIGN(auto code, body.string("errorCode"));
  PROCOS_ASSIGN(auto message, body.string("errorMessage"));
  PROCOS_ASSIGN(auto variables, variables_of(body, "variables"));
  run_command(
      ctx,
      [id = ctx.param("id"), code = std::move(code).value_or(""),
       message = std::move(message).value_or(""),
       variables = std::move(variables)](command::Context& context) {
        return command::task_bpmn_error(context, id, code, message, variables);
      },
      {kBpmnError, nullptr, {}});
  return {};
}

RestStatus escalation(Context& ctx, const JsonObject& body) {
  PROCOS_ASSIGN(auto code, body.string("escalationCode"));
  PROCOS_ASSIGN(auto variables, variables_of(body, "variables"));
  run_command(
      ctx,
      [id = ctx.param("id"), code = std::move(code).value_or(""),
       variables = std::move(variables)](command::Context& context) {
        return command::task_escalation(context, id, code, variables);
      },
      {kBpmnError, nullptr, {}});
  return {};
}

// ---- who works on it ----

using UserVerb = Status (*)(command::Context&, const std::string&, const std::string&);

RestStatus give_to(Context& ctx, const JsonObject& body, UserVerb verb,
                   std::span<const ErrorRule> rules = {}) {
  PROCOS_ASSIGN(auto user, body.string("userId"));
  run_command(
      ctx,
      [id = ctx.param("id"), verb,
       user = std::move(user).value_or("")](command::Context& context) {
        return verb(context, id, user);
      },
      {rules, nullptr, {}});
  return {};
}

// ---- the task itself ----

/// PUT and create set all of these: a property that is left out is emptied.
RestStatus check_read_only(const JsonObject& body) {
  for (const char* name : {"executionId", "processDefinitionId", "processInstanceId",
                           "caseExecutionId", "caseDefinitionId", "taskDefinitionKey", "formKey",
                           "taskState"}) {
    PROCOS_TRY(body.string(name));
  }
  for (const char* name : {"created", "lastUpdated"}) PROCOS_TRY(body.date(name));
  PROCOS_TRY(body.boolean("suspended"));
  PROCOS_TRY(body.object("camundaFormRef"));
  return {};
}

RestStatus check_delegation(const TaskRow& row) {
  const std::string& state = row.delegation_state;
  if (state.empty() || state == "PENDING" || state == "RESOLVED") return {};
  return invalid_request(400,
                         "Valid values for property 'delegationState' are 'PENDING' or "
                         "'RESOLVED', but was '" + state + "'");
}

RestResult<TaskRow> task_of(const JsonObject& body) {
  PROCOS_TRY(check_read_only(body));
  TaskRow row;
  struct Text {
    std::string_view name;
    std::string TaskRow::*member;
  };
  static constexpr Text kTexts[] = {
      {"id", &TaskRow::id},
      {"name", &TaskRow::name},
      {"description", &TaskRow::description},
      {"assignee", &TaskRow::assignee},
      {"owner", &TaskRow::owner},
      {"delegationState", &TaskRow::delegation_state},
      {"parentTaskId", &TaskRow::parent_task_id},
      {"caseInstanceId", &TaskRow::case_instance_id},
      {"tenantId", &TaskRow::tenant_id},
  };
  for (const Text& text : kTexts) {
    PROCOS_ASSIGN(auto value, body.string(text.name));
    row.*text.member = std::move(value).value_or("");
  }
  PROCOS_ASSIGN(const auto priority, body.integer("priority"));
  PROCOS_ASSIGN(row.due_date, body.date("due"));
  PROCOS_ASSIGN(row.follow_up_date, body.date("followUp"));
  row.priority = priority.value_or(0);
  return row;
}

RestStatus create_from_body(Context& ctx, const JsonObject& body) {
  PROCOS_ASSIGN(auto row, task_of(body));
  PROCOS_TRY(check_delegation(row));
  run_command(
      ctx,
      [row = std::move(row)](command::Context& context) -> Status {
        PROCOS_TRY(command::create_task(context, row));
        return {};
      },
      {kNotValid400, nullptr, "Could not save task: "});
  return {};
}

RestStatus update(Context& ctx, const JsonObject& body) {
  PROCOS_ASSIGN(auto row, task_of(body));
  row.id = ctx.param("id");
  if (auto valid = check_delegation(row); !valid) {
    PROCOS_ASSIGN(const auto known, read_row<TaskRow>(engine_of(ctx), "taskId", row.id));
    if (!known) return invalid_request(404, "No matching task with id " + row.id);
    return valid;
  }
  run_command(
      ctx,
      [row = std::move(row)](command::Context& context) {
        return command::update_task(context, row);
      },
      {kUpdateErrors, nullptr, {}});
  return {};
}

}  // namespace

void get_tasks(Context& ctx) { ctx.reply(tasks(ctx)); }
void get_tasks_count(Context& ctx) { get_count<TaskRow>(ctx, kTaskQuery, check_task_query); }
void query_tasks(Context& ctx) { ctx.reply(posted_tasks(ctx)); }
void query_tasks_count(Context& ctx) { ctx.reply(posted_task_count(ctx)); }
void get_task(Context& ctx) { ctx.reply(task(ctx)); }

void complete(Context& ctx) {
  with_body(ctx, [](Context& context, const JsonObject& body) {
    return complete_with(context, body, command::complete_task, "Cannot complete task ", kForm);
  });
}

void submit(Context& ctx) {
  with_body(ctx, [](Context& context, const JsonObject& body) {
    return complete_with(context, body, command::submit_task_form, "Cannot submit task form ",
                         kForm);
  });
}

void resolve(Context& ctx) { with_body(ctx, resolved); }
void handle_bpmn_error(Context& ctx) { with_body(ctx, task_bpmn_error); }
void handle_escalation(Context& ctx) { with_body(ctx, escalation); }

void claim(Context& ctx) {
  with_body(ctx, [](Context& context, const JsonObject& body) {
    return give_to(context, body, command::claim_task);
  });
}

void set_assignee(Context& ctx) {
  with_body(ctx, [](Context& context, const JsonObject& body) {
    return give_to(context, body, command::assign_task, kMissing400);
  });
}

void delegate_task(Context& ctx) {
  with_body(ctx, [](Context& context, const JsonObject& body) {
    return give_to(context, body, command::delegate_task);
  });
}

void unclaim(Context& ctx) {
  run_command(
      ctx,
      [id = ctx.param("id")](command::Context& context) {
        return command::unclaim_task(context, id);
      },
      {kMissing400, nullptr, {}});
}

void create_task(Context& ctx) { with_body(ctx, create_from_body); }
void update_task(Context& ctx) { with_body(ctx, update); }

void delete_task(Context& ctx) {
  run_command(ctx,
              [id = ctx.param("id")](command::Context& context) {
                return command::delete_task(context, id);
              },
              {kNotValid400, nullptr, "Could not delete task: "});
}

}  // namespace procos::rest
