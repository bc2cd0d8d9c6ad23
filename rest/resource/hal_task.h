// Tasks as application/hal+json: with links, and with what they link to embedded.
#pragma once

#include <string>
#include <vector>

#include "rest/error_map.h"
#include "state/rows.h"

namespace procos::service {
class Engine;
}

namespace procos::rest {

/// Names of variables that are embedded in each task as it sees them; none embeds nothing.
using HalVariableNames = std::vector<std::string>;

/// One task with its definition, identity links, users and groups.
RestResult<Response> hal_task(service::Engine& engine, const state::TaskRow& task,
                              const HalVariableNames& variables = {});

/// A page of tasks with their definitions, assignees and owners; `count` is that of all pages.
RestResult<Response> hal_tasks(service::Engine& engine, const std::vector<state::TaskRow>& tasks,
                               std::int64_t count, const HalVariableNames& variables = {});

/// No task, or an empty page.
Response hal_nothing();
Response hal_nothing(std::int64_t count);

}  // namespace procos::rest
