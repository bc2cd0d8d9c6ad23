#include "exec/script.h"

#include "exec/hosts.h"
#include "exec/variables.h"

namespace procos::exec {
namespace {

struct Source {
  std::string text, name;
};

/// `deployment://path` is a file deployed with the process. There is no class path here: what
/// Camunda would look for there (`classpath://path`, or only `path`) is taken from the deployment
/// as well.
Result<Source> load(Context& c, const std::string& resource, Execution& e) {
  std::string path = resource;
  if (const std::size_t scheme = path.find("://"); scheme != std::string::npos)
    path.erase(0, scheme + 3);
  auto text = c.session.definitions().resource(*e.instance->definition, path);
  if (text) return Source{std::move(*text), resource};
  return fail(ErrorKind::kNotFound, "Unable to find resource at path " + resource +
                                        " of the script of activity '" + e.row.activity_id +
                                        "': the deployment has no file '" + path + "'.");
}

Result<Source> source_of(Context& c, const graph::Script& script, Execution& e, state::Task* task) {
  if (script.resource) {
    PROCOS_ASSIGN(const std::string resource, evaluate_text(c, *script.resource, e, task));
    return load(c, resource, e);
  }
  Source source{script.source, "script"};
  if (script.source_expression) {
    PROCOS_ASSIGN(source.text, evaluate_text(c, *script.source_expression, e, task));
  }
  return source;
}

/// Says where it happened, in Camunda's words.
Error named(Error error, const Execution& e) {
  if (error.kind == ErrorKind::kExpression) error.kind = ErrorKind::kScript;
  error.message = "Unable to evaluate script while executing activity '" + e.row.activity_id +
                  "' in the process definition with id '" + e.row.process_definition_id +
                  "': " + error.message;
  return error;
}

Result<Value> run_javascript(Context& c, Source source, Execution& e, state::Task* task,
                             expr::Scope& scope) {
  if (c.settings.scripts == nullptr)
    return fail(ErrorKind::kUnsupported, "no script engine is there");
  const script::Call call{std::move(source.text), std::move(source.name), variables_of(e, task),
                          task != nullptr ? "task" : "execution", scope};
  PROCOS_ASSIGN(script::Outcome outcome, c.settings.scripts->run(call));
  if (!outcome.bpmn_error) return std::move(outcome.value);
  c.thrown = ThrownError{outcome.bpmn_error->code, outcome.bpmn_error->message};
  return fail(ErrorKind::kBpmnError,
              "BPMN error '" + c.thrown->code + "' thrown by a script: " + c.thrown->message);
}

}  // namespace

std::vector<std::pair<std::string, Value>> variables_of(Execution& e, const state::Task* task) {
  std::vector<std::pair<std::string, Value>> variables;
  if (task != nullptr) {
    for (const auto& variable : task->variables)
      variables.emplace_back(variable->row.name, variable->row.value);
  }
  for (const state::Variable* variable : visible_variables(e)) {
    variables.emplace_back(variable->row.name, variable->row.value);
  }
  return variables;
}

Result<Value> run_script(Context& c, const graph::Script& script, Execution& e, state::Task* task,
                         expr::Scope* of_caller) {
  PROCOS_ASSIGN(Source source, source_of(c, script, e, task));
  ExecutionScope of_execution(c, e, task);
  expr::Scope& scope = of_caller != nullptr ? *of_caller : of_execution;
  Result<Value> result;
  if (script.language == graph::ScriptLanguage::kUnsupported) {
    return fail(ErrorKind::kUnsupported,
                "The script of activity '" + e.row.activity_id +
                    "' is in a language that is "
                    "not supported; supported languages: javascript, juel.");
  }
  if (script.language == graph::ScriptLanguage::kJuel) {
    PROCOS_ASSIGN(const expr::Expression expression, expr::Expression::parse(source.text));
    result = expression.evaluate(scope);
  } else {
    result = run_javascript(c, std::move(source), e, task, scope);
  }
  if (result || result.error().kind == ErrorKind::kBpmnError) return result;
  return std::unexpected(named(std::move(result).error(), e));
}

Result<bool> script_holds(Context& c, const graph::Script& script, Execution& e) {
  PROCOS_ASSIGN(const Value value, run_script(c, script, e));
  if (value.type() == ValueType::kBoolean) return value.as_bool();
  return fail(ErrorKind::kProcessEngine, "condition script returns " +
                                             std::string(value.is_null() ? "null" : "non-Boolean") +
                                             ": activity '" + e.row.activity_id + "'");
}

}  // namespace procos::exec
