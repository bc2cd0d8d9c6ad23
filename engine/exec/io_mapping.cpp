#include "exec/io_mapping.h"

#include <map>

#include "exec/script.h"
#include "exec/variables.h"

namespace procos::exec {

namespace {

/// Camunda puts the entries into a TreeMap, which compares its keys: they have to be of one type,
/// and it is ordered by them.
Result<Value> map_value(Context& c, const graph::Parameter& parameter, Execution& e,
                        expr::Scope* scope) {
  std::map<std::string, Value> entries;
  std::optional<ValueType> key_type;
  for (const graph::Parameter& entry : parameter.elements) {
    Value key = Value::string(entry.name);
    if (entry.key) {
      PROCOS_ASSIGN(key, evaluate(c, *entry.key, e, nullptr, scope));
    }
    if (key_type.value_or(key.type()) != key.type()) {
      return fail(ErrorKind::kClassCast, "The keys of map '" + parameter.name + "' of activity '" +
                                             e.row.activity_id + "' are of different types.");
    }
    key_type = key.type();
    PROCOS_ASSIGN(entries[expr::to_text(key)], parameter_value(c, entry, e, scope));
  }
  return expr::make_map(std::vector<std::pair<std::string, Value>>(entries.begin(), entries.end()));
}

}  // namespace

Result<Value> parameter_value(Context& c, const graph::Parameter& parameter, Execution& e,
                              expr::Scope* scope) {
  using Kind = graph::Parameter::Kind;
  switch (parameter.kind) {
    case Kind::kNull: return Value::null();
    case Kind::kExpression: return evaluate(c, parameter.expression, e, nullptr, scope);
    case Kind::kScript: return run_script(c, *parameter.script, e, nullptr, scope);
    case Kind::kList: {
      std::vector<Value> elements;
      for (const graph::Parameter& element : parameter.elements) {
        PROCOS_ASSIGN(Value value, parameter_value(c, element, e, scope));
        elements.push_back(std::move(value));
      }
      return expr::make_list(elements);
    }
    case Kind::kMap: return map_value(c, parameter, e, scope);
  }
  return Value::null();
}

Status run_input_parameters(Context& c, Execution& e) {
  if (e.parent == nullptr) return {};
  for (const graph::Parameter& parameter : e.node->inputs) {
    PROCOS_ASSIGN(Value value, parameter_value(c, parameter, *e.parent));
    PROCOS_TRY(set_variable_local(c, e, parameter.name, value));
  }
  return {};
}

Status run_output_parameters(Context& c, Execution& e) {
  if (e.parent == nullptr) return {};
  for (const graph::Parameter& parameter : e.node->outputs) {
    PROCOS_ASSIGN(Value value, parameter_value(c, parameter, e));
    PROCOS_TRY(set_variable(c, *e.parent, parameter.name, value));
  }
  return {};
}

}  // namespace procos::exec
