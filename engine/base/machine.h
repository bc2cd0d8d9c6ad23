// The machine that this program runs on.
#pragma once

#include <string>

namespace procos {

/// Its network name; empty when it has none.
std::string machine_name();
/// The name under which it appears in logs and metrics, as Camunda forms it: with the engine's
/// name.
inline std::string reporter_name() { return machine_name() + "$default"; }

}  // namespace procos
