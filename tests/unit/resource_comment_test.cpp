// Comments and attachments of tasks and process instances.
#include <catch2/catch.hpp>

#include "tests/unit/resource_harness.h"

using namespace procos::rest;
using nlohmann::ordered_json;

namespace {

const std::string kCommentedOrder = process_xml("order", R"(
<startEvent id="s"/><sequenceFlow id="f1" sourceRef="s" targetRef="t"/><userTask id="t"/>
<sequenceFlow id="f2" sourceRef="t" targetRef="e"/><endEvent id="e"/>)");

/// A running instance and its task.
struct Order {
  explicit Order(RestWorld& world) {
    world.deploy(kCommentedOrder);
    instance = ordered_json::parse(
        world.ask("POST", "/process-definition/key/order/start", "{}").body)["id"];
    task = world.get("/task")[0]["id"];
  }
  std::string instance, task;
};

Response attach(RestWorld& world, const std::string& task, const std::string& parts) {
  return world.ask("POST", "/task/" + task + "/attachment/create", parts + "--X--\r\n",
                   "multipart/form-data; boundary=X");
}

std::string part(const std::string& name, const std::string& text) {
  return "--X\r\nContent-Disposition: form-data; name=\"" + name + "\"\r\n\r\n" + text + "\r\n";
}

}  // namespace

TEST_CASE("a task's comments are written, changed and deleted", "[comment]") {
  RestWorld world;
  const Order order(world);
  const std::string path = "/task/" + order.task + "/comment";
  const auto made = ordered_json::parse(
      world.ask("POST", path + "/create", R"({"message": "Hi", "id": "own"})").body);
  const std::string id = made["id"];
  CHECK(id != "own");
  CHECK(made["rootProcessInstanceId"] == order.instance);
  CHECK(made["links"][0]["rel"] == "self");
  CHECK(world.get("/task/" + order.task)["taskState"] == "Updated");
  CHECK(world.get("/task/" + order.task + "?withCommentAttachmentInfo=true")["hasComment"] == true);
  CHECK(world.ask("PUT", path, R"({"id": ")" + id + R"(", "message": "Bye"})").status == 204);
  CHECK(world.get(path + "/" + id)["message"] == "Bye");
  CHECK(world.ask("PUT", path, R"({"message": "x"})").status == 400);
  CHECK(world.ask("POST", path + "/create", "{}").status == 400);
  CHECK(world.ask("POST", "/task/nosuch/comment/create", R"({"message": "x"})").status == 400);
  CHECK(world.ask("GET", "/task/nosuch/comment").status == 404);
  CHECK(world.ask("DELETE", path + "/" + id).status == 204);
  CHECK(world.ask("GET", path + "/" + id).status == 404);
  CHECK(world.get(path).empty());
}

TEST_CASE("comments of an instance go with its history", "[comment]") {
  RestWorld world;
  const Order order(world);
  world.ask("POST", "/task/" + order.task + "/comment/create",
            R"({"message": "Hi", "processInstanceId": ")" + order.instance + R"("})");
  const std::string path = "/process-instance/" + order.instance;
  REQUIRE(world.get(path + "/comment").size() == 1);
  CHECK(world.ask("DELETE", path).status == 204);
  CHECK(world.get(path + "/comment").size() == 1);
  CHECK(world.ask("DELETE", path + "/comment").status == 400);  // it runs no longer
  CHECK(world.ask("DELETE", "/history" + path).status == 204);
  CHECK(world.ask("GET", path + "/comment").status == 404);
}

TEST_CASE("an attachment is a file or a link", "[comment]") {
  RestWorld world;
  const Order order(world);
  const auto file = ordered_json::parse(
      attach(world, order.task, part("attachment-name", "N") + part("url", "http://x") +
                                    part("content", "hello"))
          .body);
  CHECK(file["name"] == "N");
  CHECK(file["url"].is_null());
  const std::string path = "/task/" + order.task + "/attachment/";
  const auto data = world.ask("GET", path + file["id"].get<std::string>() + "/data");
  CHECK(data.body == "hello");
  CHECK(data.content_type == "application/octet-stream");
  const auto link = ordered_json::parse(attach(world, order.task, part("url", "http://x")).body);
  CHECK(link["url"] == "http://x");
  CHECK(world.ask("GET", path + link["id"].get<std::string>() + "/data").status == 404);
  CHECK(attach(world, order.task, part("attachment-name", "N")).status == 400);
  CHECK(attach(world, "nosuch", part("url", "http://x")).status == 400);
  CHECK(world.get("/task/" + order.task + "/attachment").size() == 2);
  CHECK(world.ask("DELETE", path + link["id"].get<std::string>()).status == 204);
  CHECK(world.ask("DELETE", path + link["id"].get<std::string>()).status == 404);
}
