// Task queries beyond their single parameters.
#pragma once

#include "rest/resource/stored_query.h"
#include "rest/router.h"

namespace procos::rest {

/// The user and the time of a request. Expressions know nobody when nobody signed in.
QueryAsker asker_of(const Context& ctx);

/// A query in the body of a request, which may have expressions in its alternatives.
RestResult<store::Query> read_task_query(const Context& ctx, const JsonObject& body);

/// Refuses what Camunda refuses of parameters together.
RestStatus check_task_query(const store::Query& query);

}  // namespace procos::rest
