// One query compiler for every list and count endpoint: entity tables are data (entities.cpp), a
// query names filters and sort keys of its entity.
#pragma once

#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "base/result.h"
#include "model/value.h"
#include "state/authentication.h"
#include "state/rows.h"

namespace procos::store {

using Param = std::variant<std::nullptr_t, std::int64_t, double, std::string>;

/// Restricts the result: `name` as in Camunda's query parameters (processDefinitionKeyIn,
/// dueBefore, active ...). Conditions with an operator have it in the name: dueDates_gt,
/// dueDates_lt, createTimes_gt, createTimes_lt. A flag whose value is 0 restricts nothing, as in
/// Camunda.
struct Filter {
  std::string name;
  std::vector<Param> values;  ///< one for most; all of a list for ...In; none or a 0/1 for flags
};

/// Camunda's name_operator_value filters; `name` says which kind (variables, processVariables,
/// taskVariables ...).
struct VariableFilter {
  std::string name;
  std::string variable;
  std::string op;  ///< eq neq gt gteq lt lteq like notLike
  Value value;
  bool ignore_name_case = false, ignore_value_case = false;
};

struct Sort {
  std::string by;  ///< Camunda's sortBy
  bool descending = false;
  std::vector<std::string> parameters;  ///< sorting by variable: its name and type
};

struct Query {
  std::vector<Filter> filters;
  std::vector<VariableFilter> variable_filters;
  std::vector<Query> any_of;  ///< each: at least one of its filters holds (orQueries)
  std::vector<Sort> sorts;
  std::int64_t first = 0;
  std::int64_t max = std::numeric_limits<std::int64_t>::max();
  std::int64_t now_ms = 0;  ///< the engine's clock, for locked, executable ...; 0: the machine's
  /// Only what this user may see; null: what the connection's viewer may.
  state::AuthenticationPtr viewer{};
  bool for_work = false;  ///< external tasks: only those that the user may also work on
};

/// A process instance: an execution without parent.
struct ProcessInstanceRow : state::ExecutionRow {};

class Connection;  ///< one SQLite connection with its prepared statements; one thread at a time

/// Rows of the entity that `Row` stands for (rows.h), filtered, sorted, paged; without sorts by id,
/// oldest first. Unknown filter, operator or sort names are kNotValid, values that cannot be
/// compared kProcessEngine. Variables are compared as Camunda does: a number with numbers of every
/// type, everything else with its own.
template <class Row>
Result<std::vector<Row>> list(Connection& connection, const Query& query);
template <class Row>
Result<std::int64_t> count(Connection& connection, const Query& query);
/// Ids only, for commands that work on the result of a query.
template <class Row>
Result<std::vector<std::string>> list_ids(Connection& connection, const Query& query);

/// In which order workers get tasks: oldest first unless they ask for another.
struct FetchOrder {
  bool by_priority = false;  ///< highest first, before their age counts
  bool newest_first = false;
  /// Whether `a` comes before `b`.
  bool operator()(const state::ExternalTaskRow& a, const state::ExternalTaskRow& b) const;
};

/// External tasks that a worker may lock now: not suspended, with retries left, not locked. `query`
/// names the topic (topicName) and any other filter, `query.max` how many; its sorts are ignored.
Result<std::vector<state::ExternalTaskRow>> list_fetchable(Connection& connection,
                                                           const Query& query,
                                                           const FetchOrder& order = {});

/// When the next lock of a task of this topic runs out after `now_ms`, or its retry becomes due;
/// nullopt: none will.
std::optional<std::int64_t> next_lock_expiration(Connection& connection, const std::string& topic,
                                                 std::int64_t now_ms);

/// When the next job with retries that is not suspended is due; 0 for one without due date, nullopt
/// for none.
std::optional<std::int64_t> next_job_due(Connection& connection);

/// Names that `list<Row>` knows: for tests and generated documentation.
struct QueryNames {
  std::vector<std::string> filters, variable_filters, sorts;
};
template <class Row>
QueryNames query_names();

}  // namespace procos::store
