#include "exec/hosts.h"

#include <algorithm>
#include <array>

#include "exec/propagate.h"
#include "exec/tree.h"
#include "exec/variables.h"

namespace procos::exec {
namespace {

using expr::Operand;
using Found = std::optional<Result<Operand>>;

Operand text_or_null(const std::string& text) {
  return text.empty() ? Operand(Value::null()) : Operand(Value::string(text));
}
Operand date_or_null(const std::optional<TimeMs>& date) {
  return date ? Operand(Value::date(*date)) : Operand(Value::null());
}

/// "getAssignee" names the property "assignee".
std::optional<std::string> property_of_getter(std::string_view method) {
  for (std::string_view prefix : {"get", "is"}) {
    if (method.size() <= prefix.size() || !method.starts_with(prefix)) continue;
    std::string name(method.substr(prefix.size()));
    name[0] = static_cast<char>(std::tolower(static_cast<unsigned char>(name[0])));
    return name;
  }
  return std::nullopt;
}

std::string text_argument(std::span<const Value> arguments, std::size_t index) {
  return index < arguments.size() ? expr::to_text(arguments[index]) : std::string();
}

Result<Operand> as_operand(Status status) {
  if (!status) return std::unexpected(std::move(status).error());
  return Operand(Value::null());
}

// ---- execution ---------------------------------------------------------------------------------

struct ExecutionProperty {
  std::string_view name;
  Operand (*get)(Context&, Execution&);
};

constexpr std::array kExecutionProperties{
    ExecutionProperty{"id", [](Context&, Execution& e) { return text_or_null(e.row.id); }},
    ExecutionProperty{
        "processInstanceId",
        [](Context&, Execution& e) { return text_or_null(e.row.process_instance_id); }},
    ExecutionProperty{
        "processBusinessKey",
        [](Context&, Execution& e) { return text_or_null(e.instance->root->row.business_key); }},
    ExecutionProperty{
        "businessKey",
        [](Context&, Execution& e) { return text_or_null(e.instance->root->row.business_key); }},
    ExecutionProperty{
        "processDefinitionId",
        [](Context&, Execution& e) { return text_or_null(e.row.process_definition_id); }},
    ExecutionProperty{"parentId",
                      [](Context&, Execution& e) { return text_or_null(e.row.parent_id); }},
    ExecutionProperty{"currentActivityId",
                      [](Context&, Execution& e) { return text_or_null(e.row.activity_id); }},
    ExecutionProperty{"activityId",
                      [](Context&, Execution& e) { return text_or_null(e.row.activity_id); }},
    ExecutionProperty{"currentActivityName",
                      [](Context&, Execution& e) {
                        return text_or_null(e.node != nullptr ? e.node->name : std::string());
                      }},
    ExecutionProperty{
        "activityInstanceId",
        [](Context&, Execution& e) { return text_or_null(e.row.activity_instance_id); }},
    ExecutionProperty{
        "parentActivityInstanceId",
        [](Context&, Execution& e) { return text_or_null(parent_activity_instance_id(e)); }},
    ExecutionProperty{"currentTransitionId",
                      [](Context&, Execution& e) {
                        return text_or_null(e.transition != nullptr ? e.transition->id
                                                                    : std::string());
                      }},
    ExecutionProperty{
        "eventName",
        [](Context& c, Execution&) { return text_or_null(std::string(c.listened_event)); }},
    ExecutionProperty{"tenantId",
                      [](Context&, Execution& e) { return text_or_null(e.row.tenant_id); }},
    ExecutionProperty{"canceled",
                      [](Context&, Execution& e) { return Operand(Value::boolean(e.canceled())); }},
    ExecutionProperty{
        "suspended",
        [](Context&, Execution& e) { return Operand(Value::boolean(e.row.suspended)); }},
    ExecutionProperty{
        "processInstance",
        [](Context& c, Execution& e) { return Operand(execution_host(c, *e.instance->root)); }},
    ExecutionProperty{"parent",
                      [](Context& c, Execution& e) {
                        return e.parent != nullptr ? Operand(execution_host(c, *e.parent))
                                                   : Operand(Value::null());
                      }},
    ExecutionProperty{"superExecution",
                      [](Context& c, Execution& e) {
                        Execution* super =
                            e.is_process_instance() ? c.session.super_execution(e) : nullptr;
                        return super != nullptr ? Operand(execution_host(c, *super))
                                                : Operand(Value::null());
                      }},
    ExecutionProperty{"variables",
                      [](Context&, Execution& e) {
                        std::vector<std::pair<std::string, Value>> entries;
                        for (const state::Variable* v : visible_variables(e))
                          entries.emplace_back(v->row.name, v->row.value);
                        return Operand(expr::make_map(entries));
                      }},
    ExecutionProperty{"variableNames",
                      [](Context&, Execution& e) {
                        std::vector<Value> names;
                        for (const state::Variable* v : visible_variables(e))
                          names.push_back(Value::string(v->row.name));
                        return Operand(expr::make_list(names));
                      }},
};

using Arguments = std::span<const Value>;

struct VariableMethod {
  std::string_view name;
  std::size_t arguments;
  Result<Operand> (*call)(Context&, Execution&, Arguments);
};

Operand value_of(const state::Variable* variable) {
  return variable != nullptr ? variable->row.value : Value::null();
}

Result<Operand> visible_value(Context&, Execution& e, Arguments a) {
  return value_of(find_variable(e, text_argument(a, 0)));
}

Result<Operand> local_value(Context&, Execution& e, Arguments a) {
  return value_of(e.find_variable(text_argument(a, 0)));
}

constexpr std::array kVariableMethods{
    VariableMethod{"getVariable", 1, visible_value},
    VariableMethod{"getVariableLocal", 1, local_value},
    // Typed, a value is the same here: every value knows its type.
    VariableMethod{"getVariableTyped", 1, visible_value},
    VariableMethod{"getVariableLocalTyped", 1, local_value},
    VariableMethod{"hasVariable", 1,
                   [](Context&, Execution& e, Arguments a) -> Result<Operand> {
                     return Value::boolean(find_variable(e, text_argument(a, 0)) != nullptr);
                   }},
    VariableMethod{"hasVariableLocal", 1,
                   [](Context&, Execution& e, Arguments a) -> Result<Operand> {
                     return Value::boolean(e.find_variable(text_argument(a, 0)) != nullptr);
                   }},
    VariableMethod{"setVariable", 2,
                   [](Context& c, Execution& e, Arguments a) {
                     return as_operand(set_variable(c, e, text_argument(a, 0), a[1]));
                   }},
    VariableMethod{"setVariableLocal", 2,
                   [](Context& c, Execution& e, Arguments a) {
                     return as_operand(set_variable_local(c, e, text_argument(a, 0), a[1]));
                   }},
    VariableMethod{"removeVariable", 1,
                   [](Context& c, Execution& e, Arguments a) {
                     return as_operand(remove_variable(c, e, text_argument(a, 0), false));
                   }},
    VariableMethod{"removeVariableLocal", 1,
                   [](Context& c, Execution& e, Arguments a) {
                     return as_operand(remove_variable(c, e, text_argument(a, 0), true));
                   }},
    VariableMethod{"setProcessBusinessKey", 1,
                   [](Context& c, Execution& e, Arguments a) -> Result<Operand> {
                     set_business_key(c, e, text_argument(a, 0));
                     return Operand(Value::null());
                   }},
};

bool is_variable_method(std::string_view name) {
  return std::ranges::find(kVariableMethods, name, &VariableMethod::name) != kVariableMethods.end();
}

/// What executions and tasks answer alike: the methods for variables, and a getter for each
/// property.
Found call_shared_method(expr::Host& host, Context& c, Execution& e, std::string_view method,
                         Arguments arguments) {
  for (const VariableMethod& known : kVariableMethods) {
    if (known.name == method && known.arguments == arguments.size())
      return known.call(c, e, arguments);
  }
  if (arguments.empty()) {
    if (const auto name = property_of_getter(method)) return host.property(*name);
  }
  return std::nullopt;
}

template <class Table>
bool is_getter(const Table& properties, std::string_view method) {
  const auto name = property_of_getter(method);
  return name &&
         std::ranges::any_of(properties, [&](const auto& known) { return known.name == *name; });
}

class ExecutionHost final : public expr::Host {
 public:
  ExecutionHost(Context& c, Execution& execution) : c_(c), execution_(execution) {}

  Found property(std::string_view name) override {
    for (const ExecutionProperty& known : kExecutionProperties) {
      if (known.name == name) return Result<Operand>(known.get(c_, execution_));
    }
    return std::nullopt;
  }

  Found call(std::string_view method, Arguments arguments) override {
    return call_shared_method(*this, c_, execution_, method, arguments);
  }

  bool has_method(std::string_view name) const override {
    return is_variable_method(name) || is_getter(kExecutionProperties, name);
  }

  std::string text() const override {
    return (execution_.is_process_instance() ? "ProcessInstance[" : "Execution[") +
           execution_.row.id + "]";
  }

 private:
  Context& c_;
  Execution& execution_;
};

// ---- task --------------------------------------------------------------------------------------

struct TaskProperty {
  std::string_view name;
  Operand (*get)(const state::Task&);
};

constexpr std::array kTaskProperties{
    TaskProperty{"id", [](const state::Task& t) { return text_or_null(t.row.id); }},
    TaskProperty{"name", [](const state::Task& t) { return text_or_null(t.row.name); }},
    TaskProperty{"description",
                 [](const state::Task& t) { return text_or_null(t.row.description); }},
    TaskProperty{"assignee", [](const state::Task& t) { return text_or_null(t.row.assignee); }},
    TaskProperty{"owner", [](const state::Task& t) { return text_or_null(t.row.owner); }},
    TaskProperty{"priority",
                 [](const state::Task& t) { return Operand(Value::integer(t.row.priority)); }},
    TaskProperty{"eventName", [](const state::Task& t) { return text_or_null(t.event); }},
    TaskProperty{"taskDefinitionKey",
                 [](const state::Task& t) { return text_or_null(t.row.task_definition_key); }},
    TaskProperty{"executionId",
                 [](const state::Task& t) { return text_or_null(t.row.execution_id); }},
    TaskProperty{"processInstanceId",
                 [](const state::Task& t) { return text_or_null(t.row.process_instance_id); }},
    TaskProperty{"processDefinitionId",
                 [](const state::Task& t) { return text_or_null(t.row.process_definition_id); }},
    TaskProperty{"tenantId", [](const state::Task& t) { return text_or_null(t.row.tenant_id); }},
    TaskProperty{"deleteReason",
                 [](const state::Task& t) { return text_or_null(t.delete_reason); }},
    TaskProperty{"createTime",
                 [](const state::Task& t) { return Operand(Value::date(t.row.create_time)); }},
    TaskProperty{"dueDate", [](const state::Task& t) { return date_or_null(t.row.due_date); }},
    TaskProperty{"followUpDate",
                 [](const state::Task& t) { return date_or_null(t.row.follow_up_date); }},
};

struct TaskSetter {
  std::string_view name;
  void (*set)(Context&, state::Task&, const Value&);
};

std::optional<TimeMs> date_of(const Value& value) {
  return value.type() == ValueType::kDate ? std::optional(value.as_int()) : std::nullopt;
}
std::int64_t priority_of(const Value& value) { return value.is_integral() ? value.as_int() : 50; }
void add_candidate(Context& c, state::Task& task, const Value& id, bool group) {
  state::IdentityLinkRow link;
  link.type = "candidate";
  (group ? link.group_id : link.user_id) = expr::to_text(id);
  c.session.add_link(task, link);
}

constexpr std::array kTaskSetters{
    TaskSetter{"setName",
               [](Context&, state::Task& t, const Value& v) { t.row.name = expr::to_text(v); }},
    TaskSetter{"setDescription", [](Context&, state::Task& t,
                                    const Value& v) { t.row.description = expr::to_text(v); }},
    TaskSetter{"setAssignee",
               [](Context&, state::Task& t, const Value& v) { t.row.assignee = expr::to_text(v); }},
    TaskSetter{"setOwner",
               [](Context&, state::Task& t, const Value& v) { t.row.owner = expr::to_text(v); }},
    TaskSetter{"setPriority",
               [](Context&, state::Task& t, const Value& v) { t.row.priority = priority_of(v); }},
    TaskSetter{"setDueDate",
               [](Context&, state::Task& t, const Value& v) { t.row.due_date = date_of(v); }},
    TaskSetter{"setFollowUpDate",
               [](Context&, state::Task& t, const Value& v) { t.row.follow_up_date = date_of(v); }},
    TaskSetter{"addCandidateUser",
               [](Context& c, state::Task& t, const Value& v) { add_candidate(c, t, v, false); }},
    TaskSetter{"addCandidateGroup",
               [](Context& c, state::Task& t, const Value& v) { add_candidate(c, t, v, true); }},
};

class TaskHost final : public expr::Host {
 public:
  TaskHost(Context& c, Execution& execution, state::Task& task)
      : c_(c), execution_(execution), task_(task) {}

  Found property(std::string_view name) override {
    if (name == "execution") return Result<Operand>(Operand(execution_host(c_, execution_)));
    for (const TaskProperty& known : kTaskProperties) {
      if (known.name == name) return Result<Operand>(known.get(task_));
    }
    return std::nullopt;
  }

  Found call(std::string_view method, Arguments arguments) override {
    if (arguments.size() == 2 && method == "setVariableLocal") {
      c_.session.set_local(task_, text_argument(arguments, 0), arguments[1]);
      return Result<Operand>(Operand(Value::null()));
    }
    if (arguments.size() == 1) {
      for (const TaskSetter& known : kTaskSetters) {
        if (known.name != method) continue;
        known.set(c_, task_, arguments[0]);
        c_.session.mark(task_);
        if (task_.phase != state::TaskPhase::kInit) {
          c_.session.tell(
              {.kind = FactKind::kTaskUpdated, .execution = &execution_, .task = &task_});
        }
        return Result<Operand>(Operand(Value::null()));
      }
    }
    return call_shared_method(*this, c_, execution_, method, arguments);
  }

  bool has_method(std::string_view name) const override {
    return is_variable_method(name) || is_getter(kTaskProperties, name) || name == "getExecution" ||
           std::ranges::find(kTaskSetters, name, &TaskSetter::name) != kTaskSetters.end();
  }

  std::string text() const override { return "Task[" + task_.row.id + "]"; }

 private:
  Context& c_;
  Execution& execution_;
  state::Task& task_;
};

}  // namespace

void set_business_key(Context& c, Execution& execution, const std::string& business_key) {
  Execution& root = *execution.instance->root;
  root.row.business_key = business_key;
  c.session.touch(root);
  c.session.tell({.kind = FactKind::kProcessUpdated, .execution = &root});
}

std::shared_ptr<expr::Host> execution_host(Context& c, Execution& execution) {
  return std::make_shared<ExecutionHost>(c, execution);
}

std::shared_ptr<expr::Host> task_host(Context& c, Execution& execution, state::Task& task) {
  return std::make_shared<TaskHost>(c, execution, task);
}

std::optional<Operand> ExecutionScope::resolve(std::string_view name) {
  if (task_ != nullptr) {
    if (name == "task") return Operand(task_host(c_, execution_, *task_));
    for (const auto& variable : task_->variables) {
      if (variable->row.name == name) return Operand(variable->row.value);
    }
  }
  if (name == "execution") return Operand(execution_host(c_, execution_));
  if (name == "authenticatedUserId") return text_or_null(c_.session.user());
  if (name == "externalTask" && execution_.external_tasks.size() == 1) {
    return Operand(external_task_host(*execution_.external_tasks.front()));
  }
  if (name == "decisionResult" && !c_.decision_results.empty()) {
    for (const Execution* at = &execution_; at != nullptr; at = at->parent) {
      const auto found = c_.decision_results.find(at);
      if (found != c_.decision_results.end()) return Operand(found->second);
    }
  }
  if (const state::Variable* variable = find_variable(execution_, name))
    return Operand(variable->row.value);
  return std::nullopt;
}

void ExecutionScope::variable_changed(std::string_view name, const Value& value) {
  for (Execution* at = &execution_; at != nullptr; at = at->parent) {
    if (at->find_variable(name) == nullptr) continue;
    c_.session.set_local(*at, std::string(name), value, execution_);
    return;
  }
}

}  // namespace procos::exec
