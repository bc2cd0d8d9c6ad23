// Running steps. Private to exec/.
#pragma once

#include "exec/context.h"

namespace procos::exec {

/// Does the step now or, for the queued ones inside a running loop, as the very next thing; or
/// makes it a job when the node is asynchronous there.
Status perform(Context& c, Step step, Execution& execution);
/// The same, but never as a job: what a job does when it is executed.
Status perform_now(Context& c, Step step, Execution& execution);
/// Camunda's name of the step, as job configurations store it.
std::string_view step_name(Step step);
/// The step of a job's configuration; kCount when it is none that a job may hold.
Step step_from_name(std::string_view name);

/// The part of an activity's start that comes before its work: activity instance, history,
/// listeners.
Status start_activity_instance(Context& c, Execution& e);
Status notify_process_start(Context& c, Execution& root);

// The steps themselves, by theme.
Status process_start(Context& c, Execution& e);
Status process_end(Context& c, Execution& e);
Status activity_start(Context& c, Execution& e);
Status activity_start_concurrent(Context& c, Execution& e);
Status activity_start_cancel_scope(Context& c, Execution& e);
Status activity_start_interrupt_scope(Context& c, Execution& e);
Status activity_start_create_scope(Context& c, Execution& e);
Status activity_execute(Context& c, Execution& e);
Status activity_leave(Context& c, Execution& e);
Status activity_notify_end(Context& c, Execution& e);
Status activity_end(Context& c, Execution& e);
Status fire_activity_end(Context& c, Execution& e);
Status transition_notify_end(Context& c, Execution& e);
Status transition_destroy_scope(Context& c, Execution& e);
Status transition_take(Context& c, Execution& e);
Status transition_create_scope(Context& c, Execution& e);
Status transition_notify_start(Context& c, Execution& e);
Status delete_cascade_step(Context& c, Execution& e);
Status delete_cascade_fire_end(Context& c, Execution& e);

}  // namespace procos::exec
