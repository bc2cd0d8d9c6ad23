// What the user of a request needs for its operation, checked before the operation's handler runs.
#pragma once

#include "command/authorize.h"
#include "rest/router.h"

namespace procos::rest {

/// 403 AuthorizationException when the user may not. Nothing is checked without a user, nor where
/// the thing that the request names does not exist, which is the handler's to say.
RestStatus check_guard(Context& ctx);

/// The same for one check, where only the handler knows what the request is about.
RestStatus may(const Context& ctx, command::Check check, const command::Subject& subject);

/// Whether the table (guard.cpp) has a rule for the operation; those without are for
/// administrators.
bool has_guard(const Route& route);

}  // namespace procos::rest
