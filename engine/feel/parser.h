// The grammar of FEEL, tried alternative by alternative in feel-scala's order: which alternative
// comes first decides what an ambiguous text means.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "feel/scanner.h"
#include "feel/tree.h"

namespace procos::feel {

/// Every function gives null and stays where it was if the text is something else.
class Parser {
 public:
  explicit Parser(std::string_view text) : scanner_(text) {}
  Result<NodeRef> whole_expression();
  Result<NodeRef> whole_unary_tests();

 private:
  /// The rules whose results are kept, so that going back does not cost twice.
  enum class Rule : std::uint8_t { kExpression, kSum, kValue };
  using Method = NodeRef (Parser::*)();
  struct Kept {
    NodeRef node;
    std::size_t end;
  };

  NodeRef once(Rule rule, Method method);
  NodeRef expression() { return once(Rule::kExpression, &Parser::any_expression); }
  NodeRef sum() { return once(Rule::kSum, &Parser::sum_of_products); }
  NodeRef value() { return once(Rule::kValue, &Parser::value_with_path); }

  NodeRef any_expression();
  NodeRef if_expression();
  NodeRef for_expression();
  NodeRef quantified();
  NodeRef disjunction();
  NodeRef conjunction();
  NodeRef comparison_or_test();
  NodeRef comparison(const NodeRef& left);
  NodeRef comparison_sign(const NodeRef& left);
  NodeRef between(const NodeRef& left);
  NodeRef instance_of(const NodeRef& left);
  NodeRef in_tests(const NodeRef& left);
  NodeRef sum_of_products();
  NodeRef product();
  NodeRef power();
  NodeRef negation();

  NodeRef value_with_path();
  NodeRef terminal();
  NodeRef temporal_literal();
  NodeRef call();
  NodeRef reference();
  NodeRef literal();
  NodeRef list();
  NodeRef context();
  NodeRef function_definition();
  NodeRef external_function();
  NodeRef in_parentheses();

  NodeRef unary_tests();
  NodeRef negated_tests();
  NodeRef positive_tests();
  NodeRef positive_test();
  NodeRef simple_test();
  NodeRef range();

  /// `name in list`, for `for`, `some` and `every`; false: it is none.
  bool iterator(Node& into);
  bool iterators(Node& into);
  bool arguments(Node& into);
  /// With commas between them.
  template <class Item>
  bool one_or_more(const Item& item);
  bool named_arguments(Node& into);
  bool positional_arguments(Node& into);
  bool context_entry(Node& into);
  bool qualified_name(std::vector<std::string>& names);

  NodeRef make(Node node);
  NodeRef one(NodeKind kind, NodeRef child);
  NodeRef two(NodeKind kind, NodeRef left, NodeRef right);
  NodeRef constant(Value value);
  NodeRef back_to(std::size_t at);
  bool word(std::string_view text);
  /// A word after space; without it the space is not taken either.
  bool spaced(std::string_view text);
  /// What comes after space; without it the space is not taken either.
  NodeRef spaced(Method method);
  Result<NodeRef> finished(NodeRef node);

  Scanner scanner_;
  std::unordered_map<std::size_t, Kept> kept_;
  int nesting_ = 0;
  std::string refusal_;
};

}  // namespace procos::feel
