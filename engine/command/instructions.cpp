#include "command/instructions.h"

#include <algorithm>

#include "command/support.h"
#include "exec/scope_executions.h"

namespace procos::command {
namespace {

using Kind = Instruction::Kind;
using exec::ScopeExecutions;
using graph::Node;
using state::Execution;

std::string describe_instruction(const Instruction& instruction) {
  const std::string ancestor =
      instruction.activity_instance_id.empty()
          ? ""
          : " with ancestor activity instance '" + instruction.activity_instance_id + "'";
  switch (instruction.kind) {
    case Kind::kStartBeforeActivity:
      return "Start before activity '" + instruction.activity_id + "'" + ancestor;
    case Kind::kStartAfterActivity:
      return "Start after activity '" + instruction.activity_id + "'" + ancestor;
    case Kind::kStartTransition:
      return "Start transition '" + instruction.transition_id + "'" + ancestor;
    case Kind::kCancel: break;
  }
  if (!instruction.activity_instance_id.empty()) {
    return "Cancel activity instance '" + instruction.activity_instance_id + "'";
  }
  return "Cancel transition instance '" + instruction.transition_instance_id + "'";
}

std::unexpected<Error> not_valid(const Instruction& instruction, const std::string& detail) {
  return fail(ErrorKind::kNotValid,
              "Cannot perform instruction: " + describe_instruction(instruction) + "; " + detail);
}

std::unexpected<Error> no_element(const state::Definition& definition,
                                  const Instruction& instruction, const std::string& id) {
  return not_valid(instruction, "Element '" + id + "' does not exist in process '" +
                                    definition.row.id + "': element is null");
}

Result<const graph::Flow*> flow_after(const Node& activity) {
  if (activity.outgoing.empty()) {
    return fail(ErrorKind::kProcessEngine, "Cannot start after activity " + activity.id +
                                               "; activity has no outgoing sequence flow to take");
  }
  if (activity.outgoing.size() > 1) {
    return fail(ErrorKind::kProcessEngine,
                "Cannot start after activity " + activity.id +
                    "; activity has more than one outgoing sequence flow");
  }
  return activity.outgoing.front();
}

/// A node that may stand in an instruction; the process itself has the definition's id, not its
/// own.
const Node* activity_of(const state::Definition& definition, const std::string& id) {
  const Node* node = definition.graph->find(id);
  return node != nullptr && node->type != graph::NodeType::kProcess ? node : nullptr;
}

// ---- the tree of activity instances ----------------------------------------------------------

const ActivityInstance* find(const ActivityInstance& tree, const std::string& id) {
  if (tree.id == id) return &tree;
  for (const ActivityInstance& child : tree.children) {
    if (const ActivityInstance* found = find(child, id)) return found;
  }
  return nullptr;
}

using Transition = ActivityInstance::Transition;

/// The tree may have changed since the client saw it: an execution that replaced the named one
/// counts too.
const Transition* find_transition(const ActivityInstance& tree, const std::string& id,
                                  const std::string& replacing) {
  for (const Transition& transition : tree.transitions) {
    if (transition.id == id || transition.id == replacing) return &transition;
  }
  for (const ActivityInstance& child : tree.children) {
    if (const Transition* found = find_transition(child, id, replacing)) return found;
  }
  return nullptr;
}

const Node& scope_of(const state::Instance& instance, const ActivityInstance& activity) {
  const Node* node = instance.definition->graph->find(activity.activity_id);
  return activity.id == instance.id() || node == nullptr ? instance.definition->graph->process()
                                                         : *node;
}

Result<Execution*> scope_execution(const state::Instance& instance,
                                   const ActivityInstance& activity) {
  std::vector<std::string> ids = activity.execution_ids;
  for (const std::string& id : activity.execution_ids) {
    const Execution* execution = instance.find(id);
    if (execution != nullptr && execution->row.concurrent && execution->first_child != nullptr) {
      ids.push_back(execution->first_child->row.id);
    }
  }
  std::vector<Execution*> found = ScopeExecutions(instance).of(scope_of(instance, activity));
  std::erase_if(found, [&](const Execution* execution) {
    return std::find(ids.begin(), ids.end(), execution->row.id) == ids.end();
  });
  if (found.size() != 1) {
    return fail(ErrorKind::kProcessEngine, "There are " + std::to_string(found.size()) +
                                               " (!= 1) executions for activity instance " +
                                               activity.id);
  }
  return found.front();
}

// ---- cancel ------------------------------------------------------------------------------------

exec::Interpreter::DeleteOptions delete_options(const InstructionOptions& options) {
  exec::Interpreter::DeleteOptions result;
  result.skip_listeners = options.skip_custom_listeners;
  result.skip_io_mappings = options.skip_io_mappings;
  result.externally_terminated = options.externally_terminated;
  return result;
}

/// Camunda's default reason, spelled as there: clients may look for it.
const std::string kReason = "Cancellation due to process instance modifcation";

Status cancel_activity_instance(Context& context, state::Instance& instance,
                                const Instruction& instruction, const InstructionOptions& options,
                                const std::string& reason) {
  PROCOS_ASSIGN(const ActivityTree tree, activity_tree(context, instance.id()));
  const ActivityInstance* activity = find(tree.root, instruction.activity_instance_id);
  if (activity == nullptr) {
    return not_valid(instruction, "Activity instance '" + instruction.activity_instance_id +
                                      "' does not exist: activityInstance is null");
  }
  PROCOS_ASSIGN(Execution * execution, scope_execution(instance, *activity));
  auto how = delete_options(options);
  how.reason = reason;
  return context.interpreter.cancel_activity(*execution, how);
}

Status cancel_transition_instance(Context& context, state::Instance& instance,
                                  const Instruction& instruction,
                                  const InstructionOptions& options) {
  PROCOS_ASSIGN(const ActivityTree tree, activity_tree(context, instance.id()));
  const std::string& id = instruction.transition_instance_id;
  auto remembered = options.transitions.find(id);
  const Execution* named =
      remembered != options.transitions.end() ? remembered->second : instance.find(id);
  while (named != nullptr && named->replaced_by != nullptr) named = named->replaced_by;
  const Transition* transition =
      find_transition(tree.root, id, named != nullptr ? named->row.id : id);
  if (transition == nullptr) {
    return not_valid(instruction, "Transition instance '" + id +
                                      "' does not exist: transitionInstance is null");
  }
  auto how = delete_options(options);
  how.reason = kReason;
  return context.interpreter.cancel_activity(*instance.find(transition->execution_id), how);
}

void collect(const ActivityInstance& tree, const std::string& activity_id,
             std::vector<Instruction>& activities, std::vector<Instruction>& transitions) {
  Instruction cancel;
  cancel.kind = Kind::kCancel;
  if (tree.activity_id == activity_id) {
    cancel.activity_instance_id = tree.id;
    activities.push_back(cancel);
    cancel.activity_instance_id.clear();
  }
  for (const Transition& transition : tree.transitions) {
    if (transition.activity_id != activity_id) continue;
    cancel.transition_instance_id = transition.id;
    transitions.push_back(cancel);
  }
  for (const ActivityInstance& child : tree.children) {
    collect(child, activity_id, activities, transitions);
  }
}

Status cancel_all(Context& context, state::Instance& instance, const std::string& activity_id,
                  InstructionOptions options) {
  options.externally_terminated = true;
  PROCOS_ASSIGN(const auto cancellations, cancellations_of(context, instance, activity_id));
  remember_transitions(instance, cancellations, options);
  for (const Instruction& cancel : cancellations) {
    PROCOS_TRY(cancel.activity_instance_id.empty()
                   ? cancel_transition_instance(context, instance, cancel, options)
                   : cancel_activity_instance(context, instance, cancel, options, kReason));
  }
  return {};
}

// ---- start -------------------------------------------------------------------------------------

Status start_element(Context& context, state::Instance& instance, const Instruction& instruction,
             const InstructionOptions& options) {
  PROCOS_ASSIGN(exec::Interpreter::Entry entry, entry_of(*instance.definition, instruction));
  if (entry.activity != nullptr && entry.activity->type == graph::NodeType::kBoundaryEvent &&
      entry.activity->trigger == graph::Trigger::kCompensation) {
    return fail(ErrorKind::kProcessEngine,
                "Cannot start before activity " + entry.activity->id +
                    "; activity is a compensation boundary event.");
  }
  entry.skip_listeners = options.skip_custom_listeners;
  entry.skip_io_mappings = options.skip_io_mappings;
  if (instruction.activity_instance_id.empty()) {
    return context.interpreter.instantiate(instance, entry, nullptr);
  }
  PROCOS_ASSIGN(const ActivityTree tree, activity_tree(context, instance.id()));
  const ActivityInstance* around = find(tree.root, instruction.activity_instance_id);
  if (around == nullptr) {
    return not_valid(instruction, "Ancestor activity instance '" +
                                      instruction.activity_instance_id +
                                      "' does not exist: ancestorInstance is null");
  }
  PROCOS_ASSIGN(Execution * execution, scope_execution(instance, *around));
  const exec::Interpreter::Ancestor ancestor{execution, &scope_of(instance, *around)};
  Status status = context.interpreter.instantiate(instance, entry, &ancestor);
  if (!status && status.error().kind == ErrorKind::kNotValid) {
    return not_valid(instruction, status.error().message);
  }
  return status;
}

}  // namespace

Result<exec::Interpreter::Entry> entry_of(const state::Definition& definition,
                                          const Instruction& instruction) {
  exec::Interpreter::Entry entry;
  if (instruction.kind == Kind::kStartTransition) {
    for (const auto& flow : definition.graph->flows) {
      if (flow->id == instruction.transition_id) entry.flow = flow.get();
    }
    if (entry.flow == nullptr)
      return no_element(definition, instruction, instruction.transition_id);
  } else {
    const Node* activity = activity_of(definition, instruction.activity_id);
    const bool after = instruction.kind == Kind::kStartAfterActivity;
    if (activity == nullptr && after) {
      return not_valid(instruction, "Activity '" + instruction.activity_id +
                                        "' does not exist: activity is null");
    }
    if (activity == nullptr) return no_element(definition, instruction, instruction.activity_id);
    if (after) {
      PROCOS_ASSIGN(entry.flow, flow_after(*activity));
    } else {
      entry.activity = activity;
    }
  }
  entry.variables = instruction.variables;
  entry.local_variables = instruction.local_variables;
  return entry;
}

void remember_transitions(const state::Instance& instance,
                          const std::vector<Instruction>& instructions,
                          InstructionOptions& options) {
  for (const Instruction& instruction : instructions) {
    const std::string& id = instruction.transition_instance_id;
    if (!id.empty()) options.transitions[id] = instance.find(id);
  }
}

Result<std::vector<Instruction>> cancellations_of(Context& context, const state::Instance& instance,
                                                  const std::string& activity_id) {
  std::vector<Instruction> activities, transitions;
  if (activity_of(*instance.definition, activity_id) == nullptr) return activities;
  PROCOS_ASSIGN(const ActivityTree tree, activity_tree(context, instance.id()));
  collect(tree.root, activity_id, activities, transitions);
  activities.insert(activities.end(), transitions.begin(), transitions.end());
  return activities;
}

Status carry_out(Context& context, state::Instance& instance, const Instruction& instruction,
                 const InstructionOptions& options) {
  if (instruction.kind != Kind::kCancel)
    return start_element(context, instance, instruction, options);
  if (!instruction.activity_id.empty()) {
    return cancel_all(context, instance, instruction.activity_id, options);
  }
  if (!instruction.activity_instance_id.empty()) {
    return cancel_activity_instance(context, instance, instruction, options, {});
  }
  return cancel_transition_instance(context, instance, instruction, options);
}

}  // namespace procos::command
