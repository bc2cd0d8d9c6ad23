#include "rest/resource/hal_task.h"

#include <algorithm>
#include <map>
#include <set>

#include "rest/dto/value_writer.h"
#include "rest/resource/query_endpoint.h"
#include "rest/resource/task_identity_links.h"

namespace procos::rest {
namespace {

using state::TaskRow;
using state::VariableRow;

/// Relation -> address.
class HalLinks {
 public:
  HalLinks& add(const char* relation, const char* path, const std::string& id,
                const char* rest = "") {
    if (!id.empty()) links_[relation] = path + percent_encode_segment(id) + rest;
    return *this;
  }
  void write(JsonWriter& out) const {
    out.key("_links").begin_object();
    for (const auto& [relation, href] : links_) {
      out.key_text(relation).begin_object().text("href", href).end_object();
    }
    out.end_object();
  }

 private:
  std::map<std::string, std::string> links_;
};

/// Relation -> JSON array of resources.
using HalEmbedded = std::map<std::string, std::string>;

void begin_resource(JsonWriter& out, const HalLinks& links, const HalEmbedded& embedded = {}) {
  out.begin_object();
  links.write(out);
  out.key("_embedded");
  if (embedded.empty()) {
    out.null();
    return;
  }
  out.begin_object();
  for (const auto& [relation, resources] : embedded) out.key_text(relation).raw(resources);
  out.end_object();
}

/// Embeds the rows, unless there are none, each written by `write`.
template <class Row, class Write>
void embed(HalEmbedded& embedded, const char* relation, const std::vector<Row>& rows,
           Write write) {
  if (rows.empty()) return;
  JsonWriter out;
  out.begin_array();
  for (const Row& row : rows) write(out, row);
  out.end_array();
  embedded[relation] = out.take();
}

template <class Row>
RestResult<std::vector<Row>> hal_rows_of(service::Engine& engine, const char* filter,
                                     const std::set<std::string>& ids) {
  store::Filter in{filter, {}};
  for (const std::string& id : ids) {
    if (!id.empty()) in.values.emplace_back(id);
  }
  if (in.values.empty()) return std::vector<Row>();
  store::Query query;
  query.filters.push_back(std::move(in));
  PROCOS_ASSIGN(auto rows, read_rows<Row>(engine, std::move(query)));
  std::ranges::sort(rows, {}, &Row::id);
  return rows;
}

// ---- resources ----

void write_hal_definition(JsonWriter& out, const state::DefinitionRow& row) {
  const std::string resource = "/resources/" + percent_encode_segment(row.resource_name);
  begin_resource(out, HalLinks()
                          .add("self", "/process-definition/", row.id)
                          .add("deployment", "/deployment/", row.deployment_id)
                          .add("resource", "/deployment/", row.deployment_id, resource.c_str()));
  out.text("id", row.id).text("key", row.key).text("category", row.category);
  out.text("description", row.description).text("name", row.name);
  out.text("versionTag", row.version_tag).number("version", row.version);
  out.text("resource", row.resource_name).text("deploymentId", row.deployment_id);
  out.text("diagram", row.diagram_name).flag("suspended", row.suspended).none("contextPath");
  out.end_object();
}

void write_hal_link(JsonWriter& out, const state::IdentityLinkRow& row) {
  begin_resource(out, HalLinks()
                          .add("user", "/user/", row.user_id)
                          .add("group", "/group/", row.group_id)
                          .add("task", "/task/", row.task_id));
  out.text("type", row.type).text("userId", row.user_id).text("groupId", row.group_id);
  out.text("taskId", row.task_id);
  out.end_object();
}

void write_hal_user(JsonWriter& out, const state::UserRow& row) {
  begin_resource(out, HalLinks().add("self", "/user/", row.id));
  out.text("id", row.id).text("firstName", row.first_name).text("lastName", row.last_name);
  out.text("email", row.email);
  out.end_object();
}

void write_hal_group(JsonWriter& out, const state::GroupRow& row) {
  begin_resource(out, HalLinks().add("self", "/group/", row.id));
  out.text("id", row.id).text("name", row.name).text("type", row.type);
  out.end_object();
}

void write_hal_task(JsonWriter& out, const TaskRow& row, const HalEmbedded& embedded,
                    DtoContext& dto) {
  const HalLinks links = HalLinks()
                             .add("self", "/task/", row.id)
                             .add("assignee", "/user/", row.assignee)
                             .add("owner", "/user/", row.owner)
                             .add("execution", "/execution/", row.execution_id)
                             .add("parentTask", "/task/", row.parent_task_id)
                             .add("processDefinition", "/process-definition/",
                                  row.process_definition_id)
                             .add("processInstance", "/process-instance/",
                                  row.process_instance_id)
                             .add("caseInstance", "/case-instance/", row.case_instance_id)
                             .add("identityLink", "/task/", row.id, "/identity-links");
  begin_resource(out, links, embedded);
  write_task(out, row, dto, TaskShape::kHal);
  out.end_object();
}

// ---- variables ----

/// The variables of these names in all scopes that the tasks see.
RestResult<std::vector<VariableRow>> variables_of_tasks(service::Engine& engine,
                                                        const std::vector<TaskRow>& tasks,
                                                        const HalVariableNames& names) {
  std::set<std::string> scopes;
  for (const TaskRow& task : tasks) {
    scopes.insert({task.id, task.execution_id, task.process_instance_id});
  }
  scopes.erase("");
  store::Query query;
  store::Filter by_name{"variableNameIn", {}}, by_scope{"variableScopeIdIn", {}};
  for (const std::string& name : names) by_name.values.emplace_back(name);
  for (const std::string& scope : scopes) by_scope.values.emplace_back(scope);
  query.filters = {std::move(by_name), std::move(by_scope)};
  return read_rows<VariableRow>(engine, std::move(query));
}

Status write_hal_variable(JsonWriter& out, const VariableRow& row) {
  const std::string name = percent_encode_segment(row.name);
  HalLinks links;
  if (!row.task_id.empty()) {
    links.add("self", "/task/", row.task_id, ("/localVariables/" + name).c_str());
  } else if (row.scope_id == row.process_instance_id) {
    links.add("self", "/process-instance/", row.scope_id, ("/variables/" + name).c_str());
  } else {
    links.add("self", "/execution/", row.scope_id, ("/localVariables/" + name).c_str());
  }
  begin_resource(out, links);
  out.text("name", row.name);
  PROCOS_TRY(write_value(out, row.name, row.value, {ShowObjects::kAsText, false}));
  out.end_object();
  return {};
}

/// Those that the task sees: of equal names the one of the nearest scope.
RestResult<std::string> visible_to(const TaskRow& task, const std::vector<VariableRow>& variables) {
  JsonWriter out;
  out.begin_array();
  std::set<std::string> known;
  for (const std::string& scope : {task.id, task.execution_id, task.process_instance_id}) {
    for (const VariableRow& variable : variables) {
      if (scope.empty() || variable.scope_id != scope) continue;
      if (!known.insert(variable.name).second) continue;
      PROCOS_TRY(lift(write_hal_variable(out, variable)));
    }
  }
  out.end_array();
  return out.take();
}

Response hal_response(JsonWriter& out) {
  Response response = json_text(out);
  response.content_type = "application/hal+json";
  return response;
}

RestStatus embed_definitions(service::Engine& engine, const std::set<std::string>& ids,
                             HalEmbedded& embedded) {
  PROCOS_ASSIGN(const auto rows,
                hal_rows_of<state::DefinitionRow>(engine, "processDefinitionIdIn", ids));
  embed(embedded, "processDefinition", rows, write_hal_definition);
  return {};
}

RestStatus embed_users(service::Engine& engine, const char* relation,
                       const std::set<std::string>& ids, HalEmbedded& embedded) {
  PROCOS_ASSIGN(const auto rows, hal_rows_of<state::UserRow>(engine, "idIn", ids));
  embed(embedded, relation, rows, write_hal_user);
  return {};
}

template <class Row>
std::set<std::string> ids_of(const std::vector<Row>& rows, std::string Row::*member) {
  std::set<std::string> ids;
  for (const Row& row : rows) ids.insert(row.*member);
  return ids;
}

}  // namespace

RestResult<Response> hal_task(service::Engine& engine, const TaskRow& task,
                              const HalVariableNames& variables) {
  HalEmbedded embedded;
  PROCOS_TRY(
      embed_definitions(engine, {task.process_definition_id}, embedded));
  Result<std::vector<state::IdentityLinkRow>> links;
  engine.read([&](store::Connection& connection) { links = links_of_task(connection, task.id); });
  PROCOS_ASSIGN(const auto link_rows, lift(std::move(links)));
  embed(embedded, "identityLink", link_rows, write_hal_link);
  using Link = state::IdentityLinkRow;
  PROCOS_TRY(embed_users(engine, "user", ids_of(link_rows, &Link::user_id), embedded));
  PROCOS_ASSIGN(const auto groups, hal_rows_of<state::GroupRow>(
                                       engine, "idIn", ids_of(link_rows, &Link::group_id)));
  embed(embedded, "group", groups, write_hal_group);
  if (!variables.empty()) {
    PROCOS_ASSIGN(const auto rows, variables_of_tasks(engine, {task}, variables));
    PROCOS_ASSIGN(embedded["variable"], visible_to(task, rows));
  }
  DtoContext dto{engine};
  JsonWriter out;
  write_hal_task(out, task, embedded, dto);
  return hal_response(out);
}

RestResult<Response> hal_tasks(service::Engine& engine, const std::vector<TaskRow>& tasks,
                               std::int64_t count, const HalVariableNames& variables) {
  std::vector<VariableRow> variable_rows;
  if (!variables.empty()) {
    PROCOS_ASSIGN(variable_rows, variables_of_tasks(engine, tasks, variables));
  }
  DtoContext dto{engine};
  JsonWriter list;
  list.begin_array();
  for (const TaskRow& task : tasks) {
    HalEmbedded own;
    if (!variables.empty()) {
      PROCOS_ASSIGN(own["variable"], visible_to(task, variable_rows));
    }
    write_hal_task(list, task, own, dto);
  }
  list.end_array();
  HalEmbedded embedded{{"task", list.take()}};
  PROCOS_TRY(
      embed_definitions(engine, ids_of(tasks, &TaskRow::process_definition_id), embedded));
  PROCOS_TRY(embed_users(engine, "assignee", ids_of(tasks, &TaskRow::assignee), embedded));
  PROCOS_TRY(embed_users(engine, "owner", ids_of(tasks, &TaskRow::owner), embedded));
  JsonWriter out;
  begin_resource(out, HalLinks().add("self", "/", "task"), embedded);
  out.number("count", count);
  out.end_object();
  return hal_response(out);
}

Response hal_nothing() {
  return text_response(R"({"_links":{},"_embedded":{}})", "application/hal+json");
}

Response hal_nothing(std::int64_t count) {
  return text_response(R"({"_links":{},"_embedded":{},"count":)" + std::to_string(count) + '}',
                       "application/hal+json");
}

}  // namespace procos::rest
