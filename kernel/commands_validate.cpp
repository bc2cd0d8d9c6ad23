// `procos validate`: every problem of BPMN files, as a deployment would find them.
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>

#include "graph/build.h"
#include "kernel/commands.h"

namespace procos::kernel {
namespace {

void print(const std::string& path, const graph::Problem& problem) {
  const bool error = problem.severity == graph::Problem::Severity::kError;
  std::cout << path << ":" << problem.line << ":" << problem.column << ": "
            << (error ? "error" : "warning");
  if (!problem.element_id.empty()) std::cout << " [" << problem.element_id << "]";
  std::cout << ": " << problem.message << "\n";
}

}  // namespace

int command_validate(const std::vector<std::string>& paths) {
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
    const graph::Built built = graph::build(xml, std::filesystem::path(path).filename().string());
    for (const graph::Problem& problem : built.problems) {
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
