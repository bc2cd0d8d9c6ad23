#include <catch2/catch.hpp>
#include <fstream>
#include <nlohmann/json.hpp>
#include <set>
#include <sstream>

#include "rest/json_body.h"
#include "rest/router.h"

using namespace procos::rest;

namespace {

Response ask(const Router& router, std::string method, std::string target, std::string body = {},
             std::vector<std::pair<std::string, std::string>> headers = {}) {
  Request request;
  request.method = std::move(method);
  REQUIRE(request.set_target(std::move(target)));
  request.body = std::move(body);
  for (auto& [name, value] : headers) {
    if (name == "Content-Type") request.content_type = value;
    request.headers.add(name, value);
  }
  std::optional<Response> answer;
  router.dispatch(std::move(request), Responder([&](Response r) { answer = std::move(r); }));
  REQUIRE(answer);
  return *answer;
}

Method method_of(std::string_view name) {
  if (name == "GET") return Method::kGet;
  if (name == "POST") return Method::kPost;
  if (name == "PUT") return Method::kPut;
  return name == "DELETE" ? Method::kDelete : Method::kOptions;
}

Json json_of(const Response& response) {
  return Json::parse(response.body);
}

std::string last_seen;
void show(Context& ctx) {
  last_seen = std::string(ctx.route().operation);
  ctx.reply(text_response(ctx.param("id"), std::string(ctx.media_type())));
}
void body(Context& ctx) {
  const auto object = ctx.json_object();
  if (!object) return ctx.reply(object.error());
  ctx.reply(json_response(object->json()));
}
void broken(Context&) {
  throw std::runtime_error("disk full");
}

constexpr Route kSmall[] = {
    {Method::kGet, "/thing/{id}", "getThing", Accepts::kAnyBody, Gives::kJsonHal, show},
    {Method::kDelete, "/thing/{id}", "deleteThing", Accepts::kAnyBody, Gives::kAny, show},
    {Method::kPost, "/thing", "postThing", Accepts::kJsonBody, Gives::kJson, body},
    {Method::kGet, "/thing/count", "countThings", Accepts::kAnyBody, Gives::kJson, broken},
    {Method::kGet, "/thing/key/{id}", "getByKey", Accepts::kAnyBody, Gives::kAny, show},
    {Method::kGet, "/thing/{id}/xml", "getXml", Accepts::kAnyBody, Gives::kAny, show},
};

}  // namespace

TEST_CASE("Every operation of the contract has its row", "[rest][router]") {
  const Router router(nullptr);
  std::ifstream contract(PROCOS_SOURCE_DIR "/tests/unit/rest_operations.tsv");
  int operations_of_contract = 0;
  for (std::string line; std::getline(contract, line); ++operations_of_contract) {
    std::istringstream fields(line);
    std::string method, path, operation;
    fields >> method >> path >> operation;
    // Values instead of the pattern: a literal neighbour must not catch them.
    for (std::size_t at = 0; (at = path.find('{')) != std::string::npos;) {
      path.replace(at, path.find('}') - at + 1, "some-value");
    }
    const Route* route = router.find(method_of(method), path);
    INFO(line);
    REQUIRE(route != nullptr);
    CHECK(route->operation == operation);
  }
  CHECK(operations_of_contract == 399);
}

TEST_CASE("No two rows of the table are about the same", "[rest][router]") {
  const Router router(nullptr);
  std::set<std::pair<Method, std::string_view>> seen;
  std::set<std::string_view> operations;
  for (const Route& route : routes()) {
    INFO(route.path);
    CHECK(router.find(route.method, route.path) == &route);
    CHECK(seen.emplace(route.method, route.path).second);
    CHECK(operations.insert(route.operation).second);
  }
}

TEST_CASE("Paths with values find the operation that the contract names", "[rest][router]") {
  const Router router(nullptr);
  const auto operation = [&](Method method, std::string_view path) {
    const Route* route = router.find(method, path);
    return route ? std::string(route->operation) : "";
  };
  CHECK(operation(Method::kGet, "/task/count") == "getTasksCount");
  CHECK(operation(Method::kGet, "/task/abc") == "getTask");
  CHECK(operation(Method::kGet, "/task/count/variables") == "getTaskVariables");
  CHECK(operation(Method::kGet, "/process-definition/key") == "getProcessDefinition");
  CHECK(operation(Method::kGet, "/process-definition/key/a") == "getProcessDefinitionByKey");
  CHECK(operation(Method::kGet, "/process-definition/key/xml") == "getProcessDefinitionByKey");
  CHECK(operation(Method::kGet, "/process-definition/a/xml") == "getProcessDefinitionBpmn20Xml");
  CHECK(operation(Method::kGet, "/process-definition/key/a/tenant-id/t/xml") ==
        "getProcessDefinitionBpmn20XmlByKeyAndTenantId");
  CHECK(operation(Method::kPost, "/external-task/fetchAndLock") == "fetchAndLock");
  CHECK(operation(Method::kPost, "/external-task/x/complete") == "completeExternalTaskResource");
  CHECK(operation(Method::kGet, "/engine/default/version") == "getRestAPIVersion");
  CHECK(operation(Method::kDelete, "/task/count") == "");
  CHECK(operation(Method::kGet, "/task/a/b/c") == "");
  CHECK(operation(Method::kGet, "/task//form") == "");
}

TEST_CASE("What is served without an engine", "[rest][router]") {
  const Router router(nullptr);
  for (const char* path : {"/engine-rest/engine", "/engine-rest/engine/"}) {
    CHECK(ask(router, "GET", path).body == R"([{"name":"default"}])");
  }
  for (const char* path : {"/engine-rest/version", "/engine-rest/engine/default/version",
                           "/engine-rest/version;jsessionid=1", "/engine-rest/version?x=%zz"}) {
    const Response response = ask(router, "GET", path);
    CHECK(response.body == R"({"version":"7.24.0"})");
    CHECK(response.headers.get("Cache-Control") == "no-cache");
  }
  CHECK(ask(router, "HEAD", "/engine-rest/version").status == 200);
}

TEST_CASE("Unknown paths, engines, methods and operations", "[rest][router]") {
  const Router router(nullptr);
  const auto is = [&](const Response& response, int status, const char* type) {
    CHECK(response.status == status);
    CHECK(json_of(response)["type"] == type);
    CHECK(json_of(response)["code"].is_null());
  };
  for (const char* path :
       {"/engine-rest/nosuch", "/engine-rest", "/engine-rest/", "/engine-rest//task",
        "/engine-rest/engine/default", "/engine-rest/engine/unknown",
        "/engine-rest/engine/default/nosuch", "/engine-rest/engine/default/engine",
        "/engine-rest/task/x/y/z", "/engine-rest/task//identity-links"}) {
    INFO(path);
    const Response response = ask(router, "GET", path);
    is(response, 404, "NotFoundException");
    CHECK(json_of(response)["message"] == "HTTP 404 Not Found");
  }
  CHECK(ask(router, "GET", "/task").status == 404);
  CHECK(ask(router, "GET", "/task").content_type == "text/html");
  is(ask(router, "GET", "/engine-rest/engine/unknown/task"), 400, "InvalidRequestException");
  for (const char* method : {"PATCH", "DELETE", "FOO", "PUT"}) {
    is(ask(router, method, "/engine-rest/task"), 405, "NotAllowedException");
  }
  is(ask(router, "GET", "/engine-rest/message"), 405, "NotAllowedException");
  const Response unbuilt = ask(router, "GET", "/engine-rest/case-instance");
  is(unbuilt, 501, "RestException");
  CHECK(json_of(unbuilt)["message"] == "The operation getCaseInstance is not built in ProcOS yet");
}

TEST_CASE("OPTIONS names the methods of a path", "[rest][router]") {
  const Router router(nullptr);
  const Response wadl = ask(router, "OPTIONS", "/engine-rest/process-instance/x");
  CHECK(wadl.status == 200);
  CHECK(wadl.content_type == "application/vnd.sun.wadl+xml");
  const std::string allow(*wadl.headers.get("Allow"));
  for (const char* method : {"GET", "HEAD", "DELETE", "OPTIONS"}) {
    CHECK(allow.find(method) != std::string::npos);
  }
  CHECK(allow.find("PUT") == std::string::npos);
  CHECK(ask(router, "OPTIONS", "/engine-rest/task", "", {{"Accept", "text/plain"}}).body ==
        "GET, HEAD, POST, OPTIONS");
  CHECK(ask(router, "OPTIONS", "/engine-rest/nosuch").status == 404);
  CHECK(ask(router, "OPTIONS", "/engine-rest/user").status == 200);
}

TEST_CASE("Parameters are decoded and media types chosen", "[rest][router]") {
  const Router router(nullptr, {}, kSmall);
  const auto get = [&](const char* target, const char* accept) {
    return ask(router, "GET", target, "", {{"Accept", accept}});
  };
  CHECK(get("/engine-rest/thing/a%20%C3%A4+b", "*/*").body == "a ä+b");
  CHECK(get("/engine-rest/thing/key", "").body == "key");
  CHECK(get("/engine-rest/thing/key/x", "").body == "x");
  CHECK(last_seen == "getByKey");
  CHECK(get("/engine-rest/engine/default/thing/y/xml", "").body == "y");
  CHECK(get("/engine-rest/thing/a", "application/hal+json").content_type == "application/hal+json");
  CHECK(get("/engine-rest/thing/a", "application/*").content_type == "application/json");
  CHECK(get("/engine-rest/thing/a", "*/*, application/hal+json").content_type ==
        "application/hal+json");
  CHECK(get("/engine-rest/thing/a", "application/hal+json;q=0.5, application/json").content_type ==
        "application/json");
  CHECK(get("/engine-rest/thing/a", "text/plain, */*;q=0.1").status == 200);
  for (const char* accept : {"text/html", "application/xml", "banana", "application"}) {
    INFO(accept);
    const Response response = get("/engine-rest/thing/a", accept);
    CHECK(response.status == 406);
    CHECK(json_of(response)["type"] == "NotAcceptableException");
  }
  CHECK(ask(router, "DELETE", "/engine-rest/thing/a", "", {{"Accept", "text/html"}}).status == 200);
}

TEST_CASE("Bodies need the right content type", "[rest][router]") {
  const Router router(nullptr, {}, kSmall);
  const auto post = [&](std::optional<std::string> type, const char* text) {
    std::vector<std::pair<std::string, std::string>> headers;
    if (type) headers.emplace_back("Content-Type", *type);
    return ask(router, "POST", "/engine-rest/thing", text, headers);
  };
  CHECK(post("application/json", R"({"b":1,"a":2})").body == R"({"b":1,"a":2})");
  CHECK(post("Application/JSON; charset=utf-8", "{}").body == "{}");
  CHECK(post("application/json", "").body == "{}");
  CHECK(json_of(post(std::nullopt, ""))["type"] == "NullPointerException");
  CHECK(post("application/json", "null").status == 500);
  for (const char* type :
       {"text/plain", "application/*", "application/hal+json", "multipart/form-data"}) {
    const Response response = post(type, "{}");
    CHECK(response.status == 415);
    CHECK(json_of(response)["type"] == "NotSupportedException");
    CHECK(json_of(response)["message"] == "HTTP 415 Unsupported Media Type");
  }
  CHECK(post("text/plain", "").status == 415);
  CHECK(post(std::nullopt, "{}").status == 415);
  CHECK(post("banana", "{}").status == 400);
  CHECK(post("", "{}").status == 400);
  const Response broken_json = post("application/json", "{");
  CHECK(broken_json.status == 400);
  CHECK(json_of(broken_json)["type"] == "InvalidRequestException");
  const Response shape = post("application/json", "[]");
  CHECK(shape.status == 400);
  CHECK(shape.content_type == "text/plain");
}

TEST_CASE("An exception in a handler is one failed request", "[rest][router]") {
  const Router router(nullptr, {}, kSmall);
  const Response response = ask(router, "GET", "/engine-rest/thing/count");
  CHECK(response.status == 500);
  CHECK(json_of(response)["message"] == "disk full");
}

TEST_CASE("CORS is off unless origins are allowed", "[rest][router]") {
  const std::vector<std::pair<std::string, std::string>> preflight{
      {"Origin", "http://a"},
      {"Access-Control-Request-Method", "PUT"},
      {"Access-Control-Request-Headers", "content-type"}};
  const Router off(nullptr);
  CHECK_FALSE(ask(off, "GET", "/engine-rest/version", "", preflight)
                  .headers.get("Access-Control-Allow-Origin"));
  const Router on(nullptr, {{"http://a"}});
  const Response answer = ask(on, "OPTIONS", "/engine-rest/task", "", preflight);
  CHECK(answer.status == 204);
  CHECK(answer.headers.get("Access-Control-Allow-Origin") == "http://a");
  CHECK(answer.headers.get("Access-Control-Allow-Headers") == "content-type");
  const Response version = ask(on, "GET", "/engine-rest/version", "", {{"Origin", "http://a"}});
  CHECK(version.status == 200);
  CHECK(version.headers.get("Access-Control-Allow-Origin") == "http://a");
  CHECK_FALSE(ask(on, "GET", "/engine-rest/version", "", {{"Origin", "http://b"}})
                  .headers.get("Access-Control-Allow-Origin"));
}
