// Forms of start events and user tasks: what Camunda shows of them without filling them in.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "graph/graph.h"
#include "rest/resource/query_endpoint.h"

namespace procos::rest {

using NamedValues = std::vector<std::pair<std::string, Value>>;

/// {"key", "camundaFormRef", "contextPath"}; `rendered_path` is the key of a generated form without
/// one.
Response form_response(const graph::Form& form, const std::string& rendered_path);

/// The deployed resource that a form key or reference names, as a page or as JSON.
RestResult<Response> deployed_form(service::Engine& engine, const graph::Form& form,
                                   const std::string& deployment_id);

/// A plain HTML form for generated fields; nothing when there are none.
std::optional<Response> rendered_form(const graph::Form& form);

/// Every field with its value among `values`, else its default; then all other values. `only`
/// (separated by commas) restricts the names.
NamedValues form_variables(const graph::Form& form, NamedValues values,
                           const std::optional<std::vector<std::string>>& only);

}  // namespace procos::rest
