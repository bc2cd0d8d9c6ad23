// What a generated form (camunda:formData, formProperty) makes of submitted values, and what it
// shows.
#pragma once

#include "command/context.h"
#include "graph/graph.h"

namespace procos::command {

using NamedValues = std::vector<std::pair<std::string, Value>>;

/// The variables to set when `submitted` fills in the form: fields of their type, defaults for
/// those left out, then everything else that was submitted. kProcessEngine when a constraint does
/// not hold or a value does not fit. Tells history what was submitted. `task`: whose form it is;
/// null for a start form.
Result<Variables> submitted_variables(Context& context, const graph::Form& form,
                                      state::Execution& execution, state::Task* task,
                                      const Variables& submitted);

/// Every field with its value among `variables`, else its default; then all other variables.
/// Without an execution (start forms) expressions see no variables.
Result<NamedValues> shown_variables(Context& context, const graph::Form& form,
                                    state::Execution* execution, NamedValues variables);

}  // namespace procos::command
