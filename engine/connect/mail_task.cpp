// camunda:type="mail": one mail of its fields to, from, cc, bcc, subject, text, html, charset.
#include "connect/connectors.h"
#include "expr/expression.h"

namespace procos::connect {
namespace {

std::string field(const Parameters& parameters, std::string_view name) {
  return expr::to_text(parameter(parameters, name));
}

std::vector<std::string> addresses(const Parameters& parameters, std::string_view name) {
  const std::string text = field(parameters, name);
  std::vector<std::string> found;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t comma = std::min(text.find(',', at), text.size());
    const std::size_t first = text.find_first_not_of(" \t\r\n", at);
    const std::size_t last = text.find_last_not_of(" \t\r\n", comma - 1);
    if (first < comma) found.push_back(text.substr(first, last - first + 1));
    at = comma + 1;
  }
  return found;
}

}  // namespace

Result<Parameters> deliver_mail(Connectors& connectors, const Parameters& parameters,
                                const std::stop_token& stop) {
  const auto& settings = connectors.settings().mail;
  if (!settings)
    return fail(ErrorKind::kProcessEngine, "Could not send the mail: no mail server is configured");
  Mail mail;
  mail.from = field(parameters, "from");
  if (mail.from.empty()) mail.from = settings->from;
  mail.to = addresses(parameters, "to");
  mail.cc = addresses(parameters, "cc");
  mail.bcc = addresses(parameters, "bcc");
  mail.subject = field(parameters, "subject");
  mail.text = field(parameters, "text");
  mail.html = field(parameters, "html");
  mail.charset = field(parameters, "charset");
  if (mail.to.empty())
    return fail(ErrorKind::kProcessEngine, "Could not send the mail: no recipient is given");
  if (parameter(parameters, "text").is_null() && parameter(parameters, "html").is_null())
    return fail(ErrorKind::kProcessEngine, "Could not send the mail: it has no text and no html");
  for (const auto& group : {std::vector{mail.from}, mail.to, mail.cc, mail.bcc}) {
    for (const std::string& address : group) {
      if (is_mail_address(address)) continue;
      return fail(ErrorKind::kProcessEngine,
                  "Could not send the mail: '" + address + "' is no mail address");
    }
  }
  const SmtpFailure failure = send_mail(settings->server, mail, stop);
  if (failure.message.empty()) return Parameters{};
  return fail(ErrorKind::kProcessEngine,
              "Could not send the mail to '" + field(parameters, "to") + "': " + failure.message);
}

}  // namespace procos::connect
