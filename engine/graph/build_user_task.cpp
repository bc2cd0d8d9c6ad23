// User tasks: assignment, dates, listeners, timeouts.
#include <algorithm>

#include "graph/builder.h"

namespace procos::graph {

void ProcessBuilder::build_user_task(const model::FlowNode& model, Node& node) {
  node.form = form(model);
  const model::UserTask& from = model.user_task;
  UserTask& task = node.user_task;
  const auto maybe = [&](const Text& text) { return compiler_.maybe(text, model.at, node.id); };
  task.name = maybe(model.name);
  task.description = maybe(model.documentation);
  if (from.human_performers.size() > 1) {
    problems_.error(
        model.at, "Invalid task definition: multiple humanPerformer sub elements defined", node.id);
  } else if (from.human_performers.size() == 1) {
    task.assignee = maybe(from.human_performers.front());
  }
  for (const auto& owner : from.potential_owners) {
    candidates(owner, model.at, node.id, task.candidate_users, task.candidate_groups);
  }
  if (from.assignee && task.assignee) {
    problems_.error(model.at, "Invalid usage: duplicate assignee declaration for task " + node.id,
                    node.id);
  } else if (from.assignee) {
    task.assignee = maybe(from.assignee);
  }
  for (auto& user : compiler_.list(from.candidate_users, model.at, node.id)) {
    task.candidate_users.push_back(std::move(user));
  }
  for (auto& group : compiler_.list(from.candidate_groups, model.at, node.id)) {
    task.candidate_groups.push_back(std::move(group));
  }
  build_task_listeners(model, node);
  task.due_date = maybe(from.due_date);
  task.follow_up_date = maybe(from.follow_up_date);
  task.priority = maybe(from.priority);
  for (const auto& property : from.properties) {
    if (!property.id && !property.name)
      problems_.error(property.at, "Invalid property usage: no id or name specified.", node.id);
    task.properties.push_back(
        {property.source.value_or(""), property.destination.value_or(""),
         compiler_.maybe(property.source_expression, property.at, node.id),
         property.link.has_value(), property.link_expression.has_value()});
  }
}

void ProcessBuilder::build_task_listeners(const model::FlowNode& model, Node& node) {
  constexpr std::string_view kEvents[] = {"create", "assignment", "complete",
                                          "update", "delete",     "timeout"};
  for (const auto& from : model.user_task.listeners) {
    if (!from.event) {
      problems_.error(from.at, "Attribute 'event' is mandatory on taskListener", node.id);
      continue;
    }
    if (std::find(std::begin(kEvents), std::end(kEvents), *from.event) == std::end(kEvents)) {
      problems_.error(
          from.at,
          "Attribute 'event' must be one of {create|assignment|complete|update|delete|timeout}",
          node.id);
      continue;
    }
    std::string timeout_id;
    if (from.event == "timeout") {
      timeout_id = from.id.value_or("");
      if (!from.id) {
        problems_.error(from.at, "Element 'id' is mandatory on taskListener of type 'timeout'",
                        node.id);
      }
      if (!from.timer) {
        problems_.error(
            from.at,
            "Element 'timerEventDefinition' is mandatory on taskListener of type 'timeout'",
            node.id);
        continue;
      }
      const Timer& timer =
          node.user_task.timeouts.emplace_back(timeout_id, compiler_.timer(*from.timer, node.id))
              .timer;
      declare_job(node, "timer-task-listener", timer_configuration(timer), timeout_id);
    }
    if (auto listener = compiler_.listener(from, "taskListener", node.id)) {
      listener->timeout_id = timeout_id;
      node.user_task.listeners.push_back(*std::move(listener));
    }
  }
}

void ProcessBuilder::candidates(const Text& text, Position at, const std::string& id,
                                std::vector<Expression>& users, std::vector<Expression>& groups) {
  for (const std::string& entry : comma_separated(text.value_or(""))) {
    const bool user = entry.starts_with("user(");
    const bool group = entry.starts_with("group(");
    std::string_view name = entry;
    if (user || group) {
      name.remove_prefix(user ? 5 : 6);
      if (!name.empty()) name.remove_suffix(1);
      while (name.starts_with(' ')) name.remove_prefix(1);
      while (name.ends_with(' ')) name.remove_suffix(1);
    }
    (user ? users : groups).push_back(compiler_.expression(name, at, id));
  }
}

}  // namespace procos::graph
