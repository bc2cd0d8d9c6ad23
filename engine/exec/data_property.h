// <property> of user tasks: variables made of others when the task's scope is made. Private to
// exec/.
#pragma once

#include "exec/context.h"

namespace procos::exec {

Status initialize_properties(Context& c, Execution& e);

}  // namespace procos::exec
