// Methods of SpinJsonNode and of the JSONPath query.
#include "expr/spin_json.h"

#include <algorithm>

#include "expr/big_number.h"
#include "expr/coerce.h"
#include "expr/java_text.h"
#include "expr/json_path.h"
#include "expr/method.h"

namespace procos::expr {
namespace {

using enum JavaType;
using NodeKind = JsonNode::Kind;

constexpr std::array<std::string_view, 6> kNodeTypes{"NULL",   "BOOLEAN", "NUMBER",
                                                     "STRING", "ARRAY",   "OBJECT"};

std::string_view node_type(const JsonNode& node) {
  return kNodeTypes[static_cast<std::size_t>(node.kind)];
}

const JsonRef& json_node_of(const Call& call) { return call.object<JsonObject>().node; }

std::unexpected<Error> expected(std::string_view what, const JsonNode& node) {
  return expression_error("Expected '" + std::string(what) + "', got '" +
                          std::string(node_type(node)) + "'");
}

std::unexpected<Error> not_found(std::string_view name) {
  return expression_error("Unable to find '" + std::string(name) + "'");
}

template <NodeKind Kind>
Result<Datum> is_kind(Call& call) {
  return Datum::boolean(json_node_of(call)->kind == Kind);
}

Result<Datum> scalar_value(const JsonRef& node, NodeKind kind, std::string_view what) {
  if (node->kind != kind) return expected(what, *node);
  return node->scalar;
}
Result<Datum> string_value(Call& call) {
  return scalar_value(json_node_of(call), NodeKind::kString, "String");
}
Result<Datum> number_value(Call& call) {
  return scalar_value(json_node_of(call), NodeKind::kNumber, "Number");
}
Result<Datum> bool_value(Call& call) {
  return scalar_value(json_node_of(call), NodeKind::kBoolean, "Boolean");
}

Result<Datum> value(Call& call) {
  if (json_node_of(call)->is_container())
    return expected("String/Number/Boolean/Null", *json_node_of(call));
  return json_node_of(call)->scalar;
}

Result<Datum> element_list(const JsonRef& node) {
  if (node->kind != NodeKind::kArray) return expected("SpinList", *node);
  std::vector<Datum> items;
  items.reserve(node->members.size());
  for (const JsonMember& member : node->members) items.push_back(make_json(member.node));
  return Datum::object(std::make_shared<ListObject>(
      kArrayList, "org.camunda.spin.impl.SpinListImpl", std::move(items)));
}

Result<Datum> field_names(Call& call) {
  if (!json_node_of(call)->is_container()) return expected("Array/Object", *json_node_of(call));
  std::vector<Datum> names;
  if (json_node_of(call)->kind == NodeKind::kObject) {
    for (const JsonMember& member : json_node_of(call)->members)
      names.push_back(Datum::string(member.name));
  }
  return make_array_list(std::move(names));
}

Result<Datum> has_prop(Call& call) {
  return Datum::boolean(json_node_of(call)->kind == NodeKind::kObject &&
                        json_node_of(call)->find(call.text(0)) != nullptr);
}

Result<Datum> get_prop(Call& call) {
  JsonMember* member = json_node_of(call)->kind == NodeKind::kObject
                           ? json_node_of(call)->find(call.text(0))
                           : nullptr;
  if (member == nullptr) return not_found(call.text(0));
  return make_json(member->node);
}

Status object_needed(const Call& call) {
  if (json_node_of(call)->kind == NodeKind::kObject) return {};
  return expression_error("java.lang.ClassCastException: the node is no JSON object");
}

Status array_needed(const Call& call) {
  if (json_node_of(call)->kind == NodeKind::kArray) return {};
  return expression_error("Unable to modify node of type '" +
                          std::string(node_type(*json_node_of(call))) + "', expected 'ARRAY'");
}

// Spin stores any number that is no Integer, Long or Float as a Float.
Datum narrowed_number(const Datum& number) {
  if (number.kind() == Datum::Kind::kInteger || number.kind() == Datum::Kind::kLong ||
      number.kind() == Datum::Kind::kFloat)
    return number;
  double real = 0;
  return number_as_double(number, real) ? Datum::single(static_cast<float>(real)) : number;
}

Result<Datum> set_prop(Call& call) {
  PROCOS_TRY(object_needed(call));
  PROCOS_ASSIGN(JsonRef node, json_of(narrowed_number(call.arguments[1])));
  json_node_of(call)->set(call.text(0), std::move(node));
  call.changed = true;
  return call.self;
}

Result<Datum> delete_named(Call& call, std::string_view name) {
  JsonMember* member = json_node_of(call)->find(name);
  if (json_node_of(call)->kind != NodeKind::kObject || member == nullptr) return not_found(name);
  json_node_of(call)->members.erase(json_node_of(call)->members.begin() +
                               (member - json_node_of(call)->members.data()));
  call.changed = true;
  return call.self;
}

Result<Datum> delete_props(Call& call) {
  const auto* names = call.arguments[0].as<ListObject>();
  if (names == nullptr) return expression_error("Parameter 'names' is null");
  for (const Datum& name : names->items) PROCOS_TRY(delete_named(call, coerce_to_text(name)));
  return call.self;
}

Result<JsonRef> wanted(const Call& call, std::size_t i) {
  if (call.arguments[i].is_null()) return expression_error("Parameter is null");
  return json_of(call.arguments[i]);
}

Result<std::int64_t> find_element(const Call& call, std::size_t i, bool last) {
  PROCOS_ASSIGN(const JsonRef searched, wanted(call, i));
  if (json_node_of(call)->kind != NodeKind::kArray) return expected("ARRAY", *json_node_of(call));
  const std::vector<JsonMember>& members = json_node_of(call)->members;
  std::int64_t found = -1;
  for (std::size_t at = 0; at < members.size() && (last || found < 0); ++at) {
    if (json_equal(*members[at].node, *searched)) found = static_cast<std::int64_t>(at);
  }
  return found;
}

Result<std::int64_t> json_place(const Call& call, std::size_t i, bool last) {
  PROCOS_ASSIGN(const std::int64_t found, find_element(call, i, last));
  if (found < 0) return not_found(coerce_to_text(call.arguments[i]));
  return found;
}

template <bool Last>
Result<Datum> json_index_of(Call& call) {
  PROCOS_ASSIGN(const std::int64_t place, json_place(call, 0, Last));
  return Datum::integer(place);
}

Result<Datum> json_contains(Call& call) {
  PROCOS_ASSIGN(const std::int64_t place, find_element(call, 0, false));
  return Datum::boolean(place >= 0);
}

// An index below zero counts from the end; up to the size inclusive it is in bounds.
Result<std::int64_t> corrected(const Call& call, std::int64_t index) {
  const auto size = static_cast<std::int64_t>(json_node_of(call)->members.size());
  const std::int64_t place = index < 0 ? size + index : index;
  if (place < 0 || index > size) {
    return expression_error("Index is out of bound! Index: '" + std::to_string(index) +
                            "', Size: '" + std::to_string(size) + "'");
  }
  return place;
}

Result<Datum> json_insert(Call& call, std::int64_t index, std::size_t argument) {
  PROCOS_TRY(array_needed(call));
  PROCOS_ASSIGN(const std::int64_t place, corrected(call, index));
  PROCOS_ASSIGN(JsonRef node, wanted(call, argument));
  auto& members = json_node_of(call)->members;
  members.insert(members.begin() + place, {{}, std::move(node)});
  call.changed = true;
  return call.self;
}

Result<Datum> json_append(Call& call) {
  return json_insert(call, static_cast<std::int64_t>(json_node_of(call)->members.size()), 0);
}
Result<Datum> insert_at(Call& call) { return json_insert(call, call.integer(0), 1); }

template <int Offset>
Result<Datum> insert_beside(Call& call) {
  PROCOS_ASSIGN(const std::int64_t place, json_place(call, 0, false));
  return json_insert(call, place + Offset, 1);
}

Result<Datum> remove_index(Call& call, std::int64_t index) {
  PROCOS_TRY(array_needed(call));
  PROCOS_ASSIGN(const std::int64_t place, corrected(call, index));
  auto& members = json_node_of(call)->members;
  if (place < static_cast<std::int64_t>(members.size())) members.erase(members.begin() + place);
  call.changed = true;
  return call.self;
}

template <bool Last>
Result<Datum> remove_element(Call& call) {
  PROCOS_ASSIGN(const std::int64_t place, json_place(call, 0, Last));
  return remove_index(call, place);
}

Result<Datum> node_type_of(Call& call) {
  return Datum::object(
      std::make_shared<NameObject>(kEnum, std::string(node_type(*json_node_of(call)))));
}

Result<Datum> json_path(Call& call) {
  PROCOS_ASSIGN(auto path, compile_json_path(call.text(0)));
  return Datum::object(std::make_shared<JsonPathObject>(json_node_of(call), std::move(path)));
}

Result<Datum> map_to(Call& call) {
  constexpr std::array kMapTypes{"java.util.Map", "java.util.HashMap", "java.util.LinkedHashMap",
                                 "java.lang.Object"};
  constexpr std::array kListTypes{"java.util.List", "java.util.ArrayList", "java.lang.Object"};
  const NodeKind kind = json_node_of(call)->kind;
  const bool map =
      kind == NodeKind::kObject && std::ranges::find(kMapTypes, call.text(0)) != kMapTypes.end();
  const bool list =
      kind == NodeKind::kArray && std::ranges::find(kListTypes, call.text(0)) != kListTypes.end();
  if (!map && !list)
    return expression_error("Cannot deserialize JSON to java type '" + call.text(0) +
                            "': only maps and lists are known");
  return java_of(*json_node_of(call));
}

Result<Datum> json_data_format(Call&) { return Datum::string("application/json"); }

constexpr std::array kJsonMethods{
    Method{"prop", {kString}, get_prop},
    Method{"prop", {kString, kString}, set_prop},
    Method{"prop", {kString, kNumber}, set_prop},
    Method{"prop", {kString, kIntP}, set_prop},
    Method{"prop", {kString, kFloatP}, set_prop},
    Method{"prop", {kString, kLongP}, set_prop},
    Method{"prop", {kString, kBooleanP}, set_prop},
    Method{"prop", {kString, kBoolean}, set_prop},
    Method{"prop", {kString, kList}, set_prop},
    Method{"prop", {kString, kMap}, set_prop},
    Method{"prop", {kString, kJsonNode}, set_prop},
    Method{"propList", {kString, kList}, set_prop},
    Method{"hasProp", {kString}, has_prop},
    Method{"deleteProp", {kString}, [](Call& c) { return delete_named(c, c.text(0)); }},
    Method{"deleteProp", {kList}, delete_props},
    Method{"elements", {}, [](Call& c) { return element_list(json_node_of(c)); }},
    Method{"fieldNames", {}, field_names},
    Method{"append", {kObject}, json_append},
    Method{"insertAt", {kIntP, kObject}, insert_at},
    Method{"insertBefore", {kObject, kObject}, insert_beside<0>},
    Method{"insertAfter", {kObject, kObject}, insert_beside<1>},
    Method{"remove", {kObject}, remove_element<false>},
    Method{"removeLast", {kObject}, remove_element<true>},
    Method{"removeAt", {kIntP}, [](Call& c) { return remove_index(c, c.integer(0)); }},
    Method{"indexOf", {kObject}, json_index_of<false>},
    Method{"lastIndexOf", {kObject}, json_index_of<true>},
    Method{"contains", {kObject}, json_contains},
    Method{"isObject", {}, is_kind<NodeKind::kObject>, Flags::kGetter},
    Method{"isArray", {}, is_kind<NodeKind::kArray>},
    Method{"isString", {}, is_kind<NodeKind::kString>},
    Method{"isNumber", {}, is_kind<NodeKind::kNumber>},
    Method{"isBoolean", {}, is_kind<NodeKind::kBoolean>},
    Method{"isNull", {}, is_kind<NodeKind::kNull>},
    Method{
        "isValue",
        {},
        [](Call& c) -> Result<Datum> { return Datum::boolean(!json_node_of(c)->is_container()); }},
    Method{"stringValue", {}, string_value},
    Method{"numberValue", {}, number_value},
    Method{"boolValue", {}, bool_value},
    Method{"value", {}, value},
    Method{"getNodeType", {}, node_type_of},
    Method{"getDataFormatName", {}, json_data_format},
    Method{"jsonPath", {kString}, json_path},
    Method{"mapTo", {kString}, map_to},
};

Result<JsonRef> path_result(const Call& call) {
  const auto& query = call.object<JsonPathObject>();
  return evaluate_json_path(*query.path, query.node);
}

Result<Datum> path_element(Call& call) {
  PROCOS_ASSIGN(JsonRef found, path_result(call));
  return make_json(json_copy(*found));
}

Result<Datum> path_element_list(Call& call) {
  PROCOS_ASSIGN(const JsonRef found, path_result(call));
  return element_list(json_copy(*found));
}

template <NodeKind Kind>
Result<Datum> path_value(Call& call) {
  PROCOS_ASSIGN(const JsonRef found, path_result(call));
  return scalar_value(found, Kind, kNodeTypes[static_cast<std::size_t>(Kind)]);
}

constexpr std::array kPathMethods{
    Method{"element", {}, path_element},
    Method{"elementList", {}, path_element_list},
    Method{"stringValue", {}, path_value<NodeKind::kString>},
    Method{"numberValue", {}, path_value<NodeKind::kNumber>},
    Method{"boolValue", {}, path_value<NodeKind::kBoolean>},
};

Result<JsonRef> tree_of(const Datum& datum, bool bean) {
  if (const auto* json = datum.as<JsonObject>()) return json_copy(*json->node);
  if (const auto* list = datum.as<ListObject>()) {
    if (!bean && !list->is_list())
      return expression_error("Unable to create node for object of type '" + list->class_name +
                              "'");
    JsonRef array = json_container(NodeKind::kArray);
    for (const Datum& item : list->items) {
      PROCOS_ASSIGN(JsonRef node, tree_of(item, bean));
      array->members.push_back({{}, std::move(node)});
    }
    return array;
  }
  if (const auto* map = datum.as<MapObject>()) {
    JsonRef object = json_container(NodeKind::kObject);
    for (const auto& [key, entry] : map->entries) {
      PROCOS_ASSIGN(JsonRef node, tree_of(entry, bean));
      object->members.push_back({coerce_to_text(key), std::move(node)});
    }
    return object;
  }
  if (datum.is_object() && datum.as<BigNumberObject>() == nullptr) {
    return expression_error("Unable to create node for object of type '" + class_name_of(datum) +
                            "'");
  }
  if (datum.kind() == Datum::Kind::kDate || datum.kind() == Datum::Kind::kCharacter) {
    if (!bean)
      return expression_error("Unable to create node for object of type '" + class_name_of(datum) +
                              "'");
    return json_scalar(datum.kind() == Datum::Kind::kDate ? Datum::long_integer(datum.as_int())
                                                          : Datum::string(java_text(datum)));
  }
  double real = 0;
  const bool widened = datum.kind() == Datum::Kind::kByte || datum.kind() == Datum::Kind::kShort ||
                       datum.is_object();
  if (!bean && widened && number_as_double(datum, real)) return json_scalar(Datum::real(real));
  return json_scalar(datum);
}

}  // namespace

Result<JsonRef> json_of(const Datum& datum) { return tree_of(datum, false); }
Result<JsonRef> json_of_bean(const Datum& datum) { return tree_of(datum, true); }

std::span<const Method> json_methods(JavaType type) {
  return type == kJsonNode ? std::span<const Method>(kJsonMethods)
                           : std::span<const Method>(kPathMethods);
}

}  // namespace procos::expr
