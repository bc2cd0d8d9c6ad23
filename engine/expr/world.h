// What functions may ask while an expression is evaluated.
#pragma once

#include "expr/expression.h"
#include "expr/program.h"

namespace procos::expr {

struct Function::World {
  Scope& scope;
};

}  // namespace procos::expr
