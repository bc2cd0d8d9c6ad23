// Compensation: what completed scopes leave behind, and undoing it. Private to exec/.
#pragma once

#include "exec/context.h"

namespace procos::exec {

/// A completed activity with a handler can be compensated from now on.
void subscribe_compensation(Context& c, Execution& e, const Node& handler);
/// Keeps variables and compensation subscriptions of a scope that completes.
Status keep_for_compensation(Context& c, Execution& e);
std::vector<state::Subscription*> compensations_in_reach(Execution& e);
std::vector<state::Subscription*> compensations_of(Execution& e, const std::string& activity_ref);
Status throw_compensation(Context& c, Execution& e,
                          std::vector<state::Subscription*> subscriptions);
/// One compensation begins.
Status compensate(Context& c, state::Subscription& subscription);
/// One compensation below `e` is done.
Status compensation_done(Context& c, Execution& e);

}  // namespace procos::exec
