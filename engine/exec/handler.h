// Calling native handlers, and calls outside. Private to exec/.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "exec/context.h"
#include "exec/delegate.h"

namespace procos::exec {

using Fields = std::vector<std::pair<std::string, expr::Expression>>;

/// camunda:field, evaluated.
Result<VariableList> field_values(Context& c, Execution& e, const Fields& fields,
                                  state::Task* task = nullptr);

struct HandlerCall {
  const std::string& name;
  std::string_view event;
  const Fields& fields;
};

/// The handler must be there (Delegates::handles). A BPMN error that it throws is a kBpmnError,
/// which propagate_thrown() takes to who catches it.
Status run_handler(Context& c, Execution& e, state::Task* task, const HandlerCall& call);

/// Tells a question of a command from its others, in every run of the command.
std::string place_of(const Execution& e, std::string_view suffix);

}  // namespace procos::exec
