#include "service/definition_cache.h"

#include "base/check.h"
#include "dmn/read.h"
#include "graph/build.h"

namespace procos::service {

using state::DefinitionPtr;

DefinitionPtr DefinitionCache::known(const std::string& definition_id) const {
  const std::lock_guard lock(mutex_);
  auto it = definitions_.find(definition_id);
  return it == definitions_.end() ? nullptr : it->second;
}

DefinitionPtr DefinitionCache::find(const std::string& definition_id) {
  if (DefinitionPtr definition = known(definition_id)) {
    hits_.fetch_add(1, std::memory_order_relaxed);
    return definition;
  }
  misses_.fetch_add(1, std::memory_order_relaxed);
  DefinitionPtr definition = load(definition_id);
  if (definition != nullptr) {
    const std::lock_guard lock(mutex_);
    definitions_[definition_id] = definition;
  }
  return definition;
}

DefinitionPtr DefinitionCache::load(const std::string& definition_id) {
  auto definition = std::make_shared<state::Definition>();
  if (!store_.find(definition_id, definition->row)) return nullptr;
  const auto bytes = resource(definition->row.deployment_id, definition->row.resource_name);
  PROCOS_CHECK(bytes.has_value());
  const graph::Built built =
      graph::build(*bytes, definition->row.resource_name, {.deployed = true});
  for (const graph::GraphPtr& process : built.processes) {
    if (process->key == definition->row.key) definition->graph = process;
  }
  PROCOS_CHECK(definition->graph != nullptr);
  definition->has_conditional_events = definition->graph->has_conditional_events;

  store::Query of_definition;
  of_definition.filters = {{"processDefinitionId", {definition_id}}};
  const auto jobs = store::list<state::JobDefinitionRow>(store_.writer(), of_definition);
  PROCOS_CHECK(jobs.has_value());
  // Ids rise in the order of creation, which is the order of the graph's declarations.
  for (const state::JobDefinitionRow& job : *jobs) definition->job_definition_ids.push_back(job.id);
  return definition;
}

const graph::Node* DefinitionCache::node(const state::Definition& definition,
                                         std::string_view activity_id) {
  return definition.graph->find(activity_id);
}

const graph::Flow* DefinitionCache::flow(const state::Definition& definition,
                                         std::string_view flow_id) {
  for (const auto& flow : definition.graph->flows) {
    if (flow->id == flow_id) return flow.get();
  }
  return nullptr;
}

std::optional<std::string> DefinitionCache::resource(const state::Definition& definition,
                                                     const std::string& name) {
  return resource(definition.row.deployment_id, name);
}

std::optional<std::string> DefinitionCache::resource(const std::string& deployment_id,
                                                     const std::string& name) {
  store::Query by_name;
  by_name.filters = {{"deploymentId", {deployment_id}}, {"name", {name}}};
  auto found = store::list<state::ResourceRow>(store_.writer(), by_name);
  if (!found || found->empty()) return std::nullopt;
  return std::move(found->front().bytes);
}

state::DecisionFilePtr DefinitionCache::decisions(const state::DecisionDefinitionRow& of) {
  if (const auto known = decision_files_.find(of.id); known != decision_files_.end())
    return known->second;
  const auto bytes = resource(of.deployment_id, of.resource_name);
  if (!bytes) return nullptr;
  model::Problems problems;
  auto model = dmn::read(*bytes, false, problems);
  if (!model) return nullptr;
  store::Query of_file;
  of_file.filters = {{"deploymentId", {of.deployment_id}}, {"resourceName", {of.resource_name}}};
  auto rows = store::list<state::DecisionDefinitionRow>(store_.writer(), of_file);
  PROCOS_CHECK(rows.has_value());
  const auto file = std::make_shared<const state::DecisionFile>(state::DecisionFile{
      std::make_shared<const dmn::Definitions>(*std::move(model)), *std::move(rows)});
  for (const state::DecisionDefinitionRow& row : file->rows) decision_files_[row.id] = file;
  return file;
}

void DefinitionCache::add(DefinitionPtr definition) {
  const std::lock_guard lock(mutex_);
  added_.push_back(definition->row.id);
  definitions_[definition->row.id] = std::move(definition);
}

void DefinitionCache::forget(const std::string& definition_id) {
  const std::lock_guard lock(mutex_);
  definitions_.erase(definition_id);
  decision_files_.erase(definition_id);
  forgotten_.push_back(definition_id);
}

void DefinitionCache::drop_forgotten() {
  if (forgotten_.empty()) return;
  const std::lock_guard lock(mutex_);
  for (const std::string& id : forgotten_) definitions_.erase(id);
  forgotten_.clear();
}

void DefinitionCache::drop(std::size_t from) {
  const std::lock_guard lock(mutex_);
  for (std::size_t i = from; i < added_.size(); ++i) definitions_.erase(added_[i]);
  added_.resize(from);
}

void DefinitionCache::undo_command() {
  drop(added_before_);
  drop_forgotten();
}

void DefinitionCache::end_command() {
  added_before_ = added_.size();
  drop_forgotten();
}

void DefinitionCache::undo_batch() {
  drop(0);
  added_before_ = 0;
}

void DefinitionCache::end_batch() {
  added_.clear();
  added_before_ = 0;
}

}  // namespace procos::service
