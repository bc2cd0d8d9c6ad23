// For tests of the HTTP server over real sockets on loopback: a client that writes raw bytes,
// handlers, and a server.
#pragma once

#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#include <atomic>
#include <catch2/catch.hpp>
#include <chrono>
#include <condition_variable>
#include <mutex>
#include <thread>
#include <vector>

#include "rest/server.h"

namespace procos::test {

using namespace procos::rest;
using namespace std::chrono_literals;

class Client {
 public:
  explicit Client(std::uint16_t port) : fd_(socket(AF_INET, SOCK_STREAM, 0)) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    connected_ =
        fd_ >= 0 && connect(fd_, reinterpret_cast<sockaddr*>(&address), sizeof address) == 0;
  }
  Client(Client&& other) noexcept
      : fd_(std::exchange(other.fd_, -1)), connected_(other.connected_) {}
  Client(const Client&) = delete;
  ~Client() {
    if (fd_ >= 0) ::close(fd_);
  }

  bool connected() const { return connected_; }

  bool write(std::string_view text) {
    while (!text.empty()) {
      const ssize_t n = ::send(fd_, text.data(), text.size(), MSG_NOSIGNAL);
      if (n <= 0) return false;
      text.remove_prefix(static_cast<std::size_t>(n));
    }
    return true;
  }
  void shut() { shutdown(fd_, SHUT_WR); }

  /// Reads until `complete(text)` or the end; what has arrived after `ms` is what there is.
  template <class F>
  std::string read_until(F complete, int ms = 30000) {
    const auto end = std::chrono::steady_clock::now() + std::chrono::milliseconds(ms);
    while (!complete(buffer_) && !ended_) {
      const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(
          end - std::chrono::steady_clock::now());
      pollfd p{fd_, POLLIN, 0};
      if (left.count() <= 0 || poll(&p, 1, static_cast<int>(left.count())) <= 0) break;
      std::vector<char> chunk(1 << 18);
      const ssize_t n = recv(fd_, chunk.data(), chunk.size(), 0);
      if (n <= 0) {
        ended_ = true;
      } else {
        buffer_.append(chunk.data(), static_cast<std::size_t>(n));
      }
    }
    return buffer_;
  }
  /// One answer with a Content-Length, cut off the front of what arrives.
  std::string response(bool head = false) {
    std::size_t length = std::string::npos;
    read_until([&](const std::string& text) {
      const std::size_t end = text.find("\r\n\r\n");
      if (end == std::string::npos) return false;
      length = end + 4;
      const std::size_t field = text.find("Content-Length: ");
      if (!head && field < end) length += std::stoul(text.substr(field + 16));
      return text.size() >= length;
    });
    if (length == std::string::npos || buffer_.size() < length) return "incomplete: " + buffer_;
    const std::string result = buffer_.substr(0, length);
    buffer_.erase(0, length);
    return result;
  }
  std::string rest(int ms = 30000) {
    return read_until([](const std::string&) { return false; }, ms);
  }
  bool ended() const { return ended_; }

 private:
  int fd_;
  bool connected_ = false;
  bool ended_ = false;
  std::string buffer_;
};

inline int status_of(const std::string& response) {
  return response.starts_with("HTTP/1.1 ") ? std::stoi(response.substr(9, 3)) : -1;
}
inline std::string body_of(const std::string& response) {
  const std::size_t end = response.find("\r\n\r\n");
  return end == std::string::npos ? "" : response.substr(end + 4);
}
inline bool contains(const std::string& text, std::string_view part) {
  return text.find(part) != std::string::npos;
}

inline void echo(Request request, Responder responder) {
  Response response;
  response.content_type = "text/plain";
  response.body = request.method + " " + request.path + " " + std::to_string(request.body.size());
  if (request.body.size() < 100) response.body += " " + request.body;
  responder(std::move(response));
}

struct Running {
  explicit Running(RequestHandler handler = echo, ServerOptions options = {})
      : server(
            [&] {
              options.port = 0;
              return options;
            }(),
            std::move(handler)) {
    const auto started = server.start();
    REQUIRE(started);
  }
  Client client() { return Client(server.port()); }
  Server server;
};

// Holds responders until a test lets them go.
struct Parking {
  std::mutex mutex;
  std::condition_variable changed;
  std::vector<Responder> parked;
  void park(Responder responder) {
    const std::scoped_lock lock(mutex);
    parked.push_back(std::move(responder));
    changed.notify_all();
  }
  Responder take() {
    std::unique_lock lock(mutex);
    REQUIRE(changed.wait_for(lock, 5s, [&] { return !parked.empty(); }));
    Responder responder = parked.front();
    parked.erase(parked.begin());
    return responder;
  }
};

inline bool eventually(const std::function<bool()>& condition) {
  for (int i = 0; i < 500; ++i) {
    if (condition()) return true;
    std::this_thread::sleep_for(10ms);
  }
  return condition();
}

inline constexpr std::string_view kGet = "GET /a HTTP/1.1\r\nHost: x\r\n\r\n";

}  // namespace procos::test
