// The history cleanup: jobs that stay, and remove what is past its removal time at the hours that
// are set for it, a bounded number of things in each run.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "command/context.h"

namespace procos::command {

inline constexpr std::string_view kHistoryCleanupJob = "history-cleanup";

struct CleanupWindow {
  TimeMs start = 0, end = 0;
  bool contains(TimeMs time) const { return start <= time && time < end; }
};
/// The window that `now` is in, else the next one; nullopt when none is set.
std::optional<CleanupWindow> current_or_next_window(const CleanupSettings& settings, TimeMs now);
/// The next one that has not begun.
std::optional<CleanupWindow> next_window(const CleanupSettings& settings, TimeMs now);

/// Camunda's HistoryCleanupCmd: makes the jobs due now, or at the next window; without a window the
/// jobs there are get suspended. Nothing when there is no job. kBadUserRequest when it is disabled.
Result<std::optional<state::JobRow>> schedule_history_cleanup(Context& context,
                                                              bool immediately_due);
/// Removes what is due and says when the job runs next.
Status run_history_cleanup(Context& context, state::Job& job);

const CleanupSettings& cleanup_settings(const Context& context);

}  // namespace procos::command
