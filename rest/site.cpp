#include "rest/site.h"

#include <string>

#include "rest/openapi.h"

namespace procos::rest {
namespace {

constexpr std::string_view kDocs = "/docs";

constexpr std::string_view kPage = R"(<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<title>ProcOS REST API</title>
<link rel="stylesheet" href="docs/swagger-ui.css">
<link rel="icon" type="image/png" href="docs/favicon-32x32.png">
</head>
<body>
<div id="swagger-ui"></div>
<script src="docs/swagger-ui-bundle.js"></script>
<script src="docs/start.js"></script>
</body>
</html>
)";
constexpr std::string_view kStart =
    "window.ui = SwaggerUIBundle({url: new URL('../openapi.json', document.currentScript.src).href,"
    " dom_id: '#swagger-ui', docExpansion: 'none', filter: true, deepLinking: true});\n";

std::string_view site_media_type(std::string_view name) {
  if (name.ends_with(".js")) return "text/javascript; charset=utf-8";
  if (name.ends_with(".css")) return "text/css; charset=utf-8";
  if (name.ends_with(".png")) return "image/png";
  return "text/plain; charset=utf-8";
}

Response file_response(std::string_view content, std::string_view type) {
  Response response;
  response.body = content;
  response.content_type = type;
  return response;
}

std::optional<Response> docs_file(std::string_view name) {
  if (name == "start.js") return file_response(kStart, site_media_type(name));
  for (const SiteFile& file : swagger_ui_files()) {
    if (file.name != name) continue;
    Response response = file_response(file.content, site_media_type(name));
    response.headers.add("Cache-Control", "max-age=86400");
    return response;
  }
  return std::nullopt;
}

}  // namespace

std::optional<Response> site_page(const Request& request, Services* services,
                                  std::string_view base_path, std::span<const Route> routes) {
  if (request.method != "GET" && request.method != "HEAD") return std::nullopt;
  const std::string_view path = request.path;
  if (path == "/openapi.json") {
    return file_response(openapi_document(services, base_path, routes), "application/json");
  }
  if (path == kDocs) {
    if (!swagger_ui_files().empty()) return file_response(kPage, "text/html; charset=utf-8");
    return file_response("This build has no Swagger UI: run scripts/setup and build again. "
                         "The API is described at /openapi.json.\n",
                         "text/plain; charset=utf-8");
  }
  if (path == "/docs/") {
    Response moved;
    moved.status = 308;
    moved.headers.add("Location", std::string(kDocs));
    return moved;
  }
  if (path.starts_with("/docs/")) return docs_file(path.substr(kDocs.size() + 1));
  return std::nullopt;
}

}  // namespace procos::rest
