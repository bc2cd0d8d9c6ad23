#include "kernel/signals.h"

#include <signal.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>

namespace procos::kernel {
namespace {

sigset_t shutdown_signals() {
  sigset_t set;
  sigemptyset(&set);
  sigaddset(&set, SIGINT);
  sigaddset(&set, SIGTERM);
  return set;
}

}  // namespace

void block_shutdown_signals() {
  const sigset_t set = shutdown_signals();
  pthread_sigmask(SIG_BLOCK, &set, nullptr);
  signal(SIGPIPE, SIG_IGN);
}

int wait_for_shutdown_signal(int timeout_ms) {
  using Clock = std::chrono::steady_clock;
  const sigset_t set = shutdown_signals();
  const auto end = Clock::now() + std::chrono::milliseconds(timeout_ms);
  while (true) {
    int signal_number = -1;
    if (timeout_ms < 0) {
      signal_number = sigwaitinfo(&set, nullptr);
    } else {
      const auto left =
          std::chrono::duration_cast<std::chrono::nanoseconds>(end - Clock::now()).count();
      const long long rest = left > 0 ? left : 0;
      const timespec wait{static_cast<time_t>(rest / 1'000'000'000),
                          static_cast<long>(rest % 1'000'000'000)};
      signal_number = sigtimedwait(&set, nullptr, &wait);
    }
    if (signal_number > 0) return signal_number;
    if (errno == EAGAIN) return 0;
  }
}

void request_shutdown() { kill(getpid(), SIGTERM); }

}  // namespace procos::kernel
