// What the tests of batches share: an engine whose batches are gone through job by job.
#pragma once

#include "command/batch/batch.h"
#include "command/batch/requests.h"
#include "service_support.h"

namespace procos::test {

using state::BatchRow;
using state::HiBatchRow;
using state::JobRow;

class BatchEngine : public TestEngine {
 public:
  using TestEngine::TestEngine;

  Result<BatchRow> create(std::function<Result<BatchRow>(command::Context&)> verb) {
    return run<BatchRow>(std::move(verb));
  }
  BatchRow created(std::function<Result<BatchRow>(command::Context&)> verb) {
    auto batch = create(std::move(verb));
    if (!batch) FAIL(batch.error().message);
    return *batch;
  }

  void move_to(TimeMs time) { clock.advance_ms(time - clock.now_ms()); }

  std::vector<JobRow> jobs_of(const std::string& job_definition_id) {
    return rows<JobRow>({{"jobDefinitionId", {job_definition_id}}});
  }
  Status execute(const std::string& job_id) {
    const Status ran =
        run([&](command::Context& context) { return command::execute_job(context, job_id); });
    if (ran) return ran;
    const Status recorded = run([&](command::Context& context) {
      return command::record_job_failure(context, job_id, ran.error());
    });
    REQUIRE(recorded.has_value());
    return ran;
  }
  /// The only job of a definition.
  Status execute_only(const std::string& job_definition_id) {
    const auto jobs = jobs_of(job_definition_id);
    REQUIRE(jobs.size() == 1);
    return execute(jobs.front().id);
  }
  /// One run of the seed job.
  void seed_once(const BatchRow& batch) {
    const Status seeded = execute_only(batch.seed_job_definition_id);
    if (!seeded) FAIL(seeded.error().message);
  }
  void seed(const BatchRow& batch) {
    // One run for each deployment, and one for what belongs to none.
    for (auto jobs = jobs_of(batch.seed_job_definition_id); !jobs.empty();
         jobs = jobs_of(batch.seed_job_definition_id)) {
      REQUIRE(jobs.size() == 1);
      const Status seeded = execute(jobs.front().id);
      if (!seeded) FAIL(seeded.error().message);
    }
  }
  void work(const BatchRow& batch) {
    for (const JobRow& job : jobs_of(batch.batch_job_definition_id)) {
      const Status worked = execute(job.id);
      if (!worked) FAIL(worked.error().message);
    }
  }
  void monitor(const BatchRow& batch) {
    const Status looked = execute_only(batch.monitor_job_definition_id);
    if (!looked) FAIL(looked.error().message);
  }
  /// Goes the whole way, and sees that nothing of the batch but its history is left.
  void complete(const BatchRow& batch) {
    seed(batch);
    CHECK(only<BatchRow>({{"batchId", {batch.id}}}).jobs_created == batch.total_jobs);
    work(batch);
    CHECK(only<BatchRow>({{"batchId", {batch.id}}}).execution_start_time.has_value());
    monitor(batch);
    CHECK(rows<BatchRow>({{"batchId", {batch.id}}}).empty());
    CHECK(rows<JobRow>({{"ofBatches", {}}}).empty());
    CHECK(rows<state::JobDefinitionRow>({{"jobConfiguration", {batch.id}}}).empty());
    CHECK(rows<state::VariableRow>({{"batchIdIn", {batch.id}}}).empty());
    const auto history = only<HiBatchRow>({{"batchId", {batch.id}}});
    CHECK(history.type == batch.type);
    CHECK(history.end_time.has_value());
    CHECK(history.execution_start_time.has_value());
    CHECK(history.total_jobs == batch.total_jobs);
  }

  /// `count` instances of a process that waits in a user task.
  std::vector<std::string> start_many(int count, const std::string& elements = kUserTask) {
    definition = deploy(process(elements));
    std::vector<std::string> ids;
    for (int i = 0; i < count; ++i) ids.push_back(start(definition.id).instance.id);
    return ids;
  }
  bool runs(const std::string& id) {
    return !rows<store::ProcessInstanceRow>({{"processInstanceId", {id}}}).empty();
  }

  state::DefinitionRow definition;
};

inline command::InstanceSelection of_ids(std::vector<std::string> ids) {
  command::InstanceSelection selection;
  selection.ids = std::move(ids);
  return selection;
}

}  // namespace procos::test
