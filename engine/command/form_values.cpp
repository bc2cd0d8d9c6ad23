// Camunda's DefaultFormHandler with FormFieldHandler, FormPropertyHandler and the validators.
#include "command/form_values.h"

#include <algorithm>
#include <charconv>

#include "base/utf16.h"
#include "graph/form_types.h"

namespace procos::command {
namespace {

using Constraint = graph::FormField::Constraint;

template <class List>
auto find_named(List& list, const std::string& name) {
  return std::find_if(list.begin(), list.end(),
                      [&](const auto& variable) { return variable.name == name; });
}

Result<Value> default_of(Context& context, const graph::FormField& field,
                         state::Execution* execution) {
  if (!field.default_value) return Value::null();
  if (field.default_value->is_literal()) return Value::string(field.default_value->text());
  if (execution == nullptr)
    return context.interpreter.evaluate_without_instance(*field.default_value);
  return context.interpreter.evaluate(*field.default_value, *execution);
}

// ---- constraints ----

template <class Number>
std::optional<Number> configured(const Constraint& constraint) {
  Number number{};
  const char* end = constraint.config.data() + constraint.config.size();
  const auto [rest, error] = std::from_chars(constraint.config.data(), end, number);
  if (error != std::errc() || rest != end) return std::nullopt;
  return number;
}

bool length_holds(const Constraint& constraint, const Value& value) {
  if (value.is_null()) return true;
  const auto limit = configured<std::int64_t>(constraint);
  if (value.type() != ValueType::kString || !limit) return false;
  const auto length = static_cast<std::int64_t>(utf16_length(value.as_text()));
  return constraint.name == "minlength" ? length >= *limit : length <= *limit;
}

bool range_holds(const Constraint& constraint, const Value& value) {
  if (value.is_null()) return true;
  const bool is_min = constraint.name == "min";
  if (value.type() == ValueType::kDouble) {
    const auto limit = configured<double>(constraint);
    return limit && (is_min ? value.as_double() > *limit : value.as_double() < *limit);
  }
  const auto limit = configured<std::int64_t>(constraint);
  if (!value.is_integral() || !limit) return false;
  return is_min ? value.as_int() > *limit : value.as_int() < *limit;
}

Result<bool> required_holds(Context& context, const graph::FormField& field,
                            state::Execution& execution, const Value& value) {
  if (value.type() == ValueType::kString) return !value.as_text().empty();
  if (!value.is_null()) return true;
  if (const state::Variable* known = exec::find_variable(execution, field.id)) {
    return !known->row.value.is_null();
  }
  PROCOS_ASSIGN(const Value otherwise, default_of(context, field, &execution));
  return !otherwise.is_null();
}

Status check_constraints(Context& context, const graph::FormField& field,
                         state::Execution& execution, const Value& value) {
  for (const Constraint& constraint : field.constraints) {
    bool holds = true;
    if (constraint.name == "required") {
      PROCOS_ASSIGN(holds, required_holds(context, field, execution, value));
    } else if (constraint.name == "readonly") {
      holds = value.is_null();
    } else if (constraint.name == "min" || constraint.name == "max") {
      holds = range_holds(constraint, value);
    } else if (constraint.name == "minlength" || constraint.name == "maxlength") {
      holds = length_holds(constraint, value);
    }
    if (holds) continue;
    std::string shown = constraint.name;
    if (!constraint.config.empty()) shown += "(" + constraint.config + ")";
    return fail(ErrorKind::kProcessEngine, "Invalid value submitted for form field '" + field.id +
                                               "': validation of " + shown + " failed.");
  }
  return {};
}

// ---- fields ----

/// A variable as it was submitted under the field's id and is taken out of `rest`.
std::optional<TypedVariable> take(const graph::FormField& field, Variables& rest) {
  const auto found = find_named(rest, field.id);
  if (found == rest.end()) return std::nullopt;
  TypedVariable taken = std::move(*found);
  rest.erase(found);
  return taken;
}

Status submit_field(Context& context, const graph::FormField& field, state::Execution& execution,
                    Variables& rest, Variables& result) {
  const std::optional<TypedVariable> submitted = take(field, rest);
  PROCOS_TRY(check_constraints(context, field, execution,
                               submitted ? submitted->value : Value::null()));
  if (!submitted && !field.default_value) return {};
  Value value;
  if (submitted) {
    value = submitted->value;
  } else {
    PROCOS_ASSIGN(value, default_of(context, field, &execution));
  }
  PROCOS_ASSIGN(Value model, graph::to_model_value(field, value));
  result.push_back({field.id, std::move(model), submitted && submitted->transient});
  return {};
}

/// Where a property's value goes: its variable, the one its expression names, or its id.
Result<std::string> target_of(const graph::FormField& property) {
  if (!property.variable.empty()) return property.variable;
  if (!property.expression) return property.id;
  const std::string& text = property.expression->text();
  const std::size_t open = text.find('{'), close = text.rfind('}');
  const std::string name =
      open == std::string::npos || close == std::string::npos || close < open
          ? std::string()
          : text.substr(open + 1, close - open - 1);
  if (name.empty() || name.find_first_of(".[( ") != std::string::npos) {
    return fail(ErrorKind::kProcessEngine, "The expression '" + text + "' of form property '" +
                                               property.id + "' names no variable to write to.");
  }
  return name;
}

Status submit_property(Context& context, const graph::FormField& property,
                       state::Execution& execution, Variables& rest, Variables& result) {
  const std::optional<TypedVariable> submitted = take(property, rest);
  const auto refuse = [&](const char* why) {
    return fail(ErrorKind::kProcessEngine,
                "form property '" + property.id + "' is " + std::string(why));
  };
  if (submitted && !property.writable) return refuse("not writable");
  if (!submitted && property.required && !property.default_value) return refuse("required");
  Value value;
  if (submitted) {
    value = submitted->value;
  } else if (property.default_value) {
    PROCOS_ASSIGN(value, default_of(context, property, &execution));
    if (value.is_null() && property.required) return refuse("required");
  }
  const bool blank = value.type() == ValueType::kString && value.as_text().empty() &&
                     property.type != "string" && property.type != "enum";
  if (value.is_null() || blank) return {};
  PROCOS_ASSIGN(Value model, graph::to_model_value(property, value));
  PROCOS_ASSIGN(std::string name, target_of(property));
  result.push_back({std::move(name), std::move(model), submitted && submitted->transient});
  return {};
}

/// Text that was submitted stays in history as it was submitted.
void tell_submitted(Context& context, state::Execution& execution, state::Task* task,
                    const Variables& submitted) {
  for (const TypedVariable& variable : submitted) {
    if (variable.value.type() != ValueType::kString) continue;
    state::Variable field;
    field.row.name = variable.name;
    field.row.value = variable.value;
    context.session.tell({.kind = state::FactKind::kFormFieldSubmitted,
                          .execution = &execution,
                          .variable = &field,
                          .task = task});
  }
}

}  // namespace

Result<Variables> submitted_variables(Context& context, const graph::Form& form,
                                      state::Execution& execution, state::Task* task,
                                      const Variables& submitted) {
  Variables rest = submitted, result;
  for (const graph::FormField& field : form.fields) {
    if (field.is_property) {
      PROCOS_TRY(submit_property(context, field, execution, rest, result));
    } else if (!field.business_key) {
      PROCOS_TRY(submit_field(context, field, execution, rest, result));
    }
  }
  result.insert(result.end(), std::make_move_iterator(rest.begin()),
                std::make_move_iterator(rest.end()));
  tell_submitted(context, execution, task, submitted);
  return result;
}

Result<NamedValues> shown_variables(Context& context, const graph::Form& form,
                                    state::Execution* execution, NamedValues variables) {
  for (const graph::FormField& field : form.fields) {
    if (field.is_property) continue;
    const auto known =
        std::find_if(variables.begin(), variables.end(),
                     [&](const auto& variable) { return variable.first == field.id; });
    if (known != variables.end()) {
      PROCOS_ASSIGN(known->second, graph::to_form_value(field, known->second));
      continue;
    }
    PROCOS_ASSIGN(const Value otherwise, default_of(context, field, execution));
    PROCOS_ASSIGN(const Value model, graph::to_model_value(field, otherwise));
    PROCOS_ASSIGN(Value shown, graph::to_form_value(field, model));
    variables.emplace_back(field.id, std::move(shown));
  }
  return variables;
}

}  // namespace procos::command
