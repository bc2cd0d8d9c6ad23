// Logging for the layers that know no logging library: they hand finished entries to a sink, which
// the program sets once. Without a sink nothing is written.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace procos::log {

enum class Level : std::uint8_t { kDebug, kInfo, kWarning, kError, kCritical };

/// Names that tools look for: processInstanceId, activityId, businessKey; others are free.
using Field = std::pair<std::string, std::string>;

struct Entry {
  Level level = Level::kInfo;
  std::string_view message;
  const std::vector<Field>* fields = nullptr;  ///< never null when a sink is called
};

/// Called by any thread, several at once; must not throw.
using Sink = std::function<void(const Entry&)>;

/// Call before other threads start. An empty sink silences everything.
void set_sink(Sink sink, Level threshold);
/// Whether an entry of this level would be written; ask before building an expensive message.
bool enabled(Level level);
void write(Level level, std::string_view message, std::vector<Field> fields = {});

inline void debug(std::string_view m, std::vector<Field> f = {}) {
  write(Level::kDebug, m, std::move(f));
}
inline void info(std::string_view m, std::vector<Field> f = {}) {
  write(Level::kInfo, m, std::move(f));
}
inline void warning(std::string_view m, std::vector<Field> f = {}) {
  write(Level::kWarning, m, std::move(f));
}
inline void error(std::string_view m, std::vector<Field> f = {}) {
  write(Level::kError, m, std::move(f));
}
inline void critical(std::string_view m, std::vector<Field> f = {}) {
  write(Level::kCritical, m, std::move(f));
}

}  // namespace procos::log
