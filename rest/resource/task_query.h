// What Camunda refuses of a task query beyond single parameters.
#pragma once

#include "rest/error_map.h"
#include "store/query.h"

namespace procos::rest {

RestStatus check_task_query(const store::Query& query);

}  // namespace procos::rest
