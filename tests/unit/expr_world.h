// The variables and the execution that the recorded expressions were evaluated with.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "expr/expression.h"

namespace procos::expr::test {

inline constexpr TimeMs kNow = 1'795'000'000'000;  // in November 2026

inline Value json_object(const char* type, const char* text) {
  return Value::object({type, "application/json", text});
}

inline std::map<std::string, Value, std::less<>> recorded_variables() {
  return {
      {"i", Value::integer(7)},
      {"l", Value::long_integer(9'000'000'000)},
      {"d", Value::real(2.5)},
      {"sh", Value::short_integer(3)},
      {"b", Value::boolean(true)},
      {"s", Value::string("hello")},
      {"e", Value::string("")},
      {"num", Value::string("12")},
      {"n", Value::null()},
      {"u", Value::string("Grüße 😀")},
      {"date", Value::date(1'769'854'830'400)},
      {"list", json_object("java.util.ArrayList<java.lang.Integer>", "[1,2,3]")},
      {"names", json_object("java.util.ArrayList<java.lang.String>", R"(["ann","bob"])")},
      {"map", json_object("java.util.LinkedHashMap<java.lang.String,java.lang.Object>",
                          R"({"k":"v","n":5,"in":{"x":true}})")},
      {"json", Value::json(R"({"a":1,"b":["x","y"],"c":{"d":2.5},"t":true})")},
  };
}

class TestScope final : public Scope {
 public:
  std::optional<Operand> resolve(std::string_view name) override;
  TimeMs now_ms() const override { return kNow; }
  std::string current_user() const override { return user; }
  std::vector<std::string> current_user_groups() const override { return groups; }
  void variable_changed(std::string_view name, const Value& value) override {
    changes[std::string(name)] = value;
  }

  std::map<std::string, Value, std::less<>> variables = recorded_variables();
  std::map<std::string, Value> changes;
  std::string user;
  std::vector<std::string> groups;
};

/// As much of DelegateExecution as the recordings ask for.
class TestExecution final : public Host {
 public:
  explicit TestExecution(TestScope& scope) : scope_(scope) {}

  std::optional<Result<Operand>> property(std::string_view name) override {
    if (name == "processBusinessKey") return Value::string("bk");
    if (name == "id" || name == "processInstanceId" || name == "activityInstanceId")
      return Value::string("an-id");
    if (name == "currentActivityId" || name == "currentActivityName" || name == "superExecution")
      return Value::null();
    if (name == "bpmnModelElementInstance") return Value::null();
    if (name == "variables") return all_variables();
    if (name == "variableNames") return names();
    return std::nullopt;
  }

  std::optional<Result<Operand>> call(std::string_view method,
                                      std::span<const Value> arguments) override {
    if (method == "getProcessBusinessKey") return Value::string("bk");
    if (method == "isCanceled") return Value::boolean(false);
    if (method == "getVariables") return all_variables();
    if (method == "setVariable" && arguments.size() == 2) {
      scope_.changes[arguments[0].as_text()] = arguments[1];
      return Value::null();
    }
    if (arguments.size() != 1 || arguments[0].type() != ValueType::kString) return std::nullopt;
    const auto it = scope_.variables.find(arguments[0].as_text());
    const bool found = it != scope_.variables.end();
    if (method == "hasVariable") return Value::boolean(found);
    if (method == "getVariable") return found ? it->second : Value::null();
    return std::nullopt;
  }

  std::string text() const override { return "ProcessInstance[an-id]"; }

 private:
  Value all_variables() const {
    std::vector<std::pair<std::string, Value>> entries;
    for (const auto& [name, value] : scope_.variables) entries.emplace_back(name, value);
    return make_map(entries);
  }
  Value names() const {
    std::vector<Value> out;
    for (const auto& [name, value] : scope_.variables) out.push_back(Value::string(name));
    return make_list(out);
  }

  TestScope& scope_;
};

inline std::optional<Operand> TestScope::resolve(std::string_view name) {
  if (name == "execution") return Operand(std::make_shared<TestExecution>(*this));
  const auto it = variables.find(name);
  if (it == variables.end()) return std::nullopt;
  return Operand(it->second);
}

}  // namespace procos::expr::test
