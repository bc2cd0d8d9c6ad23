// What every scope of an expression knows from the session: the time, and who is signed in.
#pragma once

#include "expr/expression.h"
#include "state/session.h"

namespace procos::exec {

class SessionScope : public expr::Scope {
 public:
  explicit SessionScope(const state::Session& session) : session_(session) {}
  TimeMs now_ms() const override { return session_.now(); }
  std::string current_user() const override { return session_.user(); }
  std::vector<std::string> current_user_groups() const override {
    const state::AuthenticationPtr& user = session_.authentication();
    return user != nullptr ? user->group_ids : std::vector<std::string>();
  }

 private:
  const state::Session& session_;
};

}  // namespace procos::exec
