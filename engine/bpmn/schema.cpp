#include "bpmn/schema.h"

#include <algorithm>
#include <map>
#include <unordered_map>

#include "bpmn/schema_table.h"
#include "bpmn/schema_values.h"

namespace procos::bpmn {
namespace {

struct Particle {
  std::string_view name;
  std::string_view type;  ///< of a local element; empty for a global one
  int min = 1, max = 1;
  int alternative = 0;  ///< of a choice; 0: none
};

struct AttributeRule {
  std::string_view type;
  bool required = false;
};

/// A type with everything it takes from its bases.
struct Type {
  std::string_view name;
  const Type* base = nullptr;
  bool mixed = false, foreign_attributes = false, abstract = false;
  bool any = false, any_other = false;
  std::vector<Particle> particles;
  std::unordered_map<std::string_view, int>
      position_of;  ///< element name, substitutes included -> particle
  std::map<std::string_view, AttributeRule> attributes;

  bool extends(const Type& other) const {
    for (const Type* at = this; at != nullptr; at = at->base) {
      if (at == &other) return true;
    }
    return false;
  }
};

template <class Handle>
void for_each_word(std::string_view words, Handle handle) {
  while (!words.empty()) {
    const std::size_t space = words.find(' ');
    if (space != 0) handle(words.substr(0, space));
    if (space == std::string_view::npos) return;
    words.remove_prefix(space + 1);
  }
}

Particle parse_particle(std::string_view word) {
  Particle particle;
  if (const std::size_t bar = word.find('|'); bar != std::string_view::npos) {
    particle.alternative = word[bar + 1] - '0';
    word = word.substr(0, bar);
  }
  constexpr int kMany = 1 << 30;
  constexpr struct {
    std::string_view suffix;
    int min, max;
  } kCounts[] = {
      {"?", 0, 1}, {"*", 0, kMany}, {"+", 1, kMany}, {"{1,2}", 1, 2}, {"{2,}", 2, kMany}};
  for (const auto& count : kCounts) {
    if (!word.ends_with(count.suffix)) continue;
    particle.min = count.min;
    particle.max = count.max;
    word.remove_suffix(count.suffix.size());
    break;
  }
  const std::size_t equals = word.find('=');
  particle.name = word.substr(0, equals);
  if (equals != std::string_view::npos) particle.type = word.substr(equals + 1);
  return particle;
}

/// The table, taken apart once.
class Schema {
 public:
  static const Schema& instance() {
    static const Schema schema;
    return schema;
  }

  const Type* type(std::string_view name) const {
    const auto found = types_.find(name);
    return found == types_.end() ? nullptr : &found->second;
  }
  const ElementRow* element(std::string_view name) const {
    const auto found = elements_.find(name);
    return found == elements_.end() ? nullptr : found->second;
  }

 private:
  Schema() {
    for (const TypeRow& row : type_rows()) rows_[row.name] = &row;
    for (const ElementRow& row : element_rows()) {
      elements_[row.name] = &row;
      if (!row.stands_for.empty()) substitutes_[row.stands_for].push_back(row.name);
    }
    for (const TypeRow& row : type_rows()) build(row);
  }

  const Type& build(const TypeRow& row) {
    if (const auto found = types_.find(row.name); found != types_.end()) return found->second;
    Type type;
    if (!row.base.empty()) {
      const Type& base = build(*rows_.at(row.base));
      type = base;
      type.base = &base;
    }
    type.name = row.name;
    type.mixed = type.mixed || row.flags.find('m') != std::string_view::npos;
    type.foreign_attributes =
        type.foreign_attributes || row.flags.find('f') != std::string_view::npos;
    type.abstract = row.flags.find('a') != std::string_view::npos;
    for_each_word(row.children, [&](std::string_view word) {
      if (word.starts_with("##"))
        return void((word.starts_with("##other") ? type.any_other : type.any) = true);
      type.particles.push_back(parse_particle(word));
      add_names(type, type.particles.back().name, static_cast<int>(type.particles.size()) - 1);
    });
    for_each_word(row.attributes, [&](std::string_view word) {
      const bool required = word.ends_with('!');
      if (required) word.remove_suffix(1);
      const std::size_t colon = word.find(':');
      const auto kind =
          colon == std::string_view::npos ? std::string_view() : word.substr(colon + 1);
      type.attributes[word.substr(0, colon)] = {kind, required};
    });
    return types_.emplace(row.name, std::move(type)).first->second;
  }

  void add_names(Type& type, std::string_view name, int position) {
    type.position_of.emplace(name, position);
    const auto found = substitutes_.find(name);
    if (found == substitutes_.end()) return;
    for (const auto substitute : found->second) add_names(type, substitute, position);
  }

  std::unordered_map<std::string_view, const TypeRow*> rows_;
  std::unordered_map<std::string_view, std::vector<std::string_view>> substitutes_;
  std::map<std::string_view, Type> types_;
  std::unordered_map<std::string_view, const ElementRow*> elements_;
};

/// The name under which the table knows an element; empty for elements of other namespaces.
std::string table_name(Namespace ns, std::string_view name) {
  switch (ns) {
    case Namespace::kBpmn: return std::string(name);
    case Namespace::kBpmnDi: return "bpmndi:" + std::string(name);
    case Namespace::kDi: return "di:" + std::string(name);
    case Namespace::kDc: return "dc:" + std::string(name);
    default: return {};
  }
}

Namespace namespace_of_uri(std::string_view uri) {
  if (uri == kBpmnUri) return Namespace::kBpmn;
  if (uri == "http://www.omg.org/spec/BPMN/20100524/DI") return Namespace::kBpmnDi;
  if (uri == "http://www.omg.org/spec/DD/20100524/DI") return Namespace::kDi;
  return uri == "http://www.omg.org/spec/DD/20100524/DC" ? Namespace::kDc : Namespace::kOther;
}

/// Allowed everywhere, whatever the type.
bool is_schema_instance_name(std::string_view name) {
  return name == "type" || name == "nil" || name == "schemaLocation" ||
         name == "noNamespaceSchemaLocation";
}

std::string quoted(std::string_view text) { return "'" + std::string(text) + "'"; }

class Checker {
 public:
  Checker(const Document& document, Problems& problems)
      : schema_(Schema::instance()), document_(document), problems_(problems) {}

  bool run() {
    const Element& root = document_.root();
    if (!root.is(Namespace::kBpmn, "definitions")) {
      problems_.error(document_.at(root), "Root element is " + quoted(root.name) +
                                              ", not 'definitions' of " + std::string(kBpmnUri));
      return false;
    }
    check(root, *schema_.type("tDefinitions"));
    for (const auto& [target, element] : references_) {
      if (!ids_.contains(target)) error(*element, "There is no element with id " + quoted(target));
    }
    return tolerated_;
  }

 private:
  void error(const Element& element, std::string message) {
    problems_.error(document_.at(element), std::move(message), id_around(element));
  }

  void check(const Element& element, const Type& declared) {
    const Type& type = actual_type(element, declared);
    if (type.abstract)
      error(element, quoted(element.name) + " cannot stand in a file: it is abstract");
    check_attributes(element, type);
    if (!type.mixed && !trimmed(element.text).empty()) {
      error(element, "Text is not allowed in " + quoted(element.name) + ": " +
                         quoted(trimmed(element.text).substr(0, 60)));
    }
    check_children(element, type);
  }

  const Type& actual_type(const Element& element, const Type& declared) {
    const Attribute* given = element.attribute(Namespace::kXsi, "type");
    if (given == nullptr) return declared;
    const auto value = trimmed(given->value);
    const std::size_t colon = value.find(':');
    const auto prefix =
        colon == std::string_view::npos ? std::string_view() : value.substr(0, colon);
    const auto uri = element.uri_of(prefix);
    const auto name = colon == std::string_view::npos ? value : value.substr(colon + 1);
    const Type* type = uri ? schema_.type(table_name(namespace_of_uri(*uri), name)) : nullptr;
    if (type != nullptr && type->extends(declared)) return *type;
    problems_.error(document_.at(*given),
                    "xsi:type " + quoted(value) + " is no type for " + quoted(element.name),
                    id_around(element));
    return declared;
  }

  void check_attributes(const Element& element, const Type& type) {
    for (const Attribute& attribute : element.attributes) {
      if (attribute.ns == Namespace::kXsi && is_schema_instance_name(attribute.name)) continue;
      const auto rule = type.attributes.find(attribute.name);
      if (attribute.ns == Namespace::kNone && rule != type.attributes.end()) {
        check_value(element, rule->second.type, attribute.value, document_.at(attribute),
                    attribute.name);
      } else if (attribute.ns == Namespace::kNone || attribute.ns == Namespace::kBpmn ||
                 !type.foreign_attributes) {
        problems_.error(
            document_.at(attribute),
            "Attribute " + quoted(attribute.name) + " is not allowed in " + quoted(element.name),
            id_around(element));
      }
    }
    for (const auto& [name, rule] : type.attributes) {
      if (rule.required && element.attribute(Namespace::kNone, name) == nullptr) {
        error(element, "Attribute " + quoted(name) + " is missing in " + quoted(element.name));
      }
    }
  }

  void check_value(const Element& element, std::string_view type, std::string_view value,
                   Position at, std::string_view what) {
    if (!is_value_of(type, value, element)) {
      problems_.error(at, quoted(value.substr(0, 60)) + " is not a valid value for " + quoted(what),
                      id_around(element));
      return;
    }
    if (type == "ID") register_id(element, trimmed(value), at);
    if (type == "IDREF") references_.emplace_back(trimmed(value), &element);
  }

  void register_id(const Element& element, std::string_view id, Position at) {
    auto& holders = ids_[id];
    const auto same = [&](const Element* other) { return !differ_as_flows(*other, element); };
    if (std::any_of(holders.begin(), holders.end(), same)) {
      problems_.error(at, "Id " + quoted(id) + " is used more than once", std::string(id));
    } else if (!holders.empty()) {
      // Tolerated: what each flow connects is plain, and nothing but a flow refers to a flow.
      tolerated_ = true;
      problems_.warning(at, "Id " + quoted(id) + " is used by several sequence flows; each is kept",
                        std::string(id));
    }
    if (holders.size() < 64) holders.push_back(&element);
  }

  static bool differ_as_flows(const Element& a, const Element& b) {
    if (!a.is(Namespace::kBpmn, "sequenceFlow") || !b.is(Namespace::kBpmn, "sequenceFlow"))
      return false;
    for (const std::string_view end : {"sourceRef", "targetRef"}) {
      const auto* left = a.attribute(Namespace::kNone, end);
      const auto* right = b.attribute(Namespace::kNone, end);
      if (left != nullptr && right != nullptr && left->value != right->value) return true;
    }
    return false;
  }

  void check_children(const Element& element, const Type& type) {
    std::vector<int> counts(type.particles.size());
    int last = -1, alternative = 0, wildcards = 0;
    const Element* previous = nullptr;
    bool order_reported = false;
    for (const Element* child : element.children) {
      const auto name = table_name(child->ns, child->name);
      const auto found = name.empty() ? type.position_of.end() : type.position_of.find(name);
      if (found == type.position_of.end()) {
        check_wildcard(element, *child, type, ++wildcards);
        continue;
      }
      const Particle& particle = type.particles[static_cast<std::size_t>(found->second)];
      if (++counts[static_cast<std::size_t>(found->second)] == particle.max + 1) {
        error(*child,
              "Element " + quoted(child->name) + " stands too often in " + quoted(element.name));
      }
      if (particle.alternative != 0) {
        if (alternative != 0 && alternative != particle.alternative) {
          error(*child, "Element " + quoted(child->name) + " excludes what stands before it in " +
                            quoted(element.name));
        }
        alternative = particle.alternative;
      }
      if (found->second < last && !order_reported) {
        order_reported = tolerated_ = true;
        problems_.warning(document_.at(*child),
                          "Element " + quoted(child->name) + " must stand before " +
                              quoted(previous->name) + " in " + quoted(element.name),
                          id_around(*child));
      }
      if (found->second >= last) {
        last = found->second;
        previous = child;
      }
      check_child(*child, particle, name);
    }
    check_missing(element, type, counts, alternative);
  }

  void check_child(const Element& child, const Particle& particle, std::string_view name) {
    auto type_name = particle.type;
    if (type_name.empty()) type_name = schema_.element(name)->type;
    if (const Type* type = schema_.type(type_name)) return check(child, *type);
    for (const Element* inner : child.children) {
      error(*inner, "Element " + quoted(inner->name) + " is not allowed in " + quoted(child.name));
    }
    check_value(child, type_name, child.text, document_.at(child), child.name);
  }

  void check_missing(const Element& element, const Type& type, const std::vector<int>& counts,
                     int alternative) {
    for (std::size_t i = 0; i < counts.size(); ++i) {
      const Particle& particle = type.particles[i];
      if (counts[i] >= particle.min || particle.alternative != alternative) continue;
      if (particle.alternative != 0 && alternative == 0) continue;
      error(element, "Element " + quoted(particle.name.substr(particle.name.find(':') + 1)) +
                         " is missing in " + quoted(element.name));
    }
  }

  void check_wildcard(const Element& parent, const Element& child, const Type& type, int count) {
    const bool other = child.ns != Namespace::kBpmn && child.ns != Namespace::kNone;
    if ((type.any_other && other) || (type.any && count == 1)) return check_lax(child);
    error(child, "Element " + quoted(child.name) + " is not allowed in " + quoted(parent.name));
  }

  /// Content of extension elements: only what the schema knows globally is checked.
  void check_lax(const Element& element) {
    const auto name = table_name(element.ns, element.name);
    if (const ElementRow* row = name.empty() ? nullptr : schema_.element(name)) {
      return check(element, *schema_.type(row->type));
    }
    for (const Element* child : element.children) check_lax(*child);
  }

  const Schema& schema_;
  const Document& document_;
  Problems& problems_;
  std::unordered_map<std::string_view, std::vector<const Element*>> ids_;
  std::vector<std::pair<std::string_view, const Element*>> references_;
  bool tolerated_ = false;
};

}  // namespace

std::string id_around(const Element& element) {
  for (const Element* at = &element; at != nullptr; at = at->parent) {
    if (const auto* id = at->attribute(Namespace::kNone, "id"))
      return std::string(trimmed(id->value));
    // Definitions have ids that nobody looks for.
    if (at->parent != nullptr && at->parent->parent == nullptr) break;
  }
  return {};
}

bool check_schema(const Document& document, Problems& problems) {
  return Checker(document, problems).run();
}

}  // namespace procos::bpmn
