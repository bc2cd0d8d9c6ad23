// Every recorded expression, evaluated with the recording's variables, against what Camunda gave.
#include <catch2/catch.hpp>
#include <cmath>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <nlohmann/json.hpp>

#include "tests/unit/expr_world.h"

namespace procos::expr::test {
namespace {

using Json = nlohmann::json;

struct Row {
  std::string expression;
  std::string type;
  std::string value;
};

std::filesystem::path shared_folder() {
  const char* folder = std::getenv("PROCOS_SHARED");
  return folder != nullptr ? folder : PROCOS_SOURCE_DIR "/../shared";
}

std::vector<Row> read_rows(const std::filesystem::path& file) {
  std::vector<Row> rows;
  std::ifstream in(file);
  for (std::string line; std::getline(in, line);) {
    const std::size_t first = line.find('\t');
    const std::size_t second = line.find('\t', first + 1);
    if (first == std::string::npos || second == std::string::npos) continue;
    const std::size_t third = std::min(line.find('\t', second + 1), line.size());
    rows.push_back({line.substr(0, first), line.substr(first + 1, second - first - 1),
                    line.substr(second + 1, third - second - 1)});
  }
  return rows;
}

// As REST shows the value of a variable with deserializeValues=false.
Json shown(const Value& value) {
  switch (value.type()) {
    case ValueType::kNull:
    case ValueType::kBytes:
    case ValueType::kFile: return nullptr;
    case ValueType::kBoolean: return value.as_bool();
    case ValueType::kDouble:
      if (std::isfinite(value.as_double())) return value.as_double();
      return std::isnan(value.as_double()) ? "NaN"
             : value.as_double() < 0       ? "-Infinity"
                                           : "Infinity";
    case ValueType::kObject: return value.as_object().text;
    case ValueType::kDate: return "<time>";
    case ValueType::kShort:
    case ValueType::kInteger:
    case ValueType::kLong: return value.as_int();
    default: return value.as_text();
  }
}

// The part of a BPMN parameter that is evaluated: its text without surrounding blanks.
std::string trimmed(const std::string& text) {
  const std::size_t first = text.find_first_not_of(" \t");
  return first == std::string::npos ? ""
                                    : text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

struct Outcome {
  std::string type;
  std::string value;
};

Outcome outcome_of(const std::string& expression) {
  TestScope scope;
  auto parsed = Expression::parse(trimmed(expression));
  if (!parsed) return {"error", "deploy: " + parsed.error().message};
  auto value = parsed->evaluate(scope);
  if (!value) return {"error", "500: " + value.error().message};
  const Json json = shown(*value);
  return {std::string(type_name(value->type())),
          json.dump(-1, ' ', true, Json::error_handler_t::replace)};
}

bool equal(const Row& row, const Outcome& outcome) {
  if (row.type != outcome.type) return false;
  if (row.type == "error")
    return row.value.starts_with("deploy") == outcome.value.starts_with("deploy");
  const Json expected = Json::parse(row.value);
  if (expected == "<id>") return outcome.type == "String";
  if (row.type == "Date") return true;
  const Json actual = Json::parse(outcome.value);
  return expected == actual || (expected.is_number() && actual.is_number() &&
                                expected.get<double>() == actual.get<double>());
}

}  // namespace

TEST_CASE("recorded expressions evaluate as in Camunda", "[expr][conformance]") {
  const std::filesystem::path folder = shared_folder();
  if (!std::filesystem::exists(folder)) {
    WARN("skipped: there is no folder " << folder << "; set PROCOS_SHARED to the recordings");
    return;
  }
  const char* other = std::getenv("PROCOS_EXPRESSIONS");  // another recording of the same form
  const auto rows = read_rows(
      other != nullptr ? other : (folder / "conformance/expressions/expected.tsv").string());
  REQUIRE(rows.size() > 100);
  std::size_t passed = 0;
  for (const Row& row : rows) {
    const Outcome outcome = outcome_of(row.expression);
    if (equal(row, outcome)) {
      ++passed;
      continue;
    }
    std::cout << "DIFFERENT " << row.expression << "\n  expected " << row.type << ' ' << row.value
              << "\n  got      " << outcome.type << ' ' << outcome.value << '\n';
  }
  std::cout << "expressions: " << passed << " of " << rows.size() << " equal\n";
  CHECK(static_cast<double>(passed) >= 0.99 * static_cast<double>(rows.size()));
}

}  // namespace procos::expr::test
