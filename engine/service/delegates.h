// The native handlers and topics that stand in for Java classes and beans, by name.
#pragma once

#include <functional>
#include <map>
#include <mutex>
#include <string>

#include "exec/delegate.h"

namespace procos::service {

/// Any thread.
class DelegateRegistry final : public exec::Delegates {
 public:
  using Handler = std::function<exec::DelegateOutcome(exec::DelegateScope&)>;

  explicit DelegateRegistry(const std::map<std::string, std::string>& topics);
  /// Replaces an earlier one of the same name.
  void add(const std::string& name, Handler handler);

  std::string topic_of(const std::string& name) const override;
  bool handles(const std::string& name) const override;
  exec::DelegateOutcome run(const std::string& name, exec::DelegateScope& scope) override;

 private:
  mutable std::mutex mutex_;
  std::map<std::string, std::string> topics_;
  std::map<std::string, Handler> handlers_;
};

}  // namespace procos::service
