// Activities and gateways: one row of the table an element.
#include <algorithm>

#include "graph/builder.h"

namespace procos::graph {

/// Which element makes which node, and what it has beyond every node.
struct ActivityTable {
  using Build = void (*)(ProcessBuilder&, ScopeContext&, const model::FlowNode&, Node&);
  struct Row {
    std::string_view tag;
    NodeType type;
    Build build;
  };

  static void nothing_more(ProcessBuilder&, ScopeContext&, const model::FlowNode&, Node&) {}
  static void service_task(ProcessBuilder& b, ScopeContext&, const model::FlowNode& m, Node& n) {
    b.build_service_like(m, n, "serviceTask", true);
  }
  static void send_task(ProcessBuilder& b, ScopeContext&, const model::FlowNode& m, Node& n) {
    b.build_service_like(m, n, "sendTask", true);
  }
  static void rule_task(ProcessBuilder& b, ScopeContext&, const model::FlowNode& m, Node& n) {
    m.decision.ref ? b.build_decision(m, n) : b.build_service_like(m, n, "businessRuleTask", true);
  }
  static void script_task(ProcessBuilder& b, ScopeContext&, const model::FlowNode& m, Node& n) {
    b.build_script_task(m, n);
  }
  static void receive_task(ProcessBuilder& b, ScopeContext&, const model::FlowNode& m, Node& n) {
    b.build_receive_task(m, n);
  }
  static void user_task(ProcessBuilder& b, ScopeContext&, const model::FlowNode& m, Node& n) {
    b.build_user_task(m, n);
  }
  static void call_activity(ProcessBuilder& b, ScopeContext&, const model::FlowNode& m, Node& n) {
    b.build_call_activity(m, n);
  }
  static void sub_process(ProcessBuilder& b, ScopeContext&, const model::FlowNode& m, Node& n) {
    b.build_sub_process(m, n);
  }
  static void event_gateway(ProcessBuilder& b, ScopeContext& c, const model::FlowNode& m, Node& n) {
    b.build_event_gateway(c, m, n);
  }

  static constexpr Row kRows[] = {
      {"exclusiveGateway", NodeType::kExclusiveGateway, nothing_more},
      {"inclusiveGateway", NodeType::kInclusiveGateway, nothing_more},
      {"parallelGateway", NodeType::kParallelGateway, nothing_more},
      {"eventBasedGateway", NodeType::kEventBasedGateway, event_gateway},
      {"task", NodeType::kTask, nothing_more},
      {"manualTask", NodeType::kManualTask, nothing_more},
      {"userTask", NodeType::kUserTask, user_task},
      {"serviceTask", NodeType::kServiceTask, service_task},
      {"sendTask", NodeType::kSendTask, send_task},
      {"businessRuleTask", NodeType::kBusinessRuleTask, rule_task},
      {"scriptTask", NodeType::kScriptTask, script_task},
      {"receiveTask", NodeType::kReceiveTask, receive_task},
      {"callActivity", NodeType::kCallActivity, call_activity},
      {"subProcess", NodeType::kSubProcess, sub_process},
      {"transaction", NodeType::kTransaction, sub_process},
  };
};

Node* ProcessBuilder::build_by_tag(ScopeContext& context, const model::FlowNode& model,
                                   Node& parent) {
  if (model.tag == "intermediateThrowEvent") return build_throw_event(model, parent);
  if (model.tag == "adHocSubProcess" || model.tag == "complexGateway") {
    problems_.warning(model.at, "Ignoring unsupported activity type '" + model.tag + "'",
                      model.id.value_or(""));
    return nullptr;
  }
  const auto* row = std::find_if(std::begin(ActivityTable::kRows), std::end(ActivityTable::kRows),
                                 [&](const auto& one) { return one.tag == model.tag; });
  if (row == std::end(ActivityTable::kRows))
    return nullptr;  // start, end and boundary events have their own pass
  Node& node = create(model, parent, row->type);
  apply_async(model, node);
  row->build(*this, context, model, node);
  return &node;
}

void ProcessBuilder::build_service_like(const model::FlowNode& model, Node& node,
                                        std::string_view name, bool must) {
  node.work = work(model.implementation, name, node.id);
  if (!must || node.work.kind != Work::Kind::kNone || model.implementation.type) return;
  problems_.error(model.at,
                  "One of the attributes 'class', 'delegateExpression', 'type', or 'expression' is "
                  "mandatory on " +
                      std::string(name),
                  node.id);
}

void ProcessBuilder::build_decision(const model::FlowNode& model, Node& node) {
  node.work.kind = Work::Kind::kDecision;
  node.work.decision =
      bind(*model.decision.ref, model.decision.binding, "decisionRef", model.at, node.id);
  node.work.result_variable = model.implementation.result_variable.value_or("");
  node.work.map_decision_result = model.decision.map_result.value_or("resultList");
  constexpr std::string_view kMappers[] = {"singleEntry", "singleResult", "collectEntries",
                                           "resultList"};
  if (std::find(std::begin(kMappers), std::end(kMappers), node.work.map_decision_result) ==
      std::end(kMappers)) {
    problems_.error(model.at,
                    "No decision result mapper found for name '" + node.work.map_decision_result +
                        "'. Supported mappers are 'singleEntry', 'singleResult', 'collectEntries' "
                        "and 'resultList'.",
                    node.id);
  }
  if (model.implementation.connector) connector_work(model.implementation, node.work, node.id);
}

void ProcessBuilder::build_script_task(const model::FlowNode& model, Node& node) {
  node.work.result_variable = model.implementation.result_variable.value_or("");
  if (auto script = compiler_.script(model.script, "juel", "ScriptTask", node.id)) {
    node.script = std::make_shared<const Script>(*std::move(script));
  }
}

void ProcessBuilder::build_receive_task(const model::FlowNode& model, Node& node) {
  if (!model.written_message_ref) return;
  facts(node).receives_message = true;
  node.trigger = Trigger::kMessage;
  node.event_scope = &node;
  if (!message_of(model.message_ref, model.written_message_ref, model.at, node)) return;
  node.events.push_back(&node);
}

void ProcessBuilder::build_sub_process(const model::FlowNode& model, Node& node) {
  ScopeContext context;
  context.model = &model.content;
  context.scope = &node;
  context.tag = model.tag;
  context.at = model.at;
  if (model.triggered_by_event && node.type == NodeType::kSubProcess) {
    node.type = NodeType::kEventSubProcess;
    node.triggered_by_event = true;
    node.event_scope = node.parent;
  }
  build_scope(context);
}

void ProcessBuilder::bind_version(const Text& text, std::string_view attribute,
                                  std::string_view value, bool wanted, CallActivity& call,
                                  Position at, const std::string& id) {
  if (wanted && !text) {
    problems_.error(at,
                    "Missing attribute '" + std::string(attribute) +
                        "' when the binding has value '" + std::string(value) + "'",
                    id);
  }
  auto compiled = compiler_.maybe(text, at, id);
  if (wanted) call.version = std::move(compiled);
}

CallActivity ProcessBuilder::bind(const std::string& key, const model::Binding& binding,
                                  std::string_view attribute, Position at, const std::string& id) {
  CallActivity call;
  call.called_element = compiler_.expression(key, at, id);
  using Binding = CallActivity::Binding;
  call.binding = binding.binding == "deployment"   ? Binding::kDeployment
                 : binding.binding == "version"    ? Binding::kVersion
                 : binding.binding == "versionTag" ? Binding::kVersionTag
                                                   : Binding::kLatest;
  const std::string name(attribute);
  bind_version(binding.version, name + "Version", "version", call.binding == Binding::kVersion,
               call, at, id);
  bind_version(binding.version_tag, name + "VersionTag", "versionTag",
               call.binding == Binding::kVersionTag, call, at, id);
  if (binding.tenant_id && !binding.tenant_id->empty()) {
    call.tenant_id = compiler_.expression(*binding.tenant_id, at, id);
  }
  return call;
}

void ProcessBuilder::build_call_activity(const model::FlowNode& model, Node& node) {
  const model::CallActivity& from = model.call;
  if (!from.called_element && !from.case_ref) {
    problems_.error(model.at, "Missing attribute 'calledElement' or 'caseRef'", node.id);
  } else if (from.called_element && from.case_ref) {
    problems_.error(
        model.at, "The attributes 'calledElement' and 'caseRef' cannot be used together", node.id);
  }
  if (from.called_element) {
    const Position at = from.called_element_at.value_or(model.at);
    node.call = bind(*from.called_element, from.called, "calledElement", at, node.id);
    if (from.mapping_class) {
      node.call.delegate = *from.mapping_class;
    } else if (from.mapping_delegate_expression) {
      compiler_.expression(*from.mapping_delegate_expression, model.at, node.id);
      node.call.delegate = *from.mapping_delegate_expression;
    }
  } else {
    node.call = bind(from.case_ref.value_or(""), from.called_case, "case", model.at, node.id);
    node.call.is_case = true;
  }
  node.call.in = compiler_.mappings(from.in, false, node.id);
  node.call.out = compiler_.mappings(from.out, true, node.id);
}

void ProcessBuilder::build_event_gateway(ScopeContext& context, const model::FlowNode& model,
                                         Node& node) {
  if (node.async_after) {
    problems_.error(model.at, "'asyncAfter' not supported for eventBasedGateway elements", node.id);
  }
  const auto flows = context.flows_from.find(node.id);
  if (flows == context.flows_from.end()) return;
  for (const model::SequenceFlow* flow : flows->second) {
    const auto target = context.nodes.find(flow->target.value_or(""));
    if (target == context.nodes.end()) continue;
    if (target->second->tag != "intermediateCatchEvent") {
      problems_.error(
          model.at,
          "Event based gateway can only be connected to elements of type intermediateCatchEvent",
          node.id);
      continue;
    }
    apply_io(*target->second, build_catch_event(*target->second, *node.parent, &node));
  }
}

}  // namespace procos::graph
