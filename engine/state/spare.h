// Objects that a command no longer needs, kept for the next ones: their texts keep their memory.
#pragma once

#include <cstddef>
#include <memory>
#include <utility>
#include <vector>

namespace procos::state {

template <class T>
class Spare {
 public:
  /// One as it is when it is made.
  std::unique_ptr<T> take() {
    if (kept_.empty()) return std::make_unique<T>();
    std::unique_ptr<T> object = std::move(kept_.back());
    kept_.pop_back();
    return object;
  }
  void keep(std::vector<std::unique_ptr<T>>& objects) {
    for (std::unique_ptr<T>& object : objects) {
      if (kept_.size() == kMost) break;
      *object = T();
      kept_.push_back(std::move(object));
    }
  }

 private:
  static constexpr std::size_t kMost = 64;
  std::vector<std::unique_ptr<T>> kept_;
};

}  // namespace procos::state
