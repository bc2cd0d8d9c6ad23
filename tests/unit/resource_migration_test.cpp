// Migration plans and their execution, seen over REST.
#include <algorithm>
#include <catch2/catch.hpp>

#include "resource_harness.h"

namespace procos::rest {
namespace {

using nlohmann::ordered_json;

std::string simple(const std::string& activity) {
  return R"(<startEvent id="s"/><sequenceFlow id="f1" sourceRef="s" targetRef="a"/>)" + activity +
         R"(<sequenceFlow id="f2" sourceRef="a" targetRef="e"/><endEvent id="e"/>)";
}

const std::string kTask = R"(<userTask id="a" name="A"/>)";

/// Two versions of process p, and an instance of the first.
class MigrationWorld : public RestWorld {
 public:
  MigrationWorld(const std::string& first, const std::string& second) {
    for (const std::string& content : {first, second}) {
      const Response response = deploy(process_xml("p", content));
      INFO(response.body);
      REQUIRE(response.status == 200);
    }
    for (const auto& row : get("/process-definition?sortBy=version&sortOrder=asc")) {
      definitions_.push_back(row["id"]);
    }
    REQUIRE(definitions_.size() == 2);
  }

  std::string start(const std::string& body = "{}") {
    const Response response =
        ask("POST", "/process-definition/" + definitions_[0] + "/start", body);
    REQUIRE(response.status == 200);
    return ordered_json::parse(response.body)["id"];
  }
  const std::string& target() const { return definitions_[1]; }

  ordered_json generate(bool update_triggers = false) {
    ordered_json body = ends();
    body["updateEventTriggers"] = update_triggers;
    const Response response = ask("POST", "/migration/generate", body.dump());
    INFO(response.body);
    REQUIRE(response.status == 200);
    return ordered_json::parse(response.body);
  }
  /// Of pairs "source target".
  ordered_json plan(const std::vector<std::pair<std::string, std::string>>& pairs) {
    ordered_json body = ends();
    body["instructions"] = ordered_json::array();
    for (const auto& [source, target] : pairs) {
      body["instructions"].push_back(
          {{"sourceActivityIds", {source}}, {"targetActivityIds", {target}}});
    }
    return body;
  }
  std::vector<std::string> failures(const ordered_json& plan) {
    const Response response = ask("POST", "/migration/validate", plan.dump());
    INFO(response.body);
    REQUIRE(response.status == 200);
    std::vector<std::string> found;
    const auto answer = ordered_json::parse(response.body);
    for (const auto& report : answer["instructionReports"]) {
      for (const auto& failure : report["failures"]) found.push_back(failure);
    }
    return found;
  }
  Response execute(const ordered_json& plan, const std::string& id) {
    const ordered_json body = {{"migrationPlan", plan}, {"processInstanceIds", {id}}};
    return ask("POST", "/migration/execute", body.dump());
  }
  /// The ids of all activity instances, sorted.
  std::vector<std::string> activities(const std::string& id) {
    std::vector<std::string> found;
    collect(get("/process-instance/" + id + "/activity-instances"), found);
    std::sort(found.begin(), found.end());
    return found;
  }

 private:
  ordered_json ends() const {
    return {{"sourceProcessDefinitionId", definitions_[0]},
            {"targetProcessDefinitionId", definitions_[1]}};
  }
  static void collect(const ordered_json& node, std::vector<std::string>& found) {
    for (const auto& child : node["childActivityInstances"]) {
      found.push_back(child["activityId"]);
      collect(child, found);
    }
    for (const auto& child : node["childTransitionInstances"])
      found.push_back("~" + child["activityId"].get<std::string>());
  }

  std::vector<std::string> definitions_;
};

using Ids = std::vector<std::string>;

TEST_CASE("A plan maps activities with the same id and kind", "[rest][migration]") {
  MigrationWorld world(simple(kTask), simple(kTask));
  const auto plan = world.generate();
  REQUIRE(plan["instructions"].size() == 1);
  CHECK(plan["instructions"][0]["sourceActivityIds"][0] == "a");
  CHECK(plan["instructions"][0]["updateEventTrigger"] == false);
  CHECK(world.failures(plan).empty());
}

TEST_CASE("What is wrong with a plan is reported for each instruction", "[rest][migration]") {
  MigrationWorld world(simple(kTask), simple(R"(<receiveTask id="a"/>)"));
  CHECK(world.generate()["instructions"].empty());
  CHECK(world.failures(world.plan({{"a", "a"}})) ==
        Ids{"Activities have incompatible types (UserTaskActivityBehavior is not compatible with "
            "ReceiveTaskActivityBehavior)"});
  CHECK(world.failures(world.plan({{"a", "no"}, {"no", "a"}})) ==
        Ids{"Target activity 'no' does not exist", "Source activity 'no' does not exist"});
  const std::string id = world.start();
  const Response refused = world.execute(world.plan({{"a", "a"}}), id);
  CHECK(refused.status == 400);
  const auto error = ordered_json::parse(refused.body);
  CHECK(error["type"] == "MigrationPlanValidationException");
  CHECK(error["validationReport"]["instructionReports"].size() == 1);
  CHECK(world.ask("POST", "/migration/generate", "{}").status == 400);
  CHECK(world.ask("POST", "/migration/execute", "{}").status == 400);
}

TEST_CASE("An instance that moves keeps its tasks and variables", "[rest][migration]") {
  MigrationWorld world(simple(kTask), simple(R"(<userTask id="a" name="renamed"/>)"));
  const std::string id = world.start(R"({"variables": {"v": {"value": 1}}})");
  const std::string task = world.get("/task")[0]["id"];
  auto plan = world.generate();
  plan["variables"] = {{"added", {{"value", 2}}}};
  CHECK(world.execute(plan, id).status == 204);
  CHECK(world.get("/process-instance/" + id)["definitionId"] == world.target());
  CHECK(world.get("/task/" + task)["processDefinitionId"] == world.target());
  CHECK(world.get("/task/" + task)["name"] == "A");
  CHECK(world.get("/process-instance/" + id + "/variables").size() == 2);
  CHECK(world.get("/history/process-instance/" + id)["processDefinitionVersion"] == 2);
  CHECK(world.get("/history/task")[0]["processDefinitionId"] == world.target());
  CHECK(world.get("/history/activity-instance?activityId=a")[0]["activityName"] == "renamed");
  CHECK(world.get("/history/activity-instance?activityId=s")[0]["processDefinitionId"] !=
        world.target());
  CHECK(world.ask("POST", "/task/" + task + "/complete", "{}").status == 204);
  CHECK(world.get("/process-instance").empty());
}

TEST_CASE("An activity that nothing maps keeps its instance where it is", "[rest][migration]") {
  MigrationWorld world(simple(kTask), simple(kTask));
  const std::string id = world.start();
  const Response refused = world.execute(world.plan({}), id);
  CHECK(refused.status == 400);
  const auto error = ordered_json::parse(refused.body);
  CHECK(error["type"] == "MigratingProcessInstanceValidationException");
  const auto report = error["validationReport"]["activityInstanceValidationReports"];
  REQUIRE(report.size() == 1);
  CHECK(report[0]["sourceScopeId"] == "a");
  CHECK(report[0]["migrationInstruction"].is_null());
  CHECK(world.get("/process-instance/" + id)["definitionId"] != world.target());
  CHECK(world.execute(world.plan({}), "no").status == 500);
}

const std::string kWrapped =
    R"(<startEvent id="s"/><sequenceFlow id="f1" sourceRef="s" targetRef="sub"/>
<subProcess id="sub"><startEvent id="is"/><sequenceFlow id="if1" sourceRef="is" targetRef="a"/>
<userTask id="a"/><sequenceFlow id="if2" sourceRef="a" targetRef="ie"/><endEvent id="ie"/></subProcess>
<sequenceFlow id="f2" sourceRef="sub" targetRef="e"/><endEvent id="e"/>)";

TEST_CASE("Scopes that the target adds are entered", "[rest][migration]") {
  MigrationWorld world(simple(kTask), kWrapped);
  const std::string id = world.start();
  CHECK(world.execute(world.plan({{"a", "a"}}), id).status == 204);
  CHECK(world.activities(id) == Ids{"a", "sub"});
  const std::string task = world.get("/task")[0]["id"];
  CHECK(world.ask("POST", "/task/" + task + "/complete", "{}").status == 204);
  CHECK(world.get("/process-instance").empty());
  CHECK(world.get("/history/activity-instance?activityId=ie").size() == 1);
}

TEST_CASE("Scopes that the target lacks are left", "[rest][migration]") {
  MigrationWorld world(kWrapped, simple(kTask));
  const std::string id = world.start();
  CHECK(world.execute(world.plan({{"a", "a"}}), id).status == 204);
  CHECK(world.activities(id) == Ids{"a"});
  CHECK(world.get("/history/activity-instance?activityId=sub")[0]["canceled"] == true);
  CHECK(world.get("/execution").size() == 1);
}

std::string with_timer(const std::string& id, const std::string& duration) {
  return kTask + "<boundaryEvent id=\"" + id +
         "\" attachedToRef=\"a\"><timerEventDefinition><timeDuration>" + duration +
         "</timeDuration></timerEventDefinition></boundaryEvent>";
}

TEST_CASE("Timers come, stay, change and go with their events", "[rest][migration]") {
  SECTION("come") {
    MigrationWorld world(simple(kTask), simple(with_timer("t", "PT1H")));
    const std::string id = world.start();
    CHECK(world.execute(world.generate(), id).status == 204);
    REQUIRE(world.get("/job").size() == 1);
    CHECK(world.get("/job")[0]["processDefinitionId"] == world.target());
    CHECK(
        world
            .ask("POST", "/job/" + world.get("/job")[0]["id"].get<std::string>() + "/execute", "{}")
            .status == 204);
  }
  SECTION("stay, with their due date") {
    MigrationWorld world(simple(with_timer("t", "PT1H")), simple(with_timer("t", "PT5H")));
    const std::string id = world.start();
    const auto due = world.get("/job")[0]["dueDate"];
    CHECK(world.execute(world.generate(), id).status == 204);
    CHECK(world.get("/job")[0]["dueDate"] == due);
    CHECK(world.get("/job")[0]["processDefinitionId"] == world.target());
  }
  SECTION("change when the trigger is updated") {
    MigrationWorld world(simple(with_timer("t", "PT1H")), simple(with_timer("t", "PT5H")));
    const std::string id = world.start();
    const auto due = world.get("/job")[0]["dueDate"];
    CHECK(world.execute(world.generate(true), id).status == 204);
    CHECK(world.get("/job")[0]["dueDate"] != due);
  }
  SECTION("go") {
    MigrationWorld world(simple(with_timer("t", "PT1H")), simple(kTask));
    const std::string id = world.start();
    CHECK(world.execute(world.generate(), id).status == 204);
    CHECK(world.get("/job").empty());
    CHECK(world.get("/execution").size() == 1);
  }
}

TEST_CASE("An asynchronous continuation goes on in the target", "[rest][migration]") {
  const std::string async = simple(R"(<userTask id="a" camunda:asyncBefore="true"/>)");
  MigrationWorld world(async, async);
  const std::string id = world.start();
  CHECK(world.execute(world.generate(), id).status == 204);
  const auto job = world.get("/job")[0];
  CHECK(job["processDefinitionId"] == world.target());
  CHECK(world.ask("POST", "/job/" + job["id"].get<std::string>() + "/execute", "{}").status == 204);
  CHECK(world.get("/task")[0]["processDefinitionId"] == world.target());
}

TEST_CASE("Instances of a multi-instance activity move together", "[rest][migration]") {
  const std::string many = simple(R"(<userTask id="a"><multiInstanceLoopCharacteristics>
<loopCardinality>3</loopCardinality></multiInstanceLoopCharacteristics></userTask>)");
  MigrationWorld world(many, many);
  const std::string id = world.start();
  const auto complete_one = [&] {
    const std::string task = world.get("/task")[0]["id"];
    return world.ask("POST", "/task/" + task + "/complete", "{}").status;
  };
  CHECK(complete_one() == 204);
  CHECK(world.failures(world.plan({{"a#multiInstanceBody", "a#multiInstanceBody"}})).size() == 2);
  CHECK(world.execute(world.generate(), id).status == 204);
  CHECK(world.get("/task").size() == 2);
  CHECK(complete_one() == 204);
  CHECK(complete_one() == 204);
  CHECK(world.get("/process-instance").empty());
}

}  // namespace
}  // namespace procos::rest
