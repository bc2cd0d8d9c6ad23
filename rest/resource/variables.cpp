#include "rest/resource/variables.h"

#include <nlohmann/json.hpp>

#include "rest/dto/value_dto.h"

namespace procos::rest {

RestResult<command::Variables> variables_of(const JsonObject& body, std::string_view property) {
  PROCOS_ASSIGN(auto inputs, parse_variables(body.get(property)));
  command::Variables variables;
  variables.reserve(inputs.size());
  for (auto& [name, input] : inputs) {
    variables.push_back({std::move(name), std::move(input.value), input.transient});
  }
  return variables;
}

RestStatus check_variable_maps(const JsonObject& body,
                               std::initializer_list<std::string_view> properties) {
  for (const std::string_view property : properties) {
    PROCOS_ASSIGN(const auto map, body.object(property));
    if (!map) continue;
    for (const auto& [name, dto] : map->json().items()) {
      if (!dto.is_object() && !dto.is_null()) {
        return wrong_shape("Variable '" + name + "' has to be an object");
      }
    }
  }
  return {};
}

RestError refused_variable(RestError error, const std::string& words) {
  const bool of_resource = error.type == "InvalidRequestException" || error.type == "RestException";
  if (error.plain_text || (!of_resource && !error.code)) return error;
  return wrap(std::move(error), of_resource ? "InvalidRequestException" : "RestException", words);
}

RestResult<command::Variables> variables_of(const JsonObject& body, std::string_view property,
                                            const std::string& words) {
  auto variables = variables_of(body, property);
  if (variables) return variables;
  return std::unexpected(refused_variable(std::move(variables).error(), words));
}

RestResult<exec::TypedVariable> variable_of(const JsonObject& dto, const std::string& name) {
  PROCOS_ASSIGN(auto input, parse_variable(name, dto.json()));
  return exec::TypedVariable{name, std::move(input.value), input.transient};
}

RestResult<exec::TypedVariable> variable_of(const MultipartForm& form, const std::string& name) {
  PROCOS_ASSIGN(auto input, parse_variable(form));
  return exec::TypedVariable{name, std::move(input.value), input.transient};
}

}  // namespace procos::rest
