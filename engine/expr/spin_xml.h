// Spin's XML nodes over a pugixml document: SpinXmlElement, SpinXmlAttribute and the XPath query.
#pragma once

#include <memory>
#include <pugixml.hpp>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "expr/datum.h"

namespace procos::expr {

class XmlElementObject final : public Object {
 public:
  XmlElementObject(std::shared_ptr<pugi::xml_document> d, pugi::xml_node n)
      : document(std::move(d)), node(n) {}
  JavaType type() const override { return JavaType::kXmlElement; }
  std::shared_ptr<pugi::xml_document> document;
  pugi::xml_node node;
};

/// Found by its name at every use, so that removing an attribute leaves nobody with freed memory.
class XmlAttributeObject final : public Object {
 public:
  XmlAttributeObject(std::shared_ptr<pugi::xml_document> d, pugi::xml_node o, std::string n)
      : document(std::move(d)), owner(o), name(std::move(n)) {}
  JavaType type() const override { return JavaType::kXmlAttribute; }
  pugi::xml_attribute attribute() const { return owner.attribute(name.c_str()); }
  std::string value() const { return attribute().value(); }
  std::shared_ptr<pugi::xml_document> document;
  pugi::xml_node owner;
  std::string name;  ///< with its prefix
};

class XPathObject final : public Object {
 public:
  JavaType type() const override { return JavaType::kXPathQuery; }
  std::shared_ptr<pugi::xml_document> document;
  pugi::xml_node node;
  std::string expression;
  std::vector<std::pair<std::string, std::string>> namespaces;  ///< prefix and URI
};

Datum element_datum(const std::shared_ptr<pugi::xml_document>& document, pugi::xml_node node);
Datum attribute_datum(const std::shared_ptr<pugi::xml_document>& document, pugi::xml_node owner,
                      pugi::xml_attribute attribute);
/// Spin's list of nodes.
Datum spin_list(std::vector<Datum> items);

/// The document element; nested deeper than 500 levels is an error.
Result<Datum> parse_xml(std::string_view text);
/// With declaration and indentation, as Spin's writer gives it.
std::string xml_text(const XmlElementObject& element);

}  // namespace procos::expr
