#include "store/query.h"

#include <functional>
#include <type_traits>

#include "store/authorize.h"
#include "store/compile.h"
#include "store/tables.h"

namespace procos::store {
namespace {

/// The row struct whose table holds the entity.
template <class Row>
using Stored =
    std::conditional_t<std::is_same_v<Row, ProcessInstanceRow>, state::ExecutionRow, Row>;

/// What is known of the rows of one struct; the code below is the same for all of them.
struct Source {
  const Entity& entity;
  const VisibleDef& visible;
  const TableSql& table;
};

template <class Row>
Source source_of() {
  return {entity<Row>(), visible<Row>(), table<Stored<Row>>()};
}

/// The query's SQL, narrowed to what the viewer may see.
Result<Compiled> compile_for(Connection& connection, const Source& source, const Query& query) {
  const auto& viewer = query.viewer != nullptr ? query.viewer : connection.viewer();
  if (viewer == nullptr) return compile(source.entity, query);
  return compile(source.entity, query, [&](Parameters& parameters) {
    return narrowed(connection, *viewer, source.visible, query.for_work, parameters);
  });
}

/// Calls `visit` for every row of the page.
Status select(Connection& connection, const Source& source, const Query& query,
              const std::string& columns, const std::function<void(const Statement&)>& visit) {
  PROCOS_ASSIGN(Compiled compiled, compile_for(connection, source, query));
  // Camunda answers an odd page with nothing.
  if (query.max <= 0 || query.first < 0) return {};
  std::string sql =
      "SELECT " + columns + " FROM " + source.table.name + " r" + compiled.where + compiled.order;
  if (query.first != 0 || query.max != std::numeric_limits<std::int64_t>::max()) {
    sql += " LIMIT " + compiled.parameters.add(query.max);
    sql += " OFFSET " + compiled.parameters.add(query.first);
  }
  Use statement(connection.query(sql));
  compiled.parameters.bind_to(*statement);
  while (statement->step()) visit(*statement);
  return {};
}

Result<std::vector<std::string>> select_ids(Connection& connection, const Source& source,
                                            const Query& query) {
  std::vector<std::string> ids;
  PROCOS_TRY(select(connection, source, query, "r.id",
                    [&](const Statement& statement) { ids.push_back(statement.id(0)); }));
  return ids;
}

Result<std::int64_t> select_count(Connection& connection, const Source& source, Query query) {
  query.sorts.clear();
  PROCOS_ASSIGN(const Compiled compiled, compile_for(connection, source, query));
  Use statement(
      connection.query("SELECT count(*) FROM " + source.table.name + " r" + compiled.where));
  compiled.parameters.bind_to(*statement);
  statement->step();
  return statement->integer(0);
}

std::string columns_of(const Source& source) {
  std::string list;
  for (const std::string& column : source.table.columns) {
    std::string sql = "r." + column;
    for (const ColumnDef& made : source.entity.columns) {
      if (made.column == column) sql = made.sql;
    }
    list += list.empty() ? sql : ", " + sql;
  }
  return list;
}

QueryNames names_of(const Entity& entity) {
  QueryNames names;
  for (const FilterDef& def : entity.filters) names.filters.emplace_back(def.name);
  for (const VariableDef& def : entity.variables) names.variable_filters.emplace_back(def.name);
  for (const SortDef& def : entity.sorts) names.sorts.emplace_back(def.name);
  return names;
}

}  // namespace

template <class Row>
Result<std::vector<Row>> list(Connection& connection, const Query& query) {
  static const std::string kColumns = columns_of(source_of<Row>());
  std::vector<Row> rows;
  PROCOS_TRY(select(connection, source_of<Row>(), query, kColumns, [&](const Statement& statement) {
    read_row<Stored<Row>>(statement, rows.emplace_back());
  }));
  return rows;
}

template <class Row>
Result<std::vector<std::string>> list_ids(Connection& connection, const Query& query) {
  return select_ids(connection, source_of<Row>(), query);
}

template <class Row>
Result<std::int64_t> count(Connection& connection, const Query& query) {
  return select_count(connection, source_of<Row>(), query);
}

template <class Row>
QueryNames query_names() {
  return names_of(entity<Row>());
}

#define PROCOS_ENTITY(Row)                                                                     \
  template Result<std::vector<Row>> list<Row>(Connection&, const Query&);                      \
  template Result<std::int64_t> count<Row>(Connection&, const Query&);                         \
  template Result<std::vector<std::string>> list_ids<Row>(Connection&, const Query&);          \
  template QueryNames query_names<Row>();

PROCOS_ENTITY(state::DeploymentRow)
PROCOS_ENTITY(state::ResourceRow)
PROCOS_ENTITY(state::DefinitionRow)
PROCOS_ENTITY(state::DecisionRequirementsDefinitionRow)
PROCOS_ENTITY(state::DecisionDefinitionRow)
PROCOS_ENTITY(state::JobDefinitionRow)
PROCOS_ENTITY(ProcessInstanceRow)
PROCOS_ENTITY(state::ExecutionRow)
PROCOS_ENTITY(state::TaskRow)
PROCOS_ENTITY(state::VariableRow)
PROCOS_ENTITY(state::IdentityLinkRow)
PROCOS_ENTITY(state::ExternalTaskRow)
PROCOS_ENTITY(state::JobRow)
PROCOS_ENTITY(state::EventSubscriptionRow)
PROCOS_ENTITY(state::IncidentRow)
PROCOS_ENTITY(state::HiProcessInstanceRow)
PROCOS_ENTITY(state::HiActivityRow)
PROCOS_ENTITY(state::HiTaskRow)
PROCOS_ENTITY(state::HiVariableRow)
PROCOS_ENTITY(state::HiIncidentRow)
PROCOS_ENTITY(state::HiDecisionInstanceRow)
PROCOS_ENTITY(state::HiDetailRow)
PROCOS_ENTITY(state::HiJobLogRow)
PROCOS_ENTITY(state::HiExternalTaskLogRow)
PROCOS_ENTITY(state::HiIdentityLinkRow)
PROCOS_ENTITY(state::UserRow)
PROCOS_ENTITY(state::GroupRow)
PROCOS_ENTITY(state::TenantRow)
PROCOS_ENTITY(state::MembershipRow)
PROCOS_ENTITY(state::TenantMembershipRow)
PROCOS_ENTITY(state::AuthorizationRow)
PROCOS_ENTITY(state::BatchRow)
PROCOS_ENTITY(state::BatchChunkRow)
PROCOS_ENTITY(state::HiBatchRow)
PROCOS_ENTITY(state::MetricRow)
PROCOS_ENTITY(state::TaskMeterRow)
PROCOS_ENTITY(state::SchemaLogRow)
PROCOS_ENTITY(state::HiCommentRow)
PROCOS_ENTITY(state::HiAttachmentRow)
PROCOS_ENTITY(state::HiAttachmentContentRow)
PROCOS_ENTITY(state::FilterRow)
PROCOS_ENTITY(state::HiUserOperationRow)

}  // namespace procos::store
