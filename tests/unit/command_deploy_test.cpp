// Deploying: versions, duplicate filtering, what starts by events, and taking deployments back.
#include "service_support.h"

using namespace procos;
using namespace procos::test;

namespace {

std::string message_start(const std::string& message_element = "") {
  return message_element +
         "<bpmn:startEvent id=\"start\"><bpmn:messageEventDefinition messageRef=\"paid\"/>"
         "</bpmn:startEvent>" +
         flow("start", "a") + "<bpmn:userTask id=\"a\"/>";
}

std::string timer_start(const std::string& cycle) {
  return "<bpmn:startEvent id=\"start\"><bpmn:timerEventDefinition>"
         "<bpmn:timeCycle xsi:type=\"bpmn:tFormalExpression\">" +
         cycle +
         "</bpmn:timeCycle>"
         "</bpmn:timerEventDefinition></bpmn:startEvent>" +
         flow("start", "a") + "<bpmn:userTask id=\"a\"/>";
}

command::Deploy request_of(const std::string& name, std::vector<command::Resource> resources) {
  command::Deploy request;
  request.name = name;
  request.resources = std::move(resources);
  return request;
}

Status remove(TestEngine& engine, const std::string& deployment_id, bool cascade) {
  command::DeleteDeployment request;
  request.id = deployment_id;
  request.cascade = cascade;
  return engine.run(
      [&](command::Context& context) { return command::delete_deployment(context, request); });
}

}  // namespace

TEST_CASE("each deployment of a key is a new version of its own tenant", "[command]") {
  TestEngine engine;
  const auto first = engine.deploy(process(kUserTask));
  CHECK(first.id.starts_with("order:1:"));
  CHECK(first.name == "The order");
  CHECK(first.resource_name == "test.bpmn");
  CHECK(engine.deploy(process(kUserTask)).version == 2);
  auto request = request_of("t", {{"a.bpmn", process(kUserTask)}});
  request.tenant_id = "red";
  const auto of_tenant = engine.try_deploy(request);
  REQUIRE(of_tenant);
  CHECK(of_tenant->definitions[0].version == 1);
  CHECK(of_tenant->definitions[0].tenant_id == "red");
}

TEST_CASE("duplicate filtering compares with the newest resource of that name", "[command]") {
  TestEngine engine;
  const std::string a = process(kUserTask, "one"), b = process(kUserTask, "two"),
                    b2 = process(kExternalTask, "two");
  auto request = request_of("shop", {{"a.bpmn", a}, {"b.bpmn", b}});
  request.filter_duplicates = true;
  const auto first = engine.try_deploy(request);
  INFO((first ? std::string() : first.error().message));
  REQUIRE(first);
  CHECK(first->definitions.size() == 2);

  const auto again = engine.try_deploy(request);
  REQUIRE(again);
  CHECK(again->deployment.id == first->deployment.id);
  CHECK(again->definitions.empty());

  engine.clock.advance_ms(1000);
  request.resources[1].bytes = b2;
  request.changed_only = true;
  const auto changed = engine.try_deploy(request);
  REQUIRE(changed);
  REQUIRE(changed->definitions.size() == 1);
  CHECK(changed->definitions[0].key == "two");
  CHECK(engine.rows<state::ResourceRow>({{"deploymentId", {changed->deployment.id}}}).size() == 1);

  engine.clock.advance_ms(1000);
  request.resources[1].bytes = b;
  request.changed_only = false;
  const auto all = engine.try_deploy(request);
  REQUIRE(all);
  CHECK(all->definitions.size() == 2);
}

TEST_CASE("a deployment is refused as a whole", "[command]") {
  TestEngine engine;
  const auto none = engine.try_deploy(request_of("n", {}));
  REQUIRE_FALSE(none);
  CHECK(none.error().kind == ErrorKind::kNotValid);
  CHECK(none.error().message == "No deployment resources contained to deploy.");

  const auto twice = engine.try_deploy(
      request_of("n", {{"a.bpmn", process(kUserTask)}, {"b.bpmn", process(kUserTask)}}));
  REQUIRE_FALSE(twice);
  CHECK(twice.error().message ==
        "The deployment contains definitions with the same key 'order' (id attribute), this is not "
        "allowed");

  const auto broken = engine.try_deploy(
      request_of("n", {{"a.bpmn", process(kUserTask)},
                       {"b.bpmn", process("<bpmn:startEvent id=\"s\"/>" + flow("s", "x"), "b")}}));
  REQUIRE_FALSE(broken);
  CHECK(broken.error().kind == ErrorKind::kParse);
  CHECK(engine.rows<state::DeploymentRow>().empty());
  CHECK(engine.rows<state::DefinitionRow>().empty());
}

TEST_CASE("only the latest version starts by its message", "[command]") {
  TestEngine engine;
  const auto first = engine.deploy(process(message_start()));
  const auto second = engine.deploy(process(message_start()));
  const auto subscription = engine.only<state::EventSubscriptionRow>();
  CHECK(subscription.process_definition_id == second.id);
  CHECK(subscription.event_name == "paid");
  CHECK(subscription.execution_id.empty());

  auto other = request_of("o", {{"o.bpmn", process(message_start(), "other")}});
  const auto refused = engine.try_deploy(other);
  REQUIRE_FALSE(refused);
  CHECK(refused.error().message ==
        "ENGINE-01011 Cannot deploy process definition 'o.bpmn': there already is a message event "
        "subscription for "
        "the message with name 'paid'.");
  other.tenant_id = "red";
  CHECK(engine.try_deploy(other));

  REQUIRE(remove(engine, second.deployment_id, false));
  const auto left = engine.rows<state::EventSubscriptionRow>({{"withoutTenantId", {}}});
  REQUIRE(left.size() == 1);
  CHECK(left[0].process_definition_id == first.id);
}

TEST_CASE("two processes of one deployment must not start by one message", "[command]") {
  TestEngine engine;
  const auto refused =
      engine.try_deploy(request_of("n", {{"a.bpmn", process(message_start(), "one")},
                                         {"b.bpmn", process(message_start(), "two")}}));
  REQUIRE_FALSE(refused);
  CHECK(refused.error().message.find("there already is a message event subscription") !=
        std::string::npos);
}

TEST_CASE("a timer start event has one job, of the latest version, and repeats", "[command]") {
  TestEngine engine;
  engine.deploy(process(timer_start("R2/PT1H")));
  const auto second = engine.deploy(process(timer_start("R2/PT1H")));
  const auto job = engine.only<state::JobRow>();
  CHECK(job.process_definition_id == second.id);
  CHECK(job.handler == "timer-start-event");
  CHECK(job.due_date == kStart + 3'600'000);
  CHECK(job.job_definition_id ==
        engine.rows<state::JobDefinitionRow>({{"processDefinitionId", {second.id}}})[0].id);
  const auto log = engine.rows<state::HiJobLogRow>({{"jobId", {job.id}}});
  REQUIRE(log.size() == 1);
  CHECK(log[0].configuration == "CYCLE: R2/PT1H");

  for (int i = 0; i < 3; ++i) {
    engine.clock.advance_ms(3'600'000);
    REQUIRE(engine.engine->run_due_jobs(10));
  }
  CHECK(engine.rows<store::ProcessInstanceRow>().size() == 2);
  CHECK(engine.rows<state::JobRow>().empty());
}

TEST_CASE("a deployment with instances goes only with cascade", "[command]") {
  TestEngine engine;
  const auto definition = engine.deploy(process(kUserTask));
  engine.start(definition.id);
  const Status refused = remove(engine, definition.deployment_id, false);
  REQUIRE_FALSE(refused);
  CHECK(refused.error().message.find(
            "can't be deleted, because there are 1 dependent process instances.") !=
        std::string::npos);
  REQUIRE(remove(engine, definition.deployment_id, true));
  CHECK(engine.rows<state::DeploymentRow>().empty());
  CHECK(engine.rows<state::ResourceRow>().empty());
  CHECK(engine.rows<state::DefinitionRow>().empty());
  CHECK(engine.rows<state::ExecutionRow>().empty());
  CHECK(engine.rows<state::TaskRow>().empty());
  CHECK(engine.rows<state::HiProcessInstanceRow>().empty());
  CHECK(engine.rows<state::HiActivityRow>().empty());
  CHECK(engine.engine->definition(definition.id) == nullptr);
  const Status gone = remove(engine, definition.deployment_id, true);
  REQUIRE_FALSE(gone);
  CHECK(gone.error().kind == ErrorKind::kNotFound);
}

TEST_CASE("suspending a definition keeps it from starting, and its instances from going on",
          "[command]") {
  TestEngine engine;
  const auto definition =
      engine.deploy(process(around("<bpmn:userTask id=\"a\" camunda:asyncAfter=\"true\"/>")));
  engine.start(definition.id);
  command::Suspend request;
  request.by = command::SuspendBy::kDefinitionKey;
  request.value = "order";
  request.include_instances = true;
  const auto suspend = [&] {
    return engine.run(
        [&](command::Context& context) { return command::suspend_definition(context, request); });
  };
  REQUIRE(suspend());
  command::StartInstance start;
  start.definition_id = definition.id;
  const auto refused = engine.run<command::Started>(
      [&](command::Context& context) { return command::start_instance(context, start); });
  REQUIRE_FALSE(refused);
  CHECK(refused.error().kind == ErrorKind::kSuspended);
  CHECK(refused.error().message ==
        "ENGINE-03043 Process Definition with id '" + definition.id + "' is suspended.");
  const auto task = engine.only<state::TaskRow>();
  CHECK(task.suspended);
  const Status stuck = engine.run(
      [&](command::Context& context) { return command::complete_task(context, task.id, {}); });
  REQUIRE_FALSE(stuck);
  CHECK(stuck.error().kind == ErrorKind::kSuspended);
  CHECK(engine.only<state::HiProcessInstanceRow>().state == "SUSPENDED");
  CHECK(engine.only<state::JobDefinitionRow>().suspended);

  request.suspend = false;
  REQUIRE(suspend());
  engine.start(definition.id);
  engine.complete_task(task.id);
  CHECK(*engine.engine->run_due_jobs(10) == 1);
}

TEST_CASE("a definition is suspended at a date by a job, which outlives it", "[command]") {
  TestEngine engine;
  const auto definition = engine.deploy(process(around("<bpmn:userTask id=\"a\"/>")));
  command::Suspend request;
  request.by = command::SuspendBy::kDefinitionId;
  request.value = definition.id;
  request.at = engine.clock.now_ms() + 60'000;
  REQUIRE(engine.run(
      [&](command::Context& context) { return command::suspend_definition(context, request); }));
  CHECK_FALSE(engine.only<state::DefinitionRow>().suspended);
  const auto job = engine.only<state::JobRow>();
  CHECK(job.handler == "suspend-processdefinition");
  CHECK(job.due_date == request.at);
  CHECK(job.deployment_id == definition.deployment_id);
  CHECK(job.process_definition_id.empty());
  REQUIRE(engine.run(
      [&](command::Context& context) { return command::execute_job(context, job.id); }));
  CHECK(engine.only<state::DefinitionRow>().suspended);
  CHECK(engine.rows<state::JobRow>().empty());
}
