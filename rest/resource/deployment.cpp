#include "rest/resource/deployment.h"

#include <nlohmann/json.hpp>
#include <set>

#include "base/calendar.h"
#include "rest/multipart.h"
#include "rest/resource/query_endpoint.h"
#include "rest/resource/query_tables.h"

namespace procos::rest {
namespace {

using state::DeploymentRow;
using state::ResourceRow;

constexpr ErrorRule kRedeployErrors[] = {{ErrorKind::kNotFound, 404, kInvalidRequest},
                                         {ErrorKind::kNotValid, 400, kInvalidRequest}};

RestResult<std::vector<ResourceRow>> resources_of(service::Engine& engine, const std::string& id) {
  store::Query query;
  query.filters.push_back({"deploymentId", {id}});
  return read_rows<ResourceRow>(engine, std::move(query));
}

RestError no_deployment(const std::string& id, const char* verb) {
  return invalid_request(404, "Deployment with id '" + id + "' " + verb + " exist").error();
}

RestResult<DeploymentRow> deployment_or_404(Context& ctx, const char* verb) {
  const std::string& id = ctx.param("id");
  PROCOS_ASSIGN(auto row, read_row<DeploymentRow>(engine_of(ctx), "id", id));
  if (!row) return std::unexpected(no_deployment(id, verb));
  return std::move(*row);
}

RestResult<Response> deployment(Context& ctx) {
  PROCOS_ASSIGN(const auto row, deployment_or_404(ctx, "does not"));
  return dto_response(engine_of(ctx), row);
}

RestResult<Response> registered(Context& ctx) {
  PROCOS_ASSIGN(const auto rows, read_rows<DeploymentRow>(engine_of(ctx), {}));
  JsonWriter out;
  out.begin_array();
  for (const auto& row : rows) out.string(row.id);
  out.end_array();
  return json_text(out);
}

RestResult<std::vector<ResourceRow>> resources_or_404(Context& ctx) {
  const std::string& id = ctx.param("id");
  PROCOS_ASSIGN(auto rows, resources_of(engine_of(ctx), id));
  if (rows.empty()) {
    return invalid_request(404,
                           "Deployment resources for deployment id '" + id + "' do not exist.");
  }
  return rows;
}

RestResult<Response> resources(Context& ctx) {
  PROCOS_ASSIGN(const auto rows, resources_or_404(ctx));
  JsonWriter out;
  out.begin_array();
  for (const auto& row : rows) write_resource(out, row);
  out.end_array();
  return json_text(out);
}

RestResult<Response> resource(Context& ctx) {
  PROCOS_ASSIGN(const auto rows, resources_or_404(ctx));
  const std::string& id = ctx.param("resourceId");
  for (const auto& row : rows) {
    if (row.id != id) continue;
    JsonWriter out;
    write_resource(out, row);
    return json_text(out);
  }
  return invalid_request(404, "Deployment resource with resource id '" + id +
                                  "' for deployment id '" + ctx.param("id") +
                                  "' does not exist.");
}

std::string_view media_type(std::string_view name) {
  struct Extension {
    std::string_view extension, type;
  };
  static constexpr Extension kTypes[] = {
      {"bpmn", "application/xml"}, {"cmmn", "application/xml"}, {"dmn", "application/xml"},
      {"json", "application/json"}, {"xml", "application/xml"}, {"gif", "image/gif"},
      {"jpeg", "image/jpeg"},      {"jpe", "image/jpeg"},       {"jpg", "image/jpeg"},
      {"png", "image/png"},        {"svg", "image/svg+xml"},    {"tiff", "image/tiff"},
      {"tif", "image/tiff"},       {"groovy", "text/plain"},    {"java", "text/plain"},
      {"js", "text/plain"},        {"php", "text/plain"},       {"py", "text/plain"},
      {"rb", "text/plain"},        {"html", "text/html"},       {"txt", "text/plain"},
  };
  const std::string_view extension = name.substr(name.rfind('.') + 1);
  for (const Extension& row : kTypes) {
    if (row.extension == extension) return row.type;
  }
  return "application/octet-stream";
}

RestResult<Response> resource_data(Context& ctx) {
  const std::string& deployment_id = ctx.param("id");
  const std::string& id = ctx.param("resourceId");
  PROCOS_ASSIGN(auto rows, resources_of(engine_of(ctx), deployment_id));
  for (auto& row : rows) {
    if (row.id != id) continue;
    const std::size_t slash = row.name.find_last_of("/\\");
    const std::string file =
        slash == std::string::npos ? row.name : row.name.substr(slash + 1);
    return attachment(std::move(row.bytes), file, std::string(media_type(row.name)));
  }
  return std::unexpected(to_rest_error({ErrorKind::kNullValue,
                                        "no resource found with id '" + id + "' in deployment '" +
                                            deployment_id + "': resource is null",
                                        0,
                                        {}}));
}

// ---- create ----

/// The definitions of one kind by their ids, null when there are none.
template <class Row, class Write>
void write_deployed(JsonWriter& out, const char* property, const std::vector<Row>& rows,
                    Write write) {
  out.key(property);
  if (rows.empty()) {
    out.null();
    return;
  }
  out.begin_object();
  for (const Row& row : rows) {
    out.key_text(row.id);
    write(row);
  }
  out.end_object();
}

RestResult<Response> deployed_response(const command::Deployed& deployed,
                                       const std::string& base_url) {
  JsonWriter out;
  out.begin_object();
  write_links(out, base_url + "/deployment/" + deployed.deployment.id);
  write_deployment(out, deployed.deployment);
  write_deployed(out, "deployedProcessDefinitions", deployed.definitions,
                 [&](state::DefinitionRow row) {
                   row.suspended = false;  // as it was before it was suspended until its activation
                   out.begin_object();
                   write_definition(out, row);
                   out.end_object();
                 });
  out.none("deployedCaseDefinitions");
  write_deployed(out, "deployedDecisionDefinitions", deployed.decisions,
                 [&](const state::DecisionDefinitionRow& row) { write_decision(out, row); });
  write_deployed(out, "deployedDecisionRequirementsDefinitions", deployed.decision_requirements,
                 [&](const state::DecisionRequirementsDefinitionRow& row) {
                   write_decision_requirements(out, row);
                 });
  out.end_object();
  return json_text(out);
}

/// Parts with these names say how to deploy; all others are resources.
constexpr std::string_view kReserved[] = {"deployment-name",     "deployment-activation-time",
                                          "enable-duplicate-filtering", "deploy-changed-only",
                                          "deployment-source",   "tenant-id"};

bool is_reserved(std::string_view name) {
  return std::find(std::begin(kReserved), std::end(kReserved), name) != std::end(kReserved);
}

RestStatus read_resources(const MultipartForm& form, command::Deploy& request) {
  std::set<std::string_view> seen;
  for (const FormPart& part : form.parts) {
    if (is_reserved(part.name) || !seen.insert(part.name).second) continue;
    // Of parts with one name the last counts.
    const FormPart& last = *form.find(part.name);
    if (!last.file_name) {
      return invalid_request(400,
                             "No file name found in the deployment resource described by form "
                             "parameter '" + last.name + "'.");
    }
    request.resources.push_back({*last.file_name, last.content});
  }
  return {};
}

RestResult<command::Deploy> deploy_request(const MultipartForm& form) {
  command::Deploy request;
  PROCOS_TRY(read_resources(form, request));
  const auto text = [&](const char* name) { return form.text(name).value_or(""); };
  request.name = text("deployment-name");
  request.source = text("deployment-source");
  request.tenant_id = text("tenant-id");
  request.changed_only = iequals(text("deploy-changed-only"), "true");
  request.filter_duplicates =
      request.changed_only || iequals(text("enable-duplicate-filtering"), "true");
  if (const std::string time = text("deployment-activation-time"); !time.empty()) {
    const auto date = parse_date_time(time);
    if (!date) {
      return std::unexpected(RestError{
          400, "InvalidRequestException", "Invalid format: \"" + time + "\"", {}, {}});
    }
    request.activate_at = *date;
  }
  if (request.resources.empty()) {
    return invalid_request(400, "No deployment resources contained in the form upload.");
  }
  return request;
}

void deploy(const Context& ctx, command::Deploy request, ErrorRules errors) {
  run_command<command::Deployed>(
      ctx,
      [request = std::move(request)](command::Context& context) {
        return command::deploy(context, request);
      },
      [base_url = ctx.base_url()](const command::Deployed& deployed) {
        return deployed_response(deployed, base_url);
      },
      std::move(errors));
}

RestStatus deploy_parts(Context& ctx) {
  PROCOS_ASSIGN(const MultipartForm form,
                parse_multipart(ctx.request().content_type, ctx.request().body));
  PROCOS_ASSIGN(auto request, deploy_request(form));
  deploy(ctx, std::move(request), {});
  return {};
}

// ---- redeploy ----

/// Which resources of the old deployment the new one gets; all when nothing is named.
RestResult<std::vector<command::Resource>> chosen_resources(
    std::vector<ResourceRow> rows, const std::string& id,
    const std::vector<std::string>& ids, const std::vector<std::string>& names) {
  const auto missing = [&](const std::string& what) -> std::unexpected<RestError> {
    return std::unexpected(
        RestError{404, std::string(kInvalidRequest),
                  "Cannot redeploy deployment '" + id + "': The deployment with id '" + id +
                      "' does not contain the following resource: " + what,
                  0, {}});
  };
  std::set<std::string> wanted(ids.begin(), ids.end());
  for (const std::string& one : ids) {
    const bool known = std::any_of(rows.begin(), rows.end(),
                                   [&](const ResourceRow& row) { return row.id == one; });
    if (!known) return missing(one);
  }
  for (const std::string& name : names) {
    const auto row = std::find_if(rows.begin(), rows.end(),
                                  [&](const ResourceRow& r) { return r.name == name; });
    if (row == rows.end()) return missing(name);
    wanted.insert(row->id);
  }
  std::vector<command::Resource> chosen;
  for (ResourceRow& row : rows) {
    if (wanted.empty() || wanted.contains(row.id)) {
      chosen.push_back({std::move(row.name), std::move(row.bytes)});
    }
  }
  return chosen;
}

RestStatus redeploy_with(Context& ctx, const JsonObject& body) {
  PROCOS_ASSIGN(auto source, body.string("source"));
  PROCOS_ASSIGN(const auto ids, body.strings("resourceIds"));
  PROCOS_ASSIGN(const auto names, body.strings("resourceNames"));
  PROCOS_ASSIGN(const auto old, deployment_or_404(ctx, "does not"));
  PROCOS_ASSIGN(auto rows, resources_of(engine_of(ctx), old.id));
  command::Deploy request;
  request.name = old.name;
  request.tenant_id = old.tenant_id;
  request.source = std::move(source).value_or("");
  const std::vector<std::string> none;
  PROCOS_ASSIGN(request.resources, chosen_resources(std::move(rows), old.id, ids.value_or(none),
                                                    names.value_or(none)));
  deploy(ctx, std::move(request),
         {kRedeployErrors, nullptr, "Cannot redeploy deployment '" + old.id + "': "});
  return {};
}

RestStatus remove_deployment(Context& ctx) {
  PROCOS_ASSIGN(const auto row, deployment_or_404(ctx, "do not"));
  // Only exactly "true" counts here.
  const auto enabled = [&](const char* name) { return ctx.query().string(name) == "true"; };
  command::DeleteDeployment request{row.id, enabled("cascade"), enabled("skipCustomListeners"),
                                    enabled("skipIoMappings")};
  run_command(ctx, [request = std::move(request)](command::Context& context) {
    return command::delete_deployment(context, request);
  });
  return {};
}

}  // namespace

void get_deployments(Context& ctx) { get_list<DeploymentRow>(ctx, kDeploymentQuery); }
void get_deployments_count(Context& ctx) { get_count<DeploymentRow>(ctx, kDeploymentQuery); }
void get_deployment(Context& ctx) { ctx.reply(deployment(ctx)); }
void get_registered_deployments(Context& ctx) { ctx.reply(registered(ctx)); }
void get_deployment_resources(Context& ctx) { ctx.reply(resources(ctx)); }
void get_deployment_resource(Context& ctx) { ctx.reply(resource(ctx)); }
void get_deployment_resource_data(Context& ctx) { ctx.reply(resource_data(ctx)); }

void create_deployment(Context& ctx) {
  if (auto status = deploy_parts(ctx); !status) ctx.reply(status.error());
}

void redeploy(Context& ctx) { with_body(ctx, redeploy_with); }

void delete_deployment(Context& ctx) {
  if (auto status = remove_deployment(ctx); !status) ctx.reply(status.error());
}

}  // namespace procos::rest
