// `procos serve`: the engine alone.
#include <iostream>

#include "kernel/commands.h"
#include "kernel/config.h"
#include "kernel/engine_host.h"
#include "kernel/signals.h"

namespace procos::kernel {

void overrule(const ServerArguments& arguments, KernelSettings& settings) {
  if (!arguments.listen.empty()) settings.listen = arguments.listen;
  if (!arguments.cors_origins.empty()) settings.cors_origins = arguments.cors_origins;
  if (!arguments.durability.empty()) settings.durability = arguments.durability;
  if (arguments.shrink) settings.shrink = true;
  if (arguments.queue_limit > 0) settings.queue_limit = arguments.queue_limit;
  if (arguments.tls_cert.empty() && arguments.tls_key.empty()) return;
  settings.tls_cert = arguments.tls_cert;
  settings.tls_key = arguments.tls_key;
}

int command_serve(const ServeArguments& arguments, LogFormat log_format) {
  Config config;
  if (!arguments.config_file.empty()) {
    auto loaded = load_config(arguments.config_file, process_environment());
    if (!loaded) {
      std::cerr << loaded.error().message << "\n";
      return 1;
    }
    config = std::move(*loaded);
  }
  const Status users = apply_authentication(config, arguments.auth, arguments.admin_user,
                                            process_environment());
  if (!users) {
    std::cerr << "procos serve: " << users.error().message << "\n";
    return 1;
  }
  init_logging(log_format, config.kernel.log_level);
  overrule(arguments.server, config.kernel);
  EngineHostOptions options = engine_options(config);
  if (!arguments.database.empty()) options.database = arguments.database;
  if (!arguments.history_level.empty()) options.history_level = arguments.history_level;
  options.job_executor = arguments.job_executor;

  auto host = start_engine(options);
  if (!host) {
    std::cerr << "procos serve: " << host.error().message << "\n";
    return 1;
  }
  std::cout << "ProcOS serves " << (*host)->url() << "/engine-rest" << std::endl;
  wait_for_shutdown_signal(-1);
  log::info("Stopping: no new requests, finishing those under way");
  (*host)->stop();
  return 0;
}

}  // namespace procos::kernel
