// One runtime: compiles, runs within limits, and says what went wrong in words of the script's
// author.
#include <js/CallAndConstruct.h>
#include <js/CompilationAndEvaluation.h>
#include <js/ContextOptions.h>
#include <js/Exception.h>
#include <js/GCAPI.h>
#include <js/Initialization.h>
#include <js/Promise.h>
#include <js/PropertyAndElement.h>
#include <js/SourceText.h>
#include <jsfriendapi.h>

#include <atomic>
#include <memory>
#include <new>
#include <utility>

#include "script/spidermonkey/convert.h"
#include "script/spidermonkey/globals.h"

namespace procos::script {
namespace {

constexpr std::size_t kStackBytes = std::size_t{1} << 20;
constexpr std::size_t kCacheBytes = std::size_t{8}
                                    << 20;  ///< of sources; then all are compiled anew
constexpr std::uint32_t kNurseryBytes = 2U << 20;
constexpr std::uint32_t kCollectFromMiB =
    8;  ///< before that much is allocated nothing is collected

std::atomic<int> machines_alive = 0;

/// SpiderMonkey is initialized once in a process, and shut down when the process ends.
struct Library {
  bool ready = JS_Init();
  ~Library() {
    if (ready && machines_alive == 0) JS_ShutDown();
  }
};

bool library_ready() {
  static const Library kLibrary;
  return kLibrary.ready;
}

/// What scripts keep alive, in bytes: cells and what hangs on them.
double memory_in_use(JSContext* cx) {
  JS::RootedObject counters(cx, runtime_of(cx).memory);
  const JSAutoRealm realm(cx, counters);
  double bytes = 0;
  JS::RootedValue value(cx);
  for (const char* counter : {"gcBytes", "mallocBytes"}) {
    if (JS_GetProperty(cx, counters, counter, &value) && value.isNumber())
      bytes += value.toNumber();
  }
  return bytes;
}

bool stop(JSContext* cx, Run::End why) {
  runtime_of(cx).run->end = why;
  JS_ClearPendingException(cx);
  return false;  // without an exception: no catch and no finally of the script runs
}

bool look_at_limits(JSContext* cx) {
  Runtime& runtime = runtime_of(cx);
  if (runtime.run == nullptr) return true;
  if (runtime.run->end != Run::End::kByItself) return false;
  if (std::chrono::steady_clock::now() > runtime.run->deadline) return stop(cx, Run::End::kTime);
  const auto limit = static_cast<double>(runtime.limits.memory_bytes);
  if (memory_in_use(cx) <= limit) return true;
  JS_GC(cx);
  return memory_in_use(cx) <= limit || stop(cx, Run::End::kMemory);
}

void out_of_memory(JSContext*, void* data) {
  auto& runtime = *static_cast<Runtime*>(data);
  if (runtime.run == nullptr) return;
  runtime.run->end = Run::End::kMemory;
  JS_RequestInterruptCallback(runtime.cx);
}

Error failure(std::string message) {
  return Error{ErrorKind::kExpression, std::move(message), 0, {}};
}

std::string place(const JSErrorReport& report) {
  const std::string name = report.filename != nullptr ? report.filename : "script";
  return " (" + name + ", line " + std::to_string(report.lineno) + ", column " +
         std::to_string(report.column) + ")";
}

/// Of Java's packages only what provided.cpp has is there; the bare ReferenceError would not say
/// why.
std::string hint(std::string_view message) {
  for (const std::string_view name :
       {"java", "javax", "com", "Packages", "load", "require", "JavaImporter"}) {
    if (message.find("ReferenceError: " + std::string(name) + " is not defined") !=
        std::string_view::npos) {
      return "; scripts reach no Java classes, files or modules";
    }
  }
  return {};
}

/// The exception that ended the script; a BpmnError is how it ended, not a failure.
Result<Ended> thrown(JSContext* cx) {
  JS::ExceptionStack stack(cx);
  if (!JS::StealPendingExceptionStack(cx, &stack))
    return std::unexpected(failure("the script was ended"));
  if (stack.exception().isObject()) {
    JS::RootedObject object(cx, &stack.exception().toObject());
    JS::RootedObject bpmn_error(cx, provided_object(cx, "BpmnError"));
    bool is_bpmn_error = false;
    if (bpmn_error != nullptr &&
        JS_HasInstance(cx, bpmn_error, stack.exception(), &is_bpmn_error) && is_bpmn_error) {
      JS::RootedValue code(cx), message(cx);
      BpmnError error;
      if (JS_GetProperty(cx, object, "errorCode", &code) && text_of(cx, code, error.code) &&
          JS_GetProperty(cx, object, "message", &message) && text_of(cx, message, error.message)) {
        return Ended{{}, std::move(error)};
      }
    }
  }
  JS_ClearPendingException(cx);
  JS::ErrorReportBuilder report(cx);
  if (!report.init(cx, stack, JS::ErrorReportBuilder::NoSideEffects)) {
    JS_ClearPendingException(cx);
    return std::unexpected(failure("the script threw an exception that has no text"));
  }
  const std::string message = report.toStringResult().c_str();
  return std::unexpected(failure(message + hint(message) + place(*report.report())));
}

/// What promises still have to do belongs to the run, and goes with it.
class Jobs final : public JS::JobQueue {
 public:
  JSObject* getIncumbentGlobal(JSContext* cx) override { return JS::CurrentGlobalOrNull(cx); }
  bool enqueuePromiseJob(JSContext* cx, JS::HandleObject, JS::HandleObject job, JS::HandleObject,
                         JS::HandleObject) override {
    return runtime_of(cx).run->jobs.append(job);
  }
  void runJobs(JSContext*) override {}
  bool empty() const override { return true; }

 protected:
  js::UniquePtr<SavedJobQueue> saveJobQueue(JSContext*) override { return nullptr; }
};

bool run_jobs(JSContext* cx) {
  Run& run = *runtime_of(cx).run;
  for (std::size_t i = 0; i < run.jobs.length(); ++i) {
    JS::RootedValue job(cx, JS::ObjectValue(*run.jobs[i])), result(cx);
    if (!JS_CallFunctionValue(cx, nullptr, job, JS::HandleValueArray::empty(), &result))
      return false;
  }
  return true;
}

class SpiderMonkey final : public Machine {
 public:
  ~SpiderMonkey() override;
  bool open(const Limits& limits);

  Result<Ended> run(const std::string& source, const std::string& name, World& world) override;
  void interrupt() override { JS_RequestInterruptCallback(runtime_.cx); }
  void rest() override {
    JS::NonIncrementalGC(runtime_.cx, JS::GCOptions::Shrink, JS::GCReason::API);
  }

 private:
  Result<Ended> run_within(Run& run, const std::string& source, const std::string& name);
  Result<Ended> ended(const Run& run);

  Runtime runtime_;
  Jobs jobs_;
};

SpiderMonkey::~SpiderMonkey() {
  if (runtime_.cx == nullptr) return;
  runtime_.home.reset();
  runtime_.memory.reset();
  runtime_.compiled.clear();
  JS_DestroyContext(runtime_.cx);
  --machines_alive;
}

bool SpiderMonkey::open(const Limits& limits) {
  if (!library_ready()) return false;
  JSContext* cx = JS_NewContext(
      static_cast<std::uint32_t>(std::min<std::size_t>(limits.memory_bytes, 0xffffffffU)));
  if (cx == nullptr) return false;
  ++machines_alive;
  runtime_.cx = cx;
  runtime_.limits = limits;
  JS_SetContextPrivate(cx, &runtime_);
  JS_SetNativeStackQuota(cx, kStackBytes);
  JS_SetGCParameter(cx, JSGC_MAX_NURSERY_BYTES, kNurseryBytes);
  JS_SetGCParameter(cx, JSGC_ALLOCATION_THRESHOLD, kCollectFromMiB);
  // Compiled code would be faster in long loops, but numbers would change from Double to Integer on
  // its way, and scripts of processes are short. Without it no memory is ever both written and
  // executed.
  JS_SetGlobalJitCompilerOption(cx, JSJITCOMPILER_BASELINE_INTERPRETER_ENABLE, 0);
  JS_SetGlobalJitCompilerOption(cx, JSJITCOMPILER_BASELINE_ENABLE, 0);
  JS_SetGlobalJitCompilerOption(cx, JSJITCOMPILER_ION_ENABLE, 0);
  JS::ContextOptionsRef(cx).setAsmJS(false).setWasm(false);
  JS::SetOutOfMemoryCallback(cx, out_of_memory, &runtime_);
  JS::SetJobQueue(cx, &jobs_);
  if (!JS::InitSelfHostedCode(cx) || !JS_AddInterruptCallback(cx, look_at_limits)) return false;
  JS::RootedObject home(cx, new_global(cx, nullptr));
  if (home == nullptr) return false;
  const JSAutoRealm realm(cx, home);
  runtime_.home.init(cx, home);
  runtime_.memory.init(cx, js::gc::NewMemoryInfoObject(cx));
  return runtime_.memory != nullptr;
}

Result<Ended> SpiderMonkey::run(const std::string& source, const std::string& name, World& world) {
  Run run(runtime_.cx, world);
  run.deadline =
      std::chrono::steady_clock::now() + std::chrono::milliseconds(runtime_.limits.time_ms);
  Run* outer = std::exchange(runtime_.run, &run);
  Result<Ended> result = run_within(run, source, name);
  runtime_.run = outer;
  if (run.end != Run::End::kByItself) rest();
  if (run.broken) std::rethrow_exception(run.broken);
  return result;
}

Result<Ended> SpiderMonkey::run_within(Run& run, const std::string& source,
                                       const std::string& name) {
  JSContext* cx = runtime_.cx;
  JS::RootedObject global(cx, new_global(cx, runtime_.home));
  if (global == nullptr) return ended(run);
  const JSAutoRealm realm(cx, global);
  const RefPtr<JS::Stencil> stencil = compile(cx, source, name.c_str());
  if (stencil == nullptr) return ended(run);
  JS::RootedScript script(
      cx, JS::InstantiateGlobalStencil(cx, JS::InstantiateOptions(), stencil.get()));
  JS::RootedValue value(cx);
  if (script == nullptr || !JS_ExecuteScript(cx, script, &value)) return ended(run);
  Ended result;
  if (!run_jobs(cx) || !from_js(cx, value, result.value) || !sync_collections(cx))
    return ended(run);
  if (run.end != Run::End::kByItself) return ended(run);
  return result;
}

Result<Ended> SpiderMonkey::ended(const Run& run) {
  JSContext* cx = runtime_.cx;
  if (run.end == Run::End::kTime) {
    JS_ClearPendingException(cx);
    return std::unexpected(failure("the script was ended: it ran longer than " +
                                   std::to_string(runtime_.limits.time_ms) + " ms"));
  }
  if (run.end == Run::End::kMemory || JS_IsThrowingOutOfMemory(cx)) {
    JS_ClearPendingException(cx);
    return std::unexpected(failure("the script was ended: it needs more memory than " +
                                   std::to_string(runtime_.limits.memory_bytes >> 20) + " MiB"));
  }
  if (run.broken) return std::unexpected(failure("the engine failed"));
  return thrown(cx);
}

}  // namespace

RefPtr<JS::Stencil> compile(JSContext* cx, const std::string& source, const char* name) {
  Runtime& runtime = runtime_of(cx);
  const std::string key = name + ('\0' + source);
  if (const auto known = runtime.compiled.find(key); known != runtime.compiled.end())
    return known->second;
  JS::SourceText<mozilla::Utf8Unit> text;
  if (!text.init(cx, source.data(), source.size(), JS::SourceOwnership::Borrowed)) return nullptr;
  JS::CompileOptions options(cx);
  options.setFileAndLine(name, 1);
  RefPtr<JS::Stencil> stencil = JS::CompileGlobalScriptToStencil(cx, options, text);
  if (stencil == nullptr) return nullptr;
  if (runtime.compiled_bytes + source.size() > kCacheBytes) {
    runtime.compiled.clear();
    runtime.compiled_bytes = 0;
  }
  runtime.compiled_bytes += source.size();
  runtime.compiled.emplace(key, stencil);
  return stencil;
}

}  // namespace procos::script

extern "C" __attribute__((visibility("default"))) procos::script::Machine* procos_make_machine(
    const procos::script::Limits& limits) {
  auto machine = std::make_unique<procos::script::SpiderMonkey>();
  return machine->open(limits) ? machine.release() : nullptr;
}
