#include "store_query_support.h"

using namespace procos;
using namespace procos::store;
using namespace procos::store::test;

TEST_CASE("historic instances by state, incidents, activities and variables", "[store]") {
  auto store = open_store(":memory:");
  std::vector<state::HiProcessInstanceRow> rows(3);
  for (std::size_t i = 0; i < rows.size(); ++i) {
    rows[i].id = "p" + std::to_string(i + 1);
    rows[i].process_definition_key = i == 2 ? "invoice" : "order";
    rows[i].state = i == 0 ? "ACTIVE" : "COMPLETED";
    rows[i].start_time = 100 * static_cast<std::int64_t>(i + 1);
    if (i > 0) rows[i].end_time = rows[i].start_time + 50 / static_cast<std::int64_t>(i);
  }
  rows[2].super_process_instance_id = "p2";
  insert(*store, rows);
  std::vector<state::HiActivityRow> activities(2);
  activities[0].id = "a1";
  activities[0].process_instance_id = "p1";
  activities[0].activity_id = "review";
  activities[0].start_time = 120;
  activities[1] = activities[0];
  activities[1].id = "a2";
  activities[1].process_instance_id = "p2";
  activities[1].end_time = 230;
  activities[1].state = 2;
  insert(*store, activities);
  std::vector<state::HiIncidentRow> incidents(2);
  incidents[0].id = incidents[0].root_cause_incident_id = "i1";
  incidents[0].process_instance_id = "p1";
  incidents[1].id = "i2";
  incidents[1].root_cause_incident_id = "i1";
  incidents[1].process_instance_id = "p2";
  incidents[1].end_time = 240;
  insert(*store, incidents);

  const auto find = [&](const std::string& name, std::vector<Param> values = {}) {
    return ids<state::HiProcessInstanceRow>(*store, where(name, std::move(values)));
  };
  const auto text = [](const char* value) { return std::vector<Param>{std::string(value)}; };
  CHECK(find("finished") == "p2 p3");
  CHECK(find("unfinished") == "p1");
  CHECK(find("completed") == "p2 p3");
  CHECK(find("startedBefore", {std::int64_t{200}}) == "p1 p2");
  CHECK(find("finishedAfter", {std::int64_t{300}}) == "p3");
  CHECK(find("processDefinitionKeyNotIn", {std::string("ord%"), std::string("x")}) == "p3");
  CHECK(find("rootProcessInstances") == "p1 p2");
  CHECK(find("subProcessInstanceId", text("p3")) == "p2");
  CHECK(find("withRootIncidents") == "p1");
  CHECK(find("incidentStatus", text("open")) == "p1");
  CHECK(find("incidentStatus", text("resolved")) == "p2");
  CHECK(find("executedActivityIdIn", text("review")) == "p2");
  CHECK(find("activeActivityIdIn", text("review")) == "p1");
  CHECK(ids<state::HiProcessInstanceRow>(
            *store, both(where("executedActivityAfter", {std::int64_t{200}}),
                         where("executedActivityBefore", {std::int64_t{300}}))) == "p2");
  CHECK(ids<state::HiActivityRow>(*store, where("canceled")) == "a2");
  CHECK(ids<state::HiActivityRow>(*store, where("unfinished")) == "a1");
  Query longest;
  longest.sorts.push_back({"duration", true, {}});
  CHECK(ids<state::HiProcessInstanceRow>(*store, longest) == "p2 p3 p1");
}

TEST_CASE("historic variables hide the deleted ones and go by type and value", "[store]") {
  auto store = open_store(":memory:");
  std::vector<state::HiVariableRow> rows(4);
  const Value values[] = {Value::integer(1), Value::string("One"), Value::json("{}"),
                          Value::integer(1)};
  for (std::size_t i = 0; i < rows.size(); ++i) {
    rows[i].id = "v" + std::to_string(i + 1);
    rows[i].name = i == 1 ? "Größe" : "size";
    rows[i].value = values[i];
    rows[i].state = i == 3 ? "DELETED" : "CREATED";
    rows[i].process_instance_id = "p1";
  }
  insert(*store, rows);
  const auto find = [&](const Query& query) { return ids<state::HiVariableRow>(*store, query); };
  CHECK(find({}) == "v1 v2 v3");
  CHECK(find(where("includeDeleted", {std::int64_t{1}})) == "v1 v2 v3 v4");
  CHECK(find(where("includeDeleted", {std::int64_t{0}})) == "v1 v2 v3");
  CHECK(find(where("variableTypeIn", {std::string("json"), std::string("string")})) == "v2 v3");
  CHECK(find(where("variableName", {std::string("GRÖSSE")})).empty());
  CHECK(find(both(where("variableName", {std::string("GRÖßE")}),
                  where("variableNamesIgnoreCase"))) == "v2");
  Query by_value;
  by_value.variable_filters.push_back({"variableValue", "size", "eq", Value::real(1)});
  CHECK(find(by_value) == "v1");
}
