// Filters: a list by an index or by a condition on its items.
#include <utility>

#include "feel/evaluate.h"

namespace procos::feel {
namespace {

using Kind = Value::Kind;

}  // namespace

std::optional<std::size_t> list_position(const Decimal& index, std::size_t size) {
  const auto count = Decimal(static_cast<std::int64_t>(size));
  const bool from_start = !index.is_zero() && !index.is_negative();
  const Decimal place = from_start ? index - Decimal(1) : count + index;
  if (place.is_negative() || place.compare(count) >= 0) return std::nullopt;
  return static_cast<std::size_t>(place.to_int());
}

Value Evaluator::filter(const Node& node, const Scope& scope) {
  const Value list = evaluate(*node.children[0], scope);
  if (list.is_failure()) return list;
  if (!list.is(Kind::kList)) return Value::failure("not a list");
  const Node& condition = *node.children[1];
  const std::vector<Value>& items = list.items();
  const bool item_first = (condition.kind >= NodeKind::kEqual &&
                           condition.kind <= NodeKind::kGreaterOrEqual) ||
                          condition.kind == NodeKind::kCall ||
                          condition.kind == NodeKind::kQualifiedCall;
  if (!item_first) {
    // An index does not know the items, so that it is found without them.
    const Value index = evaluate(condition, scope);
    if (stopped()) return index;
    if (index.is(Kind::kNumber)) {
      const auto at = list_position(index.number(), items.size());
      return at ? items[*at] : Value();
    }
  }
  return filter_each(items, condition, scope);
}

Value Evaluator::filter_each(const std::vector<Value>& items, const Node& condition,
                             const Scope& scope) {
  std::vector<Value> kept;
  for (std::size_t i = 0; i < items.size(); ++i) {
    Scope inside{.parent = &scope};
    inside.variables.emplace_back("item", items[i]);
    if (items[i].is(Kind::kContext)) inside.context = &items[i].context();
    const Value found = evaluate(condition, inside);
    if (stopped()) return found;
    // The first item tells whether the condition is an index.
    if (i == 0 && found.is_failure()) return found;
    if (i == 0 && found.is(Kind::kNumber)) {
      const auto at = list_position(found.number(), items.size());
      return at ? items[*at] : Value();
    }
    if (found.is_true()) kept.push_back(items[i]);
  }
  return checked_list(std::move(kept));
}

}  // namespace procos::feel
