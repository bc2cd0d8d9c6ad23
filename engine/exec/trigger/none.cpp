// Events without a definition (BPMN 2.0.2, 10.5.4 and 10.5.5): they mark a point, or end a token.
#include "exec/behavior.h"
#include "exec/tree.h"
#include "exec/triggers.h"

namespace procos::exec {

Status throw_nothing(Context& c, Execution& e) { return leave(c, e); }
Status end_with_nothing(Context& c, Execution& e) { return end(c, e, true); }

}  // namespace procos::exec
