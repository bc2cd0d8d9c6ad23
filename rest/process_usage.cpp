#include "rest/process_usage.h"

#include <unistd.h>

#include <chrono>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>

namespace procos::rest {
namespace {

// Fields of /proc/self/stat after the name, which may hold anything: proc(5) counts from 1, and the
// name is the second.
constexpr int kUserTime = 14, kSystemTime = 15, kThreads = 20, kStartTime = 22;
constexpr int kFirstAfterName = 3;

}  // namespace

ProcessUsage process_usage() {
  ProcessUsage usage;
  const auto ticks = static_cast<double>(sysconf(_SC_CLK_TCK));
  double started = 0;  // since the system's start
  std::string line;
  std::getline(std::ifstream("/proc/self/stat"), line);
  std::istringstream fields(line.substr(line.rfind(')') + 1));
  std::string field;
  for (int number = kFirstAfterName; fields >> field && number <= kStartTime; ++number) {
    if (number == kUserTime || number == kSystemTime) usage.cpu_seconds += std::stod(field) / ticks;
    if (number == kThreads) usage.threads = std::stoll(field);
    if (number == kStartTime) started = std::stod(field) / ticks;
  }
  std::int64_t pages = 0;
  std::ifstream memory("/proc/self/statm");
  memory >> pages >> pages;  // the second is what is resident
  usage.resident_bytes = pages * sysconf(_SC_PAGESIZE);
  double running = 0;
  std::ifstream("/proc/uptime") >> running;
  usage.uptime = running - started;
  const std::chrono::duration<double> now = std::chrono::system_clock::now().time_since_epoch();
  usage.start_time = now.count() - usage.uptime;
  std::error_code ignored;
  for ([[maybe_unused]] const auto& each :
       std::filesystem::directory_iterator("/proc/self/fd", ignored)) {
    ++usage.open_files;
  }
  return usage;
}

}  // namespace procos::rest
