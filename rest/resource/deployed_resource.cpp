#include "rest/resource/deployed_resource.h"

#include "rest/resource/query_endpoint.h"

namespace procos::rest {
namespace {

std::string_view image_type(std::string_view name) {
  struct Suffix {
    std::string_view suffix, type;
  };
  static constexpr Suffix kTypes[] = {{".png", "image/png"},   {".svg", "image/svg+xml"},
                                      {".jpg", "image/jpeg"},  {".jpeg", "image/jpeg"},
                                      {".gif", "image/gif"},   {".bmp", "image/bmp"}};
  for (const Suffix& row : kTypes) {
    if (name.size() >= row.suffix.size() &&
        iequals(name.substr(name.size() - row.suffix.size()), row.suffix)) {
      return row.type;
    }
  }
  return "application/octet-stream";
}

}  // namespace

RestResult<std::optional<state::ResourceRow>> find_resource(service::Engine& engine,
                                                            const std::string& deployment_id,
                                                            const std::string& name) {
  store::Query query;
  query.filters = {{"deploymentId", {deployment_id}}, {"name", {name}}};
  query.max = 1;
  PROCOS_ASSIGN(auto rows, read_rows<state::ResourceRow>(engine, std::move(query)));
  if (rows.empty()) return std::optional<state::ResourceRow>();
  return std::optional<state::ResourceRow>(std::move(rows.front()));
}

RestResult<std::optional<Response>> model_response(service::Engine& engine, const std::string& id,
                                                   const std::string& deployment_id,
                                                   const std::string& name,
                                                   std::string_view property) {
  PROCOS_ASSIGN(const auto resource, find_resource(engine, deployment_id, name));
  if (!resource) return std::optional<Response>();
  JsonWriter out;
  out.begin_object().text("id", id).key(property).string(resource->bytes).end_object();
  return std::optional<Response>(json_text(out));
}

RestResult<Response> diagram_response(service::Engine& engine, const std::string& deployment_id,
                                      const std::string& diagram_name) {
  if (diagram_name.empty()) return no_content();
  PROCOS_ASSIGN(auto resource, find_resource(engine, deployment_id, diagram_name));
  if (!resource) return no_content();
  return attachment(std::move(resource->bytes), diagram_name,
                    std::string(image_type(diagram_name)));
}

}  // namespace procos::rest
