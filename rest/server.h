// The HTTP/1.1 server: sockets, threads and timeouts, and nothing of Camunda.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>

#include "base/result.h"
#include "rest/http.h"

namespace procos::rest {

struct ServerOptions {
  std::string host = "127.0.0.1";
  std::uint16_t port = 8080;  ///< 0 takes a free one; Server::port() tells which
  int threads = 2;
  std::size_t max_body_bytes = 64u << 20;    ///< more is answered 413
  std::size_t max_header_bytes = 64u << 10;  ///< more is answered 431
  int read_timeout_ms = 30'000;  ///< for a request's header; its body adds a second per 4 KiB
  int idle_timeout_ms = 75'000;  ///< between requests of one connection
  /// Beyond these (or what the system's limit of open files allows) the connections that have been
  /// idle longest are closed for new ones; when all are at work, new ones are answered 503.
  std::size_t max_connections = 20'000;
  /// PEM files; both or none. With them the server speaks HTTPS only.
  std::string tls_certificate_file, tls_key_file;
};

class Server {
 public:
  /// `handler` runs on the server's threads, for many connections at a time. What it throws is
  /// logged and answered 500.
  Server(ServerOptions options, RequestHandler handler);
  ~Server();
  Server(const Server&) = delete;
  Server& operator=(const Server&) = delete;

  /// Binds, listens and returns; fails when the address cannot be used.
  Status start();
  std::uint16_t port() const;

  /// Stops accepting, closes idle connections, lets requests under way finish for `drain_ms`, then
  /// closes what is left. Whoever parks requests should answer them before. Not from a handler.
  void stop(int drain_ms = 10'000);

  std::size_t connections() const;

 private:
  struct Core;
  std::shared_ptr<Core> core_;
};

}  // namespace procos::rest
