// What nodes, flows, scopes and jobs a model becomes.
#include <catch2/catch.hpp>

#include "graph/build.h"
#include "graph_model_text.h"

using namespace procos::graph;
using procos_tests::process;
using procos_tests::started;

namespace {

GraphPtr graph_of(const std::string& xml) {
  auto built = build(xml, "test.bpmn");
  for (const auto& problem : built.problems) UNSCOPED_INFO(problem.line << ": " << problem.message);
  REQUIRE_FALSE(built.has_errors());
  REQUIRE(built.processes.size() == 1);
  return built.processes.front();
}

const Node& node_of(const GraphPtr& graph, std::string_view id) {
  const Node* node = graph->find(id);
  INFO(id);
  REQUIRE(node != nullptr);
  return *node;
}

constexpr std::string_view kRoots =
    "<message id='m' name='msg'/><signal id='g' name='sig'/><error id='r' errorCode='E1' "
    "camunda:errorMessage='oh ${x}'/><escalation id='x' escalationCode='X1'/>";

std::string timer(std::string_view text = "PT5M") {
  return "<timerEventDefinition><timeDuration> " + std::string(text) +
         " </timeDuration></timerEventDefinition>";
}

}  // namespace

TEST_CASE("a process has its attributes", "[graph]") {
  const auto graph = graph_of(procos_tests::definitions(
      "<process id='p' name='P' isExecutable='true' camunda:versionTag='1.2' "
      "camunda:historyTimeToLive='P30D' camunda:isStartableInTasklist='false' "
      "camunda:candidateStarterUsers='a, ${g.f(b,c)}' camunda:jobPriority='7' "
      "camunda:taskPriority='${q}'>"
      "<documentation> one </documentation><documentation>two</documentation>"
      "<startEvent id='s' camunda:initiator='who' camunda:formKey='embedded:x'/></process>"));
  CHECK(graph->key == "p");
  CHECK(graph->name == "P");
  CHECK(graph->category == "test");
  CHECK(graph->documentation == "one\n\ntwo");
  CHECK(graph->version_tag == "1.2");
  CHECK(graph->history_time_to_live == 30);
  CHECK_FALSE(graph->startable_in_tasklist);
  REQUIRE(graph->candidate_starter_users.size() == 2);
  CHECK(graph->candidate_starter_users[1].text() == "${g.f(b,c)}");
  CHECK(graph->process().job_priority->text() == "7");
  CHECK(graph->process().work.task_priority->text() == "${q}");
  CHECK(graph->process().initiator == "who");
  CHECK(graph->process().initial == graph->find("s"));
  CHECK(graph->has_start_form);
}

TEST_CASE("only executable processes are built", "[graph]") {
  const auto built =
      build(procos_tests::definitions("<process id='a'/><process id='b' isExecutable='false'/>"
                                      "<process id='c' isExecutable='true'>"
                                      "<startEvent id='s'/></process>"),
            "x.bpmn");
  CHECK_FALSE(built.has_errors());
  REQUIRE(built.processes.size() == 1);
  CHECK(built.processes.front()->key == "c");
  CHECK(built.problems.size() == 2);
}

TEST_CASE("events have Camunda's activity types and scopes", "[graph]") {
  const auto graph = graph_of(process(
      "<startEvent id='none'/>"
      "<startEvent id='sm'><messageEventDefinition messageRef='m'/></startEvent>"
      "<startEvent id='ss'><signalEventDefinition signalRef='g'/></startEvent>"
      "<startEvent id='sc'><conditionalEventDefinition><condition>${x}</condition>"
      "</conditionalEventDefinition></startEvent>"
      "<intermediateCatchEvent id='cm'><messageEventDefinition "
      "messageRef='m'/></intermediateCatchEvent>"
      "<intermediateCatchEvent id='ct'>" +
          timer() +
          "</intermediateCatchEvent>"
          "<intermediateCatchEvent id='cl' name='L'><linkEventDefinition "
          "name='L'/></intermediateCatchEvent>"
          "<intermediateThrowEvent id='tn'/>"
          "<intermediateThrowEvent id='tm'><messageEventDefinition "
          "messageRef='m'/></intermediateThrowEvent>"
          "<intermediateThrowEvent id='tx'><messageEventDefinition camunda:type='external' "
          "camunda:topic='t'/></intermediateThrowEvent>"
          "<intermediateThrowEvent id='ts'><signalEventDefinition "
          "signalRef='g'/></intermediateThrowEvent>"
          "<intermediateThrowEvent id='te'><escalationEventDefinition escalationRef='x'/>"
          "</intermediateThrowEvent>"
          "<intermediateThrowEvent id='tc'><compensateEventDefinition/></intermediateThrowEvent>"
          "<endEvent id='en'/><endEvent id='em'><messageEventDefinition/></endEvent>"
          "<endEvent id='ee'><errorEventDefinition errorRef='r'/></endEvent>"
          "<endEvent id='et'><terminateEventDefinition/></endEvent>"
          "<endEvent id='ec'><compensateEventDefinition/></endEvent>",
      kRoots));
  struct Expected {
    std::string_view id, type;
    bool scope;
  };
  const Expected expected[] = {
      {"none", "startEvent", false},
      {"sm", "messageStartEvent", false},
      {"ss", "signalStartEvent", false},
      {"sc", "conditionalStartEvent", false},
      {"cm", "intermediateMessageCatch", true},
      {"ct", "intermediateTimer", true},
      {"cl", "intermediateLinkCatch", true},
      {"tn", "intermediateNoneThrowEvent", false},
      {"tm", "intermediateNoneThrowEvent", false},
      {"tx", "intermediateMessageThrowEvent", true},
      {"ts", "intermediateSignalThrow", false},
      {"te", "intermediateEscalationThrowEvent", false},
      {"tc", "intermediateCompensationThrowEvent", true},
      {"en", "noneEndEvent", false},
      {"em", "endEvent", false},
      {"ee", "errorEndEvent", false},
      {"et", "terminateEndEvent", false},
      {"ec", "compensationEndEvent", true},
  };
  for (const auto& one : expected) {
    INFO(one.id);
    CHECK(node_of(graph, one.id).activity_type == one.type);
    CHECK(node_of(graph, one.id).is_scope == one.scope);
  }
  CHECK(graph->process().events.empty());  // its start events wait while there is no instance
  CHECK(node_of(graph, "cm").events == std::vector<Node*>{graph->by_id.at("cm")});
  CHECK(node_of(graph, "ee").event.error_code == "E1");
  CHECK(node_of(graph, "ee").event.error_message_expression->text() == "oh ${x}");
  CHECK(graph->has_conditional_events);
}

TEST_CASE("boundary events are registered at their host and make it a scope", "[graph]") {
  const auto graph = graph_of(
      started("<userTask id='t'/><task id='plain'/>"
              "<boundaryEvent id='be' attachedToRef='t'><errorEventDefinition "
              "camunda:errorCodeVariable='c' camunda:errorMessageVariable='v'/></boundaryEvent>"
              "<boundaryEvent id='bt' attachedToRef='t' cancelActivity='false'>" +
                  timer() +
                  "</boundaryEvent>"
                  "<boundaryEvent id='bx' attachedToRef='t'><escalationEventDefinition "
                  "escalationRef='x'/></boundaryEvent>",
              kRoots));
  const Node& host = node_of(graph, "t");
  CHECK(host.is_scope);
  CHECK_FALSE(node_of(graph, "plain").is_scope);
  REQUIRE(host.events.size() == 3);
  const Node& error = *host.events[0];
  CHECK(error.activity_type == "boundaryError");
  CHECK(error.event_scope == &host);
  CHECK(error.parent == &graph->process());
  CHECK(error.event.catch_all);
  CHECK(error.event.code_variable == "c");
  CHECK(error.event.message_variable == "v");
  CHECK(error.start == Start::kCancelEventScope);
  CHECK(host.events[1]->start == Start::kConcurrentInFlowScope);
  CHECK_FALSE(host.events[1]->interrupting);
  CHECK(host.events[2]->event.escalation_code == "X1");
}

TEST_CASE("multi-instance activities are wrapped in a body", "[graph]") {
  const auto graph = graph_of(started(
      "<userTask id='t' name='T' camunda:asyncBefore='true' default='f2'><extensionElements>"
      "<camunda:failedJobRetryTimeCycle>R5/PT1M</camunda:failedJobRetryTimeCycle>"
      "<camunda:inputOutput><camunda:inputParameter name='a'>b</camunda:inputParameter>"
      "</camunda:inputOutput></extensionElements>"
      "<multiInstanceLoopCharacteristics isSequential='true' camunda:collection='list' "
      "camunda:elementVariable='e' camunda:asyncAfter='true' camunda:exclusive='false'>"
      "<completionCondition>${done}</completionCondition></multiInstanceLoopCharacteristics></"
      "userTask>"
      "<boundaryEvent id='b' attachedToRef='t'>" +
      timer() +
      "</boundaryEvent>"
      "<endEvent id='e'/><sequenceFlow id='f1' sourceRef='s' targetRef='t'/>"
      "<sequenceFlow id='f2' sourceRef='t' targetRef='e'/>"));
  const Node& inner = node_of(graph, "t");
  const Node& body = node_of(graph, "t#multiInstanceBody");
  CHECK(inner.parent == &body);
  CHECK(body.children == std::vector<Node*>{graph->by_id.at("t")});
  CHECK(body.activity_type == "multiInstanceBody");
  CHECK(body.is_scope);
  CHECK_FALSE(
      inner.is_scope);  // neither its input mapping nor its boundary event need more than the body
  CHECK(body.loop.sequential);
  CHECK(body.loop.collection_variable == "list");
  CHECK(body.loop.element_variable == "e");
  CHECK(body.loop.completion_condition->text() == "${done}");
  CHECK(body.incoming.size() == 1);
  CHECK(body.outgoing.size() == 1);
  CHECK(inner.outgoing.empty());
  CHECK(body.default_flow == nullptr);
  CHECK(node_of(graph, "b").event_scope == &body);
  CHECK((body.async_before && !body.async_after && body.exclusive));
  CHECK((!inner.async_before && inner.async_after && !inner.exclusive));
  CHECK(body.retry_cycle->text() == "R5/PT1M");
  CHECK_FALSE(inner.retry_cycle);
  REQUIRE(graph->job_declarations.size() == 3);
  CHECK(graph->job_declarations[0].node == &body);
  CHECK(graph->job_declarations[0].configuration == "async-before");
  CHECK(graph->job_declarations[1].node == &inner);
  CHECK(graph->job_declarations[1].configuration == "async-after");
  CHECK(graph->job_declarations[2].handler == "timer-transition");
}

TEST_CASE("jobs are declared with Camunda's handlers and configurations", "[graph]") {
  const auto graph = graph_of(process(
      "<startEvent "
      "id='s'><timerEventDefinition><timeCycle>R3/PT1H</timeCycle></timerEventDefinition>"
      "</startEvent>"
      "<intermediateCatchEvent id='c'><timerEventDefinition camunda:exclusive='false'>"
      "<timeDate>${when}</timeDate></timerEventDefinition></intermediateCatchEvent>"
      "<serviceTask id='x' camunda:expression='${1}' camunda:asyncBefore='true' "
      "camunda:asyncAfter='true' camunda:exclusive='false'/>"
      "<userTask id='u'><extensionElements><camunda:taskListener event='timeout' id='late' "
      "expression='${y}'><timerEventDefinition><timeDuration>PT1S</timeDuration>"
      "</timerEventDefinition></camunda:taskListener></extensionElements></userTask>"
      "<subProcess id='sub' triggeredByEvent='true'><startEvent id='es' isInterrupting='false'>" +
      timer("PT9S") + "</startEvent></subProcess>"));
  std::vector<std::string> jobs;
  for (const auto& job : graph->job_declarations) {
    jobs.push_back(job.node->id + " " + job.handler + " " + job.configuration);
  }
  CHECK(jobs == std::vector<std::string>{
                    "s timer-start-event CYCLE: R3/PT1H", "x async-continuation async-before",
                    "x async-continuation async-after", "u timer-task-listener DURATION: PT1S",
                    "es timer-start-event-subprocess DURATION: PT9S",
                    "c timer-intermediate-transition DATE: ${when}"});
  CHECK(graph->job_declarations[3].listener_id == "late");
  CHECK_FALSE(node_of(graph, "c").event.timer->exclusive);
  CHECK_FALSE(node_of(graph, "x").exclusive);
  CHECK(node_of(graph, "u").is_scope);
  const Node& event_start = node_of(graph, "es");
  CHECK(event_start.event_scope == &graph->process());
  CHECK(event_start.is_event_sub_process_start());
  CHECK(graph->process().events == std::vector<Node*>{graph->by_id.at("es")});
  CHECK(node_of(graph, "sub").start == Start::kConcurrentInFlowScope);
  CHECK(node_of(graph, "sub").type == NodeType::kEventSubProcess);
}

TEST_CASE("the events behind an event-based gateway wait at the gateway", "[graph]") {
  const auto graph = graph_of(
      started("<eventBasedGateway id='gw'/><intermediateCatchEvent id='a'><messageEventDefinition "
              "messageRef='m'/></intermediateCatchEvent><intermediateCatchEvent id='b'>" +
                  timer() +
                  "</intermediateCatchEvent><sequenceFlow id='f0' sourceRef='s' targetRef='gw'/>"
                  "<sequenceFlow id='f1' sourceRef='gw' targetRef='a'/><sequenceFlow id='f2' "
                  "sourceRef='gw' targetRef='b'/>",
              kRoots));
  const Node& gateway = node_of(graph, "gw");
  CHECK(gateway.is_scope);
  CHECK(gateway.outgoing.empty());
  CHECK(gateway.events == std::vector<Node*>{graph->by_id.at("a"), graph->by_id.at("b")});
  for (const Node* event : gateway.events) {
    CHECK_FALSE(event->is_scope);
    CHECK(event->event_scope == &gateway);
    CHECK(event->start == Start::kCancelEventScope);
  }
}

TEST_CASE("compensation handlers are found from what they compensate", "[graph]") {
  const auto graph = graph_of(started(
      "<task id='a'/><boundaryEvent id='ba' "
      "attachedToRef='a'><compensateEventDefinition/></boundaryEvent>"
      "<task id='undo' isForCompensation='true'/>"
      "<subProcess id='sub'><startEvent id='s1'/><subProcess id='undoSub' triggeredByEvent='true'>"
      "<startEvent id='cs'><compensateEventDefinition/></startEvent></subProcess></subProcess>"
      "<task id='m'><multiInstanceLoopCharacteristics><loopCardinality>2</loopCardinality>"
      "</multiInstanceLoopCharacteristics></task>"
      "<boundaryEvent id='bm' attachedToRef='m'><compensateEventDefinition/></boundaryEvent>"
      "<task id='undoM' isForCompensation='true'/>"
      "<association id='as1' sourceRef='ba' targetRef='undo'/>"
      "<association id='as2' sourceRef='bm' targetRef='undoM'/>"));
  CHECK(node_of(graph, "a").compensation_handler == graph->find("undo"));
  CHECK_FALSE(node_of(graph, "a").is_scope);
  CHECK(node_of(graph, "a").events.empty());
  CHECK(node_of(graph, "sub").compensation_handler == graph->find("undoSub"));
  CHECK(node_of(graph, "undoSub").for_compensation);
  CHECK(node_of(graph, "m").compensation_handler == graph->find("undoM"));
  CHECK(node_of(graph, "undoM").parent == graph->find("m#multiInstanceBody"));
  CHECK(node_of(graph, "bm").event_scope == graph->find("m"));
}

TEST_CASE("a transaction knows where its cancellation leads", "[graph]") {
  const auto graph =
      graph_of(started("<transaction id='t'><startEvent id='s1'/><endEvent "
                       "id='c'><cancelEventDefinition/></endEvent>"
                       "</transaction><boundaryEvent id='b' "
                       "attachedToRef='t'><cancelEventDefinition/></boundaryEvent>"));
  CHECK(node_of(graph, "t").cancel_boundary == graph->find("b"));
  CHECK(node_of(graph, "t").activity_type == "transaction");
  CHECK(node_of(graph, "c").activity_type == "cancelEndEvent");
  CHECK(node_of(graph, "c").is_scope);
  CHECK(node_of(graph, "b").activity_type == "cancelBoundaryCatch");
}

TEST_CASE("link events become direct flows", "[graph]") {
  const auto graph = graph_of(started(
      "<intermediateThrowEvent id='from'><linkEventDefinition name='L'/></intermediateThrowEvent>"
      "<intermediateCatchEvent id='to' name='L'><linkEventDefinition "
      "name='L'/></intermediateCatchEvent>"
      "<sequenceFlow id='f' sourceRef='s' targetRef='from'/>"));
  CHECK(graph->find("from") == nullptr);
  REQUIRE(node_of(graph, "s").outgoing.size() == 1);
  CHECK(node_of(graph, "s").outgoing.front()->target == graph->find("to"));
}

TEST_CASE("service-like elements know their work", "[graph]") {
  const auto graph = graph_of(started(
      "<serviceTask id='ext' camunda:type='EXTERNAL' camunda:topic='t-${x}' "
      "camunda:taskPriority='3'>"
      "<extensionElements><camunda:properties><camunda:property name='k' "
      "value='v'/></camunda:properties>"
      "<camunda:errorEventDefinition errorRef='r' "
      "expression='${bad}'/></extensionElements></serviceTask>"
      "<serviceTask id='expr' camunda:expression='${f}' camunda:resultVariable='out'/>"
      "<sendTask id='cls' camunda:class='com.acme.Send'><extensionElements><camunda:field name='n' "
      "stringValue='text'/></extensionElements></sendTask>"
      "<businessRuleTask id='del' camunda:delegateExpression='${bean}'/>"
      "<businessRuleTask id='dmn' camunda:decisionRef='d' camunda:decisionRefBinding='version' "
      "camunda:decisionRefVersion='4' camunda:mapDecisionResult='singleEntry'/>"
      "<serviceTask id='con'><extensionElements><camunda:connector><camunda:connectorId> "
      "http-connector "
      "</camunda:connectorId><camunda:inputOutput><camunda:inputParameter name='url'>http://x"
      "</camunda:inputParameter></camunda:inputOutput></camunda:connector></extensionElements></"
      "serviceTask>",
      kRoots));
  const Node& external = node_of(graph, "ext");
  CHECK(external.work.kind == Work::Kind::kExternal);
  CHECK(external.is_scope);
  CHECK(external.work.topic.text() == "t-${x}");
  CHECK(external.work.task_priority->text() == "3");
  CHECK(external.properties == std::vector<std::pair<std::string, std::string>>{{"k", "v"}});
  REQUIRE(external.work.error_definitions.size() == 1);
  CHECK(external.work.error_definitions.front().error_code == "E1");
  CHECK(node_of(graph, "expr").work.result_variable == "out");
  CHECK(node_of(graph, "cls").work.delegate == "com.acme.Send");
  CHECK(node_of(graph, "cls").work.fields.front().second.text() == "text");
  CHECK(node_of(graph, "del").work.delegate == "${bean}");
  const Node& decision = node_of(graph, "dmn");
  CHECK(decision.work.kind == Work::Kind::kDecision);
  CHECK(decision.is_scope);
  CHECK(decision.work.decision->binding == CallActivity::Binding::kVersion);
  CHECK(decision.work.decision->version->text() == "4");
  CHECK(node_of(graph, "con").work.connector_id == "http-connector");
  CHECK(node_of(graph, "con").work.connector_inputs.front().expression.text() == "http://x");
  CHECK_FALSE(node_of(graph, "con").is_scope);
}

TEST_CASE("input and output parameters keep their structure", "[graph]") {
  const auto graph = graph_of(started(
      "<task id='t'><extensionElements><camunda:inputOutput>"
      "<camunda:inputParameter name='empty'/>"
      "<camunda:inputParameter name='list'><camunda:list><camunda:value>a</camunda:value>"
      "<camunda:value>${b}</camunda:value></camunda:list></camunda:inputParameter>"
      "<camunda:inputParameter name='map'><camunda:map><camunda:entry key='z'>1</camunda:entry>"
      "<camunda:entry key='a'><camunda:list/></camunda:entry><camunda:entry "
      "key='z'>2</camunda:entry>"
      "</camunda:map></camunda:inputParameter>"
      "<camunda:outputParameter name='s'><camunda:script "
      "scriptFormat='JavaScript'>1+1</camunda:script>"
      "</camunda:outputParameter></camunda:inputOutput></extensionElements></task>"));
  const Node& task = node_of(graph, "t");
  CHECK(task.is_scope);
  REQUIRE(task.inputs.size() == 3);
  CHECK(task.inputs[0].kind == Parameter::Kind::kNull);
  CHECK(task.inputs[1].elements.size() == 2);
  REQUIRE(task.inputs[2].elements.size() == 2);
  CHECK(task.inputs[2].elements[0].name == "a");
  CHECK(task.inputs[2].elements[0].kind == Parameter::Kind::kList);
  CHECK(task.inputs[2].elements[1].expression.text() == "2");
  REQUIRE(task.outputs.size() == 1);
  CHECK(task.outputs[0].script->language == ScriptLanguage::kJavaScript);
  CHECK(task.outputs[0].script->source == "1+1");
}

TEST_CASE("call activities know what they call and pass", "[graph]") {
  const auto graph = graph_of(started(
      "<callActivity id='c' calledElement='${k}' camunda:calledElementBinding='versionTag' "
      "camunda:calledElementVersionTag='v1' camunda:calledElementTenantId='t1'><extensionElements>"
      "<camunda:in businessKey='${bk}'/><camunda:in variables='all' local='true'/>"
      "<camunda:in sourceExpression='${a}' target='b'/><camunda:out source='x' target='y'/>"
      "</extensionElements></callActivity>"));
  const Node& node = node_of(graph, "c");
  CHECK(node.is_scope);
  CHECK(node.call.called_element.text() == "${k}");
  CHECK(node.call.binding == CallActivity::Binding::kVersionTag);
  CHECK(node.call.version->text() == "v1");
  CHECK(node.call.tenant_id->text() == "t1");
  REQUIRE(node.call.in.size() == 3);
  CHECK(node.call.in[0].business_key);
  CHECK((node.call.in[1].all && node.call.in[1].local));
  CHECK(node.call.in[2].source_expression->text() == "${a}");
  CHECK(node.call.out.front().source == "x");
}

TEST_CASE("user tasks have assignment, dates, forms and listeners", "[graph]") {
  const auto graph = graph_of(started(
      "<userTask id='u' name='Do ${x}' camunda:candidateGroups='a,b' camunda:dueDate='${d}' "
      "camunda:priority='50'><documentation>how</documentation><extensionElements>"
      "<camunda:formData businessKey='f1'><camunda:formField id='f1' label='L' type='enum' "
      "defaultValue='x'>"
      "<camunda:value id='x' name='X'/><camunda:validation><camunda:constraint name='required'/>"
      "</camunda:validation></camunda:formField></camunda:formData>"
      "<camunda:taskListener event='create' expression='${go}'/>"
      "<camunda:executionListener event='start' class='com.acme.L'/></extensionElements>"
      "<humanPerformer><resourceAssignmentExpression><formalExpression>kermit</formalExpression>"
      "</resourceAssignmentExpression></humanPerformer>"
      "<potentialOwner><resourceAssignmentExpression><formalExpression>user(u1), group(g1), g2"
      "</formalExpression></resourceAssignmentExpression></potentialOwner></userTask>"));
  const Node& node = node_of(graph, "u");
  const UserTask& task = node.user_task;
  CHECK(task.name->text() == "Do ${x}");
  CHECK(task.description->text() == "how");
  CHECK(task.assignee->text() == "kermit");
  REQUIRE(task.candidate_users.size() == 1);
  CHECK(task.candidate_users.front().text() == "u1");
  REQUIRE(task.candidate_groups.size() == 4);
  CHECK(task.candidate_groups[0].text() == "g1");
  CHECK(task.candidate_groups[3].text() == "b");
  CHECK(task.listeners.front().event == "create");
  CHECK(node.listeners.front().delegate == "com.acme.L");
  CHECK(node.form.generated);
  REQUIRE(node.form.fields.size() == 1);
  CHECK(node.form.fields[0].business_key);
  CHECK(node.form.fields[0].enum_values.front().second == "X");
  CHECK(node.form.fields[0].constraints.front().name == "required");
}

TEST_CASE("conditions are expressions or scripts, trimmed", "[graph]") {
  const auto graph = graph_of(started(
      "<exclusiveGateway id='g' default='d'/><endEvent id='e'/>"
      "<sequenceFlow id='f' sourceRef='s' targetRef='g'/>"
      "<sequenceFlow id='a' sourceRef='g' targetRef='e'><conditionExpression>\n ${x} \n"
      "</conditionExpression></sequenceFlow>"
      "<sequenceFlow id='b' sourceRef='g' targetRef='e'><conditionExpression "
      "xsi:type='tFormalExpression' language='JavaScript'>y</conditionExpression></sequenceFlow>"
      "<sequenceFlow id='d' sourceRef='g' targetRef='e'/>"));
  const Node& gateway = node_of(graph, "g");
  REQUIRE(gateway.outgoing.size() == 3);
  CHECK(gateway.outgoing[0]->condition->text() == "${x}");
  REQUIRE(gateway.outgoing[1]->condition_script != nullptr);
  CHECK(gateway.outgoing[1]->condition_script->language == ScriptLanguage::kJavaScript);
  CHECK(gateway.default_flow == gateway.outgoing[2]);
}

TEST_CASE("ten thousand elements are built without quadratic work", "[graph]") {
  std::string contents;
  constexpr int kTasks = 5'000;
  for (int i = 0; i < kTasks; ++i) {
    const std::string id = "t" + std::to_string(i);
    const std::string from = i == 0 ? "s" : "t" + std::to_string(i - 1);
    contents += "<task id='" + id + "'/><sequenceFlow id='f" + std::to_string(i) + "' sourceRef='" +
                from + "' targetRef='" + id + "'/>";
  }
  const auto graph = graph_of(started(contents));
  CHECK(graph->nodes.size() == kTasks + 2);
  CHECK(graph->flows.size() == kTasks);
}
