// ai_query, text_generation, code_analysis: one question to an AI service.
#include "kernel/workers/ai_task.h"
#include "kernel/workers/handlers.h"

namespace procos::kernel {

Outcome query_ai(const Task& task, const WorkerServices& services, std::stop_token stop) {
  AiQuestion question;
  question.system = text_of(task.variables, "system_prompt");
  question.prompt = text_of(task.variables, "user_query", text_of(task.variables, "prompt"));
  return ask_for_task(task, services, std::move(question), stop);
}

Outcome generate_text(const Task& task, const WorkerServices& services, std::stop_token stop) {
  AiQuestion question;
  question.system = text_of(task.variables, "system_prompt");
  question.prompt = text_of(task.variables, "prompt", text_of(task.variables, "user_query"));
  return ask_for_task(task, services, std::move(question), stop);
}

Outcome analyse_code(const Task& task, const WorkerServices& services, std::stop_token stop) {
  const std::string code = text_of(task.variables, "code");
  if (code.empty())
    return BpmnError{"AI_REQUEST_REJECTED", "there is nothing to analyse: no variable code", {}};
  AiQuestion question;
  question.system = "You analyse source code. Answer the request about the code that follows it.";
  question.prompt =
      text_of(task.variables, "analysis_type", "Explain this code and name its defects.") +
      "\n\nLanguage: " + text_of(task.variables, "language", "unknown") + "\n\n" + code;
  return ask_for_task(task, services, std::move(question), stop);
}

}  // namespace procos::kernel
