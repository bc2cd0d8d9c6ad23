// Decisions seen over REST: deployed, found, changed, evaluated, in history, deleted. What they
// answer was looked up at a real Camunda 7.24.
#include <catch2/catch.hpp>

#include "resource_harness.h"

namespace procos::rest {
namespace {

using nlohmann::ordered_json;

const std::string kHead =
    "<definitions xmlns=\"https://www.omg.org/spec/DMN/20191111/MODEL/\" "
    "xmlns:camunda=\"http://camunda.org/schema/1.0/dmn\" id=\"graph\" name=\"Graph\" "
    "namespace=\"shop\">";

std::string literal_decision(const std::string& id, const std::string& attributes = "") {
  return "<decision id=\"" + id + "\" name=\"The " + id + "\" " + attributes +
         "><variable id=\"v" + id + "\" name=\"v\"/><literalExpression id=\"l" + id +
         "\"><text>1</text></literalExpression></decision>";
}

class DecisionWorld : public RestWorld {
 public:
  /// Files by name, and more parts of the form.
  Response deploy_files(const std::vector<std::pair<std::string, std::string>>& files,
                        const std::string& tenant = "") {
    std::string body;
    for (const auto& [name, content] : files) {
      body += "--X\r\nContent-Disposition: form-data; name=\"" + name + "\"; filename=\"" + name +
              "\"\r\n\r\n" + content + "\r\n";
    }
    if (!tenant.empty()) {
      body += "--X\r\nContent-Disposition: form-data; name=\"tenant-id\"\r\n\r\n" + tenant + "\r\n";
    }
    return ask("POST", "/deployment/create", body + "--X--\r\n",
               "multipart/form-data; boundary=X");
  }
  ordered_json deployed(const std::vector<std::pair<std::string, std::string>>& files,
                        const std::string& tenant = "") {
    const Response response = deploy_files(files, tenant);
    INFO(response.body);
    REQUIRE(response.status == 200);
    return ordered_json::parse(response.body);
  }
  std::int64_t count(const std::string& path) { return get(path)["count"]; }
};

const std::string kOne =
    kHead + literal_decision("rate", "camunda:historyTimeToLive=\"5\"") + "</definitions>";
const std::string kTwo =
    kHead + literal_decision("base") + literal_decision("total") + "</definitions>";

TEST_CASE("a file with one decision is a decision, one with several also a graph",
          "[rest][decision]") {
  DecisionWorld world;
  const auto one = world.deployed({{"rate.dmn", kOne}, {"rate.svg", "<svg/>"}});
  CHECK(one["deployedDecisionRequirementsDefinitions"].is_null());
  REQUIRE(one["deployedDecisionDefinitions"].size() == 1);
  const auto rate = one["deployedDecisionDefinitions"].front();
  CHECK(rate["key"] == "rate");
  CHECK(rate["historyTimeToLive"] == 5);
  CHECK(rate["decisionRequirementsDefinitionId"].is_null());

  const auto two = world.deployed({{"price.dmn", kTwo}}, "red");
  REQUIRE(two["deployedDecisionRequirementsDefinitions"].size() == 1);
  const auto graph = two["deployedDecisionRequirementsDefinitions"].front();
  CHECK(graph["key"] == "graph");
  for (const auto& decision : two["deployedDecisionDefinitions"]) {
    CHECK(decision["decisionRequirementsDefinitionId"] == graph["id"]);
    CHECK(decision["tenantId"] == "red");
  }
  CHECK(world.count("/decision-definition/count") == 3);
  CHECK(world.count("/decision-definition/count?withoutDecisionRequirementsDefinition=true") == 1);
  CHECK(world.count("/decision-requirements-definition/count?tenantIdIn=red") == 1);
  CHECK(world.get("/decision-definition/key/rate")["id"] == rate["id"]);
  CHECK(world.get("/decision-definition/key/rate/xml")["dmnXml"] == kOne);
  CHECK(world.ask("GET", "/decision-definition/key/rate/diagram").body == "<svg/>");
  CHECK(world.ask("GET", "/decision-requirements-definition/key/graph").status == 404);
  CHECK(world.get("/decision-requirements-definition/key/graph/tenant-id/red/xml")["id"] ==
        graph["id"]);
  CHECK(world.ask("GET", "/decision-requirements-definition/key/graph/tenant-id/red/diagram")
            .status == 204);

  CHECK(world.deployed({{"rate.dmn", kOne}})["deployedDecisionDefinitions"].front()["version"] ==
        2);
  CHECK(world.count("/decision-definition/count?key=rate&latestVersion=true") == 1);
  CHECK(world.ask("GET", "/decision-definition?name=Rate&latestVersion=true").status == 400);
}

TEST_CASE("a broken DMN file deploys nothing", "[rest][decision]") {
  DecisionWorld world;
  const Response broken = world.deploy_files(
      {{"a.dmn", "<a/>"}, {"m.bpmn", work_process("p", "topic")}});
  CHECK(broken.status == 500);
  const auto error = ordered_json::parse(broken.body);
  CHECK(error["type"] == "ProcessEngineException");
  CHECK_THAT(error["message"].get<std::string>(), Catch::Contains("'a.dmn'"));
  CHECK(world.deploy_files({{"a.dmn", kOne}, {"b.dmn", kOne}}).status == 500);
  CHECK(world.count("/deployment/count") == 0);
}

TEST_CASE("decisions go with their deployment", "[rest][decision]") {
  DecisionWorld world;
  const auto two = world.deployed({{"price.dmn", kTwo}});
  const std::string id = two["id"];
  CHECK(world.ask("DELETE", "/deployment/" + id).status == 204);
  CHECK(world.count("/decision-definition/count") == 0);
  CHECK(world.count("/decision-requirements-definition/count") == 0);
}

TEST_CASE("a decision's time to live can be changed", "[rest][decision]") {
  DecisionWorld world;
  world.deployed({{"rate.dmn", kOne}});
  const std::string path = "/decision-definition/key/rate";
  const auto put = [&](const std::string& at, const std::string& body) {
    return world.ask("PUT", at + "/history-time-to-live", body).status;
  };
  CHECK(put(path, R"({"historyTimeToLive": 9})") == 204);
  CHECK(world.get(path)["historyTimeToLive"] == 9);
  CHECK(put(path, R"({"historyTimeToLive": null})") == 204);
  CHECK(world.get(path)["historyTimeToLive"].is_null());
  CHECK(put(path, R"({"historyTimeToLive": -1})") == 400);
  CHECK(put("/decision-definition/key/nosuch", R"({"historyTimeToLive": 9})") == 404);
  CHECK(put("/decision-definition/nosuch", R"({"historyTimeToLive": 9})") == 400);
}

/// `base` adds one to the amount, `rate` needs it.
const std::string kRate =
    kHead +
    R"(<decision id="base" name="Base" camunda:historyTimeToLive="2"><decisionTable id="tb">
         <input id="ib" label="Amount"><inputExpression id="eb" typeRef="integer">
           <text>amount</text></inputExpression></input>
         <output id="ob" name="sum" typeRef="integer"/>
         <rule id="rb"><inputEntry id="nb"><text>&lt; 100</text></inputEntry>
           <outputEntry id="mb"><text>amount + 1</text></outputEntry></rule>
       </decisionTable></decision>
       <decision id="rate" name="Rate" camunda:historyTimeToLive="5"><variable name="rate"/>
         <informationRequirement><requiredDecision href="#base"/></informationRequirement>
         <literalExpression><text>{"sum": sum, "list": [sum, 1.5]}</text></literalExpression>
       </decision></definitions>)";
const std::string kEvaluate = "/decision-definition/key/rate/evaluate";

TEST_CASE("a decision is evaluated with what it requires", "[rest][decision]") {
  DecisionWorld world;
  world.deployed({{"rate.dmn", kRate}});
  const auto evaluate = [&](const std::string& key, const std::string& variables) {
    const Response answer = world.ask("POST", "/decision-definition/key/" + key + "/evaluate",
                                      R"({"variables": )" + variables + "}");
    CHECK(answer.status == 200);
    return ordered_json::parse(answer.body);
  };
  // An output with a type is a variable, one without is plain JSON.
  CHECK(evaluate("base", R"({"amount": {"value": 7}})") ==
        ordered_json::parse(R"([{"sum": {"type": "Integer", "value": 8, "valueInfo": {}}}])"));
  CHECK(evaluate("base", R"({"amount": {"value": 700}})") == ordered_json::array());
  CHECK(evaluate("rate", R"({"amount": {"value": 7}})") ==
        ordered_json::parse(R"([{"rate": {"type": null, "value": {"sum": 8, "list": [8, 1.5]},
                                 "valueInfo": null}}])"));
}

TEST_CASE("what is wrong with an evaluation", "[rest][decision]") {
  DecisionWorld world;
  world.deployed({{"rate.dmn", kRate}});
  const auto evaluate = [&](const std::string& at, const std::string& body) {
    return world.ask("POST", "/decision-definition/" + at + "/evaluate", body);
  };
  CHECK(evaluate("key/rate", R"({"variables": {"a": {"value": "x", "type": "Integer"}}})").status ==
        400);
  CHECK(evaluate("key/rate", "[]").status == 400);
  CHECK(evaluate("key/nosuch", "{}").status == 404);
  CHECK(evaluate("nosuch", "{}").status == 404);
  const Response failed = evaluate("key/base", R"({"variables": {"amount": {"value": "x"}}})");
  CHECK(failed.status == 500);
  const auto error = ordered_json::parse(failed.body);
  CHECK(error["type"] == "RestException");
  CHECK(error["code"] == 0);
  CHECK_THAT(error["message"].get<std::string>(),
             Catch::Contains("Invalid value 'x' for clause with type 'integer'"));
  CHECK(world.count("/history/decision-instance/count") == 0);
}

TEST_CASE("history keeps each evaluated decision with its inputs and outputs",
          "[rest][decision]") {
  DecisionWorld world;
  world.deployed({{"rate.dmn", kRate}});
  world.ask("POST", kEvaluate, R"({"variables": {"amount": {"value": 7}}})");
  const auto roots = world.get(
      "/history/decision-instance?rootDecisionInstancesOnly=true&includeOutputs=true");
  REQUIRE(roots.size() == 1);
  const auto root = roots.front();
  CHECK(root["decisionDefinitionKey"] == "rate");
  CHECK(root["decisionRequirementsDefinitionKey"] == "graph");
  CHECK(root["processInstanceId"].is_null());
  CHECK_FALSE(root["removalTime"].is_null());
  CHECK_FALSE(root.contains("inputs"));
  REQUIRE(root["outputs"].size() == 1);
  CHECK(root["outputs"][0]["variableName"] == "rate");
  CHECK(root["outputs"][0]["type"] == "Object");
  CHECK(root["outputs"][0]["ruleId"].is_null());
  CHECK(root["outputs"][0]["createTime"].is_null());

  const std::string root_id = root["id"];
  CHECK(world.count("/history/decision-instance/count?rootDecisionInstanceId=" + root_id) == 2);
  const auto base = world.get("/history/decision-instance?decisionDefinitionKey=base"
                              "&includeInputs=true&includeOutputs=true")
                        .front();
  CHECK(base["rootDecisionInstanceId"] == root_id);
  CHECK(base["removalTime"] == root["removalTime"]);
  REQUIRE(base["inputs"].size() == 1);
  CHECK(base["inputs"][0]["clauseId"] == "ib");
  CHECK(base["inputs"][0]["clauseName"] == "Amount");
  CHECK(base["inputs"][0]["type"] == "Integer");
  CHECK(base["inputs"][0]["value"] == 7);
  REQUIRE(base["outputs"].size() == 1);
  CHECK(base["outputs"][0]["clauseId"] == "ob");
  CHECK(base["outputs"][0]["ruleId"] == "rb");
  CHECK(base["outputs"][0]["ruleOrder"] == 1);
  CHECK(base["outputs"][0]["value"] == 8);
  CHECK(base["outputs"][0]["decisionInstanceId"] == base["id"]);

  const auto optimized = world.get("/optimize/decision-instance?maxResults=10");
  REQUIRE(optimized.size() == 2);
  CHECK(optimized[0].contains("inputs"));
  const std::string graph_id = root["decisionRequirementsDefinitionId"];
  CHECK(world.get("/history/decision-requirements-definition/" + graph_id + "/statistics").size() ==
        2);
}

TEST_CASE("an evaluation in a process goes with it, but outlives its history", "[rest][decision]") {
  DecisionWorld world;
  const std::string process =
      R"(<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL"
           targetNamespace="t" xmlns:camunda="http://camunda.org/schema/1.0/bpmn">
         <bpmn:process id="p" isExecutable="true" camunda:historyTimeToLive="5">
           <bpmn:startEvent id="s"/><bpmn:sequenceFlow id="a" sourceRef="s" targetRef="rule"/>
           <bpmn:businessRuleTask id="rule" camunda:decisionRef="rate"/>
           <bpmn:sequenceFlow id="b" sourceRef="rule" targetRef="t"/><bpmn:userTask id="t"/>
         </bpmn:process></bpmn:definitions>)";
  world.deployed({{"rate.dmn", kRate}, {"p.bpmn", process}});
  const auto started = ordered_json::parse(
      world.ask("POST", "/process-definition/key/p/start",
                R"({"variables": {"amount": {"value": 7}}})").body);
  const std::string instance = started["id"];
  const std::string path = "/history/decision-instance?processInstanceId=" + instance;
  auto rows = world.get(path);
  REQUIRE(rows.size() == 2);
  for (const auto& row : rows) {
    CHECK(row["activityId"] == "rule");
    CHECK(row["rootProcessInstanceId"] == instance);
    CHECK(row["removalTime"].is_null());
  }
  const std::string task = world.get("/task?processInstanceId=" + instance)[0]["id"];
  REQUIRE(world.ask("POST", "/task/" + task + "/complete", "{}").status == 204);
  const auto removal = world.get("/history/process-instance/" + instance)["removalTime"];
  CHECK_FALSE(removal.is_null());
  for (const auto& row : world.get(path)) CHECK(row["removalTime"] == removal);
  REQUIRE(world.ask("DELETE", "/history/process-instance/" + instance).status == 204);
  rows = world.get(path);
  REQUIRE(rows.size() == 2);
  CHECK(rows[0]["removalTime"] == removal);
}

TEST_CASE("the history of decisions can be asked for, and is empty", "[rest][decision]") {
  DecisionWorld world;
  world.deployed({{"price.dmn", kTwo}});
  CHECK(world.get("/history/decision-instance?includeInputs=true").empty());
  CHECK(world.count("/history/decision-instance/count?rootDecisionInstancesOnly=true") == 0);
  CHECK(world.ask("GET", "/history/decision-instance?includeInputs=banana").status == 400);
  CHECK(world.ask("GET", "/history/decision-instance/nosuch").status == 404);
  const std::string report = "/history/decision-definition/cleanable-decision-instance-report";
  const auto rows = world.get(report + "?sortBy=finished&sortOrder=desc");
  REQUIRE(rows.size() == 2);
  CHECK(rows[0]["finishedDecisionInstanceCount"] == 0);
  CHECK(world.get(report + "?firstResult=1&maxResults=5").size() == 1);
  CHECK(world.get(report + "?firstResult=7").empty());
  CHECK(world.count(report + "/count?compact=true") == 0);
  CHECK(world.get("/history/decision-requirements-definition/x/statistics").empty());
}

}  // namespace
}  // namespace procos::rest
