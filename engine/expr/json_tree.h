// A JSON tree as Spin (Jackson) holds it: numbers keep their class, parts are shared and may be
// changed.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "expr/datum.h"

namespace procos::expr {

struct JsonNode;
using JsonRef = std::shared_ptr<JsonNode>;

struct JsonMember {
  std::string name;  ///< empty in arrays
  JsonRef node;
};

struct JsonNode {
  enum class Kind : std::uint8_t { kNull, kBoolean, kNumber, kString, kArray, kObject };

  Kind kind = Kind::kNull;
  Datum scalar;                     ///< for Boolean, Number and String
  std::vector<JsonMember> members;  ///< of an array or object, in order

  bool is_container() const { return kind >= Kind::kArray; }
  JsonMember* find(std::string_view name);
  void set(std::string_view name, JsonRef node);
};

JsonRef json_scalar(Datum scalar);
JsonRef json_container(JsonNode::Kind kind);
JsonRef json_copy(const JsonNode& node);
bool json_equal(const JsonNode& a, const JsonNode& b);

/// Jackson's readTree: what follows the first value is not looked at. Deeper than 1000 levels is an
/// error.
Result<JsonRef> parse_json(std::string_view text);
/// Compact text as Jackson writes it.
std::string json_text(const JsonNode& node);
void append_json_string(std::string& out, std::string_view text);

/// Java collections and values for a tree (as Jackson's untyped deserialization), and back.
Datum java_of(const JsonNode& node);

}  // namespace procos::expr
