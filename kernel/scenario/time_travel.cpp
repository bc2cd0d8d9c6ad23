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
  for (int tried = 0; tried < kJobsAtMost; ++tried) {
    PROCOS_ASSIGN(const std::optional<Due> due, next(target));
    if (!due) {
      pass_to(target);
      return {};
    }
    pass_to(due->at);
    PROCOS_TRY(execute(due->job));
  }
  return fail(ErrorKind::kNotValid, "after " + std::to_string(kJobsAtMost) +
                                        " jobs there are still some due: is it an endless loop?");
}

Status TimeTravel::note_jobs() {
  PROCOS_TRY(read_jobs());
  return {};
}

Result<json> TimeTravel::read_jobs() {
  PROCOS_ASSIGN(json jobs, get_list(driver_.gateway(), "/job"));
  for (const json& job : jobs) ahead_of_.try_emplace(text_of(job, "id"), ahead_);
  return jobs;
}

Status TimeTravel::execute(const json& job) {
  const std::string id = text_of(job, "id");
  const auto date = rest::parse_date(text_of(job, "dueDate"));
  if (date && *date > driver_.now_ms()) {
    ahead_of_[id] = ahead_;
    PROCOS_TRY(driver_.gateway().send(
        {"PUT",
         "/job/" + id + "/duedate",
         {},
         json{{"duedate", rest::format_date(driver_.now_ms())}, {"cascade", true}}.dump(),
         {}}));
  }
  // Whether it fails is for the engine to record, and for the scenario to look at.
  PROCOS_TRY(driver_.gateway().post("/job/" + id + "/execute", json::object()));
  return {};
}

Result<std::optional<TimeTravel::Due>> TimeTravel::next(TimeMs target) {
  PROCOS_ASSIGN(const json jobs, read_jobs());
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
  std::erase_if(due,
                [&](const Due& job) { return job.at > first && job.at - first > kTogetherMs; });
  return *std::ranges::min_element(due, {}, [&](const Due& each) {
    return std::tuple(order[text_of(each.job, "jobDefinitionId")], text_of(each.job, "id"));
  });
}

void TimeTravel::pass_to(TimeMs time) {
  if (time > now() && !driver_.turn_clock(time)) ahead_ += time - now();
}

}  // namespace procos::kernel::scenario
