// The functions Camunda and Spin give to expressions.
#include <array>

#include "expr/expression.h"
#include "expr/joda.h"
#include "expr/program.h"
#include "expr/spin_json.h"
#include "expr/spin_xml.h"
#include "expr/world.h"

namespace procos::expr {
namespace {

using World = Function::World;

Result<Datum> now(World& world, const Datum*) { return Datum::date(world.scope.now_ms()); }
Result<Datum> date_time(World& world, const Datum*) { return make_date_time(world.scope.now_ms()); }

Result<Datum> current_user(World& world, const Datum*) {
  std::string user = world.scope.current_user();
  return user.empty() ? Datum() : Datum::string(std::move(user));
}

Result<Datum> current_user_groups(World& world, const Datum*) {
  if (world.scope.current_user().empty()) return Datum();
  std::vector<Datum> groups;
  for (std::string& group : world.scope.current_user_groups())
    groups.push_back(Datum::string(std::move(group)));
  return make_array_list(std::move(groups));
}

bool is_spin(const Datum& datum) { return is_assignable(type_of(datum), JavaType::kSpin); }

std::unexpected<Error> null_parameter() {
  return expression_error("Parameter 'parameter' is null");
}

Result<Datum> json(World&, const Datum* arguments) {
  const Datum& input = arguments[0];
  if (input.is_null()) return null_parameter();
  if (is_spin(input)) return input;
  PROCOS_ASSIGN(JsonRef tree,
                input.is_string() ? parse_json(input.as_text()) : json_of_bean(input));
  return make_json(std::move(tree));
}

Result<Datum> xml(World&, const Datum* arguments) {
  const Datum& input = arguments[0];
  if (input.is_null()) return null_parameter();
  if (is_spin(input)) return input;
  if (!input.is_string())
    return expression_error("XML() takes text: mapping a '" + class_name_of(input) +
                            "' to XML needs Java");
  return parse_xml(input.as_text());
}

// S() looks at the first character.
Result<Datum> spin(World& world, const Datum* arguments) {
  const Datum& input = arguments[0];
  if (input.is_null()) return null_parameter();
  if (is_spin(input)) return input;
  if (!input.is_string())
    return expression_error("Unsupported input of type '" + class_name_of(input) + "'");
  const std::size_t first = input.as_text().find_first_not_of(" \t\r\n\f\v");
  const char c = first == std::string::npos ? '\0' : input.as_text()[first];
  if (c == '{' || c == '[') return json(world, arguments);
  if (c == '<') return xml(world, arguments);
  return expression_error("No matching data format detected");
}

constexpr std::array kFunctions{
    Function{"now", 0, now},
    Function{"dateTime", 0, date_time},
    Function{"currentUser", 0, current_user},
    Function{"currentUserGroups", 0, current_user_groups},
    Function{"S", 1, spin},
    Function{"XML", 1, xml},
    Function{"JSON", 1, json},
};

}  // namespace

int find_function(std::string_view name) {
  for (std::size_t i = 0; i < kFunctions.size(); ++i) {
    if (kFunctions[i].name == name) return static_cast<int>(i);
  }
  return -1;
}

const Function& function_at(std::uint32_t index) { return kFunctions[index]; }

}  // namespace procos::expr
