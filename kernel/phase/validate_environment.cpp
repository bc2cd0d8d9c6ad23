// Phase 1: everything that can be known before anything is started.
#include <unistd.h>

#include <filesystem>

#include "kernel/deployer.h"
#include "kernel/phase/phases.h"
#include "kernel/url.h"

namespace procos::kernel {
namespace {

namespace fs = std::filesystem;

Status check_database(const KernelSettings& kernel) {
  if (kernel.database == ":memory:") {
    if (kernel.engine != EngineMode::kChild) return {};
    return fail(ErrorKind::kNotValid,
                "kernel.engine child with database :memory: would lose everything at a restart; "
                "name a file");
  }
  fs::path directory = fs::path(kernel.database).parent_path();
  if (directory.empty()) directory = ".";
  std::error_code failed;
  if (!fs::is_directory(directory, failed)) {
    return fail(ErrorKind::kNotFound, "the directory of database " + kernel.database +
                                          " does not exist; create it or name another with --db");
  }
  if (access(directory.c_str(), W_OK) != 0) {
    return fail(ErrorKind::kNotValid, "the directory of database " + kernel.database +
                                          " is not writable; name another with --db");
  }
  return {};
}

}  // namespace

Status validate_environment(System& system) {
  log::info("Phase 1: validating environment");
  const KernelSettings& kernel = system.config.kernel;
  std::error_code failed;
  if (!fs::is_directory(kernel.process_directory, failed)) {
    return fail(ErrorKind::kNotFound, "Process directory not found: " + kernel.process_directory +
                                          "; create it or name another with --process-dir");
  }
  const auto files = model_files(kernel.process_directory);
  if (files.empty() || is_dmn_file(files.front())) {
    return fail(ErrorKind::kNotFound, "No BPMN processes found in process directory " +
                                          kernel.process_directory + "; it must hold at least " +
                                          kOrchestratorKey + ".bpmn");
  }
  for (const std::string& file : files) {
    if (access(file.c_str(), R_OK) != 0)
      return fail(ErrorKind::kNotValid, file + " cannot be read; check its permissions");
  }
  if (kernel.engine != EngineMode::kExternal) PROCOS_TRY(check_database(kernel));
  const bool other_engine = kernel.camunda_engine != "default";
  if (other_engine && (system.own_engine || kernel.engine == EngineMode::kEmbedded ||
                       kernel.engine == EngineMode::kChild)) {
    return fail(ErrorKind::kNotValid,
                "kernel.camunda_engine is \"" + kernel.camunda_engine +
                    "\", but an engine started here is always \"default\"; remove the key or use "
                    "kernel.engine external");
  }
  log::info("Environment validated - found " + std::to_string(files.size()) + " processes",
            {{"processDirectory", kernel.process_directory}});
  return {};
}

}  // namespace procos::kernel
