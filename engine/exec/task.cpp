#include "exec/task.h"

#include <algorithm>
#include <charconv>

#include "base/calendar.h"
#include "exec/behavior.h"
#include "exec/listener.h"
#include "exec/propagate.h"
#include "exec/tree.h"
#include "exec/variables.h"

namespace procos::exec {
namespace {

Result<std::optional<TimeMs>> task_date(Context& c,
                                        const std::optional<expr::Expression>& expression,
                                        Execution& e, const char* what) {
  if (!expression) return std::nullopt;
  PROCOS_ASSIGN(Value value, evaluate(c, *expression, e));
  if (value.is_null()) return std::nullopt;
  if (value.type() == ValueType::kDate) return value.as_int();
  if (value.type() != ValueType::kString) {
    return fail(ErrorKind::kProcessEngine,
                std::string(what) + " expression '" + expression->text() + "' of user task '" +
                    e.row.activity_id + "' does not resolve to a Date or Date string.");
  }
  const std::string& text = value.as_text();
  if (text.starts_with('P')) return add_duration(c.session.now(), text);
  return parse_date_time(text);
}

Result<std::int64_t> task_priority(Context& c, const graph::UserTask& definition, Execution& e) {
  constexpr std::int64_t kDefaultPriority = 50;
  if (!definition.priority) return kDefaultPriority;
  PROCOS_ASSIGN(Value value, evaluate(c, *definition.priority, e));
  if (value.is_null()) return kDefaultPriority;
  if (value.is_integral()) return value.as_int();
  if (value.type() == ValueType::kDouble) return static_cast<std::int64_t>(value.as_double());
  std::int64_t number = 0;
  if (value.type() == ValueType::kString) {
    const std::string& text = value.as_text();
    auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error == std::errc() && end == text.data() + text.size()) return number;
  }
  return fail(ErrorKind::kProcessEngine,
              "Priority of user task '" + e.row.activity_id +
                  "' does not resolve to a number: " + expr::to_text(value));
}

std::vector<std::string> split_by_comma(std::string_view text) {
  std::vector<std::string> parts;
  for (std::size_t at = 0; at <= text.size();) {
    const std::size_t comma = std::min(text.find(',', at), text.size());
    std::string_view part = text.substr(at, comma - at);
    if (at != 0) part.remove_prefix(std::min(part.find_first_not_of(" \t\r\n"), part.size()));
    if (comma != text.size()) part = part.substr(0, part.find_last_not_of(" \t\r\n") + 1);
    parts.emplace_back(part);
    at = comma + 1;
  }
  return parts;
}

Status add_candidates(Context& c, Execution& e, state::Task& task,
                      const std::vector<expr::Expression>& expressions, bool groups) {
  for (const expr::Expression& expression : expressions) {
    PROCOS_ASSIGN(Value value, evaluate(c, expression, e));
    std::vector<std::string> ids;
    if (value.type() == ValueType::kString) {
      ids = split_by_comma(value.as_text());
    } else {
      auto elements = expr::elements_of(value);
      if (!elements) {
        return fail(ErrorKind::kProcessEngine,
                    "Expression '" + expression.text() + "' of user task '" + e.row.activity_id +
                        "' did not resolve to a string or collection of strings.");
      }
      for (const Value& element : *elements) ids.push_back(expr::to_text(element));
    }
    for (std::string& id : ids) {
      state::IdentityLinkRow link;
      link.type = "candidate";
      (groups ? link.group_id : link.user_id) = std::move(id);
      c.session.add_link(task, std::move(link));
    }
  }
  return {};
}

Status decorate(Context& c, Execution& e, state::TaskRow& row, const graph::UserTask& definition) {
  PROCOS_ASSIGN(row.name, evaluate_text(c, definition.name, e));
  PROCOS_ASSIGN(row.description, evaluate_text(c, definition.description, e));
  PROCOS_ASSIGN(row.due_date, task_date(c, definition.due_date, e, "Due date"));
  PROCOS_ASSIGN(row.follow_up_date, task_date(c, definition.follow_up_date, e, "Follow up date"));
  PROCOS_ASSIGN(row.priority, task_priority(c, definition, e));
  PROCOS_ASSIGN(row.assignee, evaluate_text(c, definition.assignee, e));
  return {};
}

/// Runs the task's listeners of an event. False: one of them took the process elsewhere.
Status fire(Context& c, state::Task& task, const char* event, bool skip_listeners) {
  Execution* e = c.session.execution_of(task);
  if (e == nullptr || skip_listeners) return {};
  const Node* node = e->instance->definition->graph->find(task.row.task_definition_key);
  if (node == nullptr) return {};
  for (const graph::Listener& listener : node->user_task.listeners) {
    if (listener.event != event) continue;
    task.event = event;
    Status ran = run_listener(c, *e, &task, listener);
    // Only what is being deleted anyway cannot throw a BPMN error any more.
    if (!ran)
      return std::string_view(event) == "delete" ? ran : propagate_thrown(c, *e, std::move(ran));
  }
  return {};
}

Status fire_assignment(Context& c, state::Task& task) {
  if (task.listened_assignee == task.row.assignee) return {};
  task.listened_assignee = task.row.assignee;
  c.session.tell(
      {.kind = FactKind::kTaskAssigned, .execution = c.session.execution_of(task), .task = &task});
  if (Execution* e = c.session.execution_of(task)) {
    c.session.tell({.kind = FactKind::kActivityUpdated, .execution = e, .task = &task});
  }
  return fire(c, task, "assignment", false);
}

}  // namespace

Status create_user_task(Context& c, Execution& e) {
  const graph::UserTask& definition = e.node->user_task;
  state::TaskRow row;
  row.execution_id = e.row.id;
  row.process_instance_id = e.row.process_instance_id;
  row.process_definition_id = e.row.process_definition_id;
  row.task_definition_key = e.node->id;
  row.activity_instance_id = e.row.activity_instance_id;
  row.tenant_id = e.row.tenant_id;
  row.case_instance_id = e.row.case_instance_id;
  row.create_time = c.session.now();
  row.suspended = e.row.suspended;
  row.task_state = "Created";
  PROCOS_TRY(decorate(c, e, row, definition));
  state::Task& task = c.session.create_task(e, std::move(row));
  PROCOS_TRY(add_candidates(c, e, task, definition.candidate_users, false));
  PROCOS_TRY(add_candidates(c, e, task, definition.candidate_groups, true));
  c.session.tell_user_link(task, "assignee", task.row.assignee, true);
  task.phase = state::TaskPhase::kCreated;
  c.session.tell({.kind = FactKind::kTaskCreated, .execution = &e, .task = &task});
  c.session.tell({.kind = FactKind::kActivityUpdated, .execution = &e, .task = &task});
  PROCOS_TRY(fire(c, task, "create", e.skip_listeners));
  if (task.gone || task.phase != state::TaskPhase::kCreated) return {};
  return fire_assignment(c, task);
}

Status complete_task(Context& c, state::Task& task) {
  if (task.row.suspended) {
    return fail(ErrorKind::kSuspended,
                "Task '" + task.row.id + "' is suspended; activate its process instance.");
  }
  Execution* e = c.session.execution_of(task);
  task.phase = state::TaskPhase::kCompleted;
  PROCOS_TRY(fire(c, task, "complete", false));
  if (task.gone || task.phase != state::TaskPhase::kCompleted) return {};
  e = c.session.execution_of(task);
  c.session.remove_task(task, "completed");
  return e != nullptr ? behavior_of(*e->node).signal(c, *e) : Status{};
}

Status task_updated(Context& c, state::Task& task) {
  if (task.phase != state::TaskPhase::kCreated) return {};
  task.row.last_updated = c.session.now();
  task.row.task_state = "Updated";
  c.session.mark(task);
  c.session.tell(
      {.kind = FactKind::kTaskUpdated, .execution = c.session.execution_of(task), .task = &task});
  PROCOS_TRY(fire(c, task, "update", false));
  return task.gone ? Status{} : fire_assignment(c, task);
}

Status delete_task(Context& c, state::Task& task, const std::string& reason, bool skip_listeners) {
  task.delete_reason = reason;
  if (task.phase != state::TaskPhase::kDeleted && reason != "completed") {
    task.phase = state::TaskPhase::kDeleted;
    PROCOS_TRY(fire(c, task, "delete", skip_listeners));
    if (task.gone) return {};
  }
  c.session.remove_task(task, reason);
  return {};
}

Status fire_timeout(Context& c, Execution& e, const Node& node, const std::string& configuration) {
  constexpr std::string_view kPrefix = "$taskListener~";
  const std::size_t at = configuration.find(kPrefix);
  if (at == std::string::npos || e.tasks.empty()) return {};
  std::string id = configuration.substr(at + kPrefix.size());
  id = id.substr(0, id.find('$'));
  state::Task& task = *e.tasks.front();
  for (const graph::Listener& listener : node.user_task.listeners) {
    if (listener.event != "timeout" || listener.timeout_id != id) continue;
    task.event = "timeout";
    return propagate_thrown(c, e, run_listener(c, e, &task, listener));
  }
  return {};
}

void remove_external_tasks(Context& c, Execution& e) {
  while (!e.external_tasks.empty()) {
    state::ExternalTask& task = *e.external_tasks.back();
    c.session.tell(
        {.kind = FactKind::kExternalTaskDeleted, .execution = &e, .external_task = &task});
    c.session.remove_external_task(task);
  }
}

Status remove_all_tasks(Context& c, Execution& e) {
  while (!e.tasks.empty()) PROCOS_TRY(delete_task(c, *e.tasks.back(), "deleted", e.skip_listeners));
  remove_external_tasks(c, e);
  return {};
}

}  // namespace procos::exec
