// What a request's id names, as far as the checks of the user want to know it.
#include <array>

#include "command/authorize.h"
#include "store/lookups.h"

namespace procos::command {
namespace {

using store::Connection;

std::string key_of(Connection& connection, const std::string& definition_id) {
  state::DefinitionRow row;
  if (definition_id.empty() || !store::find_row(connection, definition_id, row)) return {};
  return row.key;
}

// One for each shape of row: what it names decides what its subject is.
template <class Row>
void fill(Connection& connection, const Row& row, Subject& subject) {
  if constexpr (requires { row.tenant_id; }) subject.tenant_id = row.tenant_id;
  if constexpr (requires { row.process_instance_id; })
    subject.instance_id = row.process_instance_id;
  if constexpr (requires { row.process_definition_key; }) {
    subject.definition_key = row.process_definition_key;
  } else if constexpr (requires { row.process_definition_id; }) {
    subject.definition_key = key_of(connection, row.process_definition_id);
  }
}

template <class Row>
std::optional<Subject> row_subject(Connection& connection, const std::string& id) {
  Row row;
  if (!store::find_row(connection, id, row)) return std::nullopt;
  Subject subject;
  subject.id = id;
  fill(connection, row, subject);
  return subject;
}

std::optional<Subject> definition_subject(Connection& connection, const std::string& id) {
  state::DefinitionRow row;
  if (!store::find_row(connection, id, row)) return std::nullopt;
  return subject_of(row);
}

std::optional<Subject> historic_instance_subject(Connection& connection, const std::string& id) {
  auto subject = row_subject<state::HiProcessInstanceRow>(connection, id);
  if (subject) subject->instance_id = id;
  return subject;
}

/// Those of batches belong to no definition, and everybody may change them.
std::optional<Subject> job_definition_subject(Connection& connection, const std::string& id) {
  auto subject = row_subject<state::JobDefinitionRow>(connection, id);
  if (subject && subject->definition_key.empty()) subject.reset();
  return subject;
}

std::optional<Subject> itself(Connection&, const std::string& id) {
  Subject subject;
  subject.id = id;
  return subject;
}

/// The id of a decision definition begins with its key.
std::optional<Subject> decision_subject(Connection&, const std::string& id) {
  Subject subject;
  subject.id = id;
  subject.definition_key = id.substr(0, id.find(':'));
  return subject;
}

using Find = std::optional<Subject> (*)(Connection&, const std::string&);

// In the order of the enumeration.
constexpr std::array<Find, 16> kFinders{
    itself,
    itself,
    definition_subject,
    row_subject<state::ExecutionRow>,
    row_subject<state::TaskRow>,
    row_subject<state::VariableRow>,
    row_subject<state::JobRow>,
    job_definition_subject,
    row_subject<state::ExternalTaskRow>,
    row_subject<state::IncidentRow>,
    historic_instance_subject,
    row_subject<state::HiTaskRow>,
    row_subject<state::HiVariableRow>,
    row_subject<state::HiJobLogRow>,
    row_subject<state::HiExternalTaskLogRow>,
    decision_subject,
};
static_assert(static_cast<std::size_t>(SubjectKind::kDecision) + 1 ==
              kFinders.size());

}  // namespace

std::optional<Subject> find_subject(Connection& connection, SubjectKind kind,
                                    const std::string& id) {
  return kFinders[static_cast<std::size_t>(kind)](connection, id);
}

Subject subject_of(const state::ExecutionRow& row) {
  return {row.id, row.process_instance_id, row.process_definition_key, row.tenant_id};
}

Subject subject_of(const state::DefinitionRow& row) {
  return {row.id, {}, row.key, row.tenant_id};
}

}  // namespace procos::command
