// Typed access to query parameters, with Camunda's conversions and its words for what does not fit.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "model/value.h"
#include "rest/error_map.h"
#include "rest/http.h"

namespace procos::rest {

/// One `name_operator_value` of a variable filter; `value` is a String, or a Date when it reads as
/// one, or Null when it is blank.
struct VariableFilter {
  std::string name;
  std::string op;  ///< as written; query_operator() says whether it is one
  Value value;
};

/// One `operator_value` of dueDates or createTimes.
struct ConditionFilter {
  std::string op;
  std::string value;
};

struct Sorting {
  std::string by;
  bool descending = false;
};

/// The comparisons that filters know.
bool is_query_operator(std::string_view op);

/// The value of a filter as the engine compares it: text that reads as a date is a Date, blank text
/// Null.
Value filter_value(const std::string& text);

/// Two kinds of parameters exist in Camunda. Those of queries (integer, boolean, date, lists ...)
/// are JSON inside: what does not convert is 400. Those of the method itself (page_integer, flag)
/// follow JAX-RS: a number that is none is 404, a flag is true only when it says so. An absent
/// parameter is always nothing. Of a repeated one the first counts.
class QueryParams {
 public:
  QueryParams() = default;
  explicit QueryParams(const QueryString& query) : query_(&query) {}

  std::optional<std::string> string(std::string_view name) const;
  RestResult<std::optional<std::int32_t>> integer(std::string_view name) const;
  RestResult<std::optional<std::int64_t>> long_integer(std::string_view name) const;
  RestResult<std::optional<bool>> boolean(std::string_view name) const;
  /// A blank value is nothing.
  RestResult<std::optional<TimeMs>> date(std::string_view name) const;
  /// Split at commas; trailing empty items do not count. A blank value gives an empty list.
  std::optional<std::vector<std::string>> list(std::string_view name) const;
  /// The same for the parameters that Camunda holds as sets or arrays: blank gives one empty item.
  std::optional<std::vector<std::string>> array(std::string_view name) const;
  RestResult<std::vector<VariableFilter>> variables(std::string_view name) const;
  RestResult<std::vector<ConditionFilter>> conditions(std::string_view name) const;
  /// sortBy and sortOrder; `allowed` are the values of sortBy that this list knows.
  RestResult<std::optional<Sorting>> sorting(std::span<const std::string_view> allowed) const;

  /// firstResult, maxResults and other plain integers; blank is nothing.
  RestResult<std::optional<std::int32_t>> page_integer(std::string_view name) const;
  /// deserializeValues, cascade, failedJobs ...
  bool flag(std::string_view name, bool fallback) const;

 private:
  const std::string* find(std::string_view name) const {
    return query_ ? query_->first(name) : nullptr;
  }
  const QueryString* query_ = nullptr;
};

/// "Cannot set query parameter 'name' to value 'value'", 400, with what is wrong behind a colon.
std::unexpected<RestError> bad_parameter(std::string_view name, std::string_view value,
                                         std::string_view cause = {});

}  // namespace procos::rest
