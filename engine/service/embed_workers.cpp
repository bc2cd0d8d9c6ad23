#include "service/embed_workers.h"

#include <algorithm>
#include <exception>

#include "base/ids.h"
#include "service/embed_convert.h"

namespace procos {
namespace {

constexpr std::int64_t kLockMs = 10 * 60 * 1000;
constexpr std::int64_t kTries = 3;
/// Locks of a process that died and clocks that were turned tell nobody; so it is looked for from
/// time to time.
constexpr std::chrono::seconds kLongestPause{10};

WorkItem to_item(const command::FetchedTask& fetched) {
  const state::ExternalTaskRow& task = fetched.task;
  WorkItem item;
  item.id = task.id;
  item.topic = task.topic;
  item.instance_id = task.process_instance_id;
  item.activity_id = task.activity_id;
  item.definition_key = task.process_definition_key;
  item.business_key = task.business_key;
  item.priority = task.priority;
  item.retries_left = task.retries.value_or(kTries) - 1;
  for (const auto& [name, value] : fetched.variables) item.variables.emplace(name, to_data(value));
  return item;
}

}  // namespace

HandlerThreads::HandlerThreads(service::Engine& engine, int threads)
    : engine_(engine), worker_id_("embedded-" + new_id()) {
  waker_ = engine_.on_external_task([this](const service::WorkNews& news) {
    if (!news.topics.empty()) wake();
  });
  for (int i = 0; i < std::max(1, threads); ++i) threads_.emplace_back([this] { run(); });
}

HandlerThreads::~HandlerThreads() {
  waker_.reset();
  {
    const std::lock_guard lock(mutex_);
    stop_ = true;
  }
  changed_.notify_all();
  for (std::thread& thread : threads_) thread.join();
}

void HandlerThreads::add(const std::string& topic, Handler handler) {
  {
    const std::lock_guard lock(mutex_);
    handlers_[topic] = std::move(handler);
  }
  wake();
}

void HandlerThreads::wake() {
  {
    const std::lock_guard lock(mutex_);
    ++told_;
  }
  changed_.notify_all();
}

bool HandlerThreads::idle() {
  const std::lock_guard lock(mutex_);
  return looking_ == 0;
}

std::vector<std::string> HandlerThreads::topics() {
  const std::lock_guard lock(mutex_);
  std::vector<std::string> topics;
  for (const auto& [topic, handler] : handlers_) topics.push_back(topic);
  return topics;
}

void HandlerThreads::run() {
  std::uint64_t seen = 0;
  std::unique_lock lock(mutex_);
  while (!stop_) {
    seen = told_;
    if (!handlers_.empty()) {
      ++looking_;
      lock.unlock();
      const auto fetched = fetch();
      if (fetched) work(*fetched);
      lock.lock();
      --looking_;
      if (fetched) continue;  // where one was there may be more
    }
    auto until = std::chrono::steady_clock::now() + kLongestPause;
    if (retry_at_) until = std::min(until, *retry_at_);
    changed_.wait_until(lock, until, [&] { return stop_ || told_ != seen; });
    if (retry_at_ && *retry_at_ <= std::chrono::steady_clock::now()) retry_at_.reset();
  }
}

std::optional<HandlerThreads::Fetched> HandlerThreads::fetch() {
  command::FetchAndLock request;
  request.worker_id = worker_id_;
  request.max_tasks = 1;
  request.order.by_priority = true;
  for (const std::string& topic : topics()) {
    request.topics.emplace_back();
    request.topics.back().topic = topic;
    request.topics.back().lock_duration_ms = kLockMs;
  }
  auto fetched = engine_.execute<std::vector<command::FetchedTask>>(
      [&](command::Context& context) { return command::fetch_and_lock(context, request); });
  if (!fetched || fetched->empty()) return std::nullopt;
  const std::lock_guard lock(mutex_);
  Handler handler = handlers_.at(fetched->front().task.topic);
  return Fetched{std::move(fetched->front()), std::move(handler)};
}

void HandlerThreads::work(const Fetched& fetched) {
  WorkResult result;
  try {
    result = fetched.handler(to_item(fetched.task));
  } catch (const std::exception& exception) {
    result = WorkResult::fail(exception.what());
  } catch (...) {
    result = WorkResult::fail("the handler threw something that is no std::exception");
  }
  const state::ExternalTaskRow& task = fetched.task.task;
  Status reported = report(task, result);
  if (!reported) reported = fail(task, WorkResult::fail(reported.error().message));
  // When the task is gone meanwhile (cancelled), there is nothing left to report to.
}

Status HandlerThreads::fail(const state::ExternalTaskRow& task, const WorkResult& result) {
  command::ExternalTaskFailure failure;
  failure.id = task.id;
  failure.worker_id = worker_id_;
  failure.error_message = result.message_;
  failure.retries = task.retries.value_or(kTries) - 1;
  failure.retry_timeout_ms = result.retry_after_.count();
  const Status failed = engine_.execute<void>(
      [&](command::Context& context) { return command::fail_external_task(context, failure); });
  const std::lock_guard lock(mutex_);
  const auto again = std::chrono::steady_clock::now() + result.retry_after_;
  retry_at_ = std::min(again, retry_at_.value_or(again));
  return failed;
}

Status HandlerThreads::report(const state::ExternalTaskRow& task, const WorkResult& result) {
  if (result.kind_ == WorkResult::Kind::kFail) return fail(task, result);
  const command::Variables variables = to_variables(result.variables_);
  return engine_.execute<void>([&](command::Context& context) {
    return result.kind_ == WorkResult::Kind::kComplete
               ? command::complete_external_task(context, task.id, worker_id_, variables, {})
               : command::external_task_bpmn_error(context, task.id, worker_id_, result.code_,
                                                   result.message_, variables);
  });
}

}  // namespace procos
