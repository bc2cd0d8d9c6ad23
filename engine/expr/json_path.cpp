#include "expr/json_path.h"

#include <algorithm>
#include <charconv>
#include <limits>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "expr/coerce.h"
#include "expr/java_text.h"

namespace procos::expr {

struct JsonPathFilter;

// One step of a path.
struct JsonPathStep {
  enum class Kind : std::uint8_t {
    kNames,
    kIndexes,
    kSlice,
    kWildcard,
    kDescend,
    kFilter,
    kFunction
  };
  Kind kind = Kind::kWildcard;
  std::vector<std::string> names{};  // also the name of a function
  std::vector<std::int64_t> indexes{};
  std::optional<std::int64_t> from{};
  std::optional<std::int64_t> to{};
  std::shared_ptr<const JsonPathFilter> filter{};
};

struct JsonPath {
  std::vector<JsonPathStep> steps;
  bool definite = true;
};

// One side of a comparison in a filter: a path below @ or $, or a literal.
struct FilterOperand {
  std::optional<JsonPath> path;
  bool from_root = false;
  JsonRef literal;
};

struct JsonPathFilter {
  enum class Kind : std::uint8_t { kExists, kCompare, kAnd, kOr, kNot };
  Kind kind = Kind::kExists;
  std::string op{};
  FilterOperand left{};
  FilterOperand right{};
  std::vector<std::shared_ptr<const JsonPathFilter>> parts{};
};

namespace {

using Nodes = std::vector<JsonRef>;

class PathParser {
 public:
  explicit PathParser(std::string_view text) : text_(text) {}

  Result<JsonPath> path_to_end() {
    JsonPath path;
    if (text_.empty()) return bad("the path is empty");
    if (peek() == '$' || peek() == '@') {
      ++at_;
    } else {
      PROCOS_TRY(name_step(path));
    }
    PROCOS_TRY(steps(path));
    if (at_ != text_.size()) return bad("unexpected '" + std::string(1, peek()) + "'");
    return path;
  }

 private:
  static constexpr int kMaxDepth = 50;
  static constexpr std::string_view kComparators[] = {"==", "!=", "<=", ">=", "<", ">"};

  char peek(std::size_t ahead = 0) const {
    return at_ + ahead < text_.size() ? text_[at_ + ahead] : '\0';
  }
  void skip_blanks() {
    while (peek() == ' ' || peek() == '\t') ++at_;
  }
  bool take(std::string_view token) {
    skip_blanks();
    if (!text_.substr(at_).starts_with(token)) return false;
    at_ += token.size();
    return true;
  }
  std::unexpected<Error> bad(const std::string& why) const {
    return expression_error("Unable to compile JsonPath '" + std::string(text_) + "': " + why);
  }

  Status steps(JsonPath& path) {
    while (at_ < text_.size()) {
      if (peek() == '.' && peek(1) == '.') {
        at_ += 2;
        path.definite = false;
        path.steps.push_back({.kind = JsonPathStep::Kind::kDescend});
        if (peek() != '[') PROCOS_TRY(name_step(path));
      } else if (peek() == '.') {
        ++at_;
        PROCOS_TRY(name_step(path));
      } else if (peek() == '[') {
        ++at_;
        PROCOS_TRY(bracket_step(path));
      } else {
        return {};
      }
    }
    return {};
  }

  Status name_step(JsonPath& path) {
    if (peek() == '*') {
      ++at_;
      path.definite = false;
      path.steps.push_back({.kind = JsonPathStep::Kind::kWildcard});
      return {};
    }
    const std::size_t start = at_;
    while (at_ < text_.size() &&
           std::string_view(".[]() ,=!<>&|?@'\"").find(peek()) == std::string_view::npos)
      ++at_;
    if (at_ == start) return bad("a name is missing");
    std::string name(text_.substr(start, at_ - start));
    const bool function = peek() == '(' && peek(1) == ')';
    if (function) at_ += 2;
    path.steps.push_back(
        {.kind = function ? JsonPathStep::Kind::kFunction : JsonPathStep::Kind::kNames,
         .names = {std::move(name)}});
    return {};
  }

  Status bracket_step(JsonPath& path) {
    if (take("*")) {
      path.definite = false;
      path.steps.push_back({.kind = JsonPathStep::Kind::kWildcard});
    } else if (take("?")) {
      path.definite = false;
      if (!take("(")) return bad("'(' is missing");
      PROCOS_ASSIGN(auto filter, filter_or(0));
      if (!take(")")) return bad("')' is missing");
      path.steps.push_back({.kind = JsonPathStep::Kind::kFilter, .filter = std::move(filter)});
    } else {
      skip_blanks();
      if (peek() == '\'' || peek() == '"') {
        PROCOS_TRY(names_step(path));
      } else {
        PROCOS_TRY(numbers_step(path));
      }
    }
    if (!take("]")) return bad("']' is missing");
    return {};
  }

  Status names_step(JsonPath& path) {
    JsonPathStep step{.kind = JsonPathStep::Kind::kNames};
    do {
      skip_blanks();
      PROCOS_ASSIGN(std::string name, quoted());
      step.names.push_back(std::move(name));
    } while (take(","));
    if (step.names.size() > 1) path.definite = false;
    path.steps.push_back(std::move(step));
    return {};
  }

  Status numbers_step(JsonPath& path) {
    JsonPathStep step{.kind = JsonPathStep::Kind::kIndexes};
    const auto first = number();
    if (take(":")) {
      step.kind = JsonPathStep::Kind::kSlice;
      step.from = first;
      step.to = number();
      path.definite = false;
    } else {
      if (!first) return bad("an index is missing");
      step.indexes.push_back(*first);
      while (take(",")) {
        const auto next = number();
        if (!next) return bad("an index is missing");
        step.indexes.push_back(*next);
      }
      if (step.indexes.size() > 1) path.definite = false;
    }
    path.steps.push_back(std::move(step));
    return {};
  }

  std::optional<std::int64_t> number() {
    skip_blanks();
    std::int64_t value = 0;
    const auto [end, code] =
        std::from_chars(text_.data() + at_, text_.data() + text_.size(), value);
    if (code != std::errc{}) return std::nullopt;
    at_ = static_cast<std::size_t>(end - text_.data());
    return value;
  }

  Result<std::string> quoted() {
    const char quote = peek();
    if (quote != '\'' && quote != '"') return bad("a quoted name is missing");
    std::string out;
    for (++at_; at_ < text_.size(); ++at_) {
      if (peek() == '\\' && at_ + 1 < text_.size()) {
        out += text_[++at_];
      } else if (peek() == quote) {
        ++at_;
        return out;
      } else {
        out += peek();
      }
    }
    return bad("a quote is not closed");
  }

  using FilterRef = std::shared_ptr<const JsonPathFilter>;

  Result<FilterRef> joined(JsonPathFilter::Kind kind, std::string_view token, int depth) {
    JsonPathFilter all{.kind = kind};
    do {
      PROCOS_ASSIGN(FilterRef part,
                    kind == JsonPathFilter::Kind::kOr ? filter_and(depth) : filter_unary(depth));
      all.parts.push_back(std::move(part));
    } while (take(token));
    return all.parts.size() == 1 ? all.parts[0]
                                 : std::make_shared<const JsonPathFilter>(std::move(all));
  }
  Result<FilterRef> filter_or(int depth) {
    if (depth > kMaxDepth) return bad("nested too deeply");
    return joined(JsonPathFilter::Kind::kOr, "||", depth);
  }
  Result<FilterRef> filter_and(int depth) {
    return joined(JsonPathFilter::Kind::kAnd, "&&", depth);
  }

  Result<FilterRef> filter_unary(int depth) {
    if (depth > kMaxDepth) return bad("nested too deeply");
    if (take("!")) {
      JsonPathFilter negated{.kind = JsonPathFilter::Kind::kNot};
      PROCOS_ASSIGN(FilterRef part, filter_unary(depth + 1));
      negated.parts.push_back(std::move(part));
      return std::make_shared<const JsonPathFilter>(std::move(negated));
    }
    if (take("(")) {
      PROCOS_ASSIGN(FilterRef inner, filter_or(depth + 1));
      if (!take(")")) return bad("')' is missing");
      return inner;
    }
    JsonPathFilter filter;
    PROCOS_ASSIGN(filter.left, operand());
    for (std::string_view op : kComparators) {
      if (!take(op)) continue;
      filter.kind = JsonPathFilter::Kind::kCompare;
      filter.op = op;
      PROCOS_ASSIGN(filter.right, operand());
      break;
    }
    return std::make_shared<const JsonPathFilter>(std::move(filter));
  }

  Result<FilterOperand> operand() {
    skip_blanks();
    FilterOperand out;
    if (peek() == '@' || peek() == '$') {
      out.from_root = peek() == '$';
      ++at_;
      out.path.emplace();
      PROCOS_TRY(steps(*out.path));
      return out;
    }
    if (peek() == '\'' || peek() == '"') {
      PROCOS_ASSIGN(std::string text, quoted());
      out.literal = json_scalar(Datum::string(std::move(text)));
      return out;
    }
    const std::size_t start = at_;
    while (at_ < text_.size() &&
           std::string_view(" )=!<>&|]").find(peek()) == std::string_view::npos)
      ++at_;
    auto literal = parse_json(text_.substr(start, at_ - start));
    if (!literal) return bad("a value is missing");
    out.literal = std::move(*literal);
    return out;
  }

  std::string_view text_;
  std::size_t at_ = 0;
};

class PathEvaluator {
 public:
  explicit PathEvaluator(const JsonRef& root) : root_(root) {}

  Result<Nodes> run(const JsonPath& path, const JsonRef& start) {
    Nodes nodes{start};
    for (const JsonPathStep& step : path.steps) {
      Nodes next;
      for (const JsonRef& node : nodes) PROCOS_TRY(apply(step, node, next));
      nodes = std::move(next);
    }
    return nodes;
  }

 private:
  static constexpr std::size_t kMaxMatches = 1'000'000;

  Status apply(const JsonPathStep& step, const JsonRef& node, Nodes& out) {
    using Kind = JsonPathStep::Kind;
    if (out.size() > kMaxMatches)
      return expression_error("a JsonPath matches more than a million nodes");
    switch (step.kind) {
      case Kind::kNames: return names(step, node, out);
      case Kind::kIndexes:
        for (std::int64_t index : step.indexes) append_element(node, index, out);
        return {};
      case Kind::kSlice: return slice(step, node, out);
      case Kind::kWildcard:
        for (const JsonMember& member : node->members) out.push_back(member.node);
        return {};
      case Kind::kDescend: return descend(node, out);
      case Kind::kFilter: return filtered(step, node, out);
      case Kind::kFunction: return function(step.names[0], node, out);
    }
    return {};
  }

  static Status names(const JsonPathStep& step, const JsonRef& node, Nodes& out) {
    if (node->kind != JsonNode::Kind::kObject) return {};
    for (const std::string& name : step.names) {
      if (const JsonMember* member = node->find(name)) out.push_back(member->node);
    }
    return {};
  }

  static void append_element(const JsonRef& node, std::int64_t index, Nodes& out) {
    if (node->kind != JsonNode::Kind::kArray) return;
    const auto size = static_cast<std::int64_t>(node->members.size());
    if (index < 0) index += size;
    if (index >= 0 && index < size)
      out.push_back(node->members[static_cast<std::size_t>(index)].node);
  }

  static Status slice(const JsonPathStep& step, const JsonRef& node, Nodes& out) {
    const auto size = static_cast<std::int64_t>(node->members.size());
    const auto place = [size](std::int64_t index) {
      return std::clamp(index < 0 ? index + size : index, std::int64_t{0}, size);
    };
    const std::int64_t to = step.to ? place(*step.to) : size;
    for (std::int64_t i = step.from ? place(*step.from) : 0; i < to; ++i)
      append_element(node, i, out);
    return {};
  }

  // Every container below, itself first; the next step then looks into each.
  static Status descend(const JsonRef& node, Nodes& out) {
    Nodes pending{node};
    while (!pending.empty()) {
      JsonRef current = std::move(pending.back());
      pending.pop_back();
      if (!current->is_container()) continue;
      for (auto it = current->members.rbegin(); it != current->members.rend(); ++it)
        pending.push_back(it->node);
      out.push_back(std::move(current));
    }
    return {};
  }

  Status filtered(const JsonPathStep& step, const JsonRef& node, Nodes& out) {
    const auto test = [&](const JsonRef& candidate) -> Status {
      PROCOS_ASSIGN(const bool holds, matches(*step.filter, candidate));
      if (holds) out.push_back(candidate);
      return {};
    };
    if (node->kind == JsonNode::Kind::kObject) return test(node);
    for (const JsonMember& member : node->members) PROCOS_TRY(test(member.node));
    return {};
  }

  Result<bool> matches(const JsonPathFilter& filter, const JsonRef& node) {
    switch (filter.kind) {
      case JsonPathFilter::Kind::kAnd:
      case JsonPathFilter::Kind::kOr: {
        const bool decisive = filter.kind == JsonPathFilter::Kind::kOr;
        for (const auto& part : filter.parts) {
          PROCOS_ASSIGN(const bool holds, matches(*part, node));
          if (holds == decisive) return decisive;
        }
        return !decisive;
      }
      case JsonPathFilter::Kind::kNot: {
        PROCOS_ASSIGN(const bool holds, matches(*filter.parts[0], node));
        return !holds;
      }
      case JsonPathFilter::Kind::kExists: {
        PROCOS_ASSIGN(const JsonRef found, value_of(filter.left, node));
        return found != nullptr;
      }
      case JsonPathFilter::Kind::kCompare: break;
    }
    PROCOS_ASSIGN(const JsonRef left, value_of(filter.left, node));
    PROCOS_ASSIGN(const JsonRef right, value_of(filter.right, node));
    return compare(filter.op, left, right);
  }

  static bool compare(std::string_view op, const JsonRef& left, const JsonRef& right) {
    if (left == nullptr || right == nullptr) return op == "!=" && left != right;
    double a = 0;
    double b = 0;
    const bool numbers = number_as_double(left->scalar, a) && number_as_double(right->scalar, b);
    if (op == "==") return numbers ? a == b : json_equal(*left, *right);
    if (op == "!=") return numbers ? a != b : !json_equal(*left, *right);
    if (!numbers) {
      if (left->kind != JsonNode::Kind::kString || right->kind != JsonNode::Kind::kString)
        return false;
      a = string_compare(left->scalar.as_text(), right->scalar.as_text());
      b = 0;
    }
    if (op == "<") return a < b;
    if (op == "<=") return a <= b;
    if (op == ">") return a > b;
    return a >= b;
  }

  Result<JsonRef> value_of(const FilterOperand& operand, const JsonRef& node) {
    if (!operand.path) return operand.literal;
    PROCOS_ASSIGN(const Nodes found, run(*operand.path, operand.from_root ? root_ : node));
    return found.empty() ? JsonRef() : found[0];
  }

  static Status function(std::string_view name, const JsonRef& node, Nodes& out) {
    if (name == "length" || name == "size") {
      out.push_back(node->is_container() ? json_scalar(Datum::integer(
                                               static_cast<std::int64_t>(node->members.size())))
                                         : json_scalar({}));
      return {};
    }
    double sum = 0;
    double low = std::numeric_limits<double>::max();
    double high = -std::numeric_limits<double>::max();
    std::size_t count = 0;
    for (const JsonMember& member : node->members) {
      double value = 0;
      if (!number_as_double(member.node->scalar, value)) continue;
      sum += value;
      low = std::min(low, value);
      high = std::max(high, value);
      ++count;
    }
    if (count == 0)
      return expression_error(
          "Aggregation function attempted to calculate value using empty array");
    if (name == "sum") {
      out.push_back(json_scalar(Datum::real(sum)));
    } else if (name == "min") {
      out.push_back(json_scalar(Datum::real(low)));
    } else if (name == "max") {
      out.push_back(json_scalar(Datum::real(high)));
    } else if (name == "avg") {
      out.push_back(json_scalar(Datum::real(sum / static_cast<double>(count))));
    } else {
      return expression_error("Function with name: " + std::string(name) + " does not exist.");
    }
    return {};
  }

  const JsonRef& root_;
};

}  // namespace

Result<std::shared_ptr<const JsonPath>> compile_json_path(std::string_view text) {
  PROCOS_ASSIGN(JsonPath path, PathParser(text).path_to_end());
  return std::make_shared<const JsonPath>(std::move(path));
}

Result<JsonRef> evaluate_json_path(const JsonPath& path, const JsonRef& root) {
  PROCOS_ASSIGN(Nodes nodes, PathEvaluator(root).run(path, root));
  if (path.definite) {
    if (nodes.empty())
      return expression_error("Unable to evaluate JsonPath expression: there is no such path");
    return nodes[0];
  }
  JsonRef all = json_container(JsonNode::Kind::kArray);
  for (JsonRef& node : nodes) all->members.push_back({{}, std::move(node)});
  return all;
}

}  // namespace procos::expr
