#include "bpmn/xml.h"

#include <algorithm>
#include <pugixml.hpp>
#include <unordered_map>
#include <unordered_set>

#include "bpmn/well_formed.h"

namespace procos::bpmn {
namespace {

constexpr std::pair<std::string_view, Namespace> kNamespaces[] = {
    {kBpmnUri, Namespace::kBpmn},
    {"http://camunda.org/schema/1.0/bpmn", Namespace::kCamunda},
    {"http://operaton.org/schema/1.0/bpmn", Namespace::kCamunda},
    {"http://activiti.org/bpmn", Namespace::kActiviti},
    {"http://www.camunda.com/fox", Namespace::kFox},
    {"http://www.omg.org/spec/BPMN/20100524/DI", Namespace::kBpmnDi},
    {"http://www.omg.org/spec/DD/20100524/DC", Namespace::kDc},
    {"http://www.omg.org/spec/DD/20100524/DI", Namespace::kDi},
    {"http://www.omg.org/spec/DMN/20151101/dmn.xsd", Namespace::kDmn},
    {"http://www.omg.org/spec/DMN/20151101/dmn11.xsd", Namespace::kDmn},
    {"http://www.omg.org/spec/DMN/20180521/MODEL/", Namespace::kDmn},
    {"https://www.omg.org/spec/DMN/20191111/MODEL/", Namespace::kDmn},
    {"https://www.omg.org/spec/DMN/20191111/DMN13.xsd", Namespace::kDmn},
    {"https://www.omg.org/spec/DMN/20211108/MODEL/", Namespace::kDmn},
    {"https://www.omg.org/spec/DMN/20230324/MODEL/", Namespace::kDmn},
    {"http://camunda.org/schema/1.0/dmn", Namespace::kCamundaDmn},
    {"http://operaton.org/schema/1.0/dmn", Namespace::kCamundaDmn},
    {"http://www.w3.org/2001/XMLSchema-instance", Namespace::kXsi},
    {"http://www.w3.org/XML/1998/namespace", Namespace::kXml},
};

constexpr std::string_view kXsiUri = "http://www.w3.org/2001/XMLSchema-instance";

Namespace namespace_of(std::string_view uri) {
  for (const auto& [known, ns] : kNamespaces) {
    if (known == uri) return ns;
  }
  return uri.empty() ? Namespace::kNone : Namespace::kOther;
}

std::pair<std::string_view, std::string_view> split(std::string_view qualified) {
  const std::size_t colon = qualified.find(':');
  if (colon == std::string_view::npos) return {{}, qualified};
  return {qualified.substr(0, colon), qualified.substr(colon + 1)};
}

}  // namespace

struct Document::Parsed {
  std::string buffer;  ///< parsed in place: names and values point into it
  pugi::xml_document tree;
};

Document::Document() : parsed_(std::make_unique<Parsed>()) {}
Document::~Document() = default;
Document::Document(Document&&) noexcept = default;
Document& Document::operator=(Document&&) noexcept = default;

/// Copies pugixml's tree, resolving prefixes; a loop over an explicit position, so that nesting
/// costs no stack.
class TreeBuilder {
 public:
  TreeBuilder(Document& document, Problems& problems) : document_(document), problems_(problems) {
    prefixes_["xml"].push_back("http://www.w3.org/XML/1998/namespace");
  }

  bool build() {
    pugi::xml_node node = document_.parsed_->tree.document_element();
    Element* parent = nullptr;
    int depth = 0;
    while (node) {
      Element* element = nullptr;
      if (node.type() == pugi::node_element) {
        element = enter(node, parent);
        if (element == nullptr) return false;
      } else if (parent != nullptr &&
                 (node.type() == pugi::node_pcdata || node.type() == pugi::node_cdata)) {
        parent->text += node.value();
      }
      if (element != nullptr && node.first_child()) {
        if (++depth > Document::kMaxDepth)
          return fail(element->offset, "Elements are nested too deeply");
        parent = element;
        node = node.first_child();
        continue;
      }
      if (element != nullptr) leave(*element);
      while (parent != nullptr && !node.next_sibling()) {
        node = node.parent();
        leave(*parent);
        parent = const_cast<Element*>(parent->parent);  // NOLINT: the tree is still being built
        --depth;
      }
      if (parent == nullptr) break;
      node = node.next_sibling();
    }
    return true;
  }

 private:
  bool fail(std::uint32_t offset, std::string message) {
    problems_.abort(document_.position(offset), std::move(message));
    return false;
  }

  std::uint32_t offset_of(const char* name) const {
    return static_cast<std::uint32_t>(name - document_.parsed_->buffer.data());
  }

  Element* enter(pugi::xml_node node, Element* parent) {
    Element& element = document_.elements_.emplace_back();
    element.parent = parent;
    element.offset = offset_of(node.name()) - 1;  // the name stands behind `<`
    std::vector<std::pair<std::string_view, pugi::xml_attribute>> written;
    for (const pugi::xml_attribute attribute : node.attributes()) {
      if (written.size() + element.declared.size() >= Document::kMaxAttributes) {
        fail(element.offset, "More than 10000 attributes at one element");
        return nullptr;
      }
      const auto [prefix, local] = split(attribute.name());
      if (prefix == "xmlns" || (prefix.empty() && local == "xmlns")) {
        element.declared.emplace_back(prefix.empty() ? std::string_view() : local,
                                      attribute.value());
      } else {
        written.emplace_back(prefix, attribute);
      }
    }
    for (const auto& [prefix, uri] : element.declared) prefixes_[prefix].push_back(uri);
    if (!resolve(node, element, written)) return nullptr;
    if (parent != nullptr) parent->children.push_back(&element);
    return &element;
  }

  bool resolve(pugi::xml_node node, Element& element,
               const std::vector<std::pair<std::string_view, pugi::xml_attribute>>& written) {
    std::tie(element.prefix, element.name) = split(node.name());
    const auto uri = lookup(element.prefix, element.offset);
    if (!uri) return fail(element.offset, unbound(element.prefix, node.name()));
    element.ns = namespace_of(*uri);
    std::unordered_set<std::string> seen;
    for (const auto& [prefix, attribute] : written) {
      const std::uint32_t offset = offset_of(attribute.name());
      const auto attribute_uri = prefix.empty() ? std::string_view() : lookup(prefix, offset);
      if (!attribute_uri) return fail(offset, unbound(prefix, attribute.name()));
      const auto local = split(attribute.name()).second;
      if (!seen.insert(std::string(*attribute_uri) + '\n' + std::string(local)).second) {
        return fail(offset, "Attribute '" + std::string(attribute.name()) + "' is given twice");
      }
      element.attributes.push_back(
          {namespace_of(*attribute_uri), local, attribute.value(), offset});
    }
    return true;
  }

  std::optional<std::string_view> lookup(std::string_view prefix, std::uint32_t offset) {
    const auto found = prefixes_.find(prefix);
    if (found != prefixes_.end() && !found->second.empty()) return found->second.back();
    if (prefix.empty()) return std::string_view();
    if (prefix != "xsi") return std::nullopt;
    // Tolerated: it has one meaning everywhere, and people copy xsi:type without its declaration.
    document_.tolerated_ = true;
    const auto& element = document_.elements_.back();
    problems_.warning(
        document_.position(offset),
        "Prefix 'xsi' is not declared; read as xmlns:xsi=\"" + std::string(kXsiUri) + "\"",
        nearest_id(element));
    return kXsiUri;
  }

  static std::string nearest_id(const Element& element) {
    for (const Element* at = element.parent; at != nullptr; at = at->parent) {
      if (const auto* id = at->attribute(Namespace::kNone, "id")) return std::string(id->value);
    }
    return {};
  }

  static std::string unbound(std::string_view prefix, std::string_view name) {
    return "Prefix '" + std::string(prefix) + "' of '" + std::string(name) + "' is not declared";
  }

  void leave(const Element& element) {
    for (const auto& [prefix, uri] : element.declared) prefixes_[prefix].pop_back();
  }

  Document& document_;
  Problems& problems_;
  std::unordered_map<std::string_view, std::vector<std::string_view>> prefixes_;
};

std::optional<Document> Document::read(std::string_view xml, Problems& problems) {
  auto text = xml.size() > kMaxBytes ? std::nullopt : to_utf8(xml);
  if (!text) {
    problems.abort({1, 1}, xml.size() > kMaxBytes ? "Model is larger than 256 MiB"
                                                  : "Text is not in the encoding it declares");
    return std::nullopt;
  }
  Document document;
  document.parsed_->buffer = std::move(*text);
  std::string& buffer = document.parsed_->buffer;
  document.line_starts_.push_back(0);
  for (std::uint32_t i = 0; i < buffer.size(); ++i) {
    if (buffer[i] == '\n') document.line_starts_.push_back(i + 1);
  }
  // Found before pugixml changes the buffer, reported after it: its message about tags is the
  // better one.
  const auto malformed = find_malformed(buffer);
  const auto flags = pugi::parse_cdata | pugi::parse_escapes | pugi::parse_wconv_attribute |
                     pugi::parse_eol | pugi::parse_ws_pcdata;
  const auto parsed = document.parsed_->tree.load_buffer_inplace(buffer.data(), buffer.size(),
                                                                 flags, pugi::encoding_utf8);
  if (malformed && (parsed || malformed->offset <= static_cast<std::size_t>(parsed.offset))) {
    problems.abort(document.position(static_cast<std::uint32_t>(malformed->offset)),
                   malformed->message);
    return std::nullopt;
  }
  if (!parsed) {
    problems.abort(document.position(static_cast<std::uint32_t>(parsed.offset)),
                   parsed.description());
    return std::nullopt;
  }
  if (!TreeBuilder(document, problems).build()) return std::nullopt;
  return document;
}

Position Document::position(std::uint32_t offset) const {
  const auto after = std::upper_bound(line_starts_.begin(), line_starts_.end(), offset);
  const auto line = static_cast<int>(after - line_starts_.begin());
  return {line, static_cast<int>(offset - *(after - 1)) + 1};
}

const Attribute* Element::attribute(Namespace in, std::string_view local) const {
  for (const Attribute& one : attributes) {
    if (one.ns == in && one.name == local) return &one;
  }
  return nullptr;
}

std::optional<std::string_view> Element::uri_of(std::string_view wanted) const {
  for (const Element* at = this; at != nullptr; at = at->parent) {
    for (const auto& [declared_prefix, uri] : at->declared) {
      if (declared_prefix == wanted) return uri;
    }
  }
  if (wanted == "xsi") return kXsiUri;
  if (wanted == "xml") return "http://www.w3.org/XML/1998/namespace";
  return wanted.empty() ? std::optional<std::string_view>("") : std::nullopt;
}

std::string_view trimmed(std::string_view text) {
  constexpr std::string_view kSpace = " \t\r\n";
  const std::size_t first = text.find_first_not_of(kSpace);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(kSpace) - first + 1);
}

}  // namespace procos::bpmn
