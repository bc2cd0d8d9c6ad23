// What a BPMN file says, as plain structs: attributes and texts as written, nothing compiled or
// judged. An absent attribute is nullopt, an empty one is "": Camunda tells them apart.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "model/problem.h"
#include "model/trigger.h"

namespace procos::model {

using Text = std::optional<std::string>;

/// camunda:script, or the script of a script task.
struct Script {
  Text format, resource, source;
  Position at;
};

/// camunda:field.
struct Field {
  Text name, string_attribute, string_element, expression_attribute, expression_element;
  Position at;
};

/// A condition on a flow or in a conditional event.
struct Condition {
  std::string text;  ///< trimmed
  Text language, resource;
  bool unsupported_type = false;  ///< xsi:type is not tFormalExpression
  Position at;
};

/// camunda:in, camunda:out.
struct Mapping {
  Text business_key, variables, source, source_expression, target, local;
  Position at;
};

/// camunda:inputParameter and camunda:outputParameter, and what is nested in them.
struct Parameter {
  std::string tag;  ///< inputParameter, list, map, entry, script, value ...
  Text name, key;
  std::string text;  ///< trimmed
  std::optional<Script> script;
  std::vector<Parameter> children;
  Position at;
};

struct InputOutput {
  std::vector<Parameter> inputs, outputs;
  Position at;
};

struct Timer {
  Text date, cycle, duration;  ///< trimmed
  bool exclusive = true;
  Position at, cycle_at;
};

/// camunda:executionListener, camunda:taskListener.
struct Listener {
  Text event, id, class_name, expression, delegate_expression;
  std::optional<Script> script;
  std::vector<Field> fields;
  std::optional<Timer> timer;
  Position at;
};

struct Connector {
  std::string id;  ///< trimmed; empty when missing
  std::optional<InputOutput> io;
  Position at;
};

/// camunda:errorEventDefinition on an external task.
struct ExternalTaskError {
  Text error_ref, expression, code_variable, message_variable;
  Position at;
};

/// How a service-like element does its work.
struct Implementation {
  Text type, class_name, expression, delegate_expression, result_variable, topic, task_priority;
  std::vector<Field> fields;
  std::optional<Connector> connector;
  std::vector<ExternalTaskError> errors;
  std::optional<Position>
      external_task;  ///< written as <camunda:externalTask topic>, not as attributes
  Position at;
};

struct EventDefinition {
  Trigger trigger = Trigger::kNone;
  Position at;
  Text ref;  ///< messageRef, signalRef, errorRef, escalationRef, activityRef; prefix resolved for
             ///< message, signal
  Text written_ref;  ///< as written
  Text name;         ///< link
  Timer timer;
  std::optional<Condition> condition;
  Text variable_name, variable_events;
  Text wait_for_completion;
  Text code_variable, message_variable;
  bool async = false;
  std::vector<Mapping> in;
  Implementation implementation;  ///< message throw and end events
};

struct Async {
  bool before = false, after = false, exclusive = true;
};

struct Loop {
  bool sequential = false;
  Text cardinality, collection, data_input_ref, element_variable, input_data_item,
      completion_condition;
  bool has_input_data_item = false;
  Async async;
  Text retry_cycle;
  Position at;
};

struct FormField {
  Text id, label, type, date_pattern, default_value;
  std::vector<std::pair<std::string, std::string>> values, properties;
  struct Constraint {
    Text name, config;
    Position at;
  };
  std::vector<Constraint> constraints;
  // camunda:formProperty
  Text name, required, readable, writable, variable, expression;
  Position at;
};

struct Form {
  Text key, ref, ref_binding, ref_version, handler_class;
  bool has_data = false;  ///< camunda:formData
  Text business_key;
  std::vector<FormField> fields;      ///< camunda:formField
  std::vector<FormField> properties;  ///< camunda:formProperty
};

/// <property> of a user task, with Camunda's attributes.
struct DataProperty {
  Text id, name, source, source_expression, destination, link, link_expression;
  Position at;
};

struct UserTask {
  Text assignee, candidate_users, candidate_groups, due_date, follow_up_date, priority;
  std::vector<Text> human_performers,
      potential_owners;  ///< the formal expression of each, if it has one
  std::vector<Listener> listeners;
  std::vector<DataProperty> properties;
};

/// Attributes that bind a called process, case, decision or form to a version.
struct Binding {
  Text binding, version, version_tag, tenant_id;
};

struct CallActivity {
  Text called_element, case_ref, mapping_class, mapping_delegate_expression;
  std::optional<Position>
      called_element_at;  ///< written as <camunda:calledElement>, not as attribute
  Binding called, called_case;
  std::vector<Mapping> in, out;
};

struct Decision {
  Text ref, map_result;
  Binding binding;
};

/// An <incoming> or <outgoing> child.
struct FlowReference {
  std::string id;
  Position at;
};

struct SequenceFlow {
  Text id, name, documentation, source, target;
  std::optional<Condition> condition;
  std::vector<Listener> listeners;
  Position at;
};

struct Association {
  Text id, source, target;
  Position at;
};

struct FlowNode;

/// Contents of a process or subprocess.
struct Scope {
  std::vector<FlowNode> nodes;
  std::vector<SequenceFlow> flows;
  std::vector<Association> associations;
};

/// Any flow node; which fields count is said by its tag.
struct FlowNode {
  std::string tag;
  Text id, name, documentation;
  Position at;
  Text default_flow;
  bool for_compensation = false;
  Async async;
  Text job_priority, retry_cycle;
  std::optional<InputOutput> io;
  std::optional<InputOutput> external_task_io;  ///< nested in <camunda:externalTask>
  std::vector<Listener> listeners;
  std::vector<std::pair<std::string, std::string>> properties;  ///< camunda:properties
  std::vector<FlowReference> outgoing;
  std::optional<Loop> loop;
  std::vector<EventDefinition> events;
  Implementation implementation;
  Script script;     ///< script task
  Text message_ref;  ///< receive task; prefix resolved
  Text written_message_ref;
  Text attached_to;
  bool cancel_activity = true, interrupting = true;
  Text initiator;
  Form form;
  UserTask user_task;
  CallActivity call;
  Decision decision;
  bool triggered_by_event = false;
  Scope content;  ///< subprocess, transaction
};

struct Process {
  Text id, name, documentation;
  bool executable = false;
  Text version_tag, history_time_to_live, startable_in_tasklist;
  Text candidate_starter_users, candidate_starter_groups;
  std::vector<Text> potential_starters;
  Text job_priority, task_priority;
  std::vector<Listener> listeners;
  std::vector<std::pair<std::string, std::string>> properties;
  Scope content;
  Position at;
};

struct Message {
  std::string key;  ///< target namespace and id, as references resolve to it
  Text id, name;
  Position at;
};

struct Signal {
  std::string key;
  Text id, name;
  Position at;
};

struct ErrorElement {
  Text id, code, message;
  Position at;
};

struct Escalation {
  Text id, name, code;
  Position at;
};

struct Definitions {
  std::string target_namespace;
  std::vector<Message> messages;
  std::vector<Signal> signals;
  std::vector<ErrorElement> errors;
  std::vector<Escalation> escalations;
  std::vector<Process> processes;
  std::vector<std::string> element_ids;  ///< every id in the file
  /// Something was tolerated for which Camunda refuses the file: the reader may mend what Camunda
  /// never sees.
  bool tolerated = false;
};

}  // namespace procos::model
