#include "script/world.h"

#include <algorithm>

#include "base/log.h"
#include "expr/method.h"
#include "expr/program.h"
#include "expr/value_bridge.h"
#include "expr/world.h"

namespace procos::script {
namespace {

using expr::Host;
using expr::HostObject;
using expr::Operand;

Datum host_datum(std::shared_ptr<Host> host) {
  return Datum::object(std::make_shared<HostObject>(std::move(host)));
}

bool is_mutable(const Value& value) {
  return value.type() == ValueType::kObject || value.type() == ValueType::kJson ||
         value.type() == ValueType::kXml;
}

/// The text by which a change is seen; it does not depend on how the stored text was formatted.
Result<std::string> content(const Datum& datum) {
  PROCOS_ASSIGN(const Value value, expr::value_of(datum));
  if (value.type() == ValueType::kObject) return value.as_object().text;
  return is_mutable(value) ? value.as_text() : std::string();
}

}  // namespace

Result<Datum> ScopeWorld::track(std::string_view variable, const Value& value) {
  if (!is_mutable(value)) return expr::datum_of(value);
  for (const Tracked& known : tracked_) {
    if (known.variable == variable && known.before == value) return known.datum;
  }
  PROCOS_ASSIGN(Datum datum, expr::datum_of(value));
  tracked_.push_back({std::string(variable), value, datum});
  return datum;
}

std::optional<Result<Datum>> ScopeWorld::binding(std::string_view name) {
  if (name == call_.host) {
    const auto found = call_.scope.resolve(name);
    if (!found) return std::nullopt;
    if (const auto* host = std::get_if<std::shared_ptr<Host>>(&*found)) return host_datum(*host);
  }
  const auto known =
      std::ranges::find(call_.variables, name, &std::pair<std::string, Value>::first);
  if (known == call_.variables.end()) return std::nullopt;
  return track(name, known->second);
}

bool ScopeWorld::has_method(const Datum& self, std::string_view name) {
  if (const auto* host = self.as<HostObject>())
    return name == "toString" || host->host->has_method(name);
  return expr::has_method(self, name);
}

Result<Datum> ScopeWorld::call(const Datum& self, std::string_view method,
                               std::span<const Datum> arguments) {
  if (const auto* host = self.as<HostObject>()) return call_host(*host->host, method, arguments);
  bool changed = false;
  return expr::call_method(self, method, arguments, call_.scope.now_ms(), changed);
}

Result<Datum> ScopeWorld::call_host(Host& host, std::string_view method,
                                    std::span<const Datum> arguments) {
  if (method == "toString" && arguments.empty()) return Datum::string(host.text());
  std::vector<Value> values;
  values.reserve(arguments.size());
  for (const Datum& argument : arguments) {
    PROCOS_ASSIGN(Value value, expr::value_of(argument));
    values.push_back(std::move(value));
  }
  auto called = host.call(method, values);
  if (!called) {
    return expr::expression_error("'" + std::string(method) + "' is not called with " +
                                  std::to_string(arguments.size()) + " arguments");
  }
  PROCOS_ASSIGN(const Operand result, std::move(*called));
  if (const auto* found = std::get_if<std::shared_ptr<Host>>(&result)) return host_datum(*found);
  const Value& value = std::get<Value>(result);
  const bool reads_variable =
      method.starts_with("getVariable") && arguments.size() == 1 && arguments[0].is_string();
  return reads_variable ? track(arguments[0].as_text(), value) : expr::datum_of(value);
}

Result<Datum> ScopeWorld::spin(std::string_view function, const Datum& argument) {
  expr::Function::World world{call_.scope};
  return expr::function_at(static_cast<std::uint32_t>(expr::find_function(function)))
      .invoke(world, &argument);
}

void ScopeWorld::print(std::string_view line) {
  log::info(line, {{"script", call_.name}});
}

Status ScopeWorld::store_changes() {
  for (const Tracked& read : tracked_) {
    PROCOS_ASSIGN(const Datum unchanged, expr::datum_of(read.before));
    PROCOS_ASSIGN(const std::string before, content(unchanged));
    PROCOS_ASSIGN(const std::string after, content(read.datum));
    if (before == after) continue;
    // Set to something else meanwhile: the object that was read is nobody's any more.
    const auto now = call_.scope.resolve(read.variable);
    const Value* current = now ? std::get_if<Value>(&*now) : nullptr;
    if (current == nullptr || !(*current == read.before)) continue;
    PROCOS_ASSIGN(const Value value, expr::value_of(read.datum));
    call_.scope.variable_changed(read.variable, value);
  }
  return {};
}

}  // namespace procos::script
