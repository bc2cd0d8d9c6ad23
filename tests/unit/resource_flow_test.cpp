// Resources on a real engine: deployment, instances, tasks, variables and their errors.
#include <catch2/catch.hpp>

#include "tests/unit/resource_harness.h"

using namespace procos::rest;
using nlohmann::ordered_json;

namespace {

const std::string kUserProcess = process_xml("order", R"(
<startEvent id="s"/><sequenceFlow id="f1" sourceRef="s" targetRef="approve"/>
<userTask id="approve" name="Approve" camunda:assignee="mary" camunda:formKey="form:x"/>
<sequenceFlow id="f2" sourceRef="approve" targetRef="e"/><endEvent id="e"/>)");

}  // namespace

TEST_CASE("a deployment can be read back with its definition, resource and XML") {
  RestWorld world;
  const auto deployed = ordered_json::parse(world.deploy(kUserProcess).body);
  REQUIRE(deployed.contains("deployedProcessDefinitions"));
  const std::string id = deployed["id"];
  CHECK(deployed["links"][0]["href"].get<std::string>().ends_with("/deployment/" + id));
  CHECK(deployed["deployedCaseDefinitions"].is_null());
  const auto definition = world.get("/process-definition/key/order");
  CHECK(definition["version"] == 1);
  CHECK(definition["historyTimeToLive"] == 5);
  CHECK(world.get("/process-definition/key/order/xml")["bpmn20Xml"] == kUserProcess);
  const auto resources = world.get("/deployment/" + id + "/resources");
  REQUIRE(resources.size() == 1);
  const auto data = world.ask("GET", "/deployment/" + id + "/resources/" +
                                         resources[0]["id"].get<std::string>() + "/data");
  CHECK(data.body == kUserProcess);
  CHECK(data.content_type == "application/xml");
  CHECK(world.ask("GET", "/process-definition/key/nosuch").status == 404);
  CHECK(world.ask("GET", "/deployment/nosuch").status == 404);
}

TEST_CASE("duplicate filtering answers with the deployment there is") {
  RestWorld world;
  const std::string fields =
      "--X\r\nContent-Disposition: form-data; name=\"deployment-name\"\r\n\r\nd\r\n"
      "--X\r\nContent-Disposition: form-data; name=\"enable-duplicate-filtering\"\r\n\r\ntrue\r\n";
  const auto first = ordered_json::parse(world.deploy(kUserProcess, fields).body);
  const auto second = ordered_json::parse(world.deploy(kUserProcess, fields).body);
  CHECK(second["id"] == first["id"]);
  CHECK(second["deployedProcessDefinitions"].is_null());
  CHECK(world.get("/deployment/count")["count"] == 1);
}

TEST_CASE("an instance is started, found, worked on and ends") {
  RestWorld world;
  world.deploy(kUserProcess);
  const auto started = ordered_json::parse(
      world.ask("POST", "/process-definition/key/order/start",
                R"({"businessKey": "b", "variables": {"n": {"value": 7, "type": "Integer"}},
                    "withVariablesInReturn": true})")
          .body);
  const std::string id = started["id"];
  CHECK(started["ended"] == false);
  CHECK(started["definitionKey"] == "order");
  CHECK(started["variables"]["n"]["value"] == 7);
  CHECK(world.get("/process-instance?businessKey=b").size() == 1);
  CHECK(world.get("/process-instance?variables=n_eq_8").empty());
  const auto tree = world.get("/process-instance/" + id + "/activity-instances");
  CHECK(tree["childActivityInstances"][0]["activityId"] == "approve");

  const auto tasks = world.get("/task?processInstanceId=" + id);
  REQUIRE(tasks.size() == 1);
  CHECK(tasks[0]["assignee"] == "mary");
  CHECK(tasks[0]["formKey"] == "form:x");
  CHECK(tasks[0]["due"].is_null());
  const std::string task = "/task/" + tasks[0]["id"].get<std::string>();
  CHECK(world.ask("PUT", task + "/localVariables/l", R"({"value": "x"})").status == 204);
  const auto variables = world.get(task + "/variables");
  CHECK(variables["n"]["type"] == "Integer");
  CHECK(variables["l"]["value"] == "x");
  CHECK(world.ask("GET", "/process-instance/" + id + "/variables/l").status == 404);

  CHECK(world.ask("POST", task + "/complete", "{}").status == 204);
  CHECK(world.ask("GET", "/process-instance/" + id).status == 404);
  const auto history = world.get("/history/process-instance/" + id);
  CHECK(history["state"] == "COMPLETED");
  CHECK(world.get("/history/activity-instance/count?processInstanceId=" + id)["count"] == 3);
  CHECK(world.ask("DELETE", "/history/process-instance/" + id).status == 204);
  CHECK(world.get("/history/task?processInstanceId=" + id).empty());
}

TEST_CASE("the error of a missing thing depends on what was asked") {
  RestWorld world;
  const auto error = [&](const char* method, const char* path, const char* body = "") {
    const auto answer = world.ask(method, path, body);
    const auto json = ordered_json::parse(answer.body);
    return std::to_string(answer.status) + " " + json["type"].get<std::string>() + " " +
           json["code"].dump();
  };
  CHECK(error("GET", "/task/x") == "404 InvalidRequestException null");
  CHECK(error("POST", "/task/x/complete", "{}") == "500 RestException 0");
  CHECK(error("POST", "/task/x/claim", "{}") == "500 NullValueException 0");
  CHECK(error("POST", "/task/x/assignee", "{}") == "400 NotFoundException 0");
  CHECK(error("GET", "/process-instance/x/variables") == "500 NullValueException 0");
  CHECK(error("GET", "/process-instance/x/variables/v") == "500 RestException 0");
  CHECK(error("DELETE", "/process-instance/x") == "404 InvalidRequestException 0");
  CHECK(error("POST", "/external-task/x/complete", R"({"workerId": "w"})") ==
        "404 RestException 0");
  CHECK(error("POST", "/message", R"({"messageName": "m"})") == "400 RestException 0");
  CHECK(error("POST", "/process-definition/key/x/start", "{}") == "404 RestException null");
}

TEST_CASE("all history of an ended instance shows when it will be removed") {
  RestWorld world;
  world.deploy(kUserProcess);
  const auto started = ordered_json::parse(world
                                               .ask("POST", "/process-definition/key/order/start",
                                                    R"({"variables": {"n": {"value": 7}}})")
                                               .body);
  const std::string id = started["id"];
  const std::string of_instance = "processInstanceId=" + id;
  CHECK(world.get("/history/task?" + of_instance)[0]["removalTime"].is_null());
  const std::string task = world.get("/task?" + of_instance)[0]["id"];
  REQUIRE(world.ask("POST", "/task/" + task + "/complete", "{}").status == 204);
  const std::string when = world.get("/history/process-instance/" + id)["removalTime"];
  for (const char* list : {"task", "activity-instance", "variable-instance", "detail"}) {
    CAPTURE(list);
    CHECK(world.get("/history/" + std::string(list) + "?" + of_instance)[0]["removalTime"] == when);
  }
}

TEST_CASE("a definition with instances is deleted only when it takes them along") {
  RestWorld world;
  world.deploy(kUserProcess);
  world.deploy(kUserProcess);
  const std::string first =
      world.get("/process-definition?version=1")[0]["id"].get<std::string>();
  world.ask("POST", "/process-definition/" + first + "/start", "{}");
  CHECK(world.ask("DELETE", "/process-definition/" + first).status == 500);
  CHECK(world.ask("DELETE", "/process-definition/" + first + "?cascade=true").status == 200);
  CHECK(world.ask("DELETE", "/process-definition/" + first).status == 404);
  CHECK(world.get("/process-instance/count")["count"] == 0);
  CHECK(world.ask("DELETE", "/process-definition/key/order/delete").status == 204);
  CHECK(world.get("/process-definition").empty());
  CHECK(world.get("/deployment/count")["count"] == 2);
}

TEST_CASE("jobs are suspended one by one, by definition and by key, but by one selector only") {
  RestWorld world;
  world.deploy(process_xml("p", R"(<startEvent id="s" camunda:asyncAfter="true"/>
<sequenceFlow id="f" sourceRef="s" targetRef="e"/><endEvent id="e"/>)"));
  world.ask("POST", "/process-definition/key/p/start", "{}");
  const auto suspended = [&] { return world.get("/job?suspended=true").size(); };
  const std::string job = world.get("/job")[0]["id"];
  const std::string on = R"("suspended": true})";
  CHECK(world.ask("PUT", "/job/" + job + "/suspended", "{" + on).status == 204);
  CHECK(suspended() == 1);
  CHECK(world.ask("PUT", "/job/suspended", R"({"processDefinitionKey": "p"})").status == 204);
  CHECK(suspended() == 0);
  CHECK(world.ask("PUT", "/job-definition/suspended",
                  R"({"processDefinitionKey": "p", "includeJobs": true, )" + on)
            .status == 204);
  CHECK(suspended() == 1);
  CHECK(world.get("/job-definition?suspended=true").size() == 1);
  CHECK(world.ask("PUT", "/job/suspended", "{" + on).status == 400);
  CHECK(world.ask("PUT", "/job/suspended",
                  R"({"processDefinitionKey": "p", "processInstanceId": "x", )" + on)
            .status == 400);
}

TEST_CASE("the schema log says when the database was made, and for which version") {
  RestWorld world;
  const auto log = world.get("/schema/log");
  REQUIRE(log.size() == 1);
  CHECK(log[0]["id"] == "0");
  CHECK(log[0]["version"] == "7.24.0");
  CHECK(log[0]["timestamp"].get<std::string>().starts_with("20"));
  CHECK(world.get("/schema/log?version=7.24.0").size() == 1);
  CHECK(world.get("/schema/log?version=nosuch").empty());
}

TEST_CASE("a metric's sum knows what was counted a moment ago") {
  RestWorld world;
  world.deploy(process_xml("p", R"(<startEvent id="s"/>)"));
  const std::string sum = "/metrics/activity-instance-start/sum";
  CHECK(world.get(sum)["result"] == 0);
  world.ask("POST", "/process-definition/key/p/start", "{}");
  CHECK(world.get(sum)["result"] == 1);
  CHECK(world.get(sum + "?endDate=2015-01-01T00:00:00.000%2B0000")["result"] == 0);
  CHECK(world.get("/metrics/no-such/sum")["result"] == 0);
  CHECK(world.get("/metrics?name=activity-instance-start").empty());
}
