// The files behind definitions: their models and pictures.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "rest/resource/services.h"
#include "state/rows.h"

namespace procos::rest {

/// A file of a deployment by its name.
RestResult<std::optional<state::ResourceRow>> find_resource(service::Engine& engine,
                                                            const std::string& deployment_id,
                                                            const std::string& name);

/// {"id", "<property>": text}; nothing when the file is gone.
RestResult<std::optional<Response>> model_response(service::Engine& engine, const std::string& id,
                                                   const std::string& deployment_id,
                                                   const std::string& name,
                                                   std::string_view property);

/// The picture as a file, 204 when there is none.
RestResult<Response> diagram_response(service::Engine& engine, const std::string& deployment_id,
                                      const std::string& diagram_name);

}  // namespace procos::rest
