#include "store/reader_pool.h"

#include "base/check.h"

namespace procos::store {
namespace {

constexpr int kReaderCacheKib = 1024;
const std::string kBegin = "BEGIN";
const std::string kCommit = "COMMIT";

}  // namespace

std::unique_ptr<Connection> ReaderPool::take() {
  std::unique_lock lock(mutex_);
  // Waiting for oneself would never end.
  PROCOS_CHECK(!paused_ || paused_by_ != std::this_thread::get_id());
  changed_.wait(lock, [&] { return !paused_ && active_ < most_; });
  ++active_;
  if (idle_.empty()) return nullptr;
  std::unique_ptr<Connection> connection = std::move(idle_.back());
  idle_.pop_back();
  return connection;
}

void ReaderPool::give_back(std::unique_ptr<Connection> connection) {
  {
    std::lock_guard lock(mutex_);
    --active_;
    if (connection) idle_.push_back(std::move(connection));
  }
  changed_.notify_all();
}

void ReaderPool::read(const std::function<void(Connection&)>& read) {
  std::unique_ptr<Connection> connection = take();
  try {
    if (!connection) {
      connection = std::make_unique<Connection>(uri_, kReaderCacheKib);
      connection->exec("PRAGMA query_only = 1");
      connection->set_id_mark(mark_);
    }
    connection->fixed(kBegin).run();
    read(*connection);
    connection->fixed(kCommit).run();
  } catch (...) {
    // A connection that failed is closed, which ends its transaction; the next reader opens a fresh
    // one.
    connection.reset();
    give_back(nullptr);
    throw;
  }
  give_back(std::move(connection));
}

void ReaderPool::pause() {
  std::unique_lock lock(mutex_);
  changed_.wait(lock, [&] { return !paused_; });
  paused_ = true;  // first, so that a stream of new readers cannot keep the writer out
  paused_by_ = std::this_thread::get_id();
  changed_.wait(lock, [&] { return active_ == 0; });
}

void ReaderPool::resume() {
  {
    std::lock_guard lock(mutex_);
    paused_ = false;
  }
  changed_.notify_all();
}

}  // namespace procos::store
