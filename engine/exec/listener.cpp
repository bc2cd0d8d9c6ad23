#include "exec/listener.h"

#include <utility>

#include "exec/handler.h"
#include "exec/script.h"
#include "exec/variables.h"

namespace procos::exec {

Status run_listener(Context& c, Execution& e, state::Task* task, const graph::Listener& listener) {
  if (listener.expression) {
    PROCOS_TRY(evaluate(c, *listener.expression, e, task));
  } else if (listener.script != nullptr) {
    PROCOS_TRY(run_script(c, *listener.script, e, task));
  } else if (!listener.delegate.empty()) {
    if (c.delegates == nullptr || !c.delegates->handles(listener.delegate)) {
      return fail(ErrorKind::kProcessEngine,
                  "Listener '" + listener.delegate + "' on '" + listener.event + "' of activity '" +
                      e.row.activity_id + "' has no handler; register one under this name.");
    }
    PROCOS_TRY(run_handler(c, e, task, {listener.delegate, listener.event, listener.fields}));
  }
  return {};
}

Status notify_listeners(Context& c, Execution& e, const std::vector<graph::Listener>& listeners,
                        std::string_view event) {
  if (listeners.empty() || e.skip_listeners) return {};
  const std::string_view outer = std::exchange(c.listened_event, event);
  Status status;
  for (const graph::Listener& listener : listeners) {
    if (status && listener.event == event) status = run_listener(c, e, nullptr, listener);
  }
  c.listened_event = outer;
  return status;
}

}  // namespace procos::exec
