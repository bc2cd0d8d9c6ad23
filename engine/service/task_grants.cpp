#include "service/task_grants.h"

#include <stdexcept>

#include "command/default_grants.h"
#include "state/session.h"

namespace procos::service {
namespace {

using state::FactKind;
using state::Resource;

/// The queries are ours, so that they only fail together with the database.
void must(const Status& status) {
  if (!status) throw std::runtime_error(status.error().message);
}

}  // namespace

void TaskGrants::on_fact(state::Session& session, const state::Fact& fact) {
  next_.on_fact(session, fact);
  switch (fact.kind) {
    case FactKind::kTaskCreated:
    case FactKind::kTaskUpdated:
      grant(session, fact.task->row.id, fact.task->row.assignee, {});
      return grant(session, fact.task->row.id, fact.task->row.owner, {});
    case FactKind::kLinkAdded:
      return grant(session, fact.link->task_id, fact.link->user_id, fact.link->group_id);
    case FactKind::kTaskEnded: return forget(session, fact.task->row.id);
    default: return;
  }
}

void TaskGrants::grant(state::Session& session, const std::string& task_id,
                       const std::string& user_id, const std::string& group_id) {
  if (task_id.empty()) return;
  must(command::grant_default(
      session, store_.writer(),
      {.user_id = user_id,
       .group_id = group_id,
       .resource = Resource::kTask,
       .resource_id = task_id,
       .permissions = command::kReadPermission | command::kUpdatePermission}));
}

void TaskGrants::forget(state::Session& session, const std::string& task_id) {
  const auto of_task = [&](const state::AuthorizationRow& row) {
    return row.resource_id == task_id &&
           row.resource_type == static_cast<std::int64_t>(Resource::kTask);
  };
  while (const auto* row = session.find_loose<state::AuthorizationRow>(of_task)) {
    session.erase<state::AuthorizationRow>(std::string(row->id));
  }
  store::Query query;
  query.filters = {{"resourceType", {static_cast<std::int64_t>(Resource::kTask)}},
                   {"resourceId", {task_id}}};
  const auto ids = store::list_ids<state::AuthorizationRow>(store_.writer(), query);
  if (!ids) must(std::unexpected(ids.error()));
  for (const std::string& id : *ids) session.erase<state::AuthorizationRow>(id);
}

}  // namespace procos::service
