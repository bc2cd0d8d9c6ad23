// With authorization on, those whom a task names may read and work on it.
#pragma once

#include "state/facts.h"
#include "store/store.h"

namespace procos::service {

/// Hands every fact on to `next`. Engine strand only.
class TaskGrants final : public state::FactSink {
 public:
  TaskGrants(state::FactSink& next, store::Store& store) : next_(next), store_(store) {}
  void on_fact(state::Session& session, const state::Fact& fact) override;

 private:
  void grant(state::Session& session, const std::string& task_id, const std::string& user_id,
             const std::string& group_id);
  void forget(state::Session& session, const std::string& task_id);

  state::FactSink& next_;
  store::Store& store_;
};

}  // namespace procos::service
