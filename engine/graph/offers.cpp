#include "graph/offers.h"

#include <array>

namespace procos::graph {
namespace {

using Kind = Work::Kind;

struct Check {
  const Offers& offers;
  model::Problems& problems;

  void work(const Node& node) const;
  void listeners(const std::vector<Listener>& listeners, const std::string& id, int line,
                 int column) const;
};

std::string quoted(const std::string& text) { return "'" + text + "'"; }

/// "com.acme.Charge", ${charge}: the name under which the way out is to be configured.
std::string configured_name(const std::string& delegate) {
  const std::size_t close = delegate.find('}');
  const bool expression = delegate.starts_with("${") || delegate.starts_with("#{");
  const std::string inside = expression ? delegate.substr(2, close - 2) : delegate;
  const bool bean = close + 1 == delegate.size() && inside.find_first_of(".([?: ") == inside.npos;
  return expression && !bean ? "\"" + delegate + "\"" : inside;
}

void delegate(const Check& check, const Node& node) {
  const std::string& name = node.work.delegate;
  if (check.offers.delegate(name)) return;
  check.problems.error(
      {node.line, node.column},
      quoted(node.id) + " is implemented by " + quoted(name) +
          ", which is Java: register a native handler under this name in the embedding program, or "
          "let an external task do it with the configuration 'delegates: {" +
          configured_name(name) + ": {topic: NAME}}'",
      node.id);
}

void connector(const Check& check, const Node& node) {
  if (node.work.connector_id.empty() || check.offers.connector(node.work.connector_id)) return;
  check.problems.error({node.line, node.column},
                       quoted(node.id) + " uses the connector " + quoted(node.work.connector_id) +
                           ", which is unknown: there are http-connector and soap-http-connector",
                       node.id);
}

/// Without its mail library Camunda stops reading here, which is no ParseException.
void mail(const Check& check, const Node& node) {
  if (check.offers.mail) return;
  check.problems.abort({node.line, node.column},
                       quoted(node.id) + " sends mail, but no mail server is configured: add a "
                                         "section 'mail' with its host to the configuration",
                       node.id);
}

void shell(const Check& check, const Node& node) {
  if (check.offers.shell) return;
  check.problems.error({node.line, node.column},
                       quoted(node.id) + " is a shell task, and those are switched off: they run "
                                         "programs with the rights of the engine; switch them on "
                                         "with 'shell_tasks: true' in the configuration",
                       node.id);
}

void nothing(const Check&, const Node&) {}

struct Row {
  Kind kind;
  void (*check)(const Check&, const Node&);
};

constexpr std::array<Row, 8> kChecks{{
    {Kind::kNone, nothing},
    {Kind::kExternal, nothing},
    {Kind::kExpression, nothing},
    {Kind::kDelegate, delegate},
    {Kind::kConnector, connector},
    {Kind::kMail, mail},
    {Kind::kShell, shell},
    {Kind::kDecision, nothing},  // looked for when it is evaluated
}};

constexpr bool in_order() {
  for (std::size_t i = 0; i < kChecks.size(); ++i) {
    if (static_cast<std::size_t>(kChecks[i].kind) != i) return false;
  }
  return true;
}
static_assert(in_order(), "one row for every kind of work");

void Check::work(const Node& node) const {
  kChecks[static_cast<std::size_t>(node.work.kind)].check(*this, node);
}

void Check::listeners(const std::vector<Listener>& all, const std::string& id, int line,
                      int column) const {
  for (const Listener& listener : all) {
    if (listener.delegate.empty() || offers.listener(listener.delegate)) continue;
    problems.error({line, column},
                   "The listener on '" + listener.event + "' of " + quoted(id) +
                       " is implemented by " + quoted(listener.delegate) +
                       ", which is Java: register a native handler under this name in the "
                       "embedding program, or write the listener as an expression or a script (an "
                       "external task cannot stand in for a listener)",
                   id);
  }
}

}  // namespace

void check_offers(const Graph& graph, const Offers& offers, model::Problems& problems) {
  const Check check{offers, problems};
  for (const auto& node : graph.nodes) {
    check.work(*node);
    check.listeners(node->listeners, node->id, node->line, node->column);
    check.listeners(node->user_task.listeners, node->id, node->line, node->column);
  }
  for (const auto& flow : graph.flows)
    check.listeners(flow->take_listeners, flow->id, flow->line, flow->column);
}

}  // namespace procos::graph
