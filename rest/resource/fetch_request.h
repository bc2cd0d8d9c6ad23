// The body of fetchAndLock.
#pragma once

#include <string>

#include "command/commands.h"
#include "rest/json_body.h"

namespace procos::rest {

struct FetchRequest {
  command::FetchAndLock fetch;
  /// Which tasks it wants, whoever asks: where one of two with the same text finds nothing, the
  /// other one finds nothing either.
  std::string filter;
};

RestResult<FetchRequest> fetch_request(const JsonObject& body);

}  // namespace procos::rest
