// Runs a program of this machine and gives back what it wrote.
#pragma once

#include <stop_token>
#include <string>
#include <vector>

#include "base/result.h"

namespace procos::connect {

struct Program {
  std::vector<std::string> arguments;  ///< the first one is its path, or a name looked for in PATH
  std::string directory;               ///< where it runs; empty: here
  bool clean_environment = false;
  bool errors_to_output = false;  ///< standard error joins standard output; else it is dropped
  bool wait = true;               ///< false: started and left alone
  int timeout_ms = 240'000;       ///< ended by force afterwards
  std::size_t max_output_bytes = 16 * 1024 * 1024;
};

struct ProgramResult {
  int exit_code = 0;  ///< 128 + signal when it was ended by one
  std::string output;
};

/// Any thread. kProcessEngine when it cannot be started, takes or writes too much, or is stopped.
Result<ProgramResult> run_program(const Program& program, const std::stop_token& stop);

}  // namespace procos::connect
