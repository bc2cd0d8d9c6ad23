// Steps about processes as a whole: deploying, starting, events from outside, changing instances.
#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "base/calendar.h"
#include "kernel/scenario/script.h"
#include "kernel/scenario/show.h"
#include "kernel/scenario/sketch.h"
#include "kernel/scenario/verb_functions.h"
#include "kernel/scenario/view.h"
#include "kernel/scenario/world.h"
#include "kernel/url.h"

namespace procos::kernel::scenario {
namespace {

using nlohmann::json;

/// Takes `as BUSINESSKEY` out of the words from `begin` on; the rest has to be empty.
Result<std::string> business_key(const Step& step, std::size_t begin) {
  if (step.words.size() == begin) return std::string();
  if (step.words.size() == begin + 2 && step.words[begin] == "as") return step.words[begin + 1];
  return fail(ErrorKind::kNotValid, "it is: " + std::string(step.verb->name) + " " +
                                        std::string(step.verb->usage));
}

Result<Lines> deploy(World& world, std::vector<FormPart> files) {
  GatewayRequest request;
  request.method = "POST";
  request.path = "/deployment/create";
  request.timeout_ms = 60000;
  request.form = std::move(files);
  request.form.insert(request.form.begin(), {"deployment-name", "scenario", {}, {}});
  PROCOS_ASSIGN(const GatewayAnswer answer, world.gateway().send(request));
  if (answer.ok()) {
    world.deployments.push_back(text_of(answer.json(), "id"));
  } else {
    world.last_error = answer.error_text();
  }
  return show_error(answer);
}

}  // namespace

Result<Lines> deploy_files(World& world, const Step& step) {
  std::vector<FormPart> files;
  for (const std::string& name : step.words) {
    const std::filesystem::path path = std::filesystem::path(world.directory()) / name;
    std::ifstream file(path, std::ios::binary);
    std::error_code ignored;
    if (!file || std::filesystem::is_directory(path, ignored)) {
      return fail(ErrorKind::kNotFound, "cannot read " + path.string());
    }
    const std::string content{std::istreambuf_iterator<char>(file), {}};
    const std::string base = path.filename().string();
    files.push_back({base, content, base, "application/octet-stream"});
  }
  return deploy(world, std::move(files));
}

Result<Lines> deploy_sketch(World& world, const Step& step) {
  PROCOS_ASSIGN(const std::string xml, sketch_to_bpmn(step.words[0], step.body));
  const std::string name = step.words[0] + ".bpmn";
  return deploy(world, {{name, xml, name, "application/octet-stream"}});
}

Result<Lines> start(World& world, const Step& step) {
  PROCOS_ASSIGN(const std::string key, business_key(step, 1));
  json body{{"variables", step.variables()}};
  if (!key.empty()) body["businessKey"] = key;
  return world.act("POST", "/process-definition/key/" + url_encode(step.words[0]) + "/start", body);
}

Result<Lines> message(World& world, const Step& step) {
  const bool all = step.words.size() > 1 && step.words[1] == "all";
  PROCOS_ASSIGN(const std::string key, business_key(step, all ? 2 : 1));
  json body{{"messageName", step.words[0]}, {"all", all}};
  body["processVariables"] = step.variables();
  if (!key.empty()) body["businessKey"] = key;
  const json conditions = step.variables(true);
  if (!conditions.empty()) body["correlationKeys"] = conditions;
  return world.act("POST", "/message", body);
}

Result<Lines> signal(World& world, const Step& step) {
  return world.act("POST", "/signal", {{"name", step.words[0]}, {"variables", step.variables()}});
}

Result<Lines> condition(World& world, const Step& step) {
  PROCOS_ASSIGN(const std::string key, business_key(step, 0));
  json body{{"variables", step.variables()}};
  if (!key.empty()) body["businessKey"] = key;
  return world.act("POST", "/condition", body);
}

Result<Lines> set_variables(World& world, const Step& step) {
  json body{{"modifications", step.variables()}};
  if (step.words.size() == 2 && step.words[0] == "in") {
    PROCOS_ASSIGN(const std::string execution, world.execution(step.words[1]));
    return world.act("POST", "/execution/" + execution + "/localVariables", body);
  }
  PROCOS_ASSIGN(const json instance, world.instance(step.words.empty() ? "" : step.words[0]));
  return world.act("POST", "/process-instance/" + text_of(instance, "id") + "/variables", body);
}

Result<Lines> unset_variables(World& world, const Step& step) {
  PROCOS_ASSIGN(const json instance, world.instance(""));
  return world.act("POST", "/process-instance/" + text_of(instance, "id") + "/variables",
                   {{"deletions", step.words}});
}

Result<Lines> modify(World& world, const Step& step) {
  json instructions = json::array();
  const bool keyed = step.words.size() % 2 == 1;
  PROCOS_ASSIGN(const json instance, world.instance(keyed ? step.words[0] : ""));
  for (std::size_t i = keyed ? 1 : 0; i + 1 < step.words.size(); i += 2) {
    const std::string& how = step.words[i];
    const std::string& target = step.words[i + 1];
    if (how == "before" || how == "after") {
      const std::string type = how == "before" ? "startBeforeActivity" : "startAfterActivity";
      instructions.push_back({{"type", type}, {"activityId", target}});
    } else if (how == "take") {
      instructions.push_back({{"type", "startTransition"}, {"transitionId", target}});
    } else if (how == "cancel") {
      instructions.push_back({{"type", "cancel"}, {"activityId", target}});
    } else {
      return fail(ErrorKind::kNotValid, "'" + how + "' is none of before, after, take, cancel");
    }
    if (how != "cancel") instructions.back()["variables"] = step.variables();
  }
  return world.act("POST", "/process-instance/" + text_of(instance, "id") + "/modification",
                   {{"instructions", instructions}});
}

Result<Lines> delete_instance(World& world, const Step& step) {
  PROCOS_ASSIGN(const json instance, world.instance(step.words.empty() ? "" : step.words[0]));
  return world.act("DELETE", "/process-instance/" + text_of(instance, "id"), nullptr);
}

Result<Lines> suspend(World& world, const Step& step) {
  PROCOS_ASSIGN(const json instance, world.instance(step.words.empty() ? "" : step.words[0]));
  return world.act("PUT", "/process-instance/" + text_of(instance, "id") + "/suspended",
                   {{"suspended", step.verb->name == "suspend"}});
}

Result<Lines> trigger(World& world, const Step& step) {
  PROCOS_ASSIGN(const std::string execution, world.execution(step.words[0]));
  return world.act("POST", "/execution/" + execution + "/signal",
                   {{"variables", step.variables()}});
}

Result<Lines> advance(World& world, const Step& step) {
  const TimeMs now = world.time.now();
  PROCOS_ASSIGN(const TimeMs target, add_duration(now, step.words[0]));
  if (target < now) return fail(ErrorKind::kNotValid, "time only goes forward");
  PROCOS_TRY(world.time.advance_to(target));
  return Lines{};
}

Result<Lines> run_jobs(World& world, const Step&) {
  PROCOS_TRY(world.time.advance_to(world.time.now()));
  return Lines{};
}

Result<Lines> restart(World& world, const Step&) {
  PROCOS_ASSIGN(const bool restarted, world.driver().restart());
  world.restart_skipped = world.restart_skipped || !restarted;
  return Lines{};
}

}  // namespace procos::kernel::scenario
