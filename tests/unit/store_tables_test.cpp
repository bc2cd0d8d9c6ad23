#include <catch2/catch.hpp>
#include <cmath>
#include <fstream>
#include <limits>
#include <map>
#include <regex>
#include <set>
#include <sstream>

#include "store/columns.h"
#include "store/lookups.h"
#include "store_support.h"

using namespace procos;
using namespace procos::store;
using namespace procos::store::test;

namespace {

template <class Row>
std::vector<std::string> raw_row(Connection& connection, const std::string& id) {
  Statement statement(connection.handle(), table<Row>().find, connection.id_mark());
  statement.bind_id(1, id);
  std::vector<std::string> cells;
  if (!statement.step()) return cells;
  for (std::size_t i = 0; i < table<Row>().columns.size(); ++i) {
    const int at = static_cast<int>(i);
    cells.push_back(statement.is_null(at) ? "NULL" : "'" + std::string(statement.blob(at)) + "'");
  }
  return cells;
}

/// A row of which every column has a value of its own, written past the binders.
template <class Row>
void insert_raw(Connection& connection, const std::string& id) {
  Statement insert(connection.handle(), table<Row>().insert[0], connection.id_mark());
  std::map<std::string, std::string> types;
  Statement info(connection.handle(),
                 "SELECT name, type FROM pragma_table_info('" + table<Row>().name + "')",
                 connection.id_mark());
  while (info.step()) types[std::string(info.text(0))] = info.text(1);
  std::vector<std::string> texts;
  texts.reserve(types.size());
  int at = 0;
  for (const std::string& column : table<Row>().columns) {
    ++at;
    REQUIRE(types.count(column) == 1);
    CHECK((types[column] == "ANY") == holds_ids(column));
    if (column == "value_type") {
      insert.bind(at, static_cast<std::int64_t>(ValueType::kInteger));
    } else if (column.starts_with("value_") && column != "value_int") {
      insert.bind_null(at);
    } else if (column == "id") {
      insert.bind(at, std::string_view(id));
    } else if (types[column] == "INTEGER") {
      // Flags take no other number than 1; a wrong column would show as a missing value.
      insert.bind(at, column == "value_int" ? std::int64_t{77} : std::int64_t{1});
    } else {
      texts.push_back("<" + column + ">");
      types[column] == "BLOB" ? insert.bind_blob(at, texts.back())
                              : insert.bind(at, std::string_view(texts.back()));
    }
  }
  CHECK(types.size() == table<Row>().columns.size());
  insert.run();
}

std::string slurp(const std::string& path) {
  std::ifstream file(std::string(PROCOS_SOURCE_DIR) + "/" + path);
  std::stringstream text;
  text << file.rdbuf();
  return text.str();
}

}  // namespace

TEMPLATE_TEST_CASE("a row comes back as it was written, full and empty", "[store]",
                   state::DeploymentRow, state::ResourceRow, state::DefinitionRow,
                   state::DecisionRequirementsDefinitionRow, state::DecisionDefinitionRow,
                   state::HiDecisionInstanceRow,
                   state::JobDefinitionRow, state::ExecutionRow, state::TaskRow, state::VariableRow,
                   state::IdentityLinkRow, state::ExternalTaskRow, state::JobRow,
                   state::EventSubscriptionRow, state::IncidentRow, state::HiProcessInstanceRow,
                   state::HiActivityRow, state::HiTaskRow, state::HiVariableRow,
                   state::HiIncidentRow, state::HiDetailRow, state::HiJobLogRow,
                   state::HiExternalTaskLogRow, state::HiIdentityLinkRow, state::BatchRow,
                   state::BatchChunkRow, state::HiBatchRow, state::MetricRow,
                   state::TaskMeterRow,
                   state::HiCommentRow,
                   state::HiAttachmentRow, state::HiAttachmentContentRow, state::FilterRow,
                   state::HiUserOperationRow) {
  auto store = open_store(":memory:");
  Connection& connection = store->writer();
  connection.exec("PRAGMA foreign_keys = 0");  // the made-up ids refer to nothing
  insert_raw<TestType>(connection, "full");
  const std::vector<std::string> written = raw_row<TestType>(connection, "full");

  TestType row;
  REQUIRE(find_row(connection, "full", row));
  row.id = "copy";
  TestType empty;
  empty.id = "empty";
  state::ChangeList changes;
  changes.of<TestType>().inserted = {&row, &empty};
  write(*store, changes);
  std::vector<std::string> copied = raw_row<TestType>(connection, "copy");
  REQUIRE(copied.size() == written.size());
  CHECK(copied[0] == "'copy'");
  copied[0] = written[0];
  CHECK(copied == written);

  // An update of the empty row with everything that may change: what stays empty is written only
  // once.
  if (!table<TestType>().update.empty()) {
    row.id = "empty";
    state::ChangeList update;
    update.of<TestType>().updated = {&row};
    write(*store, update);
    const std::vector<std::string> updated = raw_row<TestType>(connection, "empty");
    std::size_t taken_over = 0;
    for (std::size_t i = 1; i < updated.size(); ++i) {
      const std::string assignment = " " + table<TestType>().columns[i] + "=?";
      const bool mutable_column = table<TestType>().update.find(assignment) != std::string::npos;
      if (mutable_column) CHECK(updated[i] == written[i]);
      taken_over += mutable_column;
    }
    CHECK(taken_over > 0);
  }

  state::ChangeList removal;
  removal.of<TestType>().deleted = {"copy", "empty", "full"};
  write(*store, removal);
  CHECK(count_rows(connection, table<TestType>().name) == 0);
}

TEST_CASE("tables.cpp names every field of rows.h once, under its own name", "[store]") {
  const std::string tables = slurp("engine/store/tables.cpp");
  const std::regex entry(R"re((?:fixed|indexed|column|blob)\("(\w+)", &R::(\w+)\))re");
  std::map<std::string, std::set<std::string>> listed;
  const auto list = [&](const std::string& name, const std::string& body) {
    for (std::sregex_iterator field(body.begin(), body.end(), entry), end; field != end; ++field) {
      CHECK((*field)[1] == (*field)[2]);
      CHECK(listed[name].insert((*field)[2]).second);
    }
  };
  const std::regex struct_start(R"(struct Table<state::(\w+)>)");
  const std::regex shared(R"((\w+_columns)<R>\(\))");
  for (std::sregex_iterator at(tables.begin(), tables.end(), struct_start), end; at != end; ++at) {
    const std::size_t from = static_cast<std::size_t>(at->position());
    const std::string body = tables.substr(from, tables.find("};", from) - from);
    list((*at)[1], body);
    // Columns of two tables stand in a function before them.
    for (std::sregex_iterator call(body.begin(), body.end(), shared); call != end; ++call) {
      const std::size_t start = tables.find("constexpr auto " + (*call)[1].str() + "()");
      REQUIRE(start != std::string::npos);
      list((*at)[1], tables.substr(start, tables.find("\n}\n", start) - start));
    }
  }

  const std::string rows =
      std::regex_replace(slurp("engine/state/rows.h") + slurp("engine/state/identity_rows.h"),
                         std::regex("//[^\n]*"), "");
  const std::regex row_start(R"(struct (\w+(?:Row|End|Change)) \{)");
  const std::regex member(
      R"((?:std::string|TimeMs|OptTime|bool|Value|std::int64_t|)"
      R"(std::optional<std::int64_t>|std::optional<TimeMs>)\s+([^;(]+);)");
  const std::regex name(R"((\w+)\s*(=[^,]*)?)");
  std::size_t structs = 0;
  for (std::sregex_iterator at(rows.begin(), rows.end(), row_start), end; at != end;
       ++at, ++structs) {
    const std::size_t from = static_cast<std::size_t>(at->position());
    const std::string body = rows.substr(from, rows.find("\n};", from) - from);
    std::set<std::string> fields;
    for (std::sregex_iterator line(body.begin(), body.end(), member); line != end; ++line) {
      const std::string names = (*line)[1];
      for (std::sregex_iterator each(names.begin(), names.end(), name); each != end; ++each) {
        fields.insert((*each)[1]);
      }
    }
    INFO((*at)[1]);
    CHECK(fields == listed[(*at)[1]]);
  }
  CHECK(structs == listed.size());
}

TEST_CASE("values of every type come back equal", "[store]") {
  auto store = open_store(":memory:");
  const state::ExecutionRow instance = instance_row("p1");
  const std::vector<Value> values = {
      Value::null(),
      Value::null_of(ValueType::kInteger),
      Value::null_of(ValueType::kDouble),
      Value::null_of(ValueType::kString),
      Value::null_of(ValueType::kBytes),
      Value::null_of(ValueType::kXml),
      Value::boolean(true),
      Value::boolean(false),
      Value::short_integer(-7),
      Value::integer(42),
      Value::long_integer(std::numeric_limits<std::int64_t>::min()),
      Value::real(0.1),
      Value::real(-0.0),
      Value::real(std::numeric_limits<double>::infinity()),
      Value::string(""),
      Value::string("Grüße \xF0\x9F\x8E\x89"),
      Value::string(std::string("a\0b", 3)),
      Value::date(1700000000123),
      Value::bytes(""),
      Value::bytes(std::string("\xFF\0\x01", 3)),
      Value::file({"a.txt", "text/plain", "UTF-8", "content"}),
      Value::file({"", "", "", ""}),
      Value::object({"java.util.ArrayList", "application/json", "[1,2]"}),
      Value::object({"", "", ""}),
      Value::json("{\"a\":1}"),
      Value::json(""),
      Value::xml("<a/>")};
  std::vector<state::VariableRow> rows(values.size());
  state::ChangeList changes;
  changes.of<state::ExecutionRow>().inserted = {&instance};
  for (std::size_t i = 0; i < values.size(); ++i) {
    rows[i].id = "v" + std::to_string(i);
    rows[i].process_instance_id = "p1";
    rows[i].value = values[i];
    changes.of<state::VariableRow>().inserted.push_back(&rows[i]);
  }
  write(*store, changes);
  for (std::size_t i = 0; i < values.size(); ++i) {
    state::VariableRow read;
    REQUIRE(store->find(rows[i].id, read));
    INFO(type_name(values[i].type()) << " " << i);
    CHECK(read.value == values[i]);
  }

  // NaN is equal to nothing, so it is asked for by itself; and a value's type may change.
  rows[0].value = Value::real(std::numeric_limits<double>::quiet_NaN());
  rows[1].value = Value::string("now a text");
  state::ChangeList update;
  update.of<state::VariableRow>().updated = {&rows[0], &rows[1]};
  write(*store, update);
  state::VariableRow read;
  REQUIRE(store->find("v0", read));
  REQUIRE(read.value.type() == ValueType::kDouble);
  CHECK(std::isnan(read.value.as_double()));
  REQUIRE(store->find("v1", read));
  CHECK(read.value == Value::string("now a text"));
}
