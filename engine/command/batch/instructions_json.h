// Instructions of modifications and restarts as the configuration of a batch holds them: without
// variables, which Camunda does not keep either.
#pragma once

#include <nlohmann/json.hpp>
#include <vector>

#include "command/batch/types.h"
#include "command/commands.h"

namespace procos::command {

inline nlohmann::json instructions_json(const std::vector<Instruction>& instructions) {
  nlohmann::json json = nlohmann::json::array();
  for (const Instruction& instruction : instructions) {
    json.push_back({{"kind", static_cast<int>(instruction.kind)},
                    {"activityId", instruction.activity_id},
                    {"transitionId", instruction.transition_id},
                    {"activityInstanceId", instruction.activity_instance_id},
                    {"transitionInstanceId", instruction.transition_instance_id},
                    {"currentActiveOnly", instruction.cancel_current_active_only}});
  }
  return json;
}

inline std::vector<Instruction> instructions_in(const nlohmann::json& json) {
  std::vector<Instruction> instructions;
  for (const nlohmann::json& each : json) {
    Instruction& instruction = instructions.emplace_back();
    instruction.kind = static_cast<Instruction::Kind>(each.at("kind").get<int>());
    instruction.activity_id = each.at("activityId");
    instruction.transition_id = each.at("transitionId");
    instruction.activity_instance_id = each.at("activityInstanceId");
    instruction.transition_instance_id = each.at("transitionInstanceId");
    instruction.cancel_current_active_only = each.at("currentActiveOnly");
  }
  return instructions;
}

/// What modifications and restarts of instances have in common.
template <class Request>
nlohmann::json instructed_configuration(const Request& request, const std::string& definition_id) {
  return {{"definitionId", definition_id},
          {"instructions", instructions_json(request.instructions)},
          {"skipCustomListeners", request.skip_custom_listeners},
          {"skipIoMappings", request.skip_io_mappings}};
}
template <class Request>
Request instructed_request(const BatchWork& work) {
  Request request;
  request.definition_id = work.configuration.at("definitionId");
  request.instance_ids = work.ids;
  request.instructions = instructions_in(work.configuration.at("instructions"));
  request.skip_custom_listeners = work.configuration.at("skipCustomListeners");
  request.skip_io_mappings = work.configuration.at("skipIoMappings");
  return request;
}

}  // namespace procos::command
