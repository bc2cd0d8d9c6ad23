// What several commands share: Camunda's error messages for missing things, look-ups, incidents.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "command/authorize.h"
#include "command/commands.h"

namespace procos::command {

/// "<message>: <what> is null", as Camunda reports an argument or object that is missing.
std::unexpected<Error> is_null(ErrorKind kind, const std::string& message, const std::string& what);
/// "ENGINE-03043 <type> with id '<id>' is suspended."
std::unexpected<Error> suspended(const std::string& type, const std::string& id);

/// kBadUserRequest, in Camunda's words, when one of the ids is missing.
Status no_blank_id(const std::string& what, const std::vector<std::string>& ids);

/// The execution; an error of this kind with Camunda's words when there is none.
Result<state::Execution*> require_execution(Context& context, const std::string& id,
                                            ErrorKind kind);
/// The definition with its graph; "no deployed process definition found ..." when there is none.
Result<state::DefinitionPtr> require_definition(Context& context, const std::string& id);

/// The only message subscription of this name (empty: any) that the execution waits for.
Result<state::Subscription*> require_message_subscription(Context& context,
                                                          const std::string& execution_id,
                                                          const std::string& message_name);

/// All rows that pass the filters, oldest first.
template <class Row>
Result<std::vector<Row>> find_rows(Context& context, std::vector<store::Filter> filters) {
  store::Query query;
  query.filters = std::move(filters);
  query.now_ms = context.session.now();
  return store::list<Row>(context.store.writer(), query);
}

/// Ends a running instance with its tasks and everything it called.
Status end_instance(Context& context, state::Instance& instance,
                    const exec::Interpreter::DeleteOptions& options);

/// The query for what the user of the command may see.
inline store::Query as_seen(const Context& context, store::Query query) {
  query.viewer = context.session.authentication();
  return query;
}
/// Whether the row is there, and the user of the command may see it.
template <class Row>
bool is_seen(Context& context, const char* filter, const std::string& id) {
  store::Query query;
  query.filters = {{filter, {id}}};
  const auto found = store::list_ids<Row>(context.store.writer(), as_seen(context, query));
  return found && !found->empty();
}

// ---- incidents ----
/// Creates the incident and one for each calling instance up to the top. `execution` is null for
/// jobs of a definition. The first one is returned.
state::Incident& raise_incident(Context& context, state::Execution* execution,
                                state::IncidentRow row);
/// Removes it together with those it caused in calling instances.
void drop_incident(Context& context, state::Incident& incident, bool resolved);
/// Removes the incidents of an execution (null: of a definition) with this type and configuration.
Status drop_incidents(Context& context, state::Execution* execution, const std::string& type,
                      const std::string& configuration, bool resolved);

// ---- definitions that start by an event ----
/// Subscriptions and timers of the definition's start events. `taken_messages` collects the names
/// of start messages across the definitions of one deployment.
Status create_start_events(Context& context, const state::Definition& definition,
                           std::vector<std::string>& taken_messages);
Status remove_start_subscriptions(Context& context, const std::string& definition_id);
Status remove_start_timers(Context& context, const state::DefinitionRow& definition);

}  // namespace procos::command
