// Batches that migrate process instances: Camunda's MigrateProcessInstanceBatchCmd and
// MigrationBatchJobHandler. The plan's variables are kept with the batch.
#include <nlohmann/json.hpp>

#include "command/batch/batch.h"
#include "command/batch/requests.h"
#include "command/batch/types.h"
#include "command/support.h"

namespace procos::command {
namespace {

nlohmann::json plan_json(const MigrationPlan& plan) {
  nlohmann::json instructions = nlohmann::json::array();
  for (const MigrationInstruction& instruction : plan.instructions) {
    instructions.push_back({{"source", instruction.source_activity_id},
                            {"target", instruction.target_activity_id},
                            {"updateEventTrigger", instruction.update_event_trigger}});
  }
  return {{"source", plan.source_definition_id},
          {"target", plan.target_definition_id},
          {"instructions", std::move(instructions)},
          {"variables", plan.variables.has_value()}};
}

Result<MigrationPlan> plan_of(Context& context, const BatchWork& work) {
  const nlohmann::json& json = work.configuration.at("plan");
  MigrationPlan plan;
  plan.source_definition_id = json.at("source");
  plan.target_definition_id = json.at("target");
  for (const nlohmann::json& instruction : json.at("instructions")) {
    plan.instructions.push_back({instruction.at("source"), instruction.at("target"),
                                 instruction.at("updateEventTrigger")});
  }
  if (json.at("variables")) {
    PROCOS_ASSIGN(plan.variables, batch_variables(context, work.batch.id));
  }
  return plan;
}

}  // namespace

Result<state::BatchRow> migrate_async(Context& context, const ExecuteMigration& request) {
  if (request.instance_ids.empty()) {
    return fail(ErrorKind::kBadUserRequest,
                "Process instance ids cannot empty: process instance ids is empty");
  }
  PROCOS_TRY(no_blank_id("Process instance ids", request.instance_ids));
  PROCOS_ASSIGN(const auto source, require_definition(context, request.plan.source_definition_id));
  PROCOS_ASSIGN(const auto target,
                require_definition(context, request.plan.target_definition_id));
  PROCOS_TRY(authorize(context, Check::kBatchMigrate, {}));
  PROCOS_TRY(authorize_all(context, Check::kMigrateInstances,
                           {subject_of(source->row), subject_of(target->row)}));
  const nlohmann::json configuration = {{"plan", plan_json(request.plan)},
                                        {"skipCustomListeners", request.skip_custom_listeners},
                                        {"skipIoMappings", request.skip_io_mappings}};
  PROCOS_ASSIGN(auto elements, elements_of(context, source->row, request.instance_ids));
  log_migration(context, *source, request, true);
  const Variables* variables = request.plan.variables ? &*request.plan.variables : nullptr;
  return create_batch(context, {"instance-migration", configuration, std::move(elements),
                                source->row.tenant_id, variables});
}

Status run_migration(Context& context, const BatchWork& work) {
  ExecuteMigration request;
  PROCOS_ASSIGN(request.plan, plan_of(context, work));
  request.instance_ids = work.ids;
  request.skip_custom_listeners = work.configuration.at("skipCustomListeners");
  request.skip_io_mappings = work.configuration.at("skipIoMappings");
  exec::MigrationReport report;
  return execute_migration(context, request, report);
}

}  // namespace procos::command
