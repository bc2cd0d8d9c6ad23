// What the guide's deploy script does: BPMN and DMN files to an engine, and what is deployed there.
#pragma once

#include <string>
#include <vector>

#include "base/result.h"
#include "kernel/gateway.h"

namespace procos::kernel {

struct DeployOptions {
  std::string tenant_id;  ///< empty: none
  bool deploy_changed_only = false;
};

struct DeployedDefinition {
  std::string id, key;
  int version = 0;
};

struct Deployed {
  std::string deployment_id;
  /// Processes and decisions; empty when the engine already had these files.
  std::vector<DeployedDefinition> definitions;
};

/// The *.bpmn files of a directory, and after them the *.dmn files, each sorted by name.
std::vector<std::string> model_files(const std::string& directory);
/// Whether the file's name says that it holds decisions.
bool is_dmn_file(const std::string& path);

/// Deploys one file as "ProcOS-<stem>", filtering duplicates.
Result<Deployed> deploy_file(Gateway& gateway, const std::string& path,
                             const DeployOptions& options = {});
/// The same from memory.
Result<Deployed> deploy_text(Gateway& gateway, const std::string& file_name, const std::string& xml,
                             const DeployOptions& options = {});

/// Every version of every process, sorted by key and version.
Result<std::vector<DeployedDefinition>> list_processes(Gateway& gateway);

}  // namespace procos::kernel
