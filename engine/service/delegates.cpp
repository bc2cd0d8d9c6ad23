#include "service/delegates.h"

namespace procos::service {
namespace {

/// ${charge} and #{charge} name the bean charge; anything else is its own name.
std::string plain_name(const std::string& name) {
  const bool expression = name.size() > 3 && (name.starts_with("${") || name.starts_with("#{")) &&
                          name.find('}') == name.size() - 1;
  if (!expression) return name;
  const std::size_t first = name.find_first_not_of(" ", 2);
  const std::size_t last = name.find_last_not_of(" ", name.size() - 2);
  const std::string inside = name.substr(first, last - first + 1);
  constexpr const char* kOfNames =
      "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_$-";
  return inside.find_first_not_of(kOfNames) == std::string::npos ? inside : name;
}

}  // namespace

DelegateRegistry::DelegateRegistry(const std::map<std::string, std::string>& topics) {
  for (const auto& [name, topic] : topics) topics_[plain_name(name)] = topic;
}

void DelegateRegistry::add(const std::string& name, Handler handler) {
  const std::lock_guard lock(mutex_);
  handlers_[plain_name(name)] = std::move(handler);
}

std::string DelegateRegistry::topic_of(const std::string& name) const {
  const auto found = topics_.find(plain_name(name));
  return found == topics_.end() ? std::string() : found->second;
}

bool DelegateRegistry::handles(const std::string& name) const {
  const std::lock_guard lock(mutex_);
  return handlers_.contains(plain_name(name));
}

exec::DelegateOutcome DelegateRegistry::run(const std::string& name, exec::DelegateScope& scope) {
  Handler handler;
  {
    const std::lock_guard lock(mutex_);
    handler = handlers_.at(plain_name(name));
  }
  return handler(scope);
}

}  // namespace procos::service
