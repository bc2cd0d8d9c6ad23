// Deployed definitions with their graphs: read once from the database, shared by all threads
// afterwards.
#pragma once

#include <atomic>
#include <cstdint>
#include <mutex>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "state/session.h"
#include "store/store.h"

namespace procos::service {

class DefinitionCache final : public state::Definitions {
 public:
  explicit DefinitionCache(store::Store& store) : store_(store) {}

  // ---- engine strand ----
  state::DefinitionPtr find(const std::string& definition_id) override;
  const graph::Node* node(const state::Definition& definition,
                          std::string_view activity_id) override;
  const graph::Flow* flow(const state::Definition& definition, std::string_view flow_id) override;
  std::optional<std::string> resource(const state::Definition& definition,
                                      const std::string& name) override;
  state::DecisionFilePtr decisions(const state::DecisionDefinitionRow& of) override;
  void add(state::DefinitionPtr definition) override;
  void forget(const std::string& definition_id) override;

  /// The command that ran last failed: what it added is unknown again.
  void undo_command();
  /// What earlier commands of the batch added may be undone by undo_batch() only.
  void end_command();
  void undo_batch();
  void end_batch();

  // ---- any thread ----
  /// Null when it has not been read yet.
  state::DefinitionPtr known(const std::string& definition_id) const;
  /// How often find() knew its definition, and how often it had to read it.
  std::uint64_t hits() const { return hits_.load(std::memory_order_relaxed); }
  std::uint64_t misses() const { return misses_.load(std::memory_order_relaxed); }

 private:
  state::DefinitionPtr load(const std::string& definition_id);
  std::optional<std::string> resource(const std::string& deployment_id, const std::string& name);
  void drop(std::size_t from);
  void drop_forgotten();

  store::Store& store_;
  std::atomic<std::uint64_t> hits_{0}, misses_{0};
  mutable std::mutex mutex_;
  std::unordered_map<std::string, state::DefinitionPtr> definitions_;
  /// By the id of each decision in them. Engine strand only.
  std::unordered_map<std::string, state::DecisionFilePtr> decision_files_;
  std::vector<std::string> added_;  ///< since the last commit
  std::size_t added_before_ = 0;    ///< of these, by commands that ended
  std::vector<std::string>
      forgotten_;  ///< by this command: not to be kept in what it reads meanwhile
};

}  // namespace procos::service
