// Who may see which rows, as data: what the query compiler adds to every query of a user.
#pragma once

#include <span>
#include <string_view>

#include "state/permissions.h"
#include "store/query.h"

namespace procos::store {

/// A permission that shows a row; `id` is the SQL of the resource's id in row r.
struct ReadDef {
  state::Resource resource;
  std::string_view permission;
  std::string_view id;
};

struct VisibleDef {
  std::span<const ReadDef> any_of{};  ///< empty: nobody needs a permission
  std::string_view tenant{};          ///< SQL of the row's tenant; empty: it has none
  std::span<const ReadDef> work{};    ///< permissions to work on a row, of which one is needed too
  std::string_view everybodys{};      ///< SQL of rows that need no permission
};

/// Everything that can be listed says here and in visible.cpp who may see it.
template <class Row>
const VisibleDef& visible() = delete;

#define PROCOS_VISIBLE(Row) \
  template <>               \
  const VisibleDef& visible<Row>();
PROCOS_VISIBLE(state::DeploymentRow)
PROCOS_VISIBLE(state::ResourceRow)
PROCOS_VISIBLE(state::DefinitionRow)
PROCOS_VISIBLE(state::JobDefinitionRow)
PROCOS_VISIBLE(ProcessInstanceRow)
PROCOS_VISIBLE(state::ExecutionRow)
PROCOS_VISIBLE(state::TaskRow)
PROCOS_VISIBLE(state::VariableRow)
PROCOS_VISIBLE(state::IdentityLinkRow)
PROCOS_VISIBLE(state::ExternalTaskRow)
PROCOS_VISIBLE(state::JobRow)
PROCOS_VISIBLE(state::EventSubscriptionRow)
PROCOS_VISIBLE(state::IncidentRow)
PROCOS_VISIBLE(state::HiProcessInstanceRow)
PROCOS_VISIBLE(state::HiActivityRow)
PROCOS_VISIBLE(state::HiTaskRow)
PROCOS_VISIBLE(state::HiVariableRow)
PROCOS_VISIBLE(state::HiIncidentRow)
PROCOS_VISIBLE(state::HiDetailRow)
PROCOS_VISIBLE(state::HiJobLogRow)
PROCOS_VISIBLE(state::HiExternalTaskLogRow)
PROCOS_VISIBLE(state::HiIdentityLinkRow)
PROCOS_VISIBLE(state::UserRow)
PROCOS_VISIBLE(state::GroupRow)
PROCOS_VISIBLE(state::TenantRow)
PROCOS_VISIBLE(state::MembershipRow)
PROCOS_VISIBLE(state::TenantMembershipRow)
PROCOS_VISIBLE(state::AuthorizationRow)
PROCOS_VISIBLE(state::DecisionDefinitionRow)
PROCOS_VISIBLE(state::DecisionRequirementsDefinitionRow)
PROCOS_VISIBLE(state::HiDecisionInstanceRow)
PROCOS_VISIBLE(state::BatchRow)
PROCOS_VISIBLE(state::BatchChunkRow)
PROCOS_VISIBLE(state::HiBatchRow)
PROCOS_VISIBLE(state::MetricRow)
PROCOS_VISIBLE(state::TaskMeterRow)
PROCOS_VISIBLE(state::SchemaLogRow)
PROCOS_VISIBLE(state::HiCommentRow)
PROCOS_VISIBLE(state::HiAttachmentRow)
PROCOS_VISIBLE(state::HiAttachmentContentRow)
PROCOS_VISIBLE(state::FilterRow)
PROCOS_VISIBLE(state::HiUserOperationRow)
#undef PROCOS_VISIBLE

}  // namespace procos::store
