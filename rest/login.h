// Signing in with a password.
#pragma once

#include <optional>
#include <string>

#include "base/result.h"
#include "state/rows.h"

namespace procos::service {
class Engine;
}

namespace procos::rest {

Result<std::optional<state::UserRow>> find_user(service::Engine& engine,
                                                const std::string& user_id);
/// False while a user is locked after wrong passwords.
bool may_try(service::Engine& engine, const state::UserRow& user);

/// Whether this is the user's password. A wrong one is counted, and locks the user for a while, in
/// which the right one is refused too. Takes as long as hashing a password; any thread but the
/// engine's strand.
Result<bool> check_password(service::Engine& engine, const std::string& user_id,
                            const std::string& password);

}  // namespace procos::rest
