#include "kernel/log.h"

#include <spdlog/sinks/stdout_color_sinks.h>
#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

#include <algorithm>
#include <cctype>
#include <chrono>
#include <ctime>
#include <memory>
#include <nlohmann/json.hpp>

namespace procos::kernel {
namespace {

spdlog::level::level_enum to_spdlog(log::Level level) {
  switch (level) {
    case log::Level::kDebug: return spdlog::level::debug;
    case log::Level::kInfo: return spdlog::level::info;
    case log::Level::kWarning: return spdlog::level::warn;
    case log::Level::kError: return spdlog::level::err;
    case log::Level::kCritical: break;
  }
  return spdlog::level::critical;
}

std::string_view level_name(log::Level level) {
  constexpr std::string_view kNames[] = {"DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL"};
  return kNames[static_cast<std::size_t>(level)];
}

std::string iso_now() {
  const auto now = std::chrono::system_clock::now();
  const auto ms =
      std::chrono::duration_cast<std::chrono::milliseconds>(now.time_since_epoch()).count() % 1000;
  const std::time_t seconds = std::chrono::system_clock::to_time_t(now);
  std::tm utc{};
  gmtime_r(&seconds, &utc);
  char text[40];
  std::size_t used = std::strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%S", &utc);
  std::snprintf(text + used, sizeof text - used, ".%03dZ", static_cast<int>(ms));
  return text;
}

void append_escaped(std::string& out, std::string_view text) {
  for (char c : text) {
    if (c == '\n') {
      out += "\\n";
    } else if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f) {
      char hex[8];
      std::snprintf(hex, sizeof hex, "\\x%02x", static_cast<unsigned char>(c));
      out += hex;
    } else {
      out += c;
    }
  }
}

}  // namespace

std::optional<log::Level> parse_log_level(std::string_view name) {
  std::string upper(name);
  std::transform(upper.begin(), upper.end(), upper.begin(),
                 [](unsigned char c) { return std::toupper(c); });
  if (upper == "DEBUG") return log::Level::kDebug;
  if (upper == "INFO") return log::Level::kInfo;
  if (upper == "WARNING" || upper == "WARN") return log::Level::kWarning;
  if (upper == "ERROR") return log::Level::kError;
  if (upper == "CRITICAL") return log::Level::kCritical;
  return std::nullopt;
}

std::string format_json(const log::Entry& entry, std::string_view time) {
  nlohmann::ordered_json line;
  line["time"] = time;
  line["level"] = level_name(entry.level);
  line["message"] = entry.message;
  for (const auto& [name, value] : *entry.fields) line[name] = value;
  return line.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace);
}

std::string format_text(const log::Entry& entry) {
  std::string line;
  append_escaped(line, entry.message);
  for (const auto& [name, value] : *entry.fields) {
    line += "  ";
    line += name;
    line += '=';
    append_escaped(line, value);
  }
  return line;
}

void init_logging(LogFormat format, log::Level threshold) {
  std::shared_ptr<spdlog::logger> logger;
  if (format == LogFormat::kJson) {
    logger = std::make_shared<spdlog::logger>("procos",
                                              std::make_shared<spdlog::sinks::stderr_sink_mt>());
    logger->set_pattern("%v");
  } else {
    logger = std::make_shared<spdlog::logger>(
        "procos", std::make_shared<spdlog::sinks::stderr_color_sink_mt>());
    logger->set_pattern("%Y-%m-%d %H:%M:%S.%e %^%-8l%$ %v");
  }
  logger->set_level(spdlog::level::debug);
  logger->flush_on(spdlog::level::debug);
  log::set_sink(
      [logger, format](const log::Entry& entry) {
        const std::string line =
            format == LogFormat::kJson ? format_json(entry, iso_now()) : format_text(entry);
        logger->log(to_spdlog(entry.level), spdlog::string_view_t(line.data(), line.size()));
      },
      threshold);
}

}  // namespace procos::kernel
