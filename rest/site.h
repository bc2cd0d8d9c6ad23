// What the server shows besides the API: /openapi.json, and Swagger UI at /docs.
#pragma once

#include <optional>
#include <span>
#include <string_view>

#include "rest/router.h"

namespace procos::rest {

/// One file of Swagger UI, embedded into the program when it was built
/// (cmake/EmbedSwaggerUi.cmake).
struct SiteFile {
  std::string_view name, content;
};
/// Empty when the build had no Swagger UI.
std::span<const SiteFile> swagger_ui_files();

/// Nothing when the path is none of the site's.
std::optional<Response> site_page(const Request& request, Services* services,
                                  std::string_view base_path, std::span<const Route> routes);

}  // namespace procos::rest
