#include <algorithm>

#include "kernel/workers/handlers.h"

namespace procos::kernel {

const std::vector<Adapter>& adapters() {
  static const std::vector<Adapter> table{
      {"system_initialization", &initialize_system, true},
      {"worker_management", &manage_workers, true},
      {"health_monitoring", &monitor_health, true},
      {"request_routing", &route_request, true},
      {"request_completion", &complete_request, true},
      {"error_handling", &handle_error, true},
      {"system_shutdown", &shut_down_system, true},
      {"input_validation", &validate_input, false},
      {"provider_selection", &select_provider, false},
      {"ai_query", &query_ai, false},
      {"response_formatting", &format_response, false},
      {"text_generation", &generate_text, false},
      {"code_analysis", &analyse_code, false},
      {"python_script", &execute_python, false},
      {"data_processing", &execute_python, false},
      {"email_send", &send_email, false},
      {"http_request", &request_http, false},
      {"file_operation", &operate_on_file, false},
  };
  return table;
}

const Adapter* find_adapter(std::string_view topic) {
  const auto& table = adapters();
  const auto found =
      std::find_if(table.begin(), table.end(), [&](const Adapter& a) { return a.topic == topic; });
  return found == table.end() ? nullptr : &*found;
}

Failed retry_later(const Task& task, const std::string& message, int retries, int first_delay_ms) {
  constexpr std::int64_t kLongestDelayMs = 60'000;
  const int left = task.retries ? std::max(0, *task.retries - 1) : retries;
  const int failed_before = std::clamp(retries - left, 0, 16);
  const std::int64_t delay = static_cast<std::int64_t>(first_delay_ms) << failed_before;
  return {shortened(message, 600), message, left, std::min(delay, kLongestDelayMs)};
}

}  // namespace procos::kernel
