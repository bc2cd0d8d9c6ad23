// request_routing: decides which process serves the request the orchestrator has just received.
#include <nlohmann/json.hpp>
#include <pugixml.hpp>

#include "kernel/deployer.h"
#include "kernel/url.h"
#include "kernel/workers/handlers.h"
#include "kernel/workers/routing.h"

namespace procos::kernel {
namespace {

// The guide's orchestrator catches errors of the called process only, so an error thrown by its
// routing task would end it. Calling a process that ends with the error takes the path it does
// catch.
constexpr const char* kRejectionKey = "procos_request_rejected";
constexpr const char* kRejectionXml = R"(<?xml version="1.0" encoding="UTF-8"?>
<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL"
                  xmlns:camunda="http://camunda.org/schema/1.0/bpmn" id="procos_request_rejected_definitions"
                  targetNamespace="http://procos.org/bpmn">
  <bpmn:error id="not_routable" name="Request not routable" errorCode="REQUEST_NOT_ROUTABLE"/>
  <bpmn:process id="procos_request_rejected" name="Request Rejected" isExecutable="true"
                camunda:historyTimeToLive="P30D">
    <bpmn:startEvent id="request_received"/>
    <bpmn:endEvent id="request_rejected">
      <bpmn:errorEventDefinition id="reject" errorRef="not_routable"/>
    </bpmn:endEvent>
    <bpmn:sequenceFlow id="to_rejected" sourceRef="request_received" targetRef="request_rejected"/>
  </bpmn:process>
</bpmn:definitions>
)";

std::string_view local_name(const pugi::xml_node& node) {
  const std::string_view name = node.name();
  const std::size_t colon = name.find(':');
  return colon == std::string_view::npos ? name : name.substr(colon + 1);
}

bool has_error_definition(const pugi::xml_node& event) {
  for (const pugi::xml_node& child : event.children()) {
    if (local_name(child) == "errorEventDefinition") return true;
  }
  return false;
}

/// Whether the model has an error boundary event on the activity.
bool catches_errors_of(const std::string& xml, const std::string& activity_id) {
  pugi::xml_document document;
  if (!document.load_buffer(xml.data(), xml.size())) return false;
  const pugi::xml_node found = document.find_node([&](const pugi::xml_node& node) {
    return local_name(node) == "boundaryEvent" &&
           node.attribute("attachedToRef").value() == activity_id && has_error_definition(node);
  });
  return !found.empty();
}

bool orchestrator_catches(const Task& task, Gateway& gateway) {
  const auto answer =
      gateway.get("/process-definition/" + url_encode(task.process_definition_id) + "/xml");
  if (!answer || !answer->ok()) return true;
  const nlohmann::json body = answer->json();
  if (!body.is_object() || !body.contains("bpmn20Xml") || !body["bpmn20Xml"].is_string())
    return true;
  return catches_errors_of(body["bpmn20Xml"].get<std::string>(), task.activity_id);
}

Outcome reject(const Task& task, const WorkerServices& services, const Route& route) {
  if (orchestrator_catches(task, services.gateway)) {
    return BpmnError{kNotRoutable, route.problem, {}};
  }
  const auto deployed =
      deploy_text(services.gateway, std::string(kRejectionKey) + ".bpmn", kRejectionXml);
  if (!deployed)
    return BpmnError{kNotRoutable, route.problem + "; " + deployed.error().message, {}};
  log::warning(
      "Request rejected: " + route.problem,
      {{"processInstanceId", task.process_instance_id}, {"businessKey", task.business_key}});
  // The note says that the router chose this process, so that the next request does not inherit it.
  nlohmann::json note = nlohmann::json::parse(route.note);
  note["chosen"] = kRejectionKey;
  note["values"].erase("process_to_execute");
  return Completed{
      {{"process_to_execute", Value::string(kRejectionKey)}, {kRequestNote, json_value(note)}}};
}

}  // namespace

Outcome route_request(const Task& task, const WorkerServices& services, std::stop_token stop) {
  std::string unreachable;
  const auto is_deployed = [&](const std::string& key) {
    const auto answer = services.gateway.send(
        {"GET", "/process-definition/key/" + url_encode(key), {}, {}, {}}, stop);
    if (!answer) unreachable = answer.error().message;
    if (!answer || !answer->ok()) return false;
    const nlohmann::json definition = answer->json();
    return definition.is_object() && !definition.value("suspended", false);
  };
  const Route route = choose_route(task.variables, is_deployed);
  if (!unreachable.empty()) return retry_later(task, unreachable, 5, 500);
  if (!route.stale.empty()) {
    const auto removed =
        services.gateway.post("/process-instance/" + task.process_instance_id + "/variables",
                              {{"deletions", route.stale}});
    if (!removed) return retry_later(task, removed.error().message, 5, 500);
    if (!removed->ok()) return retry_later(task, removed->error_text(), 5, 500);
  }
  if (!route.process) return reject(task, services, route);
  log::info("Request goes to " + *route.process,
            {{"processInstanceId", task.process_instance_id}, {"businessKey", task.business_key}});
  return Completed{{{"process_to_execute", Value::string(*route.process)},
                    {kRequestNote, Value::json(route.note)}}};
}

}  // namespace procos::kernel
