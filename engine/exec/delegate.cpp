#include "exec/delegate.h"

#include "exec/handler.h"
#include "exec/hosts.h"
#include "exec/propagate.h"
#include "exec/variables.h"

namespace procos::exec {
namespace {

Status call_task(Context& c, Execution& e, state::Task* task, const DelegateChange& change) {
  if (task == nullptr)
    return fail(ErrorKind::kProcessEngine, "Only a task listener can change the task.");
  auto called = task_host(c, e, *task)->call(change.name, std::span(&change.value, 1));
  if (!called)
    return fail(ErrorKind::kProcessEngine, "A task has no method '" + change.name + "'.");
  if (!*called) return std::unexpected(std::move(*called).error());
  return {};
}

}  // namespace

DelegateScope::DelegateScope(Context& c, Execution& execution, state::Task* task,
                             std::string_view event, VariableList fields)
    : c_(c), execution_(execution), task_(task), event_(event), fields_(std::move(fields)) {}

void DelegateScope::change(DelegateChange change) {
  if (!status_) return;
  status_ = apply(change);
  changes_.push_back(std::move(change));
}

Status DelegateScope::apply(const DelegateChange& change) {
  using Kind = DelegateChange::Kind;
  switch (change.kind) {
    case Kind::kSet: return set_variable(c_, execution_, change.name, change.value);
    case Kind::kSetLocal: return set_variable_local(c_, execution_, change.name, change.value);
    case Kind::kRemove: return remove_variable(c_, execution_, change.name, false);
    case Kind::kRemoveLocal: return remove_variable(c_, execution_, change.name, true);
    case Kind::kBusinessKey:
      set_business_key(c_, execution_, expr::to_text(change.value));
      return {};
    case Kind::kTask: return call_task(c_, execution_, task_, change);
  }
  return {};
}

Result<VariableList> field_values(Context& c, Execution& e, const Fields& fields,
                                  state::Task* task) {
  VariableList values;
  for (const auto& [name, expression] : fields) {
    PROCOS_ASSIGN(Value value, evaluate(c, expression, e, task));
    values.emplace_back(name, std::move(value));
  }
  return values;
}

std::string place_of(const Execution& e, std::string_view suffix) {
  return e.row.process_definition_id + "/" + e.row.activity_id + "/" + std::string(suffix);
}

Status run_handler(Context& c, Execution& e, state::Task* task, const HandlerCall& call) {
  PROCOS_ASSIGN(VariableList fields, field_values(c, e, call.fields, task));
  DelegateScope scope(c, e, task, call.event, std::move(fields));
  const std::string place = place_of(e, call.name + "/" + std::string(call.event));
  DelegateOutcome outcome;
  const DelegateRecord* before = c.journal != nullptr ? c.journal->handled(place) : nullptr;
  if (before != nullptr) {
    for (const DelegateChange& change : before->changes) scope.change(change);
    outcome = before->outcome;
  } else {
    outcome = c.delegates->run(call.name, scope);
    if (c.journal != nullptr) c.journal->remember(place, {scope.take_changes(), outcome});
  }
  PROCOS_TRY(scope.status());
  if (outcome.kind == DelegateOutcome::Kind::kDone) return {};
  if (outcome.kind == DelegateOutcome::Kind::kFailed)
    return fail(ErrorKind::kProcessEngine, outcome.message);
  c.thrown = ThrownError{outcome.code, outcome.message};
  return fail(ErrorKind::kBpmnError, "BPMN error '" + outcome.code + "' thrown by '" + call.name +
                                         "': " + outcome.message);
}

}  // namespace procos::exec
