#include "script/spidermonkey/object.h"

#include <js/Object.h>
#include <js/PropertyAndElement.h>
#include <jsfriendapi.h>

#include "script/spidermonkey/convert.h"

namespace procos::script {
namespace {

constexpr std::size_t kMethodName = 0;  // slots of a method's function
constexpr std::size_t kReceiver = 1;

/// A method stays bound to its object: `const get = execution.getVariable` works as it does with
/// Graal.js.
bool call_method(JSContext* cx, unsigned count, JS::Value* values) {
  const JS::CallArgs arguments = JS::CallArgsFromVp(count, values);
  return guarded(cx, [&] {
    JSObject* function = &arguments.callee();
    JS::RootedString name(cx, js::GetFunctionNativeReserved(function, kMethodName).toString());
    JS::RootedObject receiver(cx, &js::GetFunctionNativeReserved(function, kReceiver).toObject());
    std::string method;
    std::vector<Datum> converted(arguments.length());
    if (!text_of(cx, name, method)) return false;
    for (unsigned i = 0; i < arguments.length(); ++i) {
      if (!from_js(cx, arguments[i], converted[i])) return false;
    }
    const Datum self = *unwrap(cx, receiver);
    const Result<Datum> result = runtime_of(cx).run->world.call(self, method, converted);
    if (result) return to_js(cx, *result, arguments.rval());
    JS_ReportErrorUTF8(cx, "%s(): %s", method.c_str(), result.error().message.c_str());
    return false;
  });
}

bool resolve_method(JSContext* cx, JS::HandleObject object, JS::HandleId id, bool* resolved) {
  return guarded(cx, [&] {
    *resolved = false;
    if (!id.isString()) return true;
    JS::RootedString string(cx, id.toString());
    std::string name;
    if (!text_of(cx, string, name)) return false;
    if (!runtime_of(cx).run->world.has_method(*unwrap(cx, object), name)) return true;
    JSFunction* function = js::NewFunctionWithReserved(cx, call_method, 0, 0, name.c_str());
    if (function == nullptr) return false;
    JS::RootedObject method(cx, JS_GetFunctionObject(function));
    js::SetFunctionNativeReserved(method, kMethodName, JS::StringValue(string));
    js::SetFunctionNativeReserved(method, kReceiver, JS::ObjectValue(*object));
    *resolved = true;
    return JS_DefinePropertyById(cx, object, id, method, 0);
  });
}

constexpr JSClassOps kOperations = {nullptr, nullptr, nullptr, nullptr, resolve_method,
                                    nullptr, nullptr, nullptr, nullptr, nullptr};
constexpr JSClass kClass = {
    "JavaObject", JSCLASS_HAS_RESERVED_SLOTS(1), &kOperations, nullptr, nullptr, nullptr};

}  // namespace

bool wrap(JSContext* cx, const Datum& datum, JS::MutableHandleValue value) {
  Run& run = *runtime_of(cx).run;
  JSObject* object = JS_NewObject(cx, &kClass);
  if (object == nullptr) return false;
  JS::SetReservedSlot(object, 0, JS::Int32Value(static_cast<std::int32_t>(run.objects.size())));
  run.objects.push_back(datum);
  value.setObject(*object);
  return true;
}

const Datum* unwrap(JSContext* cx, JS::HandleObject object) {
  if (JS::GetClass(object) != &kClass) return nullptr;
  return &runtime_of(cx)
              .run->objects[static_cast<std::size_t>(JS::GetReservedSlot(object, 0).toInt32())];
}

}  // namespace procos::script
