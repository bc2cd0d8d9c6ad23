"""The process that the client tests work on: an external task `charge` with an error boundary event."""
import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "support"))
from server import bpmn  # noqa: E402

ORDER = bpmn("""
  <bpmn:error id="declined" name="Declined" errorCode="CARD_DECLINED"/>
  <bpmn:message id="paid" name="OrderPaid"/>
  <bpmn:process id="order" name="Order" isExecutable="true" camunda:historyTimeToLive="P1D">
    <bpmn:startEvent id="start"/><bpmn:sequenceFlow id="f0" sourceRef="start" targetRef="charge"/>
    <bpmn:serviceTask id="charge" camunda:type="external" camunda:topic="charge">
      <bpmn:extensionElements><camunda:properties><camunda:property name="currency" value="EUR"/></camunda:properties>
      </bpmn:extensionElements>
    </bpmn:serviceTask>
    <bpmn:boundaryEvent id="on_declined" attachedToRef="charge">
      <bpmn:errorEventDefinition errorRef="declined" camunda:errorCodeVariable="code"
          camunda:errorMessageVariable="message"/>
    </bpmn:boundaryEvent>
    <bpmn:sequenceFlow id="f1" sourceRef="charge" targetRef="done"/><bpmn:endEvent id="done"/>
    <bpmn:sequenceFlow id="f2" sourceRef="on_declined" targetRef="ask"/>
    <bpmn:userTask id="ask" name="Ask the customer"/>
    <bpmn:sequenceFlow id="f3" sourceRef="ask" targetRef="refused"/><bpmn:endEvent id="refused"/>
  </bpmn:process>
  <bpmn:process id="waiting" isExecutable="true" camunda:versionTag="1.0" camunda:historyTimeToLive="P1D">
    <bpmn:startEvent id="ws"/><bpmn:sequenceFlow id="w0" sourceRef="ws" targetRef="wait"/>
    <bpmn:intermediateCatchEvent id="wait"><bpmn:messageEventDefinition messageRef="paid"/>
    </bpmn:intermediateCatchEvent>
    <bpmn:sequenceFlow id="w1" sourceRef="wait" targetRef="we"/><bpmn:endEvent id="we"/>
  </bpmn:process>""")
