#include "rest/resource/instance_selection.h"

#include <algorithm>

#include "rest/resource/query_tables.h"

namespace procos::rest {
namespace {

template <class Row>
Status add_selected(std::vector<std::string>& ids, command::Context& context,
           const std::optional<store::Query>& query) {
  if (!query) return {};
  PROCOS_ASSIGN(const auto found, store::list_ids<Row>(context.store.writer(), *query));
  for (const std::string& id : found) {
    if (std::find(ids.begin(), ids.end(), id) == ids.end()) ids.push_back(id);
  }
  return {};
}

}  // namespace

Result<std::vector<std::string>> InstanceSelection::resolve(command::Context& context) const {
  std::vector<std::string> named;
  for (const std::string& id : ids.value_or(std::vector<std::string>())) {
    if (std::find(named.begin(), named.end(), id) == named.end()) named.push_back(id);
  }
  PROCOS_TRY(add_selected<store::ProcessInstanceRow>(named, context, instances));
  PROCOS_TRY(add_selected<state::HiProcessInstanceRow>(named, context, historic_instances));
  return named;
}

RestResult<InstanceSelection> instance_selection(const JsonObject& body) {
  InstanceSelection selection;
  PROCOS_ASSIGN(selection.ids, body.strings("processInstanceIds"));
  PROCOS_ASSIGN(const auto query, body.object("processInstanceQuery"));
  if (query) {
    PROCOS_ASSIGN(selection.instances, read_query(kProcessInstanceQuery, *query));
  }
  PROCOS_ASSIGN(const auto historic, body.object("historicProcessInstanceQuery"));
  if (historic) {
    PROCOS_ASSIGN(selection.historic_instances, read_query(kHistoryProcessInstanceQuery, *historic));
  }
  return selection;
}

}  // namespace procos::rest
