#include "rest/resource/task_query.h"

#include <algorithm>
#include <array>
#include <string_view>

#include "rest/resource/query_endpoint.h"
#include "rest/resource/query_tables.h"

namespace procos::rest {
namespace {

bool has(const store::Query& query, std::string_view name) {
  return std::any_of(query.filters.begin(), query.filters.end(),
                     [&](const store::Filter& filter) { return filter.name == name; });
}

std::unexpected<RestError> invalid_usage(std::string message) {
  return std::unexpected(RestError{500, "ProcessEngineException",
                                   "Invalid query usage: " + std::move(message), 0, {}});
}

constexpr std::array<std::string_view, 8> kCandidates{
    "candidateUser",       "candidateGroup",         "candidateGroupLike", "candidateGroups",
    "withCandidateGroups", "withoutCandidateGroups", "withCandidateUsers", "withoutCandidateUsers"};

RestStatus check_assigned(const store::Query& query) {
  if (!has(query, "includeAssignedTasks")) return {};
  const bool named = std::any_of(kCandidates.begin(), kCandidates.end(),
                                 [&](std::string_view name) { return has(query, name); });
  if (named) return {};
  std::string names;
  for (const std::string_view name : kCandidates) {
    if (!names.empty()) names += ", ";
    names += name;
  }
  return invalid_usage(names + " has to be called before 'includeAssignedTasks'.");
}

}  // namespace

QueryAsker asker_of(const Context& ctx) {
  QueryAsker asker{engine_of(ctx).clock().now_ms(), {}, {}};
  if (ctx.user() == nullptr) return asker;
  asker.user = ctx.user()->user_id;
  asker.groups = ctx.user()->group_ids;
  return asker;
}

RestResult<store::Query> read_task_query(const Context& ctx, const JsonObject& body) {
  PROCOS_ASSIGN(Json query, evaluate_alternatives(kTaskQuery, body.json(), asker_of(ctx)));
  PROCOS_ASSIGN(const JsonObject evaluated, JsonObject::from(std::move(query)));
  return read_query(kTaskQuery, evaluated);
}

RestStatus check_task_query(const store::Query& query) {
  PROCOS_TRY(check_assigned(query));
  for (const store::Query& any : query.any_of) PROCOS_TRY(check_assigned(any));
  return {};
}

}  // namespace procos::rest
