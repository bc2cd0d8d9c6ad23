// Where the program's log lines go: standard error, readable text or one JSON object a line.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/log.h"

namespace procos::kernel {

enum class LogFormat { kText, kJson };

/// "DEBUG", "INFO", "WARNING" (or "WARN"), "ERROR", "CRITICAL", in any case; nullopt for anything
/// else.
std::optional<log::Level> parse_log_level(std::string_view name);

/// Sets the sink of base/log.h. Call once, before other threads start.
void init_logging(LogFormat format, log::Level threshold);

/// One entry as the JSON format writes it, without the line end. `time` is ISO 8601.
std::string format_json(const log::Entry& entry, std::string_view time);
/// The message and fields as the text format writes them; line breaks are escaped so that an entry
/// stays one line whatever a user's data holds.
std::string format_text(const log::Entry& entry);

}  // namespace procos::kernel
