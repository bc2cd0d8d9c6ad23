// Writes history: turns the facts a session tells into rows of the history tables, with the content
// that Camunda's DefaultHistoryEventProducer gives its events and the choice its history levels
// make.
#pragma once

#include <cstdint>
#include <string>
#include <utility>

#include "history/level.h"
#include "state/session.h"

namespace procos::history {

/// Engine strand only.
class Recorder final : public state::FactSink {
 public:
  /// `first_sequence` has to be higher than every sequence number already stored; a time in
  /// microseconds is.
  Recorder(Level level, std::int64_t first_sequence);
  void on_fact(state::Session& session, const state::Fact& fact) override;

 private:
  using Session = state::Session;
  using Fact = state::Fact;

  void process_started(Session& session, const Fact& fact);
  void process_updated(Session& session, const Fact& fact);
  void process_ended(Session& session, const Fact& fact);
  void activity_started(Session& session, const Fact& fact);
  void activity_updated(Session& session, const Fact& fact);
  void activity_ended(Session& session, const Fact& fact);
  void process_migrated(Session& session, const Fact& fact);
  void activity_migrated(Session& session, const Fact& fact);
  void task_migrated(Session& session, const Fact& fact);
  void variable_migrated(Session& session, const Fact& fact);
  void incident_migrated(Session& session, const Fact& fact);
  void task_created(Session& session, const Fact& fact);
  void task_changed(Session& session, const Fact& fact);
  void task_of_activity(Session& session, const Fact& fact);
  void variable_created(Session& session, const Fact& fact);
  void variable_updated(Session& session, const Fact& fact);
  void variable_deleted(Session& session, const Fact& fact);
  void detail(Session& session, const Fact& fact);
  void form_field_submitted(Session& session, const Fact& fact);
  void link_changed(Session& session, const Fact& fact);
  void incident_created(Session& session, const Fact& fact);
  void incident_ended(Session& session, const Fact& fact);
  void job_logged(Session& session, const Fact& fact);
  void external_task_logged(Session& session, const Fact& fact);
  void batch_created(Session& session, const Fact& fact);
  void batch_changed(Session& session, const Fact& fact);
  void user_operation(Session& session, const Fact& fact);
  void decision_evaluated(Session& session, const Fact& fact);

  const Level level_;
  std::int64_t sequence_;
  std::string hostname_;
  /// The execution whose activity ended last with a called instance, and that instance.
  std::pair<std::string, std::string> last_called_;
};

}  // namespace procos::history
