#include "kernel/scenario/view.h"

namespace procos::kernel::scenario {

Result<nlohmann::json> get_list(Gateway& gateway, const std::string& path,
                                const std::string& query) {
  PROCOS_ASSIGN(const GatewayAnswer answer, gateway.get(path, query));
  nlohmann::json list = answer.json();
  if (!answer.ok() || !list.is_array()) return std::unexpected(answer_error("GET " + path, answer));
  return list;
}

std::string text_of(const nlohmann::json& object, const char* member) {
  const auto found = object.find(member);
  return found != object.end() && found->is_string() ? found->get<std::string>() : std::string();
}

Result<View> View::read(Gateway& gateway) {
  View view;
  PROCOS_ASSIGN(view.instances_, get_list(gateway, "/process-instance"));
  PROCOS_ASSIGN(view.variables_,
                get_list(gateway, "/variable-instance", "deserializeValues=false"));
  for (const auto& instance : view.instances_) {
    const std::string id = text_of(instance, "id");
    PROCOS_ASSIGN(const GatewayAnswer answer,
                  gateway.get("/process-instance/" + id + "/activity-instances"));
    nlohmann::json tree = answer.json();
    if (!answer.ok() || !tree.is_object()) continue;
    view.walk(tree, {});
    view.activity_of_[text_of(tree, "id")] = "";
    view.trees_.emplace(id, std::move(tree));
  }
  return view;
}

const nlohmann::json& View::tree(const std::string& instance_id) const {
  static const nlohmann::json kNone;
  const auto found = trees_.find(instance_id);
  return found == trees_.end() ? kNone : found->second;
}

const nlohmann::json* View::instance(const std::string& id) const {
  for (const auto& instance : instances_) {
    if (text_of(instance, "id") == id) return &instance;
  }
  return nullptr;
}

std::string View::scope_of(const nlohmann::json& variable) const {
  const std::string id = text_of(variable, "activityInstanceId");
  const auto known = activity_of_.find(id);
  if (known != activity_of_.end()) return known->second;
  // Camunda names the activity in the id of an activity instance.
  const std::size_t colon = id.find(':');
  return colon == std::string::npos ? "" : id.substr(0, colon);
}

std::vector<const nlohmann::json*> View::seen_by(const std::string& execution_id) const {
  std::vector<const nlohmann::json*> seen;
  const auto around = around_.find(execution_id);
  for (const auto& variable : variables_) {
    const bool own = text_of(variable, "executionId") == execution_id;
    const bool outer = around != around_.end() &&
                       around->second.contains(text_of(variable, "activityInstanceId"));
    if ((own || outer) && !scope_of(variable).empty()) seen.push_back(&variable);
  }
  return seen;
}

void View::walk(const nlohmann::json& node, std::set<std::string> path) {
  const std::string id = text_of(node, "id");
  activity_of_[id] = text_of(node, "activityId");
  path.insert(id);
  // An execution that stands at several is that of the innermost, which comes last.
  for (const auto& execution : node.value("executionIds", nlohmann::json::array())) {
    around_[execution.get<std::string>()] = path;
  }
  const nlohmann::json none = nlohmann::json::array();
  for (const auto& transition : node.value("childTransitionInstances", none)) {
    around_[text_of(transition, "executionId")] = path;
  }
  for (const auto& child : node.value("childActivityInstances", none)) walk(child, path);
}

}  // namespace procos::kernel::scenario
