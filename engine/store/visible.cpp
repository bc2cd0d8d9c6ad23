#include "store/visible.h"

namespace procos::store {
namespace {

using state::Resource;

constexpr std::string_view kTenantColumn = "r.tenant_id";
constexpr std::string_view kKeyOfDefinition =
    "(SELECT d.key FROM process_definition d WHERE d.id = r.process_definition_id)";

constexpr ReadDef kReadDeployment[] = {{Resource::kDeployment, "READ", "r.id"}};
constexpr ReadDef kReadDefinition[] = {{Resource::kProcessDefinition, "READ", "r.key"}};
constexpr ReadDef kReadJobDefinition[] = {
    {Resource::kProcessDefinition, "READ", "r.process_definition_key"},
};
/// What belongs to an instance and names the key of its definition.
constexpr ReadDef kReadOfInstance[] = {
    {Resource::kProcessInstance, "READ", "r.process_instance_id"},
    {Resource::kProcessDefinition, "READ_INSTANCE", "r.process_definition_key"},
};
constexpr ReadDef kUpdateOfInstance[] = {
    {Resource::kProcessInstance, "UPDATE", "r.process_instance_id"},
    {Resource::kProcessDefinition, "UPDATE_INSTANCE", "r.process_definition_key"},
};
/// The same for what names the definition only.
constexpr ReadDef kReadByDefinition[] = {
    {Resource::kProcessInstance, "READ", "r.process_instance_id"},
    {Resource::kProcessDefinition, "READ_INSTANCE", kKeyOfDefinition},
};
constexpr ReadDef kReadTask[] = {
    {Resource::kTask, "READ", "r.id"},
    {Resource::kProcessDefinition, "READ_TASK", kKeyOfDefinition},
};
constexpr ReadDef kReadVariable[] = {
    {Resource::kProcessInstance, "READ", "r.process_instance_id"},
    {Resource::kProcessDefinition, "READ_INSTANCE", kKeyOfDefinition},
    {Resource::kTask, "READ", "r.task_id"},
};
constexpr ReadDef kReadHistory[] = {
    {Resource::kProcessDefinition, "READ_HISTORY", "r.process_definition_key"},
};
constexpr ReadDef kReadDecision[] = {{Resource::kDecisionDefinition, "READ", "r.key"}};
constexpr ReadDef kReadDecisionRequirements[] = {
    {Resource::kDecisionRequirementsDefinition, "READ", "r.key"},
};
constexpr ReadDef kReadDecisionHistory[] = {
    {Resource::kDecisionDefinition, "READ_HISTORY", "r.decision_definition_key"},
};
constexpr ReadDef kReadBatch[] = {{Resource::kBatch, "READ", "r.id"}};
constexpr ReadDef kReadBatchHistory[] = {{Resource::kBatch, "READ_HISTORY", "r.id"}};
constexpr ReadDef kReadFilter[] = {{Resource::kFilter, "READ", "r.id"}};
constexpr ReadDef kReadOperations[] = {
    {Resource::kProcessDefinition, "READ_HISTORY", "r.process_definition_key"},
    {Resource::kOperationLogCategory, "READ", "r.category"},
};
constexpr ReadDef kReadUser[] = {{Resource::kUser, "READ", "r.id"}};
constexpr ReadDef kReadGroup[] = {{Resource::kGroup, "READ", "r.id"}};
constexpr ReadDef kReadTenant[] = {{Resource::kTenant, "READ", "r.id"}};
constexpr ReadDef kReadAuthorization[] = {{Resource::kAuthorization, "READ", "r.id"}};

}  // namespace

#define PROCOS_VISIBLE(Row, reads, tenant)          \
  template <>                                       \
  const VisibleDef& visible<Row>() {                \
    static constexpr VisibleDef kDef{reads, tenant, {}, {}}; \
    return kDef;                                    \
  }
PROCOS_VISIBLE(state::DeploymentRow, kReadDeployment, kTenantColumn)
PROCOS_VISIBLE(state::DefinitionRow, kReadDefinition, kTenantColumn)
PROCOS_VISIBLE(state::JobDefinitionRow, kReadJobDefinition, kTenantColumn)
PROCOS_VISIBLE(ProcessInstanceRow, kReadOfInstance, kTenantColumn)
PROCOS_VISIBLE(state::ExecutionRow, kReadOfInstance, kTenantColumn)
PROCOS_VISIBLE(state::TaskRow, kReadTask, kTenantColumn)
PROCOS_VISIBLE(state::VariableRow, kReadVariable, kTenantColumn)
PROCOS_VISIBLE(state::EventSubscriptionRow, kReadByDefinition, kTenantColumn)
PROCOS_VISIBLE(state::IncidentRow, kReadByDefinition, kTenantColumn)
PROCOS_VISIBLE(state::HiProcessInstanceRow, kReadHistory, kTenantColumn)
PROCOS_VISIBLE(state::HiActivityRow, kReadHistory, kTenantColumn)
PROCOS_VISIBLE(state::HiTaskRow, kReadHistory, kTenantColumn)
PROCOS_VISIBLE(state::HiVariableRow, kReadHistory, kTenantColumn)
PROCOS_VISIBLE(state::HiIncidentRow, kReadHistory, kTenantColumn)
PROCOS_VISIBLE(state::HiDetailRow, kReadHistory, kTenantColumn)
PROCOS_VISIBLE(state::HiExternalTaskLogRow, kReadHistory, kTenantColumn)
PROCOS_VISIBLE(state::HiIdentityLinkRow, kReadHistory, kTenantColumn)
PROCOS_VISIBLE(state::DecisionDefinitionRow, kReadDecision, kTenantColumn)
PROCOS_VISIBLE(state::DecisionRequirementsDefinitionRow, kReadDecisionRequirements, kTenantColumn)
PROCOS_VISIBLE(state::HiDecisionInstanceRow, kReadDecisionHistory, kTenantColumn)
PROCOS_VISIBLE(state::BatchRow, kReadBatch, kTenantColumn)
PROCOS_VISIBLE(state::HiBatchRow, kReadBatchHistory, kTenantColumn)
PROCOS_VISIBLE(state::FilterRow, kReadFilter, {})
PROCOS_VISIBLE(state::HiUserOperationRow, kReadOperations, kTenantColumn)
PROCOS_VISIBLE(state::UserRow, kReadUser, {})
PROCOS_VISIBLE(state::GroupRow, kReadGroup, {})
PROCOS_VISIBLE(state::TenantRow, kReadTenant, {})
PROCOS_VISIBLE(state::AuthorizationRow, kReadAuthorization, {})
// Read by the engine only, or behind a check of what they belong to.
PROCOS_VISIBLE(state::ResourceRow, {}, {})
PROCOS_VISIBLE(state::BatchChunkRow, {}, {})
PROCOS_VISIBLE(state::MetricRow, {}, {})
PROCOS_VISIBLE(state::TaskMeterRow, {}, {})
PROCOS_VISIBLE(state::SchemaLogRow, {}, {})
PROCOS_VISIBLE(state::HiCommentRow, {}, {})
PROCOS_VISIBLE(state::HiAttachmentRow, {}, {})
PROCOS_VISIBLE(state::HiAttachmentContentRow, {}, {})
PROCOS_VISIBLE(state::IdentityLinkRow, {}, {})
PROCOS_VISIBLE(state::MembershipRow, {}, {})
PROCOS_VISIBLE(state::TenantMembershipRow, {}, {})
#undef PROCOS_VISIBLE

template <>
const VisibleDef& visible<state::ExternalTaskRow>() {
  static constexpr VisibleDef kDef{kReadOfInstance, kTenantColumn, kUpdateOfInstance, {}};
  return kDef;
}

// Jobs of batches and of the engine itself belong to no definition.
#define PROCOS_VISIBLE_JOBS(Row, reads)                                \
  template <>                                                          \
  const VisibleDef& visible<Row>() {                                   \
    static constexpr VisibleDef kDef{                                  \
        reads, kTenantColumn, {}, "r.process_definition_key IS NULL"}; \
    return kDef;                                                       \
  }
PROCOS_VISIBLE_JOBS(state::JobRow, kReadOfInstance)
PROCOS_VISIBLE_JOBS(state::HiJobLogRow, kReadHistory)
#undef PROCOS_VISIBLE_JOBS

}  // namespace procos::store
