// camunda:type="shell": runs a program with the rights of the engine, so only where the
// configuration allows it. Answers {output, exitCode} when the task waits for its end.
#include "connect/connectors.h"
#include "connect/program.h"
#include "expr/expression.h"

namespace procos::connect {

Result<Parameters> run_shell(Connectors& connectors, const Parameters& parameters,
                             const std::stop_token& stop) {
  if (!connectors.settings().shell_tasks)
    return fail(ErrorKind::kProcessEngine, "Shell tasks are switched off (shell_tasks)");
  const auto text = [&](std::string_view name) {
    return expr::to_text(parameter(parameters, name));
  };
  Program program;
  program.arguments.push_back(text("command"));
  for (const char* name : {"arg1", "arg2", "arg3", "arg4", "arg5"}) {
    if (!parameter(parameters, name).is_null()) program.arguments.push_back(text(name));
  }
  program.directory = text("directory");
  program.clean_environment = text("cleanEnv") == "true";
  program.errors_to_output = text("redirectError") == "true";
  program.wait = parameter(parameters, "wait").is_null() || text("wait") == "true";
  PROCOS_ASSIGN(ProgramResult result, run_program(program, stop));
  if (!program.wait) return Parameters{};
  return Parameters{{"output", Value::string(std::move(result.output))},
                    {"exitCode", Value::string(std::to_string(result.exit_code))}};
}

}  // namespace procos::connect
