// Engine::execute: post and wait. Kept apart because it needs <condition_variable>.
#include <condition_variable>
#include <mutex>
#include <optional>

namespace procos::service {

/// A command and the place where its result is waited for.
template <class T>
class Waited {
 public:
  explicit Waited(std::function<Result<T>(command::Context&)> run) : run_(std::move(run)) {}

  Status run(command::Context& context) {
    result_ = run_(context);
    return result_ ? Status{} : std::unexpected(result_.error());
  }
  void end(Status status) {
    const std::lock_guard lock(mutex_);
    if (!status) result_ = std::unexpected(std::move(status).error());
    ended_ = true;
    changed_.notify_one();  // under the lock: afterwards this object may be gone
  }
  Result<T> wait() {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [this] { return ended_; });
    return std::move(result_);
  }

 private:
  std::function<Result<T>(command::Context&)> run_;
  Result<T> result_ = fail(ErrorKind::kProcessEngine, "not run");
  std::mutex mutex_;
  std::condition_variable changed_;
  bool ended_ = false;
};

template <class T>
Result<T> Engine::execute(std::function<Result<T>(command::Context&)> run, Admission admission) {
  Waited<T> waited(std::move(run));
  post({[&waited](command::Context& context) { return waited.run(context); },
        [&waited](Status status) { waited.end(std::move(status)); }, nullptr, admission, true});
  return waited.wait();
}

}  // namespace procos::service
