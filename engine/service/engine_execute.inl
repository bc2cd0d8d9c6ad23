// Engine::execute: post and wait. Kept apart because it needs <condition_variable>.
#include <condition_variable>
#include <mutex>

namespace procos::service {

/// Something that one thread waits for and another tells.
class Ending {
 public:
  void tell() {
    const std::lock_guard lock(mutex_);
    told_ = true;
    changed_.notify_one();  // under the lock: afterwards this object may be gone
  }
  void wait() {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [this] { return told_; });
  }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  bool told_ = false;
};

template <class T>
Result<T> Engine::execute(std::function<Result<T>(command::Context&)> run, Admission admission) {
  Result<T> result = fail(ErrorKind::kProcessEngine, "not run");
  Ending ending;
  const auto run_here = [&](command::Context& context) -> Status {
    result = run(context);
    if (!result) return std::unexpected(result.error());
    return {};
  };
  const auto end = [&](Status status) {
    if (!status) result = std::unexpected(std::move(status).error());
    ending.tell();
  };
  post({run_here, end, nullptr, admission, true});
  ending.wait();
  return result;
}

}  // namespace procos::service
