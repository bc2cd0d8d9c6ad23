#include "dmn/expression.h"

#include <algorithm>
#include <array>

#include "bpmn/xml.h"
#include "expr/java_text.h"
#include "expr/value_bridge.h"

namespace procos::dmn {
namespace {

enum class Language : std::uint8_t { kFeel, kJuel, kJavaScript, kUnknown };

struct LanguageName {
  std::string_view name;
  Language language;
};

// Camunda also knows the other names by which Java's script engines go.
constexpr std::array kLanguages{
    LanguageName{"", Language::kFeel},
    LanguageName{"feel", Language::kFeel},
    LanguageName{"http://www.omg.org/spec/feel/20140401", Language::kFeel},
    LanguageName{"http://www.omg.org/spec/dmn/20180521/feel/", Language::kFeel},
    LanguageName{"https://www.omg.org/spec/dmn/20191111/feel/", Language::kFeel},
    LanguageName{"https://www.omg.org/spec/dmn/20211108/feel/", Language::kFeel},
    LanguageName{"https://www.omg.org/spec/dmn/20230324/feel/", Language::kFeel},
    LanguageName{"juel", Language::kJuel},
    LanguageName{"javascript", Language::kJavaScript},
    LanguageName{"ecmascript", Language::kJavaScript},
    LanguageName{"js", Language::kJavaScript},
};

Language language_of(std::string_view name) {
  const std::string lower = expr::lower_case(name);
  for (const LanguageName& row : kLanguages) {
    if (row.name == lower) return row.language;
  }
  return Language::kUnknown;
}

/// In JUEL the brackets may be left out.
std::string juel_text(const std::string& text) {
  const std::string_view inside = bpmn::trimmed(text);
  const bool bracketed = inside.starts_with("${") || inside.starts_with("#{");
  return bracketed ? std::string(inside) : "${" + text + "}";
}

Error about(std::string_view language, const std::string& text, const Error& cause) {
  if (language == "feel") {
    return {ErrorKind::kFeel, "FEEL/SCALA-01008 Error while evaluating expression: '" + text +
                                  "': " + cause.message, 0, {}};
  }
  return {cause.kind == ErrorKind::kUnsupported ? cause.kind : ErrorKind::kDecisionExpression,
          "DMN-01002 Unable to evaluate expression for language '" + std::string(language) +
              "': '" + text + "': " + cause.message, 0, {}};
}

Error unknown_language(const std::string& language) {
  return {ErrorKind::kDecisionExpression,
          "DMN-01003 Unable to find script engine for expression language '" + language +
              "'. There are feel, juel and javascript.",
          0,
          {}};
}

class JuelScope final : public expr::Scope {
 public:
  explicit JuelScope(const Variables& variables) : variables_(variables) {}

  std::optional<expr::Operand> resolve(std::string_view name) override {
    const auto found = variables_.find(name);
    if (!found) return std::nullopt;
    auto value = expr::value_of(*found);
    return value ? std::optional<expr::Operand>(std::move(*value)) : std::nullopt;
  }
  TimeMs now_ms() const override { return around().now_ms(); }
  std::string current_user() const override { return around().current_user(); }
  std::vector<std::string> current_user_groups() const override {
    return around().current_user_groups();
  }

 private:
  const expr::Scope& around() const { return variables_.around().scope; }

  const Variables& variables_;
};

class FeelNames final : public feel::Names {
 public:
  explicit FeelNames(const Variables& variables) : variables_(variables) {}
  std::optional<expr::Datum> resolve(std::string_view name) override {
    return variables_.find(name);
  }
  TimeMs now_ms() const override { return variables_.around().scope.now_ms(); }

 private:
  const Variables& variables_;
};

Result<expr::Datum> run_javascript(const std::string& text, const Variables& variables) {
  script::ScriptEngine* scripts = variables.around().scripts;
  if (scripts == nullptr) return fail(ErrorKind::kUnsupported, "no script engine is there");
  JuelScope scope(variables);
  PROCOS_ASSIGN(const script::Outcome outcome,
                scripts->run({text, "decision", variables.all(), {}, scope}));
  if (outcome.bpmn_error) {
    return fail(ErrorKind::kScript, "a decision's script cannot throw the BPMN error '" +
                                        outcome.bpmn_error->code + "'");
  }
  return expr::datum_of(outcome.value);
}

}  // namespace

// ---- variables ---------------------------------------------------------------------------------

void Variables::set(std::string name, expr::Datum value) {
  own_.emplace_back(std::move(name), std::move(value));
}

std::optional<expr::Datum> Variables::find(std::string_view name) const {
  const auto own = std::find_if(own_.rbegin(), own_.rend(),
                                [&](const auto& entry) { return entry.first == name; });
  if (own != own_.rend()) return own->second;
  const auto operand = around_.scope.resolve(name);
  if (!operand || !std::holds_alternative<Value>(*operand)) return std::nullopt;
  const Value& value = std::get<Value>(*operand);
  auto datum = expr::datum_of(value);
  // What cannot be looked into is carried through.
  return datum ? std::move(*datum)
               : expr::Datum::object(std::make_shared<expr::OpaqueObject>(value));
}

std::vector<std::pair<std::string, Value>> Variables::all() const {
  auto all = around_.variables();
  for (const auto& [name, datum] : own_) {
    std::erase_if(all, [&](const auto& entry) { return entry.first == name; });
    if (auto value = expr::value_of(datum)) all.emplace_back(name, std::move(*value));
  }
  return all;
}

// ---- expressions -------------------------------------------------------------------------------

Expression::Expression(std::string text, std::string_view language) : text_(std::move(text)) {
  if (bpmn::trimmed(text_).empty()) return;
  const auto take = [&](auto parsed, std::string_view name) {
    if (parsed) {
      program_ = std::move(*parsed);
    } else {
      program_ = about(name, text_, parsed.error());
    }
  };
  switch (language_of(language)) {
    case Language::kFeel: take(feel::Expression::parse(text_), "feel"); break;
    case Language::kJuel: take(expr::Expression::parse(juel_text(text_)), "juel"); break;
    case Language::kJavaScript: program_ = JavaScript(); break;
    case Language::kUnknown: program_ = unknown_language(std::string(language)); break;
  }
}

Result<expr::Datum> Expression::evaluate(const Variables& variables) const {
  if (empty()) return expr::Datum();
  if (const Error* error = defect()) return std::unexpected(*error);
  std::string_view language = "javascript";
  Result<expr::Datum> result;
  if (const auto* feel = std::get_if<feel::Expression>(&program_)) {
    FeelNames names(variables);
    language = "feel";
    result = feel->evaluate(names);
  } else if (const auto* juel = std::get_if<expr::Expression>(&program_)) {
    JuelScope scope(variables);
    language = "juel";
    const Result<Value> value = juel->evaluate(scope);
    result = value ? expr::datum_of(*value) : std::unexpected(value.error());
  } else {
    result = run_javascript(text_, variables);
  }
  if (result) return result;
  return std::unexpected(about(language, text_, result.error()));
}

Condition::Condition(std::string text, std::string_view language) {
  if (bpmn::trimmed(text).empty()) return;
  if (language_of(language) != Language::kFeel) {
    program_ = Expression(std::move(text), language);
    return;
  }
  auto tests = feel::UnaryTests::parse(text);
  if (tests) {
    program_ = std::move(*tests);
  } else {
    program_ = about("feel", text, tests.error());
  }
}

const Error* Condition::defect() const {
  if (const auto* expression = std::get_if<Expression>(&program_)) return expression->defect();
  return std::get_if<Error>(&program_);
}

Result<bool> Condition::holds(const Variables& variables, const expr::Datum& input,
                              std::string_view input_variable) const {
  if (std::holds_alternative<std::monostate>(program_)) return true;
  if (const Error* error = defect()) return std::unexpected(*error);
  if (const auto* tests = std::get_if<feel::UnaryTests>(&program_)) {
    FeelNames names(variables);
    return tests->matches(names, input, input_variable);
  }
  PROCOS_ASSIGN(const expr::Datum value, std::get<Expression>(program_).evaluate(variables));
  return value.kind() == expr::Datum::Kind::kBoolean && value.as_bool();
}

}  // namespace procos::dmn
