#include "rest/resource/fetch_and_lock.h"

#include <atomic>
#include <condition_variable>
#include <map>
#include <mutex>
#include <thread>

#include "rest/dto/entity_dto.h"
#include "rest/resource/fetch_request.h"
#include "rest/resource/handler.h"

namespace procos::rest {
namespace {

using SteadyTime = std::chrono::steady_clock::time_point;
using Fetched = std::vector<command::FetchedTask>;

constexpr std::int64_t kMaxTimeoutMs = 1'800'000;
// Locks that run out and retries that become due make tasks fetchable without a commit that says
// so.
constexpr std::chrono::milliseconds kPollInterval{1000};

Response locked_tasks_response(const command::FetchAndLock& request, const Fetched& tasks) {
  JsonWriter out;
  out.begin_array();
  for (const auto& fetched : tasks) {
    bool deserialize = false;
    for (const auto& topic : request.topics) {
      if (topic.topic == fetched.task.topic) deserialize = topic.deserialize_values;
    }
    if (auto status = write_locked_task(out, fetched, deserialize); !status) {
      return error_response(to_rest_error(status.error()));
    }
  }
  out.end_array();
  return json_text(out);
}

Response nothing_fetched() {
  Response response;
  response.body = "[]";
  return response;
}

}  // namespace

struct FetchAndLock::State : std::enable_shared_from_this<FetchAndLock::State> {
  using Request = std::shared_ptr<const command::FetchAndLock>;
  struct Waiting {
    Request request;
    state::AuthenticationPtr user;
    Responder responder;
    SteadyTime deadline;
  };
  /// Parked requests in the order in which they came.
  using Parked = std::map<std::uint64_t, Waiting>;
  using Served = std::vector<std::pair<std::uint64_t, Fetched>>;

  explicit State(service::Engine& e) : engine(e) {}

  service::Engine& engine;
  mutable std::mutex mutex;
  std::condition_variable changed;
  Parked parked;
  std::uint64_t next_id = 0;
  bool serving = false;      ///< a round over the parked requests is queued or under way
  bool serve_again = false;  ///< and something has happened since it began
  bool stopped = false;
  std::atomic<std::uint64_t> wakes = 0;  ///< commits that may have made tasks fetchable
  std::shared_ptr<void> subscription;
  std::thread clock;

  void first_try(Request request, const state::AuthenticationPtr& user, Responder responder,
                 std::int64_t timeout_ms) {
    if (responder.client_gone()) return;
    // Another command of the same batch may create a task after this one has looked.
    const auto seen = std::make_shared<std::uint64_t>(0);
    engine.submit<Fetched>(
        [self = shared_from_this(), request, user, seen](command::Context& context) {
          *seen = self->wakes.load();
          context.session.set_authentication(user);
          return command::fetch_and_lock(context, *request);
        },
        [self = shared_from_this(), request, user, responder, timeout_ms,
         seen](Result<Fetched> tasks) {
          if (!tasks) return responder(error_response(to_rest_error(tasks.error())));
          if (!tasks->empty() || timeout_ms <= 0) {
            return responder(locked_tasks_response(*request, *tasks));
          }
          self->park({request, user, responder, {}}, timeout_ms);
          if (self->wakes.load() != *seen) self->serve();
        });
  }

  void park(Waiting waiting, std::int64_t timeout_ms) {
    waiting.deadline = std::chrono::steady_clock::now() + std::chrono::milliseconds(timeout_ms);
    const Responder responder = waiting.responder;
    std::uint64_t id = 0;
    bool refused = false;
    {
      const std::lock_guard lock(mutex);
      refused = stopped;
      if (!refused) {
        id = next_id++;
        parked.emplace(id, std::move(waiting));
      }
    }
    if (refused) return responder(nothing_fetched());
    changed.notify_one();
    responder.on_client_gone([weak = weak_from_this(), id] {
      if (const auto self = weak.lock()) self->forget(id);
    });
  }

  void forget(std::uint64_t id) {
    const std::lock_guard lock(mutex);
    parked.erase(id);
  }

  /// One command tries for all who wait; called on the strand by commits, and by the clock.
  void serve() {
    {
      const std::lock_guard lock(mutex);
      if (parked.empty() || stopped) return;
      if (serving) {
        serve_again = true;
        return;
      }
      serving = true;
      serve_again = false;
    }
    engine.submit<Served>(
        [self = shared_from_this()](command::Context& context) { return self->try_all(context); },
        [self = shared_from_this()](Result<Served> served) { self->answer(std::move(served)); });
  }

  Result<Served> try_all(command::Context& context) {
    std::vector<std::pair<std::uint64_t, Waiting>> waiting;
    {
      const std::lock_guard lock(mutex);
      waiting.assign(parked.begin(), parked.end());
    }
    Served served;
    for (const auto& [id, one] : waiting) {
      if (one.responder.client_gone()) continue;
      context.session.set_authentication(one.user);
      PROCOS_ASSIGN(Fetched tasks, command::fetch_and_lock(context, *one.request));
      if (!tasks.empty()) served.emplace_back(id, std::move(tasks));
    }
    return served;
  }

  void answer(Result<Served> served) {
    bool again = false;
    std::vector<std::pair<Waiting, Fetched>> answers;
    {
      const std::lock_guard lock(mutex);
      serving = false;
      again = serve_again;
      if (served) {
        for (auto& [id, tasks] : *served) {
          const auto it = parked.find(id);
          if (it == parked.end()) continue;
          answers.emplace_back(std::move(it->second), std::move(tasks));
          parked.erase(it);
        }
      }
    }
    for (const auto& [waiting, tasks] : answers) {
      waiting.responder(locked_tasks_response(*waiting.request, tasks));
    }
    if (again) serve();
  }

  /// Takes out whose time is up.
  std::vector<Responder> take_expired() {
    const SteadyTime now = std::chrono::steady_clock::now();
    std::vector<Responder> expired;
    const std::lock_guard lock(mutex);
    for (auto it = parked.begin(); it != parked.end();) {
      if (it->second.deadline > now) {
        ++it;
        continue;
      }
      expired.push_back(std::move(it->second.responder));
      it = parked.erase(it);
    }
    return expired;
  }

  void run_clock() {
    SteadyTime next_poll = std::chrono::steady_clock::now() + kPollInterval;
    while (true) {
      {
        std::unique_lock lock(mutex);
        changed.wait(lock, [&] { return stopped || !parked.empty(); });
        if (stopped) return;
        SteadyTime wake = next_poll;
        for (const auto& [id, one] : parked) wake = std::min(wake, one.deadline);
        changed.wait_until(lock, wake);
        if (stopped) return;
      }
      for (const Responder& responder : take_expired()) responder(nothing_fetched());
      const SteadyTime now = std::chrono::steady_clock::now();
      if (now >= next_poll) {
        next_poll = now + kPollInterval;
        serve();
      }
    }
  }

  void stop() {
    Parked left;
    {
      const std::lock_guard lock(mutex);
      if (stopped) return;
      stopped = true;
      left.swap(parked);
    }
    changed.notify_all();
    for (const auto& [id, one] : left) one.responder(nothing_fetched());
    if (clock.joinable()) clock.join();
    subscription.reset();
  }
};

FetchAndLock::FetchAndLock(service::Engine& engine) : state_(std::make_shared<State>(engine)) {
  state_->subscription = engine.on_external_task([weak = std::weak_ptr(state_)] {
    if (const auto state = weak.lock()) {
      ++state->wakes;
      state->serve();
    }
  });
  state_->clock = std::thread([state = state_.get()] { state->run_clock(); });
}

FetchAndLock::~FetchAndLock() { state_->stop(); }

void FetchAndLock::stop() { state_->stop(); }

std::size_t FetchAndLock::parked() const {
  const std::lock_guard lock(state_->mutex);
  return state_->parked.size();
}

void FetchAndLock::handle(Context& ctx) {
  with_body(ctx, [this](Context& context, const JsonObject& body) -> RestStatus {
    PROCOS_ASSIGN(const auto timeout, body.long_integer("asyncResponseTimeout"));
    if (timeout && *timeout > kMaxTimeoutMs) {
      return invalid_request(400,
                             "The asynchronous response timeout cannot be set to a value greater "
                             "than " + std::to_string(kMaxTimeoutMs) + " milliseconds");
    }
    PROCOS_ASSIGN(auto request, fetch_request(body));
    state_->first_try(std::make_shared<const command::FetchAndLock>(std::move(request)),
                      context.user(), context.responder(), timeout.value_or(0));
    return {};
  });
}

void fetch_and_lock(Context& ctx) { ctx.services().fetch_and_lock->handle(ctx); }

}  // namespace procos::rest
