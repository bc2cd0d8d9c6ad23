// Phase 4: every *.bpmn and *.dmn of the process directory, as ProcOS-<stem>; unchanged files are
// not deployed again.
#include <filesystem>

#include "kernel/deployer.h"
#include "kernel/phase/phases.h"

namespace procos::kernel {

Status deploy_processes(System& system) {
  log::info("Phase 4: deploying root processes");
  const auto files = model_files(system.config.kernel.process_directory);
  for (const std::string& file : files) {
    const auto deployed = deploy_file(*system.gateway, file);
    if (!deployed) {
      return fail(deployed.error().kind, deployed.error().message + "; `procos validate " + file +
                                             "` lists all problems; correct the file or remove it");
    }
    const char* kind = is_dmn_file(file) ? "decisionDefinitionId" : "processDefinitionId";
    const std::string name = std::filesystem::path(file).filename().string();
    if (deployed->definitions.empty())
      log::info("Unchanged: " + name, {{"deploymentId", deployed->deployment_id}});
    for (const DeployedDefinition& definition : deployed->definitions) {
      log::info("Deployed: " + name, {{kind, definition.id},
                                      {"deploymentId", deployed->deployment_id}});
    }
    if (pause(system, 0)) return {};
  }
  log::info("All " + std::to_string(files.size()) + " root processes deployed");
  return {};
}

}  // namespace procos::kernel
