#include "rest/resource/query_table.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <nlohmann/json.hpp>

#include "rest/dates.h"

namespace procos::rest {
namespace {

std::unexpected<RestError> query_error(int status, std::string type, std::string message) {
  return std::unexpected(RestError{status, std::move(type), std::move(message), 0, {}});
}

std::unexpected<RestError> not_valid(std::string message) {
  return query_error(400, "NotValidException", std::move(message));
}

void add_filter(store::Query& query, const Param& param, store::Param value) {
  query.filters.push_back({std::string(param.filter_name()), {std::move(value)}});
}

RestStatus add_list(store::Query& query, const Param& param, std::vector<std::string> items) {
  if (items.empty()) {
    if (param.rule == ParamRule::kNotEmpty) {
      return invalid_request(400, std::string(param.name) + " must not be an empty list");
    }
    if (param.rule != ParamRule::kRequired) return {};
    return query_error(500, "ProcessEngineException", std::string(param.name) + " is empty");
  }
  store::Filter filter{std::string(param.filter_name()), {}};
  filter.values.reserve(items.size());
  for (std::string& item : items) {
    if (param.rule == ParamRule::kTypeNames && !item.empty() && item[0] >= 'A' && item[0] <= 'Z') {
      item[0] = static_cast<char>(item[0] - 'A' + 'a');
    }
    filter.values.emplace_back(std::move(item));
  }
  query.filters.push_back(std::move(filter));
  return {};
}

/// Whether a name stands in a list between spaces.
bool is_among(std::string_view names, std::string_view name) {
  for (std::size_t at = 0; at < names.size();) {
    const std::size_t end = std::min(names.find(' ', at), names.size());
    if (names.substr(at, end - at) == name) return true;
    at = end + 1;
  }
  return false;
}

RestStatus check_exclusives(const QueryTable& table, const store::Query& query) {
  for (const Exclusive& exclusive : table.exclusives) {
    std::string_view first;
    for (const store::Filter& filter : query.filters) {
      if (!is_among(exclusive.filters, filter.name) || filter.name == first) continue;
      if (first.empty()) {
        first = filter.name;
        continue;
      }
      return std::unexpected(RestError{exclusive.status, std::string(exclusive.type),
                                       "Invalid query usage: cannot set both " +
                                           std::string(first) + " and " + filter.name,
                                       exclusive.code, {}});
    }
  }
  return {};
}

// ---- variable filters ----

std::string_view comparison_words(std::string_view op) {
  if (op == "gt") return "greater than";
  if (op == "gteq") return "greater than or equal";
  if (op == "lt") return "less than";
  return "less than or equal";
}

bool operator_allowed(ParamRule rule, std::string_view op) {
  switch (rule) {
    case ParamRule::kEqual: return op == "eq";
    case ParamRule::kEquality: return op == "eq" || op == "neq";
    case ParamRule::kNoNotLike: return is_query_operator(op) && op != "notLike";
    default: return is_query_operator(op);
  }
}

std::string_view variable_words(const QueryTable& table, const Param& param) {
  if (param.name == "processVariables") return "process variable";
  return table.task_like && param.rule == ParamRule::kNoNotLike ? "task variable" : "variable";
}

/// What Java's String.valueOf makes of a value that is compared by pattern.
std::string pattern_text(const Value& value) {
  switch (value.type()) {
    case ValueType::kNull: return "null";
    case ValueType::kBoolean: return value.as_bool() ? "true" : "false";
    case ValueType::kDouble: return nlohmann::json(value.as_double()).dump();
    case ValueType::kShort:
    case ValueType::kInteger:
    case ValueType::kLong: return std::to_string(value.as_int());
    case ValueType::kDate: return format_date(value.as_int());
    default: return value.as_text();
  }
}

struct NamedComparison {
  std::optional<std::string> name;
  std::optional<std::string> op;
  Value value;
};

RestStatus add_variable(const QueryTable& table, const Param& param, NamedComparison filter,
                        store::Query& query) {
  if (!filter.op) return invalid_request(400, "A variable filter needs an operator.");
  if (!operator_allowed(param.rule, *filter.op)) {
    return invalid_request(400, "Invalid " + std::string(variable_words(table, param)) +
                                    " comparator specified: " + *filter.op);
  }
  const auto refuse = [&](std::string type, std::string message) -> RestStatus {
    if (!table.task_like) return not_valid(std::move(message));
    return query_error(500, std::move(type), std::move(message));
  };
  if (!filter.name) return refuse("NullValueException", "name is null");
  const bool is_order = filter.op->starts_with("gt") || filter.op->starts_with("lt");
  if (is_order && (filter.value.is_null() || filter.value.type() == ValueType::kBoolean)) {
    return refuse("ProcessEngineException", "Booleans and null cannot be used in '" +
                                                std::string(comparison_words(*filter.op)) +
                                                "' condition");
  }
  if (*filter.op == "like" || *filter.op == "notLike") {
    filter.value = Value::string(pattern_text(filter.value));
  }
  query.variable_filters.push_back({std::string(param.filter_name()), std::move(*filter.name),
                                    std::move(*filter.op), std::move(filter.value)});
  return {};
}

// ---- dueDates, createTimes ----

RestStatus add_condition(const Param& param, std::string_view op,
                         const std::optional<std::string>& text, store::Query& query) {
  const std::string field = param.name == "dueDates" ? "due date" : "create time";
  if (!text) return query_error(500, "NullValueException", "Provided date is null");
  const auto date = parse_date(*text);
  if (!date) {
    return invalid_request(400, "Invalid " + field + " format: Cannot convert value \"" + *text +
                                    "\" to java type java.util.Date");
  }
  if (op != "gt" && op != "lt") {
    return invalid_request(400,
                           "Invalid " + field + " comparator specified: " + std::string(op));
  }
  query.filters.push_back({std::string(param.name) + '_' + std::string(op), {*date}});
  return {};
}

// ---- one parameter ----

struct Options {
  bool ignore_names = false, ignore_values = false;
};

RestStatus refuse_expression() {
  return query_error(400, "BadUserRequestException",
                      "Expressions are forbidden in adhoc queries. This behavior can be toggled in "
                      "the process engine configuration");
}

RestStatus check_delegation_state(const std::string& state) {
  if (state == "PENDING" || state == "RESOLVED") return {};
  return invalid_request(400,
                         "Valid values for property 'delegationState' are 'PENDING' or "
                         "'RESOLVED', but was '" + state + "'");
}

RestStatus add_text(const Param& param, std::optional<std::string> text, store::Query& query) {
  if (!text) return {};
  if (param.type == ParamType::kExpression) return refuse_expression();
  if (param.type == ParamType::kDelegationState) PROCOS_TRY(check_delegation_state(*text));
  add_filter(query, param, std::move(*text));
  return {};
}

void add_boolean(const Param& param, std::optional<bool> value, Options& options,
                 store::Query& query) {
  if (!value) return;
  if (param.type == ParamType::kBoolean) return add_filter(query, param, std::int64_t{*value});
  if (!*value && param.type != ParamType::kPresence) return;
  switch (param.type) {
    case ParamType::kIgnoreNameCase: options.ignore_names = true; break;
    case ParamType::kIgnoreValueCase: options.ignore_values = true; break;
    case ParamType::kUnused: break;
    default: query.filters.push_back({std::string(param.filter_name()), {}});
  }
}

template <class T>
void add_number(const Param& param, const std::optional<T>& value, store::Query& query) {
  if (value) add_filter(query, param, static_cast<std::int64_t>(*value));
}

RestStatus read_param(const QueryTable& table, const Param& param, const QueryParams& params,
                      Options& options, store::Query& query) {
  switch (param.type) {
    case ParamType::kString:
    case ParamType::kDelegationState:
    case ParamType::kExpression: return add_text(param, params.string(param.name), query);
    case ParamType::kList:
      if (auto items = params.list(param.name)) return add_list(query, param, std::move(*items));
      return {};
    case ParamType::kArray:
      if (auto items = params.array(param.name)) return add_list(query, param, std::move(*items));
      return {};
    case ParamType::kFlag:
    case ParamType::kBoolean:
    case ParamType::kPresence:
    case ParamType::kIgnoreNameCase:
    case ParamType::kIgnoreValueCase:
    case ParamType::kUnused: {
      PROCOS_ASSIGN(const auto value, params.boolean(param.name));
      add_boolean(param, value, options, query);
      return {};
    }
    case ParamType::kInteger: {
      PROCOS_ASSIGN(const auto value, params.integer(param.name));
      add_number(param, value, query);
      return {};
    }
    case ParamType::kLong: {
      PROCOS_ASSIGN(const auto value, params.long_integer(param.name));
      add_number(param, value, query);
      return {};
    }
    case ParamType::kDate: {
      PROCOS_ASSIGN(const auto value, params.date(param.name));
      add_number(param, value, query);
      return {};
    }
    case ParamType::kVariables: {
      PROCOS_ASSIGN(auto filters, params.variables(param.name));
      for (auto& filter : filters) {
        PROCOS_TRY(add_variable(table, param,
                                {std::move(filter.name), std::move(filter.op), filter.value},
                                query));
      }
      return {};
    }
    case ParamType::kConditions: {
      PROCOS_ASSIGN(const auto filters, params.conditions(param.name));
      for (const auto& filter : filters) {
        PROCOS_TRY(add_condition(param, filter.op, filter.value, query));
      }
      return {};
    }
    case ParamType::kAnyValue: {
      const auto text = params.string(param.name);
      if (!text) return {};
      const auto name = params.string("variableName");
      if (!name) break;
      query.variable_filters.push_back(
          {std::string(param.name), *name, "eq", Value::string(*text)});
      return {};
    }
    case ParamType::kOrQueries: return {};
  }
  return invalid_request(400,
                         "Only a single variable value parameter specified: variable name and "
                         "value are required to be able to query after a specific variable value.");
}

RestStatus read_variables(const QueryTable& table, const Param& param, const JsonObject& body,
                          store::Query& query) {
  PROCOS_ASSIGN(const auto filters, body.objects(param.name));
  if (!filters) return {};
  for (const JsonObject& filter : *filters) {
    NamedComparison comparison;
    PROCOS_ASSIGN(comparison.name, filter.string("name"));
    PROCOS_ASSIGN(comparison.op, filter.string("operator"));
    if (const Json* value = filter.get("value")) comparison.value = plain_value(*value);
    PROCOS_TRY(add_variable(table, param, std::move(comparison), query));
  }
  return {};
}

RestStatus read_conditions(const Param& param, const JsonObject& body, store::Query& query) {
  PROCOS_ASSIGN(const auto conditions, body.objects(param.name));
  if (!conditions) return {};
  for (const JsonObject& condition : *conditions) {
    PROCOS_ASSIGN(const auto op, condition.string("operator"));
    PROCOS_ASSIGN(const auto value, condition.string("value"));
    PROCOS_TRY(add_condition(param, op.value_or(""), value, query));
  }
  return {};
}

RestStatus read_filters(const QueryTable& table, const JsonObject& body, store::Query& query);

std::unexpected<RestError> not_in_or(std::string_view what) {
  return query_error(
      500, "ProcessEngineException",
      "Invalid query usage: cannot set " + std::string(what) + "() within 'or' query");
}

RestStatus check_alternatives(const QueryTable& table, const JsonObject& part,
                              const store::Query& any) {
  PROCOS_ASSIGN(const auto sortings, part.objects("sorting"));
  if (sortings && !sortings->empty()) return not_in_or("orderBy");
  for (const store::Filter& filter : any.filters) {
    if (is_among(table.not_in_or, filter.name)) return not_in_or(filter.name);
  }
  return {};
}

RestStatus read_or_queries(const QueryTable& table, const Param& param, const JsonObject& body,
                           store::Query& query) {
  PROCOS_ASSIGN(const auto parts, body.objects(param.name));
  if (!parts) return {};
  for (const JsonObject& part : *parts) {
    store::Query any;
    PROCOS_TRY(read_filters(table, part, any));
    PROCOS_TRY(check_alternatives(table, part, any));
    any.any_of.clear();  // orQueries of orQueries do not count
    if (!any.filters.empty() || !any.variable_filters.empty())
      query.any_of.push_back(std::move(any));
  }
  return {};
}

RestStatus read_any_value(const Param& param, const JsonObject& body, store::Query& query) {
  const Json* value = body.get(param.name);
  if (value == nullptr) return {};
  PROCOS_ASSIGN(const auto name, body.string("variableName"));
  if (!name) {
    return invalid_request(400,
                           "Only a single variable value parameter specified: variable name and "
                           "value are required to be able to query after a specific variable "
                           "value.");
  }
  Value wanted =
      value->is_string() ? Value::string(value->get<std::string>()) : plain_value(*value);
  query.variable_filters.push_back({std::string(param.name), *name, "eq", std::move(wanted)});
  return {};
}

RestStatus read_param(const QueryTable& table, const Param& param, const JsonObject& body,
                      Options& options, store::Query& query) {
  switch (param.type) {
    case ParamType::kString:
    case ParamType::kDelegationState:
    case ParamType::kExpression: {
      PROCOS_ASSIGN(auto text, body.string(param.name));
      return add_text(param, std::move(text), query);
    }
    case ParamType::kList:
    case ParamType::kArray: {
      PROCOS_ASSIGN(auto items, body.strings(param.name));
      return items ? add_list(query, param, std::move(*items)) : RestStatus();
    }
    case ParamType::kFlag:
    case ParamType::kBoolean:
    case ParamType::kPresence:
    case ParamType::kIgnoreNameCase:
    case ParamType::kIgnoreValueCase:
    case ParamType::kUnused: {
      PROCOS_ASSIGN(const auto value, body.boolean(param.name));
      add_boolean(param, value, options, query);
      return {};
    }
    case ParamType::kInteger: {
      PROCOS_ASSIGN(const auto value, body.integer(param.name));
      add_number(param, value, query);
      return {};
    }
    case ParamType::kLong: {
      PROCOS_ASSIGN(const auto value, body.long_integer(param.name));
      add_number(param, value, query);
      return {};
    }
    case ParamType::kDate: {
      PROCOS_ASSIGN(const auto value, body.date(param.name));
      add_number(param, value, query);
      return {};
    }
    case ParamType::kVariables: return read_variables(table, param, body, query);
    case ParamType::kConditions: return read_conditions(param, body, query);
    case ParamType::kAnyValue: return read_any_value(param, body, query);
    case ParamType::kOrQueries: return read_or_queries(table, param, body, query);
  }
  return {};
}

void apply(const Options& options, store::Query& query) {
  for (store::VariableFilter& filter : query.variable_filters) {
    filter.ignore_name_case = options.ignore_names;
    filter.ignore_value_case = options.ignore_values;
  }
}

/// Camunda converts all values before it asks the engine, whose own objections (they have a code)
/// come after those of the conversions.
template <class Source>
RestStatus read_params(const QueryTable& table, const Source& source, store::Query& query) {
  Options options;
  RestStatus refused;
  for (const Param& param : table.params) {
    RestStatus read = read_param(table, param, source, options, query);
    if (read) continue;
    if (!read.error().code) return read;
    if (refused) refused = std::move(read);
  }
  apply(options, query);
  return refused;
}

RestStatus read_filters(const QueryTable& table, const JsonObject& body, store::Query& query) {
  return read_params(table, body, query);
}

// ---- sorting ----

bool contains(std::span<const std::string_view> names, std::string_view name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

RestStatus read_sort_parameters(const JsonObject& sorting, store::Sort& sort) {
  PROCOS_ASSIGN(const auto parameters, sorting.object("parameters"));
  std::optional<std::string> variable, type;
  if (parameters) {
    PROCOS_ASSIGN(variable, parameters->string("variable"));
    PROCOS_ASSIGN(type, parameters->string("type"));
  }
  if (!variable) return query_error(500, "NullValueException", "variableName is null");
  if (!type) return query_error(500, "NullValueException", "valueType is null");
  sort.parameters = {*variable, *type};
  return {};
}

RestStatus check_strictly(const QueryTable& table, const std::optional<std::string>& by,
                          const std::optional<std::string>& order) {
  if (!by || !contains(table.sorts, *by)) {
    return invalid_request(400, "sortBy parameter has invalid value: " + by.value_or("null"));
  }
  if (!order) {
    return invalid_request(
        400, "Only a single sorting parameter specified. sortBy and sortOrder required");
  }
  return {};
}

RestStatus read_sorting(const QueryTable& table, const JsonObject& body, store::Query& query) {
  PROCOS_ASSIGN(const auto sortings, body.objects("sorting"));
  if (!sortings) return {};
  bool open = false;  // a sort key without direction
  for (const JsonObject& sorting : *sortings) {
    PROCOS_ASSIGN(const auto by, sorting.string("sortBy"));
    PROCOS_ASSIGN(const auto order, sorting.string("sortOrder"));
    if (table.strict_sorting) PROCOS_TRY(check_strictly(table, by, order));
    if (by && (contains(table.sorts, *by) || contains(table.variable_sorts, *by))) {
      if (open) break;
      store::Sort sort{*by, false, {}};
      if (contains(table.variable_sorts, *by)) PROCOS_TRY(read_sort_parameters(sorting, sort));
      query.sorts.push_back(std::move(sort));
      open = true;
    }
    if (order && (*order == "asc" || *order == "desc")) {
      if (!open) {
        return not_valid("You should call any of the orderBy methods first before specifying a "
                         "direction: currentOrderingProperty is null");
      }
      query.sorts.back().descending = *order == "desc";
      open = false;
    }
  }
  if (open) {
    return not_valid(
        "Invalid query: call asc() or desc() after using orderByXX(): direction is null");
  }
  return {};
}

}  // namespace

Value plain_value(const Json& json) {
  if (json.is_string()) return filter_value(json.get_ref<const std::string&>());
  if (json.is_boolean()) return Value::boolean(json.get<bool>());
  if (json.is_number_float()) return Value::real(json.get<double>());
  if (json.is_number()) {
    const auto number = json.get<std::int64_t>();
    const bool fits = number >= std::numeric_limits<std::int32_t>::min() &&
                      number <= std::numeric_limits<std::int32_t>::max();
    return fits ? Value::integer(number) : Value::long_integer(number);
  }
  if (json.is_null()) return Value::null();
  const char* type = json.is_array() ? "java.util.ArrayList" : "java.util.LinkedHashMap";
  return Value::object({type, "application/json", json.dump()});
}

RestResult<store::Query> read_query(const QueryTable& table, const QueryParams& params) {
  store::Query query;
  PROCOS_TRY(read_params(table, params, query));
  PROCOS_TRY(check_exclusives(table, query));
  PROCOS_ASSIGN(const auto sorting, params.sorting(table.sorts));
  if (sorting) query.sorts.push_back({sorting->by, sorting->descending, {}});
  return query;
}

RestResult<store::Query> read_query(const QueryTable& table, const JsonObject& body) {
  store::Query query;
  PROCOS_TRY(read_filters(table, body, query));
  PROCOS_TRY(check_exclusives(table, query));
  PROCOS_TRY(read_sorting(table, body, query));
  return query;
}

RestStatus read_page(const QueryParams& params, store::Query& query) {
  PROCOS_ASSIGN(const auto first, params.page_integer("firstResult"));
  PROCOS_ASSIGN(const auto max, params.page_integer("maxResults"));
  if (first) query.first = *first;
  if (max) query.max = *max;
  if (query.first < 0 || query.max < 0) {
    query.first = 0;
    query.max = 0;
  }
  return {};
}

}  // namespace procos::rest
