// The const execution graph of one process definition: nodes, flows and compiled expressions,
// validated. Built by graph/build.h, read by exec/, never changed afterwards; shared by threads.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "expr/expression.h"
#include "model/trigger.h"

namespace procos::graph {

using expr::Expression;

/// Rows of the grid: what kind of flow node, whatever its trigger.
enum class NodeType : std::uint8_t {
  kProcess,
  kSubProcess,
  kEventSubProcess,
  kTransaction,
  kCallActivity,
  kTask,
  kManualTask,
  kUserTask,
  kServiceTask,
  kSendTask,
  kScriptTask,
  kBusinessRuleTask,
  kReceiveTask,
  kExclusiveGateway,
  kParallelGateway,
  kInclusiveGateway,
  kEventBasedGateway,
  kStartEvent,
  kCatchEvent,
  kThrowEvent,
  kBoundaryEvent,
  kEndEvent,
  /// Wraps an activity with loop characteristics, which is its first child; only the activity's
  /// compensation handler may follow.
  kMultiInstanceBody,
};

using model::Trigger;

struct Node;

struct Flow {
  std::string id;
  std::string name;
  Node* source = nullptr;
  Node* target = nullptr;
  std::optional<Expression> condition;
  struct Script* condition_script = nullptr;  ///< has a `language`; owned by the graph
  std::vector<struct Listener> take_listeners;
  std::string documentation;
  int line = 0, column = 0;
};

enum class ScriptLanguage : std::uint8_t { kJuel, kJavaScript, kUnsupported };

/// Inline text or a `deployment://` resource.
struct Script {
  ScriptLanguage language = ScriptLanguage::kJavaScript;
  std::string source;  ///< inline text; empty when `resource` is set
  std::optional<Expression> resource;
  std::optional<Expression> source_expression;  ///< inline source that is itself ${...}
};

/// The value of an input/output or field parameter.
struct Parameter {
  enum class Kind : std::uint8_t { kNull, kExpression, kList, kMap, kScript };
  std::string name;               ///< variable name; key in a map; empty in a list
  std::optional<Expression> key;  ///< map entry whose key is an expression
  Kind kind = Kind::kNull;
  Expression expression;            ///< kExpression; plain text is a literal
  std::vector<Parameter> elements;  ///< kList, kMap
  std::shared_ptr<const Script> script;
};

struct Listener {
  std::string event;  ///< start end take; create assignment complete update delete timeout
  std::optional<Expression> expression;
  std::shared_ptr<const Script> script;
  std::string delegate;  ///< camunda:class or ${delegateExpression}: a name that the embedder maps;
                         ///< else empty
  std::vector<std::pair<std::string, Expression>> fields;  ///< camunda:field of a delegate
  std::string timeout_id;                                  ///< task listener with event timeout
};

struct Timer {
  enum class Kind : std::uint8_t { kDate, kDuration, kCycle };
  Kind kind = Kind::kDuration;
  Expression expression;
  bool exclusive = true;  ///< camunda:exclusive of the timer event definition
};

struct Condition {
  Expression expression;
  std::shared_ptr<const Script> script;      ///< instead of the expression
  std::string text;                          ///< as written, trimmed
  std::string variable_name;                 ///< empty: any
  std::vector<std::string> variable_events;  ///< create update delete; empty: any
};

/// camunda:in / camunda:out.
struct Mapping {
  bool all = false;           ///< variables="all"
  bool local = false;         ///< local="true"
  bool business_key = false;  ///< camunda:in businessKey
  std::string source;         ///< variable name
  std::optional<Expression> source_expression;
  std::string target;
};

struct CallActivity {
  enum class Binding : std::uint8_t { kLatest, kDeployment, kVersion, kVersionTag };
  Expression called_element;
  bool is_case = false;  ///< caseRef: out of scope, fails when executed
  Binding binding = Binding::kLatest;
  std::optional<Expression> version;  ///< version or version tag
  std::optional<Expression> tenant_id;
  std::vector<Mapping> in, out;
  std::string delegate;  ///< variableMappingClass / DelegateExpression
};

/// What a service-like node (service, send, business rule task; message throw/end) does when it is
/// executed.
struct Work {
  enum class Kind : std::uint8_t {
    kNone,  ///< nothing: a message throw event without implementation
    kExternal,
    kExpression,
    kDelegate,
    kConnector,
    kMail,
    kShell,
    kDecision,
  };
  Kind kind = Kind::kNone;
  // kExternal
  Expression topic;
  std::optional<Expression> task_priority;
  struct ErrorDefinition {
    Expression condition;
    std::string error_id, error_code, error_message;
    std::string code_variable, message_variable;  ///< as written on the definition
  };
  std::vector<ErrorDefinition> error_definitions;  ///< camunda:errorEventDefinition
  // kExpression
  Expression expression;
  std::string result_variable;  ///< kExpression, kScript, kDecision
  // kDelegate: class name or ${bean}
  std::string delegate;
  // kConnector
  std::string connector_id;
  std::vector<Parameter> connector_inputs, connector_outputs;
  // kMail, kShell: camunda:field
  std::vector<std::pair<std::string, Expression>> fields;
  // kDecision
  std::optional<CallActivity> decision;  ///< called_element, binding, version, tenant
  std::string map_decision_result;
};

struct FormField {
  std::string id;
  Expression label;
  std::string type;  ///< string long boolean date enum or a custom name
  std::string date_pattern;
  std::optional<Expression> default_value;
  std::vector<std::pair<std::string, std::string>> enum_values;
  struct Constraint {
    std::string name;
    std::string config;
  };
  std::vector<Constraint> constraints;
  std::vector<std::pair<std::string, std::string>> properties;
  bool business_key = false;  ///< Form::business_key_field names it
  // camunda:formProperty, the older notation: no label, constraints or properties
  bool is_property = false;
  bool required = false, readable = true, writable = true;
  std::string variable;                  ///< stored under this name; empty: id
  std::optional<Expression> expression;  ///< read from and written to
};

/// Form of a start event or user task.
struct Form {
  std::optional<Expression> key;  ///< camunda:formKey
  std::optional<Expression> ref;  ///< camunda:formRef
  CallActivity::Binding ref_binding = CallActivity::Binding::kLatest;
  std::optional<Expression> ref_version;
  bool generated = false;  ///< camunda:formData / formProperty
  std::string business_key_field;
  std::vector<FormField> fields;
};

struct TaskTimeout {
  std::string listener_id;
  Timer timer;
};

/// A variable that a user task makes of another one when it starts (camunda:src, link on
/// <property>).
struct DataProperty {
  std::string source, destination;
  std::optional<Expression> source_expression;
  bool linked = false;      ///< camunda:link
  bool expressed = false;   ///< camunda:linkExpr
};

struct UserTask {
  std::optional<Expression> name, description, assignee, owner, priority, due_date, follow_up_date;
  std::vector<Expression> candidate_users, candidate_groups;
  std::vector<Listener> listeners;
  std::vector<TaskTimeout> timeouts;
  std::vector<DataProperty> properties;
};

struct Loop {
  bool sequential = false;
  std::optional<Expression> cardinality;
  std::string collection_variable;       ///< inputDataItem / camunda:collection as a plain name
  std::optional<Expression> collection;  ///< camunda:collection as an expression
  std::string element_variable;
  std::optional<Expression> completion_condition;
};

/// What an event waits for, throws or catches; which fields count is said by Node::trigger.
struct Event {
  std::optional<Expression> name;  ///< message or signal name
  std::string ref_id;              ///< id of the <message>, <signal>, <error>, <escalation>
  std::optional<Timer> timer;
  std::optional<Condition> condition;
  std::string error_code;     ///< throw: the code; catch: empty catches all
  std::string error_message;  ///< error end event: camunda:errorMessage (may be an expression)
  std::optional<Expression> error_message_expression;  ///< the same, compiled
  bool catch_all = false;                              ///< error/escalation caught without a code
  std::string code_variable;     ///< camunda:errorCodeVariable, escalationCodeVariable
  std::string message_variable;  ///< camunda:errorMessageVariable
  std::string escalation_code;
  std::string link_name;
  std::string activity_ref;         ///< compensation throw: the only activity to compensate
  bool wait_for_completion = true;  ///< compensation throw
  bool async = false;               ///< signal throw with camunda:async
  std::vector<Mapping> payload;     ///< signal throw: camunda:in
};

/// How a node is entered, seen from the scope it is started in (Camunda's ActivityStartBehavior).
enum class Start : std::uint8_t {
  kDefault,
  kInterruptEventScope,    ///< interrupting start of an event subprocess
  kConcurrentInFlowScope,  ///< non-interrupting boundary event / event subprocess
  kCancelEventScope,       ///< interrupting boundary event
};

struct Node {
  NodeType type = NodeType::kTask;
  Trigger trigger = Trigger::kNone;
  Start start = Start::kDefault;
  std::uint32_t index = 0;  ///< position in Graph::nodes
  std::string id;
  std::string name;
  std::string documentation;
  std::string activity_type;    ///< as REST shows it: userTask, startTimerEvent, boundaryMessage,
                                ///< multiInstanceBody ...
  Node* parent = nullptr;       ///< flow scope; null for the process
  Node* event_scope = nullptr;  ///< where its event is registered: a boundary event's host, an
                                ///< event subprocess's parent
  std::vector<Node*> children;
  std::vector<Flow*> incoming, outgoing;
  Flow* default_flow = nullptr;
  /// Gets an execution of its own (Camunda's isScope): see graph/scope_rules.cpp.
  bool is_scope = false;
  bool interrupting = true;  ///< boundary event, event subprocess start
  bool async_before = false, async_after = false;
  bool exclusive = true;  ///< its jobs are exclusive
  bool for_compensation = false;
  bool triggered_by_event = false;
  Node* compensation_handler =
      nullptr;              ///< activity with a compensation boundary event: its handler
  Node* initial = nullptr;  ///< process, subprocess: none start event
  Node* cancel_boundary =
      nullptr;  ///< transaction (also inside a multi-instance body): its cancel boundary event
  std::optional<Expression> job_priority;
  std::optional<Expression> retry_cycle;  ///< camunda:failedJobRetryTimeCycle
  /// Events registered when this scope is created: boundary events of it and starts of its event
  /// subprocesses, catch events for themselves; in document order. Error and escalation handlers
  /// are found here too.
  std::vector<Node*> events;
  std::vector<Parameter> inputs, outputs;
  std::vector<Listener> listeners;  ///< execution listeners, start and end
  Work work;
  std::shared_ptr<const Script> script;  ///< script task
  UserTask user_task;
  CallActivity call;
  Loop loop;
  Event event;
  Form form;
  std::string
      initiator;  ///< start event camunda:initiator; the process holds the last one, which counts
  std::vector<std::pair<std::string, std::string>> properties;  ///< camunda:properties
  int line = 0, column = 0;                                     ///< in the XML, from 1

  bool is_event_sub_process_start() const {
    return type == NodeType::kStartEvent && parent != nullptr &&
           parent->type == NodeType::kEventSubProcess;
  }
  bool is_multi_instance_inner() const {
    return parent && parent->type == NodeType::kMultiInstanceBody;
  }
};

/// A job the definition can create (Camunda's job definition): async continuation, timer, batch
/// message.
struct JobDeclaration {
  const Node* node = nullptr;
  /// async-continuation timer-transition timer-intermediate-transition timer-start-event
  /// timer-start-event-subprocess timer-task-listener
  std::string handler;
  std::string configuration;  ///< async-before, async-after, or the timer: "DURATION: PT5M"
  std::string listener_id;    ///< timer-task-listener: which of the node's timeouts
};

struct Graph {
  std::string key;  ///< process id
  std::string name;
  std::string documentation;
  std::string category;  ///< targetNamespace
  std::string version_tag;
  std::optional<int> history_time_to_live;  ///< days
  bool startable_in_tasklist = true;
  std::vector<Expression> candidate_starter_users, candidate_starter_groups;
  std::vector<std::unique_ptr<Node>> nodes;  ///< nodes[0] is the process itself
  std::vector<std::unique_ptr<Flow>> flows;
  std::unordered_map<std::string_view, Node*>
      by_id;  ///< an activity's id -> the activity; "X#multiInstanceBody" too
  std::vector<std::unique_ptr<Script>> scripts;  ///< owns Flow::condition_script
  std::vector<JobDeclaration> job_declarations;  ///< in the order in which Camunda declares them
  bool has_conditional_events = false;
  bool has_start_form = false;

  const Node& process() const { return *nodes.front(); }
  const Node* find(std::string_view id) const {
    auto it = by_id.find(id);
    return it == by_id.end() ? nullptr : it->second;
  }
};

using GraphPtr = std::shared_ptr<const Graph>;

}  // namespace procos::graph
