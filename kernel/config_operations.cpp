#include "kernel/config_operations.h"

#include <array>
#include <charconv>

namespace procos::kernel {
namespace {

constexpr int kMostDays = 36'500;
constexpr std::array<const char*, 7> kWeekdays{"monday", "tuesday",  "wednesday", "thursday",
                                               "friday", "saturday", "sunday"};

/// A number that is not set unless it is there.
void read_days(YamlSection& section, const char* key, std::optional<std::int64_t>& out) {
  if (!section.has(key)) return;
  int days = 0;
  section.whole_number(key, days, 0, kMostDays);
  out = days;
}

template <class T>
void read_count(YamlSection& section, const char* key, T& out, int most) {
  int count = static_cast<int>(out);
  section.whole_number(key, count, 1, most);
  out = count;
}

std::optional<int> whole(std::string_view text, int most) {
  int value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  const bool good = error == std::errc() && end == text.data() + text.size() && !text.empty();
  if (!good || value < 0 || value > most) return std::nullopt;
  return value;
}

std::optional<int> minute_of_day(std::string_view text) {
  const std::size_t colon = text.find(':');
  if (colon == std::string_view::npos) return std::nullopt;
  const auto hours = whole(text.substr(0, colon), 23);
  const auto minutes = whole(text.substr(colon + 1), 59);
  if (!hours || !minutes) return std::nullopt;
  return *hours * 60 + *minutes;
}

std::optional<command::DailyWindow> daily_window(std::string_view text) {
  const std::size_t dash = text.find('-');
  if (dash == std::string_view::npos) return std::nullopt;
  const auto start = minute_of_day(text.substr(0, dash));
  const auto end = minute_of_day(text.substr(dash + 1));
  if (!start || !end) return std::nullopt;
  return command::DailyWindow{*start, *end};
}

void read_window(YamlSection& section, const char* key, std::optional<command::DailyWindow>& out) {
  if (!section.has(key)) return;
  std::string text;
  section.text(key, text, [&](const std::string& given) -> std::string {
    out = daily_window(given);
    return out ? "" : "\"" + given + "\" is no window such as 20:00-06:00";
  });
}

std::string read_type_days(const std::string& text, std::optional<std::int64_t>& out) {
  const auto days = whole(text, kMostDays);
  if (!days) return "\"" + text + "\" is no number of days";
  out = *days;
  return {};
}

}  // namespace

void read_batch(YamlSection& section, command::BatchSettings& out) {
  read_count(section, "jobs_per_seed", out.jobs_per_seed, 10'000);
  read_count(section, "invocations_per_job", out.invocations_per_job, 10'000);
  int poll_time_s = static_cast<int>(out.poll_time_ms / 1000);
  section.whole_number("poll_time", poll_time_s, 1, 24 * 3600);
  out.poll_time_ms = std::int64_t{poll_time_s} * 1000;
  int priority = static_cast<int>(out.job_priority);
  section.whole_number("job_priority", priority, -1'000'000, 1'000'000);
  out.job_priority = priority;
  read_days(section, "history_time_to_live", out.history_time_to_live);
  std::map<std::string, std::string> by_type;
  section.text_map("history_time_to_live_by_type", by_type,
                   [&](const std::string& type, const std::string& text) {
                     return read_type_days(text, out.history_time_to_live_by_type[type]);
                   });
  section.text_map("invocations_per_job_by_type", by_type,
                   [&](const std::string& type, const std::string& text) -> std::string {
                     const auto count = whole(text, 10'000);
                     if (!count || *count == 0) return "\"" + text + "\" is no number from 1 on";
                     out.invocations_per_job_by_type[type] = *count;
                     return {};
                   });
}

void read_history_cleanup(YamlSection& section, command::CleanupSettings& out) {
  section.boolean("enabled", out.enabled);
  read_window(section, "window", out.window);
  for (std::size_t day = 0; day < kWeekdays.size(); ++day) {
    read_window(section, kWeekdays[day], out.by_day[day]);
  }
  read_count(section, "batch_size", out.batch_size, 500);
  read_count(section, "jobs", out.jobs, 8);
  read_count(section, "job_retries", out.job_retries, 100);
  read_days(section, "task_metrics_time_to_live", out.task_metrics_time_to_live);
}

}  // namespace procos::kernel
