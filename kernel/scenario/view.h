// What an engine holds at one moment, as /engine-rest tells it: instances, their activity trees and
// variables.
#pragma once

#include <map>
#include <nlohmann/json.hpp>
#include <set>
#include <string>
#include <vector>

#include "base/result.h"
#include "kernel/gateway.h"

namespace procos::kernel::scenario {

/// GET of a list; a failure when the answer is none.
Result<nlohmann::json> get_list(Gateway& gateway, const std::string& path,
                                const std::string& query = {});

/// A member that is a text; "" when it is missing or null.
std::string text_of(const nlohmann::json& object, const char* member);

class View {
 public:
  static Result<View> read(Gateway& gateway);

  const nlohmann::json& instances() const { return instances_; }
  const nlohmann::json& variables() const { return variables_; }
  /// The root of its activity tree; null when it has none.
  const nlohmann::json& tree(const std::string& instance_id) const;
  /// nullptr when there is none.
  const nlohmann::json* instance(const std::string& id) const;

  /// The activity that holds a variable; "" for the process instance.
  std::string scope_of(const nlohmann::json& variable) const;
  /// The variables that an execution sees below its process instance.
  std::vector<const nlohmann::json*> seen_by(const std::string& execution_id) const;

 private:
  void walk(const nlohmann::json& node, std::set<std::string> path);

  nlohmann::json instances_, variables_;
  std::map<std::string, nlohmann::json> trees_;
  std::map<std::string, std::string> activity_of_;       ///< activity instance id -> activity id
  std::map<std::string, std::set<std::string>> around_;  ///< execution id -> activity instances
};

}  // namespace procos::kernel::scenario
