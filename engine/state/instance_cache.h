// Hot instances, decoded; bounded, least recently used goes first. Engine strand only.
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <list>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>

#include "state/instance.h"
#include "state/spare.h"

namespace procos::state {

class InstanceCache {
 public:
  /// At most this many executions in all cached instances, but for the latest of them.
  explicit InstanceCache(std::size_t max_executions = 2000) : max_executions_(max_executions) {}

  /// Hands the instance over; null when it is not cached.
  std::unique_ptr<Instance> take(const std::string& process_instance_id);
  void put(std::unique_ptr<Instance> instance);
  bool has(const std::string& process_instance_id) const {
    return entries_.contains(process_instance_id);
  }
  /// The execution of a cached instance on which the task, external task or job of this id hangs;
  /// null when it is not known here.
  const Execution* holder(std::string_view id) const;
  void clear();
  std::size_t size() const { return entries_.size(); }
  Spare<Execution>& spare_executions() { return spare_executions_; }
  Spare<Variable>& spare_variables() { return spare_variables_; }
  /// How often take() found its instance, and how often not. Any thread.
  std::uint64_t hits() const { return hits_.load(std::memory_order_relaxed); }
  std::uint64_t misses() const { return misses_.load(std::memory_order_relaxed); }

 private:
  using Order = std::list<std::unique_ptr<Instance>>;
  void list(const Instance& instance);
  void unlist(const Instance& instance);
  void shrink();

  std::size_t max_executions_;
  std::size_t executions_ = 0;
  std::atomic<std::uint64_t> hits_{0}, misses_{0};
  Order order_;  ///< most recent first
  std::unordered_map<std::string, Order::iterator> entries_;
  std::unordered_map<std::string_view, const Execution*> holders_;  ///< keyed by their rows' ids
  Spare<Execution> spare_executions_;
  Spare<Variable> spare_variables_;
};

}  // namespace procos::state
