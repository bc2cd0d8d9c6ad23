// Stored queries: what is kept of them, how a request extends them, and what HAL shows.
#include <catch2/catch.hpp>

#include "tests/unit/resource_harness.h"

using namespace procos::rest;
using nlohmann::ordered_json;

namespace {

/// Three tasks of two people, each with a task variable of its own.
void create_tasks(RestWorld& world) {
  for (const char* body : {R"({"id": "a", "name": "Pack", "assignee": "mary", "priority": 10})",
                           R"({"id": "b", "name": "Ship", "assignee": "mary", "priority": 20})",
                           R"({"id": "c", "name": "Ship", "assignee": "john", "priority": 30})"}) {
    REQUIRE(world.ask("POST", "/task/create", body).status == 204);
  }
  REQUIRE(world.ask("PUT", "/task/a/localVariables/weight", R"({"value": 7, "type": "Integer"})")
              .status == 204);
}

std::string create(RestWorld& world, const std::string& query,
                   const std::string& properties = "{}") {
  const auto answer =
      world.ask("POST", "/filter/create", R"({"resourceType": "Task", "name": "F", "query": )" +
                                              query + R"(, "properties": )" + properties + "}");
  INFO(answer.body);
  REQUIRE(answer.status == 200);
  return ordered_json::parse(answer.body)["id"];
}

int count(RestWorld& world, const std::string& id, const std::string& extending = "{}") {
  const auto answer = world.ask("POST", "/filter/" + id + "/count", extending);
  INFO(answer.body);
  REQUIRE(answer.status == 200);
  return ordered_json::parse(answer.body)["count"];
}

}  // namespace

TEST_CASE("a filter keeps what restricts the query", "[filter]") {
  RestWorld world;
  const std::string id =
      create(world, R"({"assignee": "mary", "due": "2030-01-01T00:00:00.000+0200", "active": true,
                        "unassigned": false, "taskIdIn": ["a"], "nosuch": 1, "priority": "5",
                        "orQueries": [{"name": "x"}]})");
  const auto query = world.get("/filter/" + id)["query"];
  CHECK(query["assignee"] == "mary");
  CHECK(query["dueDate"] == "2029-12-31T22:00:00.000+0000");
  CHECK(query["priority"] == 5);
  CHECK(query["active"] == true);
  CHECK(query["orQueries"][0]["name"] == "x");
  CHECK(query["orQueries"][0]["taskVariables"].empty());
  CHECK(query["processVariables"].empty());
  for (const char* name : {"unassigned", "taskIdIn", "nosuch", "due"}) {
    INFO(name);
    CHECK_FALSE(query.contains(name));
  }
}

TEST_CASE("a request's query extends that of the filter", "[filter]") {
  RestWorld world;
  create_tasks(world);
  const std::string id = create(world, R"({"assignee": "mary", "taskIdIn": ["a", "b", "c"]})");
  CHECK(count(world, id) == 2);
  CHECK(count(world, id, R"({"name": "Ship"})") == 1);
  CHECK(count(world, id, R"({"assignee": "john"})") == 1);
  CHECK(count(world, id, R"({"nosuch": 1})") == 2);
  // Conditions on variables and alternatives are joined.
  const std::string heavy = create(
      world, R"({"taskVariables": [{"name": "weight", "operator": "gt", "value": 5}]})");
  CHECK(count(world, heavy) == 1);
  CHECK(count(world, heavy, R"({"taskVariables": [{"name": "weight", "operator": "lt",
                                                   "value": 6}]})") == 0);
  const std::string either = create(world, R"({"orQueries": [{"name": "Pack", "priority": 30}]})");
  CHECK(count(world, either) == 2);
  CHECK(count(world, either, R"({"orQueries": [{"assignee": "john"}]})") == 1);
  CHECK(world.ask("POST", "/filter/" + id + "/count", R"({"assigneeExpression": "${1}"})").status ==
        400);
  CHECK(world.ask("POST", "/filter/" + id + "/list", "[]").status == 400);
}

TEST_CASE("expressions are evaluated when a filter is executed", "[filter]") {
  RestWorld world;
  create_tasks(world);
  const std::string id = create(world, R"x({"assigneeExpression": "${'mary'}"})x");
  CHECK(count(world, id) == 2);
  CHECK(count(world, id, R"({"assignee": "john"})") == 2);
  CHECK(count(world, create(world, R"x({"createdBeforeExpression":
                                       "${dateTime().plusDays(1)}"})x")) == 3);
  CHECK(count(world, create(world, R"x({"createdAfterExpression":
                                       "${dateTime().plusDays(1)}"})x")) == 0);
  const std::string unknown = create(world, R"({"assigneeExpression": "${nothing}"})");
  CHECK(world.ask("GET", "/filter/" + unknown + "/list").status == 500);
  CHECK(world.ask("GET", "/filter/" + unknown + "/singleResult").status == 400);
}

TEST_CASE("a single result is one task or none", "[filter]") {
  RestWorld world;
  create_tasks(world);
  const std::string id = create(world, "{}");
  const auto several = world.ask("GET", "/filter/" + id + "/singleResult");
  CHECK(several.status == 400);
  CHECK(ordered_json::parse(several.body)["code"] == 0);
  CHECK(world.ask("POST", "/filter/" + id + "/singleResult", R"({"name": "x"})").status == 204);
  const auto one = world.ask("POST", "/filter/" + id + "/singleResult", R"({"name": "Pack"})");
  CHECK(ordered_json::parse(one.body)["id"] == "a");
}

TEST_CASE("filters are refused, changed and deleted as Camunda does", "[filter]") {
  RestWorld world;
  const auto status = [&](const char* method, const std::string& path, const char* body) {
    return world.ask(method, path, body).status;
  };
  for (const char* body :
       {R"({"name": "x"})", R"({"name": "x", "resourceType": "Job", "query": {}})",
        R"({"name": "", "resourceType": "Task", "query": {}})",
        R"({"resourceType": "Task", "query": {}})", R"({"name": "x", "resourceType": "Task"})",
        R"({"name": "x", "resourceType": "Task", "query": {"sorting": [{"sortOrder": "asc"}]}})"}) {
    INFO(body);
    CHECK(status("POST", "/filter/create", body) == 400);
  }
  CHECK(status("POST", "/filter/create",
               R"({"name": "x", "resourceType": "Task", "query": {"candidateGroups": []}})") ==
        500);
  const std::string path = "/filter/" + create(world, R"({"name": "Pack"})", R"({"color": "red"})");
  CHECK(world.get(path)["properties"]["color"] == "red");
  CHECK(status("PUT", path, R"({"name": "G", "query": {}, "resourceType": "Task"})") == 204);
  CHECK(world.get(path)["name"] == "G");
  CHECK(world.get(path)["properties"].empty());
  CHECK(world.get("/filter?nameLike=G%25").size() == 1);
  CHECK(world.ask("DELETE", path).status == 204);
  CHECK(world.ask("DELETE", path).status == 404);
  CHECK(status("PUT", path, "{}") == 404);
  CHECK(world.get("/filter/count")["count"] == 0);
}
