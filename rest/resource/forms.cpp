#include "rest/resource/forms.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "rest/dto/value_writer.h"

namespace procos::rest {
namespace {

constexpr std::string_view kEmbedded = "embedded:";
constexpr std::string_view kCamundaForms = "camunda-forms:";
constexpr std::string_view kDeployment = "deployment:";

Response form_content(std::string bytes, bool json) {
  return text_response(std::move(bytes), json ? "application/json" : "application/xhtml+xml");
}

RestResult<Response> resource_of(service::Engine& engine, const std::string& deployment_id,
                                 const std::string& name, bool json) {
  store::Query query;
  query.filters = {{"deploymentId", {deployment_id}}, {"name", {name}}};
  PROCOS_ASSIGN(auto rows, read_rows<state::ResourceRow>(engine, std::move(query)));
  if (rows.empty()) {
    return invalid_request(404, "The form with the resource name '" + name +
                                    "' cannot be found in deployment with id " + deployment_id);
  }
  return form_content(std::move(rows.front().bytes), json);
}

/// The id that a Camunda Form gives itself stands in its JSON; forms of the same deployment go
/// first.
RestResult<Response> referenced_form(service::Engine& engine, const std::string& id,
                                     const std::string& deployment_id) {
  store::Query query;
  query.filters = {{"deploymentId", {deployment_id}}};
  PROCOS_ASSIGN(auto rows, read_rows<state::ResourceRow>(engine, std::move(query)));
  for (auto& row : rows) {
    if (!row.name.ends_with(".form")) continue;
    const auto json = parse_json(row.bytes);
    if (!json) continue;
    const auto form = JsonObject::from(*json);
    if (!form) continue;
    const auto form_id = form->string("id");
    if (form_id && *form_id == id) return form_content(std::move(row.bytes), true);
  }
  return invalid_request(404, "No Camunda Form Definition was found for Camunda Form Ref: " + id);
}

void append_escaped(std::string& out, std::string_view text) {
  for (const char c : text) {
    switch (c) {
      case '<': out += "&lt;"; break;
      case '>': out += "&gt;"; break;
      case '&': out += "&amp;"; break;
      case '"': out += "&quot;"; break;
      default: out += c;
    }
  }
}

void append_field(std::string& out, const graph::FormField& field) {
  const auto attribute = [&](std::string_view name, std::string_view value) {
    out += ' ';
    out += name;
    out += "=\"";
    append_escaped(out, value);
    out += '"';
  };
  out += "  <div class=\"form-group\">\n    <label";
  attribute("for", field.id);
  out += '>';
  append_escaped(out, field.label.text().empty() ? field.id : field.label.text());
  out += "</label>\n    ";
  const bool choice = field.type == "enum";
  const bool check = field.type == "boolean";
  out += choice ? "<select class=\"form-control\"" : "<input class=\"form-control\"";
  attribute("name", field.id);
  attribute("cam-variable-name", field.id);
  attribute("cam-variable-type", check ? "Boolean" : field.type == "long"   ? "Long"
                                                 : field.type == "date" ? "Date"
                                                                        : "String");
  if (!choice) attribute("type", check ? "checkbox" : "text");
  if (!choice) {
    out += "/>\n";
  } else {
    out += ">\n";
    for (const auto& [id, name] : field.enum_values) {
      out += "      <option";
      attribute("value", id);
      out += '>';
      append_escaped(out, name);
      out += "</option>\n";
    }
    out += "    </select>\n";
  }
  out += "  </div>\n";
}

}  // namespace

Response form_response(const graph::Form& form, const std::string& rendered_path) {
  std::string key = form.key ? form.key->text() : std::string();
  if (key.empty() && !form.ref && !form.fields.empty()) {
    key = "embedded:engine://engine/:engine/" + rendered_path + "/rendered-form";
  }
  JsonWriter out;
  out.begin_object().text("key", key);
  if (form.ref) {
    write_form_ref(out.key("camundaFormRef"), form);
  } else {
    out.none("camundaFormRef");
  }
  out.none("contextPath").end_object();
  return json_text(out);
}

RestResult<Response> deployed_form(service::Engine& engine, const graph::Form& form,
                                   const std::string& deployment_id) {
  if (form.key) {
    const std::string& key = form.key->text();
    std::string_view name = key;
    if (name.starts_with(kEmbedded)) {
      name.remove_prefix(kEmbedded.size());
    } else if (name.starts_with(kCamundaForms)) {
      name.remove_prefix(kCamundaForms.size());
    }
    if (!name.starts_with(kDeployment)) {
      return invalid_request(400,
                             "The form key '" + key + "' does not reference a deployed form.");
    }
    name.remove_prefix(kDeployment.size());
    return resource_of(engine, deployment_id, std::string(name), key.ends_with(".form"));
  }
  if (form.ref) return referenced_form(engine, form.ref->text(), deployment_id);
  return invalid_request(400,
                         "One of the attributes 'formKey' and 'camunda:formRef' must be supplied "
                         "but none were set.");
}

std::optional<Response> rendered_form(const graph::Form& form) {
  if (form.fields.empty() || form.key || form.ref) return std::nullopt;
  std::string html = "<form name=\"generatedForm\" role=\"form\">\n";
  for (const auto& field : form.fields) append_field(html, field);
  html += "</form>\n";
  return form_content(std::move(html), false);
}

void form_variables(Context& ctx, const graph::Form& form, state::DefinitionPtr definition,
                    const std::string& execution_id, command::NamedValues values) {
  const ShowObjects show = show_objects(ctx.query().flag("deserializeValues", true));
  run_command<command::NamedValues>(
      ctx,
      // The definition keeps the form.
      [&form, definition = std::move(definition), execution_id,
       values = std::move(values)](command::Context& context) -> Result<command::NamedValues> {
        state::Execution* execution =
            execution_id.empty() ? nullptr : context.session.find_execution(execution_id);
        return command::shown_variables(context, form, execution, values);
      },
      [show, only = ctx.query().list("variableNames")](
          command::NamedValues shown) -> RestResult<Response> {
        if (only) {
          std::erase_if(shown, [&](const auto& value) {
            return std::find(only->begin(), only->end(), value.first) == only->end();
          });
        }
        JsonWriter out;
        PROCOS_TRY(lift(write_variables(out, shown, show)));
        return json_text(out);
      });
}

}  // namespace procos::rest
