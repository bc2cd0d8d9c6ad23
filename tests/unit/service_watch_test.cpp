// What the engine counts of itself, how it refuses what is too much, and when it is not ready.
#include <atomic>
#include <future>
#include <thread>

#include "base/histogram.h"
#include "service/meters.h"
#include "service_support.h"
#include "store/connection.h"
#include "store/open_counts.h"
#include "store_support.h"

using namespace procos;
using namespace procos::test;
using service::Admission;

namespace {

/// Keeps the strand busy until it is let go.
class Busy {
 public:
  explicit Busy(service::Engine& engine) {
    std::promise<void> running;
    auto begun = running.get_future();
    engine.submit<void>(
        [this, &running](command::Context&) -> Status {
          running.set_value();
          until_.get_future().wait();
          return {};
        },
        [this](const Status&) { done_.set_value(); });
    begun.wait();
  }
  void end() {
    until_.set_value();
    done_.get_future().wait();
  }

 private:
  std::promise<void> until_, done_;
};

}  // namespace

TEST_CASE("a histogram counts at the first bound that is large enough", "[base]") {
  static constexpr std::array<std::int64_t, 2> kBounds{10, 100};
  Histogram histogram(kBounds);
  for (const std::int64_t value : {0, 10, 11, 100, 101, 5000}) histogram.add(value);
  const auto values = histogram.values();
  CHECK(values.counts[0] == 2);
  CHECK(values.counts[1] == 2);
  CHECK(values.counts[2] == 2);
  CHECK(values.count == 6);
  CHECK(values.sum == 5222);
}

TEST_CASE("too many waiting commands are refused at once, and those admitted all run",
          "[service]") {
  TestEngine engine;
  engine.options.queue_limit = 4;
  engine.reopen();
  REQUIRE(engine.run([](command::Context&) { return Status(); }));
  const auto definition = engine.deploy(process(kUserTask));
  Busy busy(*engine.engine);

  std::vector<std::future<Result<command::Started>>> starts;
  for (int i = 0; i < 10; ++i) {
    auto answer = std::make_shared<std::promise<Result<command::Started>>>();
    starts.push_back(answer->get_future());
    engine.engine->submit<command::Started>(
        [&](command::Context& context) {
          command::StartInstance request;
          request.definition_id = definition.id;
          return command::start_instance(context, request);
        },
        [answer](Result<command::Started> started) { answer->set_value(std::move(started)); });
  }
  std::promise<void> always;
  engine.engine->submit<void>([](command::Context&) { return Status(); },
                              [&](const Status& status) {
                                if (status) always.set_value();
                              },
                              Admission::kAlways);
  // The strand stands still: what has an answer was refused.
  int refused = 0;
  for (auto& start : starts) {
    refused += start.wait_for(std::chrono::seconds(0)) == std::future_status::ready;
  }
  CHECK(refused == 6);
  const auto reasons = engine.engine->not_ready();
  REQUIRE(reasons.size() == 1);
  CHECK(reasons[0].find("4 commands are waiting") == 0);
  CHECK(engine.engine->statistics().queued == 5);
  // Reading goes on.
  CHECK(engine.rows<state::ExecutionRow>().empty());

  busy.end();
  always.get_future().wait();
  std::size_t started = 0;
  for (auto& start : starts) {
    const auto answer = start.get();
    started += answer.has_value();
    if (!answer) CHECK(answer.error().kind == ErrorKind::kOverloaded);
  }
  CHECK(started == 4);
  CHECK(engine.rows<state::TaskRow>().size() == started);
  CHECK(engine.engine->statistics().commands_refused == 6);
  CHECK(engine.engine->not_ready().empty());
}

TEST_CASE("many clients of a short queue get what they were told", "[service]") {
  TestEngine engine;
  engine.options.queue_limit = 2;
  engine.reopen();
  REQUIRE(engine.run([](command::Context&) { return Status(); }));
  const auto definition = engine.deploy(process(kUserTask));
  std::atomic<std::size_t> started = 0, refused = 0;
  std::vector<std::thread> clients;
  for (int i = 0; i < 8; ++i) {
    clients.emplace_back([&] {
      for (int n = 0; n < 200; ++n) {
        const auto answer = engine.run<command::Started>([&](command::Context& context) {
          command::StartInstance request;
          request.definition_id = definition.id;
          return command::start_instance(context, request);
        });
        ++(answer ? started : refused);
      }
    });
  }
  for (std::thread& client : clients) client.join();
  CHECK(started + refused == 1600);
  CHECK(engine.rows<state::TaskRow>().size() == started);
  CHECK(engine.engine->statistics().commands_refused == refused);
}

TEST_CASE("the engine counts commands, commits, look-ups and lock expiries", "[service]") {
  TestEngine engine;
  const auto definition = engine.deploy(process(kExternalTask));
  const auto before = engine.engine->statistics();
  engine.start(definition.id);
  REQUIRE(engine.fetch().size() == 1);
  engine.clock.advance_ms(20'000);
  REQUIRE(engine.fetch("work", "another").size() == 1);
  CHECK_FALSE(engine.run([](command::Context&) -> Status {
    return fail(ErrorKind::kNotValid, "wrong");
  }));
  const auto after = engine.engine->statistics();
  CHECK(after.commands_succeeded - before.commands_succeeded == 3);
  CHECK(after.commands_failed - before.commands_failed == 1);
  CHECK(after.batch_sizes.count - before.batch_sizes.count == 3);
  CHECK(after.batch_sizes.sum - before.batch_sizes.sum == 3);
  CHECK(after.commit_us.count == after.batch_sizes.count);
  CHECK(after.definitions.hits > before.definitions.hits);
  CHECK(after.instances.hits - before.instances.hits == 2);
  CHECK(after.lock_expiries == 1);
  CHECK(after.meters[static_cast<std::size_t>(service::Meter::kRootProcessInstanceStart)] == 1);

  engine.reopen();
  REQUIRE(engine.run([](command::Context&) { return Status(); }));
}

TEST_CASE("what waits and runs is counted by definition, topic and type", "[service][store]") {
  TestEngine engine;
  const auto order = engine.deploy(process(kUserTask), "order");
  const auto again = engine.deploy(process(kUserTask + " "), "order");
  const auto work = engine.deploy(process(kExternalTask, "work"), "work");
  engine.start(order.id);
  engine.start(again.id);
  engine.start(work.id);
  engine.start(work.id);
  REQUIRE(engine.fetch("work", "w", 1).size() == 1);
  store::OpenCounts open;
  const auto count = [&] {
    engine.engine->read([&](store::Connection& connection) {
      open = store::count_open(connection, engine.clock.now_ms());
    });
  };
  count();
  REQUIRE(open.instances.size() == 2);
  CHECK(open.instances[0].count + open.instances[1].count == 4);
  REQUIRE(open.tasks.size() == 1);
  CHECK(open.tasks[0].key == "order");
  CHECK(open.tasks[0].count == 2);
  REQUIRE(open.topics.size() == 1);
  CHECK(open.topics[0].waiting == 1);
  CHECK(open.topics[0].locked == 1);
  CHECK(open.topics[0].expired == 0);
  engine.clock.advance_ms(60'000);
  count();
  CHECK(open.topics[0].locked == 0);
  CHECK(open.topics[0].expired == 1);
}

TEST_CASE("a database that cannot be written makes the engine not ready until it can",
          "[service]") {
  store::test::ScratchDir scratch;
  TestEngine engine(scratch.file("a.db"));
  const auto definition = engine.deploy(process(kUserTask));
  const auto limit = [&](const char* pages) {
    REQUIRE(engine.run([&](command::Context& context) -> Status {
      context.store.writer().exec(pages);
      return {};
    }));
  };
  limit("PRAGMA max_page_count = 1");  // the least is what it has
  std::size_t tries = 0;
  while (engine.engine->not_ready().empty() && ++tries < 1000) {
    engine.run<command::Started>([&](command::Context& context) {
      command::StartInstance request;
      request.definition_id = definition.id;
      request.variables = {{"text", Value::string(std::string(4000, 'x')), false}};
      return command::start_instance(context, request);
    });
  }
  const auto reasons = engine.engine->not_ready();
  REQUIRE(reasons.size() == 1);
  CHECK(reasons[0].find("the database cannot be written") == 0);
  limit("PRAGMA max_page_count = 1000000");
  for (tries = 0; !engine.engine->not_ready().empty() && tries < 500; ++tries) {
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
  }
  CHECK(engine.engine->not_ready().empty());
}
