// How batches run, whatever their type: rounds of the seed job, the monitor, failures, suspension,
// deletion, the job executor.
#include <catch2/catch.hpp>

#include "batch_support.h"

using namespace procos;
using namespace procos::test;

namespace {

BatchRow suspension_of(BatchEngine& engine, const std::vector<std::string>& ids) {
  return engine.created([&](command::Context& context) {
    return command::suspend_instances_async(context, of_ids(ids), true);
  });
}

/// One whose jobs fail: no such instance can be modified.
BatchRow failing(BatchEngine& engine) {
  engine.start_many(1);
  command::ModifyInstances request;
  request.definition_id = engine.definition.id;
  request.instance_ids = {"nobody"};
  request.instructions.emplace_back().activity_id = "a";
  return engine.created([&](command::Context& context) {
    return command::modify_instances_async(context, request);
  });
}

}  // namespace

TEST_CASE("a seed job makes its jobs in rounds, each job for several things", "[batch]") {
  BatchEngine engine;
  command::Settings settings;
  settings.batch.jobs_per_seed = 2;
  settings.batch.invocations_per_job = 3;
  settings.batch.job_priority = 9;
  engine.set_operations(settings);
  const auto ids = engine.start_many(8);
  const BatchRow batch = suspension_of(engine, ids);
  CHECK(batch.total_jobs == 3);
  engine.seed_once(batch);
  auto jobs = engine.jobs_of(batch.batch_job_definition_id);
  REQUIRE(jobs.size() == 2);
  CHECK(jobs[0].priority == 9);
  CHECK(jobs[0].batch_id == batch.id);
  CHECK(jobs[0].handler == "instance-update-suspension-state");
  CHECK(jobs[0].deployment_id == engine.definition.deployment_id);
  CHECK(jobs[0].due_date == std::nullopt);
  CHECK(engine.jobs_of(batch.monitor_job_definition_id).empty());
  engine.seed_once(batch);
  CHECK(engine.jobs_of(batch.batch_job_definition_id).size() == 3);
  CHECK(engine.jobs_of(batch.seed_job_definition_id).empty());
  engine.work(batch);
  for (const auto& instance : engine.rows<store::ProcessInstanceRow>()) CHECK(instance.suspended);
  engine.monitor(batch);
  CHECK(engine.rows<BatchRow>().empty());
}

TEST_CASE("jobs of one round belong to one deployment, unknown things to none", "[batch]") {
  BatchEngine engine;
  const auto first = engine.start_many(1);
  const std::string first_deployment = engine.definition.deployment_id;
  engine.definition = engine.deploy(process(kUserTask, "other"), "other");
  const std::string second = engine.start(engine.definition.id).instance.id;
  const BatchRow batch = suspension_of(engine, {first[0], second, "nobody"});
  std::vector<std::string> deployments;
  for (int round = 0; round < 3; ++round) {
    engine.seed_once(batch);
    const auto jobs = engine.jobs_of(batch.batch_job_definition_id);
    REQUIRE(jobs.size() == 1);
    deployments.push_back(jobs.front().deployment_id);
    REQUIRE(engine.execute(jobs.front().id).has_value());
  }
  CHECK(deployments[0] < deployments[1]);
  CHECK((deployments[0] == first_deployment || deployments[1] == first_deployment));
  CHECK(deployments[2].empty());
}

TEST_CASE("a monitor job waits while jobs are left", "[batch]") {
  BatchEngine engine;
  const auto ids = engine.start_many(1);
  const BatchRow batch = suspension_of(engine, ids);
  engine.seed(batch);
  engine.monitor(batch);
  const auto monitors = engine.jobs_of(batch.monitor_job_definition_id);
  REQUIRE(monitors.size() == 1);
  CHECK(monitors[0].due_date == kStart + 30'000);
  CHECK(engine.rows<BatchRow>().size() == 1);
}

TEST_CASE("a job that fails keeps the batch: retries, then an incident", "[batch]") {
  BatchEngine engine;
  const BatchRow batch = failing(engine);
  engine.seed(batch);
  for (int i = 0; i < 3; ++i) CHECK_FALSE(engine.execute_only(batch.batch_job_definition_id));
  const auto job = engine.jobs_of(batch.batch_job_definition_id).front();
  CHECK(job.retries == 0);
  CHECK_FALSE(job.exception_message.empty());
  const auto incident = engine.only<state::IncidentRow>();
  CHECK(incident.type == "failedJob");
  CHECK(incident.job_definition_id == batch.batch_job_definition_id);
  CHECK(incident.configuration == job.id);
  engine.monitor(batch);
  CHECK(engine.rows<BatchRow>({{"withFailures", {}}}).size() == 1);
  CHECK(engine.rows<BatchRow>({{"withoutFailures", {}}}).empty());
  CHECK_FALSE(engine.only<BatchRow>().execution_start_time.has_value());

  // Deleted with its history nothing of it is left.
  REQUIRE(engine.run([&](command::Context& context) {
    return command::delete_batch(context, batch.id, true);
  }));
  CHECK(engine.rows<state::IncidentRow>().empty());
  CHECK(engine.rows<state::HiIncidentRow>().empty());
  CHECK(engine.rows<HiBatchRow>().empty());
  CHECK(engine.rows<JobRow>().empty());
  CHECK(engine.rows<state::HiJobLogRow>({{"jobDefinitionId", {batch.batch_job_definition_id}}})
            .empty());
}

TEST_CASE("a deleted batch stays in history unless that is deleted too", "[batch]") {
  BatchEngine engine;
  const BatchRow batch = suspension_of(engine, engine.start_many(1));
  engine.seed(batch);
  REQUIRE(engine.run([&](command::Context& context) {
    return command::delete_batch(context, batch.id, false);
  }));
  CHECK(engine.rows<JobRow>().empty());
  CHECK(engine.only<HiBatchRow>().end_time == kStart);
  CHECK_FALSE(engine.only<HiBatchRow>().execution_start_time.has_value());
  CHECK(engine.rows<state::HiJobLogRow>({{"deletionLog", {}}}).size() == 2);
  REQUIRE(engine.run([&](command::Context& context) {
    return command::delete_batch_history(context, batch.id);
  }));
  CHECK(engine.rows<HiBatchRow>().empty());
  CHECK(engine.rows<state::HiJobLogRow>().empty());
  const Status again = engine.run([&](command::Context& context) {
    return command::delete_batch(context, batch.id, false);
  });
  REQUIRE_FALSE(again.has_value());
  CHECK(again.error().kind == ErrorKind::kBadUserRequest);
}

TEST_CASE("a suspended batch suspends its jobs, those to come too", "[batch]") {
  BatchEngine engine;
  const BatchRow batch = suspension_of(engine, engine.start_many(1));
  const auto suspend = [&](bool suspended) {
    REQUIRE(engine.run([&](command::Context& context) {
      return command::suspend_batch(context, batch.id, suspended);
    }));
  };
  suspend(true);
  CHECK(engine.only<BatchRow>().suspended);
  CHECK(engine.only<JobRow>().suspended);
  engine.seed(batch);  // by hand; the job executor would not take it
  for (const JobRow& job : engine.rows<JobRow>()) CHECK(job.suspended);
  suspend(false);
  for (const JobRow& job : engine.rows<JobRow>()) CHECK_FALSE(job.suspended);
  CHECK_FALSE(engine.only<BatchRow>().suspended);
}

TEST_CASE("the job executor's way through a batch, over a restart", "[batch]") {
  const std::string file = "batch_test.db";
  std::remove(file.c_str());
  {
    BatchEngine engine(file);
    const BatchRow batch = suspension_of(engine, engine.start_many(3));
    REQUIRE(engine.engine->run_due_jobs(1).value_or(0) == 1);
    engine.reopen();
    CHECK(engine.engine->run_due_jobs(100).value_or(0) >= 4);
    engine.clock.advance_ms(30'000);
    engine.engine->run_due_jobs(100);
    CHECK(engine.rows<BatchRow>().empty());
    CHECK(engine.rows<JobRow>().empty());
    for (const auto& instance : engine.rows<store::ProcessInstanceRow>()) CHECK(instance.suspended);
    CHECK(engine.only<HiBatchRow>({{"batchId", {batch.id}}}).end_time.has_value());
  }
  for (const char* end : {"", "-wal", "-shm", ".lock"}) std::remove((file + end).c_str());
}

TEST_CASE("a job of a batch may outlive the instance that it names", "[batch]") {
  BatchEngine engine;
  const auto ids = engine.start_many(1);
  const command::Variables variables{{"x", Value::integer(1), false}};
  const BatchRow batch = engine.created([&](command::Context& context) {
    return command::set_variables_async(context, of_ids(ids), variables);
  });
  engine.seed(batch);
  engine.complete_task(engine.only<state::TaskRow>().id);
  CHECK_FALSE(engine.execute_only(batch.batch_job_definition_id));
  CHECK(engine.jobs_of(batch.batch_job_definition_id).front().retries == 2);
  CHECK(engine.engine->run_due_jobs(10).has_value());
}
