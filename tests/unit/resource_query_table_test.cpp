// Parameters and bodies of queries, and that the store knows every name the tables hand it.
#include <algorithm>
#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "rest/json_body.h"
#include "rest/resource/query_tables.h"
#include "rest/resource/task_query.h"

using namespace procos;
using namespace procos::rest;

namespace {

store::Query parsed(const QueryTable& table, const std::string& parameters) {
  const QueryString text{parameters};
  auto query = read_query(table, QueryParams(text));
  REQUIRE(query);
  return *query;
}

RestError refused(const QueryTable& table, const std::string& parameters) {
  const QueryString text{parameters};
  auto query = read_query(table, QueryParams(text));
  REQUIRE_FALSE(query);
  return query.error();
}

RestResult<store::Query> of_body(const QueryTable& table, const std::string& body) {
  auto object = JsonObject::from(Json::parse(body));
  REQUIRE(object);
  return read_query(table, *object);
}

template <class Row>
void check_names(const QueryTable& table) {
  const store::QueryNames known = store::query_names<Row>();
  const auto contains = [](const std::vector<std::string>& names, std::string_view name) {
    return std::find(names.begin(), names.end(), name) != names.end();
  };
  for (const Param& param : table.params) {
    CAPTURE(param.name);
    switch (param.type) {
      case ParamType::kIgnoreNameCase:
      case ParamType::kIgnoreValueCase:
      case ParamType::kExpression:
      case ParamType::kUnused:
      case ParamType::kOrQueries: break;
      case ParamType::kVariables:
      case ParamType::kAnyValue:
        CHECK(contains(known.variable_filters, param.filter_name()));
        break;
      case ParamType::kConditions:
        CHECK(contains(known.filters, std::string(param.name) + "_gt"));
        CHECK(contains(known.filters, std::string(param.name) + "_lt"));
        break;
      default: CHECK(contains(known.filters, param.filter_name()));
    }
  }
  for (const std::string_view sort : table.sorts) {
    CAPTURE(sort);
    CHECK(contains(known.sorts, sort));
  }
}

}  // namespace

TEST_CASE("every parameter and sort key of a list is one that the store knows") {
  check_names<state::DeploymentRow>(kDeploymentQuery);
  check_names<state::DefinitionRow>(kProcessDefinitionQuery);
  check_names<state::DecisionDefinitionRow>(kDecisionDefinitionQuery);
  check_names<state::DecisionRequirementsDefinitionRow>(kDecisionRequirementsDefinitionQuery);
  check_names<state::HiDecisionInstanceRow>(kHistoryDecisionInstanceQuery);
  check_names<store::ProcessInstanceRow>(kProcessInstanceQuery);
  check_names<state::ExecutionRow>(kExecutionQuery);
  check_names<state::TaskRow>(kTaskQuery);
  check_names<state::ExternalTaskRow>(kExternalTaskQuery);
  check_names<state::JobRow>(kJobQuery);
  check_names<state::JobDefinitionRow>(kJobDefinitionQuery);
  check_names<state::EventSubscriptionRow>(kEventSubscriptionQuery);
  check_names<state::IncidentRow>(kIncidentQuery);
  check_names<state::VariableRow>(kVariableInstanceQuery);
  check_names<state::HiProcessInstanceRow>(kHistoryProcessInstanceQuery);
  check_names<state::HiActivityRow>(kHistoryActivityInstanceQuery);
  check_names<state::HiVariableRow>(kHistoryVariableInstanceQuery);
  check_names<state::HiTaskRow>(kHistoryTaskQuery);
  check_names<state::HiDetailRow>(kHistoryDetailQuery);
  check_names<state::HiIncidentRow>(kHistoryIncidentQuery);
  check_names<state::HiJobLogRow>(kHistoryJobLogQuery);
  check_names<state::HiExternalTaskLogRow>(kHistoryExternalTaskLogQuery);
  check_names<state::HiIdentityLinkRow>(kHistoryIdentityLinkLogQuery);
  check_names<state::FilterRow>(kFilterQuery);
  check_names<state::HiUserOperationRow>(kHistoryUserOperationQuery);
}

TEST_CASE("parameters become filters; false flags, empty lists and unknown names do not") {
  const auto query = parsed(kJobQuery,
                            "activityId=a&timers=true&messages=false&jobIds=1,2&tenantIdIn=&"
                            "priorityHigherThanOrEquals=5&nosuch=1&"
                            "dueDates=gt_2035-05-05T05:05:05.000%2B0000");
  REQUIRE(query.filters.size() == 5);
  const auto find = [&](std::string_view name) {
    const auto it = std::find_if(query.filters.begin(), query.filters.end(),
                                 [&](const auto& filter) { return filter.name == name; });
    REQUIRE(it != query.filters.end());
    return it->values;
  };
  CHECK(find("activityId") == std::vector<store::Param>{"a"});
  CHECK(find("timers").empty());
  CHECK(find("jobIds") == std::vector<store::Param>{"1", "2"});
  CHECK(find("priorityHigherThanOrEquals") == std::vector<store::Param>{std::int64_t{5}});
  CHECK(find("dueDates_gt") == std::vector<store::Param>{std::int64_t{2'061'954'305'000}});
}

TEST_CASE("variable filters know which operators their list has") {
  const auto query = parsed(kTaskQuery, "processVariables=a_notLike_x%25,b_eq_7");
  REQUIRE(query.variable_filters.size() == 2);
  CHECK(query.variable_filters[0].op == "notLike");
  CHECK(query.variable_filters[1].value == Value::string("7"));
  CHECK(refused(kProcessInstanceQuery, "variables=a_notLike_x").status == 400);
  CHECK(refused(kExecutionQuery, "processVariables=a_gt_1").message ==
        "Invalid process variable comparator specified: gt");
  CHECK(refused(kTaskQuery, "taskVariables=a_xx_1").message ==
        "Invalid task variable comparator specified: xx");
}

TEST_CASE("an order needs something to order: null and booleans are refused in each list's way") {
  const std::string body = R"({"%": [{"name": "n", "operator": "gt", "value": true}]})";
  const auto with = [&](const char* name) {
    std::string text = body;
    return text.replace(text.find('%'), 1, name);
  };
  auto instances = of_body(kProcessInstanceQuery, with("variables"));
  REQUIRE_FALSE(instances);
  CHECK(instances.error().status == 400);
  CHECK(instances.error().type == "NotValidException");
  auto tasks = of_body(kTaskQuery, with("processVariables"));
  REQUIRE_FALSE(tasks);
  CHECK(tasks.error().status == 500);
  CHECK(tasks.error().type == "ProcessEngineException");
}

TEST_CASE("values in bodies keep their kind, patterns are texts") {
  const auto query = of_body(kProcessInstanceQuery,
                             R"({"variables": [
                               {"name": "i", "operator": "eq", "value": 7},
                               {"name": "l", "operator": "eq", "value": 9000000000},
                               {"name": "d", "operator": "eq", "value": 2.5},
                               {"name": "n", "operator": "neq", "value": null},
                               {"name": "t", "operator": "lt", "value": "2031-02-03T04:05:06.789+0000"},
                               {"name": "p", "operator": "like", "value": 5}],
                             "variableValuesIgnoreCase": true})");
  REQUIRE(query);
  const auto& filters = query->variable_filters;
  REQUIRE(filters.size() == 6);
  CHECK(filters[0].value == Value::integer(7));
  CHECK(filters[1].value == Value::long_integer(9'000'000'000));
  CHECK(filters[2].value == Value::real(2.5));
  CHECK(filters[3].value.is_null());
  CHECK(filters[4].value == Value::date(1'927'857'906'789));
  CHECK(filters[5].value == Value::string("5"));
  CHECK(filters[5].ignore_value_case);
  CHECK_FALSE(filters[5].ignore_name_case);
}

TEST_CASE("or-queries become alternatives; one without filters restricts nothing") {
  const auto query =
      of_body(kTaskQuery, R"({"orQueries": [{"name": "a", "assignee": "b"}, {"sorting": []}]})");
  REQUIRE(query);
  REQUIRE(query->any_of.size() == 1);
  CHECK(query->any_of[0].filters.size() == 2);
}

TEST_CASE("sorting in bodies fails as the engine's builder does") {
  const auto sorted = of_body(kTaskQuery, R"({"sorting": [{"sortBy": "name", "sortOrder": "desc"},
        {"sortBy": "processVariable", "sortOrder": "asc", "parameters": {"variable": "v", "type": "String"}}]})");
  REQUIRE(sorted);
  REQUIRE(sorted->sorts.size() == 2);
  CHECK(sorted->sorts[0].descending);
  CHECK(sorted->sorts[1].parameters == std::vector<std::string>{"v", "String"});
  for (const char* body : {R"({"sorting": [{"sortBy": "banana", "sortOrder": "asc"}]})",
                           R"({"sorting": [{"sortBy": "name"}]})",
                           R"({"sorting": [{"sortOrder": "asc"}]})",
                           R"({"sorting": [{"sortBy": "name", "sortOrder": "banana"}]})"}) {
    auto refused_body = of_body(kTaskQuery, body);
    REQUIRE_FALSE(refused_body);
    CHECK(refused_body.error().type == "NotValidException");
  }
  auto strict = of_body(kHistoryDetailQuery, R"({"sorting": [{"sortBy": "time"}]})");
  REQUIRE_FALSE(strict);
  CHECK(strict.error().type == "InvalidRequestException");
}

TEST_CASE("in the query string both sort parameters belong together") {
  CHECK(parsed(kTaskQuery, "sortBy=name&sortOrder=desc").sorts.at(0).descending);
  CHECK(refused(kTaskQuery, "sortBy=name").status == 400);
  CHECK(refused(kTaskQuery, "sortOrder=asc").status == 400);
  CHECK(refused(kTaskQuery, "sortBy=processVariable&sortOrder=asc").status == 400);
}

TEST_CASE("expressions are refused, and so is an unknown delegation state") {
  CHECK(refused(kTaskQuery, "assigneeExpression=${x}").type == "BadUserRequestException");
  CHECK(refused(kTaskQuery, "delegationState=nosuch").status == 400);
  CHECK(parsed(kTaskQuery, "delegationState=PENDING").filters.size() == 1);
}

TEST_CASE("lists that may not be empty say so") {
  auto query = of_body(kProcessInstanceQuery, R"({"processInstanceIds": []})");
  REQUIRE_FALSE(query);
  CHECK(query.error().status == 500);
  CHECK(of_body(kProcessInstanceQuery, R"({"processDefinitionKeyIn": []})"));
}

TEST_CASE("a page out of bounds is empty, one that is no number is 404") {
  const auto page = [](const std::string& parameters) {
    const QueryString text{parameters};
    store::Query query;
    const auto status = read_page(QueryParams(text), query);
    return status ? std::optional(query) : std::nullopt;
  };
  CHECK(page("firstResult=2&maxResults=3")->first == 2);
  CHECK(page("firstResult=2&maxResults=3")->max == 3);
  CHECK(page("maxResults=-1")->max == 0);
  CHECK(page("firstResult=-1")->max == 0);
  CHECK_FALSE(page("maxResults=x"));
}

TEST_CASE("candidate filters of tasks exclude each other") {
  CHECK(check_task_query(parsed(kTaskQuery, "candidateUser=a&includeAssignedTasks=true")));
  CHECK_FALSE(check_task_query(parsed(kTaskQuery, "includeAssignedTasks=true")));
  CHECK(refused(kTaskQuery, "candidateUser=a&candidateGroup=b").status == 500);
  CHECK_FALSE(of_body(kTaskQuery, R"({"orQueries": [{"withCandidateGroups": true}]})"));
}
