// The native workers, one file each; adapters.cpp lists them by topic.
#pragma once

#include "kernel/workers/worker.h"

namespace procos::kernel {

Outcome initialize_system(const Task& task, const WorkerServices& services, std::stop_token stop);
Outcome manage_workers(const Task& task, const WorkerServices& services, std::stop_token stop);
Outcome monitor_health(const Task& task, const WorkerServices& services, std::stop_token stop);
Outcome route_request(const Task& task, const WorkerServices& services, std::stop_token stop);
Outcome complete_request(const Task& task, const WorkerServices& services, std::stop_token stop);
Outcome handle_error(const Task& task, const WorkerServices& services, std::stop_token stop);
Outcome shut_down_system(const Task& task, const WorkerServices& services, std::stop_token stop);
Outcome validate_input(const Task& task, const WorkerServices& services, std::stop_token stop);
Outcome select_provider(const Task& task, const WorkerServices& services, std::stop_token stop);
Outcome query_ai(const Task& task, const WorkerServices& services, std::stop_token stop);
Outcome format_response(const Task& task, const WorkerServices& services, std::stop_token stop);
Outcome generate_text(const Task& task, const WorkerServices& services, std::stop_token stop);
Outcome analyse_code(const Task& task, const WorkerServices& services, std::stop_token stop);
Outcome execute_python(const Task& task, const WorkerServices& services, std::stop_token stop);
Outcome send_email(const Task& task, const WorkerServices& services, std::stop_token stop);
Outcome request_http(const Task& task, const WorkerServices& services, std::stop_token stop);
Outcome operate_on_file(const Task& task, const WorkerServices& services, std::stop_token stop);

}  // namespace procos::kernel
