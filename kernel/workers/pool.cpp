#include "kernel/workers/pool.h"

#include <algorithm>
#include <chrono>
#include <exception>
#include <nlohmann/json.hpp>

#include "kernel/url.h"

namespace procos::kernel {
namespace {

using Json = nlohmann::json;

constexpr int kPollSlackMs = 15'000;       // beyond the long poll, for the answer to arrive
constexpr int kLongestPollMs = 1'800'000;  // Camunda refuses longer ones

std::int64_t steady_ms() {
  using namespace std::chrono;
  return duration_cast<milliseconds>(steady_clock::now().time_since_epoch()).count();
}

std::string dump(const Json& json) {
  return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

std::string text(const Json& object, const char* key) {
  const auto found = object.find(key);
  return found != object.end() && found->is_string() ? found->get<std::string>() : std::string();
}

Task read_task(const Json& json) {
  Task task;
  task.id = text(json, "id");
  task.topic = text(json, "topicName");
  task.worker_id = text(json, "workerId");
  task.process_instance_id = text(json, "processInstanceId");
  task.process_definition_id = text(json, "processDefinitionId");
  task.process_definition_key = text(json, "processDefinitionKey");
  task.activity_id = text(json, "activityId");
  task.business_key = text(json, "businessKey");
  const auto retries = json.find("retries");
  if (retries != json.end() && retries->is_number_integer()) task.retries = retries->get<int>();
  const auto variables = json.find("variables");
  if (variables != json.end()) task.variables = variables_from_rest(*variables);
  return task;
}

std::vector<log::Field> fields_of(const Task& task) {
  return {{"topic", task.topic},
          {"activityId", task.activity_id},
          {"processInstanceId", task.process_instance_id},
          {"businessKey", task.business_key}};
}

}  // namespace

WorkerPool::WorkerPool(WorkerSettings settings, const WorkerServices& services)
    : settings_(std::move(settings)), services_(services) {
  status_.name = settings_.key;
  status_.worker_id = settings_.worker_id;
  for (const std::string& topic : settings_.topics) {
    if (find_adapter(topic) != nullptr) status_.topics.push_back(topic);
  }
}

WorkerPool::~WorkerPool() { stop(0); }

void WorkerPool::start() {
  const std::lock_guard alone(lifecycle_);
  const std::lock_guard lock(mutex_);
  if (status_.running || status_.topics.empty()) return;
  status_.running = true;
  poller_ = std::jthread([this](std::stop_token stop) { poll(stop); });
  keeper_ = std::jthread([this](std::stop_token stop) { keep_locks(stop); });
  log::info("Worker pool " + status_.name + " started", {{"workerId", status_.worker_id}});
}

void WorkerPool::stop(int grace_ms) {
  const std::lock_guard alone(lifecycle_);
  {
    const std::lock_guard lock(mutex_);
    if (!status_.running) return;
  }
  poller_.request_stop();
  if (poller_.joinable()) poller_.join();
  {
    std::unique_lock lock(mutex_);
    changed_.wait_for(lock, std::chrono::milliseconds(grace_ms), [&] { return active_.empty(); });
    queue_.clear();
    for (const JobPtr& job : active_) job->stop.request_stop();
    for (std::jthread& thread : threads_) thread.request_stop();
  }
  // Joining waits for handlers that have just been told to stop.
  threads_.clear();
  keeper_.request_stop();
  if (keeper_.joinable()) keeper_.join();
  unlock_all();
  const std::lock_guard lock(mutex_);
  active_.clear();
  status_.running = false;
  status_.busy = 0;
  log::info("Worker pool " + status_.name + " stopped", {{"workerId", status_.worker_id}});
}

PoolStatus WorkerPool::status() const {
  const std::lock_guard lock(mutex_);
  PoolStatus status = status_;
  status.busy = static_cast<int>(active_.size());
  return status;
}

void WorkerPool::poll(std::stop_token stop) {
  int pause_ms = 250;
  while (!stop.stop_requested()) {
    int free = 0;
    {
      std::unique_lock lock(mutex_);
      changed_.wait(lock, stop,
                    [&] { return static_cast<int>(active_.size()) < settings_.max_tasks; });
      free = settings_.max_tasks - static_cast<int>(active_.size());
    }
    if (stop.stop_requested()) break;
    auto jobs = fetch(free, stop);
    if (stop.stop_requested() && !jobs) break;
    std::unique_lock lock(mutex_);
    const bool reached_before = status_.engine_reached;
    status_.engine_reached = jobs.has_value();
    if (jobs) {
      pause_ms = 250;
      lock.unlock();
      enqueue(std::move(*jobs));
      continue;
    }
    if (reached_before)
      log::warning("Worker pool " + status_.name + " cannot poll: " + jobs.error().message);
    changed_.wait_for(lock, stop, std::chrono::milliseconds(pause_ms), [] { return false; });
    pause_ms = std::min({pause_ms * 2, std::max(250, settings_.poll_interval_ms), 10'000});
  }
}

Result<std::vector<WorkerPool::JobPtr>> WorkerPool::fetch(int max_tasks, std::stop_token stop) {
  const int poll_ms = std::min(settings_.poll_interval_ms, kLongestPollMs);
  Json body{{"workerId", settings_.worker_id},
            {"maxTasks", max_tasks},
            {"usePriority", true},
            {"asyncResponseTimeout", poll_ms}};
  for (const std::string& topic : status_.topics) {
    body["topics"].push_back({{"topicName", topic}, {"lockDuration", settings_.lock_duration_ms}});
  }
  GatewayRequest request{"POST", "/external-task/fetchAndLock", {}, dump(body),
                         {},     poll_ms + kPollSlackMs};
  const std::int64_t asked = steady_ms();
  PROCOS_ASSIGN(const GatewayAnswer answer, services_.gateway.send(request, stop));
  if (!answer.ok()) return std::unexpected(answer_error("fetchAndLock", answer));
  const Json tasks = answer.json();
  if (!tasks.is_array())
    return fail(ErrorKind::kProcessEngine, "fetchAndLock: the answer is no JSON array");
  std::vector<JobPtr> jobs;
  for (const Json& entry : tasks) {
    auto job = std::make_shared<Job>();
    job->task = read_task(entry);
    // Counted from now: the engine began the lock only a moment ago, when it answered.
    job->started_ms = job->extended_ms = steady_ms();
    jobs.push_back(std::move(job));
  }
  if (jobs.empty() && steady_ms() - asked < std::min(poll_ms, 20)) {
    // A server without long polling would otherwise be asked in a tight loop.
    std::unique_lock lock(mutex_);
    changed_.wait_for(lock, stop, std::chrono::milliseconds(std::min(poll_ms, 1000)),
                      [] { return false; });
  }
  return jobs;
}

void WorkerPool::enqueue(std::vector<JobPtr> jobs) {
  const std::lock_guard lock(mutex_);
  for (JobPtr& job : jobs) {
    active_.push_back(job);
    queue_.push_back(std::move(job));
  }
  const std::size_t wanted = std::min<std::size_t>(active_.size(), settings_.max_tasks);
  while (threads_.size() < wanted) {
    threads_.emplace_back([this](std::stop_token stop) { work(stop); });
  }
  changed_.notify_all();
}

void WorkerPool::work(std::stop_token stop) {
  while (true) {
    JobPtr job;
    {
      std::unique_lock lock(mutex_);
      if (!changed_.wait(lock, stop, [&] { return !queue_.empty(); })) return;
      job = std::move(queue_.front());
      queue_.pop_front();
    }
    run(*job);
    const std::lock_guard lock(mutex_);
    std::erase(active_, job);
    changed_.notify_all();
  }
}

void WorkerPool::run(Job& job) {
  const Adapter* adapter = find_adapter(job.task.topic);
  Outcome outcome = Failed{"no native worker serves topic " + job.task.topic, {}, 0, 0};
  if (adapter != nullptr) {
    try {
      outcome = adapter->handler(job.task, services_, job.stop.get_token());
    } catch (const std::exception& broken) {
      outcome = Failed{std::string("the worker broke: ") + broken.what(), {}, 0, 0};
    }
  }
  bool lock_lost = false;
  bool out_of_time = false;
  {
    const std::lock_guard lock(mutex_);
    lock_lost = job.lock_lost;
    out_of_time = job.out_of_time;
    job.reporting = true;
  }
  // Somebody else has the task, or nobody may any more: whatever came out is not ours to report.
  if (lock_lost) return;
  const bool unfinished = std::holds_alternative<Failed>(outcome) && job.stop.stop_requested();
  if (unfinished && out_of_time) {
    outcome = Failed{"stopped after security.max_execution_time of " +
                         std::to_string(services_.config.security.max_execution_time_s) + " s",
                     {},
                     0,
                     0};
  } else if (unfinished) {
    return;  // The pool is stopping; the task is unlocked as it was.
  }
  count(outcome);
  report(job, outcome);
}

void WorkerPool::count(const Outcome& outcome) {
  const std::lock_guard lock(mutex_);
  if (std::holds_alternative<Completed>(outcome)) {
    ++status_.completed;
  } else if (std::holds_alternative<BpmnError>(outcome)) {
    ++status_.bpmn_errors;
  } else {
    ++status_.failures;
  }
}

void WorkerPool::report(const Job& job, const Outcome& outcome) {
  const Task& task = job.task;
  if (const auto* failed = std::get_if<Failed>(&outcome)) {
    report_failure(task, *failed);
    return;
  }
  Json body{{"workerId", settings_.worker_id}};
  std::string verb = "/complete";
  if (const auto* error = std::get_if<BpmnError>(&outcome)) {
    verb = "/bpmnError";
    body["errorCode"] = error->code;
    body["errorMessage"] = shortened(error->message, 3900);
    body["variables"] = variables_to_rest(error->variables);
    log::warning(error->code + ": " + error->message, fields_of(task));
  } else {
    body["variables"] = variables_to_rest(std::get<Completed>(outcome).variables);
    if (log::enabled(log::Level::kDebug)) log::debug("Task completed", fields_of(task));
  }
  const auto answer = services_.gateway.post("/external-task/" + task.id + verb, body);
  if (!answer) {
    log::error("Cannot report the result, the lock will expire: " + answer.error().message,
               fields_of(task));
  } else if (answer->status == 404) {
    log::warning("The task is gone: " + answer->error_text(), fields_of(task));
  } else if (!answer->ok()) {
    // What follows the task in the process failed and was rolled back; that is this task's
    // incident.
    log::error("The result was refused: " + answer->error_text(), fields_of(task));
    report_failure(task, retry_later(task, answer->error_text(), 3, 500));
  }
}

void WorkerPool::report_failure(const Task& task, const Failed& failure) {
  const std::string what = failure.retries > 0
                               ? " (" + std::to_string(failure.retries) + " retries left)"
                               : " (no retries left: an incident that somebody has to resolve)";
  log::write(failure.retries > 0 ? log::Level::kWarning : log::Level::kError,
             "Task failed: " + failure.message + what, fields_of(task));
  const Json body{{"workerId", settings_.worker_id},
                  {"errorMessage", shortened(failure.message, 600)},
                  {"errorDetails", failure.details},
                  {"retries", failure.retries},
                  {"retryTimeout", failure.retry_timeout_ms}};
  const auto answer = services_.gateway.post("/external-task/" + task.id + "/failure", body);
  if (!answer || !answer->ok()) {
    log::error(
        "Cannot report the failure: " + (answer ? answer->error_text() : answer.error().message),
        fields_of(task));
  }
}

void WorkerPool::keep_locks(std::stop_token stop) {
  const int step_ms = std::clamp(settings_.lock_duration_ms / 8, 10, 1000);
  const std::int64_t longest_ms = 1000LL * services_.config.security.max_execution_time_s;
  while (!stop.stop_requested()) {
    std::vector<JobPtr> due;
    {
      std::unique_lock lock(mutex_);
      changed_.wait_for(lock, stop, std::chrono::milliseconds(step_ms), [] { return false; });
      const std::int64_t now = steady_ms();
      for (const JobPtr& job : active_) {
        if (now - job->started_ms > longest_ms && !job->out_of_time) {
          job->out_of_time = true;
          job->stop.request_stop();
        }
        if (now - job->extended_ms >= settings_.lock_duration_ms / 2) due.push_back(job);
      }
    }
    for (const JobPtr& job : due) extend_lock(*job);
  }
}

void WorkerPool::extend_lock(Job& job) {
  const std::int64_t asked = steady_ms();
  const auto answer = services_.gateway.post(
      "/external-task/" + job.task.id + "/extendLock",
      Json{{"workerId", settings_.worker_id}, {"newDuration", settings_.lock_duration_ms}});
  if (!answer) return;  // Not reached: tried again in a moment, as long as the lock may still hold.
  const std::lock_guard lock(mutex_);
  job.extended_ms = asked;
  if (answer->ok() || job.reporting) return;
  log::warning("The lock is lost, stopping the work: " + answer->error_text(), fields_of(job.task));
  job.lock_lost = true;
  job.stop.request_stop();
}

void WorkerPool::unlock_all() {
  const auto locked = services_.gateway.get(
      "/external-task", "locked=true&workerId=" + url_encode(settings_.worker_id));
  if (!locked || !locked->ok()) return;  // The locks expire by themselves.
  const Json tasks = locked->json();
  if (!tasks.is_array()) return;
  for (const Json& task : tasks) {
    services_.gateway.post("/external-task/" + text(task, "id") + "/unlock", Json::object());
  }
}

}  // namespace procos::kernel
