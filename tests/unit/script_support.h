// A scope for scripts that needs no process: variables in a map, and an `execution` that reads and
// sets them.
#pragma once

#include <catch2/catch.hpp>
#include <map>
#include <memory>
#include <string>
#include <utility>

#include "script/script_engine.h"

namespace procos::test {

class ScriptScope final : public expr::Scope {
 public:
  class Execution final : public expr::Host {
   public:
    explicit Execution(ScriptScope& scope) : scope_(scope) {}
    std::optional<Result<expr::Operand>> property(std::string_view) override {
      return std::nullopt;
    }
    std::optional<Result<expr::Operand>> call(std::string_view method,
                                              std::span<const Value> arguments) override {
      if (method == "setVariable" && arguments.size() == 2) {
        scope_.variables[arguments[0].as_text()] = arguments[1];
        return Result<expr::Operand>(expr::Operand(Value::null()));
      }
      if (method == "getVariable" && arguments.size() == 1) {
        return Result<expr::Operand>(expr::Operand(scope_.variables[arguments[0].as_text()]));
      }
      if (method == "fail") return Result<expr::Operand>(fail(ErrorKind::kNotValid, "refused"));
      if (method == "breakDown") throw std::runtime_error("disk full");
      return std::nullopt;
    }
    bool has_method(std::string_view name) const override {
      return name == "setVariable" || name == "getVariable" || name == "fail" ||
             name == "breakDown";
    }
    std::string text() const override { return "Execution[1]"; }

   private:
    ScriptScope& scope_;
  };

  std::optional<expr::Operand> resolve(std::string_view name) override {
    if (name == "execution") return expr::Operand(std::make_shared<Execution>(*this));
    const auto found = variables.find(std::string(name));
    if (found == variables.end()) return std::nullopt;
    return expr::Operand(found->second);
  }
  TimeMs now_ms() const override { return 0; }
  void variable_changed(std::string_view name, const Value& value) override {
    variables[std::string(name)] = value;
  }

  std::map<std::string, Value> variables;
};

/// One JavaScript runtime for all runs of a test.
class Scripts {
 public:
  explicit Scripts(const script::Limits& limits = {}) : engine_(script::make_javascript(limits)) {}

  Result<script::Outcome> run(const std::string& source, const std::string& name = "script") {
    const script::Call call{
        source, name, {scope.variables.begin(), scope.variables.end()}, "execution", scope};
    return engine_->run(call);
  }
  Value value(const std::string& source) {
    INFO(source);
    auto outcome = run(source);
    if (!outcome) FAIL(outcome.error().message);
    return outcome->value;
  }
  std::string error(const std::string& source) {
    INFO(source);
    auto outcome = run(source);
    REQUIRE_FALSE(outcome.has_value());
    CHECK(outcome.error().kind == ErrorKind::kExpression);
    return outcome.error().message;
  }

  ScriptScope scope;

 private:
  std::unique_ptr<script::ScriptEngine> engine_;
};

inline Value object(const std::string& type, const std::string& text) {
  return Value::object({type, "application/json", text});
}

}  // namespace procos::test
