#include "rest/resource/migration.h"

#include "command/batch/requests.h"
#include "rest/dto/value_writer.h"
#include "rest/resource/instance_selection.h"
#include "rest/resource/query_endpoint.h"
#include "rest/resource/variables.h"

namespace procos::rest {
namespace {

using command::MigrationInstruction;
using command::MigrationPlan;

constexpr ErrorRule kPlanErrors[] = {{ErrorKind::kBadUserRequest, 400, kInvalidRequest}};

// ---- reading
// -------------------------------------------------------------------------------------

RestResult<std::string> first_id(const JsonObject& instruction, std::string_view property) {
  PROCOS_ASSIGN(const auto ids, instruction.strings(property));
  if (!ids || ids->empty()) {
    return invalid_request(400,
                           "Every migration instruction needs '" + std::string(property) + "'");
  }
  return ids->front();
}

RestResult<std::optional<command::Variables>> plan_variables(const JsonObject& body) {
  PROCOS_TRY(check_variable_maps(body, {"variables"}));
  if (body.get("variables") == nullptr) return std::nullopt;
  PROCOS_ASSIGN(auto variables, variables_of(body, "variables"));
  return variables;
}

RestResult<MigrationPlan> plan_of(const JsonObject& body) {
  MigrationPlan plan;
  PROCOS_ASSIGN(auto source, body.string("sourceProcessDefinitionId"));
  PROCOS_ASSIGN(auto target, body.string("targetProcessDefinitionId"));
  plan.source_definition_id = std::move(source).value_or("");
  plan.target_definition_id = std::move(target).value_or("");
  PROCOS_ASSIGN(const auto instructions, body.objects("instructions"));
  PROCOS_ASSIGN(plan.variables, plan_variables(body));
  if (!instructions) return plan;
  for (const JsonObject& object : *instructions) {
    MigrationInstruction instruction;
    PROCOS_ASSIGN(instruction.source_activity_id, first_id(object, "sourceActivityIds"));
    PROCOS_ASSIGN(instruction.target_activity_id, first_id(object, "targetActivityIds"));
    PROCOS_ASSIGN(instruction.update_event_trigger, object.boolean_or("updateEventTrigger", false));
    plan.instructions.push_back(std::move(instruction));
  }
  return plan;
}

// ---- writing
// -------------------------------------------------------------------------------------

void write_instruction(JsonWriter& out, const MigrationInstruction& instruction) {
  out.begin_object();
  out.key("sourceActivityIds").begin_array().string(instruction.source_activity_id).end_array();
  out.key("targetActivityIds").begin_array().string(instruction.target_activity_id).end_array();
  out.flag("updateEventTrigger", instruction.update_event_trigger);
  out.end_object();
}

void write_failures(JsonWriter& out, const std::vector<std::string>& failures) {
  out.key("failures").begin_array();
  for (const std::string& failure : failures) out.string(failure);
  out.end_array();
}

RestResult<Response> plan_response(const MigrationPlan& plan) {
  JsonWriter out;
  out.begin_object();
  out.text("sourceProcessDefinitionId", plan.source_definition_id);
  out.text("targetProcessDefinitionId", plan.target_definition_id);
  out.key("instructions").begin_array();
  for (const MigrationInstruction& instruction : plan.instructions)
    write_instruction(out, instruction);
  out.end_array();
  if (plan.variables) {
    std::vector<std::pair<std::string, Value>> variables;
    for (const auto& variable : *plan.variables)
      variables.emplace_back(variable.name, variable.value);
    out.key("variables");
    PROCOS_TRY(lift(write_variables(out, variables, ShowObjects::kAsText)));
  } else {
    out.none("variables");
  }
  out.end_object();
  return json_text(out);
}

void write_plan_report(JsonWriter& out, const command::PlanFailures& failures) {
  out.begin_object();
  out.key("instructionReports").begin_array();
  for (const command::InstructionFailures& failed : failures) {
    out.begin_object();
    out.key("instruction");
    write_instruction(out, failed.instruction);
    write_failures(out, failed.failures);
    out.end_object();
  }
  out.end_array();
  out.key("variableReports").begin_object().end_object();
  out.end_object();
}

void write_instance_reports(JsonWriter& out, std::string_view name, std::string_view id_name,
                            const std::vector<exec::MigrationReport::Entry>& entries) {
  out.key(name).begin_array();
  for (const exec::MigrationReport::Entry& entry : entries) {
    out.begin_object();
    out.key("migrationInstruction");
    if (entry.mapping) {
      write_instruction(out, {entry.mapping->source->id, entry.mapping->target->id,
                              entry.mapping->update_event_trigger});
    } else {
      out.null();
    }
    out.text(id_name, entry.id).text("sourceScopeId", entry.source_scope_id);
    write_failures(out, entry.failures);
    out.end_object();
  }
  out.end_array();
}

void write_report(JsonWriter& out, const exec::MigrationReport& report) {
  out.begin_object();
  out.text("processInstanceId", report.process_instance_id);
  write_failures(out, report.failures);
  write_instance_reports(out, "activityInstanceValidationReports", "activityInstanceId",
                         report.activities);
  write_instance_reports(out, "transitionInstanceValidationReports", "transitionInstanceId",
                         report.transitions);
  out.end_object();
}

/// An error that carries a report of what is wrong.
template <class WriteReport>
Response error_with_report(std::string_view type, const std::string& message, WriteReport write) {
  JsonWriter out;
  out.begin_object().text("type", type).text("message", message).number("code", 0);
  out.key("validationReport");
  write(out);
  out.end_object();
  Response response = json_text(out);
  response.status = 400;
  return response;
}

// ---- handlers
// ------------------------------------------------------------------------------------

RestStatus generate(Context& ctx, const JsonObject& body) {
  PROCOS_ASSIGN(auto source, body.string("sourceProcessDefinitionId"));
  PROCOS_ASSIGN(auto target, body.string("targetProcessDefinitionId"));
  PROCOS_ASSIGN(const bool update, body.boolean_or("updateEventTriggers", false));
  PROCOS_ASSIGN(auto variables, plan_variables(body));
  run_command<MigrationPlan>(
      ctx,
      [source = source.value_or(""), target = target.value_or(""), update,
       variables](command::Context& context) -> Result<MigrationPlan> {
        PROCOS_ASSIGN(MigrationPlan plan, command::generate_plan(context, source, target, update));
        plan.variables = variables;
        return plan;
      },
      [](const MigrationPlan& plan) { return plan_response(plan); }, {kPlanErrors, nullptr, {}});
  return {};
}

RestStatus validate(Context& ctx, const JsonObject& body) {
  PROCOS_ASSIGN(MigrationPlan plan, plan_of(body));
  run_command<command::PlanFailures>(
      ctx,
      [plan = std::move(plan)](command::Context& context) {
        return command::validate_plan(context, plan);
      },
      [](const command::PlanFailures& failures) -> RestResult<Response> {
        JsonWriter out;
        write_plan_report(out, failures);
        return json_text(out);
      },
      {kPlanErrors, nullptr, {}});
  return {};
}

/// What happened to an execution: which reports there are to show, and whether the plan was the
/// fault.
struct MigrationOutcome {
  command::PlanFailures plan;
  exec::MigrationReport instance;
  bool reached_instances = false;
};

Response failure_response(const Error& error, const MigrationOutcome& outcome) {
  if (!outcome.plan.empty()) {
    return error_with_report("MigrationPlanValidationException", error.message,
                             [&](JsonWriter& out) { write_plan_report(out, outcome.plan); });
  }
  if (outcome.instance.has_failures()) {
    return error_with_report("MigratingProcessInstanceValidationException", error.message,
                             [&](JsonWriter& out) { write_report(out, outcome.instance); });
  }
  if (outcome.reached_instances) return error_response(to_rest_error(error));
  return error_response(ErrorRules{kPlanErrors, nullptr, {}}.map(error));
}

/// An execution whose instances are found when it is carried out, after its plan has been checked.
struct PlanExecution {
  command::ExecuteMigration request;
  InstanceSelection selection;

  Status prepare(command::Context& context, MigrationOutcome& outcome) {
    PROCOS_ASSIGN(outcome.plan, command::validate_plan(context, request.plan));
    if (!outcome.plan.empty()) {
      return fail(ErrorKind::kBadUserRequest, command::describe(request.plan, outcome.plan));
    }
    outcome.reached_instances = true;
    PROCOS_ASSIGN(request.instance_ids, selection.resolve(context));
    return {};
  }
};

RestResult<PlanExecution> plan_execution_of(const JsonObject& body) {
  PlanExecution execution;
  PROCOS_ASSIGN(const auto plan, body.object("migrationPlan"));
  PROCOS_ASSIGN(execution.selection, instance_selection(body));
  PROCOS_ASSIGN(execution.request.skip_custom_listeners,
                body.boolean_or("skipCustomListeners", false));
  PROCOS_ASSIGN(execution.request.skip_io_mappings, body.boolean_or("skipIoMappings", false));
  if (!plan) return invalid_request(400, "'migrationPlan' must be set");
  PROCOS_ASSIGN(execution.request.plan, plan_of(*plan));
  return execution;
}

/// `run` gets the prepared request, `answer` makes the response of its result.
template <class T, class Run, class Answer>
RestStatus carry_out_plan(Context& ctx, const JsonObject& body, Run run, Answer answer) {
  PROCOS_ASSIGN(auto execution, plan_execution_of(body));
  auto outcome = std::make_shared<MigrationOutcome>();
  engine_of(ctx).submit<T>(
      [execution = std::move(execution), outcome, run](command::Context& context) mutable
      -> Result<T> {
        *outcome = {};
        PROCOS_TRY(execution.prepare(context, *outcome));
        return run(context, execution.request, *outcome);
      },
      [responder = ctx.responder(), outcome, answer](const Result<T>& result) {
        responder(result ? answer(result) : failure_response(result.error(), *outcome));
      });
  return {};
}

RestStatus execute_plan(Context& ctx, const JsonObject& body) {
  return carry_out_plan<void>(
      ctx, body,
      [](command::Context& context, const command::ExecuteMigration& request,
         MigrationOutcome& outcome) {
        return command::execute_migration(context, request, outcome.instance);
      },
      [](const Status&) { return no_content(); });
}

RestStatus execute_plan_later(Context& ctx, const JsonObject& body) {
  return carry_out_plan<state::BatchRow>(
      ctx, body,
      [](command::Context& context, const command::ExecuteMigration& request, MigrationOutcome&) {
        return command::migrate_async(context, request);
      },
      [&engine = engine_of(ctx)](const Result<state::BatchRow>& batch) {
        return dto_response(engine, *batch);
      });
}

}  // namespace

void generate_migration_plan(Context& ctx) { with_body(ctx, generate); }
void validate_migration_plan(Context& ctx) { with_body(ctx, validate); }
void execute_migration_plan(Context& ctx) { with_body(ctx, execute_plan); }
void execute_migration_plan_async(Context& ctx) { with_body(ctx, execute_plan_later); }

}  // namespace procos::rest
