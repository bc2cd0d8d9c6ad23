// `procos boot`: the microkernel.
#include <filesystem>
#include <iostream>

#include "kernel/bootstrap.h"
#include "kernel/commands.h"

namespace procos::kernel {
namespace {

constexpr const char* kDefaultConfig = "config/procos.yml";

}  // namespace

int command_boot(const BootArguments& arguments, LogFormat log_format) {
  System system;
  system.config_file = arguments.config_file;
  std::error_code ignored;
  if (system.config_file.empty() && std::filesystem::exists(kDefaultConfig, ignored)) {
    system.config_file = kDefaultConfig;
  }
  if (!system.config_file.empty()) {
    auto loaded = load_config(system.config_file, process_environment());
    if (!loaded) {
      std::cerr << loaded.error().message
                << "\nprocos boot: correct the configuration and start again\n";
      return 1;
    }
    system.config = std::move(*loaded);
  }
  const Status users = apply_authentication(system.config, arguments.auth, arguments.admin_user,
                                            process_environment());
  if (!users) {
    std::cerr << "procos boot: " << users.error().message << "\n";
    return 1;
  }
  system.admin_argument = arguments.admin_user;
  KernelSettings& kernel = system.config.kernel;
  if (!arguments.process_directory.empty()) kernel.process_directory = arguments.process_directory;
  overrule(arguments.server, kernel);
  if (!arguments.database.empty()) kernel.database = arguments.database;
  system.own_engine = !arguments.server.listen.empty() || !arguments.server.tls_cert.empty() ||
                      !arguments.database.empty();
  system.log_format = log_format;
  init_logging(log_format, kernel.log_level);
  return bootstrap(system);
}

}  // namespace procos::kernel
