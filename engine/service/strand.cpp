#include "service/strand.h"

#include <chrono>
#include <exception>

#include "base/log.h"

namespace procos::service {
namespace {

/// So many commands share a sync at most: more would let the first of them wait too long.
constexpr std::size_t kBatch = 64;
/// How long nothing has to come before the file is tidied up, a little at a time.
constexpr std::chrono::milliseconds kIdle{100};

std::int64_t steady_us() {
  const auto since = std::chrono::steady_clock::now().time_since_epoch();
  return std::chrono::duration_cast<std::chrono::microseconds>(since).count();
}

Status broken(const std::exception& exception) {
  log::error("A command failed unexpectedly", {{"error", exception.what()}});
  return fail(ErrorKind::kProcessEngine, exception.what());
}

}  // namespace

Strand::Strand(Parts parts) : parts_(std::move(parts)), thread_([this] { run(); }) {}

Strand::~Strand() {
  stop();
  thread_.join();
}

void Strand::stop() {
  {
    const std::lock_guard lock(mutex_);
    stop_ = true;
  }
  filled_.notify_all();
}

void Strand::post(Work work, bool may_be_refused) {
  bool stopped = false;
  {
    std::unique_lock lock(mutex_);
    stopped = stop_;
    const bool full = parts_.queue_limit > 0 && queue_.size() >= parts_.queue_limit;
    if (!stopped && !(full && may_be_refused)) {
      const bool here = work.caller_waits && !busy_ && queue_.empty();
      queue_.push_back(std::move(work));
      if (here) {
        busy_ = true;
        lock.unlock();
        run_for_caller();
      } else if (!busy_) {
        filled_.notify_one();
      }
      return;
    }
  }
  if (stopped) return work.done(fail(ErrorKind::kProcessEngine, "The engine is closed."));
  counts_.refused.fetch_add(1, std::memory_order_relaxed);
  work.done(fail(ErrorKind::kOverloaded, "The engine has more to do than it can at the moment: " +
                                             std::to_string(parts_.queue_limit) +
                                             " commands are waiting. Try again later."));
}

std::size_t Strand::queued() const {
  const std::lock_guard lock(mutex_);
  return queue_.size();
}

std::int64_t Strand::batch_age_ms() const {
  const std::int64_t since = counts_.batch_since_us.load(std::memory_order_relaxed);
  return since == 0 ? 0 : (steady_us() - since) / 1000;
}

void Strand::run() {
  while (wait_for_work()) {
    run_batch();
    const std::lock_guard lock(mutex_);
    busy_ = false;
  }
}

void Strand::run_for_caller() noexcept {
  const bool was_untidy = untidy_;
  run_batch();
  bool wanted = false;  // the strand's thread
  {
    const std::lock_guard lock(mutex_);
    busy_ = false;
    ++lent_;
    wanted = stop_ || !queue_.empty() || (untidy_ && !was_untidy);
  }
  if (wanted) filled_.notify_one();
}

bool Strand::wait_for_work() {
  std::unique_lock lock(mutex_);
  const auto awake = [this] { return !busy_ && (stop_ || !queue_.empty()); };
  while (!awake()) {
    if (!busy_ && !untidy_) {
      filled_.wait(lock);
      continue;
    }
    const std::size_t lent_before = lent_;
    if (filled_.wait_for(lock, kIdle, awake)) break;
    if (!busy_ && lent_ == lent_before) tidy_up(lock);
  }
  busy_ = true;
  return !queue_.empty();
}

void Strand::tidy_up(std::unique_lock<std::mutex>& lock) {
  busy_ = true;
  lock.unlock();
  try {
    untidy_ = parts_.store.shrink();
  } catch (const std::exception& exception) {
    untidy_ = false;
    log::warning("The database file could not be made smaller", {{"error", exception.what()}});
  }
  lock.lock();
  busy_ = false;
}

void Strand::take() {
  const std::lock_guard lock(mutex_);
  while (!queue_.empty() && batch_.size() < kBatch) {
    batch_.push_back(std::move(queue_.front()));
    queue_.pop_front();
  }
}

void Strand::run_batch() {
  use_id_mark(parts_.store.id_mark());  // whose thread it may be
  counts_.batch_since_us.store(steady_us(), std::memory_order_relaxed);
  begin_reading();
  // Those who come while others run share their sync: clients that were just answered, above all.
  for (take(); ran_.size() < batch_.size(); take()) {
    while (ran_.size() < batch_.size()) {
      Work& work = batch_[ran_.size()];
      run_one(work, ran_.emplace_back());
    }
  }
  if (Status committed = commit_counted(batch_.size()); !committed) {
    for (Ran& one : ran_) one.status = committed;
  }
  counts_.batch_since_us.store(0, std::memory_order_relaxed);
  for (std::size_t i = 0; i < batch_.size(); ++i) {
    const bool written = ran_[i].status.has_value();
    (written ? counts_.succeeded : counts_.failed).fetch_add(1, std::memory_order_relaxed);
    batch_[i].done(std::move(ran_[i].status));
    if (!written) continue;
    for (const auto& action : ran_[i].after_commit) action();
  }
  batch_.clear();
  ran_.clear();
}

void Strand::run_one(Work& work, Ran& ran) {
  state::Session session({parts_.store, parts_.definitions, parts_.clock, cache_, parts_.facts});
  try {
    exec::Interpreter interpreter(session, parts_.settings);
    command::Context context{session, interpreter, parts_.store};
    ran.status = work.run(context);
    if (ran.status) ran.status = write(session, ran);
  } catch (const std::exception& exception) {
    ran.status = broken(exception);
  }
  if (ran.status) {
    for (auto& action : session.done()) ran.after_commit.push_back(std::move(action));
    parts_.definitions.end_command();
  } else {
    session.discard();
    parts_.definitions.undo_command();
  }
}

Status Strand::write(state::Session& session, Ran& ran) {
  if (!session.has_changes()) return {};
  const state::ChangeList changes = session.changes();
  if (broken_)
    return fail(ErrorKind::kProcessEngine, "The database failed earlier in the same transaction.");
  try {
    if (!in_transaction_) parts_.store.begin();
    in_transaction_ = true;
    parts_.store.apply(changes);
    if (auto action = parts_.watcher(changes)) ran.after_commit.push_back(std::move(action));
    return {};
  } catch (const std::exception& exception) {
    // Whether the commands before this one are still written is not sure, so none of the batch is.
    broken_ = true;
    return broken(exception);
  }
}

Status Strand::commit_counted(std::size_t commands) {
  if (!in_transaction_ && !broken_) return commit();
  const std::int64_t begin = steady_us();
  Status status = commit();
  counts_.commit_us.add(steady_us() - begin);
  counts_.batch_sizes.add(static_cast<std::int64_t>(commands));
  counts_.store_failing.store(!status, std::memory_order_relaxed);
  untidy_ = true;
  return status;
}

void Strand::begin_reading() {
  try {
    parts_.store.begin_reading();
  } catch (const std::exception& exception) {
    broken(exception);  // who reads will say so
  }
}

Status Strand::commit() {
  Status status;
  if (broken_)
    status = fail(ErrorKind::kProcessEngine,
                  "The database failed; nothing of this transaction was written.");
  try {
    if (status) in_transaction_ ? parts_.store.commit() : parts_.store.end_reading();
  } catch (const std::exception& exception) {
    status = broken(exception);
  }
  if (status) {
    parts_.definitions.end_batch();
  } else {
    abandon();
  }
  in_transaction_ = broken_ = false;
  return status;
}

void Strand::abandon() {
  // What the cache holds has seen the lost transaction.
  cache_.clear();
  parts_.definitions.undo_batch();
  try {
    parts_.store.rollback();
  } catch (const std::exception&) {
    // The transaction is gone either way; the next one says whether the database works again.
  }
}

}  // namespace procos::service
