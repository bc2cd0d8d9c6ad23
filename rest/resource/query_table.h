// A list endpoint's parameters as data, and how a request's parameters or body become a query of
// the store.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include "rest/error_map.h"
#include "rest/json_body.h"
#include "rest/query_params.h"
#include "store/query.h"

namespace procos::rest {

enum class ParamType : std::uint8_t {
  kString,
  kList,             ///< strings; an empty list does not filter
  kArray,            ///< the same, but a blank query parameter is one blank item
  kFlag,             ///< filters only when true
  kBoolean,          ///< filters by true or false
  kPresence,         ///< filters when it is given, whatever its value
  kInteger,
  kLong,
  kDate,
  kVariables,        ///< name_operator_value
  kConditions,       ///< operator_date, operators gt and lt
  kAnyValue,         ///< a variable's value: with variableName an equality
  kDelegationState,  ///< PENDING or RESOLVED
  kOrQueries,        ///< bodies only
  kIgnoreNameCase,   ///< for the variable filters of the same query
  kIgnoreValueCase,
  kExpression,       ///< refused: expressions are for stored filters and alternatives
  kUnused,           ///< a boolean that changes the answer, not the query
};

/// What else there is to say about a parameter.
enum class ParamRule : std::uint8_t {
  kNone,
  kRequired,   ///< lists: an empty one is an error
  kNotEmpty,   ///< the same, but 400: an SQL error in Camunda
  kEqual,      ///< variables: eq only
  kEquality,   ///< eq and neq
  kNoNotLike,  ///< all operators except notLike
  kAll,
  kTypeNames,  ///< lists: value types, capitalized on the wire
};

struct Param {
  std::string_view name;
  ParamType type;
  std::string_view filter{};  ///< the store's name; empty: the same
  ParamRule rule = ParamRule::kNone;

  std::string_view filter_name() const { return filter.empty() ? name : filter; }
};

/// Filters that Camunda does not take together.
struct Exclusive {
  std::string_view filters;  ///< the store's names between spaces; at most one of them
  int status = 500;
  std::string_view type = "ProcessEngineException";
  std::optional<int> code = 0;
};

struct QueryTable {
  std::span<const Param> params;
  std::span<const std::string_view> sorts;           ///< values of sortBy
  std::span<const std::string_view> variable_sorts{};  ///< more of them in bodies, with parameters
  /// Task queries fail with 500 where the other variable queries answer 400.
  bool task_like = false;
  /// Sortings in a body are checked as those in the query string are.
  bool strict_sorting = false;
  std::span<const Exclusive> exclusives{};
  std::string_view not_in_or{};  ///< filters, between spaces, that orQueries may not have
};

/// From the query string. Unknown parameters are ignored.
RestResult<store::Query> read_query(const QueryTable& table, const QueryParams& params);
/// From a body.
RestResult<store::Query> read_query(const QueryTable& table, const JsonObject& body);
/// A value without a type, as Camunda takes it: whole numbers are Integer or Long, text that reads
/// as a date is a Date.
Value plain_value(const Json& json);
/// firstResult and maxResults. A negative firstResult or a maxResults below one gives an empty
/// page.
RestStatus read_page(const QueryParams& params, store::Query& query);

}  // namespace procos::rest
