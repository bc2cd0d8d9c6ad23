// The commands that create batches, one for each kind of operation. They check what the request
// must have as Camunda's commands do (kBadUserRequest unless said otherwise) and answer with the
// batch.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "command/commands.h"
#include "command/instance_selection.h"
#include "command/migration.h"

namespace procos::command {

/// `how.id` does not count. Ids that name nothing are part of the batch.
Result<state::BatchRow> delete_instances_async(Context& context, const InstanceSelection& selection,
                                               const DeleteInstance& how);

/// History by ids, known or not, and by a query.
struct HistorySelection {
  std::optional<std::vector<std::string>> ids;
  std::optional<store::Query> query;
};
Result<state::BatchRow> delete_history_async(Context& context, const HistorySelection& selection,
                                             const std::string& reason);
Result<state::BatchRow> delete_decision_history_async(Context& context,
                                                      const HistorySelection& selection,
                                                      const std::string& reason);

struct JobRetries {
  std::int64_t retries = 0;
  /// Also an empty due date may be set.
  std::optional<state::OptTime> due_date;
};
/// kProcessEngine when neither ids nor a query are given, or retries are negative.
Result<state::BatchRow> set_job_retries_async(
    Context& context, const std::optional<std::vector<std::string>>& job_ids,
    const std::optional<store::Query>& job_query, const JobRetries& how);
Result<state::BatchRow> set_job_retries_async(Context& context, const InstanceSelection& selection,
                                              const JobRetries& how);

struct ExternalTaskSelection {
  std::optional<std::vector<std::string>> ids;
  std::optional<store::Query> tasks;
  InstanceSelection instances;
};
Result<state::BatchRow> set_external_task_retries_async(Context& context,
                                                        const ExternalTaskSelection& selection,
                                                        std::int64_t retries);

Result<state::BatchRow> suspend_instances_async(Context& context,
                                                const InstanceSelection& selection,
                                                bool suspend);

/// The ids of a request are not looked at; the plan has been validated.
Result<state::BatchRow> migrate_async(Context& context, const ExecuteMigration& request);
Result<state::BatchRow> modify_instances_async(Context& context, const ModifyInstances& request);
/// kProcessEngine when there is no such instance.
Result<state::BatchRow> modify_instance_async(Context& context, const ModifyInstance& request);
Result<state::BatchRow> restart_instances_async(Context& context, const RestartInstances& request);

/// kNullValue when no instances are named. `name` empty: every message that an instance waits for.
Result<state::BatchRow> correlate_message_async(Context& context,
                                                const InstanceSelection& selection,
                                                const std::string& name,
                                                const Variables& variables);
/// kNullValue when no instances are named. Only running instances are part of the batch.
Result<state::BatchRow> set_variables_async(Context& context, const InstanceSelection& selection,
                                            const Variables& variables);

/// When history is to be removed. Exactly one way has to be chosen.
struct RemovalTime {
  enum class Mode : std::uint8_t { kNone, kAbsolute, kCleared, kCalculated };
  Mode mode = Mode::kNone;
  state::OptTime time;        ///< of kAbsolute
  bool hierarchical = false;  ///< process instances: all below their root instance
  bool in_chunks = false;     ///< one instance a job
  std::optional<std::int64_t> chunk_size = {};
};
Result<state::BatchRow> set_process_removal_time_async(Context& context,
                                                       const HistorySelection& selection,
                                                       const RemovalTime& how);
Result<state::BatchRow> set_decision_removal_time_async(Context& context,
                                                        const HistorySelection& selection,
                                                        const RemovalTime& how);
Result<state::BatchRow> set_batch_removal_time_async(Context& context,
                                                     const HistorySelection& selection,
                                                     const RemovalTime& how);

}  // namespace procos::command
