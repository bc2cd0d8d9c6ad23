// Engine::execute: submit and wait. Kept apart because it needs <future>.
#include <future>

namespace procos::service {

template <class T>
Result<T> Engine::execute(std::function<Result<T>(command::Context&)> run, Admission admission) {
  std::promise<Result<T>> promise;
  std::future<Result<T>> future = promise.get_future();
  submit<T>(
      std::move(run), [&promise](Result<T> result) { promise.set_value(std::move(result)); }, admission);
  return future.get();
}

}  // namespace procos::service
