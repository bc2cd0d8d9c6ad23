// Messages, signals, errors and escalations of a file, found by what references name.
#pragma once

#include <unordered_map>

#include "graph/compiler.h"

namespace procos::graph {

struct NamedEvent {
  std::string id;
  std::optional<Expression> name;
};

struct ErrorCode {
  std::string id;
  std::optional<std::string> code;
  std::string message;
  std::optional<Expression> message_expression;
};

struct EscalationCode {
  std::string id;
  std::optional<std::string> code;
};

struct Catalog {
  Catalog(const model::Definitions& definitions, Problems& problems);

  std::unordered_map<std::string, NamedEvent> messages, signals;
  std::unordered_map<std::string, ErrorCode> errors;
  std::unordered_map<std::string, EscalationCode> escalations;
};

}  // namespace procos::graph
