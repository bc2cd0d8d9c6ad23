#include "kernel/scenario/time_travel.h"

#include <algorithm>
#include <limits>
#include <tuple>
#include <vector>

#include "kernel/scenario/view.h"
#include "rest/dates.h"

namespace procos::kernel::scenario {
namespace {

using nlohmann::json;

constexpr int kJobsAtMost = 1000;
/// Timers that one command of a server sets differ by some milliseconds; they are due together.
constexpr TimeMs kTogetherMs = 500;

/// The same timer again: what a cycle creates when it has fired.
bool repeats(const json& job, const json& executed) {
  return text_of(job, "jobDefinitionId") == text_of(executed, "jobDefinitionId") &&
         text_of(job, "executionId") == text_of(executed, "executionId");
}

/// Activity and type, by job definition id: what jobs due at the same time are sorted by.
Result<std::map<std::string, std::string>> job_order(Gateway& gateway) {
  PROCOS_ASSIGN(const json definitions, get_list(gateway, "/job-definition"));
  std::map<std::string, std::string> order;
  for (const json& definition : definitions) {
    order[text_of(definition, "id")] =
        text_of(definition, "activityId") + " " + text_of(definition, "jobType");
  }
  return order;
}

}  // namespace

Status TimeTravel::advance_to(TimeMs target) {
  json executed;
  for (int tried = 0; tried < kJobsAtMost; ++tried) {
    PROCOS_ASSIGN(const std::optional<Due> due,
                  next(target, executed.is_null() ? nullptr : &executed));
    if (!due) {
      pass_to(target);
      return {};
    }
    pass_to(due->at);
    executed = due->job;
    // Whether it fails is for the engine to record, and for the scenario to look at.
    PROCOS_TRY(driver_.gateway().post("/job/" + text_of(executed, "id") + "/execute",
                                      json::object()));
  }
  return fail(ErrorKind::kNotValid, "after " + std::to_string(kJobsAtMost) +
                                        " jobs there are still some due: is it an endless loop?");
}

Status TimeTravel::note_jobs() {
  PROCOS_TRY(read_jobs(nullptr));
  return {};
}

Result<json> TimeTravel::read_jobs(const json* executed) {
  PROCOS_ASSIGN(json jobs, get_list(driver_.gateway(), "/job"));
  for (const json& job : jobs) {
    const bool again = executed != nullptr && repeats(job, *executed);
    const TimeMs ahead = again ? ahead_of_[text_of(*executed, "id")] : ahead_;
    ahead_of_.try_emplace(text_of(job, "id"), ahead);
  }
  return jobs;
}

Result<std::optional<TimeTravel::Due>> TimeTravel::next(TimeMs target, const json* executed) {
  PROCOS_ASSIGN(const json jobs, read_jobs(executed));
  std::vector<Due> due;
  for (const json& job : jobs) {
    if (job.value("retries", 0) <= 0 || job.value("suspended", false)) continue;
    const auto date = rest::parse_date(text_of(job, "dueDate"));
    const TimeMs at =
        date ? *date + ahead_of_.at(text_of(job, "id")) : std::numeric_limits<TimeMs>::min();
    if (at <= target) due.push_back({at, job});
  }
  if (due.empty()) return std::nullopt;
  PROCOS_ASSIGN(auto order, job_order(driver_.gateway()));
  const TimeMs first = std::ranges::min_element(due, {}, &Due::at)->at;
  std::erase_if(due, [&](const Due& job) { return job.at > first && job.at - first > kTogetherMs; });
  return *std::ranges::min_element(due, {}, [&](const Due& each) {
    return std::tuple(order[text_of(each.job, "jobDefinitionId")], text_of(each.job, "id"));
  });
}

void TimeTravel::pass_to(TimeMs time) {
  if (time > now() && !driver_.turn_clock(time)) ahead_ += time - now();
}

}  // namespace procos::kernel::scenario
