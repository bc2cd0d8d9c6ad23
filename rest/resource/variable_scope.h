// The seven operations on the variables of a process instance, an execution or a task; which of the
// four it is, is data.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "rest/router.h"

namespace procos::service {
class Engine;
}

namespace procos::rest {

struct VariableScope {
  std::string_view words;       ///< in messages: "process instance"
  bool task = false;            ///< the id is a task's, else an execution's
  bool local = false;           ///< this scope only, else all that is visible from it
  std::string_view name_param;  ///< path parameter with the variable's name
};

extern const VariableScope kProcessInstanceScope;
extern const VariableScope kExecutionScope;
extern const VariableScope kTaskScope;
extern const VariableScope kTaskLocalScope;

/// Every variable visible from the id, the nearest of each name. kNullValue: there is no such
/// thing.
Result<std::vector<std::pair<std::string, Value>>> visible_variables(service::Engine& engine,
                                                                     const VariableScope& scope,
                                                                     const std::string& id);

void get_variables(Context& ctx, const VariableScope& scope);
void get_variable(Context& ctx, const VariableScope& scope);
void get_variable_binary(Context& ctx, const VariableScope& scope);
void put_variable(Context& ctx, const VariableScope& scope);
void post_variable_binary(Context& ctx, const VariableScope& scope);
void delete_variable(Context& ctx, const VariableScope& scope);
void modify_variables(Context& ctx, const VariableScope& scope);

}  // namespace procos::rest
