// Terminate end events (BPMN 2.0.2, 10.5.3) have nothing to read.
#include "graph/builder.h"

namespace procos::graph {

void ProcessBuilder::throw_terminate(EventContext&) {}

}  // namespace procos::graph
