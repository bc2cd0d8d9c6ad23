// The embedding program's delegates, as the interpreter calls them.
#pragma once

#include "exec/delegate.h"
#include "procos/delegate.h"

namespace procos {

class DelegateCall {
 public:
  static exec::DelegateOutcome run(const Delegate& delegate, exec::DelegateScope& scope);
};

}  // namespace procos
