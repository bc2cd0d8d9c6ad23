// Link events (BPMN 2.0.2, 10.5.1). The throwing one is dissolved when the graph is built: flows to
// it lead on to the catching one, which is passed at once and, as in Camunda, leaves no history.
#include "exec/behavior.h"
#include "exec/triggers.h"

namespace procos::exec {

Status catch_link(Context& c, Execution& e) { return leave(c, e); }

}  // namespace procos::exec
