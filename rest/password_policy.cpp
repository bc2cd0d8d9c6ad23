#include "rest/password_policy.h"

#include <algorithm>

namespace procos::rest {
namespace {

std::string ascii_upper(std::string text) {
  for (char& c : text) {
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
  }
  return text;
}

bool without_user_data(const PasswordRule&, const std::string& password,
                       const state::UserRow* user) {
  if (password.empty() || user == nullptr) return true;
  const std::string upper = ascii_upper(password);
  const auto holds = [&](const std::string& text) {
    return !text.empty() && upper.find(ascii_upper(text)) != std::string::npos;
  };
  return !holds(user->id) && !holds(user->first_name) && !holds(user->last_name) &&
         !holds(user->email);
}

/// Counts characters, not the bytes of UTF-8.
bool long_enough(const PasswordRule& rule, const std::string& password, const state::UserRow*) {
  const auto begins = [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; };
  return std::ranges::count_if(password, begins) >= rule.at_least;
}

template <bool (*Is)(char)>
bool enough(const PasswordRule& rule, const std::string& password, const state::UserRow*) {
  return std::ranges::count_if(password, Is) >= rule.at_least;
}

bool is_lower(char c) { return c >= 'a' && c <= 'z'; }
bool is_upper(char c) { return c >= 'A' && c <= 'Z'; }
bool is_number(char c) { return c >= '0' && c <= '9'; }
bool is_special(char c) { return !is_lower(c) && !is_upper(c) && !is_number(c); }

constexpr PasswordRule kPasswordRules[] = {
    {"PASSWORD_POLICY_USER_DATA", {}, 0, without_user_data},
    {"PASSWORD_POLICY_LENGTH", "minLength", 10, long_enough},
    {"PASSWORD_POLICY_LOWERCASE", "minLowerCase", 1, enough<is_lower>},
    {"PASSWORD_POLICY_UPPERCASE", "minUpperCase", 1, enough<is_upper>},
    {"PASSWORD_POLICY_DIGIT", "minDigit", 1, enough<is_number>},
    {"PASSWORD_POLICY_SPECIAL", "minSpecial", 1, enough<is_special>},
};

}  // namespace

std::span<const PasswordRule> password_rules() { return kPasswordRules; }

bool fits_password_policy(const std::string& password, const state::UserRow* user) {
  return std::ranges::all_of(kPasswordRules, [&](const PasswordRule& rule) {
    return rule.holds(rule, password, user);
  });
}

}  // namespace procos::rest
