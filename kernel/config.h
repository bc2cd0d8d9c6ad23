// procos.yml: the guide's configuration with a few named additions, read strictly. Every mistake is
// reported at once with file and line, because a kernel that boots on half a configuration fails
// later in a place that says nothing about the cause.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/log.h"
#include "base/result.h"
#include "command/settings.h"
#include "connect/connectors.h"

namespace procos::kernel {

enum class EngineMode {
  kAuto,  ///< one that answers at camunda_url, else in this process (the guide's "skip if running")
  kEmbedded,  ///< in this process
  kChild,     ///< `procos serve` as a child process, restarted when unhealthy
  kExternal,  ///< one already running at camunda_url
};

struct KernelSettings {
  std::string camunda_url = "http://localhost:8080";
  std::string camunda_engine = "default";
  std::string process_directory = "./processes";
  log::Level log_level = log::Level::kInfo;
  int startup_timeout_s = 120;
  int health_check_interval_s = 10;
  // Additions to the guide.
  EngineMode engine = EngineMode::kAuto;
  std::string listen;  ///< HOST:PORT of an engine we start; empty: that of camunda_url
  std::string tls_cert, tls_key;          ///< PEM files: an engine we start speaks HTTPS
  std::string ca_cert;                    ///< PEM certificates to trust at camunda_url
  std::vector<std::string> cors_origins;  ///< whose pages may call an engine we start; "*": all
  std::string database = "./procos.db";  ///< of an engine we start
  std::string history_level = "full";    ///< of an engine we start
  std::string durability = "full";       ///< likewise: full, normal or off
  bool shrink = false;  ///< likewise: the database file becomes smaller when it can
  int queue_limit = 4096;                ///< likewise: commands that may wait
  int script_time_limit_ms = 5000;       ///< of one run of a script, in an engine we start
  int script_memory_limit_mib = 128;     ///< likewise
  command::Settings operations;          ///< sections batch and history_cleanup, likewise
  int shutdown_timeout_s = 15;           ///< bound of the graceful shutdown
  bool password_policy = false;  ///< users of an engine we start need strong passwords
  bool auth = false;  ///< clients of an engine we start have to sign in, and may do what is granted
};

/// Camunda's camunda.bpm.admin-user: made at the start of an engine that does not know him yet.
struct AdminUser {
  std::string id, password, first_name, last_name, email;
};

enum class Protocol { kHttp, kOpenAi, kOllama, kSmtp };

struct ServiceSettings {
  std::string key;  ///< its name in the file, e.g. "openai"
  std::string name;
  std::string endpoint;
  int timeout_s = 30;
  int retries = 3;
  bool enabled = true;
  // Additions to the guide.
  Protocol protocol = Protocol::kHttp;  ///< by default told by the key: openai, ollama, smtp
  std::string api_key;                  ///< bearer token; `api_key: "${OPENAI_API_KEY}"`
  std::string model;                    ///< used when neither request nor process names one
  std::string username, password;       ///< smtp
  std::string sender;                   ///< smtp: From when the task names none
  int retry_delay_ms = 1000;            ///< before the first retry; doubles with each one
};

struct WorkerSettings {
  std::string key;  ///< its name in the file, e.g. "ai_worker"
  std::string worker_id;
  std::vector<std::string> topics;
  int max_tasks = 10;
  int poll_interval_ms = 5000;
  int lock_duration_ms = 30000;
};

struct SecuritySettings {
  bool sandbox_enabled = true;
  int max_execution_time_s = 300;
  std::map<std::string, std::string> resource_limits;  ///< memory "512MB", cpu "500m"
  // Additions to the guide.
  std::string sandbox_directory = "./sandbox";  ///< all that file_operation may touch
  std::vector<std::string> allowed_hosts;       ///< of http_request; empty: any
};

struct Config {
  KernelSettings kernel;
  std::map<std::string, ServiceSettings> services;
  std::map<std::string, WorkerSettings> workers;
  SecuritySettings security;
  /// Addition: Java class or bean name -> external task topic that does its work.
  std::map<std::string, std::string> delegates;
  /// Addition: where mail tasks (camunda:type="mail") send to; absent: they are refused.
  std::optional<connect::MailSettings> mail;
  /// Addition: an administrator of the engine.
  std::optional<AdminUser> admin_user;
  /// Addition: models may run programs (camunda:type="shell").
  bool shell_tasks = false;
};

/// The value of an environment variable; nullopt when it is not set.
using Environment = std::function<std::optional<std::string>(const std::string& name)>;
Environment process_environment();

/// The command line's --auth and --admin-user over what the configuration says. kNotValid when the
/// environment has no password for the administrator.
Status apply_authentication(Config& config, bool auth, const std::string& admin_user,
                            const Environment& environment);

/// Reads the YAML text. The failure's message holds one line a problem: "FILE:LINE: KEY: what is
/// wrong".
/// `${NAME}` and `${NAME:-default}` in values are replaced from `environment`.
Result<Config> parse_config(const std::string& yaml, const std::string& file_name,
                            const Environment& environment);
Result<Config> load_config(const std::string& path, const Environment& environment);

}  // namespace procos::kernel
