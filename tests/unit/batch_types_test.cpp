// Each of the 14 types of batch goes its way: created, seeded, executed, ended by its monitor.
#include <catch2/catch.hpp>

#include "base/local_time.h"
#include "batch_support.h"

using namespace procos;
using namespace procos::test;

namespace {

const std::string kNobody = "00000000-0000-0000-0000-000000000000";

command::Instruction start_before(const std::string& activity_id) {
  command::Instruction instruction;
  instruction.activity_id = activity_id;
  return instruction;
}

}  // namespace

TEST_CASE("a batch deletes process instances", "[batch]") {
  BatchEngine engine;
  auto ids = engine.start_many(2);
  ids.push_back(kNobody);  // Camunda takes what it does not know into the batch, too
  command::DeleteInstance how;
  how.reason = "by batch";
  const BatchRow batch = engine.created([&](command::Context& context) {
    return command::delete_instances_async(context, of_ids(ids), how);
  });
  CHECK(batch.type == "instance-deletion");
  CHECK(batch.total_jobs == 3);
  CHECK(batch.jobs_created == 0);
  engine.complete(batch);
  CHECK_FALSE(engine.runs(ids[0]));
  CHECK(engine.only<state::HiProcessInstanceRow>({{"processInstanceId", {ids[1]}}}).delete_reason ==
        "by batch");
  const auto nothing = engine.create([&](command::Context& context) {
    return command::delete_instances_async(context, of_ids({}), how);
  });
  REQUIRE_FALSE(nothing.has_value());
  CHECK(nothing.error().kind == ErrorKind::kBadUserRequest);
}

TEST_CASE("a batch deletes the history of process instances", "[batch]") {
  BatchEngine engine;
  const auto ids = engine.start_many(1);
  engine.complete_task(engine.only<state::TaskRow>().id);
  const BatchRow batch = engine.created([&](command::Context& context) {
    return command::delete_history_async(context, {ids, std::nullopt}, {});
  });
  CHECK(batch.type == "historic-instance-deletion");
  engine.complete(batch);
  CHECK(engine.rows<state::HiProcessInstanceRow>().empty());
  CHECK(engine.rows<state::HiActivityRow>().empty());
}

TEST_CASE("a batch over decision instances may be one over none", "[batch]") {
  BatchEngine engine;
  const BatchRow batch = engine.created([](command::Context& context) {
    return command::delete_decision_history_async(context, {{{kNobody}}, std::nullopt}, {});
  });
  CHECK(batch.type == "historic-decision-instance-deletion");
  engine.complete(batch);
  command::RemovalTime cleared;
  cleared.mode = command::RemovalTime::Mode::kCleared;
  const auto refused = engine.create([&](command::Context& context) {
    return command::set_decision_removal_time_async(context, {{{kNobody}}, std::nullopt}, cleared);
  });
  REQUIRE_FALSE(refused.has_value());
  CHECK(refused.error().message == "historicDecisionInstances is empty");
}

TEST_CASE("a batch sets the retries of jobs, named or of process instances", "[batch]") {
  BatchEngine engine;
  const auto ids =
      engine.start_many(2, around("<bpmn:userTask id=\"a\" camunda:asyncBefore=\"true\"/>"));
  std::vector<std::string> job_ids;
  for (const JobRow& job : engine.rows<JobRow>()) job_ids.push_back(job.id);
  REQUIRE(job_ids.size() == 2);
  command::JobRetries how;
  how.retries = 7;
  how.due_date = kStart + 1000;
  const BatchRow named = engine.created([&](command::Context& context) {
    return command::set_job_retries_async(context, job_ids, std::nullopt, how);
  });
  CHECK(named.type == "set-job-retries");
  CHECK(named.total_jobs == 2);
  engine.complete(named);
  for (const JobRow& job : engine.rows<JobRow>()) {
    CHECK(job.retries == 7);
    CHECK(job.due_date == kStart + 1000);
  }
  how.retries = 4;
  how.due_date.reset();
  const BatchRow of_instance = engine.created([&](command::Context& context) {
    return command::set_job_retries_async(context, of_ids({ids[0]}), how);
  });
  CHECK(of_instance.total_jobs == 1);
  engine.complete(of_instance);
  const auto job = engine.only<JobRow>({{"processInstanceId", {ids[0]}}});
  CHECK(job.retries == 4);
  CHECK(job.due_date == kStart + 1000);  // not asked for: stays
}

TEST_CASE("a batch sets the retries of external tasks", "[batch]") {
  BatchEngine engine;
  const auto ids = engine.start_many(2, kExternalTask);
  command::ExternalTaskSelection selection;
  selection.instances = of_ids(ids);
  const BatchRow batch = engine.created([&](command::Context& context) {
    return command::set_external_task_retries_async(context, selection, 5);
  });
  CHECK(batch.type == "set-external-task-retries");
  CHECK(batch.total_jobs == 2);
  engine.complete(batch);
  for (const auto& task : engine.rows<state::ExternalTaskRow>()) CHECK(task.retries == 5);
}

TEST_CASE("a batch suspends process instances", "[batch]") {
  BatchEngine engine;
  const auto ids = engine.start_many(1);
  const BatchRow batch = engine.created([&](command::Context& context) {
    return command::suspend_instances_async(context, of_ids(ids), true);
  });
  CHECK(batch.type == "instance-update-suspension-state");
  engine.complete(batch);
  CHECK(engine.only<store::ProcessInstanceRow>().suspended);
}

TEST_CASE("a batch migrates process instances and sets the plan's variables", "[batch]") {
  BatchEngine engine;
  const auto ids = engine.start_many(1);
  const auto target = engine.deploy(process(kUserTask), "second");
  command::ExecuteMigration request;
  request.plan.source_definition_id = engine.definition.id;
  request.plan.target_definition_id = target.id;
  request.plan.instructions = {{"a", "a", false}};
  request.plan.variables = {{"moved", Value::boolean(true), false}};
  request.instance_ids = ids;
  const BatchRow batch = engine.created([&](command::Context& context) {
    return command::migrate_async(context, request);
  });
  CHECK(batch.type == "instance-migration");
  CHECK(engine.only<state::VariableRow>({{"batchIdIn", {batch.id}}}).name == "moved");
  engine.complete(batch);
  CHECK(engine.only<store::ProcessInstanceRow>().process_definition_id == target.id);
  CHECK(engine.only<state::VariableRow>().name == "moved");
}

TEST_CASE("a batch modifies process instances", "[batch]") {
  BatchEngine engine;
  const auto ids = engine.start_many(1);
  command::ModifyInstances request;
  request.definition_id = engine.definition.id;
  request.instance_ids = ids;
  request.instructions = {start_before("a")};
  const BatchRow batch = engine.created([&](command::Context& context) {
    return command::modify_instances_async(context, request);
  });
  CHECK(batch.type == "instance-modification");
  engine.complete(batch);
  CHECK(engine.rows<state::TaskRow>().size() == 2);
  command::ModifyInstance one;
  one.id = ids[0];
  one.instructions = {start_before("a")};
  engine.complete(engine.created([&](command::Context& context) {
    return command::modify_instance_async(context, one);
  }));
  CHECK(engine.rows<state::TaskRow>().size() == 3);
}

TEST_CASE("a batch restarts process instances", "[batch]") {
  BatchEngine engine;
  const auto ids = engine.start_many(1);
  engine.complete_task(engine.only<state::TaskRow>().id);
  command::RestartInstances request;
  request.definition_id = engine.definition.id;
  request.instance_ids = ids;
  request.instructions = {start_before("a")};
  const BatchRow batch = engine.created([&](command::Context& context) {
    return command::restart_instances_async(context, request);
  });
  CHECK(batch.type == "instance-restart");
  engine.complete(batch);
  const auto again = engine.only<store::ProcessInstanceRow>();
  CHECK(engine.only<state::HiProcessInstanceRow>({{"processInstanceId", {again.id}}})
            .restarted_process_instance_id == ids[0]);
}

TEST_CASE("a batch correlates a message with each process instance", "[batch]") {
  BatchEngine engine;
  const auto ids =
      engine.start_many(2, around("<bpmn:receiveTask id=\"a\" messageRef=\"paid\"/>"));
  const command::Variables variables{{"amount", Value::integer(3), false}};
  const BatchRow batch = engine.created([&](command::Context& context) {
    return command::correlate_message_async(context, of_ids(ids), "paid", variables);
  });
  CHECK(batch.type == "correlate-message");
  engine.seed(batch);
  const auto jobs = engine.jobs_of(batch.batch_job_definition_id);
  REQUIRE(jobs.size() == 2);
  // A job names its instance, and does not belong to it.
  CHECK((jobs[0].process_instance_id == ids[0] || jobs[0].process_instance_id == ids[1]));
  CHECK(jobs[0].execution_id.empty());
  engine.work(batch);
  engine.monitor(batch);
  CHECK_FALSE(engine.runs(ids[0]));
  CHECK_FALSE(engine.runs(ids[1]));
  CHECK(engine.rows<state::HiVariableRow>({{"variableName", {"amount"}}}).size() == 2);
  CHECK(engine.rows<BatchRow>().empty());
}

TEST_CASE("a batch sets variables of running process instances only", "[batch]") {
  BatchEngine engine;
  const auto ids = engine.start_many(1);
  const command::Variables variables{{"x", Value::string("y"), false}};
  const BatchRow batch = engine.created([&](command::Context& context) {
    return command::set_variables_async(context, of_ids({ids[0], kNobody}), variables);
  });
  CHECK(batch.type == "set-variables");
  CHECK(batch.total_jobs == 1);
  engine.complete(batch);
  CHECK(engine.only<state::VariableRow>().process_instance_id == ids[0]);
}

TEST_CASE("a batch sets the removal time of process instances", "[batch]") {
  BatchEngine engine;
  using Mode = command::RemovalTime::Mode;
  engine.definition =
      engine.deploy(process(kUserTask, "order", "camunda:historyTimeToLive=\"5\""));
  const std::string id = engine.start(engine.definition.id).instance.id;
  engine.complete_task(engine.only<state::TaskRow>().id);
  const auto set = [&](Mode mode, state::OptTime time) {
    command::RemovalTime how;
    how.mode = mode;
    how.time = time;
    const BatchRow batch = engine.created([&](command::Context& context) {
      return command::set_process_removal_time_async(context, {{{id}}, std::nullopt}, how);
    });
    CHECK(batch.type == "process-set-removal-time");
    engine.complete(batch);
    return engine.only<state::HiProcessInstanceRow>().removal_time;
  };
  const auto at_end = engine.only<state::HiProcessInstanceRow>().removal_time;
  CHECK(at_end == days_after(kStart, 5));
  CHECK(set(Mode::kAbsolute, kStart + 5000) == kStart + 5000);
  CHECK(set(Mode::kCleared, std::nullopt) == std::nullopt);
  CHECK(set(Mode::kCalculated, std::nullopt) == at_end);
}

TEST_CASE("a batch sets the removal time of batches", "[batch]") {
  BatchEngine engine;
  command::Settings settings;
  settings.batch.history_time_to_live = 3;
  engine.set_operations(settings);
  const auto ids = engine.start_many(1);
  const BatchRow done = engine.created([&](command::Context& context) {
    return command::suspend_instances_async(context, of_ids(ids), true);
  });
  engine.complete(done);
  CHECK(engine.only<HiBatchRow>().removal_time == days_after(kStart, 3));
  command::RemovalTime how;
  how.mode = command::RemovalTime::Mode::kAbsolute;
  how.time = kStart + 7000;
  const BatchRow batch = engine.created([&](command::Context& context) {
    return command::set_batch_removal_time_async(context, {{{done.id}}, std::nullopt}, how);
  });
  CHECK(batch.type == "batch-set-removal-time");
  engine.complete(batch);
  CHECK(engine.only<HiBatchRow>({{"batchId", {done.id}}}).removal_time == kStart + 7000);
  // The log of its jobs is removed with it.
  for (const auto& log : engine.rows<state::HiJobLogRow>({{"jobDefinitionId",
                                                           {done.seed_job_definition_id}}})) {
    CHECK(log.removal_time == kStart + 7000);
    CHECK(log.batch_id == done.id);
  }
}

namespace {

/// A decision that was evaluated with another one that it requires.
void evaluate_two(BatchEngine& engine) {
  const Status evaluated = engine.run([](command::Context& context) -> Status {
    state::DeploymentRow deployment;
    deployment.id = "d";
    context.session.insert(deployment);
    state::DecisionDefinitionRow decision;
    decision.id = "rate:1";
    decision.key = "rate";
    decision.deployment_id = deployment.id;
    decision.history_time_to_live = 3;
    context.session.insert(decision);
    for (const char* id : {"root", "required", "other"}) {
      state::HiDecisionInstanceRow row;
      row.id = id;
      row.decision_definition_id = decision.id;
      row.decision_definition_key = decision.key;
      row.evaluation_time = kStart;
      if (row.id == "required") row.root_decision_instance_id = "root";
      context.session.insert(row);
    }
    return {};
  });
  INFO((evaluated ? std::string() : evaluated.error().message));
  REQUIRE(evaluated);
}

std::vector<std::string> kept_evaluations(BatchEngine& engine) {
  std::vector<std::string> ids;
  for (const auto& row : engine.rows<state::HiDecisionInstanceRow>()) ids.push_back(row.id);
  std::sort(ids.begin(), ids.end());
  return ids;
}

}  // namespace

TEST_CASE("a batch deletes evaluations of decisions", "[batch]") {
  BatchEngine engine;
  evaluate_two(engine);
  const BatchRow batch = engine.created([](command::Context& context) {
    store::Query query;
    query.filters = {{"rootDecisionInstancesOnly", {}}};
    return command::delete_decision_history_async(context, {{{"required"}}, query}, "old");
  });
  CHECK(batch.total_jobs == 3);
  engine.complete(batch);
  CHECK(kept_evaluations(engine).empty());
}

TEST_CASE("a batch sets the removal time of evaluations, of those below their root as well",
          "[batch]") {
  BatchEngine engine;
  evaluate_two(engine);
  const bool hierarchical = GENERATE(false, true);
  const BatchRow batch = engine.created([&](command::Context& context) {
    command::RemovalTime how;
    how.mode = command::RemovalTime::Mode::kCalculated;
    how.hierarchical = hierarchical;
    return command::set_decision_removal_time_async(context, {{{"required", "none"}}, {}}, how);
  });
  CHECK(batch.total_jobs == 1);
  engine.complete(batch);
  for (const auto& row : engine.rows<state::HiDecisionInstanceRow>()) {
    const bool meant = row.id == "required" || (hierarchical && row.id == "root");
    CHECK(row.removal_time == (meant ? state::OptTime(days_after(kStart, 3)) : std::nullopt));
  }
}
