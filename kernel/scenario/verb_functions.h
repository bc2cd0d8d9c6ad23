// The functions behind the verbs (verbs.cpp).
#pragma once

#include "kernel/scenario/verbs.h"

namespace procos::kernel::scenario {

Result<Lines> deploy_files(World& world, const Step& step);
Result<Lines> deploy_sketch(World& world, const Step& step);
Result<Lines> start(World& world, const Step& step);
Result<Lines> message(World& world, const Step& step);
Result<Lines> signal(World& world, const Step& step);
Result<Lines> condition(World& world, const Step& step);
Result<Lines> set_variables(World& world, const Step& step);
Result<Lines> unset_variables(World& world, const Step& step);
Result<Lines> modify(World& world, const Step& step);
Result<Lines> delete_instance(World& world, const Step& step);
Result<Lines> suspend(World& world, const Step& step);
Result<Lines> trigger(World& world, const Step& step);
Result<Lines> advance(World& world, const Step& step);
Result<Lines> run_jobs(World& world, const Step& step);
Result<Lines> restart(World& world, const Step& step);

Result<Lines> complete(World& world, const Step& step);
Result<Lines> claim(World& world, const Step& step);
Result<Lines> unclaim(World& world, const Step& step);
Result<Lines> assign(World& world, const Step& step);
Result<Lines> delegate(World& world, const Step& step);
Result<Lines> resolve(World& world, const Step& step);
Result<Lines> set_task_variables(World& world, const Step& step);
Result<Lines> throw_error(World& world, const Step& step);
Result<Lines> escalate(World& world, const Step& step);
Result<Lines> work(World& world, const Step& step);
Result<Lines> fire(World& world, const Step& step);
Result<Lines> retries(World& world, const Step& step);

Result<Lines> before(World& world, const Step& step);
Result<Lines> rest(World& world, const Step& step);

}  // namespace procos::kernel::scenario
