// What a session asks the database for while a command runs. Implemented by store/; called on the
// engine strand only, and sees what earlier commands of the same batch wrote.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "state/rows.h"

namespace procos::state {

/// All runtime rows of one process instance, in order of creation.
struct InstanceRows {
  std::vector<ExecutionRow> executions;
  std::vector<VariableRow> variables;
  std::vector<TaskRow> tasks;
  std::vector<IdentityLinkRow> identity_links;
  std::vector<ExternalTaskRow> external_tasks;
  std::vector<JobRow> jobs;
  std::vector<EventSubscriptionRow> subscriptions;
  std::vector<IncidentRow> incidents;
};

/// Which version of a definition is meant.
struct DefinitionQuery {
  std::string key;
  std::optional<std::string> tenant_id;  ///< nullopt: only definitions without tenant
  std::optional<std::int64_t> version;
  std::string version_tag;
  std::string deployment_id;
};

class Repository {
 public:
  virtual ~Repository() = default;

  /// Empty executions when there is no such instance.
  virtual InstanceRows load_instance(const std::string& process_instance_id) = 0;
  /// The variables of all its scopes and tasks, or its executions, and nothing else.
  virtual std::vector<VariableRow> find_variables(const std::string& process_instance_id) = 0;
  virtual std::vector<ExecutionRow> find_executions(const std::string& process_instance_id) = 0;

  /// The highest version that fits; nullopt when none does. Ambiguous version tags are an error of
  /// the caller.
  virtual std::vector<DefinitionRow> find_definitions(const DefinitionQuery& query) = 0;

  /// The same for decisions.
  virtual std::vector<DecisionDefinitionRow> find_decisions(const DefinitionQuery& /*query*/) {
    return {};
  }

  /// Subscriptions of all instances and definitions by type and name, oldest first.
  virtual std::vector<EventSubscriptionRow> find_subscriptions(std::string_view event_type,
                                                               std::string_view event_name) = 0;
  /// Of those only the ones of start events, which belong to no instance.
  virtual std::vector<EventSubscriptionRow> find_start_subscriptions(std::string_view event_type,
                                                                     std::string_view event_name) {
    std::vector<EventSubscriptionRow> rows = find_subscriptions(event_type, event_name);
    std::erase_if(rows, [](const auto& row) { return !row.process_instance_id.empty(); });
    return rows;
  }
  /// Instances called by an execution of the given instance.
  virtual std::vector<ExecutionRow> find_called_instances(
      const std::string& super_execution_id) = 0;
  virtual std::vector<IncidentRow> find_incidents_by_cause(
      const std::string& cause_incident_id) = 0;

  // By primary key; false when there is no such row.
  virtual bool find(const std::string& id, DeploymentRow& row) = 0;
  virtual bool find(const std::string& id, ResourceRow& row) = 0;
  virtual bool find(const std::string& id, DefinitionRow& row) = 0;
  virtual bool find(const std::string& id, DecisionRequirementsDefinitionRow& row) = 0;
  virtual bool find(const std::string& id, DecisionDefinitionRow& row) = 0;
  virtual bool find(const std::string& id, JobDefinitionRow& row) = 0;
  virtual bool find(const std::string& id, ExecutionRow& row) = 0;
  virtual bool find(const std::string& id, VariableRow& row) = 0;
  virtual bool find(const std::string& id, TaskRow& row) = 0;
  virtual bool find(const std::string& id, IdentityLinkRow& row) = 0;
  virtual bool find(const std::string& id, ExternalTaskRow& row) = 0;
  virtual bool find(const std::string& id, JobRow& row) = 0;
  virtual bool find(const std::string& id, EventSubscriptionRow& row) = 0;
  virtual bool find(const std::string& id, IncidentRow& row) = 0;
  virtual bool find(const std::string& id, HiProcessInstanceRow& row) = 0;
  virtual bool find(const std::string& id, HiActivityRow& row) = 0;
  virtual bool find(const std::string& id, HiTaskRow& row) = 0;
  virtual bool find(const std::string& id, HiVariableRow& row) = 0;
  virtual bool find(const std::string& id, HiIncidentRow& row) = 0;
  virtual bool find(const std::string& id, HiDecisionInstanceRow& row) = 0;
  virtual bool find(const std::string& /*id*/, UserRow& /*row*/) { return false; }
  virtual bool find(const std::string& /*id*/, GroupRow& /*row*/) { return false; }
  virtual bool find(const std::string& /*id*/, TenantRow& /*row*/) { return false; }
  virtual bool find(const std::string& /*id*/, MembershipRow& /*row*/) { return false; }
  virtual bool find(const std::string& /*id*/, TenantMembershipRow& /*row*/) { return false; }
  virtual bool find(const std::string& /*id*/, AuthorizationRow& /*row*/) { return false; }
  virtual bool find(const std::string& id, BatchRow& row) = 0;
  virtual bool find(const std::string& id, BatchChunkRow& row) = 0;
  virtual bool find(const std::string& id, HiBatchRow& row) = 0;
  virtual bool find(const std::string& id, HiCommentRow& row) = 0;
  virtual bool find(const std::string& id, HiAttachmentRow& row) = 0;
  virtual bool find(const std::string& id, HiAttachmentContentRow& row) = 0;
  virtual bool find(const std::string& id, FilterRow& row) = 0;
  virtual bool find(const std::string& id, HiUserOperationRow& row) = 0;
};

}  // namespace procos::state
