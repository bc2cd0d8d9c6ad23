// SpiderMonkey runs on a thread of its own, made with the first script: its contexts are bound to a
// thread, and the thread that waits for the script is the one that watches over its limits
// meanwhile.
#include <dlfcn.h>

#include <chrono>
#include <condition_variable>
#include <exception>
#include <filesystem>
#include <mutex>
#include <thread>

#include "expr/value_bridge.h"
#include "script/plugin.h"
#include "script/world.h"

namespace procos::script {
namespace {

using namespace std::chrono_literals;

constexpr auto kTick = 10ms;     ///< how often limits are looked at
constexpr auto kRestAfter = 1s;  ///< without scripts
constexpr const char* kPlugin = "procos_javascript.so";

/// Beside the program, where it is installed, or where the system looks.
std::vector<std::string> plugin_paths() {
  std::vector<std::string> paths;
  std::error_code failed;
  const auto program = std::filesystem::read_symlink("/proc/self/exe", failed);
  if (!failed) {
    paths.push_back((program.parent_path() / kPlugin).string());
    paths.push_back((program.parent_path().parent_path() / PROCOS_PLUGIN_DIR / kPlugin).string());
  }
  paths.emplace_back(kPlugin);
  return paths;
}

/// The shared object stays loaded: SpiderMonkey cannot be initialized twice in a process.
Result<MakeMachine> load_plugin() {
  std::string reason;
  for (const std::string& path : plugin_paths()) {
    if (void* library = dlopen(path.c_str(), RTLD_NOW | RTLD_LOCAL | RTLD_NODELETE)) {
      if (void* symbol = dlsym(library, kMakeMachine)) return reinterpret_cast<MakeMachine>(symbol);
    }
    const char* error = dlerror();
    // Of a file that is there the reason counts, not that it is missing elsewhere.
    std::error_code ignored;
    if (reason.empty() || std::filesystem::exists(path, ignored))
      reason = error != nullptr ? error : path;
  }
  return fail(ErrorKind::kUnsupported, "JavaScript needs " + std::string(kPlugin) +
                                           " beside the program, and SpiderMonkey (Debian package "
                                           "libmozjs-102-0): " +
                                           reason);
}

class JavaScript final : public ScriptEngine {
 public:
  explicit JavaScript(const Limits& limits) : limits_(limits) {}
  ~JavaScript() override;
  JavaScript(const JavaScript&) = delete;
  JavaScript& operator=(const JavaScript&) = delete;

  Result<Outcome> run(const Call& call) override;

 private:
  struct Job {
    const Call& call;
    Result<Outcome> outcome = fail(ErrorKind::kExpression, "not run");
    std::exception_ptr broken = nullptr;
    bool done = false;
  };

  void serve();
  void make_machine();
  Result<Outcome> run_here(const Call& call);

  const Limits limits_;
  std::mutex mutex_;
  std::condition_variable changed_;
  Job* job_ = nullptr;
  bool stop_ = false;
  std::unique_ptr<Machine> machine_;  ///< used by the thread only, but for interrupt()
  Error unavailable_;                 ///< why there is no machine
  std::thread thread_;
};

JavaScript::~JavaScript() {
  std::unique_lock lock(mutex_);
  stop_ = true;
  lock.unlock();
  changed_.notify_all();
  if (thread_.joinable()) thread_.join();
}

Result<Outcome> JavaScript::run(const Call& call) {
  if (thread_.get_id() == std::this_thread::get_id()) return run_here(call);
  Job job{call};
  std::unique_lock lock(mutex_);
  if (!thread_.joinable()) thread_ = std::thread([this] { serve(); });
  job_ = &job;
  changed_.notify_all();
  while (!changed_.wait_for(lock, kTick, [&] { return job.done; })) {
    if (machine_ != nullptr) machine_->interrupt();
  }
  if (job.broken) std::rethrow_exception(job.broken);
  return std::move(job.outcome);
}

void JavaScript::serve() {
  std::unique_lock lock(mutex_);
  bool rested = true;
  while (!stop_) {
    if (job_ == nullptr) {
      const bool woken = changed_.wait_for(lock, rested ? 1h : kRestAfter,
                                           [&] { return stop_ || job_ != nullptr; });
      if (!woken && machine_ != nullptr && !rested) machine_->rest();
      rested = rested || !woken;
      continue;
    }
    Job& job = *std::exchange(job_, nullptr);
    lock.unlock();
    try {
      make_machine();
      job.outcome = run_here(job.call);
    } catch (...) {
      job.broken = std::current_exception();
    }
    lock.lock();
    rested = false;
    job.done = true;
    changed_.notify_all();
  }
  machine_.reset();
}

void JavaScript::make_machine() {
  if (machine_ != nullptr) return;
  const auto make = load_plugin();
  std::unique_ptr<Machine> machine(make ? (*make)(limits_) : nullptr);
  if (!make) unavailable_ = make.error();
  const std::lock_guard lock(mutex_);
  machine_ = std::move(machine);
}

Result<Outcome> JavaScript::run_here(const Call& call) {
  if (machine_ == nullptr) return std::unexpected(unavailable_);
  ScopeWorld world(call);
  PROCOS_ASSIGN(Ended ended, machine_->run(call.source, call.name, world));
  PROCOS_TRY(world.store_changes());
  if (ended.bpmn_error) return Outcome{{}, std::move(ended.bpmn_error)};
  PROCOS_ASSIGN(Value value, expr::value_of(ended.value));
  return Outcome{std::move(value), std::nullopt};
}

}  // namespace

std::unique_ptr<ScriptEngine> make_javascript(const Limits& limits) {
  return std::make_unique<JavaScript>(limits);
}

}  // namespace procos::script
