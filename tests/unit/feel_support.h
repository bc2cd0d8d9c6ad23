// FEEL expressions and what they give, as tables.
#pragma once

#include <catch2/catch.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "expr/value_bridge.h"
#include "feel/feel.h"

namespace procos::feel::test {

struct Row {
  const char* expression;
  const char* expected;  ///< in JSON; "error": refused, or failed to evaluate
};

/// Nothing but `x`, where there is one.
class Given final : public Names {
 public:
  explicit Given(std::optional<expr::Datum> x = std::nullopt) : x_(std::move(x)) {}
  std::optional<expr::Datum> resolve(std::string_view name) override {
    return name == "x" ? x_ : std::nullopt;
  }
  TimeMs now_ms() const override { return 1'795'000'000'000; }

 private:
  std::optional<expr::Datum> x_;
};

inline std::string answer(const char* text) {
  Given nothing;
  const auto expression = Expression::parse(text);
  if (!expression) return "error";
  const auto value = expression->evaluate(nothing);
  if (!value) return "error";
  return expr::java_json(*value).value_or("not JSON");
}

template <std::size_t kSize>
void check_all(const Row (&rows)[kSize]) {
  for (const Row& row : rows) {
    INFO(row.expression);
    CHECK(answer(row.expression) == row.expected);
  }
}

}  // namespace procos::feel::test
