// One child process: the engine in `engine: child` mode.
#pragma once

#include <sys/types.h>

#include <string>
#include <vector>

#include "base/result.h"

namespace procos::kernel {

/// Ends with its parent: the child gets SIGTERM when the thread that started it is gone.
class ChildProcess {
 public:
  ChildProcess() = default;
  ~ChildProcess() { kill(); }
  ChildProcess(const ChildProcess&) = delete;
  ChildProcess& operator=(const ChildProcess&) = delete;

  /// Runs the program (arguments[0] is its path). Standard output goes to standard error, because
  /// the parent's standard output is its own.
  Status start(const std::vector<std::string>& arguments);
  bool running();
  pid_t pid() const { return pid_; }
  /// SIGTERM, then SIGKILL when it has not ended within `timeout_ms`.
  void terminate(int timeout_ms);
  void kill();

 private:
  pid_t pid_ = -1;
};

/// The path of the running program.
std::string own_program();

}  // namespace procos::kernel
