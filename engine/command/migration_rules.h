// When one activity may be mapped to another (Camunda's migration instruction validators).
#pragma once

#include <string>
#include <vector>

#include "exec/migration.h"

namespace procos::command {

using Mapping = exec::ActivityMapping;
using Mappings = std::vector<Mapping>;

/// An activity of a kind whose instances can be migrated, while they run (`active`) or as part of a
/// plan.
bool supports_migration(const graph::Node& node, bool active);
/// Supported in a generated plan.
bool can_be_generated(const graph::Node& node);
bool is_conditional_event(const graph::Node& node);
/// Where the event of an activity is registered; null when it has none.
const graph::Node* event_scope_of(const graph::Node& node);
/// A timer, subscription or timeout of the activity is stored while it waits.
bool has_persistent_trigger(const graph::Node& node);

/// All that is wrong with a mapping among all of its plan. Generated plans are judged without the
/// rules about the inner activities of multi-instance bodies until they are complete.
std::vector<std::string> failures_of(const Mapping& mapping, const Mappings& plan,
                                     bool inner_activities = true);

}  // namespace procos::command
