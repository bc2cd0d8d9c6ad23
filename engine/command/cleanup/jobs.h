// What the jobs of the history cleanup have in their configuration. Private to command/cleanup.
#pragma once

#include <nlohmann/json.hpp>
#include <string>

namespace procos::command {

struct CleanupJob {
  std::int64_t empty_runs = 0;  ///< one after the other that found nothing
  bool immediately_due = false;
  int minute_from = 0, minute_to = 59;  ///< of the removal time: the jobs share the hour
};

inline std::string to_text(const CleanupJob& job) {
  return nlohmann::json{{"countEmptyRuns", job.empty_runs},
                        {"immediatelyDue", job.immediately_due},
                        {"minuteFrom", job.minute_from},
                        {"minuteTo", job.minute_to}}
      .dump();
}

inline CleanupJob cleanup_job_of(const std::string& text) {
  const auto json = nlohmann::json::parse(text);
  CleanupJob job;
  job.empty_runs = json.at("countEmptyRuns");
  job.immediately_due = json.at("immediatelyDue");
  job.minute_from = json.at("minuteFrom");
  job.minute_to = json.at("minuteTo");
  return job;
}

}  // namespace procos::command
