// Phase 2: an engine in this process, as a child process, or one that already runs.
#include "kernel/phase/phases.h"
#include "kernel/url.h"

namespace procos::kernel {
namespace {

/// Where an engine that we start listens: kernel.listen, else where camunda_url says it is.
Result<std::string> listen_address(const KernelSettings& kernel) {
  if (!kernel.listen.empty()) return kernel.listen;
  PROCOS_ASSIGN(const Url url, parse_url(kernel.camunda_url));
  if (!is_local_host(url.host)) {
    return fail(ErrorKind::kNotValid,
                "nothing answers at camunda_url " + kernel.camunda_url +
                    ", and that is another machine; start an engine there or set kernel.listen to "
                    "start one here");
  }
  const std::string host = url.host == "localhost" ? "127.0.0.1" : url.host;
  const bool v6 = host.find(':') != std::string::npos;
  return (v6 ? "[" + host + "]" : host) + ":" + std::to_string(url.port);
}

/// The administrator of the configuration, for an engine in another process.
GatewayLogin login_of(const Config& config) {
  if (!config.admin_user) return {};
  return {config.admin_user->id, config.admin_user->password};
}

/// The mode that `auto` stands for here and now.
EngineMode choose_mode(const System& system) {
  const KernelSettings& kernel = system.config.kernel;
  if (kernel.engine != EngineMode::kAuto) return kernel.engine;
  if (system.own_engine || !kernel.listen.empty()) return EngineMode::kEmbedded;
  const auto url = parse_url(kernel.camunda_url);
  if (url && !is_local_host(url->host)) return EngineMode::kExternal;
  const auto gateway =
      make_http_gateway(kernel.camunda_url, kernel.camunda_engine, login_of(system.config),
                        kernel.ca_cert);
  const auto answer = gateway->send({"GET", "/engine", {}, {}, {}, 5000});
  return answer && answer->status == 200 ? EngineMode::kExternal : EngineMode::kEmbedded;
}

Status start_embedded(System& system) {
  const KernelSettings& kernel = system.config.kernel;
  EngineHostOptions options = engine_options(system.config);
  PROCOS_ASSIGN(options.listen, listen_address(kernel));
  PROCOS_ASSIGN(system.host, start_engine(options));
  system.gateway = make_local_gateway(system.host->dispatch());
  system.url = system.host->url();
  log::info("Engine started in this process at " + system.url + "/engine-rest",
            {{"database", kernel.database}});
  return {};
}

}  // namespace

Status start_child(System& system) {
  const KernelSettings& kernel = system.config.kernel;
  PROCOS_ASSIGN(const std::string listen, listen_address(kernel));
  if (listen.ends_with(":0")) {
    return fail(ErrorKind::kNotValid,
                "kernel.engine child needs a fixed port; port 0 is for an embedded engine");
  }
  std::vector<std::string> arguments{own_program(),
                                     "serve",
                                     "--listen",
                                     listen,
                                     "--db",
                                     kernel.database,
                                     "--history-level",
                                     kernel.history_level,
                                     "--durability",
                                     kernel.durability,
                                     "--queue-limit",
                                     std::to_string(kernel.queue_limit),
                                     "--log-format",
                                     system.log_format == LogFormat::kJson ? "json" : "text"};
  if (kernel.auth) arguments.push_back("--auth");
  if (kernel.shrink) arguments.push_back("--shrink");
  if (!system.admin_argument.empty()) {
    arguments.push_back("--admin-user");
    arguments.push_back(system.admin_argument);
  }
  const auto option = [&](const char* name, const std::string& value) {
    if (value.empty()) return;
    arguments.emplace_back(name);
    arguments.push_back(value);
  };
  option("--tls-cert", kernel.tls_cert);
  option("--tls-key", kernel.tls_key);
  for (const std::string& origin : kernel.cors_origins) option("--cors-origin", origin);
  if (!system.config_file.empty()) {
    arguments.push_back("--config");
    arguments.push_back(system.config_file);
  }
  PROCOS_TRY(system.child.start(arguments));
  const bool tls = !kernel.tls_cert.empty();
  system.url = (tls ? "https://" : "http://") + listen;
  if (!system.gateway) {
    // A certificate that signs itself can be trusted as the one we gave.
    system.gateway = make_http_gateway(system.url, "default", login_of(system.config),
                                       kernel.ca_cert.empty() ? kernel.tls_cert : kernel.ca_cert);
  }
  log::info("Engine process started",
            {{"pid", std::to_string(system.child.pid())}, {"url", system.url}});
  return {};
}

Status start_engine_phase(System& system) {
  log::info("Phase 2: starting engine");
  system.mode = choose_mode(system);
  if (system.mode == EngineMode::kEmbedded) return start_embedded(system);
  if (system.mode == EngineMode::kChild) return start_child(system);
  const KernelSettings& kernel = system.config.kernel;
  system.url = kernel.camunda_url;
  system.gateway = make_http_gateway(kernel.camunda_url, kernel.camunda_engine,
                                     login_of(system.config), kernel.ca_cert);
  log::info("Using the engine at " + system.gateway->name() + " - skipping start");
  return {};
}

}  // namespace procos::kernel
