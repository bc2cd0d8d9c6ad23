// Values of the engine to JavaScript and back. This is the only place that knows both.
//
// | engine                    | script                       | back                             |
// |---------------------------|------------------------------|----------------------------------|
// | Integer, Short            | number                       | Integer                          |
// | Long                      | number                       | Integer if it fits, else Long    |
// | Double                    | number                       | Double while it is only passed on |
// | String, Boolean, Null     | string, boolean, null        | the same; undefined is Null      |
// | Date                      | Date                         | Date                             |
// | list, map (Object, JSON)  | array, object, both with the | Object, JSON                     |
// |                           | methods of java.util         |                                  |
// | Json, Xml, other objects  | object with their methods    | the same                         |
//
// Computed numbers: an int32 is an Integer, every other number a Double, as with Camunda's Graal.js
// (which also keeps a Double where a calculation with fractions gives a whole number). A BigInt is
// an Integer or Long.
#pragma once

#include "script/spidermonkey/runtime.h"

namespace procos::script {

/// False with an exception pending.
bool to_js(JSContext* cx, const Datum& datum, JS::MutableHandleValue value);
bool from_js(JSContext* cx, JS::HandleValue value, Datum& datum);
/// What the script did to the collections it was given goes into the originals.
bool sync_collections(JSContext* cx);

/// UTF-8; characters that are none (lone surrogates) become U+FFFD.
bool text_of(JSContext* cx, JS::HandleString string, std::string& text);
/// Like String(value).
bool text_of(JSContext* cx, JS::HandleValue value, std::string& text);

}  // namespace procos::script
