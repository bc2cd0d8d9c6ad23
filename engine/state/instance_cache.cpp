#include "state/instance_cache.h"

namespace procos::state {
namespace {

/// With larger instances whoever looks for a part of them asks the database: to list all parts
/// after each command would cost more.
constexpr std::size_t kMostListed = 64;

template <class Visit>
void for_each_work(const Instance& instance, Visit visit) {
  if (instance.executions.size() > kMostListed) return;
  for (const auto& [id, execution] : instance.executions) {
    for (const auto& task : execution->tasks) visit(*execution, task->row.id);
    for (const auto& task : execution->external_tasks) visit(*execution, task->row.id);
    for (const auto& job : execution->jobs) visit(*execution, job->row.id);
  }
}

}  // namespace

std::unique_ptr<Instance> InstanceCache::take(const std::string& process_instance_id) {
  auto it = entries_.find(process_instance_id);
  const bool found = it != entries_.end();
  (found ? hits_ : misses_).fetch_add(1, std::memory_order_relaxed);
  if (!found) return nullptr;
  std::unique_ptr<Instance> instance = std::move(*it->second);
  executions_ -= instance->executions.size();
  unlist(*instance);
  order_.erase(it->second);
  entries_.erase(it);
  return instance;
}

void InstanceCache::put(std::unique_ptr<Instance> instance) {
  const std::string id = instance->id();
  executions_ += instance->executions.size();
  list(*instance);
  order_.push_front(std::move(instance));
  entries_[id] = order_.begin();
  shrink();
}

const Execution* InstanceCache::holder(std::string_view id) const {
  const auto found = holders_.find(id);
  return found == holders_.end() ? nullptr : found->second;
}

void InstanceCache::list(const Instance& instance) {
  for_each_work(instance, [this](const Execution& execution, const std::string& id) {
    holders_.emplace(id, &execution);
  });
}

void InstanceCache::unlist(const Instance& instance) {
  for_each_work(instance, [this](const Execution&, const std::string& id) { holders_.erase(id); });
}

void InstanceCache::clear() {
  holders_.clear();
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
    unlist(oldest);
    entries_.erase(oldest.id());
    order_.pop_back();
  }
}

}  // namespace procos::state
