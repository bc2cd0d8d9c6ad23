// The engine and its REST server in this process, behind one door: `procos serve`, `procos boot`
// and tests start it here and nowhere else.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/result.h"
#include "kernel/config.h"
#include "kernel/gateway.h"

namespace procos::kernel {

struct EngineHostOptions {
  /// HOST:PORT; port 0 lets the system choose. Empty: no server, only dispatch().
  std::string listen = "127.0.0.1:8080";
  std::string tls_cert, tls_key;          ///< PEM files; both: HTTPS
  std::vector<std::string> cors_origins;  ///< whose pages may call; "*": all
  std::string database = "./procos.db";   ///< a file, created when missing, or ":memory:"
  std::string history_level = "full";     ///< none, activity, audit or full
  std::string durability = "full";        ///< full, normal or off
  bool shrink = false;                    ///< the file becomes smaller when much of it is free
  int queue_limit = 4096;                 ///< commands that may wait; more are refused
  bool job_executor = true;
  int script_time_limit_ms = 5000;        ///< of one run of a script
  int script_memory_limit_mib = 128;      ///< likewise
  command::Settings operations;           ///< batches, history cleanup
  /// Java class or bean name -> external task topic.
  std::map<std::string, std::string> delegates;
  connect::Settings outside;  ///< mail and shell tasks, connectors
  /// Clients have to sign in (HTTP basic authentication), and may do what is granted to them.
  bool auth = false;
  bool password_policy = false;         ///< new passwords have to fit Camunda's default policy
  std::optional<AdminUser> admin_user;  ///< made unless there is a user of this id
  const Clock* clock = nullptr;         ///< not owned; null: the machine's
  /// Told of each sequence flow that is taken: process definition id, flow id. Engine strand.
  std::function<void(const std::string&, const std::string&)> flow_taken;
};

/// What the configuration says of the engine; the command line may overrule it.
EngineHostOptions engine_options(const Config& config);

/// A running engine. Destroying it is stop() without waiting for the requests under way.
class EngineHost {
 public:
  virtual ~EngineHost() = default;
  /// The router of /engine-rest, for callers in this process; valid while the host lives.
  virtual const Dispatch& dispatch() const = 0;
  /// "http://127.0.0.1:8080" or "https://...", with the port in use; empty without a server.
  virtual std::string url() const = 0;
  /// Takes no new requests, finishes those under way (parked long polls answer empty), commits and
  /// closes the database. Any thread; a second call does nothing.
  virtual void stop() = 0;
};

/// Returns once the server, if there is one, accepts connections. Fails with what to do: address in
/// use, database not readable or written by a newer version.
Result<std::unique_ptr<EngineHost>> start_engine(const EngineHostOptions& options);

}  // namespace procos::kernel
