// Migration plans: generated, validated, executed.
#pragma once

#include "rest/router.h"

namespace procos::rest {

void generate_migration_plan(Context& ctx);
void validate_migration_plan(Context& ctx);
void execute_migration_plan(Context& ctx);
void execute_migration_plan_async(Context& ctx);

}  // namespace procos::rest
