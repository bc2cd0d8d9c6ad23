// HTTP(S) requests over libcurl.
#pragma once

#include <cstddef>
#include <memory>
#include <stop_token>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.h"

namespace procos::connect {

struct FormPart {
  std::string name;
  std::string content;
  std::string file_name;     ///< empty: a plain field
  std::string content_type;  ///< empty: not sent
};

struct HttpRequest {
  std::string method = "GET";
  std::string url;
  std::vector<std::pair<std::string, std::string>> headers;
  std::string body;
  std::vector<FormPart> form;  ///< when not empty: multipart/form-data instead of the body
  int timeout_ms = 30000;      ///< of the whole exchange
  int connect_timeout_ms = 10000;
  int max_redirects = 0;       ///< followed at most; 0: an answer that redirects is the answer
  std::string ca_file;         ///< PEM certificates to trust; empty: those of the system
  bool decompress = false;     ///< offers compression and undoes it
  std::size_t max_response_bytes = 16 * 1024 * 1024;
};

struct HttpResponse {
  int status = 0;
  std::vector<std::pair<std::string, std::string>> headers;  ///< names as they were sent
  std::string body;
  /// The first header of that name, in whatever case; empty when there is none.
  std::string header(std::string_view name) const;
};

/// Keeps connections alive between requests. Any thread, several at once.
class HttpClient {
 public:
  HttpClient();
  ~HttpClient();
  HttpClient(const HttpClient&) = delete;
  HttpClient& operator=(const HttpClient&) = delete;

  /// Any HTTP status is a success. kProcessEngine when there was no complete answer: refused, timed
  /// out, certificate not valid, larger than allowed, or stopped through `stop` (within
  /// milliseconds). Certificates are verified, only http and https are spoken.
  Result<HttpResponse> send(const HttpRequest& request, std::stop_token stop = {});

 private:
  class Pool;
  std::unique_ptr<Pool> pool_;
};

}  // namespace procos::connect
