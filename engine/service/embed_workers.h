// The threads on which the embedding program's handlers run: they work on external tasks as any
// worker does.
#pragma once

#include <condition_variable>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "command/commands.h"
#include "procos/engine.h"
#include "service/engine.h"

namespace procos {

class HandlerThreads {
 public:
  HandlerThreads(service::Engine& engine, int threads);
  /// Lets running handlers finish.
  ~HandlerThreads();
  HandlerThreads(const HandlerThreads&) = delete;
  HandlerThreads& operator=(const HandlerThreads&) = delete;

  void add(const std::string& topic, Handler handler);
  /// There may be something to fetch. Any thread.
  void wake();
  /// No handler runs, and nothing has been told that nobody has looked for yet.
  bool idle();
  std::vector<std::string> topics();

 private:
  struct Fetched {
    command::FetchedTask task;
    Handler handler;
  };
  void run();
  std::optional<Fetched> fetch();
  void work(const Fetched& fetched);
  Status report(const state::ExternalTaskRow& task, const WorkResult& result);
  Status fail(const state::ExternalTaskRow& task, const WorkResult& result);

  service::Engine& engine_;
  const std::string worker_id_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::map<std::string, Handler> handlers_;
  std::uint64_t told_ = 0;  ///< counts wake()
  int looking_ = 0;         ///< threads that fetch or work
  bool stop_ = false;
  std::optional<std::chrono::steady_clock::time_point> retry_at_;
  std::shared_ptr<void> waker_;
  std::vector<std::thread> threads_;  // last: uses all of the above
};

}  // namespace procos
