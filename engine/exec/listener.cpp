#include "exec/listener.h"

#include "exec/script.h"
#include "exec/variables.h"

namespace procos::exec {

Status run_listener(Context& c, Execution& e, state::Task* task, const graph::Listener& listener) {
  if (listener.expression) {
    PROCOS_TRY(evaluate(c, *listener.expression, e, task));
  } else if (listener.script != nullptr) {
    PROCOS_TRY(run_script(c, *listener.script, e, task));
  } else if (!listener.delegate.empty()) {
    std::optional<Status> ran;
    if (c.extensions != nullptr) ran = c.extensions->run_delegate(listener.delegate, *e.node, e);
    if (!ran) {
      return fail(ErrorKind::kProcessEngine, "Listener '" + listener.delegate + "' on '" + listener.event +
                                                 "' of activity '" + e.row.activity_id +
                                                 "' has no handler; register one under this name.");
    }
    PROCOS_TRY(*ran);
  }
  return {};
}

Status notify_listeners(Context& c, Execution& e, const std::vector<graph::Listener>& listeners,
                        std::string_view event) {
  if (e.skip_listeners) return {};
  for (const graph::Listener& listener : listeners) {
    if (listener.event == event) PROCOS_TRY(run_listener(c, e, nullptr, listener));
  }
  return {};
}

}  // namespace procos::exec
