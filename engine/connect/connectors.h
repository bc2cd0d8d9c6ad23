// What service-like activities can have done outside of the engine: HTTP and SOAP calls, mail,
// programs. A request and its answer are named values, as in Camunda Connect.
#pragma once

#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.h"
#include "connect/http_client.h"
#include "connect/smtp_client.h"
#include "model/value.h"

namespace procos::connect {

using Parameters = std::vector<std::pair<std::string, Value>>;

/// Null when there is no such parameter.
const Value& parameter(const Parameters& parameters, std::string_view name);

struct MailSettings {
  SmtpServer server;
  std::string from;  ///< sender of mails that name none
};

struct Settings {
  std::optional<MailSettings> mail;  ///< absent: no mail tasks
  bool shell_tasks = false;          ///< programs may be run
  int http_timeout_ms = 60'000;      ///< of a call that sets none
};

inline constexpr std::string_view kMail = "mail";
inline constexpr std::string_view kShell = "shell";

class Connectors {
 public:
  explicit Connectors(Settings settings);
  ~Connectors();

  /// Whether camunda:connectorId may name it.
  static bool is_connector(std::string_view id);

  /// Does what `id` (a connector, "mail" or "shell") stands for. Any thread; takes its time. Fails
  /// when there is no answer, a parameter is wrong or `stop` was requested.
  Result<Parameters> perform(std::string_view id, const Parameters& parameters,
                             const std::stop_token& stop);

  const Settings& settings() const { return settings_; }
  HttpClient& http() { return http_; }

 private:
  const Settings settings_;
  HttpClient http_;
};

// One function an id; the table is in connectors.cpp.
Result<Parameters> call_http(Connectors& connectors, const Parameters& parameters,
                             const std::stop_token& stop);
Result<Parameters> call_soap(Connectors& connectors, const Parameters& parameters,
                             const std::stop_token& stop);
Result<Parameters> deliver_mail(Connectors& connectors, const Parameters& parameters,
                                const std::stop_token& stop);
Result<Parameters> run_shell(Connectors& connectors, const Parameters& parameters,
                             const std::stop_token& stop);

}  // namespace procos::connect
