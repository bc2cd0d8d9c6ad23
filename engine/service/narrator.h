// Writes log lines about what an operator wants to hear of: failures and incidents, and at debug
// level which instances start and end.
#pragma once

#include "state/facts.h"

namespace procos::service {

/// Hands every fact on to `next`. Engine strand only.
class Narrator final : public state::FactSink {
 public:
  explicit Narrator(state::FactSink& next) : next_(next) {}
  void on_fact(state::Session& session, const state::Fact& fact) override;

 private:
  state::FactSink& next_;
};

}  // namespace procos::service
