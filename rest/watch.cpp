#include "rest/watch.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "base/log.h"
#include "rest/error_map.h"
#include "rest/metrics.h"
#include "rest/resource/fetch_and_lock.h"
#include "rest/resource/services.h"
#include "service/engine.h"

namespace procos::rest {
namespace {

constexpr std::chrono::seconds kFresh{5};
/// What is counted takes longer the more there is: it may take one part in so many of the time.
constexpr int kCountingPart = 20;

constexpr const char* kPrometheusText = "text/plain; version=0.0.4; charset=utf-8";

Response health_response(int status, const nlohmann::ordered_json& body) {
  Response response;
  response.status = status;
  response.body = body.dump();
  response.headers.add("Cache-Control", "no-store");
  return response;
}

}  // namespace

bool Watch::answer(const Request& request, const Responder& responder,
                   const std::shared_ptr<const RouteMeters>& requests) {
  if (request.method != "GET" && request.method != "HEAD") return false;
  if (request.path == "/metrics") {
    scrape({responder, requests});
  } else if (request.path == "/health/live") {
    responder(health_response(200, {{"status", "UP"}}));
  } else if (request.path == "/health" || request.path == "/health/ready") {
    responder(health());
  } else {
    return false;
  }
  return true;
}

Response Watch::health() const {
  service::Reasons reasons;
  {
    const std::lock_guard lock(mutex_);
    if (stopped_) reasons.emplace_back("the server is shutting down");
  }
  if (reasons.empty()) reasons = services_.engine.not_ready();
  nlohmann::ordered_json body;
  body["status"] = "UP";
  body["ready"] = reasons.empty();
  body["reasons"] = reasons;
  return health_response(reasons.empty() ? 200 : 503, body);
}

void Watch::scrape(Scrape scrape) {
  {
    const std::lock_guard lock(mutex_);
    if (!stopped_) {
      waiting_.push_back(std::move(scrape));
      if (!thread_.joinable()) thread_ = std::thread([this] { run(); });
      changed_.notify_one();
      return;
    }
  }
  scrape.responder(error_response({503, "RestException", "The server is shutting down", {}, {}}));
}

void Watch::run() {
  std::unique_lock lock(mutex_);
  for (;;) {
    changed_.wait(lock, [this] { return stopped_ || !waiting_.empty(); });
    const std::vector<Scrape> scrapes = std::exchange(waiting_, {});
    const bool last = stopped_;
    lock.unlock();
    for (const Scrape& scrape : scrapes) {
      try {
        scrape.responder(metrics(*scrape.requests));
      } catch (const std::exception& exception) {
        log::error("The metrics could not be counted", {{"error", exception.what()}});
        scrape.responder(error_response({500, "RestException", exception.what(), {}, {}}));
      }
    }
    if (last) return;
    lock.lock();
  }
}

Response Watch::metrics(const RouteMeters& requests) {
  count();
  const std::chrono::duration<double> age = Clock::now() - counted_;
  Response response;
  response.content_type = kPrometheusText;
  response.body = metrics_text({requests, services_.engine.statistics(), open_, age.count(),
                                services_.fetch_and_lock->parked()});
  return response;
}

void Watch::count() {
  const auto begin = Clock::now();
  if (begin < next_count_) return;
  services_.engine.read([&](store::Connection& connection) {
    open_ = store::count_open(connection, services_.engine.clock().now_ms());
  });
  counted_ = Clock::now();
  next_count_ = counted_ + std::max<Clock::duration>(kFresh, kCountingPart * (counted_ - begin));
}

void Watch::stop() {
  {
    const std::lock_guard lock(mutex_);
    stopped_ = true;
  }
  changed_.notify_all();
  if (thread_.joinable()) thread_.join();
}

}  // namespace procos::rest
