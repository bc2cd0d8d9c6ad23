// Migration between process definitions: plans, what is wrong with them, and moving instances by
// one.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "command/commands.h"
#include "exec/migration.h"

namespace procos::command {

struct MigrationInstruction {
  std::string source_activity_id, target_activity_id;
  bool update_event_trigger = false;
};

struct MigrationPlan {
  std::string source_definition_id, target_definition_id;
  std::vector<MigrationInstruction> instructions;
  std::optional<Variables> variables;  ///< set on each instance that has moved
};

/// What makes a plan invalid: an instruction and all that is wrong with it.
struct InstructionFailures {
  MigrationInstruction instruction;
  std::vector<std::string> failures;
};
using PlanFailures = std::vector<InstructionFailures>;

/// Maps activities with the same id that can be migrated; kBadUserRequest for definitions that do
/// not exist.
Result<MigrationPlan> generate_plan(Context& context, const std::string& source_definition_id,
                                    const std::string& target_definition_id,
                                    bool update_event_triggers);
/// Empty: the plan is valid.
Result<PlanFailures> validate_plan(Context& context, const MigrationPlan& plan);
/// Camunda's text for a report with failures.
std::string describe(const MigrationPlan& plan, const PlanFailures& failures);

struct ExecuteMigration {
  MigrationPlan plan;
  std::vector<std::string> instance_ids;
  bool skip_custom_listeners = false, skip_io_mappings = false;
};
/// Tells the operation log of it.
void log_migration(Context& context, const state::Definition& source,
                   const ExecuteMigration& request, bool async);
/// The report says what kept an instance from moving when that is why it fails.
Status execute_migration(Context& context, const ExecuteMigration& request,
                         exec::MigrationReport& report);

}  // namespace procos::command
