// Spin's JSON nodes: SpinJsonNode and the JSONPath query.
#pragma once

#include <memory>
#include <string>
#include <utility>

#include "expr/json_tree.h"

namespace procos::expr {

class JsonObject final : public Object {
 public:
  explicit JsonObject(JsonRef n) : node(std::move(n)) {}
  JavaType type() const override { return JavaType::kJsonNode; }
  JsonRef node;
};

struct JsonPath;

class JsonPathObject final : public Object {
 public:
  JsonPathObject(JsonRef n, std::shared_ptr<const JsonPath> p)
      : node(std::move(n)), path(std::move(p)) {}
  JavaType type() const override { return JavaType::kJsonPathQuery; }
  JsonRef node;
  std::shared_ptr<const JsonPath> path;
};

inline Datum make_json(JsonRef node) {
  return Datum::object(std::make_shared<JsonObject>(std::move(node)));
}

/// The tree Spin makes of a Java value (createJsonNode): Strings become text nodes, never parsed.
Result<JsonRef> json_of(const Datum& datum);
/// The tree Jackson's valueToTree makes, which also knows dates; for JSON(object).
Result<JsonRef> json_of_bean(const Datum& datum);

}  // namespace procos::expr
