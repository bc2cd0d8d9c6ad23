// The state of one SpiderMonkey runtime and of the script it runs. Private to the shared object.
#pragma once

#include <js/experimental/JSStencil.h>
#include <jsapi.h>

#include <chrono>
#include <exception>
#include <string>
#include <unordered_map>
#include <vector>

#include "script/plugin.h"

namespace procos::script {

/// One run of one script.
struct Run {
  enum class End : std::uint8_t { kByItself, kTime, kMemory };

  Run(JSContext* cx, World& w) : world(w), collections(cx), jobs(cx) {}

  World& world;
  std::chrono::steady_clock::time_point deadline;
  End end = End::kByItself;
  std::exception_ptr broken;  ///< thrown by the program while the script called it
  /// What the script holds by an object with methods, by the number in the object's slot.
  std::vector<Datum> objects;
  /// Lists and maps that the script was given, as JavaScript has them (`collections`) and as they
  /// came.
  std::vector<std::shared_ptr<expr::Object>> originals;
  JS::PersistentRootedObjectVector collections;
  JS::PersistentRootedObjectVector jobs;  ///< of promises, run when the script itself has ended
  std::vector<std::int64_t> longs;  ///< those given to the script that are no int32
};

struct Runtime {
  Limits limits;
  JSContext* cx = nullptr;
  JS::PersistentRootedObject home;    ///< the first global: what outlives scripts lives in it
  JS::PersistentRootedObject memory;  ///< SpiderMonkey's counters
  std::unordered_map<std::string, RefPtr<JS::Stencil>> compiled;
  std::size_t compiled_bytes = 0;
  Run* run = nullptr;  ///< the innermost one under way
};

inline Runtime& runtime_of(JSContext* cx) {
  return *static_cast<Runtime*>(JS_GetContextPrivate(cx));
}

/// Compiled once, instantiated for each global; null with an exception pending. `name` stands in
/// errors.
RefPtr<JS::Stencil> compile(JSContext* cx, const std::string& source, const char* name);

/// A function of the runtime calls the program: what the program throws ends the script and is
/// thrown on later.
template <class Body>
bool guarded(JSContext* cx, Body body) {
  try {
    return body();
  } catch (...) {
    runtime_of(cx).run->broken = std::current_exception();
    JS_ClearPendingException(cx);
    return false;
  }
}

}  // namespace procos::script
