// What the program around the engine offers to models beyond BPMN itself. A model that needs more
// is refused when it is deployed, not when an instance comes that far.
#pragma once

#include <functional>
#include <string>

#include "graph/graph.h"
#include "model/problem.h"

namespace procos::graph {

struct Offers {
  /// A native handler or a topic for the class, or the delegate expression as written.
  std::function<bool(const std::string& name)> delegate;
  /// A native handler: a listener cannot wait for a worker.
  std::function<bool(const std::string& name)> listener;
  std::function<bool(const std::string& connector_id)> connector;
  bool mail = false;   ///< a mail server is configured
  bool shell = false;  ///< shell tasks are switched on
};

/// Adds an error for each element that needs what is not offered.
void check_offers(const Graph& graph, const Offers& offers, model::Problems& problems);

}  // namespace procos::graph
