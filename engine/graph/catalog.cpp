#include "graph/catalog.h"

#include <unordered_set>

namespace procos::graph {

Catalog::Catalog(const model::Definitions& definitions, Problems& problems) {
  Compiler compiler(problems);
  for (const auto& message : definitions.messages) {
    const auto id = message.id.value_or("");
    messages[message.key] = {id, compiler.maybe(message.name, message.at, id)};
  }
  std::unordered_set<std::string_view> signal_names;
  for (const auto& signal : definitions.signals) {
    const auto id = signal.id.value_or("");
    if (signal.name && signal_names.contains(*signal.name)) {
      problems.error(signal.at, "duplicate signal name '" + *signal.name + "'", id);
    }
    if (!signal.id) {
      problems.error(signal.at, "signal must have an id");
    } else if (!signal.name) {
      problems.error(signal.at, "signal with id '" + id + "' has no name", id);
    } else {
      signal_names.insert(*signal.name);
      signals[signal.key] = {id, compiler.maybe(signal.name, signal.at, id)};
    }
  }
  for (const auto& error : definitions.errors) {
    if (!error.id) problems.error(error.at, "'id' is mandatory on error definition");
    const auto id = error.id.value_or("");
    errors[id] = {id, error.code, error.message.value_or(""),
                  compiler.maybe(error.message, error.at, id)};
  }
  for (const auto& escalation : definitions.escalations) {
    if (!escalation.id) {
      problems.error(escalation.at, "escalation must have an id");
      continue;
    }
    const bool has_code = escalation.code && !escalation.code->empty();
    escalations[*escalation.id] = {*escalation.id, has_code ? escalation.code : std::nullopt};
  }
}

}  // namespace procos::graph
