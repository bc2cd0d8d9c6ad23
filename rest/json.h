// JSON in and out, without the weight of the library in every file.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>
#include <string_view>

#include "rest/error_map.h"
#include "rest/http.h"

namespace procos::rest {

/// Keeps the order of properties, which Camunda's LinkedHashMaps make visible.
using Json = nlohmann::ordered_json;

/// Parses a whole text. Broken JSON is 400 InvalidRequestException; nesting deeper than 1000 is
/// refused as Camunda does, before it can hurt. Of equal names the last counts. Linear time.
RestResult<Json> parse_json(std::string_view text);

/// JSON text; what is no UTF-8 is replaced.
std::string to_text(const Json& json);

Response json_response(const Json& json, int status = 200);
Response no_content();
/// A file to save, with its name in both forms of Content-Disposition.
Response attachment(std::string content, std::string_view file_name, std::string content_type);
Response text_response(std::string text, std::string content_type = "text/plain");

}  // namespace procos::rest
