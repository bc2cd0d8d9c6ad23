// One connection: reads requests, hands them over one at a time, writes answers in their order.
// Only server.cpp and session.cpp include this file; it is where Boost ends.
#pragma once

#include <atomic>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/strand.hpp>
#include <cstdint>
#include <functional>
#include <limits>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>

#include "rest/http.h"
#include "rest/tls.h"

namespace procos::rest {

using SessionStrand = boost::asio::strand<boost::asio::io_context::executor_type>;
using SessionSocket = boost::asio::basic_stream_socket<boost::asio::ip::tcp, SessionStrand>;

std::int64_t steady_ms();

struct SessionLimits {
  std::size_t max_body_bytes = 0;
  std::size_t max_header_bytes = 0;
  int read_timeout_ms = 0;
  int idle_timeout_ms = 0;
};

class SessionOwner {
 public:
  virtual ~SessionOwner() = default;
  virtual const RequestHandler& handler() const = 0;
  virtual const SessionLimits& session_limits() const = 0;
  /// Null: connections are not encrypted.
  virtual const TlsContext* tls() const = 0;
  virtual void session_closed(std::uint64_t id) = 0;
};

/// All state belongs to the strand; the public functions may be called from any thread.
/// An idle connection holds no buffer: the socket is waited on, and read into a buffer of the
/// thread.
class Session : public std::enable_shared_from_this<Session> {
 public:
  Session(SessionSocket socket, std::uint64_t id, std::shared_ptr<SessionOwner> owner);
  ~Session();

  void start();
  void refuse();  ///< answers 503 and closes
  void finish();  ///< closes when no request is under way, else after its answer
  void abort();   ///< closes now
  void expire();  ///< closes if the deadline has really passed
  void evict();   ///< closes when no request is under way
  void answer(Response response);
  std::int64_t deadline_ms() const { return deadline_ms_.load(std::memory_order_relaxed); }
  /// Since when this connection may be closed for the sake of a new one; kNever while it works.
  std::int64_t evictable_ms() const { return evictable_ms_.load(std::memory_order_relaxed); }

  static constexpr std::int64_t kNever = std::numeric_limits<std::int64_t>::max();

 private:
  struct Incoming;

  template <class F>
  void on_strand(F f);
  std::size_t receive(char* data, std::size_t size, boost::system::error_code& error);
  std::size_t transmit(std::string_view data, boost::system::error_code& error);
  void wait_readable();
  void on_readable();
  bool reads_enough_ahead() const;
  void on_peer_closed();
  void pump(std::string_view fresh);
  std::size_t feed(std::string_view input, bool& need_more);
  void on_header();
  void begin_request();
  void reject(int status, std::string_view message);
  bool peer_is_gone();
  void send(Response response);
  void write_rest(std::size_t done);
  void written();
  void drain_and_close();
  void close();
  void set_reading_deadline();
  void set_deadline(std::int64_t ms) { deadline_ms_.store(ms, std::memory_order_relaxed); }

  SessionSocket socket_;
  std::unique_ptr<TlsStream> tls_;  ///< null: plain
  const std::uint64_t id_;
  const std::shared_ptr<SessionOwner> owner_;
  std::unique_ptr<Incoming> incoming_;  ///< the request being read
  std::string pending_;                 ///< received, not yet parsed
  std::string out_;                     ///< the answer being written
  std::function<void()> on_lost_;       ///< of that answer
  std::weak_ptr<Responder::State> responder_;
  std::atomic<std::int64_t> deadline_ms_{kNever};
  std::atomic<std::int64_t> evictable_ms_{kNever};
  bool waiting_ = false;  ///< a wait for readability is under way
  bool pumping_ = false;
  bool in_flight_ = false;  ///< a request is being handled or its answer written
  bool peer_closed_ = false;
  bool draining_ = false;  ///< the last answer is out; what still arrives is thrown away
  bool closed_ = false;
  bool finishing_ = false;
  bool close_after_ = false;  ///< no further request after the one in flight
  bool head_ = false;         ///< the request in flight is a HEAD
  bool old_http_ = false;     ///< the request in flight is HTTP/1.0
  bool gzip_ = false;         ///< its client reads compressed answers
};

}  // namespace procos::rest
