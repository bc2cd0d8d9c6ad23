#include <atomic>
#include <catch2/catch.hpp>
#include <thread>

#include "store/schema.h"
#include "store/tables.h"
#include "store_support.h"

using namespace procos;
using namespace procos::store;
using namespace procos::store::test;
using Catch::Contains;

namespace {

std::int64_t committed(Store& store, const std::string& table_name) {
  std::int64_t rows = -1;
  store.read([&](Connection& connection) { rows = count_rows(connection, table_name); });
  return rows;
}

template <class Row>
Row belonging(const std::string& id, const std::string& process_instance_id) {
  Row row;
  row.id = id;
  row.process_instance_id = process_instance_id;
  return row;
}

}  // namespace

TEST_CASE("what a failing apply wrote is gone, what came before stays", "[store]") {
  const std::string where = GENERATE("file", ":memory:");
  ScratchDir scratch;
  auto store = open_store(where == "file" ? scratch.file("a.db") : where);
  const state::ExecutionRow one = instance_row("p1"), two = instance_row("p2"),
                            gone = instance_row("p9");
  state::ChangeList good, twice, missing;
  good.of<state::ExecutionRow>().inserted = {&one};
  twice.of<state::ExecutionRow>().inserted = {&two, &one};
  missing.of<state::ExecutionRow>().inserted = {&two};
  missing.of<state::ExecutionRow>().updated = {&gone};

  for (const auto& [bad, why] : {std::pair(&twice, "UNIQUE"), std::pair(&missing, "p9")}) {
    store->begin();
    store->apply(good);
    CHECK_THROWS_WITH(store->apply(*bad), Contains(why));
    store->rollback();
    CHECK(committed(*store, "execution") == 0);
  }
  store->begin();
  store->apply(good);
  CHECK(count_rows(store->writer(), "execution") == 1);
  // In memory a reader waits for the end of the transaction instead.
  if (where == "file") CHECK(committed(*store, "execution") == 0);
  store->commit();
  CHECK(committed(*store, "execution") == 1);

  state::ChangeList more;
  more.of<state::ExecutionRow>().inserted = {&two};
  store->begin();
  store->apply(more);
  store->rollback();
  CHECK(committed(*store, "execution") == 1);
  write(*store, more);
  CHECK(committed(*store, "execution") == 2);
}

TEST_CASE("after a full disk nothing of the transaction stays and the store goes on", "[store]") {
  const std::string where = GENERATE("file", ":memory:");
  ScratchDir scratch;
  auto store = open_store(where == "file" ? scratch.file("a.db") : where);
  const state::ExecutionRow one = instance_row("p1"), two = instance_row("p2");
  state::ResourceRow huge;
  huge.id = "r1";
  huge.bytes.assign(1 << 20, 'x');
  state::ChangeList first, too_much, after;
  first.of<state::ExecutionRow>().inserted = {&one};
  too_much.of<state::ResourceRow>().inserted = {&huge};
  after.of<state::ExecutionRow>().inserted = {&two};
  const std::int64_t pages = store->writer().integer("PRAGMA page_count");
  store->begin();
  store->apply(first);
  store->writer().exec(("PRAGMA max_page_count = " + std::to_string(pages + 20)).c_str());
  CHECK_THROWS_WITH(store->apply(too_much), Contains("full"));
  if (!store->writer().in_transaction()) {  // SQLite may have rolled back by itself
    CHECK_THROWS_WITH(store->apply(after), Contains("no open transaction"));
    CHECK_THROWS(store->commit());
  }
  store->rollback();
  CHECK(committed(*store, "execution") == 0);
  store->writer().exec("PRAGMA max_page_count = 1000000");
  write(*store, too_much);
  CHECK(committed(*store, "resource") == 1);
}

TEST_CASE("inserts go parents first and deletes children first", "[store]") {
  auto store = open_store(":memory:");
  const state::ExecutionRow instance = instance_row("p1");
  const auto variable = belonging<state::VariableRow>("v1", "p1");
  const auto task = belonging<state::TaskRow>("t1", "p1");
  const auto link = belonging<state::IdentityLinkRow>("l1", "p1");
  auto job = belonging<state::JobRow>("j1", "p1");
  job.execution_id = "p1";
  const auto subscription = belonging<state::EventSubscriptionRow>("s1", "p1");
  const auto external = belonging<state::ExternalTaskRow>("x1", "p1");
  const auto incident = belonging<state::IncidentRow>("i1", "p1");
  state::ChangeList create;
  create.of<state::IncidentRow>().inserted = {&incident};
  create.of<state::VariableRow>().inserted = {&variable};
  create.of<state::TaskRow>().inserted = {&task};
  create.of<state::IdentityLinkRow>().inserted = {&link};
  create.of<state::JobRow>().inserted = {&job};
  create.of<state::EventSubscriptionRow>().inserted = {&subscription};
  create.of<state::ExternalTaskRow>().inserted = {&external};
  create.of<state::ExecutionRow>().inserted = {&instance};
  write(*store, create);

  const state::InstanceRows rows = store->load_instance("p1");
  CHECK(rows.executions.size() == 1);
  CHECK(rows.variables.size() == 1);
  CHECK(rows.tasks.size() == 1);
  CHECK(rows.identity_links.size() == 1);
  CHECK(rows.external_tasks.size() == 1);
  CHECK(rows.jobs.size() == 1);
  CHECK(rows.subscriptions.size() == 1);
  CHECK(rows.incidents.size() == 1);
  CHECK(store->load_instance("p2").executions.empty());

  // A row that stays behind is an error of ours, and shows at once in builds that look for those.
  state::ChangeList orphan;
  orphan.of<state::ExecutionRow>().deleted = {"p1"};
  store->begin();
  if (kChecksReferences) {
    CHECK_THROWS_WITH(store->apply(orphan), Contains("FOREIGN KEY"));
  } else {
    store->apply(orphan);
    CHECK(count_rows(store->writer(), "pragma_foreign_key_check") == 6);
  }
  store->rollback();

  state::ChangeList remove;
  remove.of<state::ExecutionRow>().deleted = {"p1"};
  remove.of<state::VariableRow>().deleted = {"v1"};
  remove.of<state::TaskRow>().deleted = {"t1"};
  remove.of<state::IdentityLinkRow>().deleted = {"l1"};
  remove.of<state::JobRow>().deleted = {"j1"};
  remove.of<state::EventSubscriptionRow>().deleted = {"s1"};
  remove.of<state::ExternalTaskRow>().deleted = {"x1"};
  remove.of<state::IncidentRow>().deleted = {"i1"};
  write(*store, remove);
  CHECK(store->load_instance("p1").executions.empty());
  CHECK(count_rows(store->writer(), "incident") == 0);
}

TEST_CASE("erasing a history takes all of its rows and no others", "[store]") {
  auto store = open_store(":memory:");
  const std::vector<std::string> instances = {"p1", "p2"};
  for (const std::string& id : instances) {
    state::HiProcessInstanceRow instance;
    instance.id = id;
    const auto activity = belonging<state::HiActivityRow>("a" + id, id);
    const auto task = belonging<state::HiTaskRow>("t" + id, id);
    const auto variable = belonging<state::HiVariableRow>("v" + id, id);
    const auto incident = belonging<state::HiIncidentRow>("i" + id, id);
    const auto detail = belonging<state::HiDetailRow>("d" + id, id);
    const auto log = belonging<state::HiJobLogRow>("j" + id, id);
    const auto external = belonging<state::HiExternalTaskLogRow>("x" + id, id);
    state::HiIdentityLinkRow link;
    link.id = "l" + id;
    link.task_id = task.id;
    state::ChangeList changes;
    changes.of<state::HiProcessInstanceRow>().inserted = {&instance};
    changes.of<state::HiActivityRow>().inserted = {&activity};
    changes.of<state::HiTaskRow>().inserted = {&task};
    changes.of<state::HiVariableRow>().inserted = {&variable};
    changes.of<state::HiIncidentRow>().inserted = {&incident};
    changes.of<state::HiDetailRow>().inserted = {&detail};
    changes.of<state::HiJobLogRow>().inserted = {&log};
    changes.of<state::HiExternalTaskLogRow>().inserted = {&external};
    changes.of<state::HiIdentityLinkRow>().inserted = {&link};
    write(*store, changes);
  }
  state::ChangeList erase;
  erase.erased_histories = {"p1"};
  write(*store, erase);
  for (const char* name :
       {"hi_process_instance", "hi_activity", "hi_task", "hi_variable", "hi_incident", "hi_detail",
        "hi_job_log", "hi_external_task_log", "hi_identity_link"}) {
    INFO(name);
    CHECK(committed(*store, name) == 1);
  }
  state::HiTaskRow left;
  CHECK(store->find("tp2", left));
}

TEST_CASE("a reader keeps its snapshot while the writer commits", "[store]") {
  ScratchDir scratch;
  auto store = open_store(scratch.file("a.db"));
  store->read([&](Connection& connection) {
    CHECK(count_rows(connection, "execution") == 0);
    const state::ExecutionRow row = instance_row("p1");
    state::ChangeList changes;
    changes.of<state::ExecutionRow>().inserted = {&row};
    write(*store, changes);
    CHECK(count_rows(connection, "execution") == 0);
    CHECK_THROWS_WITH(connection.exec("DELETE FROM execution"), Contains("readonly"));
  });
  CHECK(committed(*store, "execution") == 1);
  // A reader that fails leaves nothing behind that holds the next one up.
  CHECK_THROWS_AS(store->read([](Connection&) { throw std::runtime_error("no"); }),
                  std::runtime_error);
  CHECK(committed(*store, "execution") == 1);
}

TEST_CASE("readers on many threads see whole commits", "[store]") {
  const std::string where = GENERATE("file", ":memory:");
  ScratchDir scratch;
  auto store = open_store(where == "file" ? scratch.file("a.db") : where);
  std::atomic<bool> done = false;
  std::atomic<int> odd = 0, reads = 0;
  std::vector<std::thread> threads;
  for (int i = 0; i < 8; ++i) {  // twice as many as there are connections
    threads.emplace_back([&] {
      while (!done) {
        if (committed(*store, "execution") % 2 != 0) ++odd;
        ++reads;
      }
    });
  }
  for (int i = 0; i < 100; ++i) {
    // A busy machine may give the readers no time; the writer waits for some of them.
    for (const int seen = reads; i % 25 == 0 && reads == seen;) std::this_thread::yield();
    const state::ExecutionRow one = instance_row("a" + std::to_string(i));
    const state::ExecutionRow two = instance_row("b" + std::to_string(i));
    state::ChangeList first, second;
    first.of<state::ExecutionRow>().inserted = {&one};
    second.of<state::ExecutionRow>().inserted = {&two};
    store->begin();
    store->apply(first);
    store->apply(second);
    store->commit();
  }
  done = true;
  for (std::thread& thread : threads) thread.join();
  CHECK(odd == 0);
  CHECK(reads >= 4);
  CHECK(committed(*store, "execution") == 200);
}

TEST_CASE("definitions are found by version, tag, deployment and tenant", "[store]") {
  auto store = open_store(":memory:");
  std::vector<state::DeploymentRow> deployments(2);
  deployments[0].id = "dep1";
  deployments[1].id = "dep2";
  std::vector<state::DefinitionRow> rows(4);
  for (std::size_t i = 0; i < rows.size(); ++i) {
    rows[i].id = "d" + std::to_string(i);
    rows[i].key = "order";
    rows[i].version = static_cast<std::int64_t>(i + 1);
    rows[i].deployment_id = i < 2 ? "dep1" : "dep2";
    rows[i].version_tag = i < 2 ? "stable" : "";
  }
  rows[3].version = 1;
  rows[3].tenant_id = "acme";
  state::ChangeList changes;
  changes.of<state::DeploymentRow>().inserted = {&deployments[0], &deployments[1]};
  for (const auto& row : rows) changes.of<state::DefinitionRow>().inserted.push_back(&row);
  write(*store, changes);

  const auto ids = [&](const state::DefinitionQuery& query) {
    std::string text;
    for (const auto& row : store->find_definitions(query)) text += row.id + " ";
    return text;
  };
  state::DefinitionQuery query;
  query.key = "order";
  CHECK(ids(query) == "d2 ");
  query.tenant_id = "acme";
  CHECK(ids(query) == "d3 ");
  query.tenant_id.reset();
  query.version = 2;
  CHECK(ids(query) == "d1 ");
  query.version.reset();
  query.version_tag = "stable";
  CHECK(ids(query) == "d1 d0 ");
  query.version_tag.clear();
  query.deployment_id = "dep1";
  CHECK(ids(query) == "d1 ");
  query.key = "nothing";
  CHECK(ids(query).empty());
}

TEST_CASE("the latest definition is that of the last apply, or of before when it is rolled back",
          "[store]") {
  auto store = open_store(":memory:");
  state::DefinitionRow first, second;
  first.id = "d1";
  second.id = "d2";
  first.key = second.key = "order";
  first.version = 1;
  second.version = 2;
  state::DefinitionQuery query;
  query.key = "order";
  const auto latest = [&] {
    const auto found = store->find_definitions(query);
    return found.empty() ? std::string() : found[0].id + (found[0].suspended ? " suspended" : "");
  };
  CHECK(latest().empty());
  state::ChangeList deploy, deploy_again, suspend, remove;
  deploy.of<state::DefinitionRow>().inserted = {&first};
  deploy_again.of<state::DefinitionRow>().inserted = {&second};
  write(*store, deploy);
  CHECK(latest() == "d1");
  store->begin();
  store->apply(deploy_again);
  CHECK(latest() == "d2");
  store->rollback();
  CHECK(latest() == "d1");
  write(*store, deploy_again);
  CHECK(latest() == "d2");
  second.suspended = true;
  suspend.of<state::DefinitionRow>().updated = {&second};
  write(*store, suspend);
  CHECK(latest() == "d2 suspended");
  remove.of<state::DefinitionRow>().deleted = {"d2"};
  write(*store, remove);
  CHECK(latest() == "d1");
}

TEST_CASE("a change is written whether or not what is in indices changes with it", "[store]") {
  auto store = open_store(":memory:");
  state::HiProcessInstanceRow row;
  row.id = row.root_process_instance_id = "p1";
  row.state = "ACTIVE";
  state::ChangeList insert, update;
  insert.of<state::HiProcessInstanceRow>().inserted = {&row};
  update.of<state::HiProcessInstanceRow>().updated = {&row};
  write(*store, insert);
  const auto written = [&] {
    write(*store, update);
    state::HiProcessInstanceRow found;
    REQUIRE(store->find("p1", found));
    return found.state + " " + found.business_key + " " + found.process_definition_key;
  };
  row.state = "SUSPENDED";
  CHECK(written() == "SUSPENDED  ");
  row.state = "COMPLETED";
  row.business_key = "order-7";
  CHECK(written() == "COMPLETED order-7 ");
  row.process_definition_key = "order";
  CHECK(written() == "COMPLETED order-7 order");
  row.business_key.clear();
  CHECK(written() == "COMPLETED  order");
  CHECK(store->writer().integer(
            "SELECT count(*) FROM hi_process_instance WHERE business_key IS NOT NULL") == 0);
}

TEST_CASE("subscriptions, called instances and incidents are found by what they refer to",
          "[store]") {
  auto store = open_store(":memory:");
  state::ExecutionRow instance = instance_row("p1");
  instance.business_key = "key-1";
  state::ExecutionRow called = instance_row("p2");
  called.super_execution_id = "p1-e";
  auto one = belonging<state::EventSubscriptionRow>("s1", "p1");
  one.event_type = "message";
  one.event_name = "go";
  auto two = one, other = one, nameless = one;
  two.id = "s2";
  two.process_instance_id.clear();  // of a definition's start event
  other.id = "s3";
  other.event_type = "signal";
  nameless.id = "s4";
  nameless.event_name.clear();
  auto incident = belonging<state::IncidentRow>("i1", "p1");
  incident.cause_incident_id = "i0";
  state::ChangeList changes;
  changes.of<state::ExecutionRow>().inserted = {&instance, &called};
  changes.of<state::EventSubscriptionRow>().inserted = {&two, &one, &other, &nameless};
  changes.of<state::IncidentRow>().inserted = {&incident};
  write(*store, changes);

  const auto found = store->find_subscriptions("message", "go");
  REQUIRE(found.size() == 2);
  CHECK(found[0].id == "s1");
  CHECK(found[1].id == "s2");
  CHECK(store->find_subscriptions("message", "").size() == 1);
  CHECK(store->find_subscriptions("message", "GO").empty());
  const auto starting = store->find_start_subscriptions("message", "go");
  REQUIRE(starting.size() == 1);
  CHECK(starting[0].id == "s2");
  // The store's answer is that of the general definition.
  CHECK(store->state::Repository::find_start_subscriptions("message", "go").size() == 1);
  REQUIRE(store->find_called_instances("p1-e").size() == 1);
  CHECK(store->find_called_instances("p1-e")[0].id == "p2");
  CHECK(store->find_incidents_by_cause("i0").size() == 1);
  CHECK(store->find_incidents_by_cause("i1").empty());
}
