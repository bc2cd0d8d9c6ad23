// The life of a user task. Private to exec/.
#pragma once

#include "exec/context.h"
#include "exec/session_scope.h"

namespace procos::exec {

/// Creates the task of a user task node with all that its definition says, and fires create and
/// assignment.
Status create_user_task(Context& c, Execution& e);
/// False when a listener's BPMN error took the process elsewhere.
Status complete_task(Context& c, state::Task& task);
Status task_updated(Context& c, state::Task& task);
Status delete_task(Context& c, state::Task& task, const std::string& reason, bool skip_listeners);
Status fire_timeout(Context& c, Execution& e, const Node& node, const std::string& configuration);
/// User and external tasks of an execution that is given up.
Status remove_all_tasks(Context& c, Execution& e);
void remove_external_tasks(Context& c, Execution& e);

/// For expressions outside any instance.
class NoScope final : public SessionScope {
 public:
  explicit NoScope(Context& c) : SessionScope(c.session) {}
  std::optional<expr::Operand> resolve(std::string_view) override { return std::nullopt; }
};

}  // namespace procos::exec
