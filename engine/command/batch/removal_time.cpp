// Batches that set when history is removed: Camunda's SetRemovalTimeToHistoricProcessInstancesCmd,
// ...DecisionInstancesCmd and ...BatchesCmd with their job handlers. The removal time of an
// instance's history stands in the instance's row only.
#include <nlohmann/json.hpp>

#include "base/local_time.h"
#include "command/batch/batch.h"
#include "command/batch/jobs.h"
#include "command/batch/requests.h"
#include "command/batch/types.h"
#include "command/operation_log.h"
#include "command/support.h"

namespace procos::command {
namespace {

using Mode = RemovalTime::Mode;
using Evaluation = state::HiDecisionInstanceRow;
using state::HiBatchRow;
using state::HiProcessInstanceRow;
using state::OptTime;

Status check_given(const HistorySelection& selection) {
  if (selection.ids || selection.query) return {};
  return fail(ErrorKind::kBadUserRequest, "Neither query nor ids provided.");
}

std::string mode_text(Mode mode) {
  switch (mode) {
    case Mode::kAbsolute: return "ABSOLUTE_REMOVAL_TIME";
    case Mode::kCleared: return "CLEARED_REMOVAL_TIME";
    case Mode::kCalculated: return "CALCULATED_REMOVAL_TIME";
    case Mode::kNone: break;
  }
  return {};
}

/// Of process instances and decisions also whether all below the root are meant.
void log_removal_time(Context& context, std::string_view type, std::size_t count,
                      const RemovalTime& how) {
  const bool of_instances = type == "process-set-removal-time";
  const bool of_batches = type == "batch-set-removal-time";
  PropertyChanges changes{{"mode", {}, mode_text(how.mode)},
                          {"removalTime", {}, number_text(how.time)}};
  if (!of_batches) changes.push_back({"hierarchical", {}, flag_text(how.hierarchical)});
  if (of_instances) {
    changes.push_back({"updateInChunks", {}, flag_text(how.in_chunks)});
    changes.push_back({"chunkSize", {}, number_text(how.chunk_size)});
  }
  const std::string_view entity = of_instances ? "ProcessInstance"
                                  : of_batches ? "Batch"
                                               : "DecisionInstance";
  Operation(context, "SetRemovalTime", entity, kOperator)
      .write(many_instances(count, true, std::move(changes)));
}

Result<state::BatchRow> create_removal_batch(Context& context, std::string_view type,
                                             BatchElements elements, const std::string& what,
                                             const RemovalTime& how) {
  if (how.mode == Mode::kNone) return is_null(ErrorKind::kBadUserRequest, "", "removalTime");
  PROCOS_TRY(check_not_empty(elements, what));
  log_removal_time(context, type, elements.size(), how);
  const nlohmann::json configuration = {
      {"calculated", how.mode == Mode::kCalculated},
      {"removalTime", how.time ? nlohmann::json(*how.time) : nlohmann::json()},
      {"hierarchical", how.hierarchical}};
  NewBatch request{type, configuration, std::move(elements), {}};
  if (how.in_chunks) request.invocations_per_job = 1;
  return create_batch(context, request);
}

/// The time that the request names, or the end with the time to live; nullopt: never.
OptTime removal_time_of(const BatchWork& work, const OptTime& end_time,
                        const std::optional<std::int64_t>& time_to_live) {
  if (work.configuration.at("calculated")) {
    if (!end_time || !time_to_live) return std::nullopt;
    return days_after(*end_time, *time_to_live);
  }
  const nlohmann::json& time = work.configuration.at("removalTime");
  if (time.is_null()) return std::nullopt;
  return time.get<TimeMs>();
}

OptTime removal_time_of(Context& context, const BatchWork& work, const HiProcessInstanceRow& row) {
  const auto definition = context.session.definitions().find(row.process_definition_id);
  std::optional<std::int64_t> time_to_live;
  if (definition != nullptr) time_to_live = definition->row.history_time_to_live;
  return removal_time_of(work, row.end_time, time_to_live);
}

OptTime removal_time_of(Context& context, const BatchWork& work, const Evaluation& row) {
  const auto* decision =
      context.session.get<state::DecisionDefinitionRow>(row.decision_definition_id);
  std::optional<std::int64_t> time_to_live;
  if (decision != nullptr) time_to_live = decision->history_time_to_live;
  return removal_time_of(work, row.evaluation_time, time_to_live);
}

}  // namespace

Result<state::BatchRow> set_process_removal_time_async(Context& context,
                                                       const HistorySelection& selection,
                                                       const RemovalTime& how) {
  PROCOS_TRY(check_given(selection));
  BatchElements elements;
  PROCOS_TRY(elements.add_query<HiProcessInstanceRow>(context, selection.query));
  PROCOS_TRY(elements.add_ids<HiProcessInstanceRow>(context, selection.ids, UnknownIds::kDropped));
  return create_removal_batch(context, "process-set-removal-time", std::move(elements),
                              "historicProcessInstances", how);
}

Status run_process_removal_time(Context& context, const BatchWork& work) {
  const bool hierarchical = work.configuration.at("hierarchical");
  for (const std::string& id : work.ids) {
    const HiProcessInstanceRow* row = context.session.get<HiProcessInstanceRow>(id);
    if (row != nullptr && hierarchical && row->root_process_instance_id != id) {
      row = context.session.get<HiProcessInstanceRow>(row->root_process_instance_id);
    }
    if (row == nullptr) continue;
    const OptTime time = removal_time_of(context, work, *row);
    const std::string target = row->id;
    context.session.change<HiProcessInstanceRow>(
        target, [&](HiProcessInstanceRow& changed) { changed.removal_time = time; });
    context.session.set_removal_time(target, time, hierarchical);
  }
  return {};
}

Result<state::BatchRow> set_decision_removal_time_async(Context& context,
                                                        const HistorySelection& selection,
                                                        const RemovalTime& how) {
  PROCOS_TRY(check_given(selection));
  BatchElements elements;
  PROCOS_TRY(elements.add_query<Evaluation>(context, selection.query));
  PROCOS_TRY(elements.add_ids<Evaluation>(context, selection.ids, UnknownIds::kDropped));
  return create_removal_batch(context, "decision-set-removal-time", std::move(elements),
                              "historicDecisionInstances", how);
}

Status run_decision_removal_time(Context& context, const BatchWork& work) {
  const bool hierarchical = work.configuration.at("hierarchical");
  for (const std::string& id : work.ids) {
    const Evaluation* row = context.session.get<Evaluation>(id);
    if (row != nullptr && hierarchical && !row->root_decision_instance_id.empty()) {
      row = context.session.get<Evaluation>(row->root_decision_instance_id);
    }
    if (row == nullptr) continue;
    const OptTime time = removal_time_of(context, work, *row);
    std::vector<std::string> ids{row->id};
    if (hierarchical) {
      PROCOS_ASSIGN(const auto below,
                    find_rows<Evaluation>(context, {{"rootDecisionInstanceId", {row->id}}}));
      for (const Evaluation& each : below) ids.push_back(each.id);
    }
    for (const std::string& each : ids) {
      context.session.change<Evaluation>(
          each, [&](Evaluation& changed) { changed.removal_time = time; });
    }
  }
  return {};
}

Result<state::BatchRow> set_batch_removal_time_async(Context& context,
                                                     const HistorySelection& selection,
                                                     const RemovalTime& how) {
  PROCOS_TRY(check_given(selection));
  BatchElements elements;
  if (selection.query) {
    PROCOS_ASSIGN(const auto found,
                  store::list_ids<HiBatchRow>(context.store.writer(),
                                              as_seen(context, *selection.query)));
    for (const std::string& id : found) elements.add({}, id);
  }
  for (const std::string& id : selection.ids.value_or(std::vector<std::string>())) {
    if (is_seen<HiBatchRow>(context, "batchId", id)) elements.add({}, id);
  }
  return create_removal_batch(context, "batch-set-removal-time", std::move(elements),
                              "historicBatches", how);
}

Status run_batch_removal_time(Context& context, const BatchWork& work) {
  for (const std::string& id : work.ids) {
    context.session.change<HiBatchRow>(id, [&](HiBatchRow& row) {
      row.removal_time = removal_time_of(work, row.end_time,
                                         batch_settings(context).time_to_live_of(row.type));
    });
  }
  return {};
}

}  // namespace procos::command
