#include "rest/resource/parked_fetches.h"

#include <algorithm>

namespace procos::rest {

std::uint64_t ParkedFetches::add(Waiting waiting) {
  const std::uint64_t id = ++last_;
  for (const command::FetchTopic& topic : waiting.request->fetch.topics) {
    by_topic_[topic.topic].insert(id);
  }
  by_deadline_.emplace(waiting.deadline, id);
  waiting_.emplace(id, std::move(waiting));
  return id;
}

std::optional<ParkedFetches::Waiting> ParkedFetches::take(std::uint64_t id) {
  const auto found = waiting_.find(id);
  if (found == waiting_.end()) return std::nullopt;
  Waiting waiting = std::move(found->second);
  waiting_.erase(found);
  by_deadline_.erase({waiting.deadline, id});
  for (const command::FetchTopic& topic : waiting.request->fetch.topics) {
    const auto ids = by_topic_.find(topic.topic);
    if (ids == by_topic_.end()) continue;  // a topic that the request names twice
    ids->second.erase(id);
    if (ids->second.empty()) by_topic_.erase(ids);
  }
  return waiting;
}

std::optional<std::pair<std::uint64_t, ParkedFetches::Waiting>> ParkedFetches::next(
    const Topics& topics, std::uint64_t after) const {
  std::optional<std::uint64_t> first;
  for (const std::string& topic : topics) {
    const auto ids = by_topic_.find(topic);
    if (ids == by_topic_.end()) continue;
    const auto next = ids->second.upper_bound(after);
    if (next != ids->second.end()) first = std::min(*next, first.value_or(*next));
  }
  if (!first) return std::nullopt;
  return std::pair(*first, waiting_.at(*first));
}

std::vector<ParkedFetches::Waiting> ParkedFetches::take_expired(Time now) {
  std::vector<Waiting> expired;
  while (!by_deadline_.empty() && by_deadline_.begin()->first <= now) {
    if (auto waiting = take(by_deadline_.begin()->second)) expired.push_back(std::move(*waiting));
  }
  return expired;
}

std::optional<ParkedFetches::Time> ParkedFetches::next_deadline() const {
  if (by_deadline_.empty()) return std::nullopt;
  return by_deadline_.begin()->first;
}

}  // namespace procos::rest
