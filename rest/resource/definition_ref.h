// Which process definition a request means: by its id, or the latest of a key, with or without
// tenant. The routes say it by their path parameters.
#pragma once

#include <optional>
#include <string>

#include "command/context.h"
#include "rest/router.h"
#include "state/rows.h"

namespace procos::rest {

struct DefinitionRef {
  std::string id;   ///< or:
  std::string key;
  std::optional<std::string> tenant_id;

  bool by_id() const { return key.empty(); }
};

DefinitionRef definition_ref(const Context& ctx);

/// What a key that nothing is deployed under answers.
RestError no_such_key(const DefinitionRef& ref);

/// The row, read off the strand; nothing when an id is unknown, an error when a key is.
RestResult<std::optional<state::DefinitionRow>> find_definition(const Context& ctx);

/// What a failure to read the body answers: that the key is unknown goes before.
RestStatus key_before(const Context& ctx, RestStatus status);

/// The id, within a command; nothing when a key is unknown. An id is not looked at.
std::optional<std::string> resolve_id(command::Context& context, const DefinitionRef& ref);

}  // namespace procos::rest
