// The session's look-ups (state/repository.h) as statements on one connection.
#pragma once

#include "state/repository.h"
#include "store/connection.h"
#include "store/tables.h"

namespace procos::store {

/// By primary key.
template <class Row>
bool find_row(Connection& connection, const std::string& id, Row& row) {
  Use statement(connection.fixed(table<Row>().find));
  statement->bind_id(1, id);
  if (!statement->step()) return false;
  read_row(*statement, row);
  return true;
}

state::InstanceRows load_instance(Connection& connection, const std::string& process_instance_id);
std::vector<state::VariableRow> find_variables(Connection& connection,
                                               const std::string& process_instance_id);
std::vector<state::ExecutionRow> find_executions(Connection& connection,
                                                 const std::string& process_instance_id);
std::vector<state::DefinitionRow> find_definitions(Connection& connection,
                                                   const state::DefinitionQuery& query);
std::vector<state::DecisionDefinitionRow> find_decisions(Connection& connection,
                                                         const state::DefinitionQuery& query);
std::vector<state::EventSubscriptionRow> find_subscriptions(Connection& connection,
                                                            std::string_view event_type,
                                                            std::string_view event_name);
std::vector<state::EventSubscriptionRow> find_start_subscriptions(Connection& connection,
                                                                  std::string_view event_type,
                                                                  std::string_view event_name);
std::vector<state::ExecutionRow> find_called_instances(Connection& connection,
                                                       const std::string& super_execution_id);
std::vector<state::IncidentRow> find_incidents_by_cause(Connection& connection,
                                                        const std::string& cause_incident_id);

}  // namespace procos::store
