// Where a scenario runs. Both kinds are driven through /engine-rest; they differ only in who
// answers and in whose hands the clock is.
#pragma once

#include <functional>
#include <memory>
#include <string>

#include "base/clock.h"
#include "base/result.h"
#include "kernel/gateway.h"

namespace procos::kernel::scenario {

class Driver {
 public:
  virtual ~Driver() = default;
  virtual Gateway& gateway() = 0;
  /// The engine's time.
  virtual TimeMs now_ms() const = 0;
  /// Turns the engine's clock forward; false when it cannot be turned.
  virtual bool turn_clock(TimeMs now_ms) = 0;
  /// Closes the engine and opens it again on the same database; false when that is not ours to do.
  virtual Result<bool> restart() = 0;
};

/// process definition id, sequence flow id
using FlowTaken = std::function<void(const std::string& definition, const std::string& flow)>;

enum class Storage : std::uint8_t {
  kMemory,
  kFile,  ///< SQLite in a temporary directory
  kCrash,  ///< the same, and a restart is a crash: it goes on from what was on the disk by then
  kHttp,  ///< in memory, asked over HTTP on a port of its own, with the machine's clock
};

/// An engine of its own in this process. Its clock stands still until it is turned, but for kHttp.
Result<std::unique_ptr<Driver>> open_embedded(Storage storage, FlowTaken flow_taken);

/// A server that runs already; ours or a Camunda 7.
std::unique_ptr<Driver> connect(const std::string& url);

}  // namespace procos::kernel::scenario
