// Typed variables of requests, as commands take them.
#pragma once

#include <initializer_list>
#include <string>
#include <string_view>

#include "command/context.h"
#include "rest/json_body.h"
#include "rest/multipart.h"

namespace procos::rest {

/// The variables under a property of the body; none when it is absent.
RestResult<command::Variables> variables_of(const JsonObject& body, std::string_view property);
/// The same, with a resource's words before what is wrong.
RestResult<command::Variables> variables_of(const JsonObject& body, std::string_view property,
                                            const std::string& words);
/// What was wrong with a variable as Camunda's resources pass it on: their own refusals and the
/// engine's after their words, Java's exceptions as they are.
RestError refused_variable(RestError error, const std::string& words);
/// 400 for a property that is no map of objects: types go before everything else.
RestStatus check_variable_maps(const JsonObject& body,
                               std::initializer_list<std::string_view> properties);
/// One variable: {"type", "value", "valueInfo"}.
RestResult<exec::TypedVariable> variable_of(const JsonObject& dto, const std::string& name);
/// One variable out of the parts of a form.
RestResult<exec::TypedVariable> variable_of(const MultipartForm& form, const std::string& name);

}  // namespace procos::rest
