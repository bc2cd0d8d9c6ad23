#include "script/spidermonkey/globals.h"

#include <js/CallAndConstruct.h>
#include <js/CompilationAndEvaluation.h>
#include <js/GlobalObject.h>
#include <js/Object.h>
#include <js/PropertyAndElement.h>
#include <js/RealmOptions.h>

#include <algorithm>
#include <array>
#include <string_view>

#include "script/spidermonkey/convert.h"
#include "script/spidermonkey/provided.h"

namespace procos::script {
namespace {

constexpr std::size_t kProvidedSlot = 0;

/// The names of provided.cpp that scripts see; `JSON` takes the place of the language's own, which
/// it contains.
constexpr std::array<std::string_view, 9> kNames = {
    "BpmnError", "S", "XML", "JSON", "Java", "org", "print", "println", "console"};

bool spin(JSContext* cx, unsigned count, JS::Value* values) {
  const JS::CallArgs arguments = JS::CallArgsFromVp(count, values);
  return guarded(cx, [&] {
    std::string function;
    Datum argument;
    if (!text_of(cx, arguments.get(0), function) || !from_js(cx, arguments.get(1), argument))
      return false;
    const Result<Datum> result = runtime_of(cx).run->world.spin(function, argument);
    if (result) return to_js(cx, *result, arguments.rval());
    JS_ReportErrorUTF8(cx, "%s(): %s", function.c_str(), result.error().message.c_str());
    return false;
  });
}

bool print(JSContext* cx, unsigned count, JS::Value* values) {
  const JS::CallArgs arguments = JS::CallArgsFromVp(count, values);
  return guarded(cx, [&] {
    std::string line;
    if (!text_of(cx, arguments.get(0), line)) return false;
    runtime_of(cx).run->world.print(line);
    arguments.rval().setUndefined();
    return true;
  });
}

/// provided.cpp, evaluated when a script first needs something of it.
JSObject* provided(JSContext* cx) {
  JS::RootedObject global(cx, JS::CurrentGlobalOrNull(cx));
  const JS::Value known = JS::GetReservedSlot(global, kProvidedSlot);
  if (known.isObject()) return &known.toObject();
  JS::SetReservedSlot(global, kProvidedSlot, JS::NullValue());
  const RefPtr<JS::Stencil> stencil = compile(cx, kProvided, "provided");
  if (stencil == nullptr) return nullptr;
  JS::RootedScript script(
      cx, JS::InstantiateGlobalStencil(cx, JS::InstantiateOptions(), stencil.get()));
  JS::RootedValue make(cx), made(cx);
  if (script == nullptr || !JS_ExecuteScript(cx, script, &make)) return nullptr;
  JS::RootedValueArray<2> functions(cx);
  JSFunction* spin_function = JS_NewFunction(cx, spin, 2, 0, "spin");
  if (spin_function == nullptr) return nullptr;
  functions[0].setObject(*JS_GetFunctionObject(spin_function));
  JSFunction* print_function = JS_NewFunction(cx, print, 1, 0, "print");
  if (print_function == nullptr) return nullptr;
  functions[1].setObject(*JS_GetFunctionObject(print_function));
  if (!JS_CallFunctionValue(cx, nullptr, make, functions, &made)) return nullptr;
  JS::SetReservedSlot(global, kProvidedSlot, made);
  JS::RootedObject all(cx, &made.toObject());
  // The language's JSON was put into the global meanwhile.
  JS::RootedValue json(cx);
  if (!JS_GetProperty(cx, all, "JSON", &json) || !JS_DefineProperty(cx, global, "JSON", json, 0))
    return nullptr;
  return all;
}

/// While provided.cpp is evaluated it sees the language's own names only.
bool is_evaluating_provided(JSObject* global) {
  return JS::GetReservedSlot(global, kProvidedSlot).isNull();
}

bool resolve_provided(JSContext* cx, JS::HandleObject global, JS::HandleId id,
                      std::string_view name) {
  // provided.cpp needs the language's JSON, and asking for it from there would end here again.
  bool is_standard = false;
  if (name == "JSON" && !JS_ResolveStandardClass(cx, global, id, &is_standard)) return false;
  JS::RootedObject all(cx, provided(cx));
  if (all == nullptr) return false;
  JS::RootedValue value(cx);
  return JS_GetProperty(cx, all, std::string(name).c_str(), &value) &&
         JS_DefinePropertyById(cx, global, id, value, 0);
}

/// Names that are no global's own yet: variables first, then what is provided, then the language's.
bool resolve(JSContext* cx, JS::HandleObject global, JS::HandleId id, bool* resolved) {
  *resolved = false;
  Run* run = runtime_of(cx).run;
  if (run == nullptr || !id.isString() || is_evaluating_provided(global)) {
    return JS_ResolveStandardClass(cx, global, id, resolved);
  }
  return guarded(cx, [&] {
    JS::RootedString string(cx, id.toString());
    std::string name;
    if (!text_of(cx, string, name)) return false;
    if (const auto bound = run->world.binding(name)) {
      JS::RootedValue value(cx);
      if (!*bound) {
        JS_ReportErrorUTF8(cx, "variable '%s': %s", name.c_str(), bound->error().message.c_str());
        return false;
      }
      *resolved = true;
      return to_js(cx, **bound, &value) &&
             JS_DefinePropertyById(cx, global, id, value, JSPROP_ENUMERATE);
    }
    if (std::ranges::find(kNames, name) != kNames.end()) {
      *resolved = true;
      return resolve_provided(cx, global, id, name);
    }
    return JS_ResolveStandardClass(cx, global, id, resolved);
  });
}

constexpr JSClassOps kOperations = {nullptr, nullptr, nullptr, JS_NewEnumerateStandardClasses,
                                    resolve, nullptr, nullptr, nullptr,
                                    nullptr, JS_GlobalObjectTraceHook};
constexpr JSClass kClass = {
    "global", JSCLASS_GLOBAL_FLAGS_WITH_SLOTS(1), &kOperations, nullptr, nullptr, nullptr};

}  // namespace

JSObject* new_global(JSContext* cx, JS::HandleObject beside) {
  JS::RealmOptions options;
  options.creationOptions().setSharedMemoryAndAtomicsEnabled(false);
  if (beside != nullptr) options.creationOptions().setNewCompartmentInExistingZone(beside);
  return JS_NewGlobalObject(cx, &kClass, nullptr, JS::DontFireOnNewGlobalHook, options);
}

JSObject* provided_object(JSContext* cx, const char* name) {
  JS::RootedObject all(cx, provided(cx));
  JS::RootedValue value(cx);
  if (all == nullptr || !JS_GetProperty(cx, all, name, &value)) return nullptr;
  return &value.toObject();
}

}  // namespace procos::script
