// The engine and its REST server in this process, behind one door: `procos serve`, `procos boot`
// and tests start it here and nowhere else.
#pragma once

#include <map>
#include <memory>
#include <string>

#include "base/result.h"
#include "kernel/gateway.h"

namespace procos::kernel {

struct EngineHostOptions {
  std::string listen = "127.0.0.1:8080";  ///< HOST:PORT; port 0 lets the system choose
  std::string database = "./procos.db";   ///< a file, created when missing, or ":memory:"
  std::string history_level = "full";     ///< none, activity, audit or full
  bool job_executor = true;
  int script_time_limit_ms = 5000;        ///< of one run of a script
  int script_memory_limit_mib = 128;      ///< likewise
  /// Java class or bean name -> external task topic.
  std::map<std::string, std::string> delegates;
};

/// A running engine. Destroying it is stop() without waiting for the requests under way.
class EngineHost {
 public:
  virtual ~EngineHost() = default;
  /// The router of /engine-rest, for callers in this process; valid while the host lives.
  virtual const Dispatch& dispatch() const = 0;
  /// "http://127.0.0.1:8080", with the port in use.
  virtual std::string url() const = 0;
  /// Takes no new requests, finishes those under way (parked long polls answer empty), commits and
  /// closes the database. Any thread; a second call does nothing.
  virtual void stop() = 0;
};

/// Returns once the server accepts connections. Fails with what to do: address in use, database not
/// readable or written by a newer version.
Result<std::unique_ptr<EngineHost>> start_engine(const EngineHostOptions& options);

}  // namespace procos::kernel
