#include "rest/resource/instance_selection.h"

#include "rest/resource/query_tables.h"

namespace procos::rest {

RestResult<std::optional<store::Query>> query_in(const JsonObject& body, std::string_view property,
                                                 const QueryTable& table) {
  PROCOS_ASSIGN(const auto object, body.object(property));
  if (!object) return std::optional<store::Query>();
  PROCOS_ASSIGN(auto query, read_query(table, *object));
  return std::optional<store::Query>(std::move(query));
}

RestResult<InstanceSelection> instance_selection(const JsonObject& body, std::string_view ids) {
  InstanceSelection selection;
  PROCOS_ASSIGN(selection.ids, body.strings(ids));
  PROCOS_ASSIGN(selection.instances, query_in(body, "processInstanceQuery", kProcessInstanceQuery));
  PROCOS_ASSIGN(selection.historic_instances,
                query_in(body, "historicProcessInstanceQuery", kHistoryProcessInstanceQuery));
  return selection;
}

}  // namespace procos::rest
