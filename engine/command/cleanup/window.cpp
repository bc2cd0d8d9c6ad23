// Camunda's DefaultBatchWindowManager.
#include "base/local_time.h"
#include "command/cleanup/history_cleanup.h"

namespace procos::command {
namespace {

constexpr int kDays = 7;

TimeMs at_minute(LocalTime day, int minute) {
  day.hour = minute / 60;
  day.minute = minute % 60;
  day.second = day.millisecond = 0;
  return from_local(day);
}

/// The window that begins on the day of `time`.
std::optional<CleanupWindow> window_on(const CleanupSettings& settings, TimeMs time) {
  LocalTime day = to_local(time);
  const int weekday = day_of_week(day.year, day.month, day.day);
  auto daily = settings.by_day[static_cast<std::size_t>(weekday - 1)];
  if (!daily) daily = settings.window;
  if (!daily) return std::nullopt;
  CleanupWindow window;
  window.start = at_minute(day, daily->start_minute);
  if (daily->end_minute <= daily->start_minute) add_days(day, 1);
  window.end = at_minute(day, daily->end_minute);
  return window;
}

std::optional<CleanupWindow> window_on_later_days(const CleanupSettings& settings, TimeMs now) {
  for (int days = 1; days <= kDays; ++days) {
    if (auto window = window_on(settings, days_after(now, days))) return window;
  }
  return std::nullopt;
}

}  // namespace

std::optional<CleanupWindow> current_or_next_window(const CleanupSettings& settings, TimeMs now) {
  const auto of_yesterday = window_on(settings, days_after(now, -1));
  if (of_yesterday && of_yesterday->contains(now)) return of_yesterday;
  const auto of_today = window_on(settings, now);
  if (of_today && now < of_today->end) return of_today;
  return window_on_later_days(settings, now);
}

std::optional<CleanupWindow> next_window(const CleanupSettings& settings, TimeMs now) {
  const auto of_today = window_on(settings, now);
  if (of_today && now < of_today->start) return of_today;
  return window_on_later_days(settings, now);
}

}  // namespace procos::command
