#include "bpmn/read.h"
#include "bpmn/reader.h"
#include "bpmn/schema.h"

namespace procos::bpmn {
namespace {

using model::Definitions;

void read_message_definition(Reader& reader, const Element& element, Definitions& into) {
  auto& message = into.messages.emplace_back();
  message.at = reader.at(element);
  message.id = Reader::token(element, "id");
  message.name = Reader::attribute(element, "name");
  message.key = into.target_namespace + ":" + message.id.value_or("null");
}

void read_signal_definition(Reader& reader, const Element& element, Definitions& into) {
  auto& signal = into.signals.emplace_back();
  signal.at = reader.at(element);
  signal.id = Reader::token(element, "id");
  signal.name = Reader::attribute(element, "name");
  signal.key = into.target_namespace + ":" + signal.id.value_or("null");
}

void read_error_definition(Reader& reader, const Element& element, Definitions& into) {
  auto& error = into.errors.emplace_back();
  error.at = reader.at(element);
  error.id = Reader::token(element, "id");
  error.code = Reader::attribute(element, "errorCode");
  error.message = Reader::camunda(element, "errorMessage");
}

void read_escalation_definition(Reader& reader, const Element& element, Definitions& into) {
  auto& escalation = into.escalations.emplace_back();
  escalation.at = reader.at(element);
  escalation.id = Reader::token(element, "id");
  escalation.name = Reader::attribute(element, "name");
  escalation.code = Reader::attribute(element, "escalationCode");
}

void read_import(Reader& reader, const Element& element, Definitions&) {
  reader.problems().error(
      reader.at(element),
      "Could not import item of type " + Reader::attribute(element, "importType").value_or("null"));
}

void read_process(Reader& reader, const Element& element, Definitions& into) {
  auto& process = into.processes.emplace_back();
  process.at = reader.at(element);
  process.id = Reader::token(element, "id");
  process.name = Reader::attribute(element, "name");
  process.executable = Reader::boolean(element, "isExecutable", false);
  if (!process.executable) return;
  process.documentation = Reader::documentation(element);
  process.version_tag = Reader::camunda(element, "versionTag");
  process.history_time_to_live = Reader::camunda(element, "historyTimeToLive");
  process.startable_in_tasklist = Reader::camunda(element, "isStartableInTasklist");
  process.candidate_starter_users = Reader::camunda(element, "candidateStarterUsers");
  process.candidate_starter_groups = Reader::camunda(element, "candidateStarterGroups");
  process.job_priority = Reader::camunda(element, "jobPriority");
  process.task_priority = Reader::camunda(element, "taskPriority");
  process.listeners = reader.listeners(element, "executionListener");
  process.properties = reader.properties(element);
  for (const Element* starter : reader.extensions(element, "potentialStarter")) {
    for (const Element* assignment : starter->children) {
      if (assignment->name != "resourceAssignmentExpression") continue;
      for (const Element* formal : assignment->children) {
        if (formal->name == "formalExpression")
          process.potential_starters.emplace_back(formal->text);
      }
    }
  }
  reader.scope(element, process.content);
}

/// Which children of <definitions> mean something, and what reads them.
constexpr struct {
  std::string_view tag;
  void (*read)(Reader&, const Element&, Definitions&);
} kRootElements[] = {
    {"import", read_import},
    {"message", read_message_definition},
    {"signal", read_signal_definition},
    {"error", read_error_definition},
    {"escalation", read_escalation_definition},
    {"process", read_process},
};

void collect_ids(const Element& element, std::vector<std::string>& ids) {
  if (const auto id = Reader::token(element, "id")) ids.push_back(*id);
  for (const Element* child : element.children) collect_ids(*child, ids);
}

}  // namespace

std::optional<Definitions> read(std::string_view xml, Problems& problems) {
  const auto document = Document::read(xml, problems);
  if (!document) return std::nullopt;
  Definitions definitions;
  definitions.tolerated = check_schema(*document, problems) || document->tolerated();
  const Element& root = document->root();
  if (!root.is(Namespace::kBpmn, "definitions")) return std::nullopt;
  Reader reader(*document, problems);
  definitions.target_namespace = Reader::attribute(root, "targetNamespace").value_or("");
  collect_ids(root, definitions.element_ids);
  for (const Element* child : root.children) {
    for (const auto& [tag, read_element] : kRootElements) {
      if (child->is(Namespace::kBpmn, tag)) read_element(reader, *child, definitions);
    }
  }
  check_diagrams(*document, definitions, problems);
  return definitions;
}

}  // namespace procos::bpmn
