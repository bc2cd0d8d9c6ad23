#include "expr/json_tree.h"

#include <limits>
#include <nlohmann/json.hpp>
#include <unordered_map>

#include "expr/big_number.h"
#include "expr/coerce.h"
#include "expr/java_text.h"

namespace procos::expr {
namespace {

constexpr std::size_t kMaxJsonDepth = 1000;  // Jackson's default limit
constexpr std::size_t kIndexFrom = 16;

Datum integer_datum(std::int64_t value) {
  const bool small = value >= std::numeric_limits<std::int32_t>::min() &&
                     value <= std::numeric_limits<std::int32_t>::max();
  return small ? Datum::integer(value) : Datum::long_integer(value);
}

class TreeBuilder final : public nlohmann::json_sax<nlohmann::json> {
 public:
  bool null() override { return add(json_scalar({})); }
  bool boolean(bool value) override { return add(json_scalar(Datum::boolean(value))); }
  bool number_integer(std::int64_t value) override {
    return add(json_scalar(integer_datum(value)));
  }
  bool number_unsigned(std::uint64_t value) override {
    if (value <= std::uint64_t{std::numeric_limits<std::int64_t>::max()}) {
      return add(json_scalar(integer_datum(static_cast<std::int64_t>(value))));
    }
    return add(json_scalar(make_big(*BigNumber::parse_integer(std::to_string(value)))));
  }
  bool number_float(double value, const std::string& raw) override {
    // An integer too long for 64 bits arrives here as well.
    if (raw.find_first_of(".eE") == std::string::npos) {
      const auto big = BigNumber::parse_integer(raw);
      return big ? add(json_scalar(make_big(*big))) : refuse("a number is too long");
    }
    return add(json_scalar(Datum::real(value)));
  }
  bool string(std::string& value) override {
    return add(json_scalar(Datum::string(std::move(value))));
  }
  bool binary(nlohmann::json::binary_t&) override { return refuse("binary values are not JSON"); }
  bool start_object(std::size_t) override { return open(JsonNode::Kind::kObject); }
  bool start_array(std::size_t) override { return open(JsonNode::Kind::kArray); }
  bool end_object() override { return close(); }
  bool end_array() override { return close(); }
  bool key(std::string& name) override {
    open_.back().key = std::move(name);
    return true;
  }
  bool parse_error(std::size_t, const std::string&,
                   const nlohmann::json::exception& problem) override {
    return refuse(problem.what());
  }

  JsonRef root;
  std::string error;

 private:
  struct Level {
    JsonRef node;
    std::string key;
    std::unordered_map<std::string, std::size_t> index;
  };

  bool refuse(std::string why) {
    if (error.empty()) error = std::move(why);
    return false;
  }
  bool add(JsonRef node) {
    if (open_.empty()) {
      root = std::move(node);
      return true;
    }
    Level& level = open_.back();
    std::vector<JsonMember>& members = level.node->members;
    if (level.node->kind == JsonNode::Kind::kArray) {
      members.push_back({{}, std::move(node)});
      return true;
    }
    // Of members with one name the last counts, in the place of the first.
    if (members.size() < kIndexFrom) {
      level.node->set(level.key, std::move(node));
      return true;
    }
    if (level.index.empty()) {
      for (std::size_t i = 0; i < members.size(); ++i) level.index[members[i].name] = i;
    }
    const auto [place, fresh] = level.index.try_emplace(level.key, members.size());
    if (fresh) {
      members.push_back({level.key, std::move(node)});
    } else {
      members[place->second].node = std::move(node);
    }
    return true;
  }
  bool open(JsonNode::Kind kind) {
    if (open_.size() >= kMaxJsonDepth) return refuse("nested deeper than 1000 levels");
    open_.push_back({json_container(kind), {}, {}});
    return true;
  }
  bool close() {
    JsonRef node = std::move(open_.back().node);
    open_.pop_back();
    return add(std::move(node));
  }

  std::vector<Level> open_;
};

void append_text(std::string& out, const JsonNode& node) {
  switch (node.kind) {
    case JsonNode::Kind::kString: append_json_string(out, node.scalar.as_text()); return;
    case JsonNode::Kind::kArray:
    case JsonNode::Kind::kObject: {
      const bool object = node.kind == JsonNode::Kind::kObject;
      out += object ? '{' : '[';
      bool first = true;
      for (const JsonMember& member : node.members) {
        if (!first) out += ',';
        first = false;
        if (object) {
          append_json_string(out, member.name);
          out += ':';
        }
        append_text(out, *member.node);
      }
      out += object ? '}' : ']';
      return;
    }
    default: out += java_text(node.scalar);
  }
}

}  // namespace

JsonMember* JsonNode::find(std::string_view name) {
  for (JsonMember& member : members) {
    if (member.name == name) return &member;
  }
  return nullptr;
}

void JsonNode::set(std::string_view name, JsonRef node) {
  if (JsonMember* member = find(name)) {
    member->node = std::move(node);
  } else {
    members.push_back({std::string(name), std::move(node)});
  }
}

JsonRef json_scalar(Datum scalar) {
  auto node = std::make_shared<JsonNode>();
  node->kind = scalar.is_null()                         ? JsonNode::Kind::kNull
               : scalar.kind() == Datum::Kind::kBoolean ? JsonNode::Kind::kBoolean
               : scalar.is_string()                     ? JsonNode::Kind::kString
                                                        : JsonNode::Kind::kNumber;
  node->scalar = std::move(scalar);
  return node;
}

JsonRef json_container(JsonNode::Kind kind) {
  auto node = std::make_shared<JsonNode>();
  node->kind = kind;
  return node;
}

JsonRef json_copy(const JsonNode& node) {
  auto copy = std::make_shared<JsonNode>();
  copy->kind = node.kind;
  copy->scalar = node.scalar;
  copy->members.reserve(node.members.size());
  for (const JsonMember& member : node.members)
    copy->members.push_back({member.name, json_copy(*member.node)});
  return copy;
}

bool json_equal(const JsonNode& a, const JsonNode& b) {
  if (a.kind != b.kind || a.members.size() != b.members.size() || !java_equals(a.scalar, b.scalar))
    return false;
  for (std::size_t i = 0; i < a.members.size(); ++i) {
    if (a.kind == JsonNode::Kind::kArray) {
      if (!json_equal(*a.members[i].node, *b.members[i].node)) return false;
      continue;
    }
    const auto same_name = [&](const JsonMember& member) {
      return member.name == a.members[i].name;
    };
    const auto other = std::find_if(b.members.begin(), b.members.end(), same_name);
    if (other == b.members.end() || !json_equal(*a.members[i].node, *other->node)) return false;
  }
  return true;
}

Result<JsonRef> parse_json(std::string_view text) {
  TreeBuilder builder;
  const bool parsed = nlohmann::json::sax_parse(text.begin(), text.end(), &builder,
                                                nlohmann::json::input_format_t::json, false);
  if (!parsed || builder.root == nullptr)
    return expression_error("Unable to parse input into json node: " + builder.error);
  return builder.root;
}

std::string json_text(const JsonNode& node) {
  std::string out;
  append_text(out, node);
  return out;
}

void append_json_string(std::string& out, std::string_view text) {
  constexpr std::string_view kHex = "0123456789ABCDEF";
  out += '"';
  for (char c : text) {
    switch (c) {
      case '"': out += "\\\""; break;
      case '\\': out += "\\\\"; break;
      case '\b': out += "\\b"; break;
      case '\f': out += "\\f"; break;
      case '\n': out += "\\n"; break;
      case '\r': out += "\\r"; break;
      case '\t': out += "\\t"; break;
      default:
        if (static_cast<unsigned char>(c) < 0x20) {
          out += "\\u00";
          out += kHex[static_cast<unsigned char>(c) >> 4];
          out += kHex[static_cast<unsigned char>(c) & 0xF];
        } else {
          out += c;
        }
    }
  }
  out += '"';
}

Datum java_of(const JsonNode& node) {
  if (node.kind == JsonNode::Kind::kArray) {
    std::vector<Datum> items;
    items.reserve(node.members.size());
    for (const JsonMember& member : node.members) items.push_back(java_of(*member.node));
    return make_array_list(std::move(items));
  }
  if (node.kind == JsonNode::Kind::kObject) {
    auto map = std::make_shared<MapObject>();
    map->entries.reserve(node.members.size());
    for (const JsonMember& member : node.members) {
      map->entries.emplace_back(Datum::string(member.name), java_of(*member.node));
    }
    return Datum::object(std::move(map));
  }
  return node.scalar;
}

}  // namespace procos::expr
