// Moving a running instance to another definition (Camunda's MigrateProcessInstanceCmd, after its
// plan was found valid).
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "exec/api.h"

namespace procos::exec {

struct ActivityMapping {
  const graph::Node* source;
  const graph::Node* target;
  bool update_event_trigger = false;  ///< the stored trigger is made anew from the target
};

/// An activity or transition instance as it is shown before the migration, outer ones first.
struct ShownInstance {
  std::string id, parent_id;
  const graph::Node* node;
  Execution* execution;  ///< that stands for it
  bool transition = false;
  bool leaf = false;     ///< contains no other
  bool supported = true; ///< running instances of this kind of activity can be migrated
};

struct MigrationPlan {
  state::DefinitionPtr target;
  std::vector<ActivityMapping> mappings;
  std::vector<ShownInstance> instances;
  bool skip_listeners = false, skip_io_mappings = false;
};

/// What keeps an instance from being migrated.
struct MigrationReport {
  struct Entry {
    std::string id, source_scope_id;
    std::optional<ActivityMapping> mapping;
    std::vector<std::string> failures;
  };
  std::string process_instance_id;
  std::vector<std::string> failures;
  std::vector<Entry> activities, transitions;

  bool has_failures() const {
    return !failures.empty() || !activities.empty() || !transitions.empty();
  }
};

}  // namespace procos::exec
