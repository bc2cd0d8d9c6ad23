#include "exec/job.h"

#include <algorithm>
#include <array>

#include "base/check.h"
#include "exec/job_row.h"
#include "exec/run.h"

namespace procos::exec {

Status create_async_job(Context& c, Step step, Execution& e) {
  const bool after = step == Step::kTransitionTake || step == Step::kActivityEnd;
  PROCOS_ASSIGN(state::JobRow job,
                new_job(c, *e.instance->definition, *e.node, "async-continuation",
                        after ? "async-after" : "async-before", &e));
  job.type = "message";
  job.configuration = step_name(step);
  if (e.node->async_after && e.transition != nullptr) job.configuration += "$" + e.transition->id;
  c.session.create_job(&e, std::move(job));
  return {};
}

// ---- running -----------------------------------------------------------------------------------

namespace {

Status run_async(Context& c, state::Job& job) {
  PROCOS_ASSIGN(Execution* e, execution_of_job(c, job));
  const std::string& configuration = job.row.configuration;
  const std::size_t separator = configuration.find('$');
  const Step step = step_from_name(std::string_view(configuration).substr(0, separator));
  PROCOS_CHECK(step != Step::kCount);
  if (separator != std::string::npos) {
    const std::string flow_id = configuration.substr(separator + 1);
    for (const Flow* flow : e->node->outgoing) {
      if (flow->id == flow_id) e->transition = flow;
    }
  }
  return perform_now(c, step, *e);
}

struct JobKind {
  std::string_view handler;
  Status (*run)(Context&, state::Job&);
};

/// What can be done by a job, by the name of Camunda's handler.
constexpr std::array<JobKind, 7> kJobKinds{{
    {"async-continuation", run_async},
    {"timer-transition", run_event_timer},
    {"timer-intermediate-transition", run_event_timer},
    {"timer-start-event-subprocess", run_event_timer},
    {"timer-start-event", run_start_timer},
    {"timer-task-listener", run_task_timeout},
    {"event", run_signal},
}};

}  // namespace

Status run_job(Context& c, state::Job& job) {
  const auto* kind = std::find_if(kJobKinds.begin(), kJobKinds.end(), [&](const JobKind& row) {
    return row.handler == job.row.handler;
  });
  if (kind != kJobKinds.end()) return kind->run(c, job);
  return fail(ErrorKind::kUnsupported,
              "Job '" + job.row.id + "' has the unknown handler '" + job.row.handler + "'.");
}

void delete_incident(Context& c, state::Incident& incident, bool resolved) {
  Execution* e = c.session.execution_of(incident);
  if (e != nullptr) {
    if (Execution* caller = c.session.super_execution(*e->instance->root)) {
      for (const auto& caused : caller->incidents) {
        if (caused->row.cause_incident_id != incident.row.id) continue;
        delete_incident(c, *caused, resolved);
        break;
      }
    }
  }
  c.session.remove_incident(incident, resolved);
}

}  // namespace procos::exec
