// That no documented parameter of a query is silently ignored: what the published contract names
// for every list and count (rest_query_parameters.tsv, made by docs/rest_coverage.py) stands in the
// query's table.
#include <algorithm>
#include <catch2/catch.hpp>
#include <fstream>
#include <sstream>
#include <vector>

#include "rest/resource/query_tables.h"
#include "rest/router.h"

using namespace procos;
using namespace procos::rest;

namespace {

/// A table and the operations that ask with it; `beside`: parameters that their handlers read
/// themselves.
struct ContractQuery {
  std::string_view operations;
  const QueryTable& table;
  std::string_view beside{};
};

const ContractQuery kContractQueries[] = {
    {"getProcessDefinitions getProcessDefinitionsCount", kProcessDefinitionQuery},
    {"getDeployments getDeploymentsCount", kDeploymentQuery},
    {"getProcessInstances getProcessInstancesCount queryProcessInstances "
     "queryProcessInstancesCount",
     kProcessInstanceQuery},
    {"getExecutions getExecutionsCount queryExecutions queryExecutionsCount", kExecutionQuery},
    {"getTasks getTasksCount queryTasks queryTasksCount", kTaskQuery},
    {"getExternalTasks getExternalTasksCount queryExternalTasks queryExternalTasksCount",
     kExternalTaskQuery},
    {"getJobs getJobsCount queryJobs queryJobsCount", kJobQuery},
    {"getJobDefinitions getJobDefinitionsCount queryJobDefinitions queryJobDefinitionsCount",
     kJobDefinitionQuery},
    {"getEventSubscriptions getEventSubscriptionsCount", kEventSubscriptionQuery},
    {"getIncidents getIncidentsCount", kIncidentQuery},
    {"getVariableInstances getVariableInstancesCount queryVariableInstances "
     "queryVariableInstancesCount",
     kVariableInstanceQuery, "deserializeValues"},
    {"getHistoricProcessInstances getHistoricProcessInstancesCount queryHistoricProcessInstances "
     "queryHistoricProcessInstancesCount",
     kHistoryProcessInstanceQuery},
    {"getHistoricActivityInstances getHistoricActivityInstancesCount "
     "queryHistoricActivityInstances queryHistoricActivityInstancesCount",
     kHistoryActivityInstanceQuery},
    {"getHistoricVariableInstances getHistoricVariableInstancesCount "
     "queryHistoricVariableInstances queryHistoricVariableInstancesCount",
     kHistoryVariableInstanceQuery, "deserializeValues"},
    {"getHistoricTaskInstances getHistoricTaskInstancesCount queryHistoricTaskInstances "
     "queryHistoricTaskInstancesCount",
     kHistoryTaskQuery},
    {"getHistoricDetails getHistoricDetailsCount queryHistoricDetails", kHistoryDetailQuery,
     "deserializeValues"},
    {"getHistoricIncidents getHistoricIncidentsCount", kHistoryIncidentQuery},
    {"getHistoricJobLogs getHistoricJobLogsCount queryHistoricJobLogs queryHistoricJobLogsCount",
     kHistoryJobLogQuery},
    {"getHistoricExternalTaskLogs getHistoricExternalTaskLogsCount queryHistoricExternalTaskLogs "
     "queryHistoricExternalTaskLogsCount",
     kHistoryExternalTaskLogQuery},
    {"getHistoricIdentityLinks getHistoricIdentityLinksCount", kHistoryIdentityLinkLogQuery},
    {"queryAuthorizations getAuthorizationCount", kAuthorizationQuery},
    // As in Camunda only the statistics know the others.
    {"getBatches getBatchesCount", kBatchQuery,
     "createdBy startedAfter startedBefore withFailures withoutFailures"},
    {"getBatchStatistics getBatchStatisticsCount", kBatchStatisticsQuery},
    {"getHistoricBatches getHistoricBatchesCount", kHistoryBatchQuery},
    {"getDecisionDefinitions getDecisionDefinitionsCount", kDecisionDefinitionQuery},
    {"getDecisionRequirementsDefinitions getDecisionRequirementsDefinitionsCount",
     kDecisionRequirementsDefinitionQuery},
    {"getHistoricDecisionInstances getHistoricDecisionInstancesCount",
     kHistoryDecisionInstanceQuery},
    {"getFilterList getFilterCount", kFilterQuery, "itemCount"},
    {"getQueryGroups postQueryGroups getGroupCount queryGroupCount", kGroupQuery},
    {"queryUserOperationEntries queryUserOperationCount", kHistoryUserOperationQuery},
    {"getSchemaLog querySchemaLog", kSchemaLogQuery},
    {"queryTenants getTenantCount", kTenantQuery},
    {"getUsers getUserCount", kUserQuery},
};

/// These read their few parameters in their handlers: reports, statistics, checks.
constexpr std::string_view kWithoutTable =
    "getProcessDefinitionStatistics getTopicNames getHistoricTaskInstanceReport "
    "getHistoricProcessInstanceDurationReport getCleanableHistoricProcessInstanceReport "
    "getCleanableHistoricProcessInstanceReportCount getCleanableHistoricBatchesReport "
    "getCleanableHistoricDecisionInstanceReport getCleanableHistoricDecisionInstanceReportCount "
    "interval isUserAuthorized getGroupInfo checkPassword configureTelemetry";

constexpr std::string_view kPaging = "firstResult maxResults sortBy sortOrder sorting";

std::vector<std::string> words(std::string_view text) {
  std::istringstream stream{std::string(text)};
  std::vector<std::string> found;
  for (std::string word; stream >> word;) found.push_back(std::move(word));
  return found;
}

bool has_word(std::string_view text, std::string_view word) {
  const auto all = words(text);
  return std::find(all.begin(), all.end(), word) != all.end();
}

struct ContractLine {
  std::string operation, kind;
  std::vector<std::string> names;
};

std::vector<ContractLine> contract_lines() {
  std::ifstream file(PROCOS_SOURCE_DIR "/tests/unit/rest_query_parameters.tsv");
  std::vector<ContractLine> lines;
  for (std::string text; std::getline(file, text);) {
    std::istringstream fields(text);
    ContractLine line;
    fields >> line.operation >> line.kind;
    for (std::string name; fields >> name;) line.names.push_back(std::move(name));
    lines.push_back(std::move(line));
  }
  return lines;
}

const ContractQuery* query_of(std::string_view operation) {
  for (const ContractQuery& query : kContractQueries) {
    if (has_word(query.operations, operation)) return &query;
  }
  return nullptr;
}

bool answers(std::string_view operation) {
  for (const Route& route : routes()) {
    if (route.operation == operation) return route.handler != nullptr;
  }
  return false;
}

bool knows_parameter(const ContractQuery& query, std::string_view name) {
  const auto& params = query.table.params;
  return has_word(kPaging, name) || has_word(query.beside, name) ||
         std::any_of(params.begin(), params.end(),
                     [&](const Param& param) { return param.name == name; });
}

bool knows_sort(const ContractQuery& query, std::string_view name) {
  const auto is_one_of = [&](std::span<const std::string_view> keys) {
    return std::find(keys.begin(), keys.end(), name) != keys.end();
  };
  return is_one_of(query.table.sorts) || is_one_of(query.table.variable_sorts);
}

}  // namespace

TEST_CASE("Every query parameter and sort key of the contract is in its table",
          "[rest][contract]") {
  const auto lines = contract_lines();
  REQUIRE(lines.size() > 150);
  for (const ContractLine& line : lines) {
    const ContractQuery* query = query_of(line.operation);
    if (query == nullptr) continue;
    for (const std::string& name : line.names) {
      INFO(line.operation << " " << line.kind << " " << name);
      CHECK((line.kind.starts_with("sort") ? knows_sort(*query, name)
                                           : knows_parameter(*query, name)));
    }
  }
}

TEST_CASE("Every query that answers is compared with the contract", "[rest][contract]") {
  for (const ContractLine& line : contract_lines()) {
    if (!answers(line.operation)) continue;
    INFO(line.operation << ": add it with its table to kContractQueries in this file");
    CHECK((query_of(line.operation) != nullptr || has_word(kWithoutTable, line.operation)));
  }
}
