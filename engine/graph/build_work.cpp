// What service-like elements do: external task, expression, delegate, connector, mail, shell.
#include "graph/builder.h"

namespace procos::graph {

bool ProcessBuilder::is_service_like(const model::Implementation& from) {
  return from.class_name || from.expression || from.delegate_expression || from.type ||
         from.connector;
}

Work ProcessBuilder::work(const model::Implementation& from, std::string_view element,
                          const std::string& id) {
  Work result;
  result.result_variable = from.result_variable.value_or("");
  const auto refuse_result_variable = [&](const char* attribute) {
    if (!from.result_variable) return;
    problems_.error(from.at,
                    "'resultVariableName' not supported for " + std::string(element) +
                        " elements using '" + attribute + "'",
                    id);
  };
  if (from.type) {
    const std::string type = lower(*from.type);
    if (type == "external") {
      external_work(from, result, id);
    } else if (type == "mail" || type == "shell") {
      result.kind = type == "mail" ? Work::Kind::kMail : Work::Kind::kShell;
      field_work(from, result, id);
    } else {
      problems_.error(
          from.at,
          "Invalid usage of type attribute on " + std::string(element) + ": '" + *from.type + "'",
          id);
    }
  } else if (from.class_name && !is_blank(*from.class_name)) {
    refuse_result_variable("class");
    result.kind = Work::Kind::kDelegate;
    result.delegate = *from.class_name;
    result.fields = compiler_.fields(from.fields, from.at, id);
  } else if (from.delegate_expression) {
    refuse_result_variable("delegateExpression");
    result.kind = Work::Kind::kDelegate;
    compiler_.expression(*from.delegate_expression, from.at, id);
    result.delegate = *from.delegate_expression;
    result.fields = compiler_.fields(from.fields, from.at, id);
  } else if (from.expression && !is_blank(*from.expression)) {
    result.kind = Work::Kind::kExpression;
    result.expression = compiler_.expression(*from.expression, from.at, id);
  }
  if (from.connector) connector_work(from, result, id);
  return result;
}

void ProcessBuilder::external_work(const model::Implementation& from, Work& work,
                                   const std::string& id) {
  work.kind = Work::Kind::kExternal;
  if (from.topic) {
    work.topic = compiler_.expression(*from.topic, from.at, id);
  } else {
    problems_.error(from.external_task.value_or(from.at),
                    "External tasks must specify a 'topic' attribute in the camunda namespace", id);
  }
  work.task_priority = compiler_.priority(from.task_priority, "taskPriority", from.at, id);
  for (const auto& error : from.errors) {
    if (!error.error_ref) continue;
    if (!error.expression) {
      problems_.abort(error.at, "errorEventDefinition of an external task needs an expression", id);
      continue;
    }
    auto& definition = work.error_definitions.emplace_back();
    definition.condition = compiler_.expression(*error.expression, error.at, id);
    definition.error_id = *error.error_ref;
    definition.error_code = *error.error_ref;
    if (const auto found = catalog_.errors.find(*error.error_ref); found != catalog_.errors.end()) {
      definition.error_code = found->second.code.value_or("");
      definition.error_message = found->second.message;
    }
    definition.code_variable = error.code_variable.value_or("");
    definition.message_variable = error.message_variable.value_or("");
  }
}

void ProcessBuilder::field_work(const model::Implementation& from, Work& work,
                                const std::string& id) {
  work.fields = compiler_.fields(from.fields, from.at, id);
  const auto has = [&](std::string_view name) {
    for (const auto& [field, value] : work.fields) {
      if (field == name) return true;
    }
    return false;
  };
  for (const auto& field : from.fields) {
    if (!field.name) problems_.abort(field.at, "Attribute 'name' of a field is missing", id);
  }
  if (work.kind == Work::Kind::kMail) {
    if (!has("to")) problems_.error(from.at, "No recipient is defined on the mail activity", id);
    if (!has("html") && !has("text"))
      problems_.error(from.at, "Text or html field should be provided", id);
    return;
  }
  for (const auto& [field, value] : work.fields) {
    if (field != "wait" && field != "redirectError" && field != "cleanEnv") continue;
    const std::string text = lower(value.text());
    if (text == "true" || text == "false") continue;
    problems_.error(from.at, "undefined value for shell " + field + " parameter: " + value.text(),
                    id);
  }
  if (!has("command"))
    problems_.error(from.at, "No shell command is defined on the shell activity", id);
}

void ProcessBuilder::connector_work(const model::Implementation& from, Work& work,
                                    const std::string& id) {
  work.kind = Work::Kind::kConnector;
  work.connector_id = from.connector->id;
  if (work.connector_id.empty())
    problems_.error(from.connector->at, "No 'id' defined for connector", id);
  if (!from.connector->io) return;
  compiler_.parameters(from.connector->io->inputs, "inputParameter", work.connector_inputs, id) &&
      compiler_.parameters(from.connector->io->outputs, "outputParameter", work.connector_outputs,
                           id);
}

}  // namespace procos::graph
