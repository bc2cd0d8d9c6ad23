// The long polls that wait for a task: by the topics they ask for, in the order in which they came.
#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "rest/http.h"
#include "rest/resource/fetch_request.h"

namespace procos::rest {

/// Not for several threads at a time.
class ParkedFetches {
 public:
  using Time = std::chrono::steady_clock::time_point;
  using Topics = std::set<std::string>;
  struct Waiting {
    std::shared_ptr<const FetchRequest> request;
    state::AuthenticationPtr user;
    Responder responder;
    Time deadline;
  };

  std::uint64_t add(Waiting waiting);
  /// Takes it out; nothing when it is gone.
  std::optional<Waiting> take(std::uint64_t id);
  /// The first that came after `after` and asks for one of the topics.
  std::optional<std::pair<std::uint64_t, Waiting>> next(const Topics& topics,
                                                        std::uint64_t after) const;
  bool asks_for(const std::string& topic) const { return by_topic_.contains(topic); }
  /// Takes out those whose time is up.
  std::vector<Waiting> take_expired(Time now);
  std::vector<Waiting> take_all() { return take_expired(Time::max()); }
  std::optional<Time> next_deadline() const;
  std::size_t size() const { return waiting_.size(); }

 private:
  std::unordered_map<std::uint64_t, Waiting> waiting_;
  std::unordered_map<std::string, std::set<std::uint64_t>> by_topic_;
  std::set<std::pair<Time, std::uint64_t>> by_deadline_;
  std::uint64_t last_ = 0;
};

}  // namespace procos::rest
