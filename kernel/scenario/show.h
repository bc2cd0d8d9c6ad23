// What an engine holds as lines of text that two engines can be compared by: without ids and times,
// sorted, equal lines once with how often.
#pragma once

#include <nlohmann/json.hpp>
#include <string>

#include "base/result.h"
#include "kernel/gateway.h"
#include "kernel/scenario/verbs.h"
#include "kernel/scenario/view.h"

namespace procos::kernel::scenario {

/// The parts of the shown state, in the order in which `state` shows them.
Result<Lines> show_trees(Gateway& gateway);
Result<Lines> show_tasks(Gateway& gateway);
Result<Lines> show_external_tasks(Gateway& gateway);
Result<Lines> show_jobs(Gateway& gateway);
Result<Lines> show_subscriptions(Gateway& gateway);
Result<Lines> show_incidents(Gateway& gateway);
Result<Lines> show_variables(Gateway& gateway);
/// All of the above.
Result<Lines> show_state(Gateway& gateway);
/// Activities, process instances and variables as history has them.
Result<Lines> show_history(Gateway& gateway);

/// Status, type and code of an answer that is no success; the wording is left to the engine.
Lines show_error(const GatewayAnswer& answer);
/// The status, and the body as JSON on lines of its own; a list that is not `ordered` is sorted.
Lines show_answer(const GatewayAnswer& answer, bool ordered);

/// <id> and <time> for what is one.
std::string without_ids(const std::string& text);
/// The value of a variable as it is shown: JSON without ids and times.
std::string shown_value(const nlohmann::json& value);

}  // namespace procos::kernel::scenario
