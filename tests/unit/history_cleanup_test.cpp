// The history cleanup: its window, its jobs, what it removes; and what the engine counts of itself.
#include <catch2/catch.hpp>

#include "base/local_time.h"
#include "batch_support.h"
#include "command/cleanup/history_cleanup.h"
#include "store/reports.h"

using namespace procos;
using namespace procos::test;

namespace {

constexpr TimeMs kHour = 3'600'000;

command::Settings with_window(int start_hour, int end_hour) {
  command::Settings settings;
  settings.cleanup.window = command::DailyWindow{start_hour * 60, end_hour * 60};
  return settings;
}

std::optional<JobRow> schedule(BatchEngine& engine, bool immediately_due) {
  auto job = engine.run<std::optional<JobRow>>([&](command::Context& context) {
    return command::schedule_history_cleanup(context, immediately_due);
  });
  if (!job) FAIL(job.error().message);
  return *job;
}

std::string ended_instance(BatchEngine& engine) {
  if (engine.definition.id.empty()) {
    engine.definition =
        engine.deploy(process(kUserTask, "order", "camunda:historyTimeToLive=\"5\""));
  }
  const std::string id = engine.start(engine.definition.id).instance.id;
  engine.complete_task(engine.only<state::TaskRow>().id);
  return id;
}

TimeMs local(int day, int hour) {
  LocalTime time;
  time.year = 2026;
  time.month = 1;
  time.day = day;
  time.hour = hour;
  return from_local(time);
}

}  // namespace

TEST_CASE("a cleanup window may go past midnight, and days may have their own", "[cleanup]") {
  command::CleanupSettings settings = with_window(22, 6).cleanup;
  const auto of = [&](TimeMs now) { return command::current_or_next_window(settings, now); };
  CHECK(of(local(8, 23))->start == local(8, 22));
  CHECK(of(local(8, 5))->start == local(7, 22));
  CHECK(of(local(8, 5))->end == local(8, 6));
  CHECK(of(local(8, 12))->start == local(8, 22));
  CHECK(command::next_window(settings, local(8, 23))->start == local(9, 22));
  settings.window.reset();
  CHECK_FALSE(of(local(8, 12)).has_value());
  settings.by_day[6] = command::DailyWindow{60, 120};  // Sunday, 11 January
  CHECK(of(local(8, 12))->start == local(11, 1));
  CHECK(of(local(11, 1))->contains(local(11, 1)));
  CHECK(command::next_window(settings, local(11, 1))->start == local(18, 1));
}

TEST_CASE("the cleanup removes what is past its removal time, and its job stays", "[cleanup]") {
  BatchEngine engine;
  ended_instance(engine);
  engine.clock.advance_ms(kHour);
  const std::string later = ended_instance(engine);
  engine.move_to(days_after(kStart, 5));
  const auto job = schedule(engine, true);
  REQUIRE(job.has_value());
  CHECK(job->handler == "history-cleanup");
  CHECK(job->due_date == engine.clock.now_ms());
  REQUIRE(engine.execute(job->id).has_value());
  CHECK(engine.only<state::HiProcessInstanceRow>().id == later);
  for (const auto& row : engine.rows<state::HiActivityRow>()) {
    CHECK(row.process_instance_id == later);
  }
  const auto after = engine.only<JobRow>();
  CHECK(after.id == job->id);
  CHECK(after.suspended);  // without a window it does not come back by itself
  CHECK(engine.rows<state::HiJobLogRow>({{"successLog", {}}}).size() == 1);
  CHECK(engine.only<state::MetricRow>({{"name", {"history-cleanup-removed-process-instances"}}})
            .value == 1);
}

TEST_CASE("the cleanup removes evaluated decisions past their removal time", "[cleanup]") {
  BatchEngine engine;
  REQUIRE(engine.run([](command::Context& context) -> Status {
    for (const char* id : {"old", "new", "kept"}) {
      state::HiDecisionInstanceRow row;
      row.id = id;
      row.evaluation_time = kStart;
      if (row.id != "kept") row.removal_time = days_after(kStart, row.id == "old" ? 1 : 9);
      context.session.insert(row);
    }
    return {};
  }));
  engine.move_to(days_after(kStart, 5));
  const auto job = schedule(engine, true);
  REQUIRE(engine.execute(job->id).has_value());
  CHECK(engine.rows<state::HiDecisionInstanceRow>().size() == 2);
  CHECK(engine.rows<state::HiDecisionInstanceRow>({{"decisionInstanceId", {"old"}}}).empty());
  CHECK(engine.only<state::MetricRow>({{"name", {"history-cleanup-removed-decision-instances"}}})
            .value == 1);
}

TEST_CASE("one run of the cleanup removes a bounded number of instances", "[cleanup]") {
  BatchEngine engine;
  command::Settings settings;
  settings.cleanup.batch_size = 2;
  engine.set_operations(settings);
  for (int i = 0; i < 3; ++i) ended_instance(engine);
  engine.move_to(days_after(kStart, 6));
  const auto job = schedule(engine, true);
  REQUIRE(engine.execute(job->id).has_value());
  CHECK(engine.rows<state::HiProcessInstanceRow>().size() == 1);
  CHECK(engine.only<JobRow>().due_date == engine.clock.now_ms());
  CHECK_FALSE(engine.only<JobRow>().suspended);
  REQUIRE(engine.execute(job->id).has_value());
  CHECK(engine.rows<state::HiProcessInstanceRow>().empty());
}

TEST_CASE("with a window the cleanup's jobs exist from the start and share the work", "[cleanup]") {
  BatchEngine engine;
  command::Settings settings = with_window(20, 23);
  settings.cleanup.jobs = 3;
  engine.set_operations(settings);
  const auto jobs = engine.rows<JobRow>();
  REQUIRE(jobs.size() == 3);
  const auto window = command::current_or_next_window(settings.cleanup, kStart);
  for (const JobRow& job : jobs) CHECK(job.due_date == window->start);
  CHECK(jobs[2].configuration.find("\"minuteTo\":59") != std::string::npos);

  // Outside of its hours a job does nothing; within them it looks ever more seldom.
  ended_instance(engine);
  engine.move_to(days_after(window->start, 6) - kHour);
  for (const JobRow& job : jobs) REQUIRE(engine.execute(job.id).has_value());
  CHECK(engine.rows<state::HiProcessInstanceRow>().size() == 1);
  engine.clock.advance_ms(kHour + 1000);
  for (const JobRow& job : jobs) REQUIRE(engine.execute(job.id).has_value());
  CHECK(engine.rows<state::HiProcessInstanceRow>().empty());
  const TimeMs now = engine.clock.now_ms();
  for (const JobRow& job : engine.rows<JobRow>()) CHECK(job.due_date == now + 10'000);
  for (const JobRow& job : jobs) REQUIRE(engine.execute(job.id).has_value());
  for (const JobRow& job : engine.rows<JobRow>()) CHECK(job.due_date == now + 20'000);
}

TEST_CASE("the removal time of a root instance is that of those it called", "[cleanup]") {
  BatchEngine engine;
  engine.deploy(process(kUserTask, "called"), "called");
  const std::string call = around("<bpmn:callActivity id=\"a\" calledElement=\"called\"/>");
  const auto caller =
      engine.deploy(process(call, "caller", "camunda:historyTimeToLive=\"5\""), "caller");
  engine.start(caller.id);
  engine.complete_task(engine.only<state::TaskRow>().id);
  const auto instances = engine.rows<state::HiProcessInstanceRow>();
  REQUIRE(instances.size() == 2);
  for (const auto& instance : instances) CHECK(instance.removal_time == days_after(kStart, 5));
  engine.move_to(days_after(kStart, 5));
  REQUIRE(engine.execute(schedule(engine, true)->id).has_value());
  CHECK(engine.rows<state::HiProcessInstanceRow>().empty());
}

TEST_CASE("metrics are written when the engine closes, and summed up by intervals", "[metrics]") {
  const std::string file = "metrics_test.db";
  std::remove(file.c_str());
  {
    BatchEngine engine(file);
    const std::string assigned = around("<bpmn:userTask id=\"a\" camunda:assignee=\"john\"/>");
    engine.start_many(3, assigned);
    CHECK(engine.rows<state::MetricRow>().empty());
    engine.reopen();
    store::MetricsQuery query;
    engine.engine->read([&](store::Connection& connection) {
      query.name = "root-process-instance-start";
      CHECK(store::sum_metrics(connection, query) == 3);
      query.name = "activity-instance-start";
      CHECK(store::sum_metrics(connection, query) == 6);
      const auto intervals = store::list_metrics(connection, query);
      REQUIRE(intervals.size() == 1);
      CHECK(intervals[0].time == kStart / 900'000 * 900'000);
      CHECK(intervals[0].value == 6);
      query.end = kStart;
      CHECK(store::sum_metrics(connection, query) == 0);
      CHECK(store::count_task_workers(connection, std::nullopt, std::nullopt) == 1);
    });
    CHECK(engine.rows<state::TaskMeterRow>().size() == 3);
  }
  for (const char* end : {"", "-wal", "-shm", ".lock"}) std::remove((file + end).c_str());
}

TEST_CASE("activities of a definition are counted over their history", "[history]") {
  BatchEngine engine;
  const auto ids = engine.start_many(3);
  engine.complete_task(engine.rows<state::TaskRow>().front().id);
  store::ActivityCountsQuery query;
  query.definition_id = engine.definition.id;
  std::vector<store::ActivityCounts> counts;
  const auto ask = [&] {
    engine.engine->read([&](store::Connection& connection) {
      counts = store::count_activities(connection, query);
    });
  };
  ask();
  REQUIRE(counts.size() == 1);
  CHECK(counts[0].activity_id == "a");
  CHECK(counts[0].instances == 2);
  query.finished = query.complete_scope = true;
  ask();
  REQUIRE(counts.size() == 3);
  CHECK(counts[0].finished == 1);
  CHECK(counts[1].activity_id == "end");
  CHECK(counts[1].complete_scope == 1);
  query.finished_after = kStart;
  ask();
  CHECK(counts[2].finished == 1);  // only the start event of the instance that has ended
}
