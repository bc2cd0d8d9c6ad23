#include "exec/variables.h"

#include <algorithm>

#include "exec/event.h"
#include "exec/hosts.h"
#include "exec/script.h"
#include "exec/tree.h"

namespace procos::exec {

state::Variable* find_variable(Execution& scope, std::string_view name) {
  for (Execution* at = &scope; at != nullptr; at = at->parent) {
    if (state::Variable* variable = at->find_variable(name)) return variable;
  }
  return nullptr;
}

std::vector<state::Variable*> visible_variables(Execution& scope) {
  std::vector<state::Variable*> visible;
  for (Execution* at = &scope; at != nullptr; at = at->parent) {
    for (const auto& variable : at->variables) {
      const bool hidden = std::any_of(
          visible.begin(), visible.end(),
          [&](const state::Variable* known) { return known->row.name == variable->row.name; });
      if (!hidden) visible.push_back(variable.get());
    }
  }
  return visible;
}

namespace {

/// Camunda's isExecutingScopeLeafActivity: what is set here belongs to the activity, and moves with
/// it.
bool executes_scope_leaf(const Execution& e) {
  return e.parent != nullptr && e.row.active && e.node != nullptr && e.node->is_scope &&
         !e.row.activity_instance_id.empty() && !is_composite(*e.node);
}

Status set_in_scope(Context& c, Execution& scope, Execution& source, const std::string& name,
                    const Value& value, bool transient) {
  const state::Variable* existing = scope.find_variable(name);
  if (existing != nullptr && existing->transient != transient) {
    return fail(ErrorKind::kProcessEngine,
                "Variable '" + name +
                    "' exists with another persistence: a transient variable cannot replace a "
                    "stored one, nor the reverse.");
  }
  c.session.set_local(scope, name, value, source, transient);
  if (existing == nullptr && executes_scope_leaf(scope)) {
    scope.find_variable(name)->row.concurrent_local = true;
  }
  delay_event(c, source, {&scope, name, existing != nullptr ? "update" : "create"});
  return {};
}

}  // namespace

Status set_variable(Context& c, Execution& scope, const std::string& name, const Value& value,
                    bool transient) {
  Execution* target = &scope;
  while (target->parent != nullptr && target->find_variable(name) == nullptr)
    target = target->parent;
  return set_in_scope(c, *target, scope, name, value, transient);
}

Status set_variable_local(Context& c, Execution& scope, const std::string& name, const Value& value,
                          bool transient) {
  return set_in_scope(c, scope, scope, name, value, transient);
}

Status set_variables(Context& c, Execution& scope, const Variables& variables, bool local) {
  for (const TypedVariable& variable : variables) {
    PROCOS_TRY(local
                   ? set_variable_local(c, scope, variable.name, variable.value, variable.transient)
                   : set_variable(c, scope, variable.name, variable.value, variable.transient));
  }
  return {};
}

Status remove_variable(Context& c, Execution& scope, const std::string& name, bool local) {
  for (Execution* at = &scope; at != nullptr; at = local ? nullptr : at->parent) {
    state::Variable* variable = at->find_variable(name);
    if (variable == nullptr) continue;
    c.session.remove_local(*at, *variable, scope);
    delay_event(c, scope, {at, name, "delete"});
    return {};
  }
  return {};
}

Result<Value> evaluate(Context& c, const expr::Expression& expression, Execution& e,
                       state::Task* task, expr::Scope* scope) {
  if (expression.is_literal()) return Value::string(expression.text());
  if (scope != nullptr) return expression.evaluate(*scope);
  ExecutionScope of_execution(c, e, task);
  return expression.evaluate(of_execution);
}

Result<std::string> evaluate_text(Context& c, const expr::Expression& expression, Execution& e,
                                  state::Task* task) {
  if (expression.is_literal()) return expression.text();
  PROCOS_ASSIGN(Value value, evaluate(c, expression, e, task));
  if (value.is_null()) return std::string();
  if (value.type() != ValueType::kString) {
    return fail(ErrorKind::kClassCast,
                "Expression '" + expression.text() + "' of activity '" + e.row.activity_id +
                    "' gave a " + std::string(type_name(value.type())) + ", not a String.");
  }
  return value.as_text();
}

Result<std::string> evaluate_text(Context& c, const std::optional<expr::Expression>& expression,
                                  Execution& e) {
  if (!expression) return std::string();
  return evaluate_text(c, *expression, e);
}

Result<bool> evaluate_flow_condition(Context& c, const Flow& flow, Execution& e) {
  if (flow.condition_script != nullptr) return script_holds(c, *flow.condition_script, e);
  if (!flow.condition) return true;
  ExecutionScope scope(c, e, nullptr);
  return flow.condition->evaluate_condition(scope);
}

Result<bool> condition_holds(Context& c, const graph::Condition& condition, Execution& e) {
  Result<bool> holds = false;
  if (condition.script != nullptr) {
    holds = script_holds(c, *condition.script, e);
  } else {
    ExecutionScope scope(c, e, nullptr);
    holds = condition.expression.evaluate_condition(scope);
  }
  if (!holds && expr::is_unknown_property(holds.error())) return false;
  return holds;
}

namespace {

void put(Variables& variables, const std::string& name, const Value& value) {
  auto known = std::find_if(variables.begin(), variables.end(),
                            [&](const auto& v) { return v.name == name; });
  if (known != variables.end()) {
    known->value = value;
  } else {
    variables.push_back({name, value, false});
  }
}

/// Only the variables of this very scope, as Camunda's VariableScopeLocalAdapter shows them.
class OwnVariables final : public SessionScope {
 public:
  OwnVariables(const Context& c, const Execution& scope)
      : SessionScope(c.session), scope_(scope) {}
  std::optional<expr::Operand> resolve(std::string_view name) override {
    const state::Variable* variable = scope_.find_variable(name);
    if (variable == nullptr) return std::nullopt;
    return expr::Operand(variable->row.value);
  }

 private:
  const Execution& scope_;
};

Status put_mapped(Context& c, const graph::Mapping& mapping, Execution& source, bool own_scope,
                  Variables& variables) {
  if (mapping.all && own_scope) {
    for (const auto& variable : source.variables)
      put(variables, variable->row.name, variable->row.value);
  } else if (mapping.all) {
    for (const state::Variable* variable : visible_variables(source)) {
      put(variables, variable->row.name, variable->row.value);
    }
  } else if (mapping.source_expression) {
    OwnVariables own(c, source);
    PROCOS_ASSIGN(Value value, own_scope ? mapping.source_expression->evaluate(own)
                                         : evaluate(c, *mapping.source_expression, source));
    put(variables, mapping.target, value);
  } else {
    const state::Variable* variable =
        own_scope ? source.find_variable(mapping.source) : find_variable(source, mapping.source);
    put(variables, mapping.target, variable != nullptr ? variable->row.value : Value::null());
  }
  return {};
}

}  // namespace

Result<Variables> mapped_variables(Context& c, const std::vector<graph::Mapping>& mappings,
                                   Execution& source, Take take) {
  Variables mapped;
  for (const graph::Mapping& mapping : mappings) {
    if (mapping.business_key) continue;
    if (take != Take::kInputs && mapping.local != (take == Take::kLocalOutputs)) continue;
    PROCOS_TRY(put_mapped(c, mapping, source, take == Take::kInputs && mapping.local, mapped));
  }
  return mapped;
}

}  // namespace procos::exec
