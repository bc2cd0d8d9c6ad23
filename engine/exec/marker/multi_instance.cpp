// BPMN 2.0.2, 13.3.7. The marker is a scope of its own around the activity ("multi-instance body");
// the number of instances is fixed when it starts.
#include <charconv>

#include "base/check.h"
#include "exec/behavior.h"
#include "exec/event.h"
#include "exec/hosts.h"
#include "exec/tree.h"
#include "exec/variables.h"

namespace procos::exec {
namespace {

const std::string kInstances = "nrOfInstances";
const std::string kActive = "nrOfActiveInstances";
const std::string kCompleted = "nrOfCompletedInstances";
const std::string kLoopCounter = "loopCounter";

const Node& inner_of(const Node& body) {
  for (const Node* child : body.children) {
    if (!child->for_compensation) return *child;
  }
  PROCOS_CHECK(!"a multi-instance body has an inner activity");
  return body;
}

Status set_loop(Context& c, Execution& e, const std::string& name, std::int64_t value) {
  return set_variable_local(c, e, name, Value::integer(value));
}

Result<std::int64_t> get_loop(const Execution& e, const std::string& name) {
  const state::Variable* variable = e.find_variable(name);
  if (variable == nullptr || !variable->row.value.is_integral()) {
    return fail(
        ErrorKind::kNullValue,
        "The variable \"" + name + "\" could not be found in execution with id " + e.row.id + ".");
  }
  return variable->row.value.as_int();
}

Result<std::int64_t> cardinality(Context& c, const graph::Loop& loop, Execution& e) {
  PROCOS_ASSIGN(Value value, evaluate(c, *loop.cardinality, e));
  if (value.is_integral()) return value.as_int();
  if (value.type() == ValueType::kDouble) return static_cast<std::int64_t>(value.as_double());
  const bool is_text = value.type() == ValueType::kString;
  if (is_text) {
    const std::string& text = value.as_text();
    std::int32_t number = 0;
    auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error == std::errc() && end == text.data() + text.size()) return number;
  }
  return fail(is_text ? ErrorKind::kNumberFormat : ErrorKind::kProcessEngine,
              "Loop cardinality '" + loop.cardinality->text() + "' of activity '" +
                  inner_of(*e.node).id + "' is neither a number nor a text with one.");
}

Result<std::vector<Value>> collection(Context& c, const graph::Loop& loop, Execution& e) {
  if (loop.collection) {
    ExecutionScope scope(c, e, nullptr);
    return loop.collection->evaluate_elements(scope);
  }
  const state::Variable* variable = find_variable(e, loop.collection_variable);
  if (variable != nullptr && variable->row.value.type() == ValueType::kObject) {
    if (auto elements = expr::elements_of(variable->row.value)) return elements;
  }
  return fail(ErrorKind::kProcessEngine, "Variable '" + loop.collection_variable +
                                             "' of multi-instance activity '" +
                                             inner_of(*e.node).id + "' is not a collection.");
}

bool uses_collection(const graph::Loop& loop) {
  return loop.collection || !loop.collection_variable.empty();
}

/// The elements for the element variable; empty when the loop has none.
Result<std::vector<Value>> element_values(Context& c, const graph::Loop& loop, Execution& e) {
  if (!uses_collection(loop) || loop.element_variable.empty()) return std::vector<Value>();
  return collection(c, loop, e);
}

Result<std::int64_t> number_of_instances(Context& c, const graph::Loop& loop, Execution& e) {
  if (loop.cardinality) return cardinality(c, loop, e);
  if (uses_collection(loop)) {
    PROCOS_ASSIGN(auto elements, collection(c, loop, e));
    return static_cast<std::int64_t>(elements.size());
  }
  return fail(ErrorKind::kProcessEngine, "Multi-instance activity '" + inner_of(*e.node).id +
                                             "' has neither a loop cardinality nor a collection.");
}

Status perform_instance(Context& c, const graph::Loop& loop, Execution& e, const Node& inner,
                        std::int64_t counter, const std::vector<Value>& elements) {
  PROCOS_TRY(set_loop(c, e, kLoopCounter, counter));
  if (!elements.empty()) {
    if (static_cast<std::size_t>(counter) >= elements.size()) {
      return fail(ErrorKind::kProcessEngine, "The collection of multi-instance activity '" +
                                                 inner.id + "' has no element " +
                                                 std::to_string(counter) + " any more.");
    }
    PROCOS_TRY(set_variable_local(c, e, loop.element_variable,
                                  elements[static_cast<std::size_t>(counter)]));
  }
  e.ended = false;
  set_active(c, e, true);
  return execute_activity(c, e, inner);
}

Result<bool> completed_early(Context& c, const graph::Loop& loop, Execution& e) {
  if (!loop.completion_condition) return false;
  PROCOS_ASSIGN(Value value, evaluate(c, *loop.completion_condition, e));
  if (value.type() != ValueType::kBoolean) {
    return fail(ErrorKind::kProcessEngine, "Completion condition '" +
                                               loop.completion_condition->text() +
                                               "' does not give a Boolean.");
  }
  return value.as_bool();
}

Status set_counters(Context& c, Execution& body, std::int64_t instances, std::int64_t active) {
  PROCOS_TRY(set_loop(c, body, kInstances, instances));
  PROCOS_TRY(set_loop(c, body, kCompleted, 0));
  return set_loop(c, body, kActive, active);
}

Execution& create_inner_execution(Context& c, Execution& body) {
  Execution& inner = c.session.create_execution(body);
  inner.row.concurrent = true;
  inner.row.scope = false;
  return inner;
}

Status start_sequential(Context& c, Execution& e, std::int64_t count) {
  const Node& inner = inner_of(*e.node);
  PROCOS_ASSIGN(auto elements, element_values(c, e.node->loop, e));
  PROCOS_TRY(set_counters(c, e, count, 1));
  return perform_instance(c, e.node->loop, e, inner, 0, elements);
}

Status start_parallel(Context& c, Execution& e, std::int64_t count) {
  const Node& body = *e.node;
  const Node& inner = inner_of(body);
  PROCOS_ASSIGN(auto elements, element_values(c, body.loop, e));
  PROCOS_TRY(set_counters(c, e, count, count));
  set_node(c, e, nullptr);
  set_active(c, e, false);
  std::vector<Execution*> instances;
  for (std::int64_t i = 0; i < count; ++i) instances.push_back(&create_inner_execution(c, e));
  // Queued steps run last in, first out.
  for (std::int64_t i = count - 1; i >= 0; --i) {
    PROCOS_TRY(perform_instance(c, body.loop, *instances[static_cast<std::size_t>(i)], inner, i,
                                elements));
  }
  return {};
}

}  // namespace

Status execute_multi_instance(Context& c, Execution& e) {
  const graph::Loop& loop = e.node->loop;
  PROCOS_ASSIGN(std::int64_t count, number_of_instances(c, loop, e));
  if (count == 0) return leave(c, e);
  if (count < 0) {
    return fail(ErrorKind::kProcessEngine, "Invalid number of instances of activity '" +
                                               inner_of(*e.node).id +
                                               "': " + std::to_string(count) + " is negative.");
  }
  return loop.sequential ? start_sequential(c, e, count) : start_parallel(c, e, count);
}

Status complete_multi_instance(Context& c, Execution& e) {
  const graph::Loop& loop = e.node->loop;
  if (!loop.sequential) return {};
  PROCOS_ASSIGN(std::int64_t counter, get_loop(e, kLoopCounter));
  PROCOS_ASSIGN(std::int64_t count, get_loop(e, kInstances));
  PROCOS_ASSIGN(std::int64_t completed, get_loop(e, kCompleted));
  PROCOS_TRY(set_loop(c, e, kCompleted, completed + 1));
  bool done = counter + 1 == count;
  if (!done) {
    PROCOS_ASSIGN(done, completed_early(c, loop, e));
  }
  if (done) return leave(c, e);
  PROCOS_ASSIGN(auto elements, element_values(c, loop, e));
  return perform_instance(c, loop, e, inner_of(*e.node), counter + 1, elements);
}

namespace {

/// The counter alone does not tell: an instance that ended by an error that nothing caught keeps
/// its task in Camunda, and can end a second time.
bool all_have_ended(const Execution& scope, Execution& ended) {
  return find_inactive_concurrent(ended, ended.node).size() ==
         scope.child_count + scope.event_scope_count;
}

}  // namespace

Status multi_instance_child_ended(Context& c, Execution& scope, Execution& ended) {
  const Node& inner = *ended.node;
  const Node& body = *inner.parent;
  PROCOS_ASSIGN(std::int64_t completed, get_loop(scope, kCompleted));
  PROCOS_ASSIGN(std::int64_t active, get_loop(scope, kActive));
  PROCOS_TRY(set_loop(c, scope, kCompleted, completed + 1));
  PROCOS_TRY(set_loop(c, scope, kActive, active - 1));
  set_active(c, ended, false);
  set_activity_instance_id(c, ended, {});
  PROCOS_ASSIGN(bool done, completed_early(c, body.loop, ended));
  done = done || (active - 1 <= 0 && all_have_ended(scope, ended));
  if (!done) return dispatch_delayed_and(c, scope, [](Execution&) { return Status{}; });
  for (Execution* child : children_of(scope)) {
    if (child->removed) continue;
    if (child->row.active || child->node == nullptr) {
      PROCOS_TRY(delete_cascade(c, *child, "Multi instance completion condition satisfied."));
    } else {
      PROCOS_TRY(remove(c, *child));
    }
  }
  set_node(c, scope, &body);
  set_active(c, scope, true);
  return leave(c, scope);
}

// ---- modification ------------------------------------------------------------------------------

Result<Execution*> enter_multi_instance(Context& c, Execution& body) {
  const bool sequential = body.node->loop.sequential;
  PROCOS_TRY(set_counters(c, body, 1, 1));
  if (!sequential) {
    set_node(c, body, nullptr);
    set_active(c, body, false);
  }
  Execution& inner = sequential ? body : create_inner_execution(c, body);
  PROCOS_TRY(set_loop(c, inner, kLoopCounter, 0));
  return &inner;
}

Result<Execution*> add_inner_instance(Context& c, Execution& body, const Node& node) {
  PROCOS_ASSIGN(std::int64_t instances, get_loop(body, kInstances));
  const state::Variable* variable = body.find_variable(kActive);
  const std::int64_t active =
      variable != nullptr && variable->row.value.is_integral() ? variable->row.value.as_int() : 0;
  if (node.loop.sequential && active > 0) {
    return fail(ErrorKind::kProcessEngine,
                "Multi-instance activity '" + inner_of(node).id +
                    "' is sequential: a second instance cannot run beside the first.");
  }
  PROCOS_TRY(set_loop(c, body, kInstances, instances + 1));
  PROCOS_TRY(set_loop(c, body, kActive, active + 1));
  Execution& inner = node.loop.sequential ? body : create_inner_execution(c, body);
  PROCOS_TRY(set_loop(c, inner, kLoopCounter, instances));
  return &inner;
}

Status remove_inner_instance(Context& c, Execution& inner, const Node& node) {
  Execution& body = node.loop.sequential ? inner : *inner.parent;
  if (node.loop.sequential) {
    PROCOS_TRY(remove_variable(c, body, kLoopCounter, true));
  } else if (!inner.removed) {
    PROCOS_TRY(remove(c, inner));
  }
  PROCOS_ASSIGN(std::int64_t active, get_loop(body, kActive));
  return set_loop(c, body, kActive, active - 1);
}

}  // namespace procos::exec
