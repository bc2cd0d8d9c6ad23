// Methods of SpinXmlElement, SpinXmlAttribute and the XPath query.
#include "expr/spin_xml.h"

#include <algorithm>
#include <cmath>
#include <cstring>

#include "expr/coerce.h"
#include "expr/java_text.h"
#include "expr/method.h"

namespace procos::expr {
namespace {

using enum JavaType;

constexpr int kMaxXmlDepth = 500;
using Document = std::shared_ptr<pugi::xml_document>;

struct QName {
  std::string_view prefix;
  std::string_view local;
};

QName split_name(std::string_view name) {
  const std::size_t colon = name.find(':');
  if (colon == std::string_view::npos) return {{}, name};
  return {name.substr(0, colon), name.substr(colon + 1)};
}

// The URI a prefix stands for at a node; empty stands for no namespace.
std::string namespace_at(pugi::xml_node node, std::string_view prefix) {
  if (prefix == "xml") return "http://www.w3.org/XML/1998/namespace";
  const std::string declaration = prefix.empty() ? "xmlns" : "xmlns:" + std::string(prefix);
  for (; node; node = node.parent()) {
    if (const pugi::xml_attribute attribute = node.attribute(declaration.c_str()))
      return attribute.value();
  }
  return {};
}

std::string namespace_of(pugi::xml_node node) {
  return namespace_at(node, split_name(node.name()).prefix);
}

std::string namespace_of(const XmlAttributeObject& attribute) {
  const QName name = split_name(attribute.name);
  return name.prefix.empty() ? std::string() : namespace_at(attribute.owner, name.prefix);
}

Datum text_or_null(std::string_view text) {
  return text.empty() ? Datum() : Datum::string(std::string(text));
}

bool is_text(pugi::xml_node node) {
  return node.type() == pugi::node_pcdata || node.type() == pugi::node_cdata;
}

void escape(std::string& out, std::string_view text, bool attribute) {
  for (char c : text) {
    switch (c) {
      case '&': out += "&amp;"; break;
      case '<': out += "&lt;"; break;
      case '>': out += "&gt;"; break;
      case '"': out += attribute ? "&quot;" : "\""; break;
      case '\n': out += attribute ? "&#10;" : "\n"; break;
      default: out += c;
    }
  }
}

bool is_blank_text(std::string_view text) {
  return text.find_first_not_of(" \t\r\n") == std::string_view::npos;
}

void write_node(std::string& out, pugi::xml_node node, int level);

void write_element(std::string& out, pugi::xml_node node, int level) {
  out.append("<").append(node.name());
  for (const pugi::xml_attribute attribute : node.attributes()) {
    out.append(" ").append(attribute.name()).append("=\"");
    escape(out, attribute.value(), true);
    out += '"';
  }
  std::vector<pugi::xml_node> children;
  for (const pugi::xml_node child : node.children()) {
    if (child.type() != pugi::node_pcdata || !is_blank_text(child.value()))
      children.push_back(child);
  }
  if (children.empty()) {
    out += "/>";
    return;
  }
  out += '>';
  const bool inlined = std::ranges::all_of(children, is_text);
  for (const pugi::xml_node child : children) {
    if (!inlined) out.append("\n").append(static_cast<std::size_t>(level + 1) * 2, ' ');
    write_node(out, child, level + 1);
  }
  if (!inlined) out.append("\n").append(static_cast<std::size_t>(level) * 2, ' ');
  out.append("</").append(node.name()).append(">");
}

void write_node(std::string& out, pugi::xml_node node, int level) {
  switch (node.type()) {
    case pugi::node_element: write_element(out, node, level); return;
    case pugi::node_pcdata: escape(out, node.value(), false); return;
    case pugi::node_cdata: out.append("<![CDATA[").append(node.value()).append("]]>"); return;
    case pugi::node_comment: out.append("<!--").append(node.value()).append("-->"); return;
    case pugi::node_pi:
      out.append("<?").append(node.name()).append(" ").append(node.value()).append("?>");
      return;
    default: return;
  }
}

int depth_of(pugi::xml_node root) {
  int deepest = 0;
  int level = 0;
  for (pugi::xml_node node = root; node;) {
    deepest = std::max(deepest, level);
    if (node.first_child()) {
      node = node.first_child();
      ++level;
      continue;
    }
    while (node && node != root && !node.next_sibling()) {
      node = node.parent();
      --level;
    }
    node = node == root ? pugi::xml_node() : node.next_sibling();
  }
  return deepest;
}

// ---- elements

pugi::xml_node xml_node_of(const Call& call) { return call.object<XmlElementObject>().node; }
const Document& document_of(const Call& call) { return call.object<XmlElementObject>().document; }

// attr(name) has no namespace; attrNs takes it first.
struct AttributeName {
  std::string space;
  std::string local;
};
AttributeName attribute_name(const Call& call, bool with_namespace) {
  if (!with_namespace) return {{}, call.text(0)};
  return {call.text(0), call.text(1)};
}

pugi::xml_attribute find_attribute(const Call& call, const AttributeName& wanted) {
  for (const pugi::xml_attribute attribute : xml_node_of(call).attributes()) {
    const XmlAttributeObject candidate(document_of(call), xml_node_of(call), attribute.name());
    if (split_name(attribute.name()).local == wanted.local &&
        namespace_of(candidate) == wanted.space)
      return attribute;
  }
  return {};
}

template <bool Ns>
Result<Datum> get_attribute(Call& call) {
  const AttributeName name = attribute_name(call, Ns);
  const pugi::xml_attribute found = find_attribute(call, name);
  if (!found)
    return expression_error("Unable to find attribute with namespace '" + name.space +
                            "' and name '" + name.local + "'");
  return attribute_datum(document_of(call), xml_node_of(call), found);
}

template <bool Ns>
Result<Datum> has_attribute(Call& call) {
  return Datum::boolean(static_cast<bool>(find_attribute(call, attribute_name(call, Ns))));
}

Result<Datum> set_attribute(Call& call) {
  pugi::xml_attribute attribute = find_attribute(call, attribute_name(call, false));
  if (!attribute) attribute = xml_node_of(call).append_attribute(call.text(0).c_str());
  attribute.set_value(call.text(1).c_str());
  call.changed = true;
  return call.self;
}

Result<Datum> remove_attribute(Call& call) {
  const pugi::xml_attribute attribute = find_attribute(call, attribute_name(call, false));
  if (attribute) xml_node_of(call).remove_attribute(attribute);
  call.changed = true;
  return call.self;
}

std::vector<pugi::xml_attribute> plain_attributes(const Call& call) {
  std::vector<pugi::xml_attribute> out;
  for (const pugi::xml_attribute attribute : xml_node_of(call).attributes())
    out.push_back(attribute);
  return out;
}

Result<Datum> attributes(Call& call) {
  std::vector<Datum> items;
  for (const pugi::xml_attribute attribute : plain_attributes(call)) {
    items.push_back(attribute_datum(document_of(call), xml_node_of(call), attribute));
  }
  return spin_list(std::move(items));
}

Result<Datum> attribute_names(Call& call) {
  std::vector<Datum> names;
  for (const pugi::xml_attribute attribute : plain_attributes(call)) {
    names.push_back(Datum::string(std::string(split_name(attribute.name()).local)));
  }
  return make_array_list(std::move(names));
}

std::vector<Datum> children_named(const Call& call, const std::string* space,
                                  std::string_view local) {
  std::vector<Datum> items;
  for (const pugi::xml_node child : xml_node_of(call).children()) {
    if (child.type() != pugi::node_element) continue;
    if (space != nullptr &&
        (split_name(child.name()).local != local || namespace_of(child) != *space))
      continue;
    items.push_back(element_datum(document_of(call), child));
  }
  return items;
}

Result<std::vector<Datum>> wanted_children(const Call& call) {
  const bool with_namespace = call.arguments.size() > 1;
  const std::string space = with_namespace ? call.text(0) : namespace_of(xml_node_of(call));
  const std::string& local = call.text(with_namespace ? 1 : 0);
  std::vector<Datum> items = children_named(call, &space, local);
  if (items.empty())
    return expression_error("Unable to find child element with namespace '" + space +
                            "' and name '" + local + "'");
  return items;
}

Result<Datum> child_elements(Call& call) {
  if (call.arguments.empty()) return spin_list(children_named(call, nullptr, {}));
  PROCOS_ASSIGN(std::vector<Datum> items, wanted_children(call));
  return spin_list(std::move(items));
}

Result<Datum> child_element(Call& call) {
  PROCOS_ASSIGN(std::vector<Datum> items, wanted_children(call));
  if (items.size() > 1) return expression_error("More than one child element was found");
  return items[0];
}

std::string text_content(pugi::xml_node root) {
  struct Walker final : pugi::xml_tree_walker {
    bool for_each(pugi::xml_node& node) override {
      if (is_text(node)) text += node.value();
      return true;
    }
    std::string text;
  } walker;
  root.traverse(walker);
  return walker.text;
}

using Path = std::vector<std::ptrdiff_t>;

Path path_to(pugi::xml_node node) {
  Path path;
  for (; node.parent(); node = node.parent()) {
    const auto siblings = node.parent().children();
    path.push_back(
        std::distance(siblings.begin(), std::find(siblings.begin(), siblings.end(), node)));
  }
  std::ranges::reverse(path);
  return path;
}

pugi::xml_node node_at(pugi::xml_node root, const Path& path) {
  for (std::ptrdiff_t index : path) root = *std::next(root.children().begin(), index);
  return root;
}

// pugixml frees nodes it removes. So an element is given its own copy of the document before nodes
// are taken out: whoever else holds nodes keeps them in the old one.
void fork(XmlElementObject& element) {
  const Path path = path_to(element.node);
  auto copy = std::make_shared<pugi::xml_document>();
  copy->reset(*element.document);
  element.node = node_at(*copy, path);
  element.document = std::move(copy);
}

Result<Datum> set_text_content(Call& call) {
  fork(call.object<XmlElementObject>());
  pugi::xml_node node = xml_node_of(call);
  while (node.first_child()) node.remove_child(node.first_child());
  node.append_child(pugi::node_pcdata).set_value(call.text(0).c_str());
  call.changed = true;
  return call.self;
}

Result<const XmlElementObject*> element_argument(const Call& call, std::size_t i) {
  const auto* element = call.arguments[i].as<XmlElementObject>();
  if (element == nullptr) return expression_error("Parameter 'childElement' is no XML element");
  return element;
}

Result<Datum> xml_append(Call& call) {
  PROCOS_ASSIGN(const XmlElementObject* child, element_argument(call, 0));
  pugi::xml_node(xml_node_of(call)).append_copy(child->node);
  if (depth_of(document_of(call)->document_element()) > kMaxXmlDepth)
    return expression_error("the XML is nested deeper than 500 levels");
  call.changed = true;
  return call.self;
}

Result<Datum> remove(Call& call) {
  PROCOS_ASSIGN(const XmlElementObject* child, element_argument(call, 0));
  if (child->node.parent() != xml_node_of(call))
    return expression_error("The element is not a child element");
  const Path path = path_to(child->node);
  fork(call.object<XmlElementObject>());
  xml_node_of(call).remove_child(node_at(*document_of(call), path));
  call.changed = true;
  return call.self;
}

Result<Datum> x_path(Call& call) {
  auto query = std::make_shared<XPathObject>();
  query->document = document_of(call);
  query->node = xml_node_of(call);
  query->expression = call.text(0);
  return Datum::object(std::move(query));
}

Result<Datum> xml_data_format(Call&) { return Datum::string("application/xml"); }

bool equal_or_both_empty(const Datum& wanted, std::string_view actual) {
  return coerce_to_text(wanted) == actual;
}

constexpr std::array kElementMethods{
    Method{"name",
           {},
           [](Call& c) -> Result<Datum> {
             return Datum::string(std::string(split_name(xml_node_of(c).name()).local));
           }},
    Method{"prefix",
           {},
           [](Call& c) -> Result<Datum> {
             return text_or_null(split_name(xml_node_of(c).name()).prefix);
           }},
    Method{"namespace",
           {},
           [](Call& c) -> Result<Datum> { return text_or_null(namespace_of(xml_node_of(c))); }},
    Method{"hasPrefix",
           {kString},
           [](Call& c) -> Result<Datum> {
             return Datum::boolean(
                 equal_or_both_empty(c.arguments[0], split_name(xml_node_of(c).name()).prefix));
           }},
    Method{"hasNamespace",
           {kString},
           [](Call& c) -> Result<Datum> {
             return Datum::boolean(
                 equal_or_both_empty(c.arguments[0], namespace_of(xml_node_of(c))));
           }},
    Method{"attr", {kString}, get_attribute<false>},
    Method{"attrNs", {kString, kString}, get_attribute<true>},
    Method{"hasAttr", {kString}, has_attribute<false>},
    Method{"hasAttrNs", {kString, kString}, has_attribute<true>},
    Method{"attr", {kString, kString}, set_attribute},
    Method{"removeAttr", {kString}, remove_attribute},
    Method{"attrs", {}, attributes},
    Method{"attrNames", {}, attribute_names},
    Method{"childElement", {kString}, child_element},
    Method{"childElement", {kString, kString}, child_element},
    Method{"childElements", {}, child_elements},
    Method{"childElements", {kString}, child_elements},
    Method{"childElements", {kString, kString}, child_elements},
    Method{"textContent",
           {},
           [](Call& c) -> Result<Datum> { return Datum::string(text_content(xml_node_of(c))); }},
    Method{"textContent", {kString}, set_text_content},
    Method{"append", {kXmlElement}, xml_append},
    Method{"remove", {kXmlElement}, remove},
    Method{"xPath", {kString}, x_path},
    Method{"getDataFormatName", {}, xml_data_format},
};

// ---- attributes

XmlAttributeObject& self_attribute(const Call& call) { return call.object<XmlAttributeObject>(); }

Result<Datum> set_value(Call& call) {
  self_attribute(call).attribute().set_value(call.text(0).c_str());
  call.changed = true;
  return call.self;
}

Result<Datum> remove_self(Call& call) {
  const XmlAttributeObject& self = self_attribute(call);
  pugi::xml_node(self.owner).remove_attribute(self.attribute());
  call.changed = true;
  return element_datum(self.document, self.owner);
}

constexpr std::array kAttributeMethods{
    Method{"name",
           {},
           [](Call& c) -> Result<Datum> {
             return Datum::string(std::string(split_name(self_attribute(c).name).local));
           }},
    Method{"prefix",
           {},
           [](Call& c) -> Result<Datum> {
             return text_or_null(split_name(self_attribute(c).name).prefix);
           }},
    Method{"namespace",
           {},
           [](Call& c) -> Result<Datum> { return text_or_null(namespace_of(self_attribute(c))); }},
    Method{"value",
           {},
           [](Call& c) -> Result<Datum> { return Datum::string(self_attribute(c).value()); }},
    Method{"value", {kString}, set_value},
    Method{"remove", {}, remove_self},
    Method{"getDataFormatName", {}, xml_data_format},
};

}  // namespace

Datum element_datum(const Document& document, pugi::xml_node node) {
  return Datum::object(std::make_shared<XmlElementObject>(document, node));
}

Datum attribute_datum(const Document& document, pugi::xml_node owner,
                      pugi::xml_attribute attribute) {
  return Datum::object(std::make_shared<XmlAttributeObject>(document, owner, attribute.name()));
}

Datum spin_list(std::vector<Datum> items) {
  return Datum::object(std::make_shared<ListObject>(
      kArrayList, "org.camunda.spin.impl.SpinListImpl", std::move(items)));
}

Result<Datum> parse_xml(std::string_view text) {
  auto document = std::make_shared<pugi::xml_document>();
  constexpr unsigned kOptions = pugi::parse_full & ~(pugi::parse_doctype | pugi::parse_declaration);
  const pugi::xml_parse_result parsed = document->load_buffer(text.data(), text.size(), kOptions);
  if (!parsed || !document->document_element()) {
    return expression_error("Unable to parse input into DOM document: " +
                            std::string(parsed.description()));
  }
  if (depth_of(document->document_element()) > kMaxXmlDepth)
    return expression_error("the XML is nested deeper than 500 levels");
  return element_datum(document, document->document_element());
}

std::string xml_text(const XmlElementObject& element) {
  std::string out = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>";
  write_node(out, element.node, 0);
  return out + "\n";
}

std::span<const Method> xml_methods(JavaType type) {
  switch (type) {
    case kXmlElement: return kElementMethods;
    case kXmlAttribute: return kAttributeMethods;
    default: return xpath_methods();
  }
}

}  // namespace procos::expr
