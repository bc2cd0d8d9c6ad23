// Builds the graph of one process: nodes in the order in which Camunda creates them, then flows,
// then rules.
#pragma once

#include <map>
#include <set>
#include <span>
#include <unordered_map>
#include <unordered_set>

#include "graph/build.h"
#include "graph/catalog.h"
#include "graph/compiler.h"
#include "graph/graph.h"
#include "graph/scope_rules.h"
#include "graph/triggers.h"
#include "model/definitions.h"

namespace procos::graph {

/// What is looked up while one process or subprocess is built.
struct ScopeContext {
  const model::Scope* model = nullptr;
  Node* scope = nullptr;
  std::string_view tag;  ///< process, subProcess, transaction
  Position at;
  std::unordered_map<std::string_view, const model::FlowNode*> nodes;
  std::unordered_map<std::string_view, std::vector<const model::SequenceFlow*>> flows_from;
  std::map<std::string_view, const model::FlowNode*> compensation_handlers;  ///< not yet built
};

/// Where an event definition stands and on what it acts.
struct EventContext {
  const model::FlowNode& model;
  const model::EventDefinition& definition;
  Node& node;
  Node& scope;  ///< process or subprocess the node stands in
  bool process_start = false;
};

class ProcessBuilder {
 public:
  ProcessBuilder(const model::Definitions& definitions, const Catalog& catalog, Problems& problems);

  std::shared_ptr<Graph> build(const model::Process& process, const BuildOptions& options);

 private:
  friend struct TriggerTable;
  friend struct ActivityTable;

  // build_process.cpp
  void read_process_attributes(const model::Process& process, const BuildOptions& options);
  void build_scope(ScopeContext& context);
  void build_activity(ScopeContext& context, const model::FlowNode& model, Node& parent,
                      Node** built = nullptr);
  Node& create(const model::FlowNode& model, Node& parent, NodeType type);
  Node& create_node(std::string id, Node& parent, Position at);
  Node* multi_instance_body(const model::FlowNode& model, Node& parent);
  void apply_async(const model::FlowNode& model, Node& node);
  void set_async(Node& node, const model::Async& async);
  void apply_retry_cycle(const model::FlowNode& model, Node& node, bool has_jobs);
  void apply_io(const model::FlowNode& model, Node& node);
  void refuse_io(const model::FlowNode& model);
  void declare_job(const Node& node, std::string handler, std::string configuration,
                   std::string listener_id = {});
  /// The node with this id whose nearest process or subprocess is `scope`.
  Node* find_in(const Node& scope, const Text& id) const;
  static const Node* level_of(const Node& node);

  // build_activities.cpp
  void build_plain(ScopeContext& context, const model::FlowNode& model, Node& parent,
                   NodeType type);
  Node* build_by_tag(ScopeContext& context, const model::FlowNode& model, Node& parent);
  void build_service_like(const model::FlowNode& model, Node& node, std::string_view name,
                          bool must);
  void build_decision(const model::FlowNode& model, Node& node);
  void build_script_task(const model::FlowNode& model, Node& node);
  void build_receive_task(const model::FlowNode& model, Node& node);
  void build_sub_process(const model::FlowNode& model, Node& node);
  void build_call_activity(const model::FlowNode& model, Node& node);
  void build_event_gateway(ScopeContext& context, const model::FlowNode& model, Node& node);
  CallActivity bind(const std::string& key, const model::Binding& binding,
                    std::string_view attribute, Position at, const std::string& id);
  void bind_version(const Text& text, std::string_view attribute, std::string_view value,
                    bool wanted, CallActivity& call, Position at, const std::string& id);

  // build_work.cpp
  static bool is_service_like(const model::Implementation& from);
  Work work(const model::Implementation& from, std::string_view element, const std::string& id);
  void external_work(const model::Implementation& from, Work& work, const std::string& id);
  void field_work(const model::Implementation& from, Work& work, const std::string& id);
  void connector_work(const model::Implementation& from, Work& work, const std::string& id);

  // build_user_task.cpp, build_forms.cpp
  void build_user_task(const model::FlowNode& model, Node& node);
  void build_task_listeners(const model::FlowNode& model, Node& node);
  static std::string timer_configuration(const Timer& timer);
  void candidates(const Text& text, Position at, const std::string& id,
                  std::vector<Expression>& users, std::vector<Expression>& groups);
  Form form(const model::FlowNode& model);
  FormField form_field(const model::FormField& from, const model::Form& form,
                       const std::string& id);
  FormField form_property(const model::FormField& from, const std::string& id);
  void form_type(const model::FormField& from, bool property, FormField& into,
                 const std::string& id);

  // build_events.cpp
  void build_start_events(ScopeContext& context);
  void build_process_start(const model::FlowNode& model, Node& node, Node& process);
  void build_sub_process_start(ScopeContext& context, const model::FlowNode& model, Node& node);
  void select_initial(ScopeContext& context,
                      const std::vector<std::pair<const model::FlowNode*, Node*>>& starts);
  Node& build_catch_event(const model::FlowNode& model, Node& parent, Node* gateway);
  Node* build_throw_event(const model::FlowNode& model, Node& parent);
  void build_end_event(const model::FlowNode& model, Node& parent);
  void build_boundary_event(ScopeContext& context, const model::FlowNode& model);
  void register_event(EventContext& event, std::string_view kind, const std::string& name);
  Node& event_scope_of(const EventContext& event) const;

  // triggers.cpp
  /// Reads what triggers the event; false when it has nothing that can in this position.
  bool apply_event(EventPosition position, const model::FlowNode& model, Node& node, Node& scope);

  // trigger/: one function a trigger and direction
  void catch_message(EventContext& event);
  void catch_signal(EventContext& event);
  void catch_timer(EventContext& event);
  void catch_condition(EventContext& event);
  void catch_error(EventContext& event);
  void catch_escalation(EventContext& event);
  void catch_compensation(EventContext& event);
  void catch_cancel(EventContext& event);
  void catch_link(EventContext& event);
  void throw_message(EventContext& event);
  void throw_signal(EventContext& event);
  void throw_escalation(EventContext& event);
  void throw_compensation(EventContext& event);
  void throw_error(EventContext& event);
  void throw_cancel(EventContext& event);
  void throw_terminate(EventContext& event);
  void warn_ignored_compensation_attributes(const EventContext& event);
  void compensation_sub_process(EventContext& event);
  bool message_of(const Text& key, const Text& written, Position at, Node& node);

  // build_flows.cpp
  void build_flows(ScopeContext& context);
  bool build_flow(ScopeContext& context, const model::SequenceFlow& model);
  Flow& connect(const model::SequenceFlow& model, Node& source, Node& target);
  void compile_condition(const model::Condition& from, const std::string& id,
                         std::optional<Expression>& expression, std::optional<Script>& script);
  void build_associations(ScopeContext& context);
  void build_association(ScopeContext& context, const model::Association& model);
  void mend_outgoing(ScopeContext& context);
  void mend_outgoing_of(
      ScopeContext& context, const model::FlowNode& model,
      const std::unordered_map<std::string_view, const model::SequenceFlow*>& by_id);

  // validate_graph.cpp
  void validate();
  void validate_exclusive_gateway(const Node& node);

  NodeFacts& facts(const Node& node) { return facts_[node.index]; }

  const model::Definitions& definitions_;
  const Catalog& catalog_;
  Problems& problems_;
  Compiler compiler_;
  std::shared_ptr<Graph> graph_;
  std::vector<NodeFacts> facts_;
  std::unordered_set<std::string_view> element_ids_;
  std::unordered_map<std::string, std::string> link_sources_;  ///< throw event id -> link name
  std::unordered_map<std::string, std::string> link_targets_;  ///< link name -> catch event id
  std::map<const Node*, std::unordered_set<std::string>> subscriptions_;  ///< taken names by scope
  struct Backlog {
    std::string activity_ref, element_id;
    Position at;
  };
  std::map<const Node*, std::vector<Backlog>>
      backlog_;  ///< activityRef checked when the scope is complete
  struct EscalationCodes {
    bool catch_all = false;
    std::unordered_set<std::string> codes;
  };
  std::map<std::pair<const Node*, bool>, EscalationCodes>
      escalations_;  ///< by scope, sub process or boundary
};

}  // namespace procos::graph
