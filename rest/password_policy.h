// Camunda's default password policy, for engines that are configured to have one.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "state/rows.h"

namespace procos::rest {

struct PasswordRule {
  std::string_view placeholder;  ///< "PASSWORD_POLICY_LENGTH"
  std::string_view parameter;    ///< "minLength"; empty: the rule has none
  int at_least = 0;
  /// `user` is null when nothing is known of him.
  bool (*holds)(const PasswordRule& rule, const std::string& password, const state::UserRow* user);
};

std::span<const PasswordRule> password_rules();
bool fits_password_policy(const std::string& password, const state::UserRow* user);

}  // namespace procos::rest
