#include "rest/resource/stored_query.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "expr/expression.h"
#include "rest/dates.h"

namespace procos::rest {
namespace {

constexpr std::string_view kExpressionSuffix = "Expression";
constexpr std::string_view kSorting = "sorting";

template <class T>
void put_value(Json& query, std::string_view name, const std::optional<T>& value) {
  if (value) query[std::string(name)] = *value;
}

// ---- normal form ----

RestStatus put_variables(const Param& param, const JsonObject& body, Json& query) {
  PROCOS_ASSIGN(const auto conditions, body.objects(param.name));
  if (!conditions || conditions->empty()) return {};
  Json list = Json::array();
  for (const JsonObject& condition : *conditions) {
    Json item = Json::object();
    PROCOS_ASSIGN(const auto name, condition.string("name"));
    PROCOS_ASSIGN(const auto op, condition.string("operator"));
    put_value(item, "operator", op);
    const Json* value = condition.get("value");
    item["value"] = value == nullptr ? Json() : *value;
    put_value(item, "name", name);
    list.push_back(std::move(item));
  }
  query[std::string(param.name)] = std::move(list);
  return {};
}

RestStatus put_alternatives(const QueryTable& table, const Param& param, const JsonObject& body,
                            Json& query) {
  PROCOS_ASSIGN(const auto parts, body.objects(param.name));
  if (!parts || parts->empty()) return {};
  Json list = Json::array();
  for (const JsonObject& part : *parts) {
    PROCOS_ASSIGN(Json any, normal_query(table, part));
    any.erase(std::string(param.name));
    any.erase(std::string(kSorting));
    list.push_back(std::move(any));
  }
  query[std::string(param.name)] = std::move(list);
  return {};
}

RestStatus put_param(const QueryTable& table, const Param& param, const JsonObject& body,
                     Json& query) {
  const std::string_view name = param.filter_name();
  switch (param.type) {
    case ParamType::kString:
    case ParamType::kDelegationState:
    case ParamType::kExpression: {
      PROCOS_ASSIGN(const auto text, body.string(param.name));
      put_value(query, name, text);
      return {};
    }
    case ParamType::kList:
    case ParamType::kArray: {
      PROCOS_ASSIGN(const auto items, body.strings(param.name));
      // An empty list that must not be empty stays, so that it is refused.
      if (items && (!items->empty() || param.rule == ParamRule::kRequired)) {
        put_value(query, name, items);
      }
      return {};
    }
    case ParamType::kFlag:
    case ParamType::kPresence:
    case ParamType::kIgnoreNameCase:
    case ParamType::kIgnoreValueCase: {
      PROCOS_ASSIGN(const bool flag, body.boolean_or(param.name, false));
      if (flag) query[std::string(name)] = true;
      return {};
    }
    case ParamType::kBoolean: {
      PROCOS_ASSIGN(const auto flag, body.boolean(param.name));
      put_value(query, name, flag);
      return {};
    }
    case ParamType::kInteger: {
      PROCOS_ASSIGN(const auto number, body.integer(param.name));
      put_value(query, name, number);
      return {};
    }
    case ParamType::kLong: {
      PROCOS_ASSIGN(const auto number, body.long_integer(param.name));
      put_value(query, name, number);
      return {};
    }
    case ParamType::kDate: {
      PROCOS_ASSIGN(const auto date, body.date(param.name));
      if (date) query[std::string(name)] = format_date(*date);
      return {};
    }
    case ParamType::kVariables: return put_variables(param, body, query);
    case ParamType::kOrQueries: return put_alternatives(table, param, body, query);
    case ParamType::kUnused: {
      PROCOS_TRY(body.boolean(param.name));
      return {};
    }
    case ParamType::kConditions:
    case ParamType::kAnyValue: return {};
  }
  return {};
}

RestStatus put_sorting(const JsonObject& body, Json& query) {
  PROCOS_ASSIGN(const auto sortings, body.objects(kSorting));
  if (!sortings || sortings->empty()) return {};
  Json list = Json::array();
  for (const JsonObject& sorting : *sortings) {
    Json item = Json::object();
    PROCOS_ASSIGN(const auto by, sorting.string("sortBy"));
    PROCOS_ASSIGN(const auto order, sorting.string("sortOrder"));
    PROCOS_ASSIGN(const auto parameters, sorting.object("parameters"));
    put_value(item, "sortBy", by);
    put_value(item, "sortOrder", order);
    if (parameters) item["parameters"] = parameters->json();
    list.push_back(std::move(item));
  }
  query[std::string(kSorting)] = std::move(list);
  return {};
}

// ---- expressions ----

class AskerScope final : public expr::Scope {
 public:
  explicit AskerScope(const QueryAsker& asker) : asker_(asker) {}
  std::optional<expr::Operand> resolve(std::string_view) override { return std::nullopt; }
  TimeMs now_ms() const override { return asker_.now_ms; }
  std::string current_user() const override { return asker_.user; }
  std::vector<std::string> current_user_groups() const override { return asker_.groups; }

 private:
  const QueryAsker& asker_;
};

/// The parameter that an expression stands for; "candidateGroupsExpression": "candidateGroups".
const Param* target_of(const QueryTable& table, const Param& expression) {
  std::string_view name = expression.name;
  name.remove_suffix(kExpressionSuffix.size());
  for (const Param& param : table.params) {
    if (param.name == name) return &param;
  }
  return nullptr;
}

std::unexpected<RestError> engine_failure(std::string message) {
  return std::unexpected(RestError{500, "ProcessEngineException", std::move(message), 0, {}});
}

RestResult<Json> evaluated_expression(const Param& target, const std::string& text,
                                      const QueryAsker& asker) {
  const auto expression = expr::Expression::parse(text);
  if (!expression) return engine_failure(expression.error().message);
  AskerScope scope(asker);
  const auto unusable = [&](const std::string& what) {
    return std::unexpected(RestError{500, "IllegalArgumentException",
                                     "The expression '" + text + "' gives no " + what + " for '" +
                                         std::string(target.name) + "'",
                                     {},
                                     {}});
  };
  const auto failed = [&](const Error& error) {
    return engine_failure("Unable to resolve expression '" + text + "' for '" +
                          std::string(target.name) + "': " + error.message);
  };
  if (target.type == ParamType::kDate) {
    const auto date = expression->evaluate_date(scope);
    if (!date) return failed(date.error());
    if (!*date) return unusable("date");
    return Json(format_date(**date));
  }
  const auto value = expression->evaluate(scope);
  if (!value) return failed(value.error());
  if (target.type == ParamType::kList || target.type == ParamType::kArray) {
    const auto elements = expr::elements_of(*value);
    if (!elements) return unusable("list");
    Json list = Json::array();
    for (const Value& element : *elements) list.push_back(expr::to_text(element));
    return list;
  }
  if (value->type() != ValueType::kString) return unusable("text");
  return Json(value->as_text());
}

/// Calls `make` for every expression of the query and of its alternatives.
template <class Make>
RestStatus replace_expressions(const QueryTable& table, Json& query, Make make) {
  for (const Param& param : table.params) {
    if (param.type == ParamType::kOrQueries && query.contains(param.name)) {
      for (Json& any : query[std::string(param.name)]) {
        PROCOS_TRY(replace_expressions(table, any, make));
      }
    }
    if (param.type != ParamType::kExpression || !query.contains(param.name)) continue;
    const Param* target = target_of(table, param);
    const std::string name(param.name);
    if (!query[name].is_string()) continue;  // whoever reads the query says what is wrong with it
    if (target != nullptr) {
      PROCOS_ASSIGN(Json value, make(*target, query[name].template get<std::string>()));
      query[std::string(target->name)] = std::move(value);
    }
    query.erase(name);
  }
  return {};
}

/// Appends what the list does not hold yet.
void join_lists(Json& list, const Json& more, bool keep_equal) {
  for (const Json& item : more) {
    if (keep_equal || std::find(list.begin(), list.end(), item) == list.end()) {
      list.push_back(item);
    }
  }
}

bool is_joined(const QueryTable& table, const std::string& name) {
  if (name == kSorting) return true;
  return std::any_of(table.params.begin(), table.params.end(), [&](const Param& param) {
    return param.name == name &&
           (param.type == ParamType::kVariables || param.type == ParamType::kOrQueries);
  });
}

}  // namespace

RestResult<Json> normal_query(const QueryTable& table, const JsonObject& body) {
  Json query = Json::object();
  for (const Param& param : table.params) PROCOS_TRY(put_param(table, param, body, query));
  PROCOS_TRY(put_sorting(body, query));
  return query;
}

Json extend_query(const QueryTable& table, Json stored, const Json& extending) {
  // An instance is active or suspended: who asks for the one no longer asks for the other.
  for (const auto& [name, other] : {std::pair("active", "suspended"), {"suspended", "active"}}) {
    if (extending.contains(name) && !extending.contains(other)) stored.erase(other);
  }
  for (const auto& [name, value] : extending.items()) {
    if (is_joined(table, name) && stored.contains(name)) {
      join_lists(stored[name], value, name == kSorting);
    } else {
      stored[name] = value;
    }
  }
  return stored;
}

RestResult<Json> evaluate_alternatives(const QueryTable& table, Json query,
                                       const QueryAsker& asker) {
  auto alternatives = query.find("orQueries");
  if (alternatives == query.end() || !alternatives->is_array()) return query;
  for (Json& any : *alternatives) {
    if (!any.is_object()) continue;
    PROCOS_ASSIGN(any, evaluate_query(table, std::move(any), asker));
  }
  return query;
}

RestResult<Json> evaluate_query(const QueryTable& table, Json query, const QueryAsker& asker) {
  PROCOS_TRY(replace_expressions(
      table, query, [&](const Param& target, const std::string& text) -> RestResult<Json> {
        return evaluated_expression(target, text, asker);
      }));
  return query;
}

Json with_sample_values(const QueryTable& table, Json query) {
  const auto sample = [](const Param& target, const std::string&) -> RestResult<Json> {
    switch (target.type) {
      case ParamType::kDate: return Json(format_date(0));
      case ParamType::kList:
      case ParamType::kArray: return Json(Json::array({"x"}));
      default: return Json("x");
    }
  };
  // Samples do not fail.
  static_cast<void>(replace_expressions(table, query, sample));
  return query;
}

}  // namespace procos::rest
