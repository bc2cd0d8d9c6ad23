// The engine as one user sees it.
#pragma once

#include <memory>

#include "service/engine.h"

namespace procos::service {

/// Runs commands for the user, and shows of the database what he may read; otherwise `engine`,
/// which must outlive it. Any thread.
class UserEngine final : public Engine {
 public:
  UserEngine(Engine& engine, state::AuthenticationPtr user)
      : engine_(engine), user_(std::move(user)) {}

  void read(const std::function<void(store::Connection&)>& read) override;
  const Clock& clock() const override { return engine_.clock(); }
  HistoryLevel history_level() const override { return engine_.history_level(); }
  const command::Settings& operations() const override { return engine_.operations(); }
  Statistics statistics() const override { return engine_.statistics(); }
  std::int64_t unreported(std::string_view meter) const override {
    return engine_.unreported(meter);
  }
  Reasons not_ready() override { return engine_.not_ready(); }
  state::DefinitionPtr definition(const std::string& definition_id) override {
    return engine_.definition(definition_id);
  }
  std::shared_ptr<void> on_external_task(WorkListener wake) override {
    return engine_.on_external_task(std::move(wake));
  }
  void on_delegate(const std::string& name, DelegateHandler handler) override {
    engine_.on_delegate(name, std::move(handler));
  }
  Result<int> run_due_jobs(int limit) override { return engine_.run_due_jobs(limit); }

 protected:
  void post(Work work) override {
    work.authentication = user_;
    engine_.post(std::move(work));
  }

 private:
  Engine& engine_;
  const state::AuthenticationPtr user_;
};

}  // namespace procos::service
