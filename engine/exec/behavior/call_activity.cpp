// BPMN 2.0.2, 10.3.6 Call Activity.
#include <algorithm>
#include <array>
#include <charconv>

#include "exec/behavior.h"
#include "exec/call.h"
#include "exec/start.h"
#include "exec/variables.h"

namespace procos::exec {
namespace {

using Binding = graph::CallActivity::Binding;

std::string where(const Execution& e) {
  return "Call activity '" + e.node->id + "' of process instance '" + e.row.process_instance_id +
         "'";
}

Result<std::int64_t> called_version(Context& c, Execution& e, const graph::CallActivity& call,
                                    const std::string& caller) {
  PROCOS_ASSIGN(Value version, evaluate(c, *call.version, e));
  const std::string text = expr::to_text(version);
  std::int64_t number = 0;
  auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error == std::errc() && end == text.data() + text.size()) return number;
  return fail(ErrorKind::kNumberFormat, caller + ": the version '" + text + "' is no number.");
}

Result<state::DefinitionPtr> called_definition(Context& c, Execution& e) {
  PROCOS_ASSIGN(const state::DefinitionQuery query, bound_query(c, e, e.node->call, where(e)));
  const auto found = c.session.repository().find_definitions(query);
  if (found.empty()) {
    return fail(ErrorKind::kNullValue,
                where(e) + " calls '" + query.key +
                    "', but no such process is deployed (key, version, tag, deployment "
                    "and tenant must fit).");
  }
  if (e.node->call.binding == Binding::kVersionTag && found.size() > 1) {
    return fail(ErrorKind::kProcessEngine, where(e) + ": several versions of '" + query.key +
                                               "' carry the version tag '" + query.version_tag +
                                               "'.");
  }
  return c.session.definitions().find(found.front().id);
}

Result<std::string> called_business_key(Context& c, Execution& e) {
  for (const graph::Mapping& mapping : e.node->call.in) {
    if (!mapping.business_key) continue;
    if (mapping.source_expression) return evaluate_text(c, mapping.source_expression, e);
    return mapping.source;
  }
  return std::string();
}

/// CMMN is out of scope, so there is never a case with that key: the same failure as where it is
/// not deployed.
Status no_such_case(Context& c, Execution& e) {
  PROCOS_ASSIGN(const state::DefinitionQuery query, bound_query(c, e, e.node->call, where(e)));
  return fail(ErrorKind::kNullValue, where(e) + " calls the CMMN case '" + query.key +
                                         "'; cases are not executed by this engine.");
}

}  // namespace

Result<state::DefinitionQuery> bound_query(Context& c, Execution& e,
                                           const graph::CallActivity& call,
                                           const std::string& caller) {
  state::DefinitionQuery query;
  PROCOS_ASSIGN(query.key, evaluate_text(c, call.called_element, e));
  if (query.key.empty()) {
    return fail(ErrorKind::kNullValue, caller + " names nothing to call: its reference is null.");
  }
  if (call.tenant_id) {
    PROCOS_ASSIGN(std::string tenant, evaluate_text(c, call.tenant_id, e));
    if (!tenant.empty()) query.tenant_id = tenant;
  } else if (!e.instance->definition->row.tenant_id.empty()) {
    query.tenant_id = e.instance->definition->row.tenant_id;
  }
  switch (call.binding) {
    case Binding::kLatest: break;
    case Binding::kDeployment:
      query.deployment_id = e.instance->definition->row.deployment_id;
      break;
    case Binding::kVersion: {
      PROCOS_ASSIGN(query.version, called_version(c, e, call, caller));
      break;
    }
    case Binding::kVersionTag: {
      PROCOS_ASSIGN(query.version_tag, evaluate_text(c, call.version, e));
      break;
    }
  }
  return query;
}

Status execute_call_activity(Context& c, Execution& e) {
  const graph::CallActivity& call = e.node->call;
  if (!call.delegate.empty()) {
    return fail(ErrorKind::kProcessEngine, "Call activity '" + e.node->id +
                                               "' maps its variables by the Java class "
                                               "or bean '" +
                                               call.delegate +
                                               "'; use camunda:in and camunda:out.");
  }
  PROCOS_ASSIGN(Variables variables, mapped_variables(c, call.in, e, Take::kInputs));
  PROCOS_ASSIGN(std::string business_key, called_business_key(c, e));
  if (call.is_case) return no_such_case(c, e);
  PROCOS_ASSIGN(state::DefinitionPtr definition, called_definition(c, e));
  if (definition->row.suspended) {
    return fail(ErrorKind::kSuspended,
                "Process definition '" + definition->row.id + "' is suspended; activate it first.");
  }
  std::string tenant =
      definition->row.tenant_id.empty() ? e.row.tenant_id : definition->row.tenant_id;
  Execution& called = c.session.create_instance(std::move(definition), business_key, &e, tenant);
  c.session.tell(
      {.kind = FactKind::kActivityUpdated, .execution = &e, .called_instance_id = &called.row.id});
  return start_instance(c, called, nullptr, variables);
}

Status pass_output_variables(Context& c, Execution& caller, Execution& called) {
  const auto& out = caller.node->call.out;
  PROCOS_ASSIGN(Variables variables, mapped_variables(c, out, called, Take::kOutputs));
  // Loop variables of a multi-instance caller must not be overwritten by the copies that came back.
  constexpr std::array<std::string_view, 3> kLoopVariables{"nrOfInstances", "nrOfActiveInstances",
                                                           "nrOfCompletedInstances"};
  std::erase_if(variables, [&](const TypedVariable& variable) {
    return std::find(kLoopVariables.begin(), kLoopVariables.end(), variable.name) !=
           kLoopVariables.end();
  });
  PROCOS_TRY(set_variables(c, caller, variables, false));
  PROCOS_ASSIGN(Variables local, mapped_variables(c, out, called, Take::kLocalOutputs));
  return set_variables(c, caller, local, true);
}

Status call_completed(Context& c, Execution& caller) { return leave(c, caller); }

}  // namespace procos::exec
