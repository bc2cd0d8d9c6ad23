// The API's description as an OpenAPI 3.0 document, made from the tables that it runs on: routes,
// query parameters, and the objects that rows become.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "rest/router.h"

namespace procos::rest {

/// JSON text. Without services the properties of answers are not described.
std::string openapi_document(Services* services, std::string_view base_path,
                             std::span<const Route> routes);

}  // namespace procos::rest
