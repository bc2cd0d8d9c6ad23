#include "exec/start.h"

#include "exec/run.h"
#include "exec/tree.h"
#include "exec/variables.h"

namespace procos::exec {
namespace {

Status set_initiator(Context& c, Execution& root, const std::string& name) {
  if (name.empty()) return {};
  const std::string& user = c.session.user();
  return set_variable(c, root, name, user.empty() ? Value::null() : Value::string(user));
}

/// Subscriptions, history, variables and timers of the process scope.
Status open_process(Context& c, Execution& root, const Node& first, const std::string& initiator,
                    const Variables& variables) {
  set_node(c, root, &first);
  PROCOS_TRY(set_initiator(c, root, initiator));
  PROCOS_TRY(initialize_scope(c, root));
  c.session.tell({.kind = FactKind::kProcessStarted, .execution = &root});
  PROCOS_TRY(set_variables(c, root, variables, false));
  return initialize_timers(c, root);
}

}  // namespace

Status start_instance(Context& c, Execution& root, const Node* start, const Variables& variables) {
  const Node& process = root.instance->definition->graph->process();
  if (start == nullptr) start = process.initial;
  if (start == nullptr) {
    return fail(ErrorKind::kProcessEngine,
                "Process definition '" + root.row.process_definition_id +
                    "' has no none start event; start it by its message, signal, "
                    "condition or timer.");
  }
  PROCOS_TRY(open_process(
      c, root, *start, start->initiator.empty() ? process.initiator : start->initiator, variables));
  root.instance->starting = true;
  return perform(c, Step::kProcessStart, root);
}

Status start_without_executing(Context& c, Execution& root, const Node& first,
                               const Variables& variables) {
  PROCOS_TRY(open_process(c, root, first, root.instance->definition->graph->process().initiator,
                          variables));
  set_activity_instance_id(c, root, root.row.id);
  PROCOS_TRY(notify_process_start(c, root));
  set_node(c, root, nullptr);
  return {};
}

}  // namespace procos::exec
