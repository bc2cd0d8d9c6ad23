// The body of fetchAndLock.
#pragma once

#include "command/commands.h"
#include "rest/json_body.h"

namespace procos::rest {

RestResult<command::FetchAndLock> fetch_request(const JsonObject& body);

}  // namespace procos::rest
