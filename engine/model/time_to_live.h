// camunda:historyTimeToLive, of processes and decisions.
#pragma once

#include <optional>
#include <string_view>

namespace procos::model {

/// Days, as a number or as P<number>D; nullopt when it is neither.
std::optional<int> parse_time_to_live(std::string_view text);

}  // namespace procos::model
