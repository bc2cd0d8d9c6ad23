// The user operation log: what is written of a user who is logged in, and that nothing is without.
#include <algorithm>

#include "batch_support.h"
#include "command/identity.h"
#include "state/permissions.h"

using namespace procos;
using namespace procos::test;

namespace {

using state::HiUserOperationRow;

/// Runs a command as mary.
template <class Verb>
void as_mary(TestEngine& engine, Verb verb) {
  const Status granted = engine.run([](command::Context& context) -> Status {
    for (std::int64_t resource = 0; resource < state::kResourceCount; ++resource) {
      const std::string id = "grant-" + std::to_string(resource);
      if (context.session.get<state::AuthorizationRow>(id) != nullptr) continue;
      state::AuthorizationRow grant;
      grant.id = id;
      grant.user_id = "*";
      grant.resource_id = "*";
      grant.resource_type = resource;
      grant.permissions = state::kAllPermissions;
      context.session.insert(grant);
    }
    return {};
  });
  REQUIRE(granted);
  const Status done = engine.run([&](command::Context& context) -> Status {
    state::Authentication mary;
    mary.user_id = "mary";
    context.session.set_authentication(std::make_shared<state::Authentication>(std::move(mary)));
    return verb(context);
  });
  if (!done) FAIL(done.error().message);
}

/// "Claim Task TaskWorker assignee: -> mary", one line a row.
std::vector<std::string> log_of(TestEngine& engine) {
  std::vector<std::string> lines;
  for (const HiUserOperationRow& row : engine.rows<HiUserOperationRow>()) {
    lines.push_back(row.operation_type + " " + row.entity_type + " " + row.category + " " +
                    row.property + ": " + row.org_value + " -> " + row.new_value);
  }
  std::sort(lines.begin(), lines.end());
  return lines;
}

using Lines = std::vector<std::string>;

}  // namespace

TEST_CASE("without a user nothing is logged", "[command][operation-log]") {
  TestEngine engine;
  engine.start_new(kUserTask);
  const std::string id = engine.only<state::TaskRow>().id;
  REQUIRE(engine.run([&](command::Context& context) {
    return command::claim_task(context, id, "mary");
  }));
  CHECK(engine.rows<HiUserOperationRow>().empty());
}

TEST_CASE("an operation on a task has a row for each property that changed",
          "[command][operation-log]") {
  TestEngine engine;
  const std::string instance = engine.start_new(kUserTask);
  const std::string id = engine.only<state::TaskRow>().id;
  as_mary(engine, [&](command::Context& context) {
    return command::delegate_task(context, id, "john");
  });
  CHECK(log_of(engine) == Lines{"Delegate Task TaskWorker assignee:  -> john",
                                "Delegate Task TaskWorker delegation:  -> PENDING"});
  const auto rows = engine.rows<HiUserOperationRow>();
  CHECK(rows[0].operation_id == rows[1].operation_id);
  CHECK(rows[0].user_id == "mary");
  CHECK(rows[0].task_id == id);
  CHECK(rows[0].process_instance_id == instance);
  CHECK(rows[0].root_process_instance_id == instance);
  CHECK(rows[0].process_definition_key == "order");
  CHECK_FALSE(rows[0].deployment_id.empty());
  CHECK(rows[0].time == kStart);

  // Assigning it to whom it belongs changes nothing, so nothing is said.
  as_mary(engine, [&](command::Context& context) {
    return command::assign_task(context, id, "john");
  });
  CHECK(engine.rows<HiUserOperationRow>().size() == 2);
  as_mary(engine, [&](command::Context& context) {
    return command::complete_task(context, id, {});
  });
  CHECK(log_of(engine).front() == "Complete Task TaskWorker delete: false -> true");
}

TEST_CASE("a new task without any property leaves one row", "[command][operation-log]") {
  TestEngine engine;
  as_mary(engine, [](command::Context& context) -> Status {
    PROCOS_TRY(command::create_task(context, {}));
    return {};
  });
  CHECK(log_of(engine) == Lines{"Create Task TaskWorker :  -> "});
  state::TaskRow row;
  row.id = "own";
  row.name = "Own";
  row.priority = 7;
  as_mary(engine, [&](command::Context& context) -> Status {
    PROCOS_TRY(command::create_task(context, row));
    return {};
  });
  CHECK(engine.rows<HiUserOperationRow>({{"taskId", {"own"}}, {"property", {"priority"}}}).size() ==
        1);
}

TEST_CASE("links, comments and attachments name the operation", "[command][operation-log]") {
  TestEngine engine;
  engine.start_new(kUserTask);
  const std::string id = engine.only<state::TaskRow>().id;
  as_mary(engine, [&](command::Context& context) {
    return command::add_task_link(context, id, "", "sales", "candidate");
  });
  as_mary(engine, [&](command::Context& context) {
    return command::remove_task_link(context, id, "", "sales", "candidate");
  });
  as_mary(engine, [&](command::Context& context) -> Status {
    command::AddAttachment request;
    request.attachment.task_id = id;
    request.attachment.name = "plan";
    PROCOS_TRY(command::add_attachment(context, request));
    return {};
  });
  as_mary(engine, [&](command::Context& context) {
    return command::delete_task_comments(context, id, "");
  });
  CHECK(log_of(engine) == Lines{"AddAttachment Attachment TaskWorker name:  -> plan",
                                "AddGroupLink IdentityLink TaskWorker candidate:  -> sales",
                                "DeleteComment Comment TaskWorker comment:  -> ",
                                "DeleteGroupLink IdentityLink TaskWorker candidate:  -> sales"});
}

TEST_CASE("operations on instances, definitions and variables are an operator's",
          "[command][operation-log]") {
  TestEngine engine;
  const std::string instance = engine.start_new(kUserTask);
  const std::string definition = engine.only<state::DefinitionRow>().id;
  as_mary(engine, [&](command::Context& context) {
    command::Suspend request;
    request.value = instance;
    return command::suspend_instance(context, request);
  });
  as_mary(engine, [&](command::Context& context) {
    command::Suspend request;
    request.by = command::SuspendBy::kDefinitionId;
    request.value = definition;
    request.suspend = false;
    request.include_instances = true;
    return command::suspend_definition(context, request);
  });
  as_mary(engine, [&](command::Context& context) {
    command::ChangeVariables request;
    request.execution_id = instance;
    request.set = {{"x", Value::integer(1), false}};
    return command::change_variables(context, request);
  });
  as_mary(engine, [&](command::Context& context) {
    return command::delete_instance(context, {instance, "enough"});
  });
  CHECK(log_of(engine) ==
        Lines{"ActivateProcessDefinition ProcessDefinition Operator includeProcessInstances:  -> "
              "true",
              "ActivateProcessDefinition ProcessDefinition Operator suspensionState:  -> active",
              "Delete ProcessInstance Operator :  -> ", "SetVariable Variable Operator :  -> ",
              "Suspend ProcessInstance Operator suspensionState:  -> suspended"});
  // The update of the variable names the operation.
  const auto change = engine.only<HiUserOperationRow>({{"operationType", {"SetVariable"}}});
  CHECK(change.process_instance_id == instance);
  CHECK(engine.only<state::HiDetailRow>().user_operation_id == change.operation_id);
}

TEST_CASE("an operation on many instances is one operation", "[command][operation-log]") {
  TestEngine engine;
  const std::string instance = engine.start_new(kUserTask);
  const std::string definition = engine.only<state::DefinitionRow>().id;
  REQUIRE(engine.run([&](command::Context& context) {
    return command::delete_instance(context, {instance, "over"});
  }));
  as_mary(engine, [&](command::Context& context) {
    command::RestartInstances request;
    request.definition_id = definition;
    request.instance_ids = {instance};
    request.instructions.emplace_back();
    request.instructions.back().activity_id = "a";
    return command::restart_instances(context, request);
  });
  CHECK(log_of(engine) ==
        Lines{"Create ProcessInstance Operator :  -> ",
              "RestartProcessInstance ProcessInstance Operator async:  -> false",
              "RestartProcessInstance ProcessInstance Operator nrOfInstances:  -> 1"});
}

TEST_CASE("a remark is put on all rows of an operation, and is an operation itself",
          "[command][operation-log]") {
  TestEngine engine;
  engine.start_new(kUserTask);
  const std::string id = engine.only<state::TaskRow>().id;
  as_mary(engine, [&](command::Context& context) {
    return command::delegate_task(context, id, "john");
  });
  const std::string operation = engine.rows<HiUserOperationRow>()[0].operation_id;
  as_mary(engine, [&](command::Context& context) {
    return command::annotate_operation(context, operation, "on holiday");
  });
  for (const auto& row : engine.rows<HiUserOperationRow>({{"operationId", {operation}}})) {
    CHECK(row.annotation == "on holiday");
  }
  CHECK(engine.only<HiUserOperationRow>({{"entityType", {"OperationLog"}}}).new_value == operation);
  const Status missing = engine.run([](command::Context& context) {
    return command::annotate_operation(context, "nothing", "x");
  });
  CHECK(missing.error().kind == ErrorKind::kBadUserRequest);
}

namespace {

template <class Row>
Row with_id(const char* id) {
  Row row;
  row.id = id;
  return row;
}

}  // namespace

TEST_CASE("what is done with people is logged with their ids", "[command][operation-log]") {
  TestEngine engine;
  as_mary(engine, [](command::Context& context) -> Status {
    PROCOS_TRY(command::create_user(context, with_id<state::UserRow>("ann")));
    PROCOS_TRY(command::set_user_password(context, "ann", "hash"));
    PROCOS_TRY(command::create_group(context, with_id<state::GroupRow>("sales")));
    PROCOS_TRY(command::create_tenant(context, with_id<state::TenantRow>("one")));
    return command::update_tenant(context, "one", {.id = "one", .name = "One"});
  });
  CHECK(log_of(engine) == Lines{"Create Group Admin groupId:  -> sales",
                                "Create Tenant Admin tenantId:  -> one",
                                "Create User Admin userId:  -> ann",
                                "Update Tenant Admin tenantId:  -> one",
                                "Update User Admin userId:  -> ann"});
  CHECK(engine.rows<HiUserOperationRow>({{"entityType", {"Tenant"}}})[0].tenant_id == "one");
}

TEST_CASE("members are logged when they come and when they go", "[command][operation-log]") {
  TestEngine engine;
  REQUIRE(engine.run([](command::Context& context) -> Status {
    PROCOS_TRY(command::create_user(context, with_id<state::UserRow>("ann")));
    PROCOS_TRY(command::create_group(context, with_id<state::GroupRow>("sales")));
    return command::create_tenant(context, with_id<state::TenantRow>("one"));
  }));
  as_mary(engine, [](command::Context& context) {
    return command::create_membership(context, "ann", "sales");
  });
  as_mary(engine, [](command::Context& context) {
    return command::create_tenant_membership(context, "one", "", "sales");
  });
  for (int i = 0; i < 2; ++i) {  // the second time there is nobody left
    as_mary(engine, [](command::Context& context) {
      return command::delete_membership(context, "ann", "sales");
    });
  }
  CHECK(log_of(engine) == Lines{"Create Group membership Admin groupId:  -> sales",
                                "Create Group membership Admin userId:  -> ann",
                                "Create TenantMembership Admin groupId:  -> sales",
                                "Create TenantMembership Admin tenantId:  -> one",
                                "Delete Group membership Admin groupId:  -> sales",
                                "Delete Group membership Admin userId:  -> ann"});
}

TEST_CASE("an authorization is logged with all that it says", "[command][operation-log]") {
  TestEngine engine;
  state::AuthorizationRow row;
  row.type = 1;
  row.user_id = "ann";
  row.resource_type = static_cast<std::int64_t>(state::Resource::kProcessDefinition);
  row.resource_id = "order";
  row.permissions = 6;
  as_mary(engine, [&](command::Context& context) -> Status {
    PROCOS_ASSIGN(row, command::save_authorization(context, row));
    return {};
  });
  row.permissions = state::kAllPermissions;
  as_mary(engine, [&](command::Context& context) -> Status {
    PROCOS_TRY(command::save_authorization(context, row));
    return {};
  });
  CHECK(engine.rows<HiUserOperationRow>().size() == 12);
  const auto changed = engine.only<HiUserOperationRow>(
      {{"operationType", {"Update"}}, {"property", {"permissions"}}});
  CHECK(changed.org_value == "READ, UPDATE");
  CHECK(changed.new_value == "ALL");
}

TEST_CASE("a batch is logged when it is created and handled, not what its jobs do",
          "[command][operation-log]") {
  BatchEngine engine;
  const std::string instance = engine.start_new(kUserTask);
  BatchRow batch;
  const auto create = [&](command::Context& context) -> Status {
    const command::Variables variables{{"x", Value::integer(1), false}};
    PROCOS_ASSIGN(batch,
                  command::set_variables_async(context, {{{instance}}, {}, {}}, variables));
    return {};
  };
  as_mary(engine, create);
  CHECK(log_of(engine) == Lines{"SetVariables ProcessInstance Operator async:  -> true",
                                "SetVariables ProcessInstance Operator nrOfInstances:  -> 1",
                                "SetVariables ProcessInstance Operator nrOfVariables:  -> 1"});
  const auto execute_as_mary = [&](const std::string& job_definition_id) {
    as_mary(engine, [&](command::Context& context) {
      return command::execute_job(context, engine.jobs_of(job_definition_id).at(0).id);
    });
  };
  execute_as_mary(batch.seed_job_definition_id);
  execute_as_mary(batch.batch_job_definition_id);
  CHECK(engine.rows<state::VariableRow>({{"processInstanceIdIn", {instance}}}).size() == 1);
  CHECK(engine.rows<HiUserOperationRow>({{"operationType", {"Execute"}}}).size() == 2);
  CHECK(engine.rows<HiUserOperationRow>({{"entityType", {"Variable"}}}).empty());
  as_mary(engine, [&](command::Context& context) {
    return command::suspend_batch(context, batch.id, true);
  });
  as_mary(engine, [&](command::Context& context) {
    return command::delete_batch(context, batch.id, false);
  });
  as_mary(engine, [&](command::Context& context) {
    return command::delete_batch_history(context, batch.id);
  });
  const auto of_batch = engine.rows<HiUserOperationRow>({{"batchId", {batch.id}}});
  REQUIRE(of_batch.size() == 3);
  CHECK(of_batch[0].operation_type == "SuspendBatch");
  CHECK(of_batch[0].new_value == "suspended");
  CHECK(of_batch[1].operation_type == "Delete");
  CHECK(of_batch[1].new_value == "false");
  CHECK(of_batch[2].operation_type == "DeleteHistory");
}
