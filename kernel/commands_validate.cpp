// `procos validate`: every problem of BPMN and DMN files, as a deployment would find them.
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>

#include "dmn/read.h"
#include "graph/build.h"
#include "kernel/commands.h"
#include "kernel/config.h"
#include "kernel/deployer.h"
#include "kernel/engine_host.h"
#include "service/offers.h"

namespace procos::kernel {
namespace {

void print(const std::string& path, const graph::Problem& problem) {
  const bool error = problem.severity == graph::Problem::Severity::kError;
  std::cout << path << ":" << problem.line << ":" << problem.column << ": "
            << (error ? "error" : "warning");
  if (!problem.element_id.empty()) std::cout << " [" << problem.element_id << "]";
  std::cout << ": " << problem.message << "\n";
}

std::vector<graph::Problem> problems_of(const std::string& path, const std::string& xml,
                                        const graph::BuildOptions& options) {
  if (is_dmn_file(path)) {
    model::Problems problems;
    (void)dmn::read(xml, options.require_history_time_to_live, problems);
    return problems.take();
  }
  return graph::build(xml, std::filesystem::path(path).filename().string(), options).problems;
}

}  // namespace

int command_validate(const std::vector<std::string>& paths, const std::string& config_file) {
  Config config;
  if (!config_file.empty()) {
    auto loaded = load_config(config_file, process_environment());
    if (!loaded) {
      std::cerr << loaded.error().message << "\n";
      return 1;
    }
    config = std::move(*loaded);
  }
  const service::DelegateRegistry delegates(config.delegates);
  const EngineHostOptions engine = engine_options(config);
  const graph::Offers offers = service::offers_of(delegates, engine.outside);
  graph::BuildOptions options;
  options.offers = &offers;
  std::size_t errors = 0;
  std::size_t warnings = 0;
  for (const std::string& path : paths) {
    std::ifstream file(path, std::ios::binary);
    std::error_code ignored;
    if (!file || std::filesystem::is_directory(path, ignored)) {
      std::cerr << "procos validate: cannot read " << path << "\n";
      ++errors;
      continue;
    }
    const std::string xml{std::istreambuf_iterator<char>(file), {}};
    for (const graph::Problem& problem : problems_of(path, xml, options)) {
      print(path, problem);
      ++(problem.severity == graph::Problem::Severity::kError ? errors : warnings);
    }
  }
  std::cout << paths.size() << (paths.size() == 1 ? " file, " : " files, ") << errors
            << (errors == 1 ? " error, " : " errors, ") << warnings
            << (warnings == 1 ? " warning\n" : " warnings\n");
  return errors == 0 ? 0 : 1;
}

}  // namespace procos::kernel
