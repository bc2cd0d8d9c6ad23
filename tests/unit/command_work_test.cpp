// External tasks, jobs, incidents and user tasks through the API.
#include <filesystem>

#include "base/ids.h"
#include "service_support.h"

using namespace procos;
using namespace procos::test;

namespace {

Status fail_task(TestEngine& engine, const std::string& id, std::int64_t retries,
                 const std::string& worker = "w", std::int64_t retry_after = 0) {
  command::ExternalTaskFailure failure;
  failure.id = id;
  failure.worker_id = worker;
  failure.error_message = "no ink";
  failure.error_details = "the printer is empty";
  failure.retries = retries;
  failure.retry_timeout_ms = retry_after;
  return engine.run(
      [&](command::Context& context) { return command::fail_external_task(context, failure); });
}

Status complete(TestEngine& engine, const std::string& id, const std::string& worker = "w",
                command::Variables variables = {}) {
  return engine.run([&](command::Context& context) {
    return command::complete_external_task(context, id, worker, variables, {});
  });
}

/// A job that always fails, and a called process around it when asked for.
const std::string kFailing = around(
    "<bpmn:serviceTask id=\"a\" camunda:asyncBefore=\"true\" "
    "camunda:expression=\"${nothing.here}\"/>");

}  // namespace

TEST_CASE("external tasks are locked for one worker and come back when the lock expires",
          "[command]") {
  TestEngine engine;
  engine.start_new(kExternalTask, {{"x", Value::integer(1), false}});
  const auto fetched = engine.fetch();
  REQUIRE(fetched.size() == 1);
  CHECK(fetched[0].task.worker_id == "w");
  CHECK(fetched[0].task.lock_expiration == kStart + 10'000);
  REQUIRE(fetched[0].variables.size() == 1);
  CHECK(fetched[0].variables[0].first == "x");
  CHECK(engine.fetch("work", "other").empty());
  CHECK(engine.fetch("elsewhere").empty());
  engine.clock.advance_ms(10'001);
  CHECK(engine.fetch("work", "other").size() == 1);

  const std::string id = fetched[0].task.id;
  CHECK(complete(engine, id).error().message ==
        "External Task " + id +
            " cannot be completed by worker 'w'. It is locked by worker 'other'.");
  CHECK(complete(engine, "nothing").error().message ==
        "Cannot find external task with id nothing: externalTask is null");
  CHECK(complete(engine, id, "other", {{"y", Value::integer(2), false}}));
  CHECK(engine.rows<store::ProcessInstanceRow>().empty());
  const auto log = engine.rows<state::HiExternalTaskLogRow>();
  REQUIRE(log.size() == 2);
  CHECK(log[0].state == 0);
  CHECK(log[1].state == 2);
}

TEST_CASE("a failed external task waits, and without retries becomes an incident", "[command]") {
  TestEngine engine;
  engine.start_new(kExternalTask);
  const std::string id = engine.fetch()[0].task.id;
  REQUIRE(fail_task(engine, id, 1, "w", 5000));
  CHECK(engine.fetch().empty());
  engine.clock.advance_ms(5001);
  REQUIRE(engine.fetch().size() == 1);
  REQUIRE(fail_task(engine, id, 0));
  const auto incident = engine.only<state::IncidentRow>();
  CHECK(incident.type == "failedExternalTask");
  CHECK(incident.message == "no ink");
  CHECK(incident.configuration == id);
  CHECK(incident.activity_id == "a");
  const auto task = engine.only<state::ExternalTaskRow>();
  CHECK(task.error_details == "the printer is empty");
  CHECK(task.retries == 0);
  engine.clock.advance_ms(60'000);
  CHECK(engine.fetch().empty());

  REQUIRE(engine.run([&](command::Context& context) {
    return command::set_external_task_retries(context, {id}, 2);
  }));
  CHECK(engine.rows<state::IncidentRow>().empty());
  const auto history = engine.only<state::HiIncidentRow>();
  CHECK(history.state == 1);
  CHECK(history.history_configuration == task.last_failure_log_id);
  CHECK(engine.fetch().size() == 1);
}

TEST_CASE("error event definitions of an external task turn answers into BPMN errors",
          "[command]") {
  TestEngine engine;
  engine.start_new(around("<bpmn:serviceTask id=\"a\" camunda:type=\"external\" "
                          "camunda:topic=\"work\"><bpmn:extensionElements>"
                          "<camunda:errorEventDefinition errorRef=\"broken\" "
                          "expression=\"${externalTask.errorMessage == 'no ink'}\"/>"
                          "</bpmn:extensionElements></bpmn:serviceTask>") +
                   "<bpmn:boundaryEvent id=\"caught\" "
                   "attachedToRef=\"a\"><bpmn:errorEventDefinition errorRef=\"broken\"/>"
                   "</bpmn:boundaryEvent>" +
                   flow("caught", "b") + "<bpmn:userTask id=\"b\"/>");
  REQUIRE(fail_task(engine, engine.fetch()[0].task.id, 3));
  CHECK(engine.only<state::TaskRow>().task_definition_key == "b");
  CHECK(engine.rows<state::ExternalTaskRow>().empty());
}

TEST_CASE("locks are extended, given up and taken by name", "[command]") {
  TestEngine engine;
  engine.start_new(kExternalTask);
  const std::string id = engine.fetch()[0].task.id;
  const auto extend = [&](const std::string& worker, std::int64_t by) {
    return engine.run([&](command::Context& context) {
      return command::extend_external_task_lock(context, id, worker, by);
    });
  };
  CHECK(extend("w", 0).error().message == "lockTime is not greater than 0");
  CHECK(extend("other", 10).error().message ==
        "The lock of the External Task " + id +
            " cannot be extended by worker 'other''. It is locked by worker 'w'.");
  REQUIRE(extend("w", 20'000));
  CHECK(engine.only<state::ExternalTaskRow>().lock_expiration == kStart + 20'000);
  const auto lock = [&](const std::string& worker) {
    return engine.run([&](command::Context& context) {
      return command::lock_external_task(context, id, worker, 1000);
    });
  };
  CHECK(lock("other").error().message ==
        "External Task " + id + " cannot be locked by worker 'other'. It is locked by worker 'w'.");
  REQUIRE(engine.run(
      [&](command::Context& context) { return command::unlock_external_task(context, id); }));
  CHECK(lock("other"));
}

TEST_CASE("a failing job counts its retries down and ends as an incident", "[command]") {
  TestEngine engine;
  engine.start_new(kFailing);
  const auto job = engine.only<state::JobRow>();
  CHECK(job.handler == "async-continuation");
  CHECK(job.retries == 3);
  REQUIRE(*engine.engine->run_due_jobs(1) == 1);
  CHECK(engine.only<state::JobRow>().retries == 2);
  CHECK(engine.only<state::JobRow>().lock_owner.empty());
  REQUIRE(*engine.engine->run_due_jobs(10) == 2);
  const auto dead = engine.only<state::JobRow>();
  CHECK(dead.retries == 0);
  CHECK(dead.failed_activity_id == "a");
  CHECK(dead.exception_message.find("nothing") != std::string::npos);
  const auto incident = engine.only<state::IncidentRow>();
  CHECK(incident.type == "failedJob");
  CHECK(incident.configuration == job.id);
  CHECK(incident.message == dead.exception_message);
  CHECK(*engine.engine->run_due_jobs(10) == 0);

  REQUIRE(engine.run([&](command::Context& context) {
    return command::set_job_retries(context, {job.id}, 1, std::nullopt);
  }));
  CHECK(engine.rows<state::IncidentRow>().empty());
  const auto log = engine.rows<state::HiJobLogRow>({{"jobId", {job.id}}});
  REQUIRE(log.size() == 4);
  CHECK(log[0].state == 0);
  CHECK(log[1].state == 1);
  CHECK(log[1].retries == 3);
  CHECK(log[3].retries == 1);
}

TEST_CASE("a failed job names the activity that failed, not the one it began with", "[command]") {
  TestEngine engine;
  engine.start_new(around("<bpmn:task id=\"a\" camunda:asyncBefore=\"true\"/>") + flow("a", "b") +
                   "<bpmn:serviceTask id=\"b\" camunda:expression=\"${nothing.here}\"/>");
  REQUIRE(*engine.engine->run_due_jobs(3) == 3);
  CHECK(engine.only<state::JobRow>().activity_id == "a");
  CHECK(engine.only<state::JobRow>().failed_activity_id == "b");
  CHECK(engine.only<state::IncidentRow>().failed_activity_id == "b");
}

TEST_CASE("a retry cycle sets retries and due dates", "[command]") {
  TestEngine engine;
  engine.start_new(
      around("<bpmn:serviceTask id=\"a\" camunda:asyncBefore=\"true\" "
             "camunda:expression=\"${nothing.here}\">"
             "<bpmn:extensionElements><camunda:failedJobRetryTimeCycle>PT1M,PT5M"
             "</camunda:failedJobRetryTimeCycle></bpmn:extensionElements></bpmn:serviceTask>"));
  REQUIRE(*engine.engine->run_due_jobs(10) == 1);
  CHECK(engine.only<state::JobRow>().retries == 2);
  CHECK(engine.only<state::JobRow>().due_date == kStart + 60'000);
  engine.clock.advance_ms(60'000);
  REQUIRE(*engine.engine->run_due_jobs(10) == 1);
  CHECK(engine.only<state::JobRow>().due_date == kStart + 60'000 + 300'000);
}

TEST_CASE("an incident shows in every calling instance and goes with its cause", "[command]") {
  TestEngine engine;
  engine.deploy(process(kFailing, "inner"), "inner");
  engine.deploy(process(around("<bpmn:callActivity id=\"a\" calledElement=\"inner\"/>"), "middle"),
                "middle");
  const std::string outer =
      engine
          .deploy(
              process(around("<bpmn:callActivity id=\"a\" calledElement=\"middle\"/>"), "outer"),
              "outer")
          .id;
  engine.start(outer);
  REQUIRE(*engine.engine->run_due_jobs(10) == 3);
  const auto incidents = engine.rows<state::IncidentRow>();
  REQUIRE(incidents.size() == 3);
  const std::string job = engine.only<state::JobRow>().id;
  std::string root;
  for (const auto& incident : incidents) {
    if (incident.configuration == job) root = incident.id;
  }
  REQUIRE_FALSE(root.empty());
  int caused = 0;
  for (const auto& incident : incidents)
    caused += incident.id != root && incident.root_cause_incident_id == root;
  CHECK(caused == 2);
  REQUIRE(engine.run([&](command::Context& context) {
    return command::set_job_retries(context, {job}, 1, std::nullopt);
  }));
  CHECK(engine.rows<state::IncidentRow>().empty());
}

TEST_CASE("exclusive jobs of one instance form one group", "[command]") {
  TestEngine engine;
  const std::string forks = "<bpmn:startEvent id=\"start\"/>" + flow("start", "fork") +
                            "<bpmn:parallelGateway id=\"fork\"/>" + flow("fork", "a") +
                            flow("fork", "b") +
                            "<bpmn:task id=\"a\" camunda:asyncBefore=\"true\"/>" +
                            "<bpmn:task id=\"b\" camunda:asyncBefore=\"true\"/>";
  const std::string definition = engine.deploy(process(forks)).id;
  engine.start(definition);
  engine.start(definition);
  const auto acquire = [&] {
    return *engine.run<std::vector<std::vector<std::string>>>(
        [&](command::Context& context) { return command::acquire_jobs(context, "me", 1000, 10); });
  };
  const auto groups = acquire();
  REQUIRE(groups.size() == 2);
  CHECK(groups[0].size() == 2);
  CHECK(groups[1].size() == 2);
  CHECK(acquire().empty());
  engine.clock.advance_ms(1001);
  CHECK(acquire().size() == 2);
}

TEST_CASE("locks of an engine that is gone do not keep jobs waiting", "[command]") {
  const std::string path = "/tmp/procos-locks-" + new_id() + ".db";
  {
    TestEngine engine(path);
    engine.start_new(around("<bpmn:task id=\"a\" camunda:asyncBefore=\"true\"/>"));
    REQUIRE(engine.run<std::vector<std::vector<std::string>>>([&](command::Context& context) {
      return command::acquire_jobs(context, "gone", 300'000, 10);
    }));
    CHECK(*engine.engine->run_due_jobs(10) == 0);
    engine.reopen();
    CHECK(*engine.engine->run_due_jobs(10) == 1);
    CHECK(engine.rows<store::ProcessInstanceRow>().empty());
  }
  for (const char* suffix : {"", "-wal", "-shm", ".lock"}) std::filesystem::remove(path + suffix);
}

TEST_CASE("a due date moved with cascade moves the repetitions too", "[command]") {
  TestEngine engine;
  engine.deploy(
      process("<bpmn:startEvent id=\"start\"><bpmn:timerEventDefinition>"
              "<bpmn:timeCycle xsi:type=\"bpmn:tFormalExpression\">R3/PT1H</bpmn:timeCycle>"
              "</bpmn:timerEventDefinition></bpmn:startEvent>" +
              flow("start", "a") + "<bpmn:userTask id=\"a\"/>"));
  const std::string id = engine.only<state::JobRow>().id;
  const TimeMs hour = 3'600'000, ten = 600'000;
  REQUIRE(engine.run([&](command::Context& context) {
    return command::set_job_due_date(context, id, kStart + hour + ten, true);
  }));
  engine.clock.advance_ms(hour + ten);
  REQUIRE(*engine.engine->run_due_jobs(10) == 1);
  CHECK(engine.only<state::JobRow>().due_date == kStart + 2 * hour + ten);
  const std::string follow_up = engine.only<state::JobRow>().id;
  REQUIRE(engine.run([&](command::Context& context) {
    return command::recalculate_job_due_date(context, follow_up, false);
  }));
  CHECK(engine.only<state::JobRow>().due_date == kStart + 2 * hour + ten);
}

TEST_CASE("tasks are claimed once, delegated and resolved", "[command]") {
  TestEngine engine;
  engine.start_new(kUserTask);
  const std::string id = engine.only<state::TaskRow>().id;
  const auto claim = [&](const std::string& user) {
    return engine.run(
        [&](command::Context& context) { return command::claim_task(context, id, user); });
  };
  REQUIRE(claim("ann"));
  CHECK(claim("ann"));
  CHECK(claim("bob").error().message == "Task '" + id + "' is already claimed by someone else.");
  REQUIRE(engine.run(
      [&](command::Context& context) { return command::delegate_task(context, id, "bob"); }));
  auto task = engine.only<state::TaskRow>();
  CHECK(task.owner == "ann");
  CHECK(task.assignee == "bob");
  CHECK(task.delegation_state == "PENDING");
  // Submitting the form of a delegated task gives it back instead of completing it.
  REQUIRE(engine.run(
      [&](command::Context& context) { return command::submit_task_form(context, id, {}); }));
  task = engine.only<state::TaskRow>();
  CHECK(task.assignee == "ann");
  CHECK(task.delegation_state == "RESOLVED");
  REQUIRE(
      engine.run([&](command::Context& context) { return command::unclaim_task(context, id); }));
  CHECK(engine.only<state::TaskRow>().assignee.empty());
  CHECK(engine
            .run([&](command::Context& context) {
              return command::claim_task(context, "none", "ann");
            })
            .error()
            .message == "Cannot find task with id none: task is null");
  CHECK(engine.run([&](command::Context& context) { return command::delete_task(context, id); })
            .error()
            .message == "The task cannot be deleted because is part of a running process");
}

TEST_CASE("standalone tasks live without a process", "[command]") {
  TestEngine engine;
  state::TaskRow row;
  row.id = "mine";
  row.name = "Water the plants";
  const auto created = engine.run<std::string>(
      [&](command::Context& context) { return command::create_task(context, row); });
  REQUIRE(created);
  CHECK(*created == "mine");
  REQUIRE(engine.run([&](command::Context& context) {
    return command::change_task_variables(context, "mine", {{"cans", Value::integer(2), false}}, {},
                                          true);
  }));
  CHECK(engine.only<state::VariableRow>().task_id == "mine");
  REQUIRE(engine.run([&](command::Context& context) {
    return command::add_task_link(context, "mine", "ann", "", "candidate");
  }));
  CHECK(engine.only<state::IdentityLinkRow>().user_id == "ann");
  engine.complete_task("mine");
  CHECK(engine.rows<state::TaskRow>().empty());
  CHECK(engine.rows<state::VariableRow>().empty());
  CHECK(engine.rows<state::IdentityLinkRow>().empty());
  CHECK(engine.only<state::HiTaskRow>().delete_reason == "completed");
}

TEST_CASE("deleting a called instance cancels its caller's activity", "[command]") {
  TestEngine engine;
  engine.deploy(process(kUserTask, "inner"), "inner");
  const std::string outer =
      engine
          .deploy(process(around("<bpmn:callActivity id=\"a\" calledElement=\"inner\"/>"), "outer"),
                  "outer")
          .id;
  engine.start(outer);
  std::string inner;
  for (const auto& row : engine.rows<store::ProcessInstanceRow>()) {
    if (row.process_definition_key == "inner") inner = row.id;
  }
  command::DeleteInstance request;
  request.id = inner;
  request.reason = "enough";
  REQUIRE(engine.run(
      [&](command::Context& context) { return command::delete_instance(context, request); }));
  CHECK(engine.rows<state::ExecutionRow>().empty());
  for (const auto& row : engine.rows<state::HiProcessInstanceRow>()) {
    CHECK(row.state == "EXTERNALLY_TERMINATED");
    CHECK(row.delete_reason == "enough");
  }
  CHECK(engine
            .run([&](command::Context& context) {
              return command::delete_instance(context, request);
            })
            .error()
            .message ==
        "No process instance found for id '" + inner + "': processInstance is null");
}
