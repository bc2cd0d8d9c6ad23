#include "kernel/deployer.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>
#include <tuple>

namespace procos::kernel {

namespace fs = std::filesystem;

bool is_dmn_file(const std::string& path) { return fs::path(path).extension() == ".dmn"; }

std::vector<std::string> model_files(const std::string& directory) {
  std::vector<std::string> files;
  std::error_code error;
  for (const auto& entry : fs::directory_iterator(directory, error)) {
    const std::string path = entry.path().string();
    const bool model = entry.path().extension() == ".bpmn" || is_dmn_file(path);
    if (model && entry.is_regular_file(error)) files.push_back(path);
  }
  std::sort(files.begin(), files.end(), [](const std::string& a, const std::string& b) {
    return std::pair(is_dmn_file(a), a) < std::pair(is_dmn_file(b), b);
  });
  return files;
}

Result<Deployed> deploy_file(Gateway& gateway, const std::string& path,
                             const DeployOptions& options) {
  std::ifstream file(path, std::ios::binary);
  std::error_code ignored;
  if (!file || fs::is_directory(path, ignored)) {
    return fail(ErrorKind::kNotFound, "cannot read " + path);
  }
  const std::string xml{std::istreambuf_iterator<char>(file), {}};
  return deploy_text(gateway, fs::path(path).filename().string(), xml, options);
}

Result<Deployed> deploy_text(Gateway& gateway, const std::string& file_name, const std::string& xml,
                             const DeployOptions& options) {
  GatewayRequest request;
  request.method = "POST";
  request.path = "/deployment/create";
  request.timeout_ms = 60000;
  request.form = {{"deployment-name", "ProcOS-" + fs::path(file_name).stem().string(), {}, {}},
                  {"enable-duplicate-filtering", "true", {}, {}}};
  if (options.deploy_changed_only) request.form.push_back({"deploy-changed-only", "true", {}, {}});
  if (!options.tenant_id.empty()) request.form.push_back({"tenant-id", options.tenant_id, {}, {}});
  request.form.push_back({"upload", xml, file_name, "application/xml"});
  PROCOS_ASSIGN(const GatewayAnswer answer, gateway.send(request));
  if (!answer.ok()) return std::unexpected(answer_error(file_name + " was not deployed", answer));
  const nlohmann::json body = answer.json();
  if (!body.is_object())
    return fail(ErrorKind::kProcessEngine, file_name + ": the engine's answer is no JSON");
  Deployed deployed;
  deployed.deployment_id = body.value("id", "");
  for (const char* kind : {"deployedProcessDefinitions", "deployedDecisionDefinitions"}) {
    const auto definitions = body.find(kind);
    if (definitions == body.end() || !definitions->is_object()) continue;
    for (const auto& [id, definition] : definitions->items()) {
      deployed.definitions.push_back(
          {id, definition.value("key", ""), definition.value("version", 0)});
    }
  }
  return deployed;
}

Result<std::vector<DeployedDefinition>> list_processes(Gateway& gateway) {
  PROCOS_ASSIGN(const GatewayAnswer answer, gateway.get("/process-definition"));
  if (!answer.ok()) return std::unexpected(answer_error("cannot list the processes", answer));
  const nlohmann::json body = answer.json();
  if (!body.is_array())
    return fail(ErrorKind::kProcessEngine, "the list of processes is no JSON array");
  std::vector<DeployedDefinition> processes;
  for (const auto& definition : body) {
    processes.push_back(
        {definition.value("id", ""), definition.value("key", ""), definition.value("version", 0)});
  }
  std::sort(processes.begin(), processes.end(), [](const auto& a, const auto& b) {
    return std::tie(a.key, a.version) < std::tie(b.key, b.version);
  });
  return processes;
}

}  // namespace procos::kernel
