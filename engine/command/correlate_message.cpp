// Camunda's CorrelateMessageCmd, CorrelateAllMessageCmd and DefaultCorrelationHandler.
#include <map>

#include "command/operation_log.h"
#include "command/support.h"

namespace procos::command {
namespace {

/// What a message goes to: a waiting execution, or the start event of a definition.
struct Match {
  std::string execution_id;
  state::DefinitionPtr definition;
  std::string start_event_id;
};
using Matches = std::vector<Match>;

bool names_tenant(const CorrelateMessage& request) {
  return request.tenant_id || request.without_tenant;
}

void add_variable_filters(store::Query& query, const char* kind, const Variables& variables) {
  for (const TypedVariable& variable : variables) {
    store::VariableFilter filter;
    filter.name = kind;
    filter.variable = variable.name;
    filter.op = "eq";
    filter.value = variable.value;
    query.variable_filters.push_back(std::move(filter));
  }
}

Result<Matches> waiting_executions(Context& context, const CorrelateMessage& request) {
  store::Query query;
  if (request.message_name.empty()) {
    query.filters = {{"messageEventSubscription", {}}};
  } else {
    query.filters = {{"messageEventSubscriptionName", {request.message_name}}};
  }
  query.filters.push_back({"active", {}});
  if (!request.business_key.empty())
    query.filters.push_back({"businessKey", {request.business_key}});
  if (!request.process_instance_id.empty()) {
    query.filters.push_back({"processInstanceId", {request.process_instance_id}});
  }
  if (request.tenant_id) {
    query.filters.push_back({"tenantIdIn", {*request.tenant_id}});
  } else if (request.without_tenant) {
    query.filters.push_back({"withoutTenantId", {}});
  }
  add_variable_filters(query, "processVariables", request.correlation_keys);
  add_variable_filters(query, "variables", request.local_correlation_keys);
  PROCOS_ASSIGN(const auto rows, store::list<state::ExecutionRow>(context.store.writer(), query));
  Matches matches;
  for (const state::ExecutionRow& row : rows) matches.push_back({row.id, nullptr, {}});
  return matches;
}

Matches start_of_definition(Context& context, const CorrelateMessage& request) {
  state::DefinitionPtr definition =
      context.session.definitions().find(request.process_definition_id);
  if (definition == nullptr || definition->row.suspended) return {};
  for (const graph::Node* node : definition->graph->process().children) {
    if (node->type != graph::NodeType::kStartEvent || node->trigger != graph::Trigger::kMessage)
      continue;
    if (!node->event.name || node->event.name->text() != request.message_name) continue;
    return {{{}, std::move(definition), node->id}};
  }
  return {};
}

Matches start_events(Context& context, const CorrelateMessage& request) {
  if (request.message_name.empty()) return {};
  if (!request.process_definition_id.empty()) return start_of_definition(context, request);
  Matches matches;
  for (const auto& row :
       context.session.repository().find_start_subscriptions("message", request.message_name)) {
    if (names_tenant(request) && row.tenant_id != request.tenant_id.value_or("")) continue;
    state::DefinitionPtr definition = context.session.definitions().find(row.process_definition_id);
    if (definition == nullptr || definition->row.suspended) continue;
    matches.push_back({{}, std::move(definition), row.activity_id});
  }
  return matches;
}

std::string map_text(const Variables& variables) {
  std::map<std::string, std::string> sorted;
  for (const TypedVariable& variable : variables) {
    sorted[variable.name] = variable.value.is_null() ? "null" : expr::to_text(variable.value);
  }
  std::string text;
  for (const auto& [name, value] : sorted) text += (text.empty() ? "" : ", ") + name + "=" + value;
  return "{" + text + "}";
}

/// The correlation set as Camunda writes it into messages.
std::string describe_correlation(const CorrelateMessage& request) {
  const auto or_null = [](const std::string& text) { return text.empty() ? "null" : text; };
  return "CorrelationSet [businessKey=" + or_null(request.business_key) +
         ", processInstanceId=" + or_null(request.process_instance_id) +
         ", processDefinitionId=" + or_null(request.process_definition_id) +
         ", correlationKeys=" + map_text(request.correlation_keys) +
         ", localCorrelationKeys=" + map_text(request.local_correlation_keys) +
         ", tenantId=" + or_null(request.tenant_id.value_or("")) +
         ", isTenantIdSet=" + (names_tenant(request) ? "true" : "false") +
         ", isExecutionsOnly=false]";
}

std::unexpected<Error> ambiguous(const CorrelateMessage& request, std::size_t count,
                                 bool executions) {
  const std::string single = executions ? "execution" : "process definition";
  const std::string many = executions ? "executions match the correlation keys"
                                      : "process definitions match the correlations keys";
  return fail(ErrorKind::kMismatchingMessage,
              (executions ? "ENGINE-13031" : "ENGINE-13030") +
                  std::string(" Cannot correlate a message with name '") + request.message_name +
                  "' to a single " + single + ". " + std::to_string(count) + " " + many + ": " +
                  describe_correlation(request));
}

std::unexpected<Error> no_match(const CorrelateMessage& request, const std::string& reason) {
  return fail(ErrorKind::kMismatchingMessage,
              "Cannot correlate message '" + request.message_name + "': " + reason);
}

Result<Matches> match_one(Context& context, const CorrelateMessage& request) {
  if (!request.start_only) {
    PROCOS_ASSIGN(Matches matches, waiting_executions(context, request));
    if (matches.size() > 1) return ambiguous(request, matches.size(), true);
    if (matches.size() == 1) return matches;
  }
  Matches matches = start_events(context, request);
  if (matches.size() > 1) return ambiguous(request, matches.size(), false);
  if (matches.empty()) {
    return no_match(request, request.start_only
                                 ? "No process definition matches the parameters"
                                 : "No process definition or execution matches the parameters");
  }
  return matches;
}

Result<Matches> match_all(Context& context, const CorrelateMessage& request) {
  PROCOS_ASSIGN(Matches matches, waiting_executions(context, request));
  if (request.executions_only) return matches;
  for (Match& match : start_events(context, request)) matches.push_back(std::move(match));
  return matches;
}

void collect_variables(const state::Execution& root, Correlated& correlated) {
  if (root.removed || root.ended) {
    for (const auto& [name, value] : *root.instance->final_variables) {
      correlated.variables.push_back({name, value, false});
    }
    return;
  }
  for (const auto& variable : root.variables) {
    correlated.variables.push_back(
        {variable->row.name, variable->row.value, variable->transient});
  }
}

Result<Correlated> start_by_message(Context& context, const CorrelateMessage& request,
                                    const Match& match) {
  PROCOS_TRY(authorize_start(context, match.definition->row));
  const graph::Node* start_event = match.definition->graph->find(match.start_event_id);
  // Later ones win where two kinds of payload carry one name.
  std::map<std::string, TypedVariable> merged;
  for (const Variables* kind :
       {&request.variables, &request.local_variables, &request.triggered_scope_variables}) {
    for (const TypedVariable& variable : *kind) merged[variable.name] = variable;
  }
  Variables variables;
  for (auto& [name, variable] : merged) variables.push_back(std::move(variable));
  state::Execution& root = context.session.create_instance(
      match.definition, request.business_key, nullptr, match.definition->row.tenant_id);
  root.instance->final_variables = std::make_unique<state::VariableList>();
  PROCOS_TRY(context.interpreter.start(root, start_event, variables));
  Correlated correlated;
  correlated.started = true;
  correlated.execution = root.row;
  collect_variables(root, correlated);
  return correlated;
}

Result<Correlated> deliver(Context& context, const CorrelateMessage& request, const Match& match) {
  PROCOS_ASSIGN(state::Subscription * subscription,
                require_message_subscription(context, match.execution_id, request.message_name));
  const state::Execution* execution = context.session.execution_of(*subscription);
  PROCOS_TRY(authorize(context, Check::kUpdateInstance, subject_of(execution->row)));
  Correlated correlated;
  correlated.execution = execution->row;
  state::Execution& root = *execution->instance->root;
  root.instance->final_variables = std::make_unique<state::VariableList>();
  PROCOS_TRY(context.interpreter.event_received(*subscription, request.variables,
                                                request.local_variables,
                                                request.triggered_scope_variables, {}));
  collect_variables(root, correlated);
  return correlated;
}

Status check_correlation(const CorrelateMessage& request) {
  if (request.message_name.empty() && request.business_key.empty() &&
      request.correlation_keys.empty() && request.process_instance_id.empty()) {
    return fail(ErrorKind::kNullValue,
                "At least one of the following correlation criteria has to be present: "
                "messageName, businessKey, "
                "correlationKeys, processInstanceId");
  }
  if (names_tenant(request) && !request.process_instance_id.empty()) {
    return fail(ErrorKind::kBadUserRequest,
                "ENGINE-13028 Cannot specify a tenant-id when correlate a message to a single "
                "process instance.");
  }
  if (names_tenant(request) && !request.process_definition_id.empty()) {
    return fail(ErrorKind::kBadUserRequest,
                "ENGINE-13029 Cannot specify a tenant-id when correlate a start message to a "
                "specific version of a "
                "process definition.");
  }
  if (!request.process_definition_id.empty() && !request.start_only) {
    return fail(ErrorKind::kBadUserRequest,
                "ENGINE-13025 Cannot specify a process definition id when correlate a message, "
                "except for explicit "
                "correlation of a start message.");
  }
  if (request.start_only &&
      (!request.correlation_keys.empty() || !request.local_correlation_keys.empty())) {
    return fail(ErrorKind::kBadUserRequest,
                "ENGINE-13026 Cannot specify correlation variables of a process instance when "
                "correlate a start "
                "message.");
  }
  return {};
}

/// Correlating to all that match is one operation; a single instance is named.
void log_correlation(Context& context, const CorrelateMessage& request,
                     const std::vector<Correlated>& results) {
  if (results.empty()) return;
  PropertyChanges changes{{"messageName", {}, request.message_name}};
  const std::size_t variables = request.variables.size() + request.local_variables.size();
  if (variables > 0) changes.push_back({"nrOfVariables", {}, std::to_string(variables)});
  const state::ExecutionRow& first = results.front().execution;
  Operation operation(context, "CorrelateMessage", "ProcessInstance", kOperator);
  operation.in_definition(first.process_definition_id);
  if (results.size() > 1) {
    changes.push_back({"nrOfInstances", {}, std::to_string(results.size())});
  } else {
    changes.push_back({"processInstanceId", {}, first.process_instance_id});
    operation.row().process_instance_id = first.process_instance_id;
    operation.row().root_process_instance_id = first.root_process_instance_id;
  }
  operation.write(changes);
}

}  // namespace

Result<std::vector<Correlated>> correlate_message(Context& context,
                                                  const CorrelateMessage& request) {
  PROCOS_TRY(check_correlation(request));
  PROCOS_ASSIGN(const Matches matches,
                request.all ? match_all(context, request) : match_one(context, request));
  std::vector<Correlated> results;
  for (const Match& match : matches) {
    PROCOS_ASSIGN(Correlated correlated, match.definition != nullptr
                                             ? start_by_message(context, request, match)
                                             : deliver(context, request, match));
    results.push_back(std::move(correlated));
  }
  if (request.all) log_correlation(context, request, results);
  return results;
}

}  // namespace procos::command
