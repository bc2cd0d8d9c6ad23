// The grammar of BPMN 2.0 files (OMG formal/2011-01-03 schemas, DI included) in a compact notation.
#pragma once

#include <span>
#include <string_view>

namespace procos::bpmn {

/// Names of the BPMN namespace stand bare; those of the diagram namespaces as bpmndi: di: dc:.
struct TypeRow {
  std::string_view name;
  std::string_view base;  ///< the type it extends; its children and attributes come first
  std::string_view
      flags;  ///< m: text allowed, f: attributes of foreign namespaces allowed, a: abstract
  /// In order: `name` a global element or one that may stand for it, `name=type` a local one; then
  /// ? * + {1,2} {2,} as in regular expressions, |n when it belongs to alternative n of a choice;
  /// ##other, ##any for wildcards.
  std::string_view children;
  /// `name:type`, string without; ! required; (a|b) one of these values.
  std::string_view attributes;
};

struct ElementRow {
  std::string_view name, type;
  std::string_view stands_for;  ///< head of its substitution group
};

std::span<const TypeRow> type_rows();
std::span<const ElementRow> element_rows();

}  // namespace procos::bpmn
