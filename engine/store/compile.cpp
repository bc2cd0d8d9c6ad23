#include "store/compile.h"

#include <algorithm>
#include <chrono>
#include <map>
#include <nlohmann/json.hpp>

#include "model/value.h"

namespace procos::store {
namespace {

/// From here on a list is one parameter: fewer statements to prepare, and no limit on its length.
constexpr std::size_t kLongList = 16;

template <class Def>
const Def* find_def(std::span<const Def> defs, std::string_view name) {
  for (const Def& def : defs) {
    if (def.name == name) return &def;
  }
  return nullptr;
}

bool has(std::string_view text, std::string_view part) {
  return text.find(part) != std::string_view::npos;
}

bool is_flag(const FilterDef& def) {
  constexpr std::string_view kOfValues[] = {"$1", "$list", "$each", "$id"};
  return std::none_of(std::begin(kOfValues), std::end(kOfValues),
                      [&](std::string_view placeholder) { return has(def.sql, placeholder); });
}

bool is_off(const Filter& filter) {
  if (filter.values.empty()) return false;
  const auto* number = std::get_if<std::int64_t>(&filter.values.front());
  return number != nullptr && *number == 0;
}

/// Whether a flag, or any other filter that may switch one, is part of the query.
bool is_on(const std::vector<Filter>& filters, std::string_view name) {
  for (const Filter& filter : filters) {
    if (filter.name == name) return !is_off(filter);
  }
  return false;
}

/// The same of any of several names between spaces.
bool any_is_on(const std::vector<Filter>& filters, std::string_view names) {
  for (std::size_t at = 0; at < names.size();) {
    const std::size_t end = std::min(names.find(' ', at), names.size());
    if (is_on(filters, names.substr(at, end - at))) return true;
    at = end + 1;
  }
  return false;
}

std::string list_placeholder(const std::vector<Param>& values, bool of_ids,
                             Parameters& parameters) {
  if (values.size() < kLongList) {
    std::string text = "(";
    for (const Param& value : values) {
      if (text.size() > 1) text += ",";
      text += of_ids ? parameters.add_id(value) : parameters.add(value);
    }
    return text + ")";
  }
  nlohmann::json list = nlohmann::json::array();
  for (const Param& value : values)
    std::visit([&](const auto& each) { list.push_back(each); }, value);
  return of_ids ? parameters.add_ids(list) : parameters.add_list(list);
}

/// A definition's text with its placeholders replaced; a placeholder named twice is one parameter.
class Expansion {
 public:
  Expansion(const std::vector<Param>& values, std::int64_t now_ms, Parameters& parameters)
      : values_(values), now_ms_(now_ms), parameters_(parameters) {}

  std::string expand(std::string_view text) {
    std::string result;
    for (std::size_t at = 0; at < text.size();) {
      const std::size_t dollar = std::min(text.find('$', at), text.size());
      result += text.substr(at, dollar - at);
      if (dollar == text.size()) break;
      std::size_t end = dollar + 1;
      while (end < text.size() && std::isalnum(static_cast<unsigned char>(text[end])) != 0) ++end;
      result += placeholder(text.substr(dollar + 1, end - dollar - 1));
      at = end;
    }
    return result;
  }

 private:
  Param value(std::size_t index) const {
    return index < values_.size() ? values_[index] : Param(nullptr);
  }

  const std::string& placeholder(std::string_view name) {
    auto [found, is_new] = known_.try_emplace(std::string(name));
    if (is_new) {
      if (name == "now") {
        found->second = parameters_.add(now_ms_);
      } else if (name == "list" || name == "ids") {
        found->second = list_placeholder(values_, name == "ids", parameters_);
      } else if (name == "id") {
        found->second = parameters_.add_id(value(0));
      } else {
        // $1, $2: the value at that place; $each: the only one.
        found->second =
            parameters_.add(value(name == "each" ? 0 : static_cast<std::size_t>(name[0] - '1')));
      }
    }
    return found->second;
  }

  const std::vector<Param>& values_;
  const std::int64_t now_ms_;
  Parameters& parameters_;
  std::map<std::string, std::string> known_;
};

class Compiler {
 public:
  Compiler(const Entity& entity, const Query& query) : entity_(entity) {
    using namespace std::chrono;
    now_ms_ = query.now_ms != 0
                  ? query.now_ms
                  : duration_cast<milliseconds>(system_clock::now().time_since_epoch()).count();
  }

  Result<Compiled> compile(const Query& query, const Narrow& narrow) {
    if (!entity_.base.empty() && !is_on(query.filters, entity_.base_unless)) {
      conditions_.emplace_back(entity_.base);
    }
    PROCOS_ASSIGN(const std::vector<std::string> all, conditions(query, true));
    conditions_.insert(conditions_.end(), all.begin(), all.end());
    for (const Query& alternative : query.any_of) {
      PROCOS_ASSIGN(const std::vector<std::string> any, conditions(alternative, false));
      // Without any condition nothing is asked, as in Camunda.
      if (!any.empty()) conditions_.push_back("(" + join(any, " OR ") + ")");
    }
    if (narrow) {
      std::string own = narrow(compiled_.parameters);
      if (!own.empty()) conditions_.push_back(std::move(own));
    }
    if (!conditions_.empty()) compiled_.where = " WHERE " + join(conditions_, " AND ");
    PROCOS_TRY(order(query));
    return std::move(compiled_);
  }

 private:
  static std::string join(const std::vector<std::string>& parts, std::string_view separator) {
    std::string text;
    for (const std::string& part : parts) {
      if (!text.empty()) text += separator;
      text += part;
    }
    return text;
  }

  std::string expand(std::string_view text, const std::vector<Param>& values) {
    return Expansion(values, now_ms_, compiled_.parameters).expand(text);
  }

  std::string open(const GroupDef& group, const Query& query) {
    const bool replaced = !group.when.empty() && is_on(query.filters, group.when);
    return std::string(replaced ? group.then : group.open);
  }

  /// The text of one filter; empty when it restricts nothing.
  std::string condition(const FilterDef& def, const Filter& filter, const Query& query, bool all) {
    if (is_flag(def) && is_off(filter)) return {};
    if (any_is_on(query.filters, def.unless)) return {};
    if (!all && !def.in_any.empty()) {
      return def.in_any == " " ? std::string() : expand(def.in_any, filter.values);
    }
    const bool replaced = any_is_on(query.filters, def.when);
    const std::string_view sql = replaced ? def.then : def.sql;
    if (!has(sql, "$each")) return expand(sql, filter.values);
    std::vector<std::string> parts;
    for (const Param& value : filter.values) parts.push_back(expand(sql, {value}));
    return parts.empty() ? std::string() : "(" + join(parts, " AND ") + ")";
  }

  /// One of several of which any may hold: where a group would be around it, it has one for itself.
  std::string alone(const FilterDef& def, const std::string& text, const Query& query) {
    if (def.group.empty() || !def.in_any.empty()) return text;
    const GroupDef& group = *find_def(entity_.groups, def.group);
    return "(" + open(group, query) + text + std::string(group.close) + ")";
  }

  /// Filters of one group are about the same row when all must hold; where any may hold, each is
  /// for itself.
  Result<std::vector<std::string>> conditions(const Query& query, bool all) {
    std::vector<std::string> result;
    std::map<std::string_view, std::vector<std::string>> grouped;
    for (const Filter& filter : query.filters) {
      const FilterDef* def = find_def(entity_.filters, filter.name);
      if (def == nullptr) return fail(ErrorKind::kNotValid, "unknown filter '" + filter.name + "'");
      const std::string text = condition(*def, filter, query, all);
      if (text.empty()) continue;
      if (all && !def->group.empty()) {
        grouped[def->group].push_back(text);
        continue;
      }
      std::string whole = all ? text : alone(*def, text, query);
      if (!all && def->with_previous && !result.empty()) {
        result.back() = "(" + result.back() + " AND " + whole + ")";
      } else {
        result.push_back(std::move(whole));
      }
    }
    for (const auto& [name, parts] : grouped) {
      const GroupDef& group = *find_def(entity_.groups, name);
      result.push_back(open(group, query) + join(parts, group.joiner) + std::string(group.close));
    }
    for (const VariableFilter& filter : query.variable_filters) {
      PROCOS_ASSIGN(const std::string text, variable(filter));
      result.push_back(text);
    }
    return result;
  }

  Result<std::string> variable(const VariableFilter& filter) {
    const VariableDef* def = find_def(entity_.variables, filter.name);
    if (def == nullptr)
      return fail(ErrorKind::kNotValid, "unknown variable filter '" + filter.name + "'");
    PROCOS_ASSIGN(const std::string comparison,
                  compile_variable(filter, def->alias, entity_.incomparable, compiled_.parameters));
    std::string text(def->sql);
    constexpr std::string_view kPlace = "$condition";
    return text.replace(text.find(kPlace), kPlace.size(), comparison);
  }

  Status order(const Query& query) {
    std::vector<std::string> keys;
    for (const Sort& sort : query.sorts) {
      const SortDef* def = find_def(entity_.sorts, sort.by);
      if (def == nullptr) return fail(ErrorKind::kNotValid, "cannot sort by '" + sort.by + "'");
      std::vector<Param> parameters;
      if (has(def->sql, "$1")) {
        PROCOS_ASSIGN(parameters, variable_to_sort_by(sort));
      }
      keys.push_back(expand(def->sql, parameters) + (sort.descending ? " DESC" : ""));
    }
    keys.emplace_back(entity_.order);
    compiled_.order = " ORDER BY " + join(keys, ", ");
    return {};
  }

  static Result<std::vector<Param>> variable_to_sort_by(const Sort& sort) {
    if (sort.parameters.size() != 2) {
      return fail(ErrorKind::kNotValid,
                  "sorting by '" + sort.by + "' needs a variable's name and type");
    }
    for (int type = 1; type <= static_cast<int>(ValueType::kDate); ++type) {
      std::string name(type_name(static_cast<ValueType>(type)));
      name[0] = static_cast<char>(std::tolower(static_cast<unsigned char>(name[0])));
      std::string wanted = sort.parameters[1];
      if (!wanted.empty())
        wanted[0] = static_cast<char>(std::tolower(static_cast<unsigned char>(wanted[0])));
      if (name == wanted) return std::vector<Param>{sort.parameters[0], std::int64_t{type}};
    }
    return fail(ErrorKind::kNotValid,
                "cannot sort by variables of type '" + sort.parameters[1] + "'");
  }

  const Entity& entity_;
  std::int64_t now_ms_ = 0;
  std::vector<std::string> conditions_;
  Compiled compiled_;
};

}  // namespace

std::string Parameters::add_list(const nlohmann::json& values) {
  const std::string text = values.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
  return "(SELECT value FROM json_each(" + add(text) + "))";
}

std::string Parameters::add_ids(const nlohmann::json& ids) {
  return "(SELECT id_key(value) FROM " + add_list(ids) + ")";
}

void Parameters::bind_to(Statement& statement) const {
  int at = 0;
  for (const Param& parameter : values_) {
    ++at;
    if (const auto* text = std::get_if<std::string>(&parameter)) {
      statement.bind(at, std::string_view(*text));
    } else if (const auto* integer = std::get_if<std::int64_t>(&parameter)) {
      statement.bind(at, *integer);
    } else if (const auto* real = std::get_if<double>(&parameter)) {
      statement.bind(at, *real);
    } else {
      statement.bind_null(at);
    }
  }
}

Result<Compiled> compile(const Entity& entity, const Query& query, const Narrow& narrow) {
  return Compiler(entity, query).compile(query, narrow);
}

}  // namespace procos::store
