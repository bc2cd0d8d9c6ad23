// Writes a change list; inside the writer's transaction.
#pragma once

#include "state/changes.h"

namespace procos::store {

class Connection;

/// Throws std::runtime_error, with part of the list written; the caller keeps a savepoint.
void apply_changes(Connection& connection, const state::ChangeList& changes);

}  // namespace procos::store
