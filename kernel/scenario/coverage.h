// Which elements and flows of the deployed processes some scenario has reached.
#pragma once

#include <map>
#include <mutex>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "base/result.h"
#include "kernel/gateway.h"

namespace procos::kernel::scenario {

/// A node or sequence flow of a process that can be reached.
struct CoveredElement {
  std::string id, tag, process;
  std::string source, target;  ///< of a sequence flow
  bool reached = false;
  bool is_flow() const { return !source.empty(); }
};

struct CoveredModel {
  std::string path;  ///< directory and name of the file it was deployed from
  std::string xml;
  std::vector<CoveredElement> elements;  ///< in document order
};

class Coverage {
 public:
  /// process definition id, sequence flow id
  using Flows = std::set<std::pair<std::string, std::string>>;

  /// Adds what history says of the processes deployed at `gateway`. Without `flows`, which
  /// /engine-rest does not tell, a flow counts as taken when both its ends were reached. Any
  /// thread.
  Status note(Gateway& gateway, const std::string& directory, const Flows* flows);

  /// Sorted by path.
  std::vector<CoveredModel> models() const;

 private:
  mutable std::mutex mutex_;
  std::map<std::string, CoveredModel> by_xml_;
};

/// The elements of a BPMN file that count: flow nodes and sequence flows of executable processes,
/// without those that leave no trace in history (compensation boundary events, data, artifacts).
std::vector<CoveredElement> elements_to_cover(const std::string& xml);

/// For the terminal: what was not reached, and the share.
std::string coverage_text(const std::vector<CoveredModel>& models);
/// One page without further files: the same, and each model's diagram in colours.
std::string coverage_html(const std::vector<CoveredModel>& models);

}  // namespace procos::kernel::scenario
