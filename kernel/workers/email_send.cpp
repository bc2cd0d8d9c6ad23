// email_send: `to` (one address or a JSON list), `subject`, `body`, optional `from`, through the
// service "smtp" of the configuration.
#include <curl/curl.h>

#include <algorithm>
#include <cstring>
#include <ctime>
#include <memory>
#include <nlohmann/json.hpp>

#include "base/ids.h"
#include "kernel/workers/handlers.h"

namespace procos::kernel {
namespace {

struct Message {
  std::vector<std::string> to;
  std::string from, subject, body;
};

bool is_address(const std::string& text) {
  return text.find('@') != std::string::npos &&
         text.find_first_of("\r\n <>,;\"") == std::string::npos;
}

/// Base64 encoded, so that no header or body can be anything but text (RFC 2045, RFC 2047).
std::string base64(const std::string& in, std::size_t line_length) {
  constexpr char kDigits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string out;
  std::size_t column = 0;
  for (std::size_t i = 0; i < in.size(); i += 3) {
    std::uint32_t bits = 0;
    for (std::size_t k = 0; k < 3; ++k) {
      bits = bits << 8 | (i + k < in.size() ? static_cast<unsigned char>(in[i + k]) : 0U);
    }
    for (std::size_t k = 0; k < 4; ++k) {
      out += k <= in.size() - i ? kDigits[bits >> (18 - 6 * k) & 63] : '=';
    }
    column += 4;
    if (line_length > 0 && column >= line_length) {
      out += "\r\n";
      column = 0;
    }
  }
  return out;
}

std::string encode(const Message& message) {
  char date[64];
  const std::time_t now = std::time(nullptr);
  std::tm utc{};
  gmtime_r(&now, &utc);
  std::strftime(date, sizeof date, "%a, %d %b %Y %H:%M:%S +0000", &utc);
  std::string to;
  for (const std::string& address : message.to) to += (to.empty() ? "" : ", ") + address;
  return std::string("Date: ") + date + "\r\nTo: " + to + "\r\nFrom: " + message.from +
         "\r\nMessage-ID: <" + new_id() + "@procos>\r\nSubject: =?UTF-8?B?" +
         base64(message.subject, 0) +
         "?=\r\nMIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\n"
         "Content-Transfer-Encoding: base64\r\n\r\n" +
         base64(message.body, 76) + "\r\n";
}

struct Upload {
  std::string text;
  std::size_t sent = 0;
};

std::size_t on_read(char* buffer, std::size_t size, std::size_t count, void* user) {
  auto& upload = *static_cast<Upload*>(user);
  const std::size_t bytes = std::min(size * count, upload.text.size() - upload.sent);
  std::memcpy(buffer, upload.text.data() + upload.sent, bytes);
  upload.sent += bytes;
  return bytes;
}

int on_progress(void* user, curl_off_t, curl_off_t, curl_off_t, curl_off_t) {
  return static_cast<std::stop_token*>(user)->stop_requested() ? 1 : 0;
}

struct SmtpResult {
  CURLcode code = CURLE_OK;
  long status = 0;
  std::string message;
};

SmtpResult deliver(const ServiceSettings& service, const Message& message, int timeout_s,
                   std::stop_token stop) {
  const std::unique_ptr<CURL, decltype(&curl_easy_cleanup)> easy(curl_easy_init(),
                                                                 &curl_easy_cleanup);
  if (!easy) throw std::bad_alloc();
  curl_slist* list = nullptr;
  for (const std::string& address : message.to)
    list = curl_slist_append(list, ("<" + address + ">").c_str());
  const std::unique_ptr<curl_slist, decltype(&curl_slist_free_all)> recipients(
      list, &curl_slist_free_all);
  Upload upload{encode(message), 0};
  char detail[CURL_ERROR_SIZE] = "";
  CURL* handle = easy.get();
  curl_easy_setopt(handle, CURLOPT_URL, service.endpoint.c_str());
  curl_easy_setopt(handle, CURLOPT_PROTOCOLS_STR, "smtp,smtps");
  // Credentials are never sent in the clear; without them TLS is used where the server offers it.
  const long tls = service.username.empty() ? CURLUSESSL_TRY : CURLUSESSL_ALL;
  curl_easy_setopt(handle, CURLOPT_USE_SSL, tls);
  curl_easy_setopt(handle, CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt(handle, CURLOPT_TIMEOUT, static_cast<long>(timeout_s));
  if (!service.username.empty()) {
    curl_easy_setopt(handle, CURLOPT_USERNAME, service.username.c_str());
    curl_easy_setopt(handle, CURLOPT_PASSWORD, service.password.c_str());
  }
  const std::string from = "<" + message.from + ">";
  curl_easy_setopt(handle, CURLOPT_MAIL_FROM, from.c_str());
  curl_easy_setopt(handle, CURLOPT_MAIL_RCPT, recipients.get());
  curl_easy_setopt(handle, CURLOPT_READFUNCTION, &on_read);
  curl_easy_setopt(handle, CURLOPT_READDATA, &upload);
  curl_easy_setopt(handle, CURLOPT_UPLOAD, 1L);
  curl_easy_setopt(handle, CURLOPT_NOPROGRESS, 0L);
  curl_easy_setopt(handle, CURLOPT_XFERINFOFUNCTION, &on_progress);
  curl_easy_setopt(handle, CURLOPT_XFERINFODATA, &stop);
  curl_easy_setopt(handle, CURLOPT_ERRORBUFFER, detail);
  SmtpResult result;
  result.code = curl_easy_perform(handle);
  curl_easy_getinfo(handle, CURLINFO_RESPONSE_CODE, &result.status);
  result.message = *detail != '\0' ? detail : curl_easy_strerror(result.code);
  return result;
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
  Message message;
  const nlohmann::json to = nlohmann::json::parse(text_of(task.variables, "to"), nullptr, false);
  if (to.is_array()) {
    for (const auto& address : to)
      message.to.push_back(address.is_string() ? address.get<std::string>() : "");
  } else {
    message.to.push_back(text_of(task.variables, "to"));
  }
  message.from = text_of(task.variables, "from", service.sender);
  message.subject = text_of(task.variables, "subject");
  message.body = text_of(task.variables, "body");
  bool addressed = is_address(message.from) && !message.to.empty();
  for (const std::string& address : message.to) addressed = addressed && is_address(address);
  if (!addressed) {
    return BpmnError{
        "EMAIL_INVALID", "to and from (or services.smtp.sender) must be plain mail addresses", {}};
  }
  const int timeout_s = std::min(service.timeout_s, services.config.security.max_execution_time_s);
  const SmtpResult result = deliver(service, message, timeout_s, stop);
  if (result.code == CURLE_OK) return Completed{{{"email_sent", Value::boolean(true)}}};
  // A 5xx of SMTP is final: unknown recipient, refused sender or credentials.
  if (result.status >= 500 && result.status < 600)
    return BpmnError{"EMAIL_REJECTED", service.name + ": " + result.message, {}};
  return retry_later(task, service.name + ": " + result.message, service.retries,
                     service.retry_delay_ms);
}

}  // namespace procos::kernel
