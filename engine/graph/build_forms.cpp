// Forms: camunda:formKey, formRef, formData and the older formProperty.
#include <algorithm>

#include "graph/builder.h"

namespace procos::graph {

Form ProcessBuilder::form(const model::FlowNode& model) {
  const model::Form& from = model.form;
  const std::string id = model.id.value_or("");
  Form result;
  if (from.handler_class) {
    // A form handler is a Java class that builds the form itself; nothing else could stand in for
    // it.
    problems_.abort(model.at,
                    "camunda:formHandlerClass '" + *from.handler_class +
                        "' needs Java: use camunda:formData, formKey or formRef",
                    id);
  }
  result.generated = from.has_data || !from.properties.empty();
  result.business_key_field = from.business_key.value_or("");
  for (const auto& property : from.properties) result.fields.push_back(form_property(property, id));
  for (const auto& field : from.fields) result.fields.push_back(form_field(field, from, id));
  if (from.key && from.ref) {
    problems_.error(
        model.at,
        "Invalid element definition: only one of the attributes formKey and formRef is allowed",
        id);
  }
  result.key = compiler_.maybe(from.key, model.at, id);
  if (!from.ref) return result;
  result.ref = compiler_.maybe(from.ref, model.at, id);
  if (from.ref_binding != "deployment" && from.ref_binding != "latest" &&
      from.ref_binding != "version") {
    problems_.error(model.at,
                    "Invalid element definition: value for formRefBinding attribute has to be one "
                    "of [deployment, "
                    "latest, version] but was " +
                        from.ref_binding.value_or("null"),
                    id);
  }
  using Binding = CallActivity::Binding;
  result.ref_binding = from.ref_binding == "deployment" ? Binding::kDeployment
                       : from.ref_binding == "version"  ? Binding::kVersion
                                                        : Binding::kLatest;
  if (result.ref_binding != Binding::kVersion) return result;
  if (!from.ref_version) {
    problems_.abort(model.at, "formRefVersion is mandatory when formRefBinding is 'version'", id);
  }
  result.ref_version = compiler_.maybe(from.ref_version, model.at, id);
  return result;
}

void ProcessBuilder::form_type(const model::FormField& from, bool property, FormField& into,
                               const std::string& id) {
  into.type = from.type.value_or("");
  into.date_pattern = from.date_pattern.value_or("");
  into.enum_values = from.values;
  if (!from.type) {
    if (!property) problems_.error(from.at, "form field must have a 'type' attribute", id);
    return;
  }
  constexpr std::string_view kTypes[] = {"string", "long", "date", "boolean", "enum"};
  if (std::find(std::begin(kTypes), std::end(kTypes), into.type) == std::end(kTypes)) {
    problems_.error(from.at, "unknown type '" + into.type + "'", id);
  }
}

FormField ProcessBuilder::form_field(const model::FormField& from, const model::Form& form,
                                     const std::string& id) {
  FormField field;
  field.id = from.id.value_or("");
  if (field.id.empty()) {
    problems_.error(from.at,
                    "attribute id must be set for formField and must have a non-empty value", id);
  }
  field.business_key = from.id && from.id == form.business_key;
  if (from.label) field.label = compiler_.expression(*from.label, from.at, id);
  field.properties = from.properties;
  constexpr std::string_view kValidators[] = {"min",       "max",      "minlength",
                                              "maxlength", "required", "readonly"};
  for (const auto& constraint : from.constraints) {
    const std::string name = constraint.name.value_or("");
    const std::string config = constraint.config.value_or("");
    if (name == "validator") {
      if (config.empty()) {
        problems_.error(constraint.at,
                        "validator configuration needs to provide either a fully qualified "
                        "classname or an expression",
                        id);
      } else if (is_expression(config)) {
        compiler_.expression(config, constraint.at, id);
      }
    } else if (std::find(std::begin(kValidators), std::end(kValidators), name) ==
               std::end(kValidators)) {
      problems_.error(constraint.at, "Cannot find validator implementation for name '" + name + "'",
                      id);
    }
    field.constraints.push_back({name, config});
  }
  form_type(from, false, field, id);
  field.default_value = compiler_.maybe(from.default_value, from.at, id);
  return field;
}

FormField ProcessBuilder::form_property(const model::FormField& from, const std::string& id) {
  FormField field;
  field.is_property = true;
  field.id = from.id.value_or("");
  if (!from.id) problems_.error(from.at, "attribute 'id' is required", id);
  if (from.name) field.label = Expression::literal(*from.name);
  form_type(from, true, field, id);
  const auto flag = [&](const Text& text, const char* name, bool otherwise) {
    if (!text) return otherwise;
    const auto value = parse_switch(*text);
    if (!value) {
      problems_.error(
          from.at,
          std::string("attribute '") + name +
              "' must be one of {on|yes|true|enabled|active|off|no|false|disabled|inactive}",
          id);
    }
    return value.value_or(otherwise);
  };
  field.required = flag(from.required, "required", false);
  field.readable = flag(from.readable, "readable", true);
  field.writable = flag(from.writable, "writable", true);
  field.variable = from.variable.value_or("");
  field.expression = compiler_.maybe(from.expression, from.at, id);
  field.default_value = compiler_.maybe(from.default_value, from.at, id);
  return field;
}

}  // namespace procos::graph
