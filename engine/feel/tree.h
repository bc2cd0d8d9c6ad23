// A parsed expression: immutable, shared by threads.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "feel/value.h"

namespace procos::feel {

enum class NodeKind : std::uint8_t {
  kConstant,       ///< value
  kInput,          ///< ?
  kList,           ///< children
  kContext,        ///< names and children
  kRange,          ///< children: start and end; closed_start, closed_end
  kInputEqual,     ///< true or false alone as a unary test: child
  kInputLess,      ///< < child
  kInputLessOrEqual, kInputGreater, kInputGreaterOrEqual,
  kInputInRange,   ///< child: a kRange
  kUnaryTest,      ///< any other expression as a unary test: child
  kAdd, kSubtract, kMultiply, kDivide, kPower,
  kNegate,         ///< child
  kEqual, kLess, kLessOrEqual, kGreater, kGreaterOrEqual,
  kAnyOf,          ///< or; a list of unary tests
  kAllOf,          ///< and
  kNot,            ///< child
  kIf,             ///< children: condition, then, else
  kIn,             ///< children: value, test
  kInstanceOf,     ///< child, name
  kReference,      ///< names: a variable and the path into it
  kPath,           ///< child, name
  kSome, kEvery, kFor,  ///< names of the variables; children: what they run over, and the body
  kFilter,         ///< children: list, filter
  kSteps,          ///< a..b in for: children
  kCall,           ///< name; children: arguments; names: of the arguments, if they have some
  kQualifiedCall,  ///< child: the context; name; the other children are the arguments
  kFunction,       ///< names of the parameters, child: body
};

struct Node;
using NodeRef = std::shared_ptr<const Node>;

struct Node {
  NodeKind kind = NodeKind::kConstant;
  Value value = {};
  std::string name = {};
  std::vector<std::string> names = {};
  std::vector<NodeRef> children = {};
  std::size_t depth = 1;  ///< how many nodes are inside each other
  bool closed_start = false;
  bool closed_end = false;
};

/// Text that is an expression, or a list of unary tests, as a whole. kParse says where it ends to
/// be one.
Result<NodeRef> parse_expression(std::string_view text);
Result<NodeRef> parse_unary_tests(std::string_view text);

}  // namespace procos::feel
