// The global object of a script: a new one for every run, so that no script sees what another left
// behind.
#pragma once

#include "script/spidermonkey/runtime.h"

namespace procos::script {

/// Null with an exception pending. `beside` is a global whose zone the new one shares, or null.
JSObject* new_global(JSContext* cx, JS::HandleObject beside);
/// What provided.cpp has under this name, for the current global; null with an exception pending.
JSObject* provided_object(JSContext* cx, const char* name);

}  // namespace procos::script
