// Which process a user request goes to. Pure, so that every case can be tested without an engine.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "kernel/workers/variables.h"

namespace procos::kernel {

/// BPMN error of a request that no deployed process can serve.
inline constexpr const char* kNotRoutable = "REQUEST_NOT_ROUTABLE";
/// The router's note about the request that it routed last (Json).
inline constexpr const char* kRequestNote = "procos_request";

struct Route {
  std::optional<std::string> process;  ///< nullopt: not routable
  std::string problem;                 ///< why not
  std::vector<std::string> stale;      ///< variables of an earlier request, to be removed
  std::string note;                    ///< JSON for kRequestNote
};

/// process_to_execute as given if deployed, else ai_query_process when there is a user_query, else
/// the process whose key is request_type. The kernel's own processes are not for requests.
///
/// An orchestrator that ends every request with request_completion holds nothing of the request
/// before. One that does not (the guide's) still has all its variables, mixed with the new ones;
/// the note then tells them apart: what a worker produced is stale, process_to_execute is when the
/// router chose it, and the routing variables are when unchanged while another one is new. A
/// variable that was sent again with the same value cannot be told from one that stayed.
Route choose_route(const Variables& variables,
                   const std::function<bool(const std::string& key)>& is_deployed);

}  // namespace procos::kernel
