#include "exec/start.h"

#include "exec/run.h"
#include "exec/tree.h"
#include "exec/variables.h"

namespace procos::exec {

Status start_instance(Context& c, Execution& root, const Node* start, const Variables& variables) {
  const graph::Graph& graph = *root.instance->definition->graph;
  if (start == nullptr) start = graph.process().initial;
  if (start == nullptr) {
    return fail(ErrorKind::kProcessEngine, "Process definition '" + root.row.process_definition_id +
                                               "' has no none start event; start it by its message, signal, "
                                               "condition or timer.");
  }
  set_node(c, root, start);
  const std::string& initiator = start->initiator.empty() ? graph.process().initiator : start->initiator;
  if (!initiator.empty()) {
    const std::string& user = c.session.user();
    PROCOS_TRY(set_variable(c, root, initiator, user.empty() ? Value::null() : Value::string(user)));
  }
  PROCOS_TRY(initialize_scope(c, root));
  c.session.tell({.kind = FactKind::kProcessStarted, .execution = &root});
  PROCOS_TRY(set_variables(c, root, variables, false));
  PROCOS_TRY(initialize_timers(c, root));
  root.instance->starting = true;
  return perform(c, Step::kProcessStart, root);
}

}  // namespace procos::exec
