#include "connect/smtp_client.h"

#include <curl/curl.h>

#include <algorithm>
#include <cstring>
#include <memory>
#include <new>

namespace procos::connect {
namespace {

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
  return static_cast<const std::stop_token*>(user)->stop_requested() ? 1 : 0;
}

std::string envelope_address(const std::string& address) {
  const std::size_t open = address.find('<');
  return open == std::string::npos ? "<" + address + ">" : address.substr(open);
}

bool is_this_machine(const std::string& host) {
  return host == "localhost" || host == "::1" || host.starts_with("127.");
}

void set_server(CURL* handle, const SmtpServer& server) {
  const bool v6 = server.host.find(':') != std::string::npos;
  const std::string url = std::string(server.tls == SmtpTls::kImplicit ? "smtps://" : "smtp://") +
                          (v6 ? "[" + server.host + "]" : server.host) + ":" +
                          std::to_string(server.port);
  curl_easy_setopt(handle, CURLOPT_URL, url.c_str());
  curl_easy_setopt(handle, CURLOPT_PROTOCOLS_STR, "smtp,smtps");
  const bool secret = !server.user.empty() && !is_this_machine(server.host);
  const bool required = server.tls != SmtpTls::kOffered || secret;
  const long tls = required ? CURLUSESSL_ALL : CURLUSESSL_TRY;
  curl_easy_setopt(handle, CURLOPT_USE_SSL, tls);
  curl_easy_setopt(handle, CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt(handle, CURLOPT_TIMEOUT_MS, static_cast<long>(server.timeout_ms));
  if (server.user.empty()) return;
  curl_easy_setopt(handle, CURLOPT_USERNAME, server.user.c_str());
  curl_easy_setopt(handle, CURLOPT_PASSWORD, server.password.c_str());
}

}  // namespace

SmtpFailure send_mail(const SmtpServer& server, const Mail& mail, const std::stop_token& stop) {
  auto message = encode_mail(mail);
  if (!message) return {message.error().message, 0};
  const std::unique_ptr<CURL, decltype(&curl_easy_cleanup)> easy(curl_easy_init(),
                                                                 &curl_easy_cleanup);
  if (!easy) throw std::bad_alloc();
  CURL* handle = easy.get();
  set_server(handle, server);
  curl_slist* list = nullptr;
  for (const auto* group : {&mail.to, &mail.cc, &mail.bcc}) {
    for (const std::string& address : *group)
      list = curl_slist_append(list, envelope_address(address).c_str());
  }
  const std::unique_ptr<curl_slist, decltype(&curl_slist_free_all)> recipients(
      list, &curl_slist_free_all);
  Upload upload{std::move(*message), 0};
  char detail[CURL_ERROR_SIZE] = "";
  curl_easy_setopt(handle, CURLOPT_MAIL_FROM, envelope_address(mail.from).c_str());
  curl_easy_setopt(handle, CURLOPT_MAIL_RCPT, recipients.get());
  curl_easy_setopt(handle, CURLOPT_READFUNCTION, &on_read);
  curl_easy_setopt(handle, CURLOPT_READDATA, &upload);
  curl_easy_setopt(handle, CURLOPT_UPLOAD, 1L);
  curl_easy_setopt(handle, CURLOPT_NOPROGRESS, 0L);
  curl_easy_setopt(handle, CURLOPT_XFERINFOFUNCTION, &on_progress);
  curl_easy_setopt(handle, CURLOPT_XFERINFODATA, &stop);
  curl_easy_setopt(handle, CURLOPT_ERRORBUFFER, detail);
  const CURLcode code = curl_easy_perform(handle);
  if (code == CURLE_OK) return {};
  SmtpFailure failure;
  curl_easy_getinfo(handle, CURLINFO_RESPONSE_CODE, &failure.status);
  failure.message = *detail != '\0' ? detail : curl_easy_strerror(code);
  return failure;
}

}  // namespace procos::connect
