// A running scenario: the engine it drives, its clock, and how a step names what it means.
#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "base/result.h"
#include "kernel/scenario/driver.h"
#include "kernel/scenario/time_travel.h"
#include "kernel/scenario/verbs.h"

namespace procos::kernel::scenario {

class World {
 public:
  /// `directory` is where the scenario's own files lie.
  World(Driver& driver, std::string directory)
      : time(driver), driver_(driver), directory_(std::move(directory)) {}

  Driver& driver() { return driver_; }
  Gateway& gateway() { return driver_.gateway(); }
  const std::string& directory() const { return directory_; }

  Result<GatewayAnswer> send(const std::string& method, const std::string& path,
                             const nlohmann::json& body);
  /// send(), and what the step then shows: nothing, or the error.
  Result<Lines> act(const std::string& method, const std::string& path,
                    const nlohmann::json& body = nlohmann::json::object());

  /// The rows that a word such as `ship` or `ship[loopCounter=1]` means: those whose `member` is
  /// the name before the bracket, and that see all the variables within it (`businessKey` is that
  /// of the instance). Sorted by what they see, so that the first is the same in every engine.
  /// kNotFound with what there is, when there is none.
  Result<std::vector<nlohmann::json>> all(const std::string& what, const nlohmann::json& rows,
                                          const char* member, const std::string& word);
  Result<nlohmann::json> one(const std::string& what, const nlohmann::json& rows,
                             const char* member, const std::string& word);
  Result<nlohmann::json> task(const std::string& word);
  /// Jobs get the members activityId and jobType of their definition.
  Result<nlohmann::json> jobs();
  /// By the key of its definition; the only one there is when the word is empty.
  Result<nlohmann::json> instance(const std::string& word);
  /// The execution that waits at an activity.
  Result<std::string> execution(const std::string& word);

  TimeTravel time;
  std::vector<std::string> deployments;
  std::string last_error;        ///< of the last answer that was none of 2xx
  bool restart_skipped = false;  ///< a `restart` that the driver cannot do

 private:
  Driver& driver_;
  std::string directory_;
};

}  // namespace procos::kernel::scenario
