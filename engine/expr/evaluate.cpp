#include "expr/evaluate.h"

#include <span>

#include "expr/coerce.h"
#include "expr/method.h"
#include "expr/value_bridge.h"
#include "expr/world.h"

namespace procos::expr {
namespace {

class Machine {
 public:
  Machine(const Program& program, Scope& scope) : program_(program), scope_(scope) {
    stack_.reserve(program.max_depth);
  }

  Result<Datum> run() {
    std::size_t next = 0;
    while (next < program_.code.size()) {
      const Instruction& instruction = program_.code[next++];
      PROCOS_TRY(step(instruction, next));
    }
    if (changed_) PROCOS_TRY(tell_changes());
    return std::move(stack_.back());
  }

 private:
  // A variable that holds a collection or Spin node: the same object each time it is named.
  struct Loaded {
    std::uint32_t name;
    Datum datum;
    Value before;
  };

  Datum& top() { return stack_.back(); }

  Datum pop() {
    Datum datum = std::move(stack_.back());
    stack_.pop_back();
    return datum;
  }

  Status replace_top(Result<Datum> result) {
    if (!result) return std::unexpected(std::move(result).error());
    top() = std::move(*result);
    return {};
  }

  Status step(const Instruction& instruction, std::size_t& next) {
    switch (instruction.op) {
      case Op::kConstant: stack_.push_back(program_.constants[instruction.a]); return {};
      case Op::kVariable: return variable(instruction.a);
      case Op::kProperty: return property(Datum::string(program_.names[instruction.a]));
      case Op::kSkipIfNull:
        if (top().is_null()) next = instruction.a;
        return {};
      case Op::kIndex: return property(pop());
      case Op::kCall: return call(program_.names[instruction.a], instruction.b, 0);
      case Op::kCallIndexed: return call_indexed(instruction.b);
      case Op::kFunction: return function(instruction);
      case Op::kBinary: {
        const Datum right = pop();
        return replace_top(apply(static_cast<Operator>(instruction.a), top(), right));
      }
      case Op::kNegate: return replace_top(negate(top()));
      case Op::kEmpty: top() = Datum::boolean(is_empty(top())); return {};
      case Op::kToText:
        if (!top().is_string()) top() = Datum::string(coerce_to_text(top()));
        return {};
      case Op::kJoin: return join(instruction.a);
      case Op::kJump: next = instruction.a; return {};
      default: return boolean_step(instruction, next);
    }
  }

  Status boolean_step(const Instruction& instruction, std::size_t& next) {
    PROCOS_ASSIGN(const bool value, to_boolean(top()));
    if (instruction.op == Op::kJumpIfFalse) {
      stack_.pop_back();
      if (!value) next = instruction.a;
      return {};
    }
    top() = Datum::boolean(instruction.op == Op::kNot ? !value : value);
    if (instruction.op == Op::kAnd || instruction.op == Op::kOr) {
      if (value == (instruction.op == Op::kOr)) {
        next = instruction.a;
      } else {
        stack_.pop_back();
      }
    }
    return {};
  }

  Status variable(std::uint32_t name) {
    for (const Loaded& loaded : loaded_) {
      if (loaded.name != name) continue;
      stack_.push_back(loaded.datum);
      return {};
    }
    std::optional<Operand> found = scope_.resolve(program_.names[name]);
    if (!found) return unresolved(program_.names[name]);
    PROCOS_ASSIGN(Datum datum, from_operand(*found));
    if (const Value* value = std::get_if<Value>(&*found); value != nullptr && datum.is_object()) {
      loaded_.push_back({name, datum, *value});
    }
    stack_.push_back(std::move(datum));
    return {};
  }

  Status unresolved(const std::string& name) {
    if (name == "authenticatedUserId") {
      std::string user = scope_.current_user();
      stack_.push_back(user.empty() ? Datum() : Datum::string(std::move(user)));
      return {};
    }
    return marked_error(kUnknownProperty, "Cannot resolve identifier '" + name + "'");
  }

  static Result<Datum> from_operand(Operand& operand) {
    if (auto* host = std::get_if<std::shared_ptr<Host>>(&operand)) {
      if (*host == nullptr) return Datum();
      return Datum::object(std::make_shared<HostObject>(std::move(*host)));
    }
    return datum_of(std::get<Value>(operand));
  }

  Status property(const Datum& name) {
    if (top().is_null()) return {};
    if (name.is_null()) {
      top() = Datum();
      return {};
    }
    if (const auto* host = top().as<HostObject>()) {
      auto found = host->host->property(coerce_to_text(name));
      if (!found) {
        return marked_error(kUnknownProperty, "The class '" + class_name_of(top()) +
                                                  "' does not have the property '" +
                                                  coerce_to_text(name) + "'.");
      }
      PROCOS_ASSIGN(Operand operand, std::move(*found));
      return replace_top(from_operand(operand));
    }
    return replace_top(read_property(top(), name, scope_.now_ms()));
  }

  // The stack holds base, `skipped` more values, then the arguments.
  Status call(const std::string& name, std::uint32_t count, std::size_t skipped) {
    const std::size_t base = stack_.size() - count - skipped - 1;
    if (stack_[base].is_null()) {
      return marked_error(kUnknownProperty,
                          "Target unreachable, base expression of '" + name + "' resolved to null");
    }
    const std::span<const Datum> arguments(stack_.data() + stack_.size() - count, count);
    auto result = stack_[base].as<HostObject>() != nullptr
                      ? call_host(*stack_[base].as<HostObject>()->host, name, arguments)
                      : call_method(stack_[base], name, arguments, scope_.now_ms(), changed_);
    if (!result) return std::unexpected(std::move(result).error());
    stack_.resize(base);
    stack_.push_back(std::move(*result));
    return {};
  }

  Status call_indexed(std::uint32_t count) {
    const Datum& method = stack_[stack_.size() - count - 1];
    if (method.is_null()) return marked_error(kUnknownProperty, "Cannot find method null");
    const std::string name = coerce_to_text(method);
    return call(name, count, 1);
  }

  static Result<Datum> call_host(Host& host, const std::string& name,
                                 std::span<const Datum> arguments) {
    std::vector<Value> values;
    values.reserve(arguments.size());
    for (const Datum& argument : arguments) {
      PROCOS_ASSIGN(Value value, value_of(argument));
      values.push_back(std::move(value));
    }
    auto found = host.call(name, values);
    if (!found) return marked_error(kUnknownMethod, "Method not found: " + name);
    PROCOS_ASSIGN(Operand operand, std::move(*found));
    return from_operand(operand);
  }

  Status function(const Instruction& instruction) {
    Function::World world{scope_};
    const std::size_t base = stack_.size() - instruction.b;
    PROCOS_ASSIGN(Datum result, function_at(instruction.a).invoke(world, stack_.data() + base));
    stack_.resize(base);
    stack_.push_back(std::move(result));
    return {};
  }

  Status join(std::uint32_t count) {
    std::string out;
    for (std::size_t i = stack_.size() - count; i < stack_.size(); ++i) out += stack_[i].as_text();
    stack_.resize(stack_.size() - count);
    PROCOS_ASSIGN(Datum joined, sized_string(std::move(out)));
    stack_.push_back(std::move(joined));
    return {};
  }

  Status tell_changes() {
    for (const Loaded& loaded : loaded_) {
      PROCOS_ASSIGN(const Datum before, datum_of(loaded.before));
      PROCOS_ASSIGN(const Value old_value, value_of(before));
      PROCOS_ASSIGN(const Value new_value, value_of(loaded.datum));
      if (!(old_value == new_value))
        scope_.variable_changed(program_.names[loaded.name], new_value);
    }
    return {};
  }

  const Program& program_;
  Scope& scope_;
  std::vector<Datum> stack_;
  std::vector<Loaded> loaded_;
  bool changed_ = false;
};

}  // namespace

Result<Datum> run_program(const Program& program, Scope& scope) {
  return Machine(program, scope).run();
}

}  // namespace procos::expr
