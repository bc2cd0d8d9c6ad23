// Batches: an operation on many things, cut into jobs. A seed job makes the jobs in rounds, a
// monitor job ends the batch when all are done; each of the 14 types is one row of types.cpp and
// one file, which holds the command that creates such a batch and what one of its jobs does.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <vector>

#include "command/batch/elements.h"
#include "command/commands.h"

namespace procos::command {

struct NewBatch {
  std::string_view type;
  const nlohmann::json& configuration;  ///< what all jobs need to know
  BatchElements elements;
  std::string tenant_id;
  const Variables* variables = nullptr;  ///< kept with the batch for its jobs
  std::optional<std::int64_t> invocations_per_job = {};  ///< nullopt: as configured
};
Result<state::BatchRow> create_batch(Context& context, const NewBatch& request);

/// kBadUserRequest when there is no such batch.
Status delete_batch(Context& context, const std::string& batch_id, bool cascade_to_history);
Status suspend_batch(Context& context, const std::string& batch_id, bool suspend);
/// Executes a seed job, a monitor job, or what a job of the batch's type does.
Status run_batch_job(Context& context, const state::Job& job);
/// Deletes the history of a batch; kBadUserRequest when there is none.
Status delete_batch_history(Context& context, const std::string& batch_id);

}  // namespace procos::command
