#include "rest/resource/fetch_and_lock.h"

#include <algorithm>
#include <condition_variable>
#include <mutex>
#include <thread>

#include "rest/dto/entity_dto.h"
#include "rest/resource/fetch_request.h"
#include "rest/resource/handler.h"
#include "rest/resource/parked_fetches.h"

namespace procos::rest {
namespace {

using SteadyTime = ParkedFetches::Time;
using Waiting = ParkedFetches::Waiting;
using Topics = ParkedFetches::Topics;
using Fetched = std::vector<command::FetchedTask>;

constexpr std::int64_t kMaxTimeoutMs = 1'800'000;
/// Clocks may be turned: the time at which a lock runs out is looked at again after so long.
constexpr std::chrono::seconds kLongestSleep{10};
constexpr TimeMs kRetryMs = 1000;  ///< after a failure of the database

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

/// When the next lock runs out, for each of the topics.
std::map<std::string, TimeMs> next_lock_expirations(command::Context& context,
                                                    const Topics& topics) {
  std::map<std::string, TimeMs> times;
  for (const std::string& topic : topics) {
    const auto time =
        store::next_lock_expiration(context.store.writer(), topic, context.session.now());
    if (time) times.emplace(topic, *time);
  }
  return times;
}

Topics fetched_topics(const command::FetchAndLock& request) {
  Topics topics;
  for (const command::FetchTopic& topic : request.topics) topics.insert(topic.topic);
  return topics;
}

bool has_fetchable_tasks(command::Context& context, const std::string& topic) {
  store::Query query;
  query.filters = {{"topicName", {topic}}};
  query.now_ms = context.session.now();
  query.max = 1;
  const auto tasks = store::list_fetchable(context.store.writer(), query);
  return tasks && !tasks->empty();
}

/// A pass over those who wait for some topics. Each of them gets its tasks in a command of its own,
/// so that the next one sees what is left; the commands share one commit.
struct FetchRound {
  explicit FetchRound(Topics topics) : all(std::move(topics)), left(all) {}

  const Topics all;                ///< what the round is about
  Topics left;                     ///< of which there may still be tasks
  Topics doubtful;                 ///< of which somebody found fewer than were asked for
  std::set<std::string> finished;  ///< filters that find nothing more
  std::uint64_t last = 0;          ///< who was looked at

  void found_all(const FetchRequest& request) {
    finished.insert(request.filter);
    doubtful.merge(fetched_topics(request.fetch));
  }
  /// Sees what earlier commands have locked.
  void look_again(command::Context& context) {
    for (const std::string& topic : std::exchange(doubtful, {})) {
      if (left.contains(topic) && !has_fetchable_tasks(context, topic)) left.erase(topic);
    }
  }
};

/// What one of them got; nobody's when the round is over.
struct ServedFetch {
  std::uint64_t id = 0;
  Result<Fetched> tasks;
};

}  // namespace

struct FetchAndLock::State : std::enable_shared_from_this<FetchAndLock::State> {
  explicit State(service::Engine& e) : engine(e) {}

  service::Engine& engine;
  mutable std::mutex mutex;
  std::condition_variable changed;
  ParkedFetches parked;
  std::map<std::string, TimeMs> due;  ///< when locks run out, of topics that are asked for
  Topics awake;                       ///< topics that the next round is about
  bool serving = false;               ///< a round is queued or under way
  bool stopped = false;
  SteadyTime sleeps_until{};  ///< the clock
  std::shared_ptr<void> subscription;
  std::thread clock;

  void first_try(Waiting waiting, std::int64_t timeout_ms) {
    struct Tried {
      Fetched tasks;
      std::map<std::string, TimeMs> due;
    };
    engine.submit<Tried>(
        [waiting, timeout_ms](command::Context& context) -> Result<Tried> {
          Tried tried;
          if (waiting.responder.client_gone()) return tried;
          context.session.set_authentication(waiting.user);
          PROCOS_ASSIGN(tried.tasks, command::fetch_and_lock(context, waiting.request->fetch));
          if (tried.tasks.empty() && timeout_ms > 0)
            tried.due = next_lock_expirations(context, fetched_topics(waiting.request->fetch));
          return tried;
        },
        [self = shared_from_this(), waiting, timeout_ms](Result<Tried> tried) {
          if (!tried) return waiting.responder(error_response(to_rest_error(tried.error())));
          if (!tried->tasks.empty() || timeout_ms <= 0) {
            return self->answer(waiting, std::move(tried->tasks));
          }
          // On the strand: no commit can have come between the look and this.
          if (!waiting.responder.client_gone()) self->park(waiting, tried->due);
        });
  }

  void park(const Waiting& waiting, const std::map<std::string, TimeMs>& expirations) {
    std::optional<std::uint64_t> id;
    {
      const std::lock_guard lock(mutex);
      if (!stopped) {
        id = parked.add(waiting);
        for (const auto& [topic, time] : expirations) due_at(topic, time);
        wake_clock_by(waiting.deadline);
      }
    }
    if (!id) return waiting.responder(nothing_fetched());
    waiting.responder.on_client_gone([weak = weak_from_this(), id] {
      if (const auto self = weak.lock()) self->take(*id);
    });
  }

  std::optional<Waiting> take(std::uint64_t id) {
    const std::lock_guard lock(mutex);
    return parked.take(id);
  }

  /// With the mutex.
  void due_at(const std::string& topic, TimeMs time) {
    if (!parked.asks_for(topic)) return;
    const auto [known, added] = due.emplace(topic, time);
    if (!added) known->second = std::min(known->second, time);
    wake_clock_by(steady(time));
  }
  void wake_clock_by(SteadyTime time) {
    if (time < sleeps_until) changed.notify_one();
  }
  SteadyTime steady(TimeMs time) const {
    const std::chrono::milliseconds ahead(time - engine.clock().now_ms());
    return std::chrono::steady_clock::now() +
           std::min<std::chrono::milliseconds>(ahead, kLongestSleep);
  }

  /// On the strand, after a commit.
  void hear(const service::WorkNews& news) {
    std::shared_ptr<FetchRound> round;
    {
      const std::lock_guard lock(mutex);
      if (parked.size() == 0) return;
      for (const auto& [topic, time] : news.later) due_at(topic, time);
      for (const std::string& topic : news.topics) {
        if (parked.asks_for(topic)) awake.insert(topic);
      }
      round = next_round();
    }
    serve_next(round);
  }

  /// With the mutex. Null: nothing to do, or a round that is under way will begin the next one.
  std::shared_ptr<FetchRound> next_round() {
    if (serving || awake.empty() || stopped) return nullptr;
    serving = true;
    return std::make_shared<FetchRound>(std::exchange(awake, {}));
  }

  void serve_next(const std::shared_ptr<FetchRound>& round) {
    if (round == nullptr) return;
    engine.submit<ServedFetch>(
        [self = shared_from_this(), round](command::Context& context) -> Result<ServedFetch> {
          return self->serve_one(context, round);
        },
        [self = shared_from_this(), round](Result<ServedFetch> served) {
          if (!served) return self->fail_round(*round);
          self->served(std::move(*served));
        },
        service::Admission::kAlways);
  }

  Result<ServedFetch> serve_one(command::Context& context,
                                const std::shared_ptr<FetchRound>& round) {
    round->look_again(context);
    while (const auto next = next_in(*round)) {
      const auto& [id, waiting] = *next;
      round->last = id;
      if (waiting.responder.client_gone()) continue;
      if (round->finished.contains(waiting.request->filter)) continue;
      context.session.set_authentication(waiting.user);
      auto tasks = command::fetch_and_lock(context, waiting.request->fetch);
      if (tasks && std::ssize(*tasks) < waiting.request->fetch.max_tasks) {
        round->found_all(*waiting.request);
      }
      if (tasks && tasks->empty()) {
        round->look_again(context);
        continue;
      }
      serve_next(round);
      return ServedFetch{id, std::move(tasks)};
    }
    end_round(context, round->all);
    return ServedFetch{};
  }

  std::optional<std::pair<std::uint64_t, Waiting>> next_in(const FetchRound& round) const {
    const std::lock_guard lock(mutex);
    return parked.next(round.left, round.last);
  }

  void end_round(command::Context& context, const Topics& topics) {
    const auto expirations = next_lock_expirations(context, topics);
    std::shared_ptr<FetchRound> next;
    {
      const std::lock_guard lock(mutex);
      for (const std::string& topic : topics) due.erase(topic);
      for (const auto& [topic, time] : expirations) due_at(topic, time);
      serving = false;
      next = next_round();
    }
    serve_next(next);
  }

  void served(ServedFetch served) {
    if (served.id == 0) return;
    const auto waiting = take(served.id);
    if (waiting && !served.tasks) {
      waiting->responder(error_response(to_rest_error(served.tasks.error())));
    } else if (waiting) {
      answer(*waiting, std::move(*served.tasks));
    } else if (served.tasks) {
      give_back(std::move(*served.tasks));
    }
  }

  /// The database failed. Those who wait go on waiting.
  void fail_round(const FetchRound& round) {
    const std::lock_guard lock(mutex);
    serving = false;
    for (const std::string& topic : round.all) due_at(topic, engine.clock().now_ms() + kRetryMs);
  }

  /// What does not reach its worker is free again at once.
  void answer(const Waiting& waiting, Fetched tasks) {
    Response response = locked_tasks_response(waiting.request->fetch, tasks);
    if (!tasks.empty()) {
      response.on_lost = [weak = weak_from_this(), tasks = std::move(tasks)] {
        if (const auto self = weak.lock()) self->give_back(tasks);
      };
      if (waiting.responder.client_gone()) return response.on_lost();
    }
    waiting.responder(std::move(response));
  }

  void give_back(Fetched tasks) {
    {
      const std::lock_guard lock(mutex);
      if (stopped) return;  // the engine may be gone; the locks run out
    }
    engine.submit<void>(
        [tasks = std::move(tasks)](command::Context& context) -> Status {
          command::give_back(context, tasks);
          return {};
        },
        [](const Status&) {}, service::Admission::kAlways);
  }

  void run_clock() {
    std::unique_lock lock(mutex);
    while (!stopped) {
      auto expired = parked.take_expired(std::chrono::steady_clock::now());
      lock.unlock();
      for (const Waiting& waiting : expired) waiting.responder(nothing_fetched());
      expired.clear();
      lock.lock();
      if (stopped) return;  // said while nobody listened
      const TimeMs now = engine.clock().now_ms();
      sleeps_until = parked.next_deadline().value_or(SteadyTime::max());
      for (auto it = due.begin(); it != due.end();) {
        if (it->second > now) {
          sleeps_until = std::min(sleeps_until, steady(it->second));
          ++it;
          continue;
        }
        if (parked.asks_for(it->first)) awake.insert(it->first);
        it = due.erase(it);
      }
      if (const auto round = next_round()) {
        sleeps_until = {};
        lock.unlock();
        serve_next(round);
        lock.lock();
        continue;
      }
      if (sleeps_until == SteadyTime::max()) {
        changed.wait(lock);
      } else {
        changed.wait_until(lock, sleeps_until);
      }
      sleeps_until = {};
    }
  }

  void stop() {
    std::vector<Waiting> left;
    {
      const std::lock_guard lock(mutex);
      if (stopped) return;
      stopped = true;
      left = parked.take_all();
    }
    changed.notify_all();
    for (const Waiting& waiting : left) waiting.responder(nothing_fetched());
    if (clock.joinable()) clock.join();
    subscription.reset();
  }
};

FetchAndLock::FetchAndLock(service::Engine& engine) : state_(std::make_shared<State>(engine)) {
  state_->subscription =
      engine.on_external_task([weak = std::weak_ptr(state_)](const service::WorkNews& news) {
        if (const auto state = weak.lock()) state->hear(news);
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
    const std::chrono::milliseconds time(std::max<std::int64_t>(0, timeout.value_or(0)));
    const state::AuthenticationPtr& user = context.user();
    // Two users who ask the same may see different tasks.
    if (user != nullptr) request.filter += '\n' + user->user_id;
    state_->first_try({std::make_shared<const FetchRequest>(std::move(request)), user,
                       context.responder(), std::chrono::steady_clock::now() + time},
                      time.count());
    return {};
  });
}

void fetch_and_lock(Context& ctx) { ctx.services().fetch_and_lock->handle(ctx); }

}  // namespace procos::rest
