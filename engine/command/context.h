// What every command gets: the session of its unit of work, the interpreter, the store's writer
// connection.
#pragma once

#include "command/settings.h"
#include "exec/api.h"
#include "graph/offers.h"
#include "state/session.h"
#include "store/store.h"

namespace procos::command {

struct Context {
  state::Session& session;
  exec::Interpreter& interpreter;
  store::Store& store;  ///< writer(): queries that see earlier commands of the same batch
  /// What models may use of the surroundings; null: whatever they say is deployed.
  const graph::Offers* offers = nullptr;
  bool authorization = false;  ///< users may do what is granted to them, and some is by default
  const Settings* settings = nullptr;  ///< null: the defaults
};

using exec::TypedVariable;
using exec::Variables;

}  // namespace procos::command
