#include "connect/program.h"

#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstring>
#include <new>
#include <thread>

namespace procos::connect {
namespace {

using std::chrono::steady_clock;

/// The file actions and attributes of posix_spawn; both own memory.
class Spawning {
 public:
  Spawning() {
    if (posix_spawn_file_actions_init(&actions_) != 0 || posix_spawnattr_init(&attributes_) != 0)
      throw std::bad_alloc();
  }
  ~Spawning() {
    posix_spawn_file_actions_destroy(&actions_);
    posix_spawnattr_destroy(&attributes_);
  }
  Spawning(const Spawning&) = delete;
  Spawning& operator=(const Spawning&) = delete;

  int start(const Program& program, int output, pid_t& pid) {
    posix_spawn_file_actions_addopen(&actions_, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
    if (output >= 0) {
      posix_spawn_file_actions_adddup2(&actions_, output, STDOUT_FILENO);
    } else {
      posix_spawn_file_actions_addopen(&actions_, STDOUT_FILENO, "/dev/null", O_WRONLY, 0);
    }
    if (program.errors_to_output) {
      posix_spawn_file_actions_adddup2(&actions_, STDOUT_FILENO, STDERR_FILENO);
    } else {
      posix_spawn_file_actions_addopen(&actions_, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
    }
    posix_spawn_file_actions_addclosefrom_np(&actions_, STDERR_FILENO + 1);
    if (!program.directory.empty())
      posix_spawn_file_actions_addchdir_np(&actions_, program.directory.c_str());
    // Of our own threads some block signals; the program must not inherit that. Its group lets us
    // end also what it started.
    sigset_t none;
    sigemptyset(&none);
    posix_spawnattr_setsigmask(&attributes_, &none);
    posix_spawnattr_setpgroup(&attributes_, 0);
    posix_spawnattr_setflags(&attributes_, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETPGROUP);
    std::vector<std::string> arguments = program.arguments;
    std::vector<char*> pointers;
    for (std::string& argument : arguments) pointers.push_back(argument.data());
    pointers.push_back(nullptr);
    char* no_environment[] = {nullptr};
    return posix_spawnp(&pid, pointers[0], &actions_, &attributes_, pointers.data(),
                        program.clean_environment ? no_environment : environ);
  }

 private:
  posix_spawn_file_actions_t actions_{};
  posix_spawnattr_t attributes_{};
};

constexpr int kLookAgainMs = 20;

/// Until a program has to have ended, and whether somebody wants it to end before.
struct Patience {
  const std::stop_token& stop;
  int timeout_ms;
  steady_clock::time_point until = steady_clock::now() + std::chrono::milliseconds(timeout_ms);

  /// Why it is over; empty while it is not.
  std::string over() const {
    if (stop.stop_requested()) return "was stopped";
    if (steady_clock::now() < until) return {};
    return "did not end within " + std::to_string(timeout_ms) + " ms";
  }
};

int exit_code_of(int status) {
  return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

/// Waits for the end; why it gave up before, else empty.
std::string await_end(pid_t pid, const Patience& patience, int& status) {
  while (waitpid(pid, &status, WNOHANG) == 0) {
    if (std::string over = patience.over(); !over.empty()) return over;
    std::this_thread::sleep_for(std::chrono::milliseconds(kLookAgainMs));
  }
  return {};
}

/// Takes note of the end of a program that nobody awaits. The thread takes no signals: they are for
/// those that handle them.
void reap_later(pid_t pid) {
  sigset_t all;
  sigset_t before;
  sigfillset(&all);
  pthread_sigmask(SIG_SETMASK, &all, &before);
  std::thread([pid] { waitpid(pid, nullptr, 0); }).detach();
  pthread_sigmask(SIG_SETMASK, &before, nullptr);
}

/// Reads to the end of the output; why it gave up before, else empty.
std::string read_output(int from, const Program& program, const Patience& patience,
                        std::string& output) {
  char buffer[16 * 1024];
  for (;;) {
    if (std::string over = patience.over(); !over.empty()) return over;
    pollfd waiting{from, POLLIN, 0};
    if (poll(&waiting, 1, kLookAgainMs) <= 0) continue;
    const ssize_t count = read(from, buffer, sizeof buffer);
    if (count == 0) return {};
    if (count < 0 && errno != EINTR) return "cannot be read from";
    if (count > 0) output.append(buffer, static_cast<std::size_t>(count));
    if (output.size() > program.max_output_bytes)
      return "wrote more than " + std::to_string(program.max_output_bytes) + " bytes";
  }
}

}  // namespace

Result<ProgramResult> run_program(const Program& program, const std::stop_token& stop) {
  const std::string name = "The program '" + program.arguments.front() + "' ";
  int ends[2] = {-1, -1};
  if (program.wait && pipe2(ends, O_CLOEXEC) != 0) throw std::bad_alloc();
  pid_t pid = -1;
  const int error = Spawning().start(program, ends[1], pid);
  if (program.wait) close(ends[1]);
  if (error != 0) {
    if (program.wait) close(ends[0]);
    return fail(ErrorKind::kProcessEngine, name + "cannot be started: " + std::strerror(error));
  }
  if (!program.wait) {
    reap_later(pid);
    return ProgramResult{};
  }
  ProgramResult result;
  const Patience patience{stop, program.timeout_ms};
  int status = 0;
  std::string gave_up = read_output(ends[0], program, patience, result.output);
  close(ends[0]);
  if (gave_up.empty()) gave_up = await_end(pid, patience, status);
  if (!gave_up.empty()) {
    kill(-pid, SIGKILL);
    waitpid(pid, nullptr, 0);
    return fail(ErrorKind::kProcessEngine, name + gave_up + ".");
  }
  result.exit_code = exit_code_of(status);
  return result;
}

}  // namespace procos::connect
