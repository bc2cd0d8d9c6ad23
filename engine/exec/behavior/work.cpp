// BPMN 2.0.2, 10.3.3: service, send and business rule tasks, and message throw events that are
// implemented like them. One row for each kind of work.
#include <array>
#include <charconv>

#include "exec/behavior.h"
#include "exec/handler.h"
#include "exec/propagate.h"
#include "exec/variables.h"

namespace procos::exec {
namespace {

using Kind = graph::Work::Kind;

Result<std::int64_t> external_priority(Context& c, Execution& e) {
  const auto& of_process = e.instance->definition->graph->process().work.task_priority;
  const auto& expression = e.node->work.task_priority ? e.node->work.task_priority : of_process;
  if (!expression) return 0;
  Result<Value> value = evaluate(c, *expression, e);
  // Camunda takes the default where a priority expression cannot be evaluated.
  if (!value) return 0;
  if (value->is_integral()) return value->as_int();
  const std::string text = expr::to_text(*value);
  std::int64_t number = 0;
  auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error == std::errc() && end == text.data() + text.size()) return number;
  return fail(ErrorKind::kProcessEngine, "The task priority of '" + e.node->id +
                                             "' does not give a number but '" + text + "'.");
}

Status create_external_task(Context& c, Execution& e, const std::string& topic) {
  state::ExternalTaskRow row;
  row.topic = topic;
  PROCOS_ASSIGN(row.priority, external_priority(c, e));
  row.execution_id = e.row.id;
  row.process_instance_id = e.row.process_instance_id;
  row.process_definition_id = e.row.process_definition_id;
  row.process_definition_key = e.row.process_definition_key;
  row.activity_id = e.row.activity_id;
  row.activity_instance_id = e.row.activity_instance_id;
  row.tenant_id = e.row.tenant_id;
  row.business_key = e.instance->root->row.business_key;
  row.suspended = e.row.suspended;
  row.create_time = c.session.now();
  c.session.create_external_task(e, std::move(row));
  return {};
}

Status wait_for_worker(Context& c, Execution& e) {
  PROCOS_ASSIGN(const std::string topic, evaluate_text(c, e.node->work.topic, e));
  return create_external_task(c, e, topic);
}

Status evaluate_expression(Context& c, Execution& e) {
  const graph::Work& work = e.node->work;
  PROCOS_ASSIGN(Value value, evaluate(c, work.expression, e));
  if (!work.result_variable.empty()) PROCOS_TRY(set_variable(c, e, work.result_variable, value));
  return leave(c, e);
}

/// A native handler that stands in for the class, else a worker.
Status run_delegate(Context& c, Execution& e) {
  const graph::Work& work = e.node->work;
  if (c.delegates != nullptr) {
    if (c.delegates->handles(work.delegate)) {
      Status ran = run_handler(c, e, nullptr, {work.delegate, {}, work.fields});
      return ran ? leave(c, e) : propagate_thrown(c, e, std::move(ran));
    }
    if (const std::string topic = c.delegates->topic_of(work.delegate); !topic.empty())
      return create_external_task(c, e, topic);
  }
  return fail(ErrorKind::kProcessEngine,
              "Activity '" + e.node->id + "' is implemented by '" + work.delegate +
                  "', for which no native handler is registered and no topic configured.");
}

struct WorkRow {
  Kind kind;
  Status (*execute)(Context&, Execution&);
};

constexpr std::array<WorkRow, 8> kWork{{
    {Kind::kNone, leave},
    {Kind::kExternal, wait_for_worker},
    {Kind::kExpression, evaluate_expression},
    {Kind::kDelegate, run_delegate},
    {Kind::kConnector, run_connector},
    {Kind::kMail, send_mail},
    {Kind::kShell, run_shell},
    {Kind::kDecision, run_decision},
}};

constexpr bool works_in_order() {
  for (std::size_t i = 0; i < kWork.size(); ++i) {
    if (static_cast<std::size_t>(kWork[i].kind) != i) return false;
  }
  return true;
}
static_assert(works_in_order(), "one row for every kind of work");

}  // namespace

Status execute_work(Context& c, Execution& e) {
  return kWork[static_cast<std::size_t>(e.node->work.kind)].execute(c, e);
}

}  // namespace procos::exec
