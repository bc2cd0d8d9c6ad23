// Carrying out the instructions of modifications, starts and restarts.
#pragma once

#include <string>
#include <unordered_map>
#include <vector>

#include "command/commands.h"

namespace procos::command {

/// What a start instruction names, as nodes of the definition.
Result<exec::Interpreter::Entry> entry_of(const state::Definition& definition,
                                          const Instruction& instruction);

/// One cancellation for each instance that an activity has at this moment.
Result<std::vector<Instruction>> cancellations_of(Context& context, const state::Instance& instance,
                                                  const std::string& activity_id);

struct InstructionOptions {
  bool skip_custom_listeners = false, skip_io_mappings = false;
  bool externally_terminated = false;
  /// Transition instances are named by executions, which may be replaced before their instruction
  /// comes.
  std::unordered_map<std::string, const state::Execution*> transitions = {};
};

/// Remembers the executions of all transition instances that the instructions name.
void remember_transitions(const state::Instance& instance,
                          const std::vector<Instruction>& instructions,
                          InstructionOptions& options);

/// Starts or cancels in an instance between begin_modification() and end_modification().
Status carry_out(Context& context, state::Instance& instance, const Instruction& instruction,
                 const InstructionOptions& options);

}  // namespace procos::command
