// Methods of Spin's XPath query.
#include <algorithm>

#include "expr/method.h"
#include "expr/spin_xml.h"

namespace procos::expr {
namespace {

using enum JavaType;

XPathObject& query_of(const Call& call) { return call.object<XPathObject>(); }

bool is_name_character(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
         c == '-' || c == '.' || static_cast<unsigned char>(c) >= 0x80;
}

// pugixml matches prefixes by their letters; registered ones are rewritten to tests of name and
// URI.
std::string without_prefixes(const XPathObject& query) {
  std::string out;
  const std::string& text = query.expression;
  for (std::size_t at = 0; at < text.size();) {
    if (text[at] == '\'' || text[at] == '"') {
      const std::size_t end = std::min(text.find(text[at], at + 1), text.size() - 1);
      out.append(text, at, end - at + 1);
      at = end + 1;
      continue;
    }
    std::size_t end = at;
    while (end < text.size() && is_name_character(text[end])) ++end;
    if (end == at) {
      out += text[at++];
      continue;
    }
    const std::string prefix = text.substr(at, end - at);
    const auto known = std::ranges::find_if(
        query.namespaces, [&](const auto& entry) { return entry.first == prefix; });
    const bool qualified = end + 1 < text.size() && text[end] == ':' && text[end + 1] != ':' &&
                           known != query.namespaces.end();
    if (!qualified) {
      out += prefix;
      at = end;
      continue;
    }
    std::size_t last = end + 1;
    while (last < text.size() && is_name_character(text[last])) ++last;
    out += "*[local-name()='" + text.substr(end + 1, last - end - 1) + "' and namespace-uri()='" +
           known->second + "']";
    at = last;
  }
  return out;
}

Result<Datum> with_query(Call& call,
                         Result<Datum> (*use)(const XPathObject&, const pugi::xpath_query&)) {
  const XPathObject& query = query_of(call);
  if (query.expression == "/") return expression_error("XPath expression '/' not allowed");
  try {
    return use(query, pugi::xpath_query(without_prefixes(query).c_str()));
  } catch (const pugi::xpath_exception& error) {
    return expression_error("Unable to evaluate XPath expression '" + query.expression +
                            "': " + error.what());
  }
}

Result<std::vector<Datum>> matches(const XPathObject& query, const pugi::xpath_query& compiled) {
  if (compiled.return_type() != pugi::xpath_type_node_set)
    return expression_error("the XPath does not select nodes");
  pugi::xpath_node_set nodes = compiled.evaluate_node_set(query.node);
  nodes.sort();
  std::vector<Datum> out;
  for (const pugi::xpath_node& found : nodes) {
    if (found.attribute()) {
      out.push_back(attribute_datum(query.document, found.parent(), found.attribute()));
    } else if (found.node().type() == pugi::node_element) {
      out.push_back(element_datum(query.document, found.node()));
    }
  }
  if (out.empty())
    return expression_error("Unable to find XPath expression '" + query.expression + "'");
  return out;
}

template <JavaType Type>
Result<Datum> single(Call& call) {
  return with_query(
      call, [](const XPathObject& query, const pugi::xpath_query& compiled) -> Result<Datum> {
        PROCOS_ASSIGN(const std::vector<Datum> found, matches(query, compiled));
        if (type_of(found[0]) != Type) return expression_error("Unable to cast the XPath result");
        return found[0];
      });
}

Result<Datum> all_matches(Call& call) {
  return with_query(
      call, [](const XPathObject& query, const pugi::xpath_query& compiled) -> Result<Datum> {
        PROCOS_ASSIGN(std::vector<Datum> found, matches(query, compiled));
        return spin_list(std::move(found));
      });
}

Result<Datum> as_string(Call& call) {
  return with_query(
      call, [](const XPathObject& query, const pugi::xpath_query& compiled) -> Result<Datum> {
        return Datum::string(compiled.evaluate_string(query.node));
      });
}

Result<Datum> as_number(Call& call) {
  return with_query(
      call, [](const XPathObject& query, const pugi::xpath_query& compiled) -> Result<Datum> {
        return Datum::real(compiled.evaluate_number(query.node));
      });
}

Result<Datum> as_bool(Call& call) {
  return with_query(
      call, [](const XPathObject& query, const pugi::xpath_query& compiled) -> Result<Datum> {
        return Datum::boolean(compiled.evaluate_boolean(query.node));
      });
}

Result<Datum> register_namespace(Call& call) {
  query_of(call).namespaces.emplace_back(call.text(0), call.text(1));
  return call.self;
}

constexpr std::array kQueryMethods{
    Method{"element", {}, single<kXmlElement>},
    Method{"elementList", {}, all_matches},
    Method{"attribute", {}, single<kXmlAttribute>},
    Method{"attributeList", {}, all_matches},
    Method{"string", {}, as_string},
    Method{"number", {}, as_number},
    Method{"bool", {}, as_bool},
    Method{"ns", {kString, kString}, register_namespace},
};

}  // namespace

std::span<const Method> xpath_methods() { return kQueryMethods; }

}  // namespace procos::expr
