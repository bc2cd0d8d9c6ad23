// Camunda's CreateMigrationPlanCmd and DefaultMigrationInstructionGenerator.
#include <algorithm>

#include "command/migration.h"
#include "command/migration_rules.h"
#include "command/support.h"

namespace procos::command {
namespace {

using graph::Node;

struct Definitions {
  state::DefinitionPtr source, target;
};

Result<state::DefinitionPtr> definition(Context& context, const std::string& id,
                                        const std::string& which) {
  if (id.empty()) return is_null(ErrorKind::kBadUserRequest, "", which + " process definition id");
  state::DefinitionPtr found = context.session.definitions().find(id);
  if (found == nullptr) {
    return fail(
        ErrorKind::kBadUserRequest,
        "ENGINE-23008 " + which + " process definition with id '" + id + "' does not exist");
  }
  PROCOS_TRY(authorize(context, Check::kReadDefinition, subject_of(found->row)));
  return found;
}

Result<Definitions> definitions(Context& context, const std::string& source_id,
                                const std::string& target_id) {
  Definitions both;
  PROCOS_ASSIGN(both.source, definition(context, source_id, "Source"));
  PROCOS_ASSIGN(both.target, definition(context, target_id, "Target"));
  const std::string& source_tenant = both.source->row.tenant_id;
  const std::string& target_tenant = both.target->row.tenant_id;
  if (!source_tenant.empty() && !target_tenant.empty() && source_tenant != target_tenant) {
    return fail(ErrorKind::kProcessEngine,
                "ENGINE-2309 Cannot migrate process instances between processes of different "
                "tenants ('" + source_tenant + "' != '" + target_tenant + "')");
  }
  return both;
}

// ---- generating
// ----------------------------------------------------------------------------------

class Generator {
 public:
  Generator(const graph::Graph& source, const graph::Graph& target, bool update_event_triggers)
      : source_(source), target_(target), update_event_triggers_(update_event_triggers) {}

  Mappings generate() {
    map_inside(source_.process(), target_.process());
    keep_valid(true);
    return std::move(plan_);
  }

 private:
  void map_inside(const Node& source, const Node& target) {
    Mappings inside = matches(source.children, target.children);
    plan_.insert(plan_.end(), inside.begin(), inside.end());
    const Mappings events = matches(events_of(source_, source), events_of(target_, target));
    plan_.insert(plan_.end(), events.begin(), events.end());
    keep_valid(false);
    for (const Mapping& mapping : inside) {
      if (is_mapped(mapping)) map_inside(*mapping.source, *mapping.target);
    }
  }

  static std::vector<Node*> events_of(const graph::Graph& graph, const Node& scope) {
    std::vector<Node*> events;
    for (const auto& node : graph.nodes) {
      if (event_scope_of(*node) == &scope) events.push_back(node.get());
    }
    return events;
  }

  Mappings matches(const std::vector<Node*>& sources, const std::vector<Node*>& targets) const {
    Mappings found;
    for (const Node* source : sources) {
      if (has_source(source) || !can_be_generated(*source)) continue;
      for (const Node* target : targets) {
        if (source->id != target->id || !can_be_generated(*target)) continue;
        const bool update = is_conditional_event(*source) ||
                            (update_event_triggers_ && has_persistent_trigger(*source));
        found.push_back({source, target, update});
      }
    }
    return found;
  }

  bool has_source(const Node* source) const {
    return std::any_of(plan_.begin(), plan_.end(),
                       [&](const Mapping& mapping) { return mapping.source == source; });
  }
  bool is_mapped(const Mapping& mapping) const {
    return std::any_of(plan_.begin(), plan_.end(), [&](const Mapping& known) {
      return known.source == mapping.source && known.target == mapping.target;
    });
  }

  void keep_valid(bool inner_activities) {
    Mappings valid;
    for (const Mapping& mapping : plan_) {
      if (failures_of(mapping, plan_, inner_activities).empty()) valid.push_back(mapping);
    }
    plan_ = std::move(valid);
  }

  const graph::Graph& source_;
  const graph::Graph& target_;
  const bool update_event_triggers_;
  Mappings plan_;
};

// ---- validating
// ----------------------------------------------------------------------------------

const Node* mapped_activity(const state::Definition& definition, const std::string& id) {
  const Node* node = definition.graph->find(id);
  return node != nullptr && node->type != graph::NodeType::kProcess ? node : nullptr;
}

/// Why an instruction maps nothing. An id that is missing goes before one that names nothing.
std::vector<std::string> missing(const MigrationInstruction& instruction, const Node* source,
                                 const Node* target) {
  const std::string& source_id = instruction.source_activity_id;
  const std::string& target_id = instruction.target_activity_id;
  std::vector<std::string> failures;
  if (source_id.empty()) failures.push_back("Source activity id is null");
  if (target_id.empty()) failures.push_back("Target activity id is null");
  if (!failures.empty()) return failures;
  if (source == nullptr) failures.push_back("Source activity '" + source_id + "' does not exist");
  if (target == nullptr) failures.push_back("Target activity '" + target_id + "' does not exist");
  return failures;
}

}  // namespace

Result<MigrationPlan> generate_plan(Context& context, const std::string& source_definition_id,
                                    const std::string& target_definition_id,
                                    bool update_event_triggers) {
  PROCOS_ASSIGN(const Definitions both,
                definitions(context, source_definition_id, target_definition_id));
  MigrationPlan plan;
  plan.source_definition_id = both.source->row.id;
  plan.target_definition_id = both.target->row.id;
  Generator generator(*both.source->graph, *both.target->graph, update_event_triggers);
  for (const Mapping& mapping : generator.generate()) {
    plan.instructions.push_back(
        {mapping.source->id, mapping.target->id, mapping.update_event_trigger});
  }
  return plan;
}

Result<PlanFailures> validate_plan(Context& context, const MigrationPlan& plan) {
  PROCOS_ASSIGN(const Definitions both,
                definitions(context, plan.source_definition_id, plan.target_definition_id));
  PlanFailures failures;
  Mappings mappings;
  std::vector<const MigrationInstruction*> mapped;
  for (const MigrationInstruction& instruction : plan.instructions) {
    const Node* source = mapped_activity(*both.source, instruction.source_activity_id);
    const Node* target = mapped_activity(*both.target, instruction.target_activity_id);
    if (source != nullptr && target != nullptr) {
      mappings.push_back({source, target, instruction.update_event_trigger});
      mapped.push_back(&instruction);
    } else {
      failures.push_back({instruction, missing(instruction, source, target)});
    }
  }
  for (std::size_t i = 0; i < mappings.size(); ++i) {
    auto wrong = failures_of(mappings[i], mappings);
    if (!wrong.empty()) failures.push_back({*mapped[i], std::move(wrong)});
  }
  return failures;
}

std::string describe(const MigrationPlan& plan, const PlanFailures& failures) {
  std::string text = "ENGINE-23001 Migration plan for process definition '" +
                     plan.source_definition_id + "' to '" + plan.target_definition_id +
                     "' is not valid:\n";
  for (const InstructionFailures& failed : failures) {
    text += "\t Migration instruction MigrationInstructionImpl{sourceActivityId='" +
            failed.instruction.source_activity_id + "', targetActivityId='" +
            failed.instruction.target_activity_id + "', updateEventTrigger='" +
            (failed.instruction.update_event_trigger ? "true" : "false") + "'} is not valid:\n";
    for (const std::string& failure : failed.failures) text += "\t\t" + failure + "\n";
  }
  return text;
}

}  // namespace procos::command
