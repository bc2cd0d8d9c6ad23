#include "exec/job_row.h"

#include <charconv>

#include "base/calendar.h"
#include "exec/variables.h"

namespace procos::exec {
namespace {

/// The definition's job declaration of a node and handler; `configuration` tells async-before from
/// -after.
std::size_t declaration_of(const state::Definition& definition, const Node& node,
                           std::string_view handler, std::string_view configuration) {
  const auto& declarations = definition.graph->job_declarations;
  for (std::size_t i = 0; i < declarations.size(); ++i) {
    if (declarations[i].node != &node || declarations[i].handler != handler) continue;
    if (handler != "async-continuation" || declarations[i].configuration == configuration) return i;
  }
  return declarations.size();
}

Result<std::int64_t> number_of(const Value& value, const std::string& what) {
  if (value.is_integral()) return value.as_int();
  if (value.type() == ValueType::kDouble) return static_cast<std::int64_t>(value.as_double());
  const std::string text = expr::to_text(value);
  std::int64_t number = 0;
  auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || end != text.data() + text.size()) {
    return fail(ErrorKind::kProcessEngine, what + " does not give a number but '" + text + "'.");
  }
  return number;
}

Result<std::int64_t> job_priority(Context& c, const state::Definition& definition, const Node& node,
                                  Execution* e, const std::string& job_definition_id) {
  if (!job_definition_id.empty()) {
    if (const auto* row = c.session.get<state::JobDefinitionRow>(job_definition_id)) {
      if (row->overriding_priority) return *row->overriding_priority;
    }
  }
  const auto& of_process = definition.graph->process().job_priority;
  const auto& expression = node.job_priority ? node.job_priority : of_process;
  if (!expression) return c.settings.default_job_priority;
  if (e == nullptr) {
    if (!expression->is_literal()) return c.settings.default_job_priority;
    return number_of(Value::string(expression->text()),
                     "The job priority of activity '" + node.id + "'");
  }
  Result<Value> value = evaluate(c, *expression, *e);
  // Camunda takes the default where a priority expression cannot be evaluated.
  if (!value) return c.settings.default_job_priority;
  return number_of(*value, "The job priority of activity '" + node.id + "'");
}

Result<int> initial_retries(Context& c, const Node& node, Execution* e) {
  if (!node.retry_cycle) return c.settings.default_retries;
  std::string text = node.retry_cycle->text();
  if (!node.retry_cycle->is_literal()) {
    if (e == nullptr) return c.settings.default_retries;
    PROCOS_ASSIGN(text, evaluate_text(c, *node.retry_cycle, *e));
  }
  const auto cycle = parse_retry_cycle(text);
  if (!cycle) return c.settings.default_retries;
  return cycle->retries == 0 ? 1 : cycle->retries;
}

}  // namespace

Result<state::JobRow> new_job(Context& c, const state::Definition& definition, const Node& node,
                              std::string_view handler, std::string_view declared_configuration,
                              Execution* e) {
  state::JobRow job;
  job.handler = handler;
  job.process_definition_id = definition.row.id;
  job.process_definition_key = definition.row.key;
  job.deployment_id = definition.row.deployment_id;
  job.activity_id = node.id;
  job.tenant_id = e != nullptr ? e->row.tenant_id : definition.row.tenant_id;
  job.exclusive = node.exclusive;
  const std::size_t index = declaration_of(definition, node, handler, declared_configuration);
  if (index < definition.job_definition_ids.size()) {
    job.job_definition_id = definition.job_definition_ids[index];
    const auto* row = c.session.get<state::JobDefinitionRow>(job.job_definition_id);
    job.suspended = row != nullptr && row->suspended;
  }
  if (e != nullptr) {
    job.execution_id = e->row.id;
    job.process_instance_id = e->row.process_instance_id;
    job.root_process_instance_id = e->row.root_process_instance_id;
    job.suspended |= e->row.suspended;
  }
  PROCOS_ASSIGN(job.priority, job_priority(c, definition, node, e, job.job_definition_id));
  PROCOS_ASSIGN(job.retries, initial_retries(c, node, e));
  return job;
}

Result<Execution*> execution_of_job(Context& c, const state::Job& job) {
  Execution* e = c.session.execution_of(job);
  if (e != nullptr) return e;
  return fail(ErrorKind::kNullValue,
              "Cannot find execution '" + job.row.execution_id + "' of job '" + job.row.id + "'.");
}

}  // namespace procos::exec
