#include <catch2/catch.hpp>

#include "base/password.h"
#include "command/identity.h"
#include "rest/basic_authentication.h"
#include "rest/guard.h"
#include "service/user_engine.h"

#include "resource_harness.h"

using namespace procos;
using namespace procos::rest;
using nlohmann::ordered_json;

namespace {

ordered_json json_of(const Response& response) { return ordered_json::parse(response.body); }

std::string type_of(const Response& response) { return json_of(response)["type"]; }

/// mary and john, of whom mary belongs to the group sales and the tenant one.
void create_people(RestWorld& world) {
  for (const char* id : {"mary", "john"}) {
    const std::string name(id);
    REQUIRE(world
                .ask("POST", "/user/create",
                     R"({"profile": {"id": ")" + name +
                         R"(", "lastName": "L"}, "credentials": {"password": "p-)" + name +
                         R"("}})")
                .status == 204);
  }
  REQUIRE(world.ask("POST", "/group/create", R"({"id": "sales", "name": "Sales"})").status == 204);
  REQUIRE(world.ask("POST", "/tenant/create", R"({"id": "one", "name": "One"})").status == 204);
  REQUIRE(world.ask("PUT", "/group/sales/members/mary", "{}").status == 204);
  REQUIRE(world.ask("PUT", "/tenant/one/user-members/mary", "{}").status == 204);
}

}  // namespace

TEST_CASE("Users, groups and tenants and who belongs to them", "[resource][identity]") {
  RestWorld world;
  create_people(world);
  CHECK(world.get("/user?memberOfGroup=sales")[0]["id"] == "mary");
  CHECK(world.get("/user/count")["count"] == 2);
  CHECK(world.get("/tenant?userMember=mary&includingGroupsOfUser=true").size() == 1);
  CHECK(world.get("/group?member=john").empty());
  CHECK(world.get("/identity/groups?userId=john")["groups"].empty());
  // A member goes with the group, the group's members stay.
  CHECK(world.ask("DELETE", "/group/sales").status == 204);
  CHECK(world.get("/group?member=mary").empty());
  CHECK(world.get("/user/mary/profile")["lastName"] == "L");
  CHECK(world.ask("DELETE", "/user/mary").status == 204);
  CHECK(world.get("/user/count")["count"] == 1);
}

TEST_CASE("What users and groups refuse is refused as Camunda does", "[resource][identity]") {
  RestWorld world;
  create_people(world);
  const auto again = world.ask("POST", "/group/create", R"({"id": "sales"})");
  CHECK(again.status == 400);
  CHECK(type_of(again) == "BadUserRequestException");
  CHECK(world.ask("POST", "/group/create", R"({"id": "with space"})").status == 500);
  CHECK(type_of(world.ask("POST", "/group/create", "{}")) == "NullValueException");
  CHECK(type_of(world.ask("PUT", "/group/sales/members/mary", "{}")) ==
        "ProcessEnginePersistenceException");
  CHECK(type_of(world.ask("PUT", "/group/sales", R"({"id": "other"})")) ==
        "OptimisticLockingException");
  CHECK(world.ask("PUT", "/group/nosuch", R"({"id": "nosuch"})").status == 404);
  CHECK(world.ask("DELETE", "/group/nosuch").status == 204);
}

TEST_CASE("Passwords are kept as argon2id hashes only", "[resource][identity]") {
  const std::string hash = hash_password("secret");
  CHECK(hash.starts_with("$argon2id$"));
  CHECK(verify_password(hash, "secret"));
  CHECK_FALSE(verify_password(hash, "Secret"));
  CHECK_FALSE(verify_password("", ""));
  CHECK_FALSE(verify_password("no hash", "secret"));
  CHECK(secret_mark("a") == secret_mark("a"));
  CHECK(secret_mark("a") != secret_mark("b"));
}

TEST_CASE("Wrong passwords lock a user until he is unlocked", "[resource][identity]") {
  RestWorld world;
  create_people(world);
  const auto verify = [&](const std::string& password) {
    return json_of(world.ask("POST", "/identity/verify",
                             R"({"username": "mary", "password": ")" + password + "\"}"))
        ["authenticated"].get<bool>();
  };
  CHECK(verify("p-mary"));
  CHECK_FALSE(verify("wrong"));
  CHECK_FALSE(verify("p-mary"));  // locked for some seconds
  CHECK(world.ask("POST", "/user/mary/unlock", "{}").status == 204);
  CHECK(verify("p-mary"));
}

TEST_CASE("A password policy is there where it is asked for", "[resource][identity]") {
  RestWorld world;
  CHECK(world.ask("GET", "/identity/password-policy").status == 404);
  CHECK(world.ask("POST", "/identity/password-policy", R"({"password": "x"})").status == 404);
  world.services().password_policy = true;
  CHECK(world.get("/identity/password-policy")["rules"].size() == 6);
  const auto valid = [&](const std::string& password, const std::string& id) {
    return json_of(world.ask("POST", "/identity/password-policy",
                             R"({"password": ")" + password + R"(", "profile": {"id": ")" + id +
                                 "\"}}"))["valid"].get<bool>();
  };
  CHECK(valid("Long-enough-1", "mary"));
  CHECK_FALSE(valid("Short-1", "mary"));
  CHECK_FALSE(valid("no-upper-case-1", "mary"));
  CHECK_FALSE(valid("I-am-Mary-1", "mary"));
  const auto refused = world.ask(
      "POST", "/user/create", R"({"profile": {"id": "mary"}, "credentials": {"password": "x"}})");
  CHECK(type_of(refused) == "ProcessEngineException");
}

TEST_CASE("Authorizations keep what they grant or revoke", "[resource][identity]") {
  RestWorld world;
  const auto created = json_of(world.ask(
      "POST", "/authorization/create",
      R"({"type": 2, "userId": "john", "resourceType": 7, "resourceId": "*",
          "permissions": ["UPDATE", "READ_VARIABLE"]})"));
  CHECK(created["permissions"] == ordered_json({"UPDATE", "READ_VARIABLE"}));
  const std::string id = created["id"];
  CHECK(world
            .ask("PUT", "/authorization/" + id,
                 R"({"userId": "john", "resourceType": 7, "permissions": ["ALL"]})")
            .status == 204);
  CHECK(world.get("/authorization/" + id)["permissions"] == ordered_json({"ALL"}));
  CHECK(world.ask("POST", "/authorization/create",
                  R"({"type": 1, "userId": "x", "resourceType": 7, "permissions": ["SUSPEND"]})")
            .status == 400);
  CHECK(world.ask("DELETE", "/authorization/" + id).status == 204);
  CHECK(world.ask("DELETE", "/authorization/" + id).status == 404);
}

TEST_CASE("Every operation that is built has a rule for who may", "[resource][authorization]") {
  for (const Route& route : routes()) {
    INFO(route.operation);
    if (route.handler != nullptr) CHECK(has_guard(route));
  }
}

TEST_CASE("A user without rights gets an answer from every operation",
          "[resource][authorization]") {
  RestWorld world;
  world.user = std::make_shared<const state::Authentication>(
      state::Authentication{"mary", {"sales"}, {}, false});
  for (const Route& route : routes()) {
    if (route.handler == nullptr || route.accepts == Accepts::kMultipart) continue;
    std::string path;
    for (std::size_t at = 0; at < route.path.size(); ++at) {
      if (route.path[at] == '{') {
        path += 'x';
        at = route.path.find('}', at);
      } else {
        path += route.path[at];
      }
    }
    static constexpr const char* kMethods[] = {"GET", "POST", "PUT", "DELETE", "OPTIONS"};
    const char* method = kMethods[static_cast<std::size_t>(route.method)];
    INFO(method << " " << path);
    CHECK(world.ask(method, path, route.method == Method::kGet ? "" : "{}").status != 0);
  }
  CHECK(world.ask("POST", "/task/create", "{}").status == 403);
  CHECK(world.ask("DELETE", "/user/x").status == 403);
  CHECK(world.get("/user").empty());
}

TEST_CASE("Clients sign in with HTTP basic authentication", "[resource][identity]") {
  service::EngineOptions options;
  options.database = ":memory:";
  options.job_executor = false;
  options.authorization = true;
  auto engine = std::move(service::Engine::open(options)).value();
  state::UserRow admin;
  admin.id = "demo";
  admin.password = hash_password("secret:with colon");
  REQUIRE(engine->execute<void>([&](command::Context& context) {
    return command::create_admin_user(context, admin);
  }));
  BasicAuthentication authentication(*engine);
  const auto sign_in = [&](const std::string& header) {
    Request request;
    if (!header.empty()) request.headers.add("Authorization", header);
    return authentication.sign_in(request);
  };
  CHECK(sign_in("") == nullptr);
  CHECK(sign_in("Bearer ZGVtbzpzZWNyZXQ=") == nullptr);
  CHECK(sign_in("Basic ZGVtbw==") == nullptr);  // no colon
  const std::string right = "Basic ZGVtbzpzZWNyZXQ6d2l0aCBjb2xvbg==";
  for (int i = 0; i < 2; ++i) {  // the second time from memory
    const auto user = sign_in(right);
    REQUIRE(user != nullptr);
    CHECK(user->user_id == "demo");
    CHECK(user->admin);
  }
  CHECK(sign_in("Basic ZGVtbzp3cm9uZw==") == nullptr);
  CHECK(sign_in(right) == nullptr);  // locked after the wrong one
}
