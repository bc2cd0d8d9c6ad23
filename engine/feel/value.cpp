#include "feel/value.h"

#include <algorithm>

#include "expr/java_text.h"

namespace procos::feel {
namespace {

using Kind = Value::Kind;
constexpr std::size_t kIndexedFrom = 16;

std::size_t entries_depth(const Entries& entries) {
  std::size_t depth = 0;
  for (const auto& [name, value] : entries) depth = std::max(depth, value.depth());
  return depth;
}

// Stays where it is when it comes to the end of the numbers.
std::size_t saturated(std::size_t a, std::size_t b) { return a + b < a ? ~std::size_t{0} : a + b; }

template <class T>
int three_way(const T& a, const T& b) {
  return a < b ? -1 : b < a ? 1 : 0;
}

bool equal_lists(const std::vector<Value>& a, const std::vector<Value>& b, bool strict) {
  return a.size() == b.size() &&
         std::equal(a.begin(), a.end(), b.begin(), [strict](const Value& x, const Value& y) {
           return strict ? same(x, y) : equal(x, y);
         });
}

bool equal_contexts(const Context& a, const Context& b, bool strict) {
  if (a.entries.size() != b.entries.size()) return false;
  for (const auto& [name, value] : a.entries) {
    const Value* other = b.find(name);
    if (other == nullptr || !(strict ? same(value, *other) : equal(value, *other))) return false;
  }
  return true;
}

// Values of one kind that are neither lists nor contexts.
bool equal_scalars(const Value& a, const Value& b) {
  switch (a.kind()) {
    case Kind::kNull: return true;
    case Kind::kBoolean: return a.boolean() == b.boolean();
    case Kind::kNumber: return a.number() == b.number();
    case Kind::kString: return a.string() == b.string();
    case Kind::kDate: return a.as<Date>() == b.as<Date>();
    case Kind::kLocalTime: return a.as<LocalTimeOfDay>() == b.as<LocalTimeOfDay>();
    case Kind::kTime: return a.as<ZonedTime>() == b.as<ZonedTime>();
    case Kind::kLocalDateTime: return a.as<LocalDateTime>() == b.as<LocalDateTime>();
    case Kind::kDateTime: return a.as<ZonedDateTime>() == b.as<ZonedDateTime>();
    case Kind::kMonths: return a.as<MonthsDuration>() == b.as<MonthsDuration>();
    case Kind::kDuration: return a.as<TimeDuration>() == b.as<TimeDuration>();
    default: return false;
  }
}

std::string joined_items(const std::vector<Value>& items) {
  std::string out = "[";
  for (const Value& item : items) {
    if (out.size() > 1) out += ", ";
    out += display_text(item);
  }
  return out + "]";
}

std::string joined_entries(const Context& context) {
  std::string out = "{";
  for (const auto& [name, value] : context.entries) {
    if (out.size() > 1) out += ", ";
    out += name + ":" + display_text(value);
  }
  return out + "}";
}

Value date_part(const Date& date, std::string_view name) {
  if (name == "year") return Value::number(date.year);
  if (name == "month") return Value::number(date.month);
  if (name == "day") return Value::number(date.day);
  if (name == "weekday") return Value::number(weekday_of(date));
  return Value::failure("no such property");
}

Value clock_part(std::int64_t nanos, std::string_view name) {
  const std::int64_t seconds = nanos / kNanosPerSecond;
  if (name == "hour") return Value::number(seconds / 3600);
  if (name == "minute") return Value::number(seconds / 60 % 60);
  if (name == "second") return Value::number(seconds % 60);
  return Value::failure("no such property");
}

Value zone_part(const int* offset, const TimeZoneRef& zone, std::string_view name) {
  if (name == "time offset") return offset ? Value(TimeDuration{*offset, 0}) : Value();
  if (name == "timezone") return zone ? Value(zone->name()) : Value();
  return Value::failure("no such property");
}

Value first_found(Value a, Value b, Value c = Value::failure("no such property")) {
  if (!a.is_failure()) return a;
  return b.is_failure() ? c : b;
}

Value duration_part(std::int64_t seconds, std::string_view name) {
  if (name == "days") return Value::number(seconds / 86'400);
  if (name == "hours") return Value::number(seconds / 3600 % 24);
  if (name == "minutes") return Value::number(seconds / 60 % 60);
  if (name == "seconds") return Value::number(seconds % 60);
  return Value::failure("no such property");
}

}  // namespace

Value Value::list(std::vector<Value> items) {
  auto made = std::make_shared<List>();
  for (const Value& item : items) {
    made->depth = std::max(made->depth, item.depth() + 1);
    made->weight = saturated(made->weight, item.weight());
  }
  made->items = std::move(items);
  return Value(ListRef(std::move(made)));
}

const std::vector<Value>& Value::items() const { return list()->items; }

std::size_t Value::depth() const {
  switch (kind()) {
    case Kind::kList: return list()->depth;
    case Kind::kContext: return context().depth;
    case Kind::kFunction: return function()->depth;
    default: return 0;
  }
}

std::size_t Value::weight() const {
  switch (kind()) {
    case Kind::kString: return 1 + string().size() / 64;
    case Kind::kList: return list()->weight;
    case Kind::kContext: return context().weight;
    default: return 1;
  }
}

Context::Context(Entries variables, Entries function_entries, bool is_literal)
    : entries(std::move(variables)), functions(std::move(function_entries)), literal(is_literal) {
  depth = 1 + std::max(entries_depth(entries), entries_depth(functions));
  for (const Entries* part : {&entries, &functions}) {
    for (const auto& [name, value] : *part) weight = saturated(weight, value.weight());
  }
  if (entries.size() < kIndexedFrom) return;
  for (std::size_t i = 0; i < entries.size(); ++i) index_.emplace(entries[i].first, i);
}

const Value* Context::find(std::string_view name) const {
  if (!index_.empty()) {
    const auto at = index_.find(name);
    return at == index_.end() ? nullptr : &entries[at->second].second;
  }
  for (const auto& [key, value] : entries) {
    if (key == name) return &value;
  }
  return nullptr;
}

Value make_context(Entries variables, bool literal) {
  return Value(std::make_shared<const Context>(std::move(variables), Entries{}, literal));
}

void put_entry(Entries& entries, std::string_view name, Value value) {
  for (auto& [key, present] : entries) {
    if (key != name) continue;
    present = std::move(value);
    return;
  }
  entries.emplace_back(name, std::move(value));
}

Value compare_equal(const Value& a, const Value& b) {
  if (a.is_null() || b.is_null()) return Value(a.kind() == b.kind());
  if (a.kind() != b.kind() || a.is(Kind::kFunction) || a.is(Kind::kRange)) return {};
  if (a.is(Kind::kList)) return Value(equal_lists(a.items(), b.items(), false));
  if (a.is(Kind::kContext)) return Value(equal_contexts(a.context(), b.context(), false));
  return Value(equal_scalars(a, b));
}

bool equal(const Value& a, const Value& b) { return compare_equal(a, b).is_true(); }

bool same(const Value& a, const Value& b) {
  if (a.kind() != b.kind()) return false;
  switch (a.kind()) {
    case Kind::kList: return equal_lists(a.items(), b.items(), true);
    case Kind::kContext:
      if (a.context_ref() == b.context_ref()) return true;
      return !a.context().literal && !b.context().literal &&
             equal_contexts(a.context(), b.context(), true);
    case Kind::kFunction: return a.function() == b.function();
    case Kind::kRange:
      return a.range().start.closed == b.range().start.closed &&
             a.range().end.closed == b.range().end.closed &&
             same(a.range().start.value, b.range().start.value) &&
             same(a.range().end.value, b.range().end.value);
    default: return equal_scalars(a, b);
  }
}

bool is_comparable(const Value& value) {
  if (value.is(Kind::kList)) {
    const auto& items = value.items();
    return !items.empty() && is_comparable(items.front()) &&
           std::all_of(items.begin(), items.end(),
                       [&](const Value& item) { return item.kind() == items.front().kind(); });
  }
  return value.is(Kind::kNumber) || value.is(Kind::kString) ||
         (value.kind() >= Kind::kDate && value.kind() <= Kind::kDuration);
}

int compare_order(const Value& a, const Value& b) {
  switch (a.kind()) {
    case Kind::kNumber: return a.number().compare(b.number());
    case Kind::kString: return expr::string_compare(a.string(), b.string());
    case Kind::kDate: return three_way(a.as<Date>(), b.as<Date>());
    case Kind::kLocalTime: return three_way(a.as<LocalTimeOfDay>(), b.as<LocalTimeOfDay>());
    case Kind::kTime:
      return three_way(a.as<ZonedTime>().utc_nanos(), b.as<ZonedTime>().utc_nanos());
    case Kind::kLocalDateTime: return three_way(a.as<LocalDateTime>(), b.as<LocalDateTime>());
    case Kind::kDateTime: return compare(a.as<ZonedDateTime>(), b.as<ZonedDateTime>());
    case Kind::kMonths: return three_way(a.as<MonthsDuration>(), b.as<MonthsDuration>());
    case Kind::kDuration: return three_way(a.as<TimeDuration>(), b.as<TimeDuration>());
    default: return 0;
  }
}

std::string display_text(const Value& value) {
  switch (value.kind()) {
    case Kind::kNull: return "null";
    case Kind::kBoolean: return value.boolean() ? "true" : "false";
    case Kind::kNumber: return value.number().text();
    case Kind::kString: return "\"" + value.string() + "\"";
    case Kind::kDate: return text_of(value.as<Date>());
    case Kind::kLocalTime: return text_of(value.as<LocalTimeOfDay>());
    case Kind::kTime: return text_of(value.as<ZonedTime>());
    case Kind::kLocalDateTime: return text_of(value.as<LocalDateTime>());
    case Kind::kDateTime: return text_of(value.as<ZonedDateTime>());
    case Kind::kMonths: return text_of(value.as<MonthsDuration>());
    case Kind::kDuration: return text_of(value.as<TimeDuration>());
    case Kind::kList: return joined_items(value.items());
    case Kind::kContext: return joined_entries(value.context());
    case Kind::kFunction: {
      std::string out = "function(";
      for (const std::string& parameter : value.function()->parameters) {
        if (out.back() != '(') out += ", ";
        out += parameter;
      }
      return out + ")";
    }
    case Kind::kRange: {
      const Range& range = value.range();
      return (range.start.closed ? "[" : "(") + display_text(range.start.value) + ".." +
             display_text(range.end.value) + (range.end.closed ? "]" : ")");
    }
    case Kind::kFailure: return "error(\"" + value.failure().message + "\")";
  }
  return {};
}

std::string_view type_name(const Value& value) {
  switch (value.kind()) {
    case Kind::kNull: return "null";
    case Kind::kBoolean: return "boolean";
    case Kind::kNumber: return "number";
    case Kind::kString: return "string";
    case Kind::kDate: return "date";
    case Kind::kLocalTime:
    case Kind::kTime: return "time";
    case Kind::kLocalDateTime:
    case Kind::kDateTime: return "date and time";
    case Kind::kMonths: return "years and months duration";
    case Kind::kDuration: return "days and time duration";
    case Kind::kList: return "list";
    case Kind::kContext: return "context";
    case Kind::kFunction: return "function";
    case Kind::kRange: return "range";
    case Kind::kFailure: return "error";
  }
  return {};
}

Value property_of(const Value& value, std::string_view name) {
  switch (value.kind()) {
    case Kind::kDate: return date_part(value.as<Date>(), name);
    case Kind::kLocalTime:
      return first_found(clock_part(value.as<LocalTimeOfDay>().nanos, name),
                         zone_part(nullptr, nullptr, name));
    case Kind::kTime: {
      const auto& time = value.as<ZonedTime>();
      return first_found(clock_part(time.nanos, name), zone_part(&time.offset, time.zone, name));
    }
    case Kind::kLocalDateTime: {
      const auto& time = value.as<LocalDateTime>();
      return first_found(date_part(time.date, name), clock_part(time.nanos, name),
                         zone_part(nullptr, nullptr, name));
    }
    case Kind::kDateTime: {
      const auto& time = value.as<ZonedDateTime>();
      return first_found(date_part(time.local.date, name), clock_part(time.local.nanos, name),
                         zone_part(&time.offset, time.zone, name));
    }
    case Kind::kMonths:
      if (name == "years") return Value::number(value.as<MonthsDuration>().months / 12);
      if (name == "months") return Value::number(value.as<MonthsDuration>().months % 12);
      return Value::failure("no such property");
    case Kind::kDuration: return duration_part(value.as<TimeDuration>().seconds, name);
    default: return Value::failure("no such property");
  }
}

}  // namespace procos::feel
