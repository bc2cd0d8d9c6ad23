// A query as Camunda's JSON, for filters: in its normal form, extended by another one, and with its
// expressions evaluated. Which properties there are says the query's table.
#pragma once

#include <string>
#include <vector>

#include "base/clock.h"
#include "rest/json_body.h"
#include "rest/resource/query_table.h"

namespace procos::rest {

/// What a body says that the table knows, without what restricts nothing; checked for its types
/// only.
RestResult<Json> normal_query(const QueryTable& table, const JsonObject& body);

/// The stored query with what another one adds: single values of the other win, conditions on
/// variables, alternatives and sort keys are joined.
Json extend_query(const QueryTable& table, Json stored, const Json& extending);

/// Who asks and when, for expressions such as ${currentUser()} and ${now()}.
struct QueryAsker {
  TimeMs now_ms = 0;
  std::string user;
  std::vector<std::string> groups;
};

/// The query with the values of its expressions in place of them, which win over plain values.
RestResult<Json> evaluate_query(const QueryTable& table, Json query, const QueryAsker& asker);

/// The same for the alternatives (orQueries) of a query that is not stored: Camunda refuses the
/// expressions of such a query, but not those of its alternatives.
RestResult<Json> evaluate_alternatives(const QueryTable& table, Json query,
                                       const QueryAsker& asker);

/// The same with made-up values, to check the query as a whole when it is stored.
Json with_sample_values(const QueryTable& table, Json query);

}  // namespace procos::rest
