#include "feel/parser.h"

#include <algorithm>
#include <utility>

namespace procos::feel {
namespace {

// A level of nesting is three rules here and about twenty calls; a node of depth is a call or two
// when it is evaluated. Both are far within a thread's stack, and far beyond what people write.
constexpr int kMaxNesting = 600;
constexpr std::size_t kMaxTreeDepth = 600;
constexpr std::size_t kMaxExpression = 1U << 20;
constexpr std::size_t kRules = 3;

}  // namespace

NodeRef Parser::make(Node node) {
  for (const NodeRef& child : node.children) node.depth = std::max(node.depth, child->depth + 1);
  if (node.depth > kMaxTreeDepth) {
    if (refusal_.empty()) refusal_ = "more than 600 operations are inside each other";
    node.children.clear();
    node.depth = 1;
  }
  return std::make_shared<const Node>(std::move(node));
}

NodeRef Parser::one(NodeKind kind, NodeRef child) {
  return make({.kind = kind, .children = {std::move(child)}});
}

NodeRef Parser::two(NodeKind kind, NodeRef left, NodeRef right) {
  return make({.kind = kind, .children = {std::move(left), std::move(right)}});
}

NodeRef Parser::constant(Value value) {
  return make({.kind = NodeKind::kConstant, .value = std::move(value)});
}

NodeRef Parser::back_to(std::size_t at) {
  scanner_.move_to(at);
  return nullptr;
}

bool Parser::word(std::string_view text) { return scanner_.take(text); }

bool Parser::spaced(std::string_view text) {
  const std::size_t start = scanner_.at();
  scanner_.skip_space();
  if (scanner_.take(text)) return true;
  scanner_.move_to(start);
  return false;
}

NodeRef Parser::spaced(Method method) {
  const std::size_t start = scanner_.at();
  scanner_.skip_space();
  if (NodeRef node = (this->*method)()) return node;
  return back_to(start);
}

NodeRef Parser::once(Rule rule, Method method) {
  if (!refusal_.empty()) return nullptr;
  const std::size_t start = scanner_.at();
  const std::size_t key = start * kRules + static_cast<std::size_t>(rule);
  if (const auto found = kept_.find(key); found != kept_.end()) {
    scanner_.move_to(found->second.end);
    return found->second.node;
  }
  if (nesting_ >= kMaxNesting) {
    refusal_ = "nested deeper than 200 levels";
    return nullptr;
  }
  ++nesting_;
  NodeRef node = (this->*method)();
  --nesting_;
  if (!node) scanner_.move_to(start);
  kept_.emplace(key, Kept{node, scanner_.at()});
  return node;
}

Result<NodeRef> Parser::finished(NodeRef node) {
  if (node) scanner_.skip_space();
  if (refusal_.empty() && scanner_.unclosed_comment()) refusal_ = "a comment has no end";
  if (refusal_.empty() && node && scanner_.at_end()) return node;
  const std::string text(scanner_.text());
  if (!refusal_.empty()) {
    return fail(ErrorKind::kParse, "failed to parse expression '" + text + "': " + refusal_);
  }
  std::size_t at = std::max(scanner_.furthest(), scanner_.at());
  while (at < text.size() && text[at] == ' ') ++at;
  const std::string rest = text.substr(std::min(at, text.size()), 20);
  return fail(ErrorKind::kParse, "failed to parse expression '" + text + "': at position " +
                                     std::to_string(at + 1) +
                                     (rest.empty() ? ", the end" : ", found \"" + rest + "\""));
}

Result<NodeRef> Parser::whole_expression() {
  if (scanner_.text().size() > kMaxExpression) refusal_ = "longer than 1 MiB";
  return finished(spaced(&Parser::expression));
}

Result<NodeRef> Parser::whole_unary_tests() {
  if (scanner_.text().size() > kMaxExpression) refusal_ = "longer than 1 MiB";
  return finished(spaced(&Parser::unary_tests));
}

NodeRef Parser::any_expression() {
  if (NodeRef node = if_expression()) return node;
  if (NodeRef node = for_expression()) return node;
  if (NodeRef node = quantified()) return node;
  return disjunction();
}

NodeRef Parser::if_expression() {
  const std::size_t start = scanner_.at();
  if (!word("if")) return nullptr;
  NodeRef condition = spaced(&Parser::expression);
  if (!condition || !spaced("then")) return back_to(start);
  NodeRef yes = spaced(&Parser::expression);
  if (!yes || !spaced("else")) return back_to(start);
  NodeRef no = spaced(&Parser::expression);
  if (!no) return back_to(start);
  return make({.kind = NodeKind::kIf,
               .children = {std::move(condition), std::move(yes), std::move(no)}});
}

bool Parser::iterator(Node& into) {
  auto name = scanner_.take_name();
  if (!name || !spaced("in")) return false;
  scanner_.skip_space();
  const std::size_t start = scanner_.at();
  NodeRef over = sum();
  NodeRef end = over && spaced("..") ? spaced(&Parser::sum) : nullptr;
  if (end) {
    over = two(NodeKind::kSteps, std::move(over), std::move(end));
  } else {
    scanner_.move_to(start);
    over = value();
  }
  if (!over) return false;
  into.names.push_back(std::move(*name));
  into.children.push_back(std::move(over));
  return true;
}

bool Parser::iterators(Node& into) {
  scanner_.skip_space();
  if (!iterator(into)) return false;
  while (true) {
    const std::size_t start = scanner_.at();
    if (spaced(",")) {
      scanner_.skip_space();
      if (iterator(into)) continue;
    }
    scanner_.move_to(start);
    return true;
  }
}

NodeRef Parser::for_expression() {
  const std::size_t start = scanner_.at();
  Node node{.kind = NodeKind::kFor};
  if (!word("for") || !iterators(node) || !spaced("return")) return back_to(start);
  NodeRef body = spaced(&Parser::expression);
  if (!body) return back_to(start);
  node.children.push_back(std::move(body));
  return make(std::move(node));
}

NodeRef Parser::quantified() {
  const std::size_t start = scanner_.at();
  const auto quantifier = scanner_.take_one_of({"some", "every"});
  if (!quantifier) return nullptr;
  Node node{.kind = *quantifier == "some" ? NodeKind::kSome : NodeKind::kEvery};
  if (!iterators(node) || !spaced("satisfies")) return back_to(start);
  NodeRef condition = spaced(&Parser::expression);
  if (!condition) return back_to(start);
  node.children.push_back(std::move(condition));
  return make(std::move(node));
}

NodeRef Parser::disjunction() {
  NodeRef first = conjunction();
  if (!first) return nullptr;
  Node node{.kind = NodeKind::kAnyOf, .children = {first}};
  while (true) {
    const std::size_t start = scanner_.at();
    NodeRef next = spaced("or") ? spaced(&Parser::conjunction) : nullptr;
    if (next) {
      node.children.push_back(std::move(next));
      continue;
    }
    scanner_.move_to(start);
    return node.children.size() == 1 ? first : make(std::move(node));
  }
}

NodeRef Parser::conjunction() {
  NodeRef first = comparison_or_test();
  if (!first) return nullptr;
  Node node{.kind = NodeKind::kAllOf, .children = {first}};
  while (true) {
    const std::size_t start = scanner_.at();
    NodeRef next = spaced("and") ? spaced(&Parser::comparison_or_test) : nullptr;
    if (next) {
      node.children.push_back(std::move(next));
      continue;
    }
    scanner_.move_to(start);
    return node.children.size() == 1 ? first : make(std::move(node));
  }
}

NodeRef Parser::comparison_or_test() {
  const std::size_t start = scanner_.at();
  if (NodeRef left = sum()) {
    const std::size_t end = scanner_.at();
    scanner_.skip_space();
    if (NodeRef compared = comparison(left)) return compared;
    scanner_.move_to(end);
    return left;
  }
  scanner_.move_to(start);
  return simple_test();
}

NodeRef Parser::comparison(const NodeRef& left) {
  if (NodeRef node = comparison_sign(left)) return node;
  if (NodeRef node = between(left)) return node;
  if (NodeRef node = instance_of(left)) return node;
  return in_tests(left);
}

NodeRef Parser::comparison_sign(const NodeRef& left) {
  const std::size_t start = scanner_.at();
  const auto sign = scanner_.take_one_of({"<=", ">=", "<", ">", "!=", "="});
  NodeRef right = sign ? spaced(&Parser::sum) : nullptr;
  if (!right) return back_to(start);
  if (*sign == "!=") return one(NodeKind::kNot, two(NodeKind::kEqual, left, std::move(right)));
  const NodeKind kind = *sign == "<="  ? NodeKind::kLessOrEqual
                        : *sign == ">=" ? NodeKind::kGreaterOrEqual
                        : *sign == "<"  ? NodeKind::kLess
                        : *sign == ">"  ? NodeKind::kGreater
                                        : NodeKind::kEqual;
  return two(kind, left, std::move(right));
}

NodeRef Parser::between(const NodeRef& left) {
  const std::size_t start = scanner_.at();
  if (!word("between")) return nullptr;
  NodeRef low = spaced(&Parser::sum);
  if (!low || !spaced("and")) return back_to(start);
  NodeRef high = spaced(&Parser::sum);
  if (!high) return back_to(start);
  return two(NodeKind::kAllOf, two(NodeKind::kGreaterOrEqual, left, std::move(low)),
             two(NodeKind::kLessOrEqual, left, std::move(high)));
}

NodeRef Parser::instance_of(const NodeRef& left) {
  const std::size_t start = scanner_.at();
  if (!word("instance") || !spaced("of")) return back_to(start);
  scanner_.skip_space();
  Node node{.kind = NodeKind::kInstanceOf, .children = {left}};
  const auto special =
      scanner_.take_one_of({"years and months duration", "days and time duration",
                            "date and time", "function"});
  if (special) {
    node.name = *special;
    return make(std::move(node));
  }
  std::vector<std::string> names;
  if (!qualified_name(names)) return back_to(start);
  for (const std::string& name : names) node.name += (node.name.empty() ? "" : ".") + name;
  return make(std::move(node));
}

NodeRef Parser::in_tests(const NodeRef& left) {
  const std::size_t start = scanner_.at();
  if (!word("in")) return nullptr;
  scanner_.skip_space();
  const std::size_t tests_at = scanner_.at();
  if (word("(")) {
    NodeRef tests = spaced(&Parser::positive_tests);
    if (tests && spaced(")")) return two(NodeKind::kIn, left, std::move(tests));
  }
  scanner_.move_to(tests_at);
  NodeRef test = positive_test();
  return test ? two(NodeKind::kIn, left, std::move(test)) : back_to(start);
}

NodeRef Parser::sum_of_products() {
  NodeRef left = product();
  while (left) {
    const std::size_t start = scanner_.at();
    scanner_.skip_space();
    const auto sign = scanner_.take_one_of({"+", "-"});
    NodeRef right = sign ? spaced(&Parser::product) : nullptr;
    if (!right) {
      scanner_.move_to(start);
      break;
    }
    left = two(*sign == "+" ? NodeKind::kAdd : NodeKind::kSubtract, std::move(left),
               std::move(right));
  }
  return left;
}

NodeRef Parser::product() {
  NodeRef left = power();
  while (left) {
    const std::size_t start = scanner_.at();
    scanner_.skip_space();
    const auto sign = scanner_.take_one_of({"*", "/"});
    NodeRef right = sign ? spaced(&Parser::power) : nullptr;
    if (!right) {
      scanner_.move_to(start);
      break;
    }
    left = two(*sign == "*" ? NodeKind::kMultiply : NodeKind::kDivide, std::move(left),
               std::move(right));
  }
  return left;
}

NodeRef Parser::power() {
  NodeRef left = negation();
  while (left) {
    const std::size_t start = scanner_.at();
    NodeRef right = spaced("**") ? spaced(&Parser::negation) : nullptr;
    if (!right) {
      scanner_.move_to(start);
      break;
    }
    left = two(NodeKind::kPower, std::move(left), std::move(right));
  }
  return left;
}

NodeRef Parser::negation() {
  const std::size_t start = scanner_.at();
  if (!word("-")) return value();
  NodeRef negated = spaced(&Parser::value);
  return negated ? one(NodeKind::kNegate, std::move(negated)) : back_to(start);
}

NodeRef Parser::unary_tests() {
  if (NodeRef node = negated_tests()) return node;
  if (NodeRef node = positive_tests()) return node;
  return word("-") ? constant(Value(true)) : nullptr;
}

NodeRef Parser::negated_tests() {
  const std::size_t start = scanner_.at();
  if (!word("not") || !spaced("(")) return back_to(start);
  NodeRef tests = spaced(&Parser::positive_tests);
  if (!tests || !spaced(")")) return back_to(start);
  return one(NodeKind::kNot, std::move(tests));
}

NodeRef Parser::positive_tests() {
  NodeRef first = positive_test();
  if (!first) return nullptr;
  Node node{.kind = NodeKind::kAnyOf, .children = {first}};
  while (true) {
    const std::size_t start = scanner_.at();
    NodeRef next = spaced(",") ? spaced(&Parser::positive_test) : nullptr;
    if (next) {
      node.children.push_back(std::move(next));
      continue;
    }
    scanner_.move_to(start);
    return node.children.size() == 1 ? first : make(std::move(node));
  }
}

NodeRef Parser::positive_test() {
  const std::size_t start = scanner_.at();
  if (const auto boolean = scanner_.take_one_of({"true", "false"})) {
    scanner_.skip_space();
    if (scanner_.at_end()) {
      return one(NodeKind::kInputEqual, constant(Value(*boolean == "true")));
    }
    scanner_.move_to(start);
  }
  if (NodeRef node = simple_test()) return node;
  NodeRef node = expression();
  return node ? one(NodeKind::kUnaryTest, std::move(node)) : nullptr;
}

NodeRef Parser::simple_test() {
  const std::size_t start = scanner_.at();
  if (const auto sign = scanner_.take_one_of({"<=", ">=", "<", ">"})) {
    const NodeKind kind = *sign == "<="  ? NodeKind::kInputLessOrEqual
                          : *sign == ">=" ? NodeKind::kInputGreaterOrEqual
                          : *sign == "<"  ? NodeKind::kInputLess
                                          : NodeKind::kInputGreater;
    if (NodeRef endpoint = spaced(&Parser::sum)) return one(kind, std::move(endpoint));
    return back_to(start);
  }
  NodeRef inside = range();
  return inside ? one(NodeKind::kInputInRange, std::move(inside)) : nullptr;
}

NodeRef Parser::range() {
  const std::size_t start = scanner_.at();
  const auto opening = scanner_.take_one_of({"(", "]", "["});
  if (!opening) return nullptr;
  NodeRef low = spaced(&Parser::sum);
  if (!low || !spaced("..")) return back_to(start);
  NodeRef high = spaced(&Parser::sum);
  if (!high) return back_to(start);
  scanner_.skip_space();
  const auto closing = scanner_.take_one_of({")", "[", "]"});
  if (!closing) return back_to(start);
  return make({.kind = NodeKind::kRange,
               .children = {std::move(low), std::move(high)},
               .closed_start = *opening == "[",
               .closed_end = *closing == "]"});
}

Result<NodeRef> parse_expression(std::string_view text) { return Parser(text).whole_expression(); }

Result<NodeRef> parse_unary_tests(std::string_view text) {
  return Parser(text).whole_unary_tests();
}

}  // namespace procos::feel
