// `procos deploy` and `procos list`: the guide's deploy script.
#include <algorithm>
#include <filesystem>
#include <iostream>

#include "kernel/commands.h"
#include "kernel/deployer.h"

namespace procos::kernel {
namespace {

/// The files to deploy; a message when a path is no file and no directory with models.
Result<std::vector<std::string>> files_of(const std::vector<std::string>& paths) {
  std::vector<std::string> files;
  for (const std::string& path : paths) {
    std::error_code ignored;
    if (!std::filesystem::exists(path, ignored))
      return fail(ErrorKind::kNotFound, path + " does not exist");
    if (!std::filesystem::is_directory(path, ignored)) {
      files.push_back(path);
      continue;
    }
    const std::vector<std::string> found = model_files(path);
    if (found.empty()) return fail(ErrorKind::kNotFound, "No BPMN or DMN files found in " + path);
    files.insert(files.end(), found.begin(), found.end());
  }
  return files;
}

}  // namespace

int command_deploy(const DeployArguments& arguments) {
  const auto files = files_of(arguments.paths);
  if (!files) {
    std::cerr << "procos deploy: " << files.error().message << "\n";
    return 1;
  }
  const auto gateway =
      make_http_gateway(arguments.engine.url, "default", {}, arguments.engine.ca_cert);
  DeployOptions options;
  options.tenant_id = arguments.tenant_id;
  options.deploy_changed_only = true;
  const auto decisions = std::count_if(files->begin(), files->end(), is_dmn_file);
  const auto processes = static_cast<std::ptrdiff_t>(files->size()) - decisions;
  std::cout << "Found " << processes << " BPMN files"
            << (decisions == 0 ? "" : " and " + std::to_string(decisions) + " DMN files")
            << " to deploy\n";
  bool all_good = true;
  for (const std::string& file : *files) {
    const std::string name = std::filesystem::path(file).filename().string();
    const auto deployed = deploy_file(*gateway, file, options);
    if (!deployed) {
      std::cerr << "Failed to deploy " << name << ": " << deployed.error().message << "\n";
      all_good = false;
      continue;
    }
    std::cout << "Deployed: " << name;
    if (deployed->definitions.empty()) std::cout << " (unchanged)";
    for (const DeployedDefinition& definition : deployed->definitions) {
      std::cout << " " << definition.key << " (v" << definition.version << ")";
    }
    std::cout << "\n";
  }
  return all_good ? 0 : 1;
}

int command_list(const EngineArguments& engine) {
  const auto gateway = make_http_gateway(engine.url, "default", {}, engine.ca_cert);
  const auto processes = list_processes(*gateway);
  if (!processes) {
    std::cerr << "procos list: " << processes.error().message << "\n";
    return 1;
  }
  std::cout << "Deployed processes:\n";
  for (const DeployedDefinition& process : *processes) {
    std::cout << "  - " << process.key << " (v" << process.version << ")\n";
  }
  return 0;
}

}  // namespace procos::kernel
