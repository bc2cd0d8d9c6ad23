#include "kernel/cli.h"

#include <CLI/CLI.hpp>
#include <exception>
#include <functional>
#include <iostream>

#include "kernel/commands.h"
#include "kernel/signals.h"
#include "kernel/url.h"
#include "kernel/version.h"

namespace procos::kernel {
namespace {

constexpr int kFailed = 1;
constexpr int kWrongUsage = 2;

/// What every subcommand may set, and what the chosen one will do.
struct Program {
  CLI::App app{"ProcOS: runs BPMN 2.0 processes and serves Camunda 7's /engine-rest.", "procos"};
  LogFormat log_format = LogFormat::kText;
  BootArguments boot;
  ServeArguments serve;
  DeployArguments deploy;
  TestArguments test;
  std::vector<std::string> validate_paths;
  std::string validate_config;
  EngineArguments list;
  std::function<int()> run;
};

std::string check_listen(const std::string& text) {
  const auto address = parse_address(text);
  return address ? std::string() : address.error().message;
}

std::string check_url(const std::string& text) {
  const auto url = parse_url(text);
  if (!url) return url.error().message;
  return url->scheme == "http" || url->scheme == "https" ? ""
                                                         : "\"" + text + "\" is no http(s) URL";
}

void add_log_format(CLI::App* command, Program& program) {
  command
      ->add_option_function<std::string>(
          "--log-format",
          [&](const std::string& name) {
            program.log_format = name == "json" ? LogFormat::kJson : LogFormat::kText;
          },
          "Log lines as text (for people) or json")
      ->check(CLI::IsMember({"text", "json"}))
      ->option_text("text|json");
}

/// `auth` and `admin_user` of boot and serve.
template <class Arguments>
void add_authentication(CLI::App* command, Arguments& arguments) {
  command->add_flag("--auth", arguments.auth,
                    "Clients have to sign in (HTTP basic), and may do what is granted to them");
  command
      ->add_option("--admin-user", arguments.admin_user,
                   "An administrator to create, with the password in PROCOS_ADMIN_PASSWORD")
      ->option_text("ID");
}

void add_server(CLI::App* command, ServerArguments& server, const char* listen_help) {
  command->add_option("--listen", server.listen, listen_help)
      ->check(check_listen)
      ->option_text("HOST:PORT");
  CLI::Option* certificate =
      command
          ->add_option("--tls-cert", server.tls_cert,
                       "Serve HTTPS with this PEM certificate (and its chain)")
          ->option_text("FILE");
  CLI::Option* key =
      command->add_option("--tls-key", server.tls_key, "The certificate's PEM private key")
          ->option_text("FILE");
  certificate->needs(key);
  key->needs(certificate);
  command
      ->add_option("--cors-origin", server.cors_origins,
                   "Let web pages of this origin call the API; may be repeated, * for all")
      ->allow_extra_args(false)
      ->option_text("ORIGIN");
  command
      ->add_option("--durability", server.durability,
                   "When an answered change is on the disk: before the answer (full, the default), "
                   "soon after, or when the system likes")
      ->check(CLI::IsMember({"full", "normal", "off"}))
      ->option_text("full|normal|off");
  command
      ->add_option("--queue-limit", server.queue_limit,
                   "Commands that may wait; more are answered 503 (default 4096)")
      ->check(CLI::Range(1, 1'000'000))
      ->option_text("N");
  command->add_flag("--shrink", server.shrink,
                    "Give space that is free in the database file back to the system");
}

void add_engine(CLI::App* command, EngineArguments& engine) {
  command->add_option("--url", engine.url, "The engine (default http://localhost:8080)")
      ->check(check_url)
      ->option_text("URL");
  command
      ->add_option("--ca-cert", engine.ca_cert,
                   "Certificates (PEM) to trust at an https URL instead of the system's")
      ->check(CLI::ExistingFile)
      ->option_text("FILE");
}

void add_boot(Program& program) {
  CLI::App* command = program.app.add_subcommand(
      "boot", "Starts the system: engine, REST API, processes, orchestrator, workers");
  BootArguments& boot = program.boot;
  command
      ->add_option("--config", boot.config_file,
                   "Configuration (default: config/procos.yml if it exists)")
      ->option_text("FILE");
  command
      ->add_option("--process-dir", boot.process_directory,
                   "Directory of the *.bpmn and *.dmn files to deploy")
      ->option_text("DIR");
  add_server(command, boot.server, "Where to serve /engine-rest; starts an engine of its own");
  command->add_option("--db", boot.database, "Database file (default ./procos.db) or :memory:")
      ->option_text("FILE");
  add_authentication(command, boot);
  add_log_format(command, program);
  command->callback(
      [&] { program.run = [&] { return command_boot(program.boot, program.log_format); }; });
}

void add_serve(Program& program) {
  CLI::App* command = program.app.add_subcommand("serve", "Runs the engine and /engine-rest alone");
  ServeArguments& serve = program.serve;
  add_server(command, serve.server, "Where to serve (default 127.0.0.1:8080)");
  command->add_option("--db", serve.database, "Database file (default ./procos.db) or :memory:")
      ->option_text("FILE|:memory:");
  command->add_flag_callback(
      "--no-job-executor", [&] { serve.job_executor = false; },
      "Jobs run only when executed over REST");
  command
      ->add_option("--history-level", serve.history_level,
                   "none, activity, audit or full (default)")
      ->check(CLI::IsMember({"none", "activity", "audit", "full"}))
      ->option_text("none|activity|audit|full");
  command
      ->add_option("--config", serve.config_file,
                   "Configuration; its kernel section, delegates, mail and shell_tasks apply")
      ->option_text("FILE");
  add_authentication(command, serve);
  add_log_format(command, program);
  command->callback(
      [&] { program.run = [&] { return command_serve(program.serve, program.log_format); }; });
}

void add_other_commands(Program& program) {
  CLI::App* deploy =
      program.app.add_subcommand("deploy", "Deploys BPMN and DMN files, or those of directories");
  deploy->add_option("paths", program.deploy.paths, "Files or directories")
      ->required()
      ->option_text("FILE|DIR...");
  add_engine(deploy, program.deploy.engine);
  deploy->add_option("--tenant-id", program.deploy.tenant_id, "Deploy for this tenant")
      ->option_text("T");
  deploy->callback([&] { program.run = [&] { return command_deploy(program.deploy); }; });

  CLI::App* list = program.app.add_subcommand("list", "Lists the deployed processes");
  add_engine(list, program.list);
  list->callback([&] { program.run = [&] { return command_list(program.list); }; });

  CLI::App* validate = program.app.add_subcommand(
      "validate", "Shows all problems of BPMN and DMN files: line, column, severity, element id");
  validate->add_option("files", program.validate_paths, "BPMN and DMN files")
      ->required()
      ->option_text("FILE...");
  validate
      ->add_option("--config", program.validate_config,
                   "Configuration; its delegates, mail and shell_tasks apply")
      ->option_text("FILE");
  validate->callback([&] {
    program.run = [&] { return command_validate(program.validate_paths, program.validate_config); };
  });
}

void add_test(Program& program) {
  CLI::App* command = program.app.add_subcommand(
      "test", "Runs scenario files: processes driven step by step, and what is expected of them");
  TestArguments& test = program.test;
  command->add_option("paths", test.paths, "Files, or directories with *.scenario files")
      ->required()
      ->option_text("FILE|DIR...");
  CLI::Option* url =
      command
          ->add_option("--url", test.url,
                       "Run at this engine, which has to be empty: ours or Camunda 7")
          ->check(check_url)
          ->option_text("URL");
  command->add_flag("--wipe", test.wipe, "With --url: delete everything that is deployed there")
      ->needs(url);
  command->add_flag("--record", test.record, "Write what the engine shows into the files");
  command->add_option("--junit", test.junit, "Write the result as JUnit XML")->option_text("FILE");
  command
      ->add_option(
          "--coverage", test.coverage,
          "Print which elements and flows were not reached, and write a page with diagrams")
      ->option_text("HTMLFILE");
  command
      ->add_option("--config", test.config,
                   "The engine of each file: in memory (default), in a file, reopened after every "
                   "step, crashed after every step, asked over HTTP")
      ->check(CLI::IsMember({"memory", "sqlite", "reopen", "crash", "http"}))
      ->option_text("memory|sqlite|reopen|crash|http")
      ->excludes(url);
  command->callback([&] { program.run = [&] { return command_test(program.test); }; });
}

}  // namespace

int run_cli(int argc, char** argv) {
  block_shutdown_signals();
  Program program;
  program.app.set_version_flag("--version", std::string("procos ") + kVersion,
                               "Prints the version");
  program.app.require_subcommand(1);
  program.app.failure_message(CLI::FailureMessage::simple);
  add_boot(program);
  add_serve(program);
  add_other_commands(program);
  add_test(program);
  try {
    program.app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    // --help and --version come this way too, with exit code 0.
    return program.app.exit(error) == 0 ? 0 : kWrongUsage;
  }
  try {
    return program.run();
  } catch (const std::exception& broken) {
    std::cerr << "procos: " << broken.what() << "\n";
    return kFailed;
  }
}

}  // namespace procos::kernel
