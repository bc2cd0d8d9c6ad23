// What the system knows about this process.
#pragma once

#include <cstdint>

namespace procos::rest {

struct ProcessUsage {
  std::int64_t resident_bytes = 0;
  std::int64_t threads = 0;
  std::int64_t open_files = 0;
  double cpu_seconds = 0;
  double start_time = 0;  ///< seconds since 1970
  double uptime = 0;      ///< seconds
};

ProcessUsage process_usage();

}  // namespace procos::rest
