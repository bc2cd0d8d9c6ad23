// An XML document with namespaces resolved and the place of every element and attribute.
#pragma once

#include <cstdint>
#include <deque>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "model/problem.h"

namespace procos::bpmn {

using model::Position;
using model::Problems;

/// The namespaces that mean something here; kOther is any further one.
enum class Namespace : std::uint8_t {
  kNone,
  kBpmn,
  kCamunda,
  kActiviti,
  kFox,
  kBpmnDi,
  kDc,
  kDi,
  kDmn,
  kCamundaDmn,
  kXsi,
  kXml,
  kOther,
};

inline constexpr std::string_view kBpmnUri = "http://www.omg.org/spec/BPMN/20100524/MODEL";

struct Attribute {
  Namespace ns = Namespace::kNone;
  std::string_view name;  ///< local name
  std::string_view value;
  std::uint32_t offset = 0;
};

struct Element {
  Namespace ns = Namespace::kNone;
  std::string_view name;              ///< local name
  std::string_view prefix;            ///< as written
  std::vector<Attribute> attributes;  ///< without xmlns declarations
  std::vector<std::pair<std::string_view, std::string_view>>
      declared;  ///< xmlns declarations: prefix, uri
  std::vector<const Element*> children;
  std::string text;  ///< characters directly in it, those of children left out
  const Element* parent = nullptr;
  std::uint32_t offset = 0;

  bool is(Namespace in, std::string_view local) const { return ns == in && name == local; }
  const Attribute* attribute(Namespace in, std::string_view local) const;
  /// The uri a prefix stands for here; nullopt when it is not declared.
  std::optional<std::string_view> uri_of(std::string_view prefix) const;
};

/// Everything points into the document's own buffer.
class Document {
 public:
  Document();
  ~Document();
  Document(Document&&) noexcept;
  Document& operator=(Document&&) noexcept;

  /// Reads well-formed XML of any encoding iconv knows. What is not well formed (also: a DOCTYPE,
  /// nesting deeper than kMaxDepth, more than kMaxAttributes at one element, an undeclared prefix)
  /// is one error in `problems` and the answer nullopt. Only `xsi:` may stay undeclared: a warning,
  /// and `tolerated()`.
  static std::optional<Document> read(std::string_view xml, Problems& problems);

  const Element& root() const { return elements_.front(); }
  Position at(const Element& element) const { return position(element.offset); }
  Position at(const Attribute& attribute) const { return position(attribute.offset); }
  bool tolerated() const { return tolerated_; }

  static constexpr int kMaxDepth = 256;
  static constexpr std::size_t kMaxAttributes = 10'000;
  static constexpr std::size_t kMaxBytes = 256U << 20U;

 private:
  Position position(std::uint32_t offset) const;
  friend class TreeBuilder;

  struct Parsed;  ///< keeps pugixml out of this header
  std::unique_ptr<Parsed> parsed_;
  std::deque<Element> elements_;
  std::vector<std::uint32_t> line_starts_;
  bool tolerated_ = false;
};

/// Without XML white space at both ends.
std::string_view trimmed(std::string_view text);

}  // namespace procos::bpmn
