// Work that is done outside of the engine: connectors, mail and shell tasks (Camunda's extensions
// of BPMN 2.0.2, 10.3.3). The activity only says what it asks and takes the answer; see
// exec/journal.h.
#include "exec/behavior.h"
#include "exec/handler.h"
#include "exec/io_mapping.h"
#include "exec/session_scope.h"
#include "exec/variables.h"

namespace procos::exec {
namespace {

constexpr std::size_t kMostCalls =
    1000;  ///< of one command, before it is taken for an endless loop

/// The variables of a connector stand before those of the execution, as in Camunda's
/// ConnectorVariableScope.
class ConnectorScope final : public SessionScope {
 public:
  ConnectorScope(const Context& c, Execution& execution, const VariableList& own)
      : SessionScope(c.session), execution_(execution), own_(own) {}
  std::optional<expr::Operand> resolve(std::string_view name) override {
    for (const auto& [known, value] : own_) {
      if (known == name) return expr::Operand(value);
    }
    const state::Variable* variable = find_variable(execution_, name);
    if (variable == nullptr) return std::nullopt;
    return expr::Operand(variable->row.value);
  }

 private:
  Execution& execution_;
  const VariableList& own_;
};

/// The answer, if it is there already; an error that ends this run of the command if it is not.
Result<VariableList> ask(Context& c, const Execution& e, OutsideCall call) {
  const std::string& activity = e.row.activity_id;
  if (c.journal == nullptr) {
    return fail(ErrorKind::kProcessEngine, "Activity '" + activity + "' needs '" + call.what +
                                               "', which is not available here.");
  }
  if (c.journal->size() >= kMostCalls) {
    return fail(ErrorKind::kProcessEngine, "More than " + std::to_string(kMostCalls) +
                                               " calls without a wait state, last in activity '" +
                                               activity + "': is there a loop without end?");
  }
  const Result<VariableList>* answer =
      c.journal->answer_to(place_of(e, call.what), std::move(call));
  if (answer == nullptr) {
    return fail(ErrorKind::kProcessEngine,
                "Activity '" + activity + "' waits for an answer from outside.");
  }
  return *answer;
}

const Value* find(const VariableList& values, std::string_view name) {
  for (const auto& [known, value] : values) {
    if (known == name && !value.is_null()) return &value;
  }
  return nullptr;
}

}  // namespace

Status run_connector(Context& c, Execution& e) {
  const graph::Work& work = e.node->work;
  OutsideCall call{work.connector_id, {}};
  for (const graph::Parameter& input : work.connector_inputs) {
    PROCOS_ASSIGN(Value value, parameter_value(c, input, e));
    call.parameters.emplace_back(input.name, std::move(value));
  }
  PROCOS_ASSIGN(const VariableList answer, ask(c, e, std::move(call)));
  ConnectorScope scope(c, e, answer);
  for (const graph::Parameter& output : work.connector_outputs) {
    PROCOS_ASSIGN(const Value value, parameter_value(c, output, e, &scope));
    PROCOS_TRY(set_variable(c, e, output.name, value));
  }
  return leave(c, e);
}

Status send_mail(Context& c, Execution& e) {
  PROCOS_ASSIGN(VariableList fields, field_values(c, e, e.node->work.fields));
  PROCOS_TRY(ask(c, e, {"mail", std::move(fields)}));
  return leave(c, e);
}

Status run_shell(Context& c, Execution& e) {
  PROCOS_ASSIGN(const VariableList fields, field_values(c, e, e.node->work.fields));
  PROCOS_ASSIGN(const VariableList answer, ask(c, e, {"shell", fields}));
  // A task that does not wait for the program's end sets nothing.
  struct Output {
    const char *field, *answer;
  };
  for (const Output& output :
       {Output{"outputVariable", "output"}, Output{"errorCodeVariable", "exitCode"}}) {
    const Value* variable = find(fields, output.field);
    const Value* value = find(answer, output.answer);
    if (variable != nullptr && value != nullptr) {
      PROCOS_TRY(set_variable(c, e, expr::to_text(*variable), *value));
    }
  }
  return leave(c, e);
}

}  // namespace procos::exec
