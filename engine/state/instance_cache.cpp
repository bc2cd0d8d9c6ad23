#include "state/instance_cache.h"

namespace procos::state {

std::unique_ptr<Instance> InstanceCache::take(const std::string& process_instance_id) {
  auto it = entries_.find(process_instance_id);
  const bool found = it != entries_.end();
  (found ? hits_ : misses_).fetch_add(1, std::memory_order_relaxed);
  if (!found) return nullptr;
  std::unique_ptr<Instance> instance = std::move(*it->second);
  executions_ -= instance->executions.size();
  order_.erase(it->second);
  entries_.erase(it);
  return instance;
}

void InstanceCache::put(std::unique_ptr<Instance> instance) {
  const std::string id = instance->id();
  executions_ += instance->executions.size();
  order_.push_front(std::move(instance));
  entries_[id] = order_.begin();
  shrink();
}

void InstanceCache::clear() {
  entries_.clear();
  order_.clear();
  executions_ = 0;
}

void InstanceCache::shrink() {
  // The latest stays however large it is: reading it anew with each command would make completing
  // its tokens one by one quadratic.
  while (executions_ > max_executions_ && order_.size() > 1) {
    const Instance& oldest = *order_.back();
    executions_ -= oldest.executions.size();
    entries_.erase(oldest.id());
    order_.pop_back();
  }
}

}  // namespace procos::state
