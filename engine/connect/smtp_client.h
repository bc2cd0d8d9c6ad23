// Mail over SMTP (RFC 5321) with libcurl.
#pragma once

#include <cstdint>
#include <stop_token>
#include <string>
#include <vector>

#include "base/result.h"

namespace procos::connect {

/// Whether the connection is encrypted: by STARTTLS when the server offers it, by STARTTLS or not
/// at all, or from its first byte.
enum class SmtpTls : std::uint8_t { kOffered, kRequired, kImplicit };

struct SmtpServer {
  std::string host;
  int port = 25;
  std::string user, password;  ///< no user: not authenticated
  SmtpTls tls = SmtpTls::kOffered;
  int timeout_ms = 30000;  ///< of the whole exchange
};

/// Addresses are "a@example.org" or "Ann <a@example.org>".
struct Mail {
  std::string from;
  std::vector<std::string> to, cc, bcc;
  std::string subject;
  std::string text, html;  ///< both: the reader's program chooses
  std::string charset;     ///< of text and html; empty: utf-8
};

/// Whether a mail can be sent to or from it, and holds nothing that would break a header.
bool is_mail_address(const std::string& text);

/// The whole message (RFC 5322, RFC 2045) but for the Bcc recipients. kNotValid when a text cannot
/// be written in the charset.
Result<std::string> encode_mail(const Mail& mail);

struct SmtpFailure {
  std::string message;
  long status = 0;  ///< the server's last reply code; 5xx is final
};

/// Any thread. An empty message is a success: the server has taken the mail for all recipients.
/// Credentials are only sent over TLS, but to a server on this machine.
SmtpFailure send_mail(const SmtpServer& server, const Mail& mail, const std::stop_token& stop);

}  // namespace procos::connect
