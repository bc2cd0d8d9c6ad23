// What one command changed: rows to insert, update and delete, by table. The store writes them in
// one go.
#pragma once

#include <string>
#include <tuple>
#include <vector>

#include "state/rows.h"

namespace procos::state {

/// Where a row stands against the database.
enum class Change : std::uint8_t { kClean, kInserted, kUpdated };

template <class Row>
struct RowChanges {
  std::vector<const Row*> inserted, updated;
  std::vector<std::string> deleted;  ///< ids
  bool empty() const { return inserted.empty() && updated.empty() && deleted.empty(); }
};

/// What belongs to a process instance, and to those below it if it is a root instance, is to be
/// removed at this time, or never.
struct RemovalTime {
  std::string process_instance_id;
  OptTime time;
  bool hierarchy = false;
};

/// In the order of foreign keys: inserts go forward, deletes backward.
struct ChangeList {
  std::tuple<RowChanges<DeploymentRow>, RowChanges<ResourceRow>, RowChanges<DefinitionRow>,
             RowChanges<DecisionRequirementsDefinitionRow>, RowChanges<DecisionDefinitionRow>,
             RowChanges<JobDefinitionRow>, RowChanges<ExecutionRow>, RowChanges<TaskRow>,
             RowChanges<VariableRow>, RowChanges<IdentityLinkRow>, RowChanges<ExternalTaskRow>,
             RowChanges<JobRow>, RowChanges<EventSubscriptionRow>, RowChanges<IncidentRow>,
             RowChanges<HiProcessInstanceRow>, RowChanges<HiActivityRow>, RowChanges<HiTaskRow>,
             RowChanges<HiVariableRow>, RowChanges<HiIncidentRow>, RowChanges<HiDetailRow>,
             RowChanges<HiJobLogRow>, RowChanges<HiExternalTaskLogRow>,
             RowChanges<HiIdentityLinkRow>, RowChanges<UserRow>, RowChanges<GroupRow>,
             RowChanges<TenantRow>, RowChanges<MembershipRow>, RowChanges<TenantMembershipRow>,
             RowChanges<AuthorizationRow>, RowChanges<BatchRow>, RowChanges<BatchChunkRow>,
             RowChanges<HiBatchRow>, RowChanges<MetricRow>, RowChanges<TaskMeterRow>,
             RowChanges<HiCommentRow>, RowChanges<HiAttachmentRow>,
             RowChanges<HiAttachmentContentRow>, RowChanges<FilterRow>,
             RowChanges<HiUserOperationRow>, RowChanges<HiDecisionInstanceRow>,
             RowChanges<HiProcessInstanceEnd>, RowChanges<HiActivityEnd>,
             RowChanges<HiVariableChange>, RowChanges<HiTaskEnd>>
      tables;

  /// Process instances of which every history row goes.
  std::vector<std::string> erased_histories;
  /// Batches of which every history row goes.
  std::vector<std::string> erased_batches;
  std::vector<RemovalTime> removal_times;

  template <class Row>
  RowChanges<Row>& of() { return std::get<RowChanges<Row>>(tables); }
  template <class Row>
  const RowChanges<Row>& of() const { return std::get<RowChanges<Row>>(tables); }
};

}  // namespace procos::state
