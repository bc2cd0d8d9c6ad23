// THE table: one row for every kind of node.
#include <array>

#include "base/check.h"
#include "exec/behavior.h"

namespace procos::exec {
namespace {

struct BehaviorRow {
  NodeType type;
  Behavior behavior;
};

constexpr std::size_t kRows = static_cast<std::size_t>(NodeType::kMultiInstanceBody) + 1;

// clang-format off
constexpr std::array<BehaviorRow, kRows> kBehaviors{{
    {NodeType::kProcess,          {wait, nullptr, leave_by_conditions}},
    {NodeType::kSubProcess,       {execute_sub_process, nullptr, leave_scope, leave, sub_process_child_ended}},
    {NodeType::kEventSubProcess,  {execute_sub_process, nullptr, leave_scope, leave, sub_process_child_ended}},
    {NodeType::kTransaction,      {execute_sub_process, nullptr, leave_scope, leave, sub_process_child_ended}},
    {NodeType::kCallActivity,     {execute_call_activity, leave, leave_activity}},
    {NodeType::kTask,             {leave, nullptr, leave_activity}},
    {NodeType::kManualTask,       {leave, nullptr, leave_activity}},
    {NodeType::kUserTask,         {execute_user_task, leave, leave_activity}},
    {NodeType::kServiceTask,      {execute_work, leave, leave_activity}},
    {NodeType::kSendTask,         {execute_work, leave, leave_activity}},
    {NodeType::kScriptTask,       {execute_script_task, leave, leave_activity}},
    {NodeType::kBusinessRuleTask, {execute_work, leave, leave_activity}},
    {NodeType::kReceiveTask,      {wait, leave, leave_activity}},
    {NodeType::kExclusiveGateway, {leave, nullptr, leave_exclusive}},
    {NodeType::kParallelGateway,  {execute_parallel_gateway, nullptr, leave_by_conditions}},
    {NodeType::kInclusiveGateway, {execute_inclusive_gateway, nullptr, leave_by_conditions}},
    {NodeType::kEventBasedGateway,{execute_event_based_gateway, nullptr, leave_by_conditions}},
    {NodeType::kStartEvent,       {leave, nullptr, leave_by_conditions}},
    {NodeType::kCatchEvent,       {execute_catch_event, leave, leave_activity}},
    {NodeType::kThrowEvent,       {execute_throw_event, signal_throw_event, leave_throw_event}},
    {NodeType::kBoundaryEvent,    {leave, leave, leave_by_conditions}},
    {NodeType::kEndEvent,         {execute_end_event, signal_throw_event, leave_throw_event}},
    {NodeType::kMultiInstanceBody,{execute_multi_instance, nullptr, leave_scope, complete_multi_instance, multi_instance_child_ended}},
}};
// clang-format on

constexpr bool behaviors_in_order() {
  for (std::size_t i = 0; i < kRows; ++i) {
    if (static_cast<std::size_t>(kBehaviors[i].type) != i) return false;
  }
  return true;
}
static_assert(behaviors_in_order(), "one row for every node type, in the order of the enumeration");

}  // namespace

const Behavior& behavior_of(const Node& node) {
  return kBehaviors[static_cast<std::size_t>(node.type)].behavior;
}

}  // namespace procos::exec
