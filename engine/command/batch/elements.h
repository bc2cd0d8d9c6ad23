// What a batch works on: ids by the deployment that they belong to, since jobs name a deployment.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <unordered_set>
#include <vector>

#include "command/instance_selection.h"

namespace procos::command {

/// What becomes of ids that name nothing: Camunda's operations differ.
enum class UnknownIds : std::uint8_t { kKept, kDropped };

class BatchElements {
 public:
  /// Each id counts once.
  void add(const std::string& deployment_id, const std::string& id) {
    if (known_.insert(id).second) by_deployment_[deployment_id].push_back(id);
  }
  bool empty() const { return known_.empty(); }
  std::size_t size() const { return known_.size(); }
  bool contains(const std::string& id) const { return known_.contains(id); }
  /// Ids without a deployment stand under the empty one.
  const std::map<std::string, std::vector<std::string>>& by_deployment() const {
    return by_deployment_;
  }

  // Defined for process instances, running and historic, evaluations of decisions, jobs and
  // external tasks.
  template <class Row>
  Status add_query(Context& context, const std::optional<store::Query>& query);
  template <class Row>
  Status add_ids(Context& context, const std::optional<std::vector<std::string>>& ids,
                 UnknownIds unknown);
  /// All that belong to the process instances.
  template <class Row>
  Status add_of_instances(Context& context, const std::vector<std::string>& instance_ids);

 private:
  std::map<std::string, std::vector<std::string>> by_deployment_;
  std::unordered_set<std::string> known_;
};

/// Ids name running instances.
Result<BatchElements> elements_of(Context& context, const InstanceSelection& selection,
                                  UnknownIds unknown);
/// All ids under the deployment of a definition.
Result<BatchElements> elements_of(Context& context, const state::DefinitionRow& definition,
                                  const std::vector<std::string>& ids);

/// "<what> is empty", as Camunda says it; `words` come before.
Status check_not_empty(const BatchElements& elements, const std::string& what,
                       const std::string& words = {});

}  // namespace procos::command
