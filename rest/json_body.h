// Typed access to the properties of a request body, with Jackson's coercions.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "rest/error_map.h"
#include "rest/json.h"

namespace procos::rest {

/// A JSON object. Unknown properties are ignored and names are case-sensitive, as in Camunda. An
/// absent property and null are nothing. A property of the wrong kind is 400 in plain text.
/// Cheap to copy; sub-objects share the document.
class JsonObject {
 public:
  /// An object without properties.
  JsonObject();
  /// null is 500 NullPointerException, every other kind that is no object 400.
  static RestResult<JsonObject> from(Json document);

  bool has(std::string_view name) const;         ///< present, even if null
  const Json* get(std::string_view name) const;  ///< nullptr when absent or null

  /// Numbers and booleans become text.
  RestResult<std::optional<std::string>> string(std::string_view name) const;
  /// Fractions are cut off; text that is a number is read; "" is nothing.
  RestResult<std::optional<std::int32_t>> integer(std::string_view name) const;
  RestResult<std::optional<std::int64_t>> long_integer(std::string_view name) const;
  /// true, false, "true", "false", "True", "TRUE" ...; whole numbers are true unless 0.
  RestResult<std::optional<bool>> boolean(std::string_view name) const;
  RestResult<bool> boolean_or(std::string_view name, bool fallback) const;
  /// Camunda's date format, or milliseconds as a number.
  RestResult<std::optional<TimeMs>> date(std::string_view name) const;
  /// An array of strings; null items become empty text.
  RestResult<std::optional<std::vector<std::string>>> strings(std::string_view name) const;
  RestResult<std::optional<JsonObject>> object(std::string_view name) const;
  RestResult<std::optional<std::vector<JsonObject>>> objects(std::string_view name) const;

  const Json& json() const { return *node_; }

 private:
  JsonObject(std::shared_ptr<const Json> document, const Json* node)
      : document_(std::move(document)), node_(node) {}

  std::shared_ptr<const Json> document_;
  const Json* node_;
};

}  // namespace procos::rest
