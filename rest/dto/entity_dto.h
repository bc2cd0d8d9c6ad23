// Rows as Camunda's REST API shows them: one JSON object each, with Camunda's properties in
// Camunda's order, null where it has null.
#pragma once

#include <string>
#include <vector>

#include "command/commands.h"
#include "rest/dto/json_writer.h"
#include "state/rows.h"
#include "store/query.h"

namespace procos::service {
class Engine;
}

namespace procos::graph {
struct Form;
}

namespace procos::rest {

/// What a row does not hold itself.
struct DtoContext {
  service::Engine& engine;
  bool deserialize_values = true;  ///< Object values as JSON rather than as their serialized text
  bool binaries = false;           ///< show the content of Bytes values
  bool inputs = false, outputs = false;  ///< of evaluated decisions
};

// ---- repository ----
void write_dto(JsonWriter& out, const state::DeploymentRow& row, DtoContext& context);
void write_dto(JsonWriter& out, const state::DefinitionRow& row, DtoContext& context);
void write_dto(JsonWriter& out, const state::JobDefinitionRow& row, DtoContext& context);
/// The properties only, for those that add their own.
void write_deployment(JsonWriter& out, const state::DeploymentRow& row);
void write_definition(JsonWriter& out, const state::DefinitionRow& row);
void write_resource(JsonWriter& out, const state::ResourceRow& row);
void write_dto(JsonWriter& out, const state::DecisionDefinitionRow& row, DtoContext& context);
void write_dto(JsonWriter& out, const state::DecisionRequirementsDefinitionRow& row,
               DtoContext& context);
void write_decision(JsonWriter& out, const state::DecisionDefinitionRow& row);
void write_decision_requirements(JsonWriter& out,
                                 const state::DecisionRequirementsDefinitionRow& row);

// ---- runtime ----
void write_dto(JsonWriter& out, const store::ProcessInstanceRow& row, DtoContext& context);
void write_dto(JsonWriter& out, const state::ExecutionRow& row, DtoContext& context);
void write_execution(JsonWriter& out, const state::ExecutionRow& row, bool ended);
/// The properties of a process instance, without the object's brackets.
void write_process_instance(JsonWriter& out, const state::ExecutionRow& row, bool ended,
                            const std::string& self_link = {});
void write_dto(JsonWriter& out, const state::TaskRow& row, DtoContext& context);
/// HAL does not show what changed last.
enum class TaskShape { kPlain, kHal };
/// The properties only.
void write_task(JsonWriter& out, const state::TaskRow& row, DtoContext& context,
                TaskShape shape = TaskShape::kPlain);
void write_dto(JsonWriter& out, const state::ExternalTaskRow& row, DtoContext& context);
Status write_locked_task(JsonWriter& out, const command::FetchedTask& fetched, bool deserialize);
void write_dto(JsonWriter& out, const state::JobRow& row, DtoContext& context);
void write_dto(JsonWriter& out, const state::EventSubscriptionRow& row, DtoContext& context);
void write_dto(JsonWriter& out, const state::IncidentRow& row, DtoContext& context);
void write_dto(JsonWriter& out, const state::VariableRow& row, DtoContext& context);
void write_dto(JsonWriter& out, const state::IdentityLinkRow& row, DtoContext& context);
/// A camundaFormRef; the form has one.
void write_form_ref(JsonWriter& out, const graph::Form& form);
void write_activity_tree(JsonWriter& out, const command::ActivityTree& tree);

void write_dto(JsonWriter& out, const state::BatchRow& row, DtoContext& context);
/// The properties only.
void write_batch(JsonWriter& out, const state::BatchRow& row);

// ---- history ----
void write_dto(JsonWriter& out, const state::HiProcessInstanceRow& row, DtoContext& context);
/// The properties alone, for those that have more of them.
void write_historic_activity(JsonWriter& out, const state::HiActivityRow& row, DtoContext& context);
void write_historic_detail(JsonWriter& out, const state::HiDetailRow& row, DtoContext& context);
void write_identity_link_log(JsonWriter& out, const state::HiIdentityLinkRow& row,
                             DtoContext& context);
void write_dto(JsonWriter& out, const state::HiActivityRow& row, DtoContext& context);
void write_dto(JsonWriter& out, const state::HiVariableRow& row, DtoContext& context);
void write_dto(JsonWriter& out, const state::HiTaskRow& row, DtoContext& context);
void write_dto(JsonWriter& out, const state::HiDetailRow& row, DtoContext& context);
void write_dto(JsonWriter& out, const state::HiIncidentRow& row, DtoContext& context);
void write_dto(JsonWriter& out, const state::HiJobLogRow& row, DtoContext& context);
void write_dto(JsonWriter& out, const state::HiExternalTaskLogRow& row, DtoContext& context);
void write_dto(JsonWriter& out, const state::HiIdentityLinkRow& row, DtoContext& context);
void write_dto(JsonWriter& out, const state::HiBatchRow& row, DtoContext& context);

void write_dto(JsonWriter& out, const state::SchemaLogRow& row, DtoContext& context);

// ---- identity ----
void write_dto(JsonWriter& out, const state::UserRow& row, DtoContext& context);
void write_dto(JsonWriter& out, const state::GroupRow& row, DtoContext& context);
void write_dto(JsonWriter& out, const state::TenantRow& row, DtoContext& context);
void write_dto(JsonWriter& out, const state::AuthorizationRow& row, DtoContext& context);

// ---- what people write and do ----
void write_dto(JsonWriter& out, const state::HiCommentRow& row, DtoContext& context);
void write_comment(JsonWriter& out, const state::HiCommentRow& row, const std::string& self_link);
void write_dto(JsonWriter& out, const state::HiAttachmentRow& row, DtoContext& context);
void write_attachment(JsonWriter& out, const state::HiAttachmentRow& row,
                      const std::string& self_link);
void write_dto(JsonWriter& out, const state::HiUserOperationRow& row, DtoContext& context);

void write_dto(JsonWriter& out, const state::HiDecisionInstanceRow& row, DtoContext& context);

/// "links": [] or one link to itself.
void write_links(JsonWriter& out, const std::string& self_link);

}  // namespace procos::rest
