// How points and ranges lie to each other (DMN 1.3, table 78).
#include "feel/functions.h"

namespace procos::feel {
namespace {

using Kind = Value::Kind;

bool is_range(const Value& value) { return value.is(Kind::kRange); }

bool is_point(const Value& value) {
  return value.is(Kind::kNumber) ||
         (value.kind() >= Kind::kDate && value.kind() <= Kind::kDuration);
}

const Value& first_point(const Value& value) {
  return is_range(value) ? value.range().start.value : value;
}

int order_of(const Boundary& a, const Boundary& b) { return compare_order(a.value, b.value); }

bool both_closed(const Boundary& a, const Boundary& b) { return a.closed && b.closed; }

// The same place, and both belong to their ranges or both do not.
bool match(const Boundary& a, const Boundary& b) {
  return a.closed == b.closed && same(a.value, b.value);
}

// Whether a range that begins with `a` begins before one that begins with `b`, or with it.
bool starts_no_later(const Boundary& a, const Boundary& b) {
  const int order = order_of(a, b);
  return order < 0 || (order == 0 && (a.closed || !b.closed));
}

bool ends_no_earlier(const Boundary& a, const Boundary& b) {
  const int order = order_of(a, b);
  return order > 0 || (order == 0 && (a.closed || !b.closed));
}

bool touches(const Boundary& end, const Boundary& start) {
  const int order = order_of(end, start);
  return order > 0 || (order == 0 && both_closed(end, start));
}

bool holds(const Range& range, const Value& point) {
  const int start = compare_order(range.start.value, point);
  const int end = compare_order(range.end.value, point);
  return (start < 0 && end > 0) || (start == 0 && range.start.closed) ||
         (end == 0 && range.end.closed);
}

bool range_includes(const Range& outer, const Range& inner) {
  return starts_no_later(outer.start, inner.start) && ends_no_earlier(outer.end, inner.end);
}

bool ends_before(const Boundary& end, const Boundary& start) {
  const int order = order_of(end, start);
  return order < 0 || (order == 0 && !both_closed(end, start));
}

bool overlaps_from_before(const Range& a, const Range& b) {
  const int starts = order_of(a.start, b.start);
  const int ends = order_of(a.end, b.end);
  return (starts < 0 || (starts == 0 && a.start.closed && !b.start.closed)) &&
         touches(a.end, b.start) && (ends < 0 || (ends == 0 && (!a.end.closed || b.end.closed)));
}

// A point as a range of its own.
Range as_range(const Value& value) {
  if (is_range(value)) return value.range();
  return {{value, true}, {value, true}};
}

enum class Shape : std::uint8_t { kRanges, kPointAndRange, kRangeAndPoint, kPoints };

std::optional<Shape> shape_of(Arguments a) {
  if (!is_point(first_point(a[0])) || first_point(a[0]).kind() != first_point(a[1]).kind()) {
    return std::nullopt;
  }
  if (is_range(a[0])) return is_range(a[1]) ? Shape::kRanges : Shape::kRangeAndPoint;
  return is_range(a[1]) ? Shape::kPointAndRange : Shape::kPoints;
}

Value wrong_shape(Evaluator& evaluator) {
  return evaluator.stop("the function is not for points or ranges in this order");
}

Value before(Evaluator&, Arguments a) {
  if (!shape_of(a)) return illegal_arguments();
  return Value(ends_before(as_range(a[0]).end, as_range(a[1]).start));
}

Value after(Evaluator&, Arguments a) {
  if (!shape_of(a)) return illegal_arguments();
  return Value(ends_before(as_range(a[1]).end, as_range(a[0]).start));
}

// Functions of two ranges only.
template <bool (*kTest)(const Range&, const Range&)>
Value of_ranges(Evaluator& evaluator, Arguments a) {
  const auto shape = shape_of(a);
  if (!shape) return illegal_arguments();
  if (*shape != Shape::kRanges) return wrong_shape(evaluator);
  return Value(kTest(a[0].range(), a[1].range()));
}

bool meets(const Range& a, const Range& b) {
  return both_closed(a.end, b.start) && same(a.end.value, b.start.value);
}
bool met_by(const Range& a, const Range& b) { return meets(b, a); }
bool overlaps(const Range& a, const Range& b) {
  return touches(a.end, b.start) && touches(b.end, a.start);
}
bool overlaps_after(const Range& a, const Range& b) { return overlaps_from_before(b, a); }

bool finishes_range(const Range& a, const Range& b) {
  return match(a.end, b.end) && starts_no_later(b.start, a.start);
}
bool starts_range(const Range& a, const Range& b) {
  return match(a.start, b.start) && ends_no_earlier(b.end, a.end);
}
bool is_end(const Boundary& boundary, const Value& point) {
  return boundary.closed && same(boundary.value, point);
}

Value finishes(Evaluator& evaluator, Arguments a) {
  const auto shape = shape_of(a);
  if (!shape) return illegal_arguments();
  if (*shape == Shape::kRanges) return Value(finishes_range(a[0].range(), a[1].range()));
  if (*shape == Shape::kPointAndRange) return Value(is_end(a[1].range().end, a[0]));
  return wrong_shape(evaluator);
}

Value finished_by(Evaluator& evaluator, Arguments a) {
  const auto shape = shape_of(a);
  if (!shape) return illegal_arguments();
  if (*shape == Shape::kRanges) return Value(finishes_range(a[1].range(), a[0].range()));
  if (*shape == Shape::kRangeAndPoint) return Value(is_end(a[0].range().end, a[1]));
  return wrong_shape(evaluator);
}

Value includes(Evaluator& evaluator, Arguments a) {
  const auto shape = shape_of(a);
  if (!shape) return illegal_arguments();
  if (*shape == Shape::kRanges) return Value(range_includes(a[0].range(), a[1].range()));
  if (*shape == Shape::kRangeAndPoint) return Value(holds(a[0].range(), a[1]));
  return wrong_shape(evaluator);
}

Value during(Evaluator& evaluator, Arguments a) {
  const auto shape = shape_of(a);
  if (!shape) return illegal_arguments();
  if (*shape == Shape::kRanges) return Value(range_includes(a[1].range(), a[0].range()));
  if (*shape == Shape::kPointAndRange) return Value(holds(a[1].range(), a[0]));
  return wrong_shape(evaluator);
}

Value starts(Evaluator& evaluator, Arguments a) {
  const auto shape = shape_of(a);
  if (!shape) return illegal_arguments();
  if (*shape == Shape::kRanges) return Value(starts_range(a[0].range(), a[1].range()));
  if (*shape == Shape::kPointAndRange) return Value(is_end(a[1].range().start, a[0]));
  return wrong_shape(evaluator);
}

Value started_by(Evaluator& evaluator, Arguments a) {
  const auto shape = shape_of(a);
  if (!shape) return illegal_arguments();
  if (*shape == Shape::kRanges) return Value(starts_range(a[1].range(), a[0].range()));
  if (*shape == Shape::kRangeAndPoint) return Value(is_end(a[0].range().start, a[1]));
  return wrong_shape(evaluator);
}

Value coincides(Evaluator&, Arguments a) {
  const auto shape = shape_of(a);
  if (!shape) return illegal_arguments();
  if (*shape != Shape::kRanges) return Value(same(a[0], a[1]));
  return Value(match(a[0].range().start, a[1].range().start) &&
               match(a[0].range().end, a[1].range().end));
}

constexpr Builtin kRangeFunctions[] = {
    {"before", {"point1", "point2"}, before},
    {"before", {"point", "range"}, before},
    {"before", {"range", "point"}, before},
    {"before", {"range1", "range2"}, before},
    {"after", {"point1", "point2"}, after},
    {"after", {"point", "range"}, after},
    {"after", {"range", "point"}, after},
    {"after", {"range1", "range2"}, after},
    {"meets", {"range1", "range2"}, of_ranges<meets>},
    {"met by", {"range1", "range2"}, of_ranges<met_by>},
    {"overlaps", {"range1", "range2"}, of_ranges<overlaps>},
    {"overlaps before", {"range1", "range2"}, of_ranges<overlaps_from_before>},
    {"overlaps after", {"range1", "range2"}, of_ranges<overlaps_after>},
    {"finishes", {"point", "range"}, finishes},
    {"finishes", {"range1", "range2"}, finishes},
    {"finished by", {"point", "range"}, finished_by},
    {"finished by", {"range1", "range2"}, finished_by},
    {"includes", {"range", "point"}, includes},
    {"includes", {"range1", "range2"}, includes},
    {"during", {"point", "range"}, during},
    {"during", {"range1", "range2"}, during},
    {"starts", {"point", "range"}, starts},
    {"starts", {"range1", "range2"}, starts},
    {"started by", {"range", "point"}, started_by},
    {"started by", {"range1", "range2"}, started_by},
    {"coincides", {"point1", "point2"}, coincides},
    {"coincides", {"range1", "range2"}, coincides},
};

}  // namespace

std::span<const Builtin> range_functions() { return kRangeFunctions; }

}  // namespace procos::feel
