#include "rest/resource/engine.h"

#include <nlohmann/json.hpp>

namespace procos::rest {

void get_engine_names(Context& ctx) {
  ctx.reply(json_response(Json::array({{{"name", "default"}}})));
}

// The version of Camunda whose API this is: clients choose their calls by it.
void get_version(Context& ctx) {
  ctx.reply(json_response({{"version", "7.24.0"}}));
}

}  // namespace procos::rest
