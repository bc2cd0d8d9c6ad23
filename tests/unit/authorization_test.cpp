// Grants, revocations and what they show, against the database; and commands of a user.
#include <catch2/catch.hpp>

#include "command/authorize.h"
#include "command/identity.h"
#include "service/user_engine.h"
#include "store/authorize.h"
#include "store_support.h"

using namespace procos;
using namespace procos::store;
using namespace procos::store::test;
using state::Authentication;
using state::AuthorizationRow;
using state::Resource;

namespace {

constexpr std::int64_t kRead = 2;
constexpr std::int64_t kUpdate = 4;

AuthorizationRow authorization(std::int64_t type, const std::string& user, const std::string& group,
                               const std::string& resource_id, std::int64_t permissions) {
  static int count = 0;
  AuthorizationRow row;
  row.id = "a" + std::to_string(++count);
  row.type = type;
  row.user_id = user;
  row.group_id = group;
  row.resource_id = resource_id;
  row.resource_type = static_cast<std::int64_t>(Resource::kTask);
  row.permissions = permissions;
  return row;
}

class Grants {
 public:
  Grants() : store_(open_store(":memory:")) {}

  void add(const AuthorizationRow& row) {
    state::ChangeList changes;
    changes.of<AuthorizationRow>().inserted = {&row};
    write(*store_, changes);
  }
  void grant(const std::string& user, const std::string& group, const std::string& id,
             std::int64_t permissions = kRead) {
    add(authorization(1, user, group, id, permissions));
  }
  void revoke(const std::string& user, const std::string& group, const std::string& id) {
    add(authorization(2, user, group, id, state::kAllPermissions & ~kRead));
  }
  void everybody(const std::string& id, std::int64_t permissions) {
    add(authorization(0, "*", {}, id, permissions));
  }

  bool may_read(const std::string& id) {
    const PermissionCheck checks[] = {{Resource::kTask, "READ", id}};
    return is_authorized(store_->writer(), mary, checks);
  }
  Store& store() { return *store_; }

  Authentication mary{"mary", {"sales"}, {"one"}, false};

 private:
  std::unique_ptr<Store> store_;
};

}  // namespace

TEST_CASE("Nothing is granted at first", "[authorization]") {
  Grants grants;
  CHECK_FALSE(grants.may_read("t1"));
  CHECK_FALSE(grants.may_read(""));
}

TEST_CASE("Grants go to a user, to his groups or to everybody", "[authorization]") {
  Grants grants;
  SECTION("a user") { grants.grant("mary", {}, "t1"); }
  SECTION("a group") { grants.grant({}, "sales", "t1"); }
  SECTION("everybody") { grants.everybody("t1", kRead); }
  CHECK(grants.may_read("t1"));
  CHECK_FALSE(grants.may_read("t2"));
  CHECK_FALSE(grants.may_read(""));
}

TEST_CASE("Grants of others and of other permissions do not count", "[authorization]") {
  Grants grants;
  grants.grant("john", {}, "*");
  grants.grant({}, "management", "*");
  grants.grant("mary", {}, "*", kUpdate);
  CHECK_FALSE(grants.may_read("t1"));
}

TEST_CASE("All resources of a type", "[authorization]") {
  Grants grants;
  grants.grant({}, "sales", "*");
  CHECK(grants.may_read("t1"));
  CHECK(grants.may_read(""));
  CHECK(grants.may_read("*"));
}

TEST_CASE("The user counts before the group, the resource before all", "[authorization]") {
  Grants grants;
  SECTION("a user's revocation hides the group's grant") {
    grants.grant({}, "sales", "t1");
    grants.revoke("mary", {}, "*");
    CHECK_FALSE(grants.may_read("t1"));
  }
  SECTION("a grant of one resource stands beside a revocation of all") {
    grants.revoke("mary", {}, "*");
    grants.grant("mary", {}, "t1");
    CHECK(grants.may_read("t1"));
    CHECK_FALSE(grants.may_read("t2"));
  }
  SECTION("a revocation of one resource takes it out of all") {
    grants.everybody("*", kRead);
    grants.revoke({}, "sales", "t1");
    CHECK_FALSE(grants.may_read("t1"));
    CHECK(grants.may_read("t2"));
  }
}

TEST_CASE("The first permission that is decided counts", "[authorization]") {
  Grants grants;
  grants.revoke("mary", {}, "t1");
  AuthorizationRow on_definition = authorization(1, "mary", {}, "order", 64);  // READ_TASK
  on_definition.resource_type = static_cast<std::int64_t>(Resource::kProcessDefinition);
  grants.add(on_definition);
  const PermissionCheck checks[] = {{Resource::kTask, "READ", "t1"},
                                    {Resource::kProcessDefinition, "READ_TASK", "order"}};
  CHECK_FALSE(is_authorized(grants.store().writer(), grants.mary, checks));
  CHECK(is_authorized(grants.store().writer(), grants.mary, std::span(checks).subspan(1)));
}

TEST_CASE("Queries show what the viewer may see", "[authorization]") {
  Grants grants;
  state::ChangeList changes;
  state::TaskRow own, other, tenants;
  own.id = "t1";
  other.id = "t2";
  tenants.id = "t3";
  tenants.tenant_id = "two";
  changes.of<state::TaskRow>().inserted = {&own, &other, &tenants};
  write(grants.store(), changes);
  grants.grant("mary", {}, "t1");
  grants.grant("mary", {}, "t3");
  Query query;
  CHECK(count<state::TaskRow>(grants.store().writer(), query).value() == 3);
  query.viewer = std::make_shared<const Authentication>(grants.mary);
  const auto seen = list_ids<state::TaskRow>(grants.store().writer(), query).value();
  CHECK(seen == std::vector<std::string>{"t1"});
  SECTION("of all tenants as an administrator") {
    grants.mary.admin = true;
    query.viewer = std::make_shared<const Authentication>(grants.mary);
    CHECK(count<state::TaskRow>(grants.store().writer(), query).value() == 2);
  }
  SECTION("and of no task that is revoked") {
    grants.grant({}, "sales", "*");
    CHECK(count<state::TaskRow>(grants.store().writer(), query).value() == 2);
    grants.revoke("mary", {}, "t2");
    CHECK(count<state::TaskRow>(grants.store().writer(), query).value() == 1);
  }
}

TEST_CASE("Missing permissions are named", "[authorization]") {
  Grants grants;
  const auto user = std::make_shared<const Authentication>(grants.mary);
  command::Subject subject;
  subject.id = "t1";
  subject.definition_key = "order";
  const auto refused =
      command::authorize(grants.store().writer(), user, command::Check::kReadTask, subject);
  REQUIRE_FALSE(refused);
  CHECK(refused.error().kind == ErrorKind::kAuthorization);
  CHECK(refused.error().message ==
        "The user with id 'mary' does not have one of the following permissions: 'READ' "
        "permission on resource 't1' of type 'Task' or 'READ_TASK' permission on resource "
        "'order' of type 'ProcessDefinition'");
  subject.tenant_id = "two";
  const auto foreign =
      command::authorize(grants.store().writer(), user, command::Check::kReadTask, subject);
  REQUIRE_FALSE(foreign);
  CHECK(foreign.error().kind == ErrorKind::kProcessEngine);
  CHECK(command::authorize(grants.store().writer(), nullptr, command::Check::kAdmin, subject));
}

TEST_CASE("A user's commands run under his name", "[authorization]") {
  service::EngineOptions options;
  options.database = ":memory:";
  options.job_executor = false;
  options.authorization = true;
  auto engine = std::move(service::Engine::open(options)).value();
  const auto user = std::make_shared<const Authentication>(Authentication{"mary", {}, {}, false});
  service::UserEngine as_mary(*engine, user);
  const auto create = [](command::Context& context) {
    return command::create_group(context, {"sales", "Sales", ""});
  };
  const auto refused = as_mary.execute<void>(create);
  REQUIRE_FALSE(refused);
  CHECK(refused.error().kind == ErrorKind::kAuthorization);
  REQUIRE(engine->execute<void>(create));
  std::string name;
  REQUIRE(as_mary.execute<void>([&](command::Context& context) -> Status {
    name = context.session.user();
    return {};
  }));
  CHECK(name == "mary");
  std::int64_t groups = -1;
  as_mary.read([&](Connection& connection) {
    groups = count<state::GroupRow>(connection, Query()).value();
  });
  CHECK(groups == 0);
}
