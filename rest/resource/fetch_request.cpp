#include "rest/resource/fetch_request.h"

#include <nlohmann/json.hpp>
#include <utility>

#include "rest/resource/query_table.h"

namespace procos::rest {
namespace {

RestResult<command::FetchTopic> fetch_topic_of(const JsonObject& body) {
  command::FetchTopic topic;
  PROCOS_ASSIGN(auto name, body.string("topicName"));
  PROCOS_ASSIGN(auto definition_id, body.string("processDefinitionId"));
  PROCOS_ASSIGN(auto definition_key, body.string("processDefinitionKey"));
  PROCOS_ASSIGN(auto definition_ids, body.strings("processDefinitionIdIn"));
  PROCOS_ASSIGN(auto definition_keys, body.strings("processDefinitionKeyIn"));
  PROCOS_ASSIGN(auto tenant_ids, body.strings("tenantIdIn"));
  PROCOS_ASSIGN(const auto lock_duration, body.long_integer("lockDuration"));
  PROCOS_ASSIGN(topic.business_key, body.string("businessKey"));
  PROCOS_ASSIGN(topic.process_definition_version_tag, body.string("processDefinitionVersionTag"));
  PROCOS_ASSIGN(topic.variables, body.strings("variables"));
  PROCOS_ASSIGN(topic.local_variables, body.boolean_or("localVariables", false));
  PROCOS_ASSIGN(topic.deserialize_values, body.boolean_or("deserializeValues", false));
  PROCOS_ASSIGN(topic.without_tenant, body.boolean_or("withoutTenantId", false));
  PROCOS_ASSIGN(topic.include_extension_properties,
                body.boolean_or("includeExtensionProperties", false));
  topic.topic = std::move(name).value_or("");
  topic.lock_duration_ms = lock_duration.value_or(0);
  topic.process_definition_id = std::move(definition_id).value_or("");
  topic.process_definition_key = std::move(definition_key).value_or("");
  topic.process_definition_ids = std::move(definition_ids).value_or(std::vector<std::string>());
  topic.process_definition_keys = std::move(definition_keys).value_or(std::vector<std::string>());
  topic.tenant_ids = std::move(tenant_ids).value_or(std::vector<std::string>());
  PROCOS_ASSIGN(const auto values, body.object("processVariables"));
  if (values) {
    for (const auto& [variable, value] : values->json().items()) {
      topic.process_variables.emplace_back(variable, plain_value(value));
    }
  }
  return topic;
}

RestStatus read_fetch_sorting(const JsonObject& body, command::FetchAndLock& request) {
  PROCOS_ASSIGN(const auto sortings, body.objects("sorting"));
  if (!sortings) return {};
  for (std::size_t i = 0; i < sortings->size(); ++i) {
    const JsonObject& sorting = (*sortings)[i];
    PROCOS_ASSIGN(const auto by, sorting.string("sortBy"));
    PROCOS_ASSIGN(const auto order, sorting.string("sortOrder"));
    if (by != "createTime") {
      return invalid_request(
          400, "Cannot set query sortBy parameter to value " + by.value_or("null"));
    }
    if (order && *order != "asc" && *order != "desc") {
      return invalid_request(400, "Cannot set query sortOrder parameter to value " + *order);
    }
    if (!order) {
      return lift<void>(fail(ErrorKind::kNotValid,
                             "Invalid query: call asc() or desc() after using orderByXX(): "
                             "direction is null"));
    }
    // What comes after the first could only order tasks of one age.
    if (i == 0) request.order.newest_first = *order == "desc";
  }
  return {};
}

std::string fetch_filter_of(const JsonObject& body) {
  static constexpr const char* kOfTheAnswer[] = {"lockDuration", "variables", "localVariables",
                                                 "deserializeValues", "includeExtensionProperties"};
  const Json* topics = body.get("topics");
  if (topics == nullptr) return {};
  Json filters = *topics;
  for (Json& topic : filters) {
    for (const char* property : kOfTheAnswer) topic.erase(property);
  }
  return to_text(filters);
}

}  // namespace

RestResult<FetchRequest> fetch_request(const JsonObject& body) {
  command::FetchAndLock request;
  PROCOS_ASSIGN(auto worker, body.string("workerId"));
  PROCOS_ASSIGN(const auto max_tasks, body.integer("maxTasks"));
  PROCOS_ASSIGN(request.order.by_priority, body.boolean_or("usePriority", false));
  PROCOS_TRY(read_fetch_sorting(body, request));
  PROCOS_ASSIGN(const auto topics, body.objects("topics"));
  request.worker_id = std::move(worker).value_or("");
  request.max_tasks = max_tasks.value_or(0);
  if (topics) {
    for (const JsonObject& topic : *topics) {
      PROCOS_ASSIGN(auto read, fetch_topic_of(topic));
      request.topics.push_back(std::move(read));
    }
  }
  return FetchRequest{std::move(request), fetch_filter_of(body)};
}

}  // namespace procos::rest
