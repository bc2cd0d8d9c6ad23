// One function a subcommand of `procos`; each returns the exit code.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "kernel/config.h"
#include "kernel/log.h"

namespace procos::kernel {

/// How an engine that we start is reached and keeps its data; empty and 0: as configured.
struct ServerArguments {
  std::string listen, tls_cert, tls_key;
  std::vector<std::string> cors_origins;
  std::string durability;
  int queue_limit = 0;
  bool shrink = false;  ///< else as configured
};

struct BootArguments {
  std::string config_file;  ///< empty: config/procos.yml if it exists, else the defaults
  std::string process_directory, database;  ///< empty: as configured
  ServerArguments server;
  std::string admin_user;                           ///< likewise
  bool auth = false;                                ///< else as configured
};
struct ServeArguments {
  std::string config_file;
  std::string database, history_level;  ///< empty: as configured
  ServerArguments server;
  std::string admin_user;                       ///< likewise
  bool job_executor = true;
  bool auth = false;  ///< else as configured
};
/// An engine that runs somewhere.
struct EngineArguments {
  std::string url = "http://localhost:8080";
  std::string ca_cert;  ///< PEM certificates to trust instead of the system's
};
struct DeployArguments {
  std::vector<std::string> paths;
  EngineArguments engine;
  std::string tenant_id;
};

struct TestArguments {
  std::vector<std::string> paths;
  std::string url;  ///< empty: engines of our own
  std::string config = "memory";
  std::string junit, coverage;  ///< files to write; empty: none
  bool record = false, wipe = false;
};

/// What the command line says goes before the configuration.
void overrule(const ServerArguments& arguments, KernelSettings& settings);

int command_boot(const BootArguments& arguments, LogFormat log_format);
int command_serve(const ServeArguments& arguments, LogFormat log_format);
int command_deploy(const DeployArguments& arguments);
int command_list(const EngineArguments& engine);
/// `config_file` empty: as an engine without configuration would find them.
int command_validate(const std::vector<std::string>& paths, const std::string& config_file);
int command_test(const TestArguments& arguments);

}  // namespace procos::kernel
