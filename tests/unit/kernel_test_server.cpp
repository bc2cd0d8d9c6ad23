#include "tests/unit/kernel_test_server.h"

#include <sys/socket.h>

#include <atomic>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/http.hpp>
#include <mutex>
#include <thread>

namespace procos::test {

class HttpServer::Sessions {
 public:
  explicit Sessions(Handler handler)
      : handler_(std::move(handler)), acceptor_(io_, {boost::asio::ip::address_v4::loopback(), 0}) {
    thread_ = std::thread([this] { accept(); });
  }
  ~Sessions() {
    stopping_ = true;
    ::shutdown(acceptor_.native_handle(), SHUT_RDWR);
    thread_.join();
    for (std::thread& session : threads_) session.join();
  }

  unsigned port() const { return acceptor_.local_endpoint().port(); }
  std::vector<Request> requests() const {
    const std::lock_guard lock(mutex_);
    return requests_;
  }

 private:
  void accept() {
    while (!stopping_) {
      boost::system::error_code error;
      boost::asio::ip::tcp::socket socket(io_);
      acceptor_.accept(socket, error);
      if (error) return;
      threads_.emplace_back([this, socket = std::move(socket)]() mutable { serve(socket); });
    }
  }

  void serve(boost::asio::ip::tcp::socket& socket) {
    namespace http = boost::beast::http;
    boost::system::error_code error;
    boost::beast::flat_buffer buffer;
    http::request<http::string_body> request;
    http::read(socket, buffer, request, error);
    if (error) return;
    const Request seen{std::string(request.method_string()), std::string(request.target()),
                       request.body(), std::string(request[http::field::authorization])};
    {
      const std::lock_guard lock(mutex_);
      requests_.push_back(seen);
    }
    const Reply reply = handler_(seen);
    for (int waited = 0; waited < reply.delay_ms && !stopping_; waited += 10) {
      std::this_thread::sleep_for(std::chrono::milliseconds(10));
    }
    if (reply.hang_up) return;
    http::response<http::string_body> response(static_cast<http::status>(reply.status), 11);
    for (const auto& [name, value] : reply.headers) response.set(name, value);
    response.keep_alive(false);
    response.body() = reply.body;
    response.prepare_payload();
    http::write(socket, response, error);
  }

  Handler handler_;
  boost::asio::io_context io_;
  boost::asio::ip::tcp::acceptor acceptor_;
  std::atomic<bool> stopping_{false};
  mutable std::mutex mutex_;
  std::vector<Request> requests_;
  std::vector<std::thread> threads_;
  std::thread thread_;
};

HttpServer::HttpServer(Handler handler)
    : sessions_(std::make_unique<Sessions>(std::move(handler))) {}
HttpServer::~HttpServer() = default;

std::string HttpServer::url() const {
  return "http://127.0.0.1:" + std::to_string(sessions_->port());
}
std::vector<HttpServer::Request> HttpServer::requests() const { return sessions_->requests(); }

}  // namespace procos::test
