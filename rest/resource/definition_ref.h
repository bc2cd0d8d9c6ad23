// Which definition a request means: by its id, or the latest of a key, with or without tenant. The
// routes say it by their path parameters.
#pragma once

#include <optional>
#include <string>

#include "rest/resource/query_endpoint.h"

namespace procos::rest {

struct DefinitionRef {
  std::string id;   ///< or:
  std::string key;
  std::optional<std::string> tenant_id;

  bool by_id() const { return key.empty(); }
};

DefinitionRef definition_ref(const Context& ctx);
/// The latest definition of the key.
store::Query latest_of(const DefinitionRef& ref);

/// How queries and messages name the definitions of one kind.
template <class Row>
struct DefinitionKind;
template <>
struct DefinitionKind<state::DefinitionRow> {
  static constexpr const char* kIdFilter = "processDefinitionId";
  static constexpr const char* kWords = "process definition";
};
template <>
struct DefinitionKind<state::DecisionDefinitionRow> {
  static constexpr const char* kIdFilter = "decisionDefinitionId";
  static constexpr const char* kWords = "decision definition";
};
template <>
struct DefinitionKind<state::DecisionRequirementsDefinitionRow> {
  static constexpr const char* kIdFilter = "decisionRequirementsDefinitionId";
  static constexpr const char* kWords = "decision requirements definition";
};

/// What a key that nothing is deployed under answers.
RestError no_such_key(const DefinitionRef& ref, const std::string& words = "process definition");

/// The row, read off the strand; nothing when an id is unknown, an error when a key is.
template <class Row = state::DefinitionRow>
RestResult<std::optional<Row>> find_definition(const Context& ctx) {
  const DefinitionRef ref = definition_ref(ctx);
  service::Engine& engine = engine_of(ctx);
  if (ref.by_id()) return read_row<Row>(engine, DefinitionKind<Row>::kIdFilter, ref.id);
  PROCOS_ASSIGN(auto rows, read_rows<Row>(engine, latest_of(ref)));
  if (rows.empty()) return std::unexpected(no_such_key(ref, DefinitionKind<Row>::kWords));
  return std::optional<Row>(std::move(rows.front()));
}

/// What a failure to read the body answers: that the key is unknown goes before.
template <class Row = state::DefinitionRow>
RestStatus key_before(const Context& ctx, RestStatus status) {
  if (status || definition_ref(ctx).by_id()) return status;
  if (auto found = find_definition<Row>(ctx); !found) {
    return std::unexpected(std::move(found).error());
  }
  return status;
}

/// Camunda knows the latest of a decision by its key only; refuses what else would pick it.
template <class Row>
RestStatus check_latest(const store::Query& query) {
  const auto has = [&](std::string_view name) {
    for (const store::Filter& filter : query.filters) {
      if (filter.name == name) return true;
    }
    return false;
  };
  if (!has("latestVersion")) return {};
  for (const char* name : {DefinitionKind<Row>::kIdFilter, "name", "nameLike", "version",
                           "deploymentId"}) {
    if (!has(name)) continue;
    return std::unexpected(RestError{400, "NotValidException",
                                     "Calling latest() can only be used in combination with "
                                     "key(String) and keyLike(String)",
                                     0, {}});
  }
  return {};
}

/// Whether the key in the path of a request has a definition; true for paths without a key. Such
/// keys are looked up before the request itself is looked at.
RestStatus locate_definition(const Context& ctx);

/// historyTimeToLive of a body.
RestResult<std::optional<std::int64_t>> history_time_to_live(const JsonObject& body);

/// The id, within a command; nothing when a key is unknown. An id is not looked at.
std::optional<std::string> resolve_id(command::Context& context, const DefinitionRef& ref);

}  // namespace procos::rest
