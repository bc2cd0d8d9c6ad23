// A parsed expression as instructions for a small stack machine: evaluation needs no recursion,
// however deep or long the expression is.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "expr/arithmetic.h"
#include "expr/datum.h"

namespace procos::expr {

enum class Op : std::uint8_t {
  kConstant,     ///< push constants[a]
  kVariable,     ///< push the variable names[a]
  kProperty,     ///< base -> base.names[a]; null stays null
  kSkipIfNull,   ///< null on top: go on at a
  kIndex,        ///< base, property -> base[property]
  kCall,         ///< base, b arguments -> base.names[a](...)
  kCallIndexed,  ///< base, method name, b arguments -> result
  kFunction,     ///< b arguments -> the function number a
  kBinary,       ///< left, right -> left operator(a) right
  kNegate,
  kNot,
  kEmpty,
  kToBoolean,
  kJumpIfFalse,  ///< takes a Boolean off; false: go on at a
  kJump,
  kAnd,  ///< coerces to Boolean; false: stays, go on at a; else taken off
  kOr,   ///< coerces to Boolean; true: stays, go on at a; else taken off
  kToText,
  kJoin,  ///< a texts -> one
};

struct Instruction {
  Op op;
  std::uint32_t a = 0;
  std::uint32_t b = 0;
};

struct Program {
  std::vector<Instruction> code;
  std::vector<Datum> constants;
  std::vector<std::string> names;
  std::size_t max_depth = 0;  ///< of the stack
};

struct Function {
  std::string_view name;
  std::uint32_t arity;
  struct World;
  Result<Datum> (*invoke)(World& world, const Datum* arguments);
};

/// The function's number, or -1.
int find_function(std::string_view name);
const Function& function_at(std::uint32_t index);

struct ParsedText {
  Program program;
  bool literal = false;  ///< only text: constants[0]
};

/// The whole grammar of JUEL's parser. kParse with position and reason.
Result<ParsedText> parse_program(std::string_view text);

}  // namespace procos::expr
