// One function a subcommand of `procos`; each returns the exit code.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "kernel/log.h"

namespace procos::kernel {

struct BootArguments {
  std::string config_file;  ///< empty: config/procos.yml if it exists, else the defaults
  std::string process_directory, listen, database;  ///< empty: as configured
  std::string admin_user;                           ///< likewise
  bool auth = false;                                ///< else as configured
};
struct ServeArguments {
  std::string config_file;
  std::string listen, database, history_level;  ///< empty: as configured
  std::string admin_user;                       ///< likewise
  bool job_executor = true;
  bool auth = false;  ///< else as configured
};
struct DeployArguments {
  std::vector<std::string> paths;
  std::string url, tenant_id;
};

struct TestArguments {
  std::vector<std::string> paths;
  std::string url;  ///< empty: engines of our own
  std::string config = "memory";
  std::string junit, coverage;  ///< files to write; empty: none
  bool record = false, wipe = false;
};

int command_boot(const BootArguments& arguments, LogFormat log_format);
int command_serve(const ServeArguments& arguments, LogFormat log_format);
int command_deploy(const DeployArguments& arguments);
int command_list(const std::string& url);
/// `config_file` empty: as an engine without configuration would find them.
int command_validate(const std::vector<std::string>& paths, const std::string& config_file);
int command_test(const TestArguments& arguments);

}  // namespace procos::kernel
