// Runs scenario files and says what came of it.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "kernel/scenario/coverage.h"
#include "kernel/scenario/driver.h"
#include "kernel/scenario/script.h"
#include "kernel/scenario/verbs.h"

namespace procos::kernel::scenario {

struct RunOptions {
  std::string url;  ///< empty: an engine of its own for each file
  Storage storage = Storage::kMemory;
  bool restart_each_step = false;  ///< close and open the engine after every action
  bool record = false;             ///< write what the engine shows into the files
  bool wipe = false;               ///< at `url`: delete every deployment before each file
  Coverage* coverage = nullptr;    ///< not owned
};

struct Failure {
  int line = 0;  ///< 0: not at a step
  std::string what;
  Lines expected, got;  ///< empty when `what` says it all
};

struct FileResult {
  std::string path;
  int steps = 0;
  double seconds = 0;
  bool rewritten = false;
  std::string skipped;  ///< why a step could not be done as written, but nothing is wrong
  std::optional<Failure> failure;
};

FileResult run_file(const std::string& path, const RunOptions& options);

/// "PATH:LINE: what", expected and got line by line: for people.
std::string failure_text(const FileResult& result);

/// The script's text with these expected blocks instead of its own; one for each step, nullopt for
/// none.
std::string with_blocks(const Script& script, const std::vector<std::optional<Lines>>& blocks);

}  // namespace procos::kernel::scenario
