// Read connections to one database, opened when first needed and handed out to one thread at a
// time.
#pragma once

#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "store/connection.h"

namespace procos::store {

class ReaderPool {
 public:
  ReaderPool(std::string uri, int most) : uri_(std::move(uri)), most_(most < 1 ? 1 : most) {}

  /// Before the first read.
  void set_id_mark(const IdMark& mark) { mark_ = mark; }

  /// Runs `read` inside one read transaction; waits while every connection is in use. `read` must
  /// not call back into the pool.
  void read(const std::function<void(Connection&)>& read);

  /// Waits until no reader is active and keeps new ones waiting until resume().
  void pause();
  void resume();

 private:
  std::unique_ptr<Connection> take();
  void give_back(std::unique_ptr<Connection> connection);

  const std::string uri_;
  IdMark mark_{0};
  const int most_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::vector<std::unique_ptr<Connection>> idle_;
  int active_ = 0;
  bool paused_ = false;
  std::thread::id paused_by_;
};

}  // namespace procos::store
