// What the guide's deploy script does: BPMN files to an engine, and what is deployed there.
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

struct DeployedProcess {
  std::string id, key;
  int version = 0;
};

struct Deployed {
  std::string deployment_id;
  std::vector<DeployedProcess> processes;  ///< empty when the engine already had these files
};

/// The *.bpmn files of a directory, sorted by name.
std::vector<std::string> bpmn_files(const std::string& directory);

/// Deploys one file as "ProcOS-<stem>", filtering duplicates.
Result<Deployed> deploy_file(Gateway& gateway, const std::string& path,
                             const DeployOptions& options = {});
/// The same from memory.
Result<Deployed> deploy_text(Gateway& gateway, const std::string& file_name, const std::string& xml,
                             const DeployOptions& options = {});

/// Every version of every process, sorted by key and version.
Result<std::vector<DeployedProcess>> list_processes(Gateway& gateway);

}  // namespace procos::kernel
