// Objects of the engine that JavaScript has no equal for (`execution`, Spin nodes ...): it sees
// their methods.
#pragma once

#include "script/spidermonkey/runtime.h"

namespace procos::script {

/// False with an exception pending.
bool wrap(JSContext* cx, const Datum& datum, JS::MutableHandleValue value);
/// Null when the object is none of ours.
const Datum* unwrap(JSContext* cx, JS::HandleObject object);

}  // namespace procos::script
