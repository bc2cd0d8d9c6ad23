// The lower half of the grammar: literals, names, calls, paths and filters.
#include <utility>

#include "feel/parser.h"

namespace procos::feel {
namespace {

template <class T>
Value or_null(std::optional<T> parsed) {
  return parsed ? Value(std::move(*parsed)) : Value();
}

Value time_literal(std::string_view text) {
  if (auto zoned = parse_zoned_time(text)) return Value(std::move(*zoned));
  return or_null(parse_local_time(text));
}

Value date_time_literal(std::string_view text) {
  if (const auto date = parse_date(text)) return Value(LocalDateTime{*date, 0});
  if (auto zoned = parse_zoned_date_time(text)) return Value(std::move(*zoned));
  return or_null(parse_local_date_time(text, false));
}

Value duration_literal(std::string_view text, bool by_pattern) {
  if (const auto months = parse_months_duration(text)) return Value(*months);
  return or_null(parse_time_duration(text, by_pattern));
}

// @"...": whatever it looks like.
Value at_literal(std::string_view text) {
  if (const auto date = parse_date(text)) return Value(*date);
  if (auto time = parse_zoned_time(text)) return Value(std::move(*time));
  if (auto zoned = parse_zoned_date_time(text)) return Value(std::move(*zoned));
  if (const auto local = parse_local_date_time(text, true)) return Value(*local);
  if (Value duration = duration_literal(text, true); !duration.is_null()) return duration;
  return or_null(parse_local_time(text));
}

}  // namespace

NodeRef Parser::value_with_path() {
  NodeRef node = terminal();
  while (node) {
    const std::size_t start = scanner_.at();
    scanner_.skip_space();
    if (word(".")) {
      scanner_.skip_space();
      auto name = word("time offset") ? std::string("time offset") : scanner_.take_name();
      if (name) {
        node = make({.kind = NodeKind::kPath, .name = std::move(*name), .children = {node}});
        continue;
      }
    } else if (word("[")) {
      NodeRef filter = spaced(&Parser::expression);
      if (filter && spaced("]")) {
        node = two(NodeKind::kFilter, std::move(node), std::move(filter));
        continue;
      }
    }
    scanner_.move_to(start);
    break;
  }
  return node;
}

NodeRef Parser::terminal() {
  if (NodeRef node = temporal_literal()) return node;
  if (NodeRef node = call()) return node;
  if (NodeRef node = reference()) return node;
  if (NodeRef node = literal()) return node;
  if (word("?")) return make({.kind = NodeKind::kInput});
  if (NodeRef node = function_definition()) return node;
  return in_parentheses();
}

NodeRef Parser::temporal_literal() {
  const std::size_t start = scanner_.at();
  if (word("@")) {
    scanner_.skip_space();
    const auto text = scanner_.take_quoted();
    return text ? constant(at_literal(*text)) : back_to(start);
  }
  const auto type = scanner_.take_one_of({"duration", "date and time", "date", "time"});
  if (!type || !spaced("(")) return back_to(start);
  scanner_.skip_space();
  const auto text = scanner_.take_quoted();
  if (!text || !spaced(")")) return back_to(start);
  if (*type == "duration") return constant(duration_literal(*text, false));
  if (*type == "date and time") return constant(date_time_literal(*text));
  return constant(*type == "date" ? or_null(parse_date(*text)) : time_literal(*text));
}

NodeRef Parser::call() {
  const std::size_t start = scanner_.at();
  std::vector<std::string> names;
  if (auto spaced_name = scanner_.take_spaced_name()) {
    names.push_back(std::move(*spaced_name));
  } else if (const auto reserved = scanner_.take_one_of(
                 {"and", "or", "date and time", "years and months duration", "get or else"})) {
    names.emplace_back(*reserved);
  } else if (!qualified_name(names)) {
    return back_to(start);
  }
  if (!spaced("(")) return back_to(start);
  Node node{.kind = names.size() == 1 ? NodeKind::kCall : NodeKind::kQualifiedCall};
  node.name = std::move(names.back());
  names.pop_back();
  if (!names.empty()) {
    node.children.push_back(make({.kind = NodeKind::kReference, .names = std::move(names)}));
  }
  const std::size_t inside = scanner_.at();
  scanner_.skip_space();
  if (!arguments(node)) scanner_.move_to(inside);
  return spaced(")") ? make(std::move(node)) : back_to(start);
}

bool Parser::arguments(Node& into) {
  const std::size_t start = scanner_.at();
  const std::size_t before = into.children.size();
  if (named_arguments(into)) return true;
  scanner_.move_to(start);
  into.names.clear();
  into.children.resize(before);
  return positional_arguments(into);
}

template <class Item>
bool Parser::one_or_more(const Item& item) {
  if (!item()) return false;
  while (true) {
    const std::size_t start = scanner_.at();
    if (spaced(",")) {
      scanner_.skip_space();
      if (item()) continue;
    }
    scanner_.move_to(start);
    return true;
  }
}

bool Parser::named_arguments(Node& into) {
  const auto argument = [&] {
    auto name = scanner_.take_spaced_name();
    if (!name) name = scanner_.take_name();
    if (!name || !spaced(":")) return false;
    scanner_.skip_space();
    NodeRef given = range();
    if (!given) given = expression();
    if (!given) return false;
    into.names.push_back(std::move(*name));
    into.children.push_back(std::move(given));
    return true;
  };
  return one_or_more(argument);
}

bool Parser::positional_arguments(Node& into) {
  const auto argument = [&] {
    NodeRef given = range();
    if (!given) given = expression();
    if (!given) return false;
    into.children.push_back(std::move(given));
    return true;
  };
  return one_or_more(argument);
}

bool Parser::qualified_name(std::vector<std::string>& names) {
  while (true) {
    const std::size_t start = scanner_.at();
    if (!names.empty()) {
      if (!spaced(".")) return true;
      scanner_.skip_space();
    }
    auto name = word("time offset") ? std::string("time offset") : scanner_.take_name();
    if (!name) {
      scanner_.move_to(start);
      return !names.empty();
    }
    names.push_back(std::move(*name));
  }
}

NodeRef Parser::reference() {
  std::vector<std::string> names;
  if (!qualified_name(names)) return nullptr;
  return make({.kind = NodeKind::kReference, .names = std::move(names)});
}

NodeRef Parser::literal() {
  if (word("null")) return constant({});
  if (const auto boolean = scanner_.take_one_of({"true", "false"})) {
    return constant(Value(*boolean == "true"));
  }
  if (const auto quoted = scanner_.take_quoted()) return constant(Value(unescaped(*quoted)));
  if (const auto number = scanner_.take_number()) return constant(Value(*number));
  if (NodeRef node = list()) return node;
  return context();
}

NodeRef Parser::list() {
  const std::size_t start = scanner_.at();
  if (!word("[")) return nullptr;
  Node node{.kind = NodeKind::kList};
  while (true) {
    const std::size_t before = scanner_.at();
    if (!node.children.empty() && !spaced(",")) break;
    NodeRef item = spaced(&Parser::expression);
    if (!item) {
      scanner_.move_to(before);
      break;
    }
    node.children.push_back(std::move(item));
  }
  return spaced("]") ? make(std::move(node)) : back_to(start);
}

bool Parser::context_entry(Node& into) {
  scanner_.skip_space();
  auto key = scanner_.take_free_key();
  if (!key) key = scanner_.take_name();
  if (!key) key = scanner_.take_quoted();
  if (!key || !spaced(":")) return false;
  NodeRef entry = spaced(&Parser::expression);
  if (!entry) return false;
  into.names.push_back(std::move(*key));
  into.children.push_back(std::move(entry));
  return true;
}

NodeRef Parser::context() {
  const std::size_t start = scanner_.at();
  if (!word("{")) return nullptr;
  Node node{.kind = NodeKind::kContext};
  while (true) {
    const std::size_t before = scanner_.at();
    if (!node.children.empty() && !spaced(",")) break;
    if (!context_entry(node)) {
      scanner_.move_to(before);
      break;
    }
  }
  return spaced("}") ? make(std::move(node)) : back_to(start);
}

NodeRef Parser::function_definition() {
  const std::size_t start = scanner_.at();
  if (!word("function") || !spaced("(")) return back_to(start);
  Node node{.kind = NodeKind::kFunction};
  while (true) {
    const std::size_t before = scanner_.at();
    if (!node.names.empty() && !spaced(",")) break;
    scanner_.skip_space();
    auto name = scanner_.take_spaced_name();
    if (!name) name = scanner_.take_name();
    if (!name) {
      scanner_.move_to(before);
      break;
    }
    node.names.push_back(std::move(*name));
  }
  if (!spaced(")")) return back_to(start);
  scanner_.skip_space();
  NodeRef body = external_function();
  if (!body) body = expression();
  if (!body) return back_to(start);
  node.children.push_back(std::move(body));
  return make(std::move(node));
}

// Camunda's engine does not allow what only calls Java, so that it need not be read to the end.
NodeRef Parser::external_function() {
  const std::size_t start = scanner_.at();
  if (word("external") && spaced("{") && spaced("java") && spaced(":") && spaced("{")) {
    refusal_ = "external functions are disabled";
  }
  return back_to(start);
}

NodeRef Parser::in_parentheses() {
  const std::size_t start = scanner_.at();
  if (!word("(")) return nullptr;
  NodeRef node = spaced(&Parser::expression);
  return node && spaced(")") ? node : back_to(start);
}

}  // namespace procos::feel
