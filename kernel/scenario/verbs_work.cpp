// Steps about one piece of work: user tasks, external tasks, jobs.
#include "kernel/scenario/script.h"
#include "kernel/scenario/show.h"
#include "kernel/scenario/verb_functions.h"
#include "kernel/scenario/view.h"
#include "kernel/scenario/world.h"

namespace procos::kernel::scenario {
namespace {

using nlohmann::json;

constexpr const char* kWorker = "scenario";

Result<Lines> act_on_task(World& world, const Step& step, const char* verb, const json& body) {
  PROCOS_ASSIGN(const json task, world.task(step.words[0]));
  return world.act("POST", "/task/" + text_of(task, "id") + verb, body);
}

/// Locks the task for the scenario's worker, unless it is locked already.
Result<std::optional<Lines>> lock(World& world, const json& task) {
  const std::string path = "/external-task/" + text_of(task, "id") + "/lock";
  PROCOS_ASSIGN(const GatewayAnswer answer,
                world.send("POST", path, {{"workerId", kWorker}, {"lockDuration", 600000}}));
  if (answer.ok()) return std::nullopt;
  return show_error(answer);
}

}  // namespace

Result<Lines> complete(World& world, const Step& step) {
  return act_on_task(world, step, "/complete", {{"variables", step.variables()}});
}
Result<Lines> claim(World& world, const Step& step) {
  return act_on_task(world, step, "/claim", {{"userId", step.words[1]}});
}
Result<Lines> unclaim(World& world, const Step& step) {
  return act_on_task(world, step, "/unclaim", json::object());
}
Result<Lines> assign(World& world, const Step& step) {
  return act_on_task(world, step, "/assignee", {{"userId", step.words[1]}});
}
Result<Lines> delegate(World& world, const Step& step) {
  return act_on_task(world, step, "/delegate", {{"userId", step.words[1]}});
}
Result<Lines> resolve(World& world, const Step& step) {
  return act_on_task(world, step, "/resolve", {{"variables", step.variables()}});
}
Result<Lines> set_task_variables(World& world, const Step& step) {
  return act_on_task(world, step, "/localVariables", {{"modifications", step.variables()}});
}
Result<Lines> throw_error(World& world, const Step& step) {
  return act_on_task(world, step, "/bpmnError",
                     {{"errorCode", step.words[1]},
                      {"errorMessage", step.words.size() > 2 ? json(step.words[2]) : json()},
                      {"variables", step.variables()}});
}
Result<Lines> escalate(World& world, const Step& step) {
  return act_on_task(world, step, "/bpmnEscalation",
                     {{"escalationCode", step.words[1]}, {"variables", step.variables()}});
}

Result<Lines> work(World& world, const Step& step) {
  PROCOS_ASSIGN(json rows, get_list(world.gateway(), "/external-task"));
  json workable = json::array();
  for (const json& row : rows) {
    const json retries = row.value("retries", json());
    if (retries.is_null() || retries.get<int>() > 0) workable.push_back(row);
  }
  PROCOS_ASSIGN(const json task, world.one("work on topic", workable, "topicName", step.words[0]));
  PROCOS_ASSIGN(const std::optional<Lines> locked, lock(world, task));
  if (locked) return *locked;
  const std::string path = "/external-task/" + text_of(task, "id");
  json body{{"workerId", kWorker}};
  const std::string how = step.words.size() > 1 ? step.words[1] : "";
  const json detail = step.words.size() > 2 ? json(step.words[2]) : json();
  if (how == "error") {
    body["errorCode"] = detail;
    if (step.words.size() > 3) body["errorMessage"] = step.words[3];
    body["variables"] = step.variables();
    return world.act("POST", path + "/bpmnError", body);
  }
  if (how == "fails") {
    body["errorMessage"] = detail.is_null() ? json("failed") : detail;
    body["retries"] = 0;
    body["retryTimeout"] = 0;
    for (const Assignment& set : step.assignments) {
      if (set.name != "retries" && set.name != "retryTimeout") {
        return fail(ErrorKind::kNotValid, "a failure takes retries=N and retryTimeout=MS only");
      }
      body[set.name] = set.value["value"];
    }
    return world.act("POST", path + "/failure", body);
  }
  if (!how.empty()) return fail(ErrorKind::kNotValid, "'" + how + "' is none of error, fails");
  body["variables"] = step.variables();
  return world.act("POST", path + "/complete", body);
}

Result<Lines> fire(World& world, const Step& step) {
  PROCOS_ASSIGN(json rows, world.jobs());
  if (step.words.size() > 1) {
    json typed = json::array();
    for (const json& row : rows) {
      if (text_of(row, "jobType") == step.words[1]) typed.push_back(row);
    }
    rows = std::move(typed);
  }
  PROCOS_ASSIGN(const json job, world.one("job of", rows, "activityId", step.words[0]));
  return world.act("POST", "/job/" + text_of(job, "id") + "/execute");
}

Result<Lines> retries(World& world, const Step& step) {
  json count = json::parse(step.words[1], nullptr, false);
  if (!count.is_number_integer()) return fail(ErrorKind::kNotValid, "retries takes a number");
  const json body{{"retries", count}};
  PROCOS_ASSIGN(const json tasks, get_list(world.gateway(), "/external-task"));
  if (const auto task = world.one("external task", tasks, "activityId", step.words[0])) {
    return world.act("PUT", "/external-task/" + text_of(*task, "id") + "/retries", body);
  }
  PROCOS_ASSIGN(const json rows, world.jobs());
  PROCOS_ASSIGN(const json job,
                world.one("job or external task of", rows, "activityId", step.words[0]));
  return world.act("PUT", "/job/" + text_of(job, "id") + "/retries", body);
}

}  // namespace procos::kernel::scenario
