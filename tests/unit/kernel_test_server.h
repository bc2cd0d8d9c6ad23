// A small HTTP server on a port of its own, for tests of what talks HTTP.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace procos::test {

/// Serves each connection's one request in a thread of its own, until it is destroyed.
class HttpServer {
 public:
  struct Request {
    std::string method, target, body, authorization;
  };
  struct Reply {
    int status = 200;
    std::string body;
    int delay_ms = 0;
    std::vector<std::pair<std::string, std::string>> headers;
    bool hang_up = false;  ///< closes without an answer
  };
  using Handler = std::function<Reply(const Request&)>;

  explicit HttpServer(Handler handler);
  ~HttpServer();

  std::string url() const;
  std::vector<Request> requests() const;

 private:
  class Sessions;
  std::unique_ptr<Sessions> sessions_;
};

}  // namespace procos::test
