#include "graph/compiler.h"

#include <algorithm>
#include <charconv>

namespace procos::graph {
namespace {

constexpr std::string_view kSpace = " \t\r\n";

std::string_view trim(std::string_view text) {
  const std::size_t first = text.find_first_not_of(kSpace);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(kSpace) - first + 1);
}

/// By the names under which Camunda finds its engines; they are compared without case.
ScriptLanguage script_language(std::string_view name) {
  const std::string known = lower(name);
  if (known == "juel") return ScriptLanguage::kJuel;
  for (const std::string_view javascript :
       {"javascript", "ecmascript", "js", "graal.js", "graal-js", "graaljs"}) {
    if (known == javascript) return ScriptLanguage::kJavaScript;
  }
  return ScriptLanguage::kUnsupported;
}

}  // namespace

bool is_expression(std::string_view text) {
  text = trim(text);
  return text.starts_with("${") || text.starts_with("#{");
}

bool is_blank(std::string_view text) {
  return text.find_first_not_of(kSpace) == std::string_view::npos;
}

std::string lower(std::string_view text) {
  std::string result(text);
  std::transform(result.begin(), result.end(), result.begin(), [](unsigned char c) {
    return static_cast<char>(c >= 'A' && c <= 'Z' ? c + ('a' - 'A') : c);
  });
  return result;
}

std::vector<std::string> comma_separated(std::string_view text) {
  std::vector<std::string> result;
  std::string entry;
  bool inside = false;
  for (const char c : text) {
    if (c == '{' || c == '$') inside = true;
    if (c == '}') inside = false;
    if (c == ',' && !inside) {
      result.emplace_back(trim(entry));
      entry.clear();
    } else {
      entry += c;
    }
  }
  if (!entry.empty()) result.emplace_back(trim(entry));
  return result;
}

std::optional<bool> parse_switch(std::string_view text) {
  for (const std::string_view yes : {"true", "enabled", "on", "active", "yes"}) {
    if (text == yes) return true;
  }
  for (const std::string_view no : {"false", "disabled", "off", "inactive", "no"}) {
    if (text == no) return false;
  }
  return std::nullopt;
}

Expression Compiler::expression(std::string_view text, Position at, const std::string& id) {
  auto parsed = Expression::parse(text);
  if (parsed) return *std::move(parsed);
  problems_.abort(at, parsed.error().message, id);
  return Expression::literal(std::string(text));
}

std::optional<Expression> Compiler::maybe(const Text& text, Position at, const std::string& id) {
  if (!text) return std::nullopt;
  return expression(*text, at, id);
}

std::optional<Expression> Compiler::priority(const Text& text, std::string_view attribute,
                                             Position at, const std::string& id) {
  if (!text) return std::nullopt;
  if (!is_expression(*text)) {
    std::string_view digits = *text;
    if (digits.starts_with('+')) digits.remove_prefix(1);
    std::int32_t value = 0;
    const auto parsed = std::from_chars(digits.data(), digits.data() + digits.size(), value);
    if (parsed.ec != std::errc() || parsed.ptr != digits.data() + digits.size()) {
      problems_.error(at,
                      "Value '" + *text + "' for attribute '" + std::string(attribute) +
                          "' is not a valid number",
                      id);
      return std::nullopt;
    }
  }
  return expression(*text, at, id);
}

std::vector<Expression> Compiler::list(const Text& text, Position at, const std::string& id) {
  std::vector<Expression> result;
  for (const auto& entry : comma_separated(text.value_or("")))
    result.push_back(expression(entry, at, id));
  return result;
}

std::optional<Script> Compiler::script(const model::Script& from, std::string_view default_language,
                                       std::string_view what, const std::string& id) {
  Script result;
  const std::string language = from.format.value_or(std::string(default_language));
  result.language = script_language(language);
  if (language.empty()) {
    problems_.error(from.at, "Missing attribute 'scriptFormat' for " + std::string(what), id);
    return std::nullopt;
  }
  if (!from.source && !from.resource) {
    problems_.error(
        from.at,
        "Unable to process " + std::string(what) + ": no script source or resource is given", id);
    return std::nullopt;
  }
  if (result.language == ScriptLanguage::kUnsupported) {
    problems_
        .error(from.at,
               "Script language '" + language + "' of " + std::string(what) +
                   " is not supported; supported languages: javascript (ECMAScript 2022), juel",
               id)
        .unsupported = true;
  }
  // JUEL scripts are expressions themselves; in other languages ${...} says where the script comes
  // from.
  const bool dynamic = result.language != ScriptLanguage::kJuel;
  if (from.resource && !from.resource->empty()) {
    result.resource = dynamic && is_expression(*from.resource)
                          ? expression(*from.resource, from.at, id)
                          : Expression::literal(*from.resource);
  } else {
    result.source = from.source.value_or("");
    if (dynamic && is_expression(result.source))
      result.source_expression = expression(result.source, from.at, id);
  }
  return result;
}

Timer Compiler::timer(const model::Timer& from, const std::string& id) {
  Timer result;
  result.exclusive = from.exclusive;
  const auto& [kind, text] = from.date    ? std::pair(Timer::Kind::kDate, from.date)
                             : from.cycle ? std::pair(Timer::Kind::kCycle, from.cycle)
                                          : std::pair(Timer::Kind::kDuration, from.duration);
  result.kind = kind;
  if (text) {
    result.expression = expression(*text, from.at, id);
  } else {
    problems_.error(
        from.at, "Timer needs configuration (either timeDate, timeCycle or timeDuration is needed)",
        id);
  }
  return result;
}

std::optional<Expression> Compiler::field_value(const model::Field& field, const std::string& id) {
  const auto pick = [&](const Text& attribute, const Text& element, const char* name) -> Text {
    if (attribute && element) {
      problems_.error(
          field.at,
          std::string("Attribute and element '") + name + "' of a field exclude each other", id);
      return std::nullopt;
    }
    if (element && element->empty()) {
      problems_.error(field.at, std::string("No value found in element '") + name + "' of a field",
                      id);
    }
    const Text& value = element ? element : attribute;
    return value && !value->empty() ? value : std::nullopt;
  };
  if (const auto text = pick(field.string_attribute, field.string_element, "string"))
    return Expression::literal(*text);
  const auto text = pick(field.expression_attribute, field.expression_element, "expression");
  if (text && !is_blank(*text)) return expression(*text, field.at, id);
  return std::nullopt;
}

std::vector<std::pair<std::string, Expression>> Compiler::fields(
    const std::vector<model::Field>& from, Position at, const std::string& id) {
  std::vector<std::pair<std::string, Expression>> result;
  for (const auto& field : from) {
    if (auto compiled = field_value(field, id)) {
      result.emplace_back(field.name.value_or(""), *std::move(compiled));
    } else {
      problems_.error(at,
                      "One of the following is mandatory on a field declaration: one of attributes "
                      "stringValue|expression or one of child elements string|expression",
                      id);
    }
  }
  return result;
}

std::optional<Listener> Compiler::listener(const model::Listener& from, std::string_view kind,
                                           const std::string& id) {
  Listener result;
  result.event = from.event.value_or("");
  const bool execution = kind == "executionListener";
  const auto empty = [&](const Text& text, const char* name) {
    if (!execution || !text->empty()) return false;
    problems_.error(from.at, std::string("Attribute '") + name + "' cannot be empty", id);
    return true;
  };
  if (from.class_name) {
    if (empty(from.class_name, "class")) return std::nullopt;
    result.delegate = *from.class_name;
    result.fields = fields(from.fields, from.at, id);
  } else if (from.expression) {
    result.expression = expression(*from.expression, from.at, id);
  } else if (from.delegate_expression) {
    if (empty(from.delegate_expression, "delegateExpression")) return std::nullopt;
    expression(*from.delegate_expression, from.at, id);
    result.delegate = *from.delegate_expression;
    result.fields = fields(from.fields, from.at, id);
  } else if (from.script) {
    auto compiled = script(*from.script, "", "'script' element", id);
    if (!compiled) return std::nullopt;
    result.script = std::make_shared<const Script>(*std::move(compiled));
  } else {
    problems_.error(
        from.at,
        "Element 'class', 'expression', 'delegateExpression' or 'script' is mandatory on " +
            std::string(kind),
        id);
    return std::nullopt;
  }
  return result;
}

std::vector<Listener> Compiler::execution_listeners(const std::vector<model::Listener>& from,
                                                    const std::string& id) {
  std::vector<Listener> result;
  for (const auto& one : from) {
    if (!one.event || is_blank(*one.event)) {
      problems_.error(one.at, "Attribute 'event' is mandatory on listener", id);
    } else if (*one.event != "start" && *one.event != "end") {
      problems_.error(one.at, "Attribute 'event' must be one of {start|end}", id);
    } else if (auto compiled = listener(one, "executionListener", id)) {
      result.push_back(*std::move(compiled));
    }
  }
  return result;
}

std::vector<Listener> Compiler::take_listeners(const std::vector<model::Listener>& from,
                                               const std::string& id) {
  std::vector<Listener> result;
  for (const auto& one : from) {
    auto compiled = listener(one, "executionListener", id);
    if (!compiled) continue;
    compiled->event = "take";  // a flow has no other event, so Camunda does not read the attribute
    result.push_back(*std::move(compiled));
  }
  return result;
}

std::optional<Mapping> Compiler::mapping(const model::Mapping& from, const std::string& id) {
  Mapping result;
  result.local = from.local == "true";
  if (from.variables == "all") {
    result.all = true;
    return result;
  }
  const std::size_t before = problems_.list().size();
  if (from.source) {
    result.source = *from.source;
    if (from.source->empty())
      problems_.error(from.at, "Empty attribute 'source' when passing variables", id);
  } else if (from.source_expression) {
    if (from.source_expression->empty()) {
      problems_.error(from.at, "Empty attribute 'sourceExpression' when passing variables", id);
    } else {
      result.source_expression = expression(*from.source_expression, from.at, id);
    }
  } else {
    problems_.error(from.at,
                    "Missing parameter 'source' or 'sourceExpression' when passing variables", id);
  }
  if (!from.target || from.target->empty()) {
    problems_.error(from.at,
                    std::string(from.target ? "Empty" : "Missing") +
                        " attribute 'target' when attribute 'source' or 'sourceExpression' is set",
                    id);
  }
  if (problems_.list().size() != before) return std::nullopt;
  result.target = *from.target;
  return result;
}

std::vector<Mapping> Compiler::mappings(const std::vector<model::Mapping>& from, bool out,
                                        const std::string& id) {
  std::vector<Mapping> result;
  for (const auto& one : from) {
    if (!out && one.business_key && !one.business_key->empty()) {
      Mapping key;
      key.business_key = true;
      key.source_expression = expression(*one.business_key, one.at, id);
      result.push_back(std::move(key));
    } else if (auto compiled = mapping(one, id)) {
      result.push_back(*std::move(compiled));
    }
  }
  return result;
}

bool Compiler::parameters(const std::vector<model::Parameter>& from, std::string_view tag,
                          std::vector<Parameter>& into, const std::string& id) {
  for (const auto& one : from) {
    if (!one.name || one.name->empty()) {
      problems_.error(one.at, "Missing attribute 'name' for " + std::string(tag), id);
      return false;
    }
    Parameter parameter;
    if (!nested_value(one, parameter, id)) return false;
    parameter.name = *one.name;
    into.push_back(std::move(parameter));
  }
  return true;
}

bool Compiler::nested_value(const model::Parameter& from, Parameter& into, const std::string& id) {
  if (from.children.empty()) return value(from, into, id);
  if (from.children.size() == 1) return value(from.children.front(), into, id);
  problems_.error(from.at, "Nested parameter can at most have one child element", id);
  return false;
}

bool Compiler::value(const model::Parameter& from, Parameter& into, const std::string& id) {
  if (from.tag == "list") {
    into.kind = Parameter::Kind::kList;
    for (const auto& element : from.children) {
      if (!value(element, into.elements.emplace_back(), id)) return false;
    }
    return true;
  }
  if (from.tag == "map") return map_value(from, into, id);
  if (from.script) {
    if (!from.script->format || from.script->format->empty()) {
      problems_.error(from.at, "Missing attribute 'scriptFormat' for 'script' element", id);
      return false;
    }
    auto compiled = script(*from.script, "", "'script' element", id);
    if (!compiled) return false;
    into.kind = Parameter::Kind::kScript;
    into.script = std::make_shared<const Script>(*std::move(compiled));
    return true;
  }
  if (from.text.empty()) return true;  // null
  into.kind = Parameter::Kind::kExpression;
  into.expression = expression(from.text, from.at, id);
  return true;
}

bool Compiler::map_value(const model::Parameter& from, Parameter& into, const std::string& id) {
  into.kind = Parameter::Kind::kMap;
  for (const auto& entry : from.children) {
    if (entry.tag != "entry") continue;
    if (!entry.key || entry.key->empty()) {
      problems_.error(entry.at, "Missing attribute 'key' for 'entry' element", id);
      return false;
    }
    Parameter element;
    if (!nested_value(entry, element, id)) return false;
    element.name = *entry.key;
    auto key = expression(*entry.key, entry.at, id);
    if (!key.is_literal()) element.key = std::move(key);
    into.elements.push_back(std::move(element));
  }
  // Camunda keeps the entries sorted by their key's text; of equal keys the last one counts.
  std::stable_sort(into.elements.begin(), into.elements.end(),
                   [](const Parameter& a, const Parameter& b) { return a.name < b.name; });
  const auto same = [](const Parameter& a, const Parameter& b) { return a.name == b.name; };
  std::reverse(into.elements.begin(), into.elements.end());
  into.elements.erase(std::unique(into.elements.begin(), into.elements.end(), same),
                      into.elements.end());
  std::reverse(into.elements.begin(), into.elements.end());
  return true;
}

}  // namespace procos::graph
