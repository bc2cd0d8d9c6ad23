// The named steps of a token, and the loop that runs them. THE table of the interpreter is in
// step.cpp.
//
// A step is run at once, except the four marked `queued`: those wait until the step under way has
// returned, so that a process of any length needs no stack. Each step may be turned into an
// asynchronous job.
#pragma once

#include <cstdint>
#include <string_view>

#include "base/result.h"
#include "state/instance.h"

namespace procos::exec {

enum class Step : std::uint8_t {
  kProcessStart,
  kProcessEnd,
  kActivityStart,
  kActivityStartConcurrent,
  kActivityStartCancelScope,
  kActivityStartInterruptScope,
  kActivityStartCreateScope,
  kActivityExecute,
  kActivityLeave,
  kActivityNotifyEnd,
  kActivityEnd,
  kFireActivityEnd,
  kTransitionNotifyEnd,
  kTransitionDestroyScope,
  kTransitionTake,
  kTransitionCreateScope,
  kTransitionNotifyStart,
  kDeleteCascade,
  kDeleteCascadeFireEnd,
  kCount,
};

struct QueuedStep {
  Step step;
  state::Execution* execution;
  bool async;  ///< becomes a job instead of being run
};

}  // namespace procos::exec
