// GET /metrics and /health: what who runs the server asks it.
#pragma once

#include <chrono>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

#include "rest/http.h"
#include "rest/route_meters.h"
#include "store/open_counts.h"

namespace procos::rest {

struct Services;

class Watch {
 public:
  explicit Watch(Services& services) : services_(services) {}
  ~Watch() { stop(); }
  Watch(const Watch&) = delete;
  Watch& operator=(const Watch&) = delete;

  /// False when the request is for something else.
  bool answer(const Request& request, const Responder& responder,
              const std::shared_ptr<const RouteMeters>& requests);
  /// Not ready any more; /metrics is not answered from now on.
  void stop();

 private:
  struct Scrape {
    Responder responder;
    std::shared_ptr<const RouteMeters> requests;
  };
  using Clock = std::chrono::steady_clock;

  void scrape(Scrape scrape);
  Response health() const;
  /// Counts on a thread of its own, so that no other request waits for it.
  void run();
  Response metrics(const RouteMeters& requests);
  /// Counts anew unless that was done lately.
  void count();

  Services& services_;
  store::OpenCounts open_;
  Clock::time_point counted_{}, next_count_{};

  mutable std::mutex mutex_;
  std::condition_variable changed_;
  std::vector<Scrape> waiting_;
  bool stopped_ = false;
  std::thread thread_;  ///< begins with the first scrape
};

}  // namespace procos::rest
