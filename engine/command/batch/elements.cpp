#include "command/batch/elements.h"

#include "command/support.h"

namespace procos::command {
namespace {

std::string deployment_of_definition(Context& context, const std::string& definition_id) {
  const state::DefinitionPtr definition = context.session.definitions().find(definition_id);
  return definition == nullptr ? "" : definition->row.deployment_id;
}

template <class Row>
std::string deployment_of(Context& context, const Row& row) {
  if constexpr (std::is_same_v<Row, state::JobRow>) {
    return row.deployment_id;
  } else if constexpr (std::is_same_v<Row, state::HiDecisionInstanceRow>) {
    const auto* decision =
        context.session.get<state::DecisionDefinitionRow>(row.decision_definition_id);
    return decision == nullptr ? "" : decision->deployment_id;
  } else {
    return deployment_of_definition(context, row.process_definition_id);
  }
}

/// An execution need not be a process instance.
bool is_one(const state::ExecutionRow& row) { return row.parent_id.empty(); }
template <class Row>
bool is_one(const Row&) {
  return true;
}

}  // namespace

template <class Row>
Status BatchElements::add_query(Context& context, const std::optional<store::Query>& query) {
  if (!query) return {};
  store::Query wanted = as_seen(context, *query);
  wanted.now_ms = context.session.now();
  PROCOS_ASSIGN(const auto rows, store::list<Row>(context.store.writer(), wanted));
  for (const Row& row : rows) add(deployment_of(context, row), row.id);
  return {};
}

template <class Row>
Status BatchElements::add_ids(Context& context, const std::optional<std::vector<std::string>>& ids,
                              UnknownIds unknown) {
  if (!ids) return {};
  for (const std::string& id : *ids) {
    constexpr bool kExecution = std::is_same_v<Row, store::ProcessInstanceRow>;
    std::conditional_t<kExecution, state::ExecutionRow, Row> row;
    const bool found = context.session.repository().find(id, row) && is_one(row);
    if (found) {
      add(deployment_of(context, row), id);
    } else if (unknown == UnknownIds::kKept) {
      add({}, id);
    }
  }
  return {};
}

template <class Row>
Status BatchElements::add_of_instances(Context& context,
                                       const std::vector<std::string>& instance_ids) {
  if (instance_ids.empty()) return {};
  const bool jobs = std::is_same_v<Row, state::JobRow>;
  store::Filter in{jobs ? "processInstanceIds" : "processInstanceIdIn", {}};
  for (const std::string& id : instance_ids) in.values.emplace_back(id);
  PROCOS_ASSIGN(const auto rows, find_rows<Row>(context, {std::move(in)}));
  for (const Row& row : rows) add(deployment_of(context, row), row.id);
  return {};
}

#define PROCOS_ELEMENTS(Row)                                                                  \
  template Status BatchElements::add_query<Row>(Context&, const std::optional<store::Query>&); \
  template Status BatchElements::add_ids<Row>(                                                \
      Context&, const std::optional<std::vector<std::string>>&, UnknownIds);
PROCOS_ELEMENTS(store::ProcessInstanceRow)
PROCOS_ELEMENTS(state::HiProcessInstanceRow)
PROCOS_ELEMENTS(state::HiDecisionInstanceRow)
PROCOS_ELEMENTS(state::JobRow)
PROCOS_ELEMENTS(state::ExternalTaskRow)
template Status BatchElements::add_of_instances<state::JobRow>(Context&,
                                                               const std::vector<std::string>&);
template Status BatchElements::add_of_instances<state::ExternalTaskRow>(
    Context&, const std::vector<std::string>&);

Result<BatchElements> elements_of(Context& context, const InstanceSelection& selection,
                                  UnknownIds unknown) {
  BatchElements elements;
  PROCOS_TRY(elements.add_ids<store::ProcessInstanceRow>(context, selection.ids, unknown));
  PROCOS_TRY(elements.add_query<store::ProcessInstanceRow>(context, selection.instances));
  PROCOS_TRY(
      elements.add_query<state::HiProcessInstanceRow>(context, selection.historic_instances));
  return elements;
}

Result<BatchElements> elements_of(Context&, const state::DefinitionRow& definition,
                                  const std::vector<std::string>& ids) {
  BatchElements elements;
  for (const std::string& id : ids) elements.add(definition.deployment_id, id);
  return elements;
}

Status check_not_empty(const BatchElements& elements, const std::string& what,
                       const std::string& words) {
  if (!elements.empty()) return {};
  return fail(ErrorKind::kBadUserRequest, (words.empty() ? "" : words + ": ") + what + " is empty");
}

}  // namespace procos::command
