#include "expr/method.h"

#include <algorithm>
#include <string>
#include <vector>

#include "expr/coerce.h"
#include "expr/java_text.h"

namespace procos::expr {
namespace {

using Types = std::vector<JavaType>;

// ---- what every object has, and classes

Result<Datum> get_class(Call& call) {
  return Datum::object(std::make_shared<NameObject>(JavaType::kClass, class_name_of(call.self)));
}

Result<Datum> simple_name(Call& call) {
  const std::string& name = call.object<NameObject>().name;
  return Datum::string(name.substr(name.find_last_of(".$") + 1));
}

Result<Datum> plain_name(Call& call) { return Datum::string(call.object<NameObject>().name); }

constexpr std::array kObjectMethods{
    Method{
        "toString", {}, [](Call& c) -> Result<Datum> { return Datum::string(java_text(c.self)); }},
    Method{
        "hashCode", {}, [](Call& c) -> Result<Datum> { return Datum::integer(java_hash(c.self)); }},
    Method{"equals",
           {JavaType::kObject},
           [](Call& c) -> Result<Datum> {
             return Datum::boolean(java_equals(c.self, c.arguments[0]));
           }},
    Method{"getClass", {}, get_class},
};

constexpr std::array kClassMethods{
    Method{"getName", {}, plain_name},
    Method{"getTypeName", {}, plain_name},
    Method{"getCanonicalName", {}, plain_name},
    Method{"getSimpleName", {}, simple_name},
};

constexpr std::array kEnumMethods{
    Method{"name", {}, plain_name},
};

std::span<const Method> own_methods(const Datum& self) {
  const JavaType type = type_of(self);
  if (is_number_type(type) || type == JavaType::kBoolean || type == JavaType::kCharacter)
    return number_methods(type);
  if (is_assignable(type, JavaType::kCollection)) return list_methods(*self.as<ListObject>());
  switch (type) {
    case JavaType::kString: return string_methods();
    case JavaType::kMap: return map_methods();
    case JavaType::kMapEntry:
    case JavaType::kIterator:
    case JavaType::kStream: return sequence_methods(type);
    case JavaType::kDate: return date_methods();
    case JavaType::kDateTime:
    case JavaType::kDateTimeProperty:
    case JavaType::kLocalDateOrTime:
    case JavaType::kInstant:
    case JavaType::kCalendar: return joda_methods(type);
    case JavaType::kJsonNode:
    case JavaType::kJsonPathQuery: return json_methods(type);
    case JavaType::kXmlElement:
    case JavaType::kXmlAttribute:
    case JavaType::kXPathQuery: return xml_methods(type);
    case JavaType::kClass: return kClassMethods;
    case JavaType::kEnum: return kEnumMethods;
    default: return {};
  }
}

// ---- the choice among overloads (jakarta.el.ELUtil of EL 4.0)

enum class Match : std::uint8_t { kNone, kExact, kAssignable, kCoercible, kVarargs };

bool has_varargs(const Method& method) { return method.flags == Flags::kVarargs; }

bool fits(const Datum& argument, JavaType parameter) {
  return argument.is_null() || is_assignable(type_of(argument), parameter) ||
         coerce(argument, parameter).has_value();
}

Match match_of(const Method& method, std::span<const Datum> arguments) {
  const bool varargs = has_varargs(method);
  if (varargs ? arguments.size() + 1 < method.count : arguments.size() != method.count)
    return Match::kNone;
  Match match = Match::kExact;
  const std::size_t fixed = varargs ? method.count - 1U : method.count;
  for (std::size_t i = 0; i < fixed; ++i) {
    const JavaType parameter = method.parameters[i];
    const JavaType type = type_of(arguments[i]);
    if (type == parameter) continue;
    if (arguments[i].is_null() || is_assignable(type, parameter)) {
      match = std::max(match, Match::kAssignable);
    } else if (coerce(arguments[i], parameter)) {
      match = Match::kCoercible;
    } else {
      return Match::kNone;
    }
  }
  if (!varargs) return match;
  for (std::size_t i = fixed; i < arguments.size(); ++i) {
    if (!fits(arguments[i], method.parameters[fixed])) return Match::kNone;
  }
  return Match::kVarargs;
}

JavaType parameter_at(const Method& method, std::size_t i) {
  return method.parameters[std::min<std::size_t>(i, method.count - 1U)];
}

// 1: `a` is more specific than `b`, -1: less, 0: neither.
int more_specific_type(JavaType a, JavaType b, JavaType argument, bool by_coercion) {
  a = boxed(a);
  b = boxed(b);
  if (is_assignable(a, b)) return 1;
  if (is_assignable(b, a)) return -1;
  if (by_coercion && is_number_type(argument)) {
    // A number prefers a parameter that is a number.
    if (is_number_type(a) != is_number_type(b)) return is_number_type(a) ? 1 : -1;
  }
  return 0;
}

int more_specific(const Method& a, const Method& b, std::span<const Datum> arguments,
                  bool by_coercion) {
  int result = 0;
  const std::size_t count =
      has_varargs(a) ? std::max({std::size_t{a.count}, std::size_t{b.count}, arguments.size()})
                     : a.count;
  for (std::size_t i = 0; i < count; ++i) {
    const JavaType left = parameter_at(a, i);
    const JavaType right = parameter_at(b, i);
    if (left == right) continue;
    const JavaType argument = i < arguments.size() ? type_of(arguments[i]) : JavaType::kNone;
    const int one = more_specific_type(left, right, argument, by_coercion);
    if (one == 0 || one == -result) return 0;
    result = one;
  }
  return result;
}

std::string signature(const Datum& self, std::string_view name, std::span<const Datum> arguments) {
  std::string out = "class " + class_name_of(self) + "." + std::string(name) + "(";
  for (std::size_t i = 0; i < arguments.size(); ++i) {
    if (i > 0) out += ", ";
    out += class_name_of(arguments[i]);
  }
  return out + ")";
}

using Candidates = std::vector<const Method*>;

// The methods no other is more specific than.
Candidates most_specific(const Candidates& candidates, std::span<const Datum> arguments,
                         bool by_coercion) {
  Candidates best;
  for (const Method* candidate : candidates) {
    bool less_specific = false;
    std::erase_if(best, [&](const Method* other) {
      const int order = more_specific(*candidate, *other, arguments, by_coercion);
      less_specific = less_specific || order == -1;
      return order == 1;
    });
    if (!less_specific) best.push_back(candidate);
  }
  return best;
}

Result<const Method*> choose(const Datum& self, std::string_view name,
                             std::span<const Datum> arguments) {
  std::array<Candidates, 5> found;
  for (std::span<const Method> table :
       {own_methods(self), std::span<const Method>(kObjectMethods)}) {
    for (const Method& method : table) {
      if (method.name != name) continue;
      const Match match = match_of(method, arguments);
      if (match == Match::kExact) return &method;
      found[static_cast<std::size_t>(match)].push_back(&method);
    }
  }
  for (Match match : {Match::kAssignable, Match::kCoercible, Match::kVarargs}) {
    const Candidates& candidates = found[static_cast<std::size_t>(match)];
    if (candidates.empty()) continue;
    const Candidates best = most_specific(candidates, arguments, match != Match::kAssignable);
    if (best.size() == 1) return best[0];
    return marked_error(kUnknownMethod,
                        "Unable to find unambiguous method: " + signature(self, name, arguments));
  }
  return marked_error(kUnknownMethod, "Method not found: " + signature(self, name, arguments));
}

bool is_upper(char c) { return c >= 'A' && c <= 'Z'; }

// java.beans.Introspector.decapitalize(capitalized) == name
bool decapitalizes_to(std::string_view capitalized, std::string_view name) {
  if (capitalized.empty() || capitalized.size() != name.size()) return false;
  if (capitalized.size() > 1 && is_upper(capitalized[0]) && is_upper(capitalized[1]))
    return capitalized == name;
  const char first =
      is_upper(capitalized[0]) ? static_cast<char>(capitalized[0] - 'A' + 'a') : capitalized[0];
  return first == name[0] && capitalized.substr(1) == name.substr(1);
}

const Method* getter_in(std::span<const Method> table, std::string_view name) {
  for (const Method& method : table) {
    if (method.count != 0) continue;
    if (method.flags == Flags::kGetter && decapitalizes_to(method.name.substr(2), name))
      return &method;
    if (method.name.starts_with("get") && decapitalizes_to(method.name.substr(3), name))
      return &method;
  }
  return nullptr;
}

Result<std::int64_t> index_of(const Datum& property) {
  std::int64_t index = 0;
  if (number_as_long(property, index)) return narrowed(index, Datum::Kind::kInteger).as_int();
  if (property.kind() == Datum::Kind::kCharacter) return property.as_int();
  if (property.is_string()) {
    if (const auto parsed = parse_java_long(property.as_text())) return *parsed;
  }
  return expression_error("For input string: \"" + coerce_to_text(property) + "\"");
}

}  // namespace

Result<Datum> call_method(const Datum& self, std::string_view name,
                          std::span<const Datum> arguments, TimeMs now, bool& changed) {
  PROCOS_ASSIGN(const Method* method, choose(self, name, arguments));
  std::vector<Datum> coerced;
  coerced.reserve(arguments.size());
  for (std::size_t i = 0; i < arguments.size(); ++i) {
    PROCOS_ASSIGN(Datum argument, coerce(arguments[i], parameter_at(*method, i)));
    coerced.push_back(std::move(argument));
  }
  Call call{self, coerced, now, changed};
  return method->invoke(call);
}

bool has_method(const Datum& self, std::string_view name) {
  const auto named = [&](const Method& method) { return method.name == name; };
  return std::ranges::any_of(own_methods(self), named) ||
         std::ranges::any_of(kObjectMethods, named);
}

Result<Datum> read_property(const Datum& self, const Datum& property, TimeMs now) {
  if (const auto* list = self.as<ListObject>();
      list != nullptr && (list->is_array() || list->is_list())) {
    PROCOS_ASSIGN(const std::int64_t index, index_of(property));
    if (index < 0 || index >= static_cast<std::int64_t>(list->items.size())) return Datum();
    return list->items[static_cast<std::size_t>(index)];
  }
  if (const auto* map = self.as<MapObject>()) {
    const Datum* value = map->find(property);
    return value != nullptr ? *value : Datum();
  }
  const std::string name = coerce_to_text(property);
  const Method* getter = getter_in(own_methods(self), name);
  if (getter == nullptr) getter = getter_in(kObjectMethods, name);
  if (getter == nullptr) {
    return marked_error(kUnknownProperty, "The class '" + class_name_of(self) +
                                              "' does not have the property '" + name + "'.");
  }
  bool changed = false;
  Call call{self, {}, now, changed};
  return getter->invoke(call);
}

Result<Datum> sized_string(std::string text) {
  if (text.size() > kMaxTextSize) return expression_error("a text would be longer than 64 MiB");
  return Datum::string(std::move(text));
}

}  // namespace procos::expr
