// Camunda's SaveFilterCmd and DeleteFilterCmd: queries that people keep under a name.
#include "base/ids.h"
#include "command/default_grants.h"
#include "command/operation_log.h"
#include "command/support.h"

namespace procos::command {
namespace {

void log_filter(Context& context, const char* type, const std::string& id) {
  Operation(context, type, "Filter", kTaskWorker).write({{"filterId", {}, id}});
}

std::unexpected<Error> no_filter(const std::string& id) {
  return is_null(ErrorKind::kNullValue, "No filter found for id '" + id + "'", "filter");
}

}  // namespace

Result<state::FilterRow> create_filter(Context& context, const state::FilterRow& filter) {
  state::FilterRow row = filter;
  row.id = new_id();
  if (context.authorization && row.owner == state::kAnyId) {
    return fail(ErrorKind::kProcessEngine,
                "Cannot create default authorization for filter owner *: id cannot be *. * is a "
                "reserved identifier.");
  }
  context.session.insert(row);
  PROCOS_TRY(grant_default(context, {.user_id = row.owner,
                                     .resource = state::Resource::kFilter,
                                     .resource_id = row.id,
                                     .permissions = state::kAllPermissions}));
  log_filter(context, "Create", row.id);
  return row;
}

Status update_filter(Context& context, const state::FilterRow& filter) {
  const bool known = context.session.change<state::FilterRow>(
      filter.id, [&](state::FilterRow& row) { row = filter; });
  if (!known) return no_filter(filter.id);
  log_filter(context, "Update", filter.id);
  return {};
}

Status delete_filter(Context& context, const std::string& id) {
  if (context.session.get<state::FilterRow>(id) == nullptr) {
    return no_filter(id);
  }
  context.session.erase<state::FilterRow>(id);
  PROCOS_TRY(forget_authorizations(context, state::Resource::kFilter, id));
  log_filter(context, "Delete", id);
  return {};
}

}  // namespace procos::command
