// Forms of start events and user tasks: what Camunda shows of them without filling them in.
#pragma once

#include <string>

#include "command/form_values.h"
#include "graph/graph.h"
#include "rest/resource/query_endpoint.h"

namespace procos::rest {

/// {"key", "camundaFormRef", "contextPath"}; `rendered_path` is the key of a generated form without
/// one.
Response form_response(const graph::Form& form, const std::string& rendered_path);

/// The deployed resource that a form key or reference names, as a page or as JSON.
RestResult<Response> deployed_form(service::Engine& engine, const graph::Form& form,
                                   const std::string& deployment_id);

/// A plain HTML form for generated fields; nothing when there are none.
std::optional<Response> rendered_form(const graph::Form& form);

/// Answers with the variables of a form: every field, then all other `values` that its task sees.
/// The query's variableNames restricts the names.
void form_variables(Context& ctx, const graph::Form& form, state::DefinitionPtr definition,
                    const std::string& execution_id, command::NamedValues values);

}  // namespace procos::rest
