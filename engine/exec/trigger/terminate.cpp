// Terminate end events (BPMN 2.0.2, 10.5.3). Everything else in the scope was cancelled when the
// token went in, as the table says; what runs outside that scope goes on, also where the
// specification would end the whole process.
#include "exec/tree.h"
#include "exec/triggers.h"

namespace procos::exec {

Status end_by_terminate(Context& c, Execution& e) { return end(c, e, true); }

}  // namespace procos::exec
