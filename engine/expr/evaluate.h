// The stack machine that runs a program in a scope.
#pragma once

#include "expr/expression.h"
#include "expr/program.h"

namespace procos::expr {

/// The value on top at the end; tells the scope about collections that were changed on the way.
Result<Datum> run_program(const Program& program, Scope& scope);

}  // namespace procos::expr
