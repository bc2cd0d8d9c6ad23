#include "kernel/child_process.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <cstring>
#include <filesystem>
#include <thread>

namespace procos::kernel {
namespace {

/// Between fork and exec only async-signal-safe calls are allowed.
[[noreturn]] void become(char* const* arguments, pid_t parent, int failure_pipe) {
  prctl(PR_SET_PDEATHSIG, SIGTERM);
  if (getppid() != parent) _exit(127);
  setpgid(0, 0);  // a terminal's Ctrl-C reaches the parent only, which ends the child in its turn
  sigset_t none;
  sigemptyset(&none);
  sigprocmask(SIG_SETMASK, &none, nullptr);
  signal(SIGPIPE, SIG_DFL);
  dup2(STDERR_FILENO, STDOUT_FILENO);
  execv(arguments[0], arguments);
  const int error = errno;
  [[maybe_unused]] const ssize_t written = write(failure_pipe, &error, sizeof error);
  _exit(127);
}

}  // namespace

Status ChildProcess::start(const std::vector<std::string>& arguments) {
  std::vector<char*> raw;
  for (const std::string& argument : arguments) raw.push_back(const_cast<char*>(argument.c_str()));
  raw.push_back(nullptr);
  int pipe_ends[2];
  if (pipe2(pipe_ends, O_CLOEXEC) != 0) {
    return fail(ErrorKind::kProcessEngine, std::string("no pipe: ") + std::strerror(errno));
  }
  const pid_t parent = getpid();
  pid_ = fork();
  if (pid_ == 0) become(raw.data(), parent, pipe_ends[1]);
  const int fork_error = errno;
  close(pipe_ends[1]);
  int error = 0;
  // The pipe closes unwritten when exec succeeds.
  const ssize_t got = pid_ < 0 ? 0 : read(pipe_ends[0], &error, sizeof error);
  close(pipe_ends[0]);
  if (pid_ < 0)
    return fail(ErrorKind::kProcessEngine,
                std::string("cannot fork: ") + std::strerror(fork_error));
  if (got > 0) {
    waitpid(pid_, nullptr, 0);
    pid_ = -1;
    return fail(ErrorKind::kProcessEngine,
                "cannot run " + arguments[0] + ": " + std::strerror(error));
  }
  return {};
}

bool ChildProcess::running() {
  if (pid_ <= 0) return false;
  if (waitpid(pid_, nullptr, WNOHANG) == 0) return true;
  pid_ = -1;
  return false;
}

void ChildProcess::terminate(int timeout_ms) {
  if (!running()) return;
  ::kill(pid_, SIGTERM);
  const auto end = std::chrono::steady_clock::now() + std::chrono::milliseconds(timeout_ms);
  while (running() && std::chrono::steady_clock::now() < end) {
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
  }
  kill();
}

void ChildProcess::kill() {
  if (pid_ <= 0) return;
  ::kill(pid_, SIGKILL);
  waitpid(pid_, nullptr, 0);
  pid_ = -1;
}

std::string own_program() {
  std::error_code failed;
  const auto path = std::filesystem::read_symlink("/proc/self/exe", failed);
  return failed ? "procos" : path.string();
}

}  // namespace procos::kernel
