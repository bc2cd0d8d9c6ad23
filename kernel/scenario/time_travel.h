// The clock of a scenario, and the job executor that follows it.
#pragma once

#include <map>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>

#include "base/clock.h"
#include "base/result.h"
#include "kernel/scenario/driver.h"

namespace procos::kernel::scenario {

/// Executes jobs in the order of their due dates while time passes. An engine whose clock can be
/// turned is turned from due date to due date; for any other one the time that the scenario is
/// ahead of it is kept here, and how far ahead it was when each job was created. A job that is not
/// due yet by the engine's own clock is made so before it is executed, so that a cycle goes on from
/// there.
class TimeTravel {
 public:
  explicit TimeTravel(Driver& driver) : driver_(driver) {}

  TimeMs now() const { return driver_.now_ms() + ahead_; }
  /// Lets time pass until `target` and executes all jobs that come due, those without due date
  /// first. A job that fails is tried again until it has no retries left. kNotValid when they do
  /// not come to an end.
  Status advance_to(TimeMs target);
  /// Looks at the jobs there are; after each step, so that new ones are known by their time.
  Status note_jobs();

 private:
  struct Due {
    TimeMs at = 0;
    nlohmann::json job;
  };
  Result<nlohmann::json> read_jobs();
  /// The next job due by then.
  Result<std::optional<Due>> next(TimeMs target);
  Status execute(const nlohmann::json& job);
  void pass_to(TimeMs time);

  Driver& driver_;
  TimeMs ahead_ = 0;
  std::map<std::string, TimeMs> ahead_of_;  ///< job id -> ahead_ when it was created
};

}  // namespace procos::kernel::scenario
