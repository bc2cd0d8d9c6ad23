// What an engine's owner may set of batches and of the history cleanup; the defaults are Camunda's.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <string>

namespace procos::command {

struct BatchSettings {
  std::int64_t jobs_per_seed = 100;
  std::int64_t invocations_per_job = 1;
  std::map<std::string, std::int64_t> invocations_per_job_by_type;
  std::int64_t poll_time_ms = 30'000;  ///< between two looks of a monitor job
  std::int64_t job_priority = 0;
  int job_retries = 3;
  std::optional<std::int64_t> history_time_to_live;  ///< days; nullopt: for ever
  std::map<std::string, std::optional<std::int64_t>> history_time_to_live_by_type;

  std::int64_t invocations_of(const std::string& type) const {
    const auto found = invocations_per_job_by_type.find(type);
    return found == invocations_per_job_by_type.end() ? invocations_per_job : found->second;
  }
  std::optional<std::int64_t> time_to_live_of(const std::string& type) const {
    const auto found = history_time_to_live_by_type.find(type);
    return found == history_time_to_live_by_type.end() ? history_time_to_live : found->second;
  }
};

/// From a minute of the local day to another one; past midnight when that is not later.
struct DailyWindow {
  int start_minute = 0, end_minute = 0;
};

struct CleanupSettings {
  bool enabled = true;
  std::optional<DailyWindow> window;                   ///< of the days without one of their own
  std::array<std::optional<DailyWindow>, 7> by_day{};  ///< Monday first
  std::int64_t batch_size = 500;  ///< things of each kind that one run of a job removes
  int jobs = 1;                   ///< that share the work, at most 60
  int job_retries = 3;
  std::int64_t job_priority = 0;
  std::optional<std::int64_t> task_metrics_time_to_live;  ///< days; nullopt: for ever

  bool has_window() const {
    for (const auto& day : by_day) {
      if (day) return true;
    }
    return window.has_value();
  }
};

struct Settings {
  BatchSettings batch;
  CleanupSettings cleanup;
};

}  // namespace procos::command
