#include "store_query_support.h"

using namespace procos;
using namespace procos::store;
using namespace procos::store::test;
using Catch::Contains;
using Catch::StartsWith;

namespace {

constexpr std::int64_t kNow = 1'000'000;

state::TaskRow task(const std::string& id, const std::string& assignee = "") {
  state::TaskRow row;
  row.id = id;
  row.name = "Task " + id;
  row.assignee = assignee;
  row.create_time = 100;
  return row;
}

state::IdentityLinkRow candidate(const std::string& task_id, const std::string& user,
                                 const std::string& group) {
  state::IdentityLinkRow row;
  row.id = "l" + task_id + user + group;
  row.type = "candidate";
  row.task_id = task_id;
  row.user_id = user;
  row.group_id = group;
  return row;
}

state::VariableRow variable(const std::string& instance, const std::string& name, Value value) {
  static int count = 0;
  state::VariableRow row;
  row.id = "v" + std::to_string(++count);
  row.name = name;
  row.value = std::move(value);
  row.process_instance_id = row.execution_id = row.scope_id = instance;
  return row;
}

std::string find_by_variable(Store& store, const std::string& name, const std::string& op,
                             Value value) {
  Query query;
  query.variable_filters.push_back({"variables", name, op, std::move(value)});
  return ids<ProcessInstanceRow>(store, query);
}

}  // namespace

TEMPLATE_TEST_CASE("every filter, variable filter and sort key of an entity runs", "[store]",
                   state::DeploymentRow, state::ResourceRow, state::DefinitionRow,
                   state::DecisionRequirementsDefinitionRow, state::DecisionDefinitionRow,
                   state::HiDecisionInstanceRow,
                   state::JobDefinitionRow, ProcessInstanceRow, state::ExecutionRow, state::TaskRow,
                   state::VariableRow, state::IdentityLinkRow, state::ExternalTaskRow,
                   state::JobRow, state::EventSubscriptionRow, state::IncidentRow,
                   state::HiProcessInstanceRow, state::HiActivityRow, state::HiTaskRow,
                   state::HiVariableRow, state::HiIncidentRow, state::HiDetailRow,
                   state::HiJobLogRow, state::HiExternalTaskLogRow, state::HiIdentityLinkRow,
                   state::FilterRow, state::HiUserOperationRow) {
  auto store = open_store(":memory:");
  const QueryNames names = query_names<TestType>();
  const auto check = [&](const std::string& what, const Query& query) {
    INFO(what);
    auto rows = list<TestType>(store->writer(), query);
    REQUIRE(rows);
    CHECK(rows->empty());
    CHECK(count<TestType>(store->writer(), query) == 0);
    Query either;
    either.any_of.push_back(query);
    either.any_of[0].sorts.clear();
    CHECK(list_ids<TestType>(store->writer(), either).has_value());
  };
  REQUIRE_FALSE(names.filters.empty());
  REQUIRE_FALSE(names.sorts.empty());
  Query everything;
  for (const std::string& name : names.filters) {
    check(name, where(name, {std::string("a")}));
    check(name, where(name, {std::int64_t{1}, std::int64_t{2}}));
    check(name, where(name));
    everything.filters.push_back({name, {std::string("a")}});
  }
  for (const std::string& name : names.variable_filters) {
    for (const char* op : {"eq", "neq", "gt", "gteq", "lt", "lteq", "like", "notLike"}) {
      Query query;
      query.variable_filters.push_back({name, "x", op, Value::string("a"), true, true});
      query.variable_filters.push_back({name, "x", op, Value::real(1.5)});
      check(name + " " + op, query);
      everything.variable_filters.push_back(query.variable_filters[0]);
    }
  }
  for (const std::string& name : names.sorts) {
    Query query;
    query.sorts.push_back({name, true, {"x", "String"}});
    query.first = 1;
    query.max = 2;
    check(name, query);
    everything.sorts.push_back({name, false, {"x", "integer"}});
  }
  check("all at once", everything);

  Query unknown;
  unknown.filters.push_back({"noSuchFilter", {}});
  CHECK(list<TestType>(store->writer(), unknown).error().kind == ErrorKind::kNotValid);
  CHECK(count<TestType>(store->writer(), unknown).error().kind == ErrorKind::kNotValid);
  Query unsortable;
  unsortable.sorts.push_back({"noSuchKey", false, {}});
  CHECK(list<TestType>(store->writer(), unsortable).error().kind == ErrorKind::kNotValid);
}

TEST_CASE("variables are compared as Camunda compares them", "[store]") {
  auto store = open_store(":memory:");
  const std::vector<std::pair<std::string, Value>> values = {
      {"short7", Value::short_integer(7)}, {"int7", Value::integer(7)},
      {"long7", Value::long_integer(7)},   {"real7", Value::real(7)},
      {"text7", Value::string("7")},       {"real75", Value::real(7.5)},
      {"abc", Value::string("abc")},       {"ABC", Value::string("ABC")},
      {"empty", Value::string("")},        {"yes", Value::boolean(true)},
      {"no", Value::boolean(false)},       {"null", Value::null()},
      {"null2", Value::null_of(ValueType::kInteger)},
      {"date7", Value::date(7)},           {"big", Value::long_integer(100000)}};
  std::vector<state::ExecutionRow> instances{instance_row("without")};
  std::vector<state::VariableRow> variables;
  for (const auto& [id, value] : values) {
    instances.push_back(instance_row(id));
    variables.push_back(variable(id, "x", value));
  }
  insert(*store, instances);
  insert(*store, variables);

  const std::string sevens = "int7 long7 real7 short7";
  const std::string all =
      "ABC abc big date7 empty int7 long7 no null null2 real7 real75 short7 text7 yes";
  struct Case {
    std::string op;
    Value value;
    std::string found;
  };
  const std::vector<Case> cases = {
      {"eq", Value::integer(7), sevens},
      {"eq", Value::short_integer(7), sevens},
      {"eq", Value::real(7.0), sevens},
      {"eq", Value::real(7.5), "real75"},
      {"eq", Value::string("7"), "text7"},
      {"eq", Value::string(""), "empty"},
      {"eq", Value::boolean(true), "yes"},
      {"eq", Value::boolean(false), "no"},
      {"eq", Value::null(), "null null2"},
      {"eq", Value::date(7), "date7"},
      {"eq", Value::long_integer(100000), "big"},
      {"neq", Value::integer(7), "ABC abc big date7 empty no null null2 real75 text7 yes"},
      {"neq", Value::null(), "ABC abc big date7 empty int7 long7 no real7 real75 short7 text7 yes"},
      {"neq", Value::string("nobody"), all},
      {"gt", Value::integer(7), "big real75"},
      {"gt", Value::real(7.2), "real75"},
      {"gteq", Value::integer(7), "big int7 long7 real7 real75 short7"},
      {"lt", Value::integer(8), "int7 long7 real7 real75 short7"},
      {"lteq", Value::integer(7), sevens},
      {"lt", Value::date(8), "date7"},
      {"gt", Value::string("A"), "ABC abc"},
      {"like", Value::string("a%"), "abc"},
      {"like", Value::string("_BC"), "ABC"},
      {"like", Value::string("\\_BC"), ""},
      {"notLike", Value::string("a%"),
       "ABC big date7 empty int7 long7 no null null2 real7 real75 short7 text7 yes"},
  };
  for (const Case& each : cases) {
    INFO(each.op << " " << type_name(each.value.type()));
    CHECK(find_by_variable(*store, "x", each.op, each.value) == each.found);
  }
  CHECK(find_by_variable(*store, "X", "eq", Value::integer(7)).empty());

  Query loose;
  loose.variable_filters.push_back({"variables", "X", "eq", Value::string("aBc"), true, true});
  CHECK(ids<ProcessInstanceRow>(*store, loose) == "ABC abc");
}

TEST_CASE("variables that cannot be compared are errors", "[store]") {
  auto store = open_store(":memory:");
  for (const char* op : {"gt", "gteq", "lt", "lteq", "like", "notLike"}) {
    CHECK_THAT(find_by_variable(*store, "x", op, Value::boolean(true)),
               StartsWith("!Booleans and null"));
    CHECK_THAT(find_by_variable(*store, "x", op, Value::null()), StartsWith("!Booleans and null"));
  }
  CHECK_THAT(find_by_variable(*store, "x", "eq", Value::bytes("a")),
             StartsWith("!Variables of type ByteArray"));
  CHECK_THAT(find_by_variable(*store, "x", "eq", Value::json("{}")), StartsWith("!Object values"));
  CHECK_THAT(find_by_variable(*store, "x", "equals", Value::integer(1)),
             StartsWith("!unknown operator"));
  Query of_task;
  of_task.variable_filters.push_back({"processVariables", "x", "gt", Value::null()});
  CHECK(list<state::TaskRow>(store->writer(), of_task).error().kind == ErrorKind::kProcessEngine);
}

TEST_CASE("candidate filters leave assigned tasks out unless they are asked for", "[store]") {
  auto store = open_store(":memory:");
  insert(*store, std::vector{task("t1"), task("t2"), task("t3", "mary"), task("t4"), task("t5")});
  insert(*store, std::vector{candidate("t1", "john", ""), candidate("t2", "", "sales"),
                             candidate("t3", "john", ""), candidate("t4", "", "legal"),
                             candidate("t4", "peter", "")});
  const auto find = [&](const Query& query) { return ids<state::TaskRow>(*store, query); };
  const Query john = where("candidateUser", {std::string("john")});
  const Query included = where("includeAssignedTasks", {std::int64_t{1}});
  CHECK(find(john) == "t1");
  CHECK(find(both(john, included)) == "t1 t3");
  CHECK(find(both(john, where("includeAssignedTasks", {std::int64_t{0}}))) == "t1");
  CHECK(find(where("candidateGroup", {std::string("sales")})) == "t2");
  CHECK(find(where("candidateGroups", {std::string("sales"), std::string("legal")})) == "t2 t4");
  CHECK(find(both(john, where("candidateGroups", {std::string("sales")}))) == "t1 t2");
  CHECK(find(where("candidateGroupLike", {std::string("sal%")})) == "t2");
  CHECK(find(where("withCandidateGroups")) == "t2 t4");
  CHECK(find(where("withoutCandidateGroups")) == "t1 t5");
  CHECK(find(both(where("withoutCandidateGroups"), included)) == "t1 t3 t5");
  CHECK(find(where("withCandidateUsers")) == "t1 t4");
  CHECK(find(where("withoutCandidateUsers")) == "t2 t5");
  CHECK(find(where("involvedUser", {std::string("mary")})) == "t3");
  CHECK(find(where("involvedUser", {std::string("john")})) == "t1 t3");
  CHECK(find(where("unassigned")) == "t1 t2 t4 t5");
  CHECK(find(where("assigned")) == "t3");
  CHECK(find(any({john, where("assigneeLike", {std::string("m%")})})) == "t1 t3");
  CHECK(find(both(any({john, where("assigned")}), where("candidateUser", {std::string("john")}))) ==
        "t1");
}

TEST_CASE("tasks are found by text, dates, priority and state", "[store]") {
  auto store = open_store(":memory:");
  std::vector<state::TaskRow> rows{task("t1"), task("t2"), task("t3"), task("t4")};
  rows[0].name = "Überweisung prüfen";
  rows[0].due_date = 500;
  rows[0].follow_up_date = 500;
  rows[1].priority = 70;
  rows[1].suspended = true;
  rows[1].due_date = 600;
  rows[2].last_updated = 900;
  rows[2].description = "100% sure";
  rows[2].name = "";
  rows[3].create_time = 200;
  rows[3].delegation_state = "PENDING";
  rows[3].parent_task_id = "t1";
  insert(*store, rows);
  const auto find = [&](const std::string& name, std::vector<Param> values = {}) {
    return ids<state::TaskRow>(*store, where(name, std::move(values)));
  };
  const auto text = [](const char* value) { return std::vector<Param>{std::string(value)}; };
  const auto number = [](std::int64_t value) { return std::vector<Param>{value}; };
  CHECK(find("name", text("überweisung PRÜFEN")) == "t1");
  CHECK(find("nameLike", text("ÜBER%")) == "t1");
  CHECK(find("nameLike", text("task%")) == "t2 t4");
  CHECK(find("nameNotLike", text("task%")) == "t1");
  CHECK(find("nameNotEqual", text("Task t2")) == "t1 t4");
  CHECK(find("descriptionLike", text("100\\%%")) == "t3");
  CHECK(find("descriptionLike", text("1\\%%")).empty());
  CHECK(find("dueDate", number(500)) == "t1");
  CHECK(find("dueBefore", number(600)) == "t1");
  CHECK(find("dueAfter", number(500)) == "t2");
  CHECK(find("withoutDueDate") == "t3 t4");
  CHECK(find("followUpBefore", number(501)) == "t1");
  CHECK(find("followUpBeforeOrNotExistent", number(400)) == "t2 t3 t4");
  CHECK(find("createdOn", number(200)) == "t4");
  CHECK(find("createdBefore", number(200)) == "t1 t2 t3");
  CHECK(find("updatedAfter", number(150)) == "t3 t4");
  CHECK(find("minPriority", number(60)) == "t2");
  CHECK(find("maxPriority", number(50)) == "t1 t3 t4");
  CHECK(find("delegationState", text("PENDING")) == "t4");
  CHECK(find("parentTaskId", text("t1")) == "t4");
  CHECK(find("taskIdIn", {std::string("t3"), std::string("t1"), std::string("t9")}) == "t1 t3");
  CHECK(find("taskIdIn").empty());
  CHECK(find("active") == "t1 t3 t4");
  CHECK(find("active", number(0)) == "t1 t2 t3 t4");
  CHECK(find("suspended", number(0)) == "t1 t2 t3 t4");
  CHECK(find("suspended", number(1)) == "t2");
  CHECK(ids<state::TaskRow>(*store, both(where("active"), where("suspended"))) == "t2");

  std::vector<Param> many(1000, std::string("nobody's"));
  many.emplace_back(std::string("t\"4"));
  many.emplace_back(std::string("t4"));
  CHECK(find("taskIdIn", many) == "t4");
  // A value is never read as SQL.
  CHECK(find("name", text("' OR 1=1 --")).empty());
}

TEST_CASE("pages, order and sorting by variables", "[store]") {
  auto store = open_store(":memory:");
  insert(*store, std::vector{instance_row("p1"), instance_row("p2"), instance_row("p3")});
  std::vector<state::TaskRow> rows{task("t1"), task("t2"), task("t3")};
  for (std::size_t i = 0; i < rows.size(); ++i)
    rows[i].process_instance_id = "p" + std::to_string(i + 1);
  rows[0].due_date = 30;
  rows[2].due_date = 20;
  insert(*store, rows);
  insert(*store,
         std::vector{variable("p1", "n", Value::integer(5)), variable("p2", "n", Value::integer(9)),
                     variable("p3", "n", Value::string("text"))});
  const auto page = [&](std::vector<Sort> sorts, std::int64_t first = 0, std::int64_t max = 100) {
    Query query;
    query.sorts = std::move(sorts);
    query.first = first;
    query.max = max;
    auto found = list<state::TaskRow>(store->writer(), query);
    if (!found) return "!" + found.error().message;
    std::string text;
    for (const auto& row : *found) text += row.id + " ";
    CHECK(count<state::TaskRow>(store->writer(), query) == 3);
    return text;
  };
  CHECK(page({}) == "t1 t2 t3 ");
  CHECK(page({}, 1, 1) == "t2 ");
  CHECK(page({}, 3, 5).empty());
  CHECK(page({}, 0, 0).empty());
  CHECK(page({}, 0, -1).empty());
  CHECK(page({}, -1, 5).empty());
  CHECK(page({{"dueDate", false, {}}}) == "t2 t3 t1 ");
  CHECK(page({{"dueDate", true, {}}}) == "t1 t3 t2 ");
  CHECK(page({{"priority", true, {}}, {"id", true, {}}}) == "t3 t2 t1 ");
  CHECK(page({{"processVariable", true, {"n", "Integer"}}}) == "t2 t1 t3 ");
  CHECK(page({{"processVariable", false, {"n", "String"}}}) == "t1 t2 t3 ");
  CHECK_THAT(page({{"processVariable", false, {"n", "Json"}}}),
             StartsWith("!cannot sort by variables"));
  CHECK_THAT(page({{"processVariable", false, {}}}), StartsWith("!sorting by"));
}

TEST_CASE("process instances are executions without parent, found by what they stand in",
          "[store]") {
  auto store = open_store(":memory:");
  state::ExecutionRow child;
  child.id = "p1-child";
  child.process_instance_id = "p1";
  child.parent_id = "p1";
  child.activity_id = "review";
  state::ExecutionRow compensated = child;
  compensated.id = "p1-old";
  compensated.activity_id = "undone";
  compensated.event_scope = true;
  std::vector<state::ExecutionRow> rows{instance_row("p1"), instance_row("p2"), instance_row("p3"),
                                        child, compensated};
  rows[0].business_key = "order-1";
  rows[1].super_execution_id = "p1-child";
  rows[1].root_process_instance_id = "p1";
  rows[1].suspended = true;
  rows[2].tenant_id = "acme";
  insert(*store, rows);
  state::IncidentRow incident;
  incident.id = "i1";
  incident.type = "failedJob";
  incident.message = "boom";
  incident.process_instance_id = "p2";
  state::IncidentRow other = incident;
  other.id = "i2";
  other.type = "custom";
  other.message = "bang";
  insert(*store, std::vector{incident, other});

  const auto find = [&](const Query& query) { return ids<ProcessInstanceRow>(*store, query); };
  const auto text = [](const char* value) { return std::vector<Param>{std::string(value)}; };
  CHECK(find({}) == "p1 p2 p3");
  CHECK(ids<state::ExecutionRow>(*store, {}) == "p1 p1-child p1-old p2 p3");
  CHECK(find(where("businessKey", text("order-1"))) == "p1");
  CHECK(find(where("businessKeyLike", text("order%"))) == "p1");
  CHECK(ids<state::ExecutionRow>(*store, where("businessKey", text("order-1"))) ==
        "p1 p1-child p1-old");
  CHECK(find(where("activityIdIn", text("review"))) == "p1");
  CHECK(find(where("activityIdIn", text("undone"))).empty());
  CHECK(find(where("superProcessInstance", text("p1"))) == "p2");
  CHECK(find(where("subProcessInstance", text("p2"))) == "p1");
  CHECK(find(where("rootProcessInstances")) == "p1 p3");
  CHECK(find(where("leafProcessInstances")) == "p2 p3");
  CHECK(find(where("rootProcessInstanceId", text("p1"))) == "p1 p2");
  CHECK(find(where("withIncident")) == "p2");
  CHECK(find(where("incidentType", text("failedJob"))) == "p2");
  // Both about one incident, or either of them about any.
  const Query type = where("incidentType", text("failedJob")),
              message = where("incidentMessage", text("bang"));
  CHECK(find(both(type, message)).empty());
  CHECK(find(any({type, message})) == "p2");
  CHECK(find(any({type, where("tenantIdIn", text("acme"))})) == "p2 p3");
  CHECK(find(any({})) == "p1 p2 p3");
  CHECK(find(where("withoutTenantId")) == "p1 p2");
  CHECK(find(where("active")) == "p1 p3");
  CHECK(find(where("processInstanceIds", {std::string("p3"), std::string("p1")})) == "p1 p3");
  CHECK(find(where("caseInstanceId", text("c"))).empty());
}

TEST_CASE("definitions: latest versions, tenants, incidents, tags", "[store]") {
  auto store = open_store(":memory:");
  std::vector<state::DefinitionRow> rows(4);
  for (std::size_t i = 0; i < rows.size(); ++i) {
    rows[i].id = "d" + std::to_string(i + 1);
    rows[i].key = i < 3 ? "order" : "invoice";
    rows[i].name = i < 3 ? "Bestellung" : "";
  }
  rows[1].version = 2;
  rows[1].version_tag = "v2";
  rows[2].tenant_id = "acme";
  rows[3].startable_in_tasklist = false;
  insert(*store, rows);
  const auto find = [&](const Query& query) { return ids<state::DefinitionRow>(*store, query); };
  const auto text = [](const char* value) { return std::vector<Param>{std::string(value)}; };
  CHECK(find(where("latestVersion")) == "d2 d3 d4");
  CHECK(find(both(where("latestVersion"), where("key", text("order")))) == "d2 d3");
  CHECK(find(both(where("latestVersion"), where("withoutTenantId"))) == "d2 d4");
  CHECK(find(where("tenantIdIn", text("acme"))) == "d3");
  CHECK(find(both(where("tenantIdIn", text("acme")),
                  where("includeProcessDefinitionsWithoutTenantId"))) == "d1 d2 d3 d4");
  CHECK(find(where("includeProcessDefinitionsWithoutTenantId")) == "d1 d2 d3 d4");
  CHECK(find(where("nameLike", text("best%"))) == "d1 d2 d3");
  CHECK(find(where("name", text("bestellung"))).empty());
  CHECK(find(where("keysIn", {std::string("invoice"), std::string("x")})) == "d4");
  CHECK(find(where("versionTag", text("v2"))) == "d2");
  CHECK(find(where("withoutVersionTag")) == "d1 d3 d4");
  CHECK(find(where("notStartableInTasklist")) == "d4");
  CHECK(find(where("version", {std::int64_t{2}})) == "d2");
}

TEST_CASE(
    "external tasks that may be fetched come in the order asked for, locked and spent ones never",
    "[store]") {
  auto store = open_store(":memory:");
  std::vector<state::ExternalTaskRow> rows(7);
  for (std::size_t i = 0; i < rows.size(); ++i) {
    rows[i].id = "x" + std::to_string(i);
    rows[i].topic = i == 6 ? "other" : "charge";
  }
  rows[0].lock_expiration = kNow + 1;
  rows[1].lock_expiration = kNow;
  rows[2].retries = 0;
  rows[3].suspended = true;
  rows[4].retries = 1;
  rows[5].priority = 10;
  insert(*store, rows);
  const auto fetch = [&](std::int64_t max, const FetchOrder& order, const Query& more = {}) {
    Query query = both(where("topicName", {std::string("charge")}), more);
    query.max = max;
    query.now_ms = kNow;
    auto found = list_fetchable(store->writer(), query, order);
    REQUIRE(found);
    std::string text;
    for (const auto& row : *found) text += row.id + " ";
    return text;
  };
  const FetchOrder by_priority{.by_priority = true, .newest_first = false};
  CHECK(fetch(10, by_priority) == "x5 x1 x4 ");
  CHECK(fetch(2, by_priority) == "x5 x1 ");
  CHECK(fetch(1, by_priority) == "x5 ");
  CHECK(fetch(0, by_priority).empty());
  CHECK(fetch(10, by_priority, where("priorityLowerThanOrEquals", {std::int64_t{5}})) == "x1 x4 ");
  CHECK(fetch(10, {.by_priority = true, .newest_first = true}) == "x5 x4 x1 ");
  CHECK(fetch(10, {}) == "x1 x4 x5 ");
  CHECK(fetch(2, {.by_priority = false, .newest_first = true}) == "x5 x4 ");
  CHECK(next_lock_expiration(store->writer(), "charge", kNow) == kNow + 1);
  CHECK(next_lock_expiration(store->writer(), "charge", kNow + 1) == std::nullopt);
  CHECK(next_lock_expiration(store->writer(), "other", kNow) == std::nullopt);

  Query query = where("locked");
  query.now_ms = kNow;
  CHECK(ids<state::ExternalTaskRow>(*store, query) == "x0");
  query.filters[0].name = "notLocked";
  CHECK(ids<state::ExternalTaskRow>(*store, query) == "x2 x3 x4 x5 x6");

  // However many tasks wait, the fetch reads only what it gives out.
  const auto plan = [&](const std::string& rest) {
    Statement explained(store->writer().handle(),
                   "EXPLAIN QUERY PLAN SELECT r.id FROM external_task r WHERE r.topic = ?1 AND "
                   "r.suspended = 0 AND (r.retries IS NULL OR r.retries > 0) AND " +
                       rest, store->writer().id_mark());
    std::string steps;
    while (explained.step()) steps += std::string(explained.text(3)) + "\n";
    return steps;
  };
  for (const auto& [rest, index] : {std::pair{"r.lock_expiration IS NULL ORDER BY r.priority DESC, "
                                              "r.id",
                                              "external_task_fetch"},
                                    std::pair{"r.lock_expiration IS NULL ORDER BY r.id",
                                              "external_task_waiting"},
                                    std::pair{"r.lock_expiration > 5 ORDER BY r.lock_expiration",
                                              "external_task_fetch"}}) {
    CAPTURE(rest);
    CHECK_THAT(plan(rest), Contains(index) && !Contains("TEMP B-TREE"));
  }
}

TEST_CASE("jobs: executable, due, acquirable", "[store]") {
  auto store = open_store(":memory:");
  CHECK(next_job_due(store->writer()) == std::nullopt);
  state::ExecutionRow suspended = instance_row("p1");
  suspended.suspended = true;
  insert(*store, std::vector{suspended});
  std::vector<state::JobRow> rows(6);
  for (std::size_t i = 0; i < rows.size(); ++i) {
    rows[i].id = "j" + std::to_string(i);
    rows[i].type = i % 2 == 0 ? "timer" : "message";
  }
  rows[0].due_date = kNow + 1;
  rows[1].due_date = kNow;
  rows[2].retries = 0;
  rows[2].exception_message = "boom";
  rows[3].process_instance_id = rows[3].execution_id = "p1";
  rows[3].suspended = true;
  rows[4].lock_expiration = kNow + 5;
  insert(*store, rows);
  const auto find = [&](const std::string& name, std::vector<Param> values = {}) {
    Query query = where(name, std::move(values));
    query.now_ms = kNow;
    return ids<state::JobRow>(*store, query);
  };
  CHECK(find("executable") == "j1 j4 j5");
  CHECK(find("acquirable") == "j1 j5");
  CHECK(find("acquired") == "j4");
  CHECK(find("noRetriesLeft") == "j2");
  CHECK(find("withException") == "j2");
  CHECK(find("timers") == "j0 j2 j4");
  CHECK(find("dueDates_gt", {std::int64_t{kNow}}) == "j0");
  CHECK(find("dueDates_lt", {std::int64_t{kNow + 1}}) == "j1");
  CHECK(next_job_due(store->writer()) == 0);

  state::ChangeList remove;
  remove.of<state::JobRow>().deleted = {"j4", "j5"};
  write(*store, remove);
  CHECK(next_job_due(store->writer()) == kNow);
}
