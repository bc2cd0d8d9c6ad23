#include "service/engine.h"

#include <algorithm>
#include <atomic>
#include <future>
#include <mutex>
#include <set>

#include "base/ids.h"
#include "command/cleanup/history_cleanup.h"
#include "command/commands.h"
#include "history/recorder.h"
#include "job/executor.h"
#include "service/delegates.h"
#include "service/meters.h"
#include "service/narrator.h"
#include "service/offers.h"
#include "service/outside_calls.h"
#include "service/strand.h"
#include "service/task_grants.h"

namespace procos::service {
namespace {

constexpr std::int64_t kJobLockMs = 5 * 60 * 1000;
constexpr std::size_t kJobsAtOnce = 16;  // other commands wait while they are taken
constexpr std::int64_t kStuckMs = 30'000;  ///< a batch that takes longer does not come on

/// Those who want to know that external tasks became fetchable. Engine strand but for add().
class Wakers {
 public:
  std::shared_ptr<void> add(Engine::WorkListener wake) {
    auto kept = std::make_shared<Engine::WorkListener>(std::move(wake));
    const std::lock_guard lock(mutex_);
    wakers_.push_back(kept);
    return kept;
  }
  void wake(const WorkNews& news) {
    std::vector<std::shared_ptr<Engine::WorkListener>> awake;
    {
      const std::lock_guard lock(mutex_);
      std::erase_if(wakers_, [](const auto& waker) { return waker.expired(); });
      for (const auto& waker : wakers_) awake.push_back(waker.lock());
    }
    for (const auto& waker : awake) {
      if (waker != nullptr) (*waker)(news);
    }
  }

 private:
  std::mutex mutex_;
  std::vector<std::weak_ptr<Engine::WorkListener>> wakers_;
};

WorkNews work_news(const state::RowChanges<state::ExternalTaskRow>& tasks, TimeMs now) {
  WorkNews news;
  for (const auto* list : {&tasks.inserted, &tasks.updated}) {
    for (const state::ExternalTaskRow* task : *list) {
      if (task->suspended || task->retries.value_or(1) <= 0) continue;
      const TimeMs free_at = task->lock_expiration.value_or(0);
      if (free_at <= now) {
        news.topics.insert(task->topic);
      } else {
        const auto [first, added] = news.later.emplace(task->topic, free_at);
        if (!added) first->second = std::min(first->second, free_at);
      }
    }
  }
  return news;
}

/// When the job may be acquired; nullopt: not before somebody changes it.
std::optional<TimeMs> acquirable_at(const state::JobRow& job) {
  if (job.suspended || job.retries <= 0) return std::nullopt;
  return std::max(job.due_date.value_or(0), job.lock_expiration.value_or(0));
}

class EngineImpl final : public Engine {
 public:
  EngineImpl(const EngineOptions& options, std::unique_ptr<store::Store> store)
      : javascript_(script::make_javascript(options.script_limits)),
        options_(with_scripts(options)),
        store_(std::move(store)),
        definitions_(*store_),
        history_(options.history, clock().now_ms() * 1000),
        grants_(narrator_, *store_),
        delegates_(options.delegate_topics),
        calls_(options.outside),
        offers_(offers_of(delegates_, options.outside)),
        strand_({*store_, definitions_, first_listener(), clock(), options_.settings,
                 [this](const state::ChangeList& changes) { return watch(changes); },
                 options_.queue_limit}) {
    submit<void>([](command::Context& context) { return begin(context); }, [](const Status&) {},
                 Admission::kAlways);
    reporter_ = std::make_unique<MeterReporter>([this] { report_meters(); });
    if (!options_.job_executor) return;
    executor_ = std::make_unique<job::Executor>(
        job::Ports{[this] { return acquire(kJobsAtOnce); },
                   [this](const std::string& id, std::function<void()> done) {
                     run_job(id, std::move(done));
                   },
                   [this] { return next_due(); }},
        clock());
    executor_set_.store(executor_.get());
  }

  ~EngineImpl() override {
    closing_ = true;
    calls_.stop();  // before the executor, which waits for the jobs under way
    if (executor_ != nullptr) executor_->stop();
    reporter_->stop();
    if (meters_.any()) report_meters();
  }

  void read(const std::function<void(store::Connection&)>& read) override { store_->read(read); }
  const Clock& clock() const override {
    return options_.clock != nullptr ? *options_.clock : machine_clock_;
  }
  HistoryLevel history_level() const override { return options_.history; }
  const command::Settings& operations() const override { return options_.operations; }

  Statistics statistics() const override {
    const StrandCounts& counts = strand_.counts();
    Statistics all;
    all.commands_succeeded = counts.succeeded.load(std::memory_order_relaxed);
    all.commands_failed = counts.failed.load(std::memory_order_relaxed);
    all.commands_refused = counts.refused.load(std::memory_order_relaxed);
    all.batch_sizes = counts.batch_sizes.values();
    all.commit_us = counts.commit_us.values();
    all.queued = strand_.queued();
    all.queue_limit = strand_.queue_limit();
    all.definitions = {definitions_.hits(), definitions_.misses()};
    all.instances = {strand_.instances().hits(), strand_.instances().misses()};
    all.meters = meters_.totals();
    all.lock_expiries = meters_.lock_expiries();
    all.files = store_->file_sizes();
    return all;
  }

  std::int64_t unreported(std::string_view meter) const override {
    return meters_.unreported(meter);
  }

  Reasons not_ready() override {
    const StrandCounts& counts = strand_.counts();
    Reasons reasons;
    if (closing_) reasons.emplace_back("the engine is shutting down");
    if (counts.store_failing.load(std::memory_order_relaxed)) {
      reasons.emplace_back("the database cannot be written; the log says why");
      write_again();
    }
    if (strand_.batch_age_ms() > kStuckMs) {
      reasons.emplace_back("a command has not ended for " + std::to_string(kStuckMs / 1000) + " s");
    }
    const std::size_t limit = strand_.queue_limit();
    if (limit > 0 && strand_.queued() >= limit) {
      reasons.push_back(std::to_string(limit) + " commands are waiting, and no more are taken");
    }
    if (options_.job_executor && !executor_->running()) {
      reasons.emplace_back("the job executor has stopped");
    }
    return reasons;
  }

  state::DefinitionPtr definition(const std::string& definition_id) override {
    if (state::DefinitionPtr known = definitions_.known(definition_id)) return known;
    auto found = execute<state::DefinitionPtr>(
        [&](command::Context& context) -> Result<state::DefinitionPtr> {
          return context.session.definitions().find(definition_id);
        },
        Admission::kAlways);
    return found ? *found : nullptr;
  }

  std::shared_ptr<void> on_external_task(WorkListener wake) override {
    return wakers_.add(std::move(wake));
  }

  void on_delegate(const std::string& name, DelegateHandler handler) override {
    delegates_.add(name, std::move(handler));
  }

  Result<int> run_due_jobs(int limit) override {
    int tried = 0;
    while (tried < limit) {
      const std::vector<job::JobGroup> groups =
          acquire(std::min<std::size_t>(kJobsAtOnce, limit - tried));
      if (groups.empty()) break;
      for (const job::JobGroup& group : groups) {
        for (const std::string& id : group) {
          std::promise<void> finished;
          run_job(id, [&] { finished.set_value(); });
          finished.get_future().wait();
          ++tried;
        }
      }
    }
    return tried;
  }

 protected:
  void post(Work work) override { attempt(std::make_shared<Attempt>(std::move(work))); }

 private:
  /// A command, and what it was told from outside in its earlier runs.
  struct Attempt {
    explicit Attempt(Work of) : work(std::move(of)) {}
    Work work;
    exec::Journal journal;
  };

  /// Who is told of facts and hands them on. Without authorization there is nothing to grant.
  state::FactSink& first_listener() {
    if (options_.authorization) return grants_;
    return narrator_;
  }

  /// What an engine does first with a database that it has opened.
  static Status begin(command::Context& context) {
    PROCOS_TRY(command::release_jobs(context));
    if (!command::cleanup_settings(context).enabled) return {};
    PROCOS_TRY(command::schedule_history_cleanup(context, false));
    return {};
  }

  void report_meters() {
    std::promise<void> reported;
    report_meters([&reported] { reported.set_value(); });
    reported.get_future().wait();
  }
  void report_meters(std::function<void()> done) {
    auto rows = std::make_shared<std::vector<state::MetricRow>>(meters_.take(clock().now_ms()));
    submit<void>(
        [rows](command::Context& context) -> Status {
          for (const state::MetricRow& row : *rows) context.session.insert(row);
          return {};
        },
        [this, rows, done = std::move(done)](const Status& written) {
          if (!written) meters_.give_back(*rows);
          done();
        },
        Admission::kAlways);
  }

  /// Whether the database can be written again only writing says; those who are sent away while it
  /// cannot do not try.
  void write_again() {
    if (writing_again_.exchange(true)) return;
    report_meters([this] { writing_again_ = false; });
  }

  /// Runs the command; when it ends for a call outside, has that made and runs the command again.
  void attempt(const std::shared_ptr<Attempt>& one) {
    const auto run = [this, one](command::Context& context) -> Status {
      one->journal.begin();
      context.offers = &offers_;
      context.authorization = options_.authorization;
      context.session.set_authentication(one->work.authentication);
      context.settings = &options_.operations;
      context.interpreter.surround(delegates_, one->journal);
      PROCOS_TRY(one->work.run(context));
      if (one->journal.pending() == nullptr) return {};
      return fail(ErrorKind::kProcessEngine, "waits for an answer from outside");
    };
    const auto done = [this, one](Status status) {
      const exec::OutsideCall* call = status ? nullptr : one->journal.pending();
      if (call == nullptr) return one->work.done(std::move(status));
      calls_.make(*call, [this, one](OutsideCalls::Answer answer) {
        one->journal.answer(std::move(answer));
        one->work.admission = Admission::kAlways;
        one->work.caller_waits = false;  // for this thread
        attempt(one);
      });
    };
    strand_.post({run, done, one->work.caller_waits}, one->work.admission == Admission::kIfRoom);
  }

  /// Who has to be woken once these changes are committed.
  std::function<void()> watch(const state::ChangeList& changes) {
    const TimeMs now = clock().now_ms();
    WorkNews news = work_news(changes.of<state::ExternalTaskRow>(), now);
    const bool work_for_workers = !news.topics.empty() || !news.later.empty();
    std::optional<TimeMs> job_due;
    const auto& jobs = changes.of<state::JobRow>();
    for (const auto* list : {&jobs.inserted, &jobs.updated}) {
      for (const state::JobRow* job : *list) {
        const auto due = acquirable_at(*job);
        if (due) job_due = std::min(*due, job_due.value_or(*due));
      }
    }
    if (!work_for_workers && !job_due) return {};
    return [this, work_for_workers, news = std::move(news), job_due] {
      if (work_for_workers) wakers_.wake(news);
      job::Executor* executor = executor_set_.load();
      if (executor != nullptr && job_due) executor->wake_at(*job_due);
    };
  }

  std::vector<job::JobGroup> acquire(std::size_t limit) {
    auto groups = execute<std::vector<job::JobGroup>>([&](command::Context& context) {
      return command::acquire_jobs(context, owner_, kJobLockMs, limit);
    }, Admission::kAlways);
    if (!groups) return {};
    meters_.add(Meter::kJobAcquisitionAttempt);
    for (const job::JobGroup& group : *groups) {
      meters_.add(Meter::kJobAcquiredSuccess, static_cast<std::int64_t>(group.size()));
    }
    return std::move(*groups);
  }

  /// A job that makes a long call may be acquired again before it has ended.
  bool begin_job(const std::string& id) {
    const std::lock_guard lock(jobs_mutex_);
    return jobs_under_way_.insert(id).second;
  }
  void end_job(const std::string& id) {
    const std::lock_guard lock(jobs_mutex_);
    jobs_under_way_.erase(id);
  }

  void run_job(const std::string& id, std::function<void()> done) {
    if (!begin_job(id)) return done();
    submit<void>([id](command::Context& context) { return command::execute_job(context, id); },
                 [this, id, done = std::move(done)](Status status) {
                   end_job(id);
                   // What the end of the engine cuts off has not failed: its lock is released at
                   // the next start.
                   if (status || closing_) return done();
                   const auto record = [id, error = status.error()](command::Context& context) {
                     return command::record_job_failure(context, id, error);
                   };
                   submit<void>(record, [done](const Status&) { done(); }, Admission::kAlways);
                 },
                 Admission::kAlways);
  }

  std::optional<TimeMs> next_due() {
    auto next = execute<std::optional<TimeMs>>(
        [](command::Context& context) -> Result<std::optional<TimeMs>> {
          return store::next_job_due(context.store.writer());
        },
        Admission::kAlways);
    return next ? *next : std::nullopt;
  }

  EngineOptions with_scripts(EngineOptions options) const {
    if (options.settings.scripts == nullptr) options.settings.scripts = javascript_.get();
    return options;
  }

  const std::unique_ptr<script::ScriptEngine> javascript_;
  const EngineOptions options_;
  const SystemClock machine_clock_;
  const std::string owner_ = new_id();
  std::unique_ptr<store::Store> store_;
  DefinitionCache definitions_;
  history::Recorder history_;
  Meters meters_{history_};
  Narrator narrator_{meters_};
  TaskGrants grants_;
  DelegateRegistry delegates_;
  OutsideCalls calls_;
  const graph::Offers offers_;
  Wakers wakers_;
  std::atomic<bool> closing_{false};
  std::atomic<bool> writing_again_{false};
  std::mutex jobs_mutex_;
  std::set<std::string> jobs_under_way_;
  std::atomic<job::Executor*> executor_set_{nullptr};
  std::unique_ptr<job::Executor> executor_;  // outlives the strand, which wakes it
  std::unique_ptr<MeterReporter> reporter_;
  Strand strand_;
};

}  // namespace

Result<std::unique_ptr<Engine>> Engine::open(const EngineOptions& options) {
  store::StoreOptions store_options;
  store_options.path = options.database;
  store_options.durability = options.durability;
  store_options.shrink = options.shrink;
  PROCOS_ASSIGN(std::unique_ptr<store::Store> store, store::Store::open(store_options));
  return std::unique_ptr<Engine>(std::make_unique<EngineImpl>(options, std::move(store)));
}

}  // namespace procos::service
