// `procos test`: runs scenario files.
#include <algorithm>
#include <atomic>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <mutex>
#include <thread>

#include "kernel/commands.h"
#include "kernel/scenario/junit.h"
#include "kernel/scenario/runner.h"

namespace procos::kernel {
namespace {

namespace fs = std::filesystem;
using scenario::FileResult;
using scenario::RunOptions;

/// The scenario files under the given paths, sorted; kNotFound when a path holds none.
Result<std::vector<std::string>> scenario_files(const std::vector<std::string>& paths) {
  std::vector<std::string> files;
  for (const std::string& path : paths) {
    std::error_code error;
    if (!fs::is_directory(path, error)) {
      if (!fs::exists(path, error)) return fail(ErrorKind::kNotFound, path + " does not exist");
      files.push_back(path);
      continue;
    }
    const std::size_t before = files.size();
    for (const auto& entry : fs::recursive_directory_iterator(path, error)) {
      if (entry.path().extension() == ".scenario") files.push_back(entry.path().string());
    }
    if (files.size() == before) {
      return fail(ErrorKind::kNotFound, "No *.scenario files found in " + path);
    }
    std::sort(files.begin() + static_cast<std::ptrdiff_t>(before), files.end());
  }
  return files;
}

RunOptions run_options(const TestArguments& arguments) {
  RunOptions options;
  options.url = arguments.url;
  options.record = arguments.record;
  options.wipe = arguments.wipe;
  options.restart_each_step = arguments.config == "reopen" || arguments.config == "crash";
  if (arguments.config == "http") options.storage = scenario::Storage::kHttp;
  if (arguments.config == "crash") options.storage = scenario::Storage::kCrash;
  if (arguments.config == "sqlite" || arguments.config == "reopen") {
    options.storage = scenario::Storage::kFile;
  }
  return options;
}

/// One thread a core; a server is asked by one only, since its state is shown as a whole.
std::vector<FileResult> run_all(const std::vector<std::string>& files, const RunOptions& options,
                                const std::function<void(const FileResult&)>& finished) {
  std::vector<FileResult> results(files.size());
  std::atomic<std::size_t> next = 0;
  std::mutex mutex;
  const auto work = [&] {
    for (std::size_t i = next++; i < files.size(); i = next++) {
      results[i] = scenario::run_file(files[i], options);
      const std::lock_guard lock(mutex);
      finished(results[i]);
    }
  };
  const std::size_t cores = std::max(1U, std::thread::hardware_concurrency());
  const std::size_t threads = options.url.empty() ? std::min(cores, files.size()) : 1;
  std::vector<std::jthread> others;
  for (std::size_t i = 1; i < threads; ++i) others.emplace_back(work);
  work();
  others.clear();
  return results;
}

bool write_file(const std::string& path, const std::string& text) {
  if (std::ofstream(path, std::ios::binary) << text) return true;
  std::cerr << "procos test: cannot write " << path << "\n";
  return false;
}

}  // namespace

int command_test(const TestArguments& arguments) {
  init_logging(LogFormat::kText, log::Level::kError);
  const auto files = scenario_files(arguments.paths);
  if (!files) {
    std::cerr << "procos test: " << files.error().message << "\n";
    return 1;
  }
  RunOptions options = run_options(arguments);
  scenario::Coverage coverage;
  if (!arguments.coverage.empty()) options.coverage = &coverage;
  int failed = 0;
  int steps = 0;
  const auto results = run_all(*files, options, [&](const FileResult& result) {
    steps += result.steps;
    if (result.failure) {
      ++failed;
      std::cout << "FAIL " << failure_text(result) << std::flush;
    } else if (!result.skipped.empty()) {
      std::cout << "note " << result.path << ": " << result.skipped << "\n";
    }
    if (result.rewritten) std::cout << "recorded " << result.path << "\n";
  });
  bool good = failed == 0;
  if (!arguments.junit.empty()) {
    good = write_file(arguments.junit, junit_xml(results, "procos test")) && good;
  }
  if (!arguments.coverage.empty()) {
    const auto models = coverage.models();
    std::cout << coverage_text(models);
    good = write_file(arguments.coverage, coverage_html(models)) && good;
  }
  std::cout << steps << " steps in " << results.size() << " files\n"
            << results.size() - failed << " passed, " << failed << " failed\n";
  return good ? 0 : 1;
}

}  // namespace procos::kernel
