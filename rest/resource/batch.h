// /batch
#pragma once

#include <functional>

#include "rest/resource/handler.h"
#include "rest/router.h"

namespace procos::rest {

void get_batches(Context& ctx);
void get_batches_count(Context& ctx);
void get_batch_statistics(Context& ctx);
void get_batch_statistics_count(Context& ctx);
void get_batch(Context& ctx);
void update_batch_suspension_state(Context& ctx);
void delete_batch(Context& ctx);

/// For the operations that create a batch: answers with it.
void run_batch_command(const Context& ctx,
                       std::function<Result<state::BatchRow>(command::Context&)> run,
                       ErrorRules errors = {});

/// A bad request is 400 without the engine's code, as most of these operations answer it.
inline constexpr ErrorRule kBatchRequest400[] = {
    {ErrorKind::kBadUserRequest, 400, kInvalidRequest, false}};

}  // namespace procos::rest
