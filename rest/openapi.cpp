#include "rest/openapi.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <optional>

#include "rest/resource/query_endpoint.h"
#include "rest/resource/query_tables.h"

namespace procos::rest {
namespace {

using Doc = nlohmann::ordered_json;

/// A list that can be asked for: below `path` also as .../count, with GET and with POST.
struct ListDoc {
  std::string_view path;
  const QueryTable* table;
  std::string_view schema;               ///< of one item
  void (*sample)(JsonWriter&, DtoContext&);  ///< an item without content
};

template <class Row>
void sample_of(JsonWriter& out, DtoContext& context) {
  write_dto(out, Row{}, context);
}

const ListDoc kListDocs[] = {
    {"/decision-definition", &kDecisionDefinitionQuery, "DecisionDefinition",
     sample_of<state::DecisionDefinitionRow>},
    {"/decision-requirements-definition", &kDecisionRequirementsDefinitionQuery,
     "DecisionRequirementsDefinition", sample_of<state::DecisionRequirementsDefinitionRow>},
    {"/deployment", &kDeploymentQuery, "Deployment", sample_of<state::DeploymentRow>},
    {"/event-subscription", &kEventSubscriptionQuery, "EventSubscription",
     sample_of<state::EventSubscriptionRow>},
    {"/execution", &kExecutionQuery, "Execution", sample_of<state::ExecutionRow>},
    {"/external-task", &kExternalTaskQuery, "ExternalTask", sample_of<state::ExternalTaskRow>},
    {"/history/activity-instance", &kHistoryActivityInstanceQuery, "HistoricActivityInstance",
     sample_of<state::HiActivityRow>},
    {"/history/decision-instance", &kHistoryDecisionInstanceQuery, "HistoricDecisionInstance",
     sample_of<state::HiDecisionInstanceRow>},
    {"/history/detail", &kHistoryDetailQuery, "HistoricDetail", sample_of<state::HiDetailRow>},
    {"/history/external-task-log", &kHistoryExternalTaskLogQuery, "HistoricExternalTaskLog",
     sample_of<state::HiExternalTaskLogRow>},
    {"/history/identity-link-log", &kHistoryIdentityLinkLogQuery, "HistoricIdentityLinkLog",
     sample_of<state::HiIdentityLinkRow>},
    {"/history/incident", &kHistoryIncidentQuery, "HistoricIncident",
     sample_of<state::HiIncidentRow>},
    {"/history/job-log", &kHistoryJobLogQuery, "HistoricJobLog", sample_of<state::HiJobLogRow>},
    {"/history/process-instance", &kHistoryProcessInstanceQuery, "HistoricProcessInstance",
     sample_of<state::HiProcessInstanceRow>},
    {"/history/task", &kHistoryTaskQuery, "HistoricTaskInstance", sample_of<state::HiTaskRow>},
    {"/history/variable-instance", &kHistoryVariableInstanceQuery, "HistoricVariableInstance",
     sample_of<state::HiVariableRow>},
    {"/incident", &kIncidentQuery, "Incident", sample_of<state::IncidentRow>},
    {"/job", &kJobQuery, "Job", sample_of<state::JobRow>},
    {"/job-definition", &kJobDefinitionQuery, "JobDefinition", sample_of<state::JobDefinitionRow>},
    {"/process-definition", &kProcessDefinitionQuery, "ProcessDefinition",
     sample_of<state::DefinitionRow>},
    {"/process-instance", &kProcessInstanceQuery, "ProcessInstance",
     sample_of<store::ProcessInstanceRow>},
    {"/task", &kTaskQuery, "Task", sample_of<state::TaskRow>},
    {"/variable-instance", &kVariableInstanceQuery, "VariableInstance",
     sample_of<state::VariableRow>},
};

constexpr std::string_view kCount = "/count";

struct ListForm {
  const ListDoc* list;
  bool count;
};

/// The list that a path without parameters asks for.
std::optional<ListForm> list_of(std::string_view path) {
  const bool count = path.ends_with(kCount);
  if (count) path.remove_suffix(kCount.size());
  for (const ListDoc& one : kListDocs) {
    if (one.path == path) return ListForm{&one, count};
  }
  return std::nullopt;
}

Doc reference(std::string_view schema) {
  return {{"$ref", "#/components/schemas/" + std::string(schema)}};
}

Doc json_content(Doc schema) {
  return {{"application/json", {{"schema", std::move(schema)}}}};
}

/// In a query string a list is one text, in a body an array.
Doc param_schema(const Param& param, bool in_body) {
  switch (param.type) {
    case ParamType::kFlag:
    case ParamType::kPresence:
    case ParamType::kIgnoreNameCase:
    case ParamType::kIgnoreValueCase:
    case ParamType::kBoolean:
    case ParamType::kUnused: return {{"type", "boolean"}};
    case ParamType::kInteger: return {{"type", "integer"}, {"format", "int32"}};
    case ParamType::kLong: return {{"type", "integer"}, {"format", "int64"}};
    case ParamType::kDate: return {{"type", "string"}, {"format", "date-time"}};
    case ParamType::kList:
    case ParamType::kArray:
      if (in_body) return {{"type", "array"}, {"items", {{"type", "string"}}}};
      return {{"type", "string"}, {"description", "Several values, separated by commas"}};
    case ParamType::kVariables:
      if (in_body) return {{"type", "array"}, {"items", reference("VariableFilter")}};
      return {{"type", "string"}, {"description", "name_operator_value, separated by commas"}};
    case ParamType::kConditions:
      if (in_body) return {{"type", "array"}, {"items", {{"type", "object"}}}};
      return {{"type", "string"}, {"description", "operator_date, separated by commas"}};
    case ParamType::kAnyValue:
      return in_body ? Doc::object() : Doc{{"type", "string"}};
    case ParamType::kOrQueries:
      return {{"type", "array"}, {"items", {{"type", "object"}}}};
    case ParamType::kString:
    case ParamType::kDelegationState:
    case ParamType::kExpression: return {{"type", "string"}};
  }
  return Doc::object();
}

Doc query_parameter(std::string_view name, Doc schema) {
  return {{"name", name}, {"in", "query"}, {"schema", std::move(schema)}};
}

Doc sort_keys(const QueryTable& table) {
  Doc keys = Doc::array();
  for (const std::string_view key : table.sorts) {
    if (std::find(keys.begin(), keys.end(), key) == keys.end()) keys.push_back(key);
  }
  return {{"type", "string"}, {"enum", std::move(keys)}};
}

Doc sort_orders() {
  return {{"type", "string"}, {"enum", {"asc", "desc"}}};
}

void add_page_parameters(Doc& parameters) {
  const Doc number{{"type", "integer"}, {"format", "int32"}};
  parameters.push_back(query_parameter("firstResult", number));
  parameters.push_back(query_parameter("maxResults", number));
}

void add_list_parameters(Doc& parameters, const ListForm& form, Method method) {
  if (method == Method::kGet) {
    for (const Param& param : form.list->table->params) {
      if (param.type == ParamType::kOrQueries || param.type == ParamType::kExpression) continue;
      parameters.push_back(query_parameter(param.name, param_schema(param, false)));
    }
    if (!form.count) {
      parameters.push_back(query_parameter("sortBy", sort_keys(*form.list->table)));
      parameters.push_back(query_parameter("sortOrder", sort_orders()));
    }
  }
  if (!form.count) add_page_parameters(parameters);
}

/// The body of a list's POST form.
Doc query_schema(const QueryTable& table) {
  Doc properties = Doc::object();
  for (const Param& param : table.params) {
    properties[std::string(param.name)] = param_schema(param, true);
  }
  properties["sorting"] = {
      {"type", "array"},
      {"items",
       {{"type", "object"},
        {"properties", {{"sortBy", sort_keys(table)}, {"sortOrder", sort_orders()}}}}}};
  return {{"type", "object"}, {"properties", std::move(properties)}};
}

void add_path_parameters(Doc& parameters, std::string_view path) {
  while (true) {
    const std::size_t open = path.find('{');
    if (open == std::string_view::npos) return;
    const std::size_t close = path.find('}', open);
    parameters.push_back({{"name", path.substr(open + 1, close - open - 1)},
                          {"in", "path"},
                          {"required", true},
                          {"schema", {{"type", "string"}}}});
    path.remove_prefix(close + 1);
  }
}

/// "/history/job-log/{id}" belongs to "history job log".
std::string tag_of(std::string_view path) {
  std::string tag(path.substr(1, path.find('/', 1) - 1));
  if (tag == "history" && path.size() > tag.size() + 2) {
    const std::string_view rest = path.substr(tag.size() + 2);
    tag += " " + std::string(rest.substr(0, rest.find('/')));
  }
  std::replace(tag.begin(), tag.end(), '-', ' ');
  return tag;
}

/// "getProcessDefinitionByKey": "Get process definition by key".
std::string summary_of(std::string_view operation) {
  std::string text;
  for (const char c : operation) {
    const bool upper = c >= 'A' && c <= 'Z';
    if (upper && !text.empty()) text += ' ';
    const char low = upper ? static_cast<char>(c + 32) : c;
    text += text.empty() && c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : low;
  }
  return text;
}

Doc success_content(const Route& route, const std::optional<ListForm>& form) {
  if (form && form->count) return json_content(reference("Count"));
  if (form) {
    return json_content({{"type", "array"}, {"items", reference(form->list->schema)}});
  }
  switch (route.gives) {
    case Gives::kAny: return {};
    case Gives::kJson: return json_content(Doc::object());
    case Gives::kJsonHal:
      return {{"application/json", {{"schema", Doc::object()}}},
              {"application/hal+json", {{"schema", Doc::object()}}}};
    case Gives::kJsonCsv:
      return {{"application/json", {{"schema", Doc::object()}}},
              {"text/csv", {{"schema", {{"type", "string"}}}}}};
    case Gives::kText: return {{"text/plain", {{"schema", {{"type", "string"}}}}}};
    case Gives::kXhtml: return {{"application/xhtml+xml", {{"schema", {{"type", "string"}}}}}};
    case Gives::kOctets:
      return {{"application/octet-stream",
               {{"schema", {{"type", "string"}, {"format", "binary"}}}}}};
  }
  return {};
}

Doc responses_of(const Route& route, const std::optional<ListForm>& form) {
  Doc responses = Doc::object();
  if (route.handler == nullptr) {
    responses["501"] = {{"description", "Not built yet"},
                        {"content", json_content(reference("Error"))}};
    return responses;
  }
  Doc done{{"description", "Done"}};
  if (Doc content = success_content(route, form); !content.empty()) {
    done["content"] = std::move(content);
  }
  responses["2XX"] = std::move(done);
  responses["default"] = {{"description", "Refused or failed"},
                          {"content", json_content(reference("Error"))}};
  return responses;
}

std::optional<Doc> body_of(const Route& route, const std::optional<ListForm>& form) {
  if (route.accepts == Accepts::kMultipart) {
    return Doc{{"content",
                {{"multipart/form-data",
                  {{"schema", {{"type", "object"}, {"additionalProperties", true}}}}}}}};
  }
  if (form && route.method == Method::kPost) {
    return Doc{{"content", json_content(query_schema(*form->list->table))}};
  }
  if (route.accepts != Accepts::kJsonBody) return std::nullopt;
  return Doc{{"content", json_content({{"type", "object"}})}};
}

Doc operation_of(const Route& route) {
  const bool queries = route.method == Method::kGet || route.method == Method::kPost;
  const auto form = queries ? list_of(route.path) : std::nullopt;
  Doc operation{{"operationId", route.operation},
                {"summary", summary_of(route.operation)},
                {"tags", Doc::array({tag_of(route.path)})}};
  if (route.handler == nullptr) operation["description"] = "Not built yet: answers 501.";
  Doc parameters = Doc::array();
  add_path_parameters(parameters, route.path);
  if (form) add_list_parameters(parameters, *form, route.method);
  if (!parameters.empty()) operation["parameters"] = std::move(parameters);
  if (auto body = body_of(route, form)) operation["requestBody"] = std::move(*body);
  operation["responses"] = responses_of(route, form);
  return operation;
}

std::string_view lower_name(Method method) {
  static constexpr std::string_view kNames[] = {"get", "post", "put", "delete", "options"};
  return kNames[static_cast<std::size_t>(method)];
}

/// What a value in an item without content tells of its property: null is text or a date.
Doc property_schema(const Doc& value) {
  if (value.is_boolean()) return {{"type", "boolean"}};
  if (value.is_number()) return {{"type", "integer"}, {"format", "int64"}};
  if (value.is_array()) return {{"type", "array"}, {"items", {{"type", "object"}}}};
  if (value.is_object()) return {{"type", "object"}};
  Doc schema{{"type", "string"}, {"nullable", true}};
  // Times are never empty: what is written is the first moment of 1970.
  if (value.is_string() && value.get<std::string>().starts_with("1970-")) {
    schema["format"] = "date-time";
  }
  return schema;
}

Doc item_schema(const ListDoc& list, Services* services) {
  Doc schema{{"type", "object"}};
  if (services == nullptr) return schema;
  DtoContext context{services->engine};
  JsonWriter out;
  list.sample(out, context);
  Doc properties = Doc::object();
  const Doc sample = Doc::parse(out.take());  // outlives items(), which only refers to it
  for (const auto& [name, value] : sample.items()) {
    properties[name] = property_schema(value);
  }
  schema["properties"] = std::move(properties);
  return schema;
}

Doc schemas(Services* services) {
  const Doc text{{"type", "string"}};
  Doc all = Doc::object();
  all["Error"] = {{"type", "object"},
                  {"properties",
                   {{"type", text},
                    {"message", {{"type", "string"}, {"nullable", true}}},
                    {"code", {{"type", "integer"}, {"nullable", true}}}}}};
  all["Count"] = {{"type", "object"},
                  {"properties", {{"count", {{"type", "integer"}, {"format", "int64"}}}}}};
  all["VariableFilter"] = {
      {"type", "object"},
      {"properties", {{"name", text}, {"operator", text}, {"value", Doc::object()}}}};
  for (const ListDoc& list : kListDocs) {
    all[std::string(list.schema)] = item_schema(list, services);
  }
  return all;
}

}  // namespace

std::string openapi_document(Services* services, std::string_view base_path,
                             std::span<const Route> routes) {
  Doc paths = Doc::object();
  for (const Route& route : routes) {
    paths[std::string(route.path)][std::string(lower_name(route.method))] = operation_of(route);
  }
  const Doc document{
      {"openapi", "3.0.3"},
      {"info",
       {{"title", "ProcOS REST API"},
        {"version", "7.24.0"},
        {"description",
         "The REST API of Camunda 7.24 as ProcOS serves it. Every path is also there below "
         "/engine/default. Dates are written as 2031-02-03T04:05:06.789+0000."}}},
      {"servers", Doc::array({Doc{{"url", base_path}}})},
      {"paths", std::move(paths)},
      {"components", {{"schemas", schemas(services)}}}};
  return document.dump();
}

}  // namespace procos::rest
