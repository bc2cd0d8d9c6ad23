// /filter/{id}/list, /count and /singleResult: running a stored query, and a request's on top of
// it.
#pragma once

#include "rest/resource/stored_query.h"
#include "rest/router.h"
#include "state/rows.h"
#include "store/query.h"

namespace procos::service {
class Engine;
}

namespace procos::rest {

/// What a filter asks the store for.
RestResult<store::Query> query_of_filter(const state::FilterRow& filter, const Json& extending,
                                         const QueryAsker& asker);
/// How many tasks a filter finds, for the property itemCount.
RestResult<std::int64_t> count_of_filter(const Context& ctx, const state::FilterRow& filter);

void execute_filter_list(Context& ctx);
void execute_filter_count(Context& ctx);
void execute_filter_single_result(Context& ctx);
void post_execute_filter_list(Context& ctx);
void post_execute_filter_count(Context& ctx);
void post_execute_filter_single_result(Context& ctx);

}  // namespace procos::rest
