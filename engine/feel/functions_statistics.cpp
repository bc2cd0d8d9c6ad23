// List functions that count and measure: count, min, max, sum, mean, median ...
#include <algorithm>
#include <cmath>

#include "feel/functions.h"

namespace procos::feel {
namespace {

using Kind = Value::Kind;
using Numbers = std::vector<Decimal>;

Decimal sum_of_all(const Numbers& numbers) {
  Decimal sum(0);
  for (const Decimal& number : numbers) sum = sum + number;
  return sum;
}

// The list's numbers; the failure if it is none of numbers.
std::optional<Numbers> numbers_in(Evaluator& evaluator, const Value& list) {
  Numbers numbers;
  if (!list.is(Kind::kList)) return std::nullopt;
  evaluator.charge(list.items().size());
  for (const Value& item : list.items()) {
    if (!item.is(Kind::kNumber)) return std::nullopt;
    numbers.push_back(item.number());
  }
  return numbers;
}

// null of an empty list, otherwise what `compute` makes of the numbers.
template <class Compute>
Value of_numbers(Evaluator& evaluator, const Value& list, Compute compute) {
  const auto numbers = numbers_in(evaluator, list);
  if (!numbers) return illegal_arguments();
  return numbers->empty() ? Value() : compute(*numbers);
}

Value mean_of(const Numbers& numbers) {
  const auto count = Decimal(static_cast<std::int64_t>(numbers.size()));
  return Value(*Decimal::divide(sum_of_all(numbers), count));
}

void sort_numbers(Numbers& numbers) {
  std::stable_sort(numbers.begin(), numbers.end(),
                   [](const Decimal& a, const Decimal& b) { return a.compare(b) < 0; });
}

Value count(Evaluator&, Arguments a) {
  if (!a[0].is(Kind::kList)) return illegal_arguments();
  return Value::number(static_cast<std::int64_t>(a[0].items().size()));
}

// `direction` 1: the greatest, -1: the least; of equal ones the first.
Value extreme(Evaluator& evaluator, const Value& list, int direction) {
  if (!list.is(Kind::kList)) return illegal_arguments();
  const auto& items = list.items();
  if (items.empty()) return {};
  if (!is_comparable(list)) return Value::failure("not comparable");
  evaluator.charge(items.size());
  if (items.front().is(Kind::kList)) {
    return items.size() == 1 ? items.front() : evaluator.stop("lists cannot be compared by order");
  }
  const Value* best = &items.front();
  for (const Value& item : items) {
    if (compare_order(item, *best) * direction > 0) best = &item;
  }
  return *best;
}

Value min(Evaluator& evaluator, Arguments a) { return extreme(evaluator, a[0], -1); }
Value max(Evaluator& evaluator, Arguments a) { return extreme(evaluator, a[0], 1); }

Value sum(Evaluator& evaluator, Arguments a) {
  return of_numbers(evaluator, a[0], [](const Numbers& n) { return Value(sum_of_all(n)); });
}

Value product(Evaluator& evaluator, Arguments a) {
  return of_numbers(evaluator, a[0], [](const Numbers& numbers) {
    Decimal product(1);
    for (const Decimal& number : numbers) product = product * number;
    return Value(product);
  });
}

Value mean(Evaluator& evaluator, Arguments a) { return of_numbers(evaluator, a[0], mean_of); }

Value median(Evaluator& evaluator, Arguments a) {
  return of_numbers(evaluator, a[0], [](Numbers numbers) {
    sort_numbers(numbers);
    const std::size_t middle = numbers.size() / 2;
    if (numbers.size() % 2 == 1) return Value(numbers[middle]);
    return Value(*Decimal::divide(numbers[middle - 1] + numbers[middle], Decimal(2)));
  });
}

Value stddev(Evaluator& evaluator, Arguments a) {
  return of_numbers(evaluator, a[0], [&](const Numbers& numbers) {
    const Decimal middle = mean_of(numbers).number();
    Decimal squares(0);
    for (const Decimal& number : numbers) {
      const Decimal distance = number - middle;
      squares = squares + distance * distance;
    }
    const auto others = Decimal(static_cast<std::int64_t>(numbers.size()) - 1);
    const auto variance = Decimal::divide(squares, others);
    if (!variance) return evaluator.stop("stddev() needs more than one number");
    return Value(*Decimal::from_double(std::sqrt(variance->to_double())));
  });
}

Value mode(Evaluator& evaluator, Arguments a) {
  auto numbers = numbers_in(evaluator, a[0]);
  if (!numbers) return illegal_arguments();
  sort_numbers(*numbers);
  std::vector<Value> modes;
  std::size_t most = 0;
  for (std::size_t start = 0; start < numbers->size();) {
    std::size_t end = start;
    while (end < numbers->size() && (*numbers)[end] == (*numbers)[start]) ++end;
    if (end - start > most) modes.clear();
    most = std::max(most, end - start);
    if (end - start == most) modes.emplace_back((*numbers)[start]);
    start = end;
  }
  return evaluator.checked_list(std::move(modes));
}

constexpr Builtin kStatisticsFunctions[] = {
    {"count", {"list"}, count},
    {"min", {"list"}, min, true},
    {"max", {"list"}, max, true},
    {"sum", {"list"}, sum, true},
    {"product", {"list"}, product, true},
    {"mean", {"list"}, mean, true},
    {"median", {"list"}, median, true},
    {"stddev", {"list"}, stddev, true},
    {"mode", {"list"}, mode, true},
};

}  // namespace

std::span<const Builtin> statistics_functions() { return kStatisticsFunctions; }

}  // namespace procos::feel
