#include "connect/http_client.h"

#include <curl/curl.h>

#include <algorithm>
#include <cctype>
#include <mutex>
#include <new>

namespace procos::connect {
namespace {

struct Exchange {
  HttpResponse response;
  std::size_t limit = 0;
  bool too_large = false;
};

std::size_t on_body(char* data, std::size_t size, std::size_t count, void* user) {
  auto& exchange = *static_cast<Exchange*>(user);
  const std::size_t bytes = size * count;
  if (exchange.response.body.size() + bytes > exchange.limit) {
    exchange.too_large = true;
    return 0;
  }
  exchange.response.body.append(data, bytes);
  return bytes;
}

std::size_t on_header(char* data, std::size_t size, std::size_t count, void* user) {
  auto& exchange = *static_cast<Exchange*>(user);
  const std::string line(data, size * count);
  if (line.starts_with("HTTP/")) exchange.response.headers.clear();
  const std::size_t colon = line.find(':');
  if (colon != std::string::npos && exchange.response.headers.size() < 200) {
    const std::size_t from = line.find_first_not_of(" \t", colon + 1);
    const std::size_t to = line.find_last_not_of(" \t\r\n");
    exchange.response.headers.emplace_back(
        line.substr(0, colon),
        from == std::string::npos || to < from ? "" : line.substr(from, to - from + 1));
  }
  return size * count;
}

struct CurlFree {
  void operator()(curl_slist* list) const { curl_slist_free_all(list); }
  void operator()(curl_mime* mime) const { curl_mime_free(mime); }
};
using HeaderList = std::unique_ptr<curl_slist, CurlFree>;
using Mime = std::unique_ptr<curl_mime, CurlFree>;

void set_body(CURL* easy, const HttpRequest& request, Mime& mime) {
  if (!request.form.empty()) {
    mime.reset(curl_mime_init(easy));
    for (const FormPart& part : request.form) {
      curl_mimepart* field = curl_mime_addpart(mime.get());
      curl_mime_name(field, part.name.c_str());
      curl_mime_data(field, part.content.data(), part.content.size());
      if (!part.file_name.empty()) curl_mime_filename(field, part.file_name.c_str());
      if (!part.content_type.empty()) curl_mime_type(field, part.content_type.c_str());
    }
    curl_easy_setopt(easy, CURLOPT_MIMEPOST, mime.get());
  } else if (!request.body.empty() || request.method == "POST" || request.method == "PUT") {
    curl_easy_setopt(easy, CURLOPT_POSTFIELDSIZE_LARGE,
                     static_cast<curl_off_t>(request.body.size()));
    curl_easy_setopt(easy, CURLOPT_POSTFIELDS, request.body.c_str());
  }
  if (request.method == "HEAD") curl_easy_setopt(easy, CURLOPT_NOBODY, 1L);
  // A named method would be used again after a redirection; a POST has to become a GET there.
  const bool plain = request.method == "POST" || (request.method == "GET" && request.body.empty());
  if (!plain) curl_easy_setopt(easy, CURLOPT_CUSTOMREQUEST, request.method.c_str());
}

void set_options(CURL* easy, const HttpRequest& request, Exchange& exchange, curl_slist* headers) {
  curl_easy_setopt(easy, CURLOPT_URL, request.url.c_str());
  curl_easy_setopt(easy, CURLOPT_PROTOCOLS_STR, "http,https");
  curl_easy_setopt(easy, CURLOPT_SSL_VERIFYPEER, 1L);
  curl_easy_setopt(easy, CURLOPT_SSL_VERIFYHOST, 2L);
  if (!request.ca_file.empty()) curl_easy_setopt(easy, CURLOPT_CAINFO, request.ca_file.c_str());
  curl_easy_setopt(easy, CURLOPT_FOLLOWLOCATION, request.max_redirects > 0 ? 1L : 0L);
  curl_easy_setopt(easy, CURLOPT_MAXREDIRS, static_cast<long>(request.max_redirects));
  curl_easy_setopt(easy, CURLOPT_REDIR_PROTOCOLS_STR, "http,https");
  if (request.decompress) curl_easy_setopt(easy, CURLOPT_ACCEPT_ENCODING, "");
  curl_easy_setopt(easy, CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt(easy, CURLOPT_TIMEOUT_MS, static_cast<long>(std::max(1, request.timeout_ms)));
  curl_easy_setopt(easy, CURLOPT_CONNECTTIMEOUT_MS,
                   static_cast<long>(
                       std::max(1, std::min(request.timeout_ms, request.connect_timeout_ms))));
  curl_easy_setopt(easy, CURLOPT_HTTPHEADER, headers);
  curl_easy_setopt(easy, CURLOPT_USERAGENT, "procos");
  curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, &on_body);
  curl_easy_setopt(easy, CURLOPT_WRITEDATA, &exchange);
  curl_easy_setopt(easy, CURLOPT_HEADERFUNCTION, &on_header);
  curl_easy_setopt(easy, CURLOPT_HEADERDATA, &exchange);
}

/// Runs the transfer; CURLE_ABORTED_BY_CALLBACK when stopped.
CURLcode perform(CURLM* multi, CURL* easy, const std::stop_token& stop) {
  // libcurl's own loop looks at a stop flag once a second only; a wake-up ends the wait at once.
  const std::stop_callback wake(stop, [multi] { curl_multi_wakeup(multi); });
  if (curl_multi_add_handle(multi, easy) != CURLM_OK) return CURLE_FAILED_INIT;
  CURLcode code = CURLE_OK;
  for (int running = 1; running > 0;) {
    if (stop.stop_requested()) {
      code = CURLE_ABORTED_BY_CALLBACK;
      break;
    }
    if (curl_multi_perform(multi, &running) != CURLM_OK) {
      code = CURLE_FAILED_INIT;
      break;
    }
    if (running > 0) curl_multi_poll(multi, nullptr, 0, 1000, nullptr);
  }
  int left = 0;
  while (CURLMsg* message = curl_multi_info_read(multi, &left)) {
    if (message->msg == CURLMSG_DONE && code == CURLE_OK) code = message->data.result;
  }
  curl_multi_remove_handle(multi, easy);
  return code;
}

std::string failure_text(const HttpRequest& request, CURLcode code, const Exchange& exchange,
                         const char* detail) {
  const std::string what = request.method + " " + request.url + ": ";
  if (exchange.too_large) {
    return what + "the answer is larger than " + std::to_string(exchange.limit) + " bytes";
  }
  if (code == CURLE_ABORTED_BY_CALLBACK) return what + "stopped";
  if (code == CURLE_OPERATION_TIMEDOUT) {
    return what + "no complete answer within " + std::to_string(request.timeout_ms) + " ms";
  }
  return what + (*detail != '\0' ? detail : curl_easy_strerror(code));
}

}  // namespace

std::string HttpResponse::header(std::string_view name) const {
  const auto same = [](unsigned char a, unsigned char b) {
    return std::tolower(a) == std::tolower(b);
  };
  for (const auto& [key, value] : headers) {
    if (std::ranges::equal(key, name, same)) return value;
  }
  return {};
}

/// A multi handle owns the connection cache, so one multi and one easy handle are lent out
/// together.
class HttpClient::Pool {
 public:
  struct Handle {
    CURLM* multi = curl_multi_init();
    CURL* easy = curl_easy_init();
    Handle() {
      if (multi == nullptr || easy == nullptr) throw std::bad_alloc();
    }
    ~Handle() {
      curl_easy_cleanup(easy);
      curl_multi_cleanup(multi);
    }
    Handle(const Handle&) = delete;
    Handle& operator=(const Handle&) = delete;
  };

  std::unique_ptr<Handle> take() {
    const std::lock_guard lock(mutex_);
    if (free_.empty()) return std::make_unique<Handle>();
    auto handle = std::move(free_.back());
    free_.pop_back();
    return handle;
  }
  void give_back(std::unique_ptr<Handle> handle) {
    const std::lock_guard lock(mutex_);
    if (free_.size() < 32) free_.push_back(std::move(handle));
  }

 private:
  std::mutex mutex_;
  std::vector<std::unique_ptr<Handle>> free_;
};

HttpClient::HttpClient() : pool_(std::make_unique<Pool>()) {
  static const CURLcode initialised = curl_global_init(CURL_GLOBAL_DEFAULT);
  if (initialised != CURLE_OK) throw std::bad_alloc();
}

HttpClient::~HttpClient() = default;

Result<HttpResponse> HttpClient::send(const HttpRequest& request, std::stop_token stop) {
  auto handle = pool_->take();
  curl_easy_reset(handle->easy);
  Exchange exchange;
  exchange.limit = request.max_response_bytes;
  HeaderList headers;
  for (const auto& [name, value] : request.headers) {
    const std::string line = name + ": " + value;
    if (line.find_first_of("\r\n") != std::string::npos) {
      return fail(ErrorKind::kNotValid, "header " + name + " holds a line break");
    }
    headers.reset(curl_slist_append(headers.release(), line.c_str()));
  }
  // Without this libcurl asks for permission before larger bodies and waits a second for the
  // answer.
  headers.reset(curl_slist_append(headers.release(), "Expect:"));
  Mime mime;
  char detail[CURL_ERROR_SIZE] = "";
  set_options(handle->easy, request, exchange, headers.get());
  set_body(handle->easy, request, mime);
  curl_easy_setopt(handle->easy, CURLOPT_ERRORBUFFER, detail);
  const CURLcode code = perform(handle->multi, handle->easy, stop);
  long status = 0;
  curl_easy_getinfo(handle->easy, CURLINFO_RESPONSE_CODE, &status);
  if (code == CURLE_OK) {
    // The handle must not point into this frame when the next request takes it.
    curl_easy_reset(handle->easy);
    pool_->give_back(std::move(handle));
    exchange.response.status = static_cast<int>(status);
    return std::move(exchange.response);
  }
  return fail(ErrorKind::kConnector, failure_text(request, code, exchange, detail));
}

}  // namespace procos::connect
