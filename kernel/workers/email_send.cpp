// email_send: `to` (one address or a JSON list), `subject`, `body`, optional `from`, through the
// service "smtp" of the configuration.
#include <algorithm>
#include <nlohmann/json.hpp>

#include "connect/smtp_client.h"
#include "kernel/url.h"
#include "kernel/workers/handlers.h"

namespace procos::kernel {
namespace {

/// Where the service's endpoint, such as smtp://localhost:25, says the server is.
Result<connect::SmtpServer> server_of(const ServiceSettings& service, int timeout_s) {
  PROCOS_ASSIGN(const Url url, parse_url(service.endpoint));
  connect::SmtpServer server;
  server.host = url.host;
  server.port = url.port;
  server.user = service.username;
  server.password = service.password;
  if (url.scheme == "smtps") server.tls = connect::SmtpTls::kImplicit;
  server.timeout_ms = 1000 * timeout_s;
  return server;
}

}  // namespace

Outcome send_email(const Task& task, const WorkerServices& services, std::stop_token stop) {
  const auto found = services.config.services.find("smtp");
  if (found == services.config.services.end() || !found->second.enabled) {
    return Failed{
        "services.smtp is not configured; give it an endpoint such as smtp://localhost:25",
        {},
        0,
        0};
  }
  const ServiceSettings& service = found->second;
  connect::Mail message;
  const nlohmann::json to = nlohmann::json::parse(text_of(task.variables, "to"), nullptr, false);
  if (to.is_array()) {
    for (const auto& address : to)
      message.to.push_back(address.is_string() ? address.get<std::string>() : "");
  } else {
    message.to.push_back(text_of(task.variables, "to"));
  }
  message.from = text_of(task.variables, "from", service.sender);
  message.subject = text_of(task.variables, "subject");
  message.text = text_of(task.variables, "body");
  bool addressed = connect::is_mail_address(message.from) && !message.to.empty();
  for (const std::string& address : message.to)
    addressed = addressed && connect::is_mail_address(address);
  if (!addressed) {
    return BpmnError{
        "EMAIL_INVALID", "to and from (or services.smtp.sender) must be plain mail addresses", {}};
  }
  const int timeout_s = std::min(service.timeout_s, services.config.security.max_execution_time_s);
  const auto server = server_of(service, timeout_s);
  if (!server) return Failed{server.error().message, {}, 0, 0};
  const connect::SmtpFailure failure = connect::send_mail(*server, message, stop);
  if (failure.message.empty()) return Completed{{{"email_sent", Value::boolean(true)}}};
  // A 5xx of SMTP is final: unknown recipient, refused sender or credentials.
  if (failure.status >= 500 && failure.status < 600)
    return BpmnError{"EMAIL_REJECTED", service.name + ": " + failure.message, {}};
  return retry_later(task, service.name + ": " + failure.message, service.retries,
                     service.retry_delay_ms);
}

}  // namespace procos::kernel
