// The jobs of a batch. Private to command/batch.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>
#include <string_view>

#include "command/context.h"

namespace procos::command {

inline constexpr std::string_view kBatchSeedJob = "batch-seed-job";
inline constexpr std::string_view kBatchMonitorJob = "batch-monitor-job";

const BatchSettings& batch_settings(const Context& context);

/// JSON text; what is no UTF-8 does not break it.
std::string batch_json(const nlohmann::json& json);

/// A job as its definition says: suspended, with its deployment, tenant and priority.
state::Job& create_batch_job(Context& context, const state::BatchRow& batch,
                             std::string_view handler, const std::string& job_definition_id,
                             state::JobRow row = {});

enum class BatchJobs : std::uint8_t { kKept, kDeleted };
/// The batch ends: with its seed and monitor jobs, definitions, chunks and variables.
Status end_batch(Context& context, const state::BatchRow& batch, BatchJobs jobs);

}  // namespace procos::command
