// Modification, start by instructions and restart, seen over REST.
#include <algorithm>
#include <catch2/catch.hpp>

#include "resource_harness.h"

namespace procos::rest {
namespace {

using nlohmann::ordered_json;

const std::string kNested =
    R"(<startEvent id="s"/><sequenceFlow id="f1" sourceRef="s" targetRef="a"/>
<userTask id="a"/><sequenceFlow id="f2" sourceRef="a" targetRef="sub"/>
<subProcess id="sub"><startEvent id="is"/><sequenceFlow id="if1" sourceRef="is" targetRef="b"/>
<userTask id="b"/><sequenceFlow id="if2" sourceRef="b" targetRef="ie"/><endEvent id="ie"/></subProcess>
<sequenceFlow id="f3" sourceRef="sub" targetRef="e"/><endEvent id="e"/>)";

class ModificationWorld : public RestWorld {
 public:
  explicit ModificationWorld(const std::string& content = kNested) {
    REQUIRE(deploy(process_xml("p", content)).status == 200);
  }

  std::string start(const std::string& body = "{}") {
    const Response response = ask("POST", "/process-definition/key/p/start", body);
    INFO(response.body);
    REQUIRE(response.status == 200);
    return ordered_json::parse(response.body)["id"];
  }
  Response modify(const std::string& id, const std::string& instructions) {
    return ask("POST", "/process-instance/" + id + "/modification",
               R"({"instructions": [)" + instructions + "]}");
  }
  /// "a(b,c)": activities by nesting.
  std::string tree(const std::string& id) {
    return text(get("/process-instance/" + id + "/activity-instances"));
  }
  std::string definition_id() { return get("/process-definition")[0]["id"]; }

 private:
  static std::string text(const ordered_json& node) {
    std::vector<std::string> children;
    for (const auto& child : node["childActivityInstances"]) children.push_back(text(child));
    for (const auto& child : node["childTransitionInstances"]) {
      children.push_back("~" + child["activityId"].get<std::string>());
    }
    std::sort(children.begin(), children.end());
    std::string name = node["activityId"];
    name = name.substr(0, name.find(':'));
    if (children.empty()) return name;
    name += "(";
    for (std::size_t i = 0; i < children.size(); ++i) name += (i == 0 ? "" : ",") + children[i];
    return name + ")";
  }
};

std::string error_type(const Response& response) {
  return ordered_json::parse(response.body).value("type", "");
}

TEST_CASE("A modification enters the scopes around an activity", "[rest][modification]") {
  ModificationWorld world;
  const std::string id = world.start();
  CHECK(world.modify(id, R"({"type": "startBeforeActivity", "activityId": "b"})").status == 204);
  CHECK(world.tree(id) == "p(a,sub(b))");
  CHECK(world.modify(id, R"({"type": "startAfterActivity", "activityId": "a"})").status == 204);
  CHECK(world.tree(id) == "p(a,sub(b),sub(b))");

  SECTION("where several could be meant it needs to be told which") {
    const Response refused =
        world.modify(id, R"({"type": "startBeforeActivity", "activityId": "b"})");
    CHECK(refused.status == 500);
    CHECK(error_type(refused) == "ProcessEngineException");
    const auto tree = world.get("/process-instance/" + id + "/activity-instances");
    std::string sub;
    for (const auto& child : tree["childActivityInstances"]) {
      if (child["activityId"] == "sub") sub = child["id"];
    }
    CHECK(world.modify(id, R"({"type": "startTransition", "transitionId": "if1",
      "ancestorActivityInstanceId": ")" + sub + "\"}").status == 204);
    CHECK(world.tree(id) == "p(a,sub(b),sub(b,b))");
  }
  SECTION("cancelling takes scopes that run empty along") {
    CHECK(world.modify(id, R"({"type": "cancel", "activityId": "b"})").status == 204);
    CHECK(world.tree(id) == "p(a)");
  }
}

TEST_CASE("An instance in which nothing is left ends, but not between instructions",
          "[rest][modification]") {
  ModificationWorld world;
  const std::string id = world.start();
  CHECK(world.modify(id, R"({"type": "cancel", "activityId": "a"},
                            {"type": "startBeforeActivity", "activityId": "b"})").status == 204);
  CHECK(world.tree(id) == "p(sub(b))");
  CHECK(world.modify(id, R"({"type": "cancel", "activityId": "sub"})").status == 204);
  CHECK(world.get("/process-instance").empty());
  CHECK(world.get("/history/process-instance/" + id)["state"] == "EXTERNALLY_TERMINATED");
}

TEST_CASE("Variables of an instruction go to the process or to the activity",
          "[rest][modification]") {
  ModificationWorld world;
  const std::string id = world.start();
  CHECK(world
            .modify(id, R"({"type": "startBeforeActivity", "activityId": "a", "variables": {
    "here": {"value": 1, "type": "Integer", "local": true}, "all": {"value": 2, "type": "Integer"}}})")
            .status == 204);
  CHECK(world.get("/process-instance/" + id + "/variables").size() == 1);
  CHECK(world.get("/variable-instance?variableName=here").size() == 1);
}

TEST_CASE("Instances of multi-instance activities come and go with their counters",
          "[rest][modification]") {
  ModificationWorld world(R"(<startEvent id="s"/><sequenceFlow id="f1" sourceRef="s" targetRef="m"/>
<userTask id="m"><multiInstanceLoopCharacteristics><loopCardinality>2</loopCardinality>
</multiInstanceLoopCharacteristics></userTask>
<sequenceFlow id="f2" sourceRef="m" targetRef="e"/><endEvent id="e"/>)");
  const std::string id = world.start();
  const auto counter = [&](const std::string& name) {
    return world.get("/variable-instance?variableName=" + name)[0]["value"].get<int>();
  };
  CHECK(world.modify(id, R"({"type": "startBeforeActivity", "activityId": "m"})").status == 204);
  CHECK(world.tree(id) == "p(m#multiInstanceBody(m,m,m))");
  CHECK(counter("nrOfInstances") == 3);
  CHECK(counter("nrOfActiveInstances") == 3);
  const std::string task = world.get("/task")[0]["id"];
  const auto tree = world.get("/process-instance/" + id + "/activity-instances");
  const std::string one = tree["childActivityInstances"][0]["childActivityInstances"][0]["id"];
  CHECK(world.modify(id, R"({"type": "cancel", "activityInstanceId": ")" + one + "\"}").status ==
        204);
  CHECK(counter("nrOfActiveInstances") == 2);
  CHECK(world.modify(id, R"({"type": "startBeforeActivity", "activityId": "m#multiInstanceBody"})")
            .status == 204);
  CHECK(world.tree(id) == "p(m#multiInstanceBody(m,m),m#multiInstanceBody(m,m))");
}

TEST_CASE("A modification that cannot be done changes nothing", "[rest][modification]") {
  ModificationWorld world;
  const std::string id = world.start();
  const auto check = [&](const std::string& second, int status, const std::string& type) {
    const Response refused =
        world.modify(id, R"({"type": "startBeforeActivity", "activityId": "b"},)" + second);
    INFO(refused.body);
    CHECK(refused.status == status);
    CHECK(error_type(refused) == type);
    CHECK(world.tree(id) == "p(a)");
  };
  check(R"({"type": "startBeforeActivity", "activityId": "no"})", 400, "NotValidException");
  check(R"({"type": "startAfterActivity", "activityId": "no"})", 400, "NotValidException");
  check(R"({"type": "startAfterActivity", "activityId": "e"})", 500, "ProcessEngineException");
  check(R"({"type": "startTransition", "transitionId": "no"})", 400, "NotValidException");
  check(R"({"type": "cancel", "activityInstanceId": "no"})", 400, "NotValidException");
  check(R"({"type": "cancel", "transitionInstanceId": "no"})", 400, "NotValidException");
  check(R"({"type": "cancel"})", 400, "InvalidRequestException");
  check(R"({"type": "startBeforeActivity", "activityId": "a", "ancestorActivityInstanceId": "no"})",
        400, "NotValidException");
  const Response gone = world.modify("no", R"({"type": "cancel", "activityId": "a"})");
  CHECK(gone.status == 500);
  CHECK(error_type(gone) == "ProcessEngineException");
}

TEST_CASE("Many instances are modified with the same instructions", "[rest][modification]") {
  ModificationWorld world;
  const std::string first = world.start(R"({"businessKey": "x"})"), second = world.start();
  const auto execute = [&](const std::string& selection) {
    return world.ask("POST", "/modification/execute",
                     R"({"processDefinitionId": ")" + world.definition_id() +
                         R"(", "instructions": [{"type": "startBeforeActivity", "activityId": "b"},
      {"type": "cancel", "activityId": "a", "cancelCurrentActiveActivityInstances": true}], )" +
                         selection + "}");
  };
  CHECK(execute(R"("processInstanceIds": [")" + second +
                R"("], "processInstanceQuery": {"businessKey": "x"})").status == 204);
  CHECK(world.tree(first) == "p(sub(b))");
  CHECK(world.tree(second) == "p(sub(b))");
  const Response none = execute(R"("processInstanceIds": [])");
  CHECK(none.status == 400);
  CHECK(error_type(none) == "InvalidRequestException");
  CHECK(execute(R"("processInstanceIds": ["no"])").status == 500);
}

TEST_CASE("An instance starts at activities", "[rest][modification]") {
  ModificationWorld world;
  const std::string id = world.start(R"({"variables": {"v": {"value": 1}}, "startInstructions": [
    {"type": "startBeforeActivity", "activityId": "b"}, {"type": "startTransition", "transitionId": "f1"}]})");
  CHECK(world.tree(id) == "p(a,sub(b))");
  CHECK(world.get("/history/process-instance/" + id)["startActivityId"] == "b");

  const Response ended = world.ask(
      "POST", "/process-definition/key/p/start",
      R"({"startInstructions": [{"type": "startAfterActivity", "activityId": "b"}], "withVariablesInReturn": true})");
  CHECK(ordered_json::parse(ended.body)["ended"] == true);

  const Response refused = world.ask("POST", "/process-definition/key/p/start",
    R"({"startInstructions": [{"type": "startBeforeActivity", "activityId": "no"}]})");
  CHECK(refused.status == 500);
  CHECK(error_type(refused) == "RestException");
}

TEST_CASE("A start by instructions may skip listeners and mappings", "[rest][modification]") {
  ModificationWorld world(R"(<startEvent id="s"/><sequenceFlow id="f1" sourceRef="s" targetRef="a"/>
<userTask id="a"><extensionElements><camunda:inputOutput>
<camunda:inputParameter name="in">1</camunda:inputParameter></camunda:inputOutput>
<camunda:executionListener event="start" expression="${execution.setVariable('heard', true)}"/>
</extensionElements></userTask>)");
  const std::string instruction =
      R"("startInstructions": [{"type": "startBeforeActivity", "activityId": "a"}])";
  world.start("{" + instruction + "}");
  CHECK(world.get("/variable-instance").size() == 2);
  world.start(R"({"skipCustomListeners": true, "skipIoMappings": true, )" + instruction + "}");
  CHECK(world.get("/variable-instance").size() == 2);
}

TEST_CASE("Ended instances are restarted with their data", "[rest][modification]") {
  ModificationWorld world;
  const std::string id =
      world.start(R"({"businessKey": "key", "variables": {"v": {"value": "first"}}})");
  world.ask("PUT", "/process-instance/" + id + "/variables/v", R"({"value": "last"})");
  const std::string path = "/process-definition/" + world.definition_id() + "/restart";
  const auto restart = [&](const std::string& more) {
    return world.ask(
        "POST", path,
        R"({"instructions": [{"type": "startBeforeActivity", "activityId": "a"}])" + more + "}");
  };
  const std::string ids = R"(, "processInstanceIds": [")" + id + "\"]";
  CHECK(restart(ids).status == 500);  // it still runs
  CHECK(world.ask("DELETE", "/process-instance/" + id).status == 204);

  SECTION("as it was last") {
    CHECK(restart(ids).status == 204);
    const auto again = world.get("/process-instance");
    REQUIRE(again.size() == 1);
    CHECK(again[0]["businessKey"] == "key");
    CHECK(world.get("/variable-instance")[0]["value"] == "last");
    CHECK(world.get("/history/process-instance/" + again[0]["id"].get<std::string>())
              ["restartedProcessInstanceId"] == id);
  }
  SECTION("as it was at the start") {
    CHECK(restart(R"(, "initialVariables": true, "withoutBusinessKey": true,
      "historicProcessInstanceQuery": {"processInstanceBusinessKey": "key"})").status == 204);
    CHECK(world.get("/process-instance")[0]["businessKey"].is_null());
    CHECK(world.get("/variable-instance")[0]["value"] == "first");
  }
  SECTION("not without any instance or instruction") {
    CHECK(restart("").status == 400);
    CHECK(world.ask("POST", path, "{}").status == 400);
    const Response unknown = restart(R"(, "processInstanceIds": ["no"])");
    CHECK(unknown.status == 400);
    CHECK(error_type(unknown) == "InvalidRequestException");
  }
}

}  // namespace
}  // namespace procos::rest
