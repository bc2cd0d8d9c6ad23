// Model texts -> compiled pieces of the graph; what cannot be compiled is a problem with its place.
#pragma once

#include "graph/graph.h"
#include "model/definitions.h"

namespace procos::graph {

using model::Position;
using model::Problems;
using model::Text;

/// ${...} or #{...} after leading white space: the test Camunda uses for "is it an expression".
bool is_expression(std::string_view text);
bool is_blank(std::string_view text);
std::string lower(std::string_view text);
/// Comma separated entries, trimmed; commas inside ${...} do not separate.
std::vector<std::string> comma_separated(std::string_view text);
/// "true", "on", "yes" ...: Camunda's older boolean attributes; nullopt for anything else.
std::optional<bool> parse_switch(std::string_view text);

class Compiler {
 public:
  explicit Compiler(Problems& problems) : problems_(problems) {}

  Problems& problems() { return problems_; }

  Expression expression(std::string_view text, Position at, const std::string& id);
  std::optional<Expression> maybe(const Text& text, Position at, const std::string& id);
  /// A constant must be an integer.
  std::optional<Expression> priority(const Text& text, std::string_view attribute, Position at,
                                     const std::string& id);
  std::vector<Expression> list(const Text& text, Position at, const std::string& id);

  /// nullopt after an error: neither source nor resource, or no language. A language that is not
  /// there is an unsupported problem.
  std::optional<Script> script(const model::Script& script, std::string_view default_language,
                               std::string_view what, const std::string& id);
  Timer timer(const model::Timer& timer, const std::string& id);
  std::vector<std::pair<std::string, Expression>> fields(const std::vector<model::Field>& fields,
                                                         Position at, const std::string& id);
  /// nullopt after an error.
  std::optional<Listener> listener(const model::Listener& listener, std::string_view kind,
                                   const std::string& id);
  std::vector<Listener> execution_listeners(const std::vector<model::Listener>& listeners,
                                            const std::string& id);
  std::vector<Listener> take_listeners(const std::vector<model::Listener>& listeners,
                                       const std::string& id);
  std::optional<Mapping> mapping(const model::Mapping& mapping, const std::string& id);
  std::vector<Mapping> mappings(const std::vector<model::Mapping>& mappings, bool out,
                                const std::string& id);
  /// Adds to `into`; stops at the first malformed one, as Camunda does.
  bool parameters(const std::vector<model::Parameter>& parameters, std::string_view tag,
                  std::vector<Parameter>& into, const std::string& id);

 private:
  bool nested_value(const model::Parameter& from, Parameter& into, const std::string& id);
  bool value(const model::Parameter& from, Parameter& into, const std::string& id);
  bool map_value(const model::Parameter& from, Parameter& into, const std::string& id);
  std::optional<Expression> field_value(const model::Field& field, const std::string& id);

  Problems& problems_;
};

}  // namespace procos::graph
