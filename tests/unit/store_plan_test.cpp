// Which index SQLite takes for the questions that are asked all the time.
#include "base/ids.h"
#include "store/compile.h"
#include "store/entity.h"
#include "store/tables.h"
#include "store_query_support.h"

using namespace procos;
using namespace procos::store;
using namespace procos::store::test;
using Catch::Matchers::Contains;

namespace {

/// SQLite's steps, a line each.
template <class Row>
std::string plan(Store& store, const Query& query) {
  const auto compiled = compile(entity<Row>(), query);
  REQUIRE(compiled);
  Statement steps(store.writer().handle(), "EXPLAIN QUERY PLAN SELECT r.id FROM " +
                                               table<Row>().name + " r" + compiled->where +
                                               compiled->order,
                  store.writer().id_mark());
  std::string text;
  while (steps.step()) text += std::string(steps.text(3)) + "\n";
  return text;
}

Query sorted(const std::string& key) {
  Query query;
  query.sorts = {{key, true, {}}};
  return query;
}

}  // namespace

TEST_CASE("a message finds its instance however many wait for the same", "[store]") {
  auto store = open_store(":memory:");
  const auto message = where("messageEventSubscriptionName", {std::string("paid")});
  const std::string by_key = plan<state::ExecutionRow>(
      *store, both(message, where("businessKey", {std::string("order-7")})));
  CHECK_THAT(by_key, Contains("execution_business_key"));
  CHECK_THAT(by_key, Contains("event_subscription_process_instance"));
  CHECK_THAT(by_key, !Contains("event_subscription_event"));
  CHECK_THAT(by_key, !Contains("SCAN"));
  const std::string by_instance = plan<state::ExecutionRow>(
      *store, both(message, where("processInstanceId", {std::string("p1")})));
  CHECK_THAT(by_instance, Contains("event_subscription_process_instance"));
  CHECK_THAT(plan<state::ExecutionRow>(*store, message), Contains("event_subscription_event"));
}

TEST_CASE("the latest come first without reading all", "[store]") {
  auto store = open_store(":memory:");
  CHECK_THAT(plan<state::HiProcessInstanceRow>(*store, sorted("startTime")),
             Contains("hi_process_instance_start"));
  Query of_key = sorted("startTime");
  of_key.filters = {{"processDefinitionKey", {std::string("order")}}};
  CHECK_THAT(plan<state::HiProcessInstanceRow>(*store, of_key),
             Contains("hi_process_instance_definition") && !Contains("FOR ORDER BY"));
  CHECK_THAT(plan<state::TaskRow>(*store, sorted("created")), Contains("task_create_time"));
}

TEST_CASE("activity instances are listed as they came and found by their ids", "[store]") {
  auto store = open_store(":memory:");
  use_id_mark(store->id_mark());
  const std::string first = "work:" + new_id();
  const std::string second = "done:" + new_id();
  std::vector<state::HiActivityRow> rows(2);
  rows[0].id = first;
  rows[1].id = second;
  insert(*store, rows);
  CHECK(ids<state::HiActivityRow>(*store, Query{}) == first + " " + second);
  const Query by_id = where("activityInstanceId", {second});
  CHECK(ids<state::HiActivityRow>(*store, by_id) == second);
  CHECK_THAT(plan<state::HiActivityRow>(*store, by_id), Contains("SEARCH r USING PRIMARY KEY"));
  const Query other_name = where("activityInstanceId", {"x" + second});
  CHECK(ids<state::HiActivityRow>(*store, other_name).empty());
  state::HiActivityRow found;
  REQUIRE(store->find(first, found));
  CHECK(found.id == first);
}
