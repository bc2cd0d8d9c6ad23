// What happened, told by the session the moment it happens. History, metrics and traces read facts.
#pragma once

#include <cstdint>
#include <vector>

#include "state/instance.h"

namespace procos::state {

class Session;

enum class FactKind : std::uint8_t {
  kProcessStarted, kProcessUpdated, kProcessEnded,
  kActivityStarted, kActivityUpdated, kActivityEnded,
  kVariableCreated, kVariableUpdated, kVariableMoved, kVariableDeleted,
  kTaskCreated, kTaskUpdated, kTaskAssigned, kTaskEnded,
  kLinkAdded, kLinkRemoved, kFormFieldSubmitted,
  kIncidentCreated, kIncidentResolved, kIncidentDeleted,
  kJobCreated, kJobFailed, kJobSucceeded, kJobDeleted,
  kProcessMigrated, kActivityMigrated, kTaskMigrated, kVariableMigrated, kIncidentMigrated,
  kExternalTaskCreated, kExternalTaskFailed, kExternalTaskSucceeded, kExternalTaskDeleted,
  kExternalTaskLockExpired,
  kBatchCreated, kBatchUpdated, kBatchEnded,
  kUserOperation, kDecisionEvaluated,
};

/// Pointers are valid during the call only; which are set follows from the kind.
struct Fact {
  FactKind kind;
  Execution* execution = nullptr;  ///< where it happened; null outside instances
  const Execution* source = nullptr;  ///< variables: the execution whose activity set it
  Variable* variable = nullptr;  ///< kFormFieldSubmitted: name and value only
  Task* task = nullptr;
  const IdentityLinkRow* link = nullptr;
  Incident* incident = nullptr;
  Job* job = nullptr;
  ExternalTask* external_task = nullptr;
  const BatchRow* batch = nullptr;
  std::optional<std::int64_t> time_to_live = {};  ///< kBatchEnded: days that its history is kept
  const std::string* called_instance_id = nullptr;  ///< kActivityUpdated by a call activity
  const HiUserOperationRow* operation = nullptr;
  // kDecisionEvaluated: what came out, the decision that was asked for first, then those it
  // required. History adds ids, times and place.
  std::vector<HiDecisionInstanceRow>* evaluations = nullptr;
  std::int64_t decision_elements = 0;
  // kActivityMigrated: which instance, what it is of now, and the one around it.
  const graph::Node* node = nullptr;
  const std::string* activity_instance_id = nullptr;
  const std::string* parent_activity_instance_id = nullptr;
};

class FactSink {
 public:
  virtual ~FactSink() = default;
  virtual void on_fact(Session& session, const Fact& fact) = 0;
};

}  // namespace procos::state
