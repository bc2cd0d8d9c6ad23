// Which due jobs the job executor takes next, as Camunda's AcquireJobsCmd chooses them: exclusive
// jobs of one instance run one after the other.
#include <unordered_map>

#include "command/job_support.h"

namespace procos::command {
namespace {

using Group = std::vector<std::string>;

/// Somebody executes an exclusive job of the instance right now.
bool has_exclusive_under_way(const state::Instance& instance, TimeMs now) {
  for (const auto& [id, execution] : instance.executions) {
    for (const auto& job : execution->jobs) {
      if (job->row.exclusive && job->row.lock_expiration.value_or(0) > now) return true;
    }
  }
  return false;
}

}  // namespace

Status release_jobs(Context& context) {
  PROCOS_ASSIGN(const auto rows, find_rows<state::JobRow>(context, {{"acquired", {}}}));
  for (const state::JobRow& row : rows) {
    if (state::Job* job = context.session.find_job(row.id)) unlock(context, *job);
  }
  return {};
}

Result<std::vector<Group>> acquire_jobs(Context& context, const std::string& owner,
                                        std::int64_t lock_ms, std::size_t max) {
  state::Session& session = context.session;
  store::Query due;
  due.filters = {{"acquirable", {}}};
  due.sorts = {{"jobDueDate", false, {}}};
  due.max = static_cast<std::int64_t>(max);
  due.now_ms = session.now();
  PROCOS_ASSIGN(const auto rows, store::list<state::JobRow>(context.store.writer(), due));
  std::vector<Group> groups;
  std::unordered_map<std::string, std::size_t> group_of;  // by process instance
  constexpr std::size_t kBlocked = static_cast<std::size_t>(-1);
  for (const state::JobRow& row : rows) {
    state::Job* job = session.find_job(row.id);
    if (job == nullptr) continue;
    std::size_t group = groups.size();
    if (row.exclusive && !row.process_instance_id.empty()) {
      auto [known, is_new] = group_of.try_emplace(row.process_instance_id, group);
      const state::Instance* instance =
          is_new ? session.find_instance(row.process_instance_id) : nullptr;
      // A job of a batch may outlive the instance that it works on.
      if (instance != nullptr && has_exclusive_under_way(*instance, session.now())) {
        known->second = kBlocked;
      }
      group = known->second;
    }
    if (group == kBlocked) continue;
    job->row.lock_owner = owner;
    job->row.lock_expiration = session.now() + lock_ms;
    session.mark(*job);
    if (group == groups.size()) groups.emplace_back();
    groups[group].push_back(row.id);
  }
  return groups;
}

}  // namespace procos::command
