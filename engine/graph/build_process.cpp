// A process and the contents of its scopes, in Camunda's order of creation.
#include "graph/builder.h"
#include "model/time_to_live.h"

namespace procos::graph {
namespace {

constexpr std::string_view kBodySuffix = "#multiInstanceBody";

}  // namespace

ProcessBuilder::ProcessBuilder(const model::Definitions& definitions, const Catalog& catalog,
                               Problems& problems)
    : definitions_(definitions), catalog_(catalog), problems_(problems), compiler_(problems) {
  for (const auto& id : definitions.element_ids) element_ids_.insert(id);
}

std::shared_ptr<Graph> ProcessBuilder::build(const model::Process& process,
                                             const BuildOptions& options) {
  graph_ = std::make_shared<Graph>();
  Node& root = *graph_->nodes.emplace_back(std::make_unique<Node>());
  facts_.emplace_back();
  root.type = NodeType::kProcess;
  root.id = process.id.value_or("");
  root.activity_type = "process";
  root.line = process.at.line;
  root.column = process.at.column;
  read_process_attributes(process, options);
  ScopeContext context;
  context.model = &process.content;
  context.scope = &root;
  context.tag = "process";
  context.at = process.at;
  build_scope(context);
  root.listeners = compiler_.execution_listeners(process.listeners, root.id);
  validate();
  for (const auto& node : graph_->nodes) node->is_scope = is_scope(*node, facts(*node));
  return std::move(graph_);
}

void ProcessBuilder::read_process_attributes(const model::Process& process,
                                             const BuildOptions& options) {
  Graph& graph = *graph_;
  Node& root = *graph.nodes.front();
  if (!process.id || process.id->empty()) problems_.error(process.at, "process must have an id");
  graph.key = root.id;
  graph.name = root.name = process.name.value_or("");
  graph.documentation = root.documentation = process.documentation.value_or("");
  graph.category = definitions_.target_namespace;
  graph.version_tag = process.version_tag.value_or("");
  graph.startable_in_tasklist = lower(process.startable_in_tasklist.value_or("true")) == "true";
  root.properties = process.properties;
  root.job_priority = compiler_.priority(process.job_priority, "jobPriority", process.at, root.id);
  root.work.task_priority =
      compiler_.priority(process.task_priority, "taskPriority", process.at, root.id);
  if (process.history_time_to_live && !process.history_time_to_live->empty()) {
    graph.history_time_to_live = model::parse_time_to_live(*process.history_time_to_live);
    if (!graph.history_time_to_live) {
      problems_.error(process.at,
                      "Cannot parse historyTimeToLive: '" + *process.history_time_to_live +
                          "' is neither a number of days nor of the form P<days>D",
                      root.id);
    } else if (*graph.history_time_to_live < 0) {
      problems_.error(process.at, "Cannot parse historyTimeToLive: negative value is not allowed",
                      root.id);
    }
  }
  if (options.require_history_time_to_live && !graph.history_time_to_live) {
    problems_.error(process.at, "History Time To Live (TTL) cannot be null", root.id);
  }
  for (const auto& starter : process.potential_starters) {
    candidates(starter, process.at, root.id, graph.candidate_starter_users,
               graph.candidate_starter_groups);
  }
  for (auto& user : compiler_.list(process.candidate_starter_users, process.at, root.id)) {
    graph.candidate_starter_users.push_back(std::move(user));
  }
  for (auto& group : compiler_.list(process.candidate_starter_groups, process.at, root.id)) {
    graph.candidate_starter_groups.push_back(std::move(group));
  }
}

void ProcessBuilder::build_scope(ScopeContext& context) {
  for (const auto& node : context.model->nodes) {
    if (!node.id) continue;
    context.nodes.emplace(*node.id, &node);
    if (node.for_compensation) context.compensation_handlers.emplace(*node.id, &node);
  }
  for (const auto& flow : context.model->flows) {
    if (flow.source) context.flows_from[*flow.source].push_back(&flow);
  }
  build_start_events(context);
  for (const auto& node : context.model->nodes) {
    if (node.tag != "intermediateCatchEvent" && !node.for_compensation)
      build_activity(context, node, *context.scope);
  }
  for (const auto& node : context.model->nodes) {
    if (node.tag != "intermediateCatchEvent") continue;
    if (node.id && graph_->by_id.contains(*node.id))
      continue;  // built behind its event-based gateway
    apply_io(node, build_catch_event(node, *context.scope, nullptr));
  }
  for (const auto& node : context.model->nodes) {
    if (node.tag == "endEvent") build_end_event(node, *context.scope);
  }
  for (const auto& node : context.model->nodes) {
    if (node.tag == "boundaryEvent") build_boundary_event(context, node);
  }
  build_flows(context);
  build_associations(context);
  while (!context.compensation_handlers.empty()) {
    const auto first = context.compensation_handlers.begin();
    const model::FlowNode& handler = *first->second;
    context.compensation_handlers.erase(first);
    build_activity(context, handler, *context.scope);
  }
  for (const Backlog& entry : backlog_[context.scope]) {
    if (find_in(*context.scope, entry.activity_ref) != nullptr) continue;
    problems_.error(entry.at,
                    "Invalid attribute value for 'activityRef': no activity with id '" +
                        entry.activity_ref + "' in scope '" + context.scope->id + "'",
                    entry.element_id);
  }
}

void ProcessBuilder::build_activity(ScopeContext& context, const model::FlowNode& model,
                                    Node& parent, Node** built) {
  Node* body = model.loop ? multi_instance_body(model, parent) : nullptr;
  Node* node = build_by_tag(context, model, body != nullptr ? *body : parent);
  if (built != nullptr) *built = node;
  if (node == nullptr) return;
  const bool jobs = node->async_before || node->async_after || node->type == NodeType::kThrowEvent;
  apply_retry_cycle(model, *node, jobs);
  apply_io(model, *node);
}

Node& ProcessBuilder::create_node(std::string id, Node& parent, Position at) {
  Node& node = *graph_->nodes.emplace_back(std::make_unique<Node>());
  facts_.emplace_back();
  node.index = static_cast<std::uint32_t>(graph_->nodes.size() - 1);
  node.id = std::move(id);
  node.parent = &parent;
  node.line = at.line;
  node.column = at.column;
  parent.children.push_back(&node);
  if (!node.id.empty() && !graph_->by_id.emplace(node.id, &node).second) {
    problems_.abort(at, "duplicate activity id '" + node.id + "'", node.id);
  }
  return node;
}

Node& ProcessBuilder::create(const model::FlowNode& model, Node& parent, NodeType type) {
  Node& node = create_node(model.id.value_or(""), parent, model.at);
  node.type = type;
  node.name = model.name.value_or("");
  node.documentation = model.documentation.value_or("");
  node.activity_type = model.tag;
  node.for_compensation = model.for_compensation;
  facts(node).default_flow = model.default_flow.value_or("");
  node.job_priority = compiler_.priority(model.job_priority, "jobPriority", model.at, node.id);
  node.properties = model.properties;
  node.listeners = compiler_.execution_listeners(model.listeners, node.id);
  return node;
}

Node* ProcessBuilder::multi_instance_body(const model::FlowNode& model, Node& parent) {
  const model::Loop& from = *model.loop;
  Node& body = create_node(model.id.value_or("") + std::string(kBodySuffix), parent, from.at);
  body.type = NodeType::kMultiInstanceBody;
  body.activity_type = "multiInstanceBody";
  Loop& loop = body.loop;
  loop.sequential = from.sequential;
  if (from.cardinality && from.cardinality->empty()) {
    problems_.error(
        from.at,
        "loopCardinality must be defined for a multiInstanceLoopCharacteristics definition",
        body.id);
  }
  loop.cardinality = compiler_.maybe(from.cardinality, from.at, body.id);
  loop.completion_condition = compiler_.maybe(from.completion_condition, from.at, body.id);
  for (const Text* collection : {&from.collection, &from.data_input_ref}) {
    if (!*collection) continue;
    if ((*collection)->find('{') != std::string::npos) {
      loop.collection = compiler_.expression(**collection, from.at, body.id);
    } else {
      loop.collection_variable = **collection;
    }
  }
  loop.element_variable = from.element_variable.value_or("");
  if (from.has_input_data_item) loop.element_variable = from.input_data_item.value_or("");
  const bool has_collection = loop.collection || from.collection || from.data_input_ref;
  if (!loop.cardinality && !has_collection) {
    problems_.error(from.at,
                    "Either loopCardinality or loopDataInputRef/camunda:collection must be set",
                    body.id);
  }
  if (!has_collection && !loop.element_variable.empty()) {
    problems_.error(from.at,
                    "LoopDataInputRef/camunda:collection must be set when using inputDataItem or "
                    "camunda:elementVariable",
                    body.id);
  }
  return &body;
}

void ProcessBuilder::apply_async(const model::FlowNode& model, Node& node) {
  // Around a multi-instance activity the attributes of the element belong to the body as a whole.
  if (model.loop && node.is_multi_instance_inner() && !node.for_compensation) {
    set_async(*node.parent, model.async);
    set_async(node, model.loop->async);
  } else {
    set_async(node, model.async);
  }
}

void ProcessBuilder::set_async(Node& node, const model::Async& async) {
  node.async_before = async.before;
  node.async_after = async.after;
  node.exclusive = async.exclusive;
  if (async.before) declare_job(node, "async-continuation", "async-before");
  if (async.after) declare_job(node, "async-continuation", "async-after");
}

void ProcessBuilder::apply_retry_cycle(const model::FlowNode& model, Node& node, bool has_jobs) {
  const auto apply = [&](Node& to, const Text& cycle, bool wanted) {
    if (cycle && wanted) to.retry_cycle = compiler_.expression(*cycle, model.at, node.id);
  };
  if (model.loop && node.is_multi_instance_inner()) {
    apply(*node.parent, model.retry_cycle, node.parent->async_before || node.parent->async_after);
    apply(node, model.loop->retry_cycle, node.async_before || node.async_after);
  } else {
    apply(node, model.retry_cycle, has_jobs);
  }
}

void ProcessBuilder::apply_io(const model::FlowNode& model, Node& node) {
  bool first = true;
  for (const auto* io : {&model.io, &model.external_task_io}) {
    if (!*io) continue;
    if (first) {
      const bool gateway = model.tag.ends_with("Gateway");
      if (gateway || model.triggered_by_event) {
        problems_.error(model.at,
                        "camunda:inputOutput mapping unsupported for element type '" + model.tag +
                            "'" + (gateway ? "" : " with attribute 'triggeredByEvent = true'"),
                        node.id);
        return;
      }
    }
    first = false;
    if (!compiler_.parameters((*io)->inputs, "inputParameter", node.inputs, node.id) ||
        !compiler_.parameters((*io)->outputs, "outputParameter", node.outputs, node.id)) {
      return;
    }
  }
  if (first) return;
  if (!node.outputs.empty() && model.tag == "endEvent") {
    problems_.error(model.at, "camunda:outputParameter not allowed for element type 'endEvent'",
                    node.id);
  } else if (!node.outputs.empty() && model.loop) {
    problems_.error(model.at, "camunda:outputParameter not allowed for multi-instance constructs",
                    node.id);
  }
  facts(node).has_io_mapping = true;
}

void ProcessBuilder::refuse_io(const model::FlowNode& model) {
  if (!model.io) return;
  problems_.error(model.at,
                  "camunda:inputOutput mapping unsupported for element type '" + model.tag + "'",
                  model.id.value_or(""));
}

void ProcessBuilder::declare_job(const Node& node, std::string handler, std::string configuration,
                                 std::string listener_id) {
  graph_->job_declarations.push_back(
      {&node, std::move(handler), std::move(configuration), std::move(listener_id)});
}

const Node* ProcessBuilder::level_of(const Node& node) {
  const Node* level = node.parent;
  while (level != nullptr && level->type == NodeType::kMultiInstanceBody) level = level->parent;
  return level;
}

Node* ProcessBuilder::find_in(const Node& scope, const Text& id) const {
  if (!id) return nullptr;
  const auto found = graph_->by_id.find(*id);
  if (found == graph_->by_id.end() || level_of(*found->second) != &scope) return nullptr;
  return found->second;
}

}  // namespace procos::graph
