#include "rest/session.h"

#include <sys/socket.h>

#include <array>
#include <boost/asio/buffer.hpp>
#include <boost/asio/post.hpp>
#include <boost/beast/http/error.hpp>
#include <boost/beast/http/parser.hpp>
#include <cerrno>
#include <chrono>
#include <ctime>
#include <optional>
#include <utility>

#include <spdlog/spdlog.h>

#include "rest/compression.h"

namespace procos::rest {
namespace asio = boost::asio;
namespace http = boost::beast::http;
using boost::system::error_code;

namespace {

constexpr std::size_t kReadAheadBytes = 64u << 10;  // of pipelined requests, per connection
constexpr std::int64_t kBodyBytesPerSecond = 4096;  // slower clients are cut off
constexpr int kDrainMs = 2000;
constexpr int kReadingGraceMs = 5000;  // a request that arrives no longer than this is not evicted

// Beast's string_body reserves what Content-Length promises; a liar could reserve the machine.
struct GrowingBody {
  using value_type = std::string;
  class reader {
   public:
    template <bool IsRequest, class Fields>
    reader(http::header<IsRequest, Fields>&, value_type& body) : body_(body) {}
    void init(const boost::optional<std::uint64_t>&, error_code& error) { error = {}; }
    template <class Buffers>
    std::size_t put(const Buffers& buffers, error_code& error) {
      error = {};
      std::size_t total = 0;
      for (auto it = asio::buffer_sequence_begin(buffers); it != asio::buffer_sequence_end(buffers);
           ++it) {
        const asio::const_buffer part(*it);
        body_.append(static_cast<const char*>(part.data()), part.size());
        total += part.size();
      }
      return total;
    }
    void finish(error_code& error) { error = {}; }

   private:
    value_type& body_;
  };
};

std::string json_error(std::string_view message) {
  std::string text = R"({"type":"InvalidRequestException","message":")";
  text += message;  // our own words: nothing to escape
  return text + R"(","code":null})";
}

const std::string& date_header() {
  thread_local std::time_t shown = 0;
  thread_local std::string text;
  const std::time_t now = std::time(nullptr);
  if (now != shown) {
    std::tm utc{};
    gmtime_r(&now, &utc);
    std::array<char, 64> buffer{};
    const std::size_t length =
        std::strftime(buffer.data(), buffer.size(), "Date: %a, %d %b %Y %H:%M:%S GMT\r\n", &utc);
    text.assign(buffer.data(), length);
    shown = now;
  }
  return text;
}

bool may_have_body(int status) {
  return status >= 200 && status != 204 && status != 304;
}

}  // namespace

std::int64_t steady_ms() {
  return std::chrono::duration_cast<std::chrono::milliseconds>(
             std::chrono::steady_clock::now().time_since_epoch())
      .count();
}

struct Session::Incoming {
  http::request_parser<GrowingBody> parser;
  std::int64_t started_ms = steady_ms();
  std::int64_t received = 0;
  bool header_seen = false;
};

Session::Session(SessionSocket socket, std::uint64_t id, std::shared_ptr<SessionOwner> owner)
    : socket_(std::move(socket)), id_(id), owner_(std::move(owner)) {
  error_code ignored;
  socket_.non_blocking(true, ignored);
  socket_.set_option(asio::ip::tcp::no_delay(true), ignored);
  if (const TlsContext* tls = owner_->tls()) {
    tls_ = std::make_unique<TlsStream>(*tls, socket_.native_handle());
  }
  evictable_ms_ = steady_ms();
  set_deadline(evictable_ms_ + owner_->session_limits().read_timeout_ms);
}

Session::~Session() = default;

// Everything a connection does runs here: whatever goes wrong ends this connection and no other.
template <class F>
void Session::on_strand(F f) {
  asio::post(socket_.get_executor(), [weak = weak_from_this(), f = std::move(f)]() mutable {
    const std::shared_ptr<Session> self = weak.lock();
    if (!self) return;
    try {
      f(*self);
    } catch (const std::exception& e) {
      spdlog::error("Closing a connection: {}", e.what());
      self->close();
    }
  });
}

void Session::start() {
  on_strand([](Session& s) { s.wait_readable(); });
}

void Session::refuse() {
  asio::post(socket_.get_executor(), [self = shared_from_this()] {
    // Before its handshake a TLS connection cannot be told anything.
    if (!self->tls_) self->reject(503, "Too many connections");
    self->close();
  });
}

void Session::finish() {
  on_strand([](Session& s) {
    s.finishing_ = true;
    if (!s.in_flight_ && !s.incoming_) s.close();
  });
}

void Session::abort() {
  on_strand([](Session& s) { s.close(); });
}

void Session::expire() {
  on_strand([](Session& s) {
    if (s.deadline_ms() > steady_ms()) return;
    if (s.incoming_ && !s.in_flight_) {
      s.reject(408, "The request did not arrive in time");
    } else {
      s.close();
    }
  });
}

void Session::evict() {
  evictable_ms_ = kNever;  // chosen once
  on_strand([](Session& s) {
    if (!s.in_flight_) s.close();
  });
}

void Session::answer(Response response) {
  if (socket_.get_executor().running_in_this_thread()) {
    try {
      send(std::move(response));
    } catch (const std::exception& e) {
      spdlog::error("Closing a connection: {}", e.what());
      close();
    }
    return;
  }
  asio::post(socket_.get_executor(), [weak = weak_from_this(), r = std::move(response)]() mutable {
    const std::shared_ptr<Session> self = weak.lock();
    if (!self) {
      if (r.on_lost) r.on_lost();
      return;
    }
    self->answer(std::move(r));
  });
}

std::size_t Session::receive(char* data, std::size_t size, error_code& error) {
  return tls_ ? tls_->read_some(data, size, error)
              : socket_.read_some(asio::buffer(data, size), error);
}

std::size_t Session::transmit(std::string_view data, error_code& error) {
  return tls_ ? tls_->write_some(data, error)
              : socket_.write_some(asio::buffer(data.data(), data.size()), error);
}

void Session::wait_readable() {
  if (waiting_ || closed_ || peer_closed_) return;
  if (tls_ && tls_->pending()) {  // decrypted already: the socket will not tell
    on_strand([](Session& s) {
      if (!s.closed_ && !s.waiting_ && !s.reads_enough_ahead()) s.on_readable();
    });
    return;
  }
  waiting_ = true;
  socket_.async_wait(SessionSocket::wait_read, [self = shared_from_this()](error_code error) {
    self->waiting_ = false;
    if (self->closed_) return;
    if (error) {
      self->close();
      return;
    }
    try {
      self->on_readable();
    } catch (const std::exception& e) {
      spdlog::error("Closing a connection: {}", e.what());
      self->close();
    }
  });
}

// A large body is read in several pieces at a time, but others have to get their turn as well.
void Session::on_readable() {
  thread_local std::array<char, 64u << 10> buffer;
  for (int i = 0; i < 16; ++i) {
    error_code error;
    const std::size_t n = receive(buffer.data(), buffer.size(), error);
    if (error == asio::error::would_block || error == asio::error::try_again) break;
    if (error == asio::error::eof) {
      on_peer_closed();
      return;
    }
    if (error) {
      close();
      return;
    }
    if (!draining_) pump(std::string_view(buffer.data(), n));
    if (closed_ || reads_enough_ahead()) break;
    if (n < buffer.size() && !tls_) break;  // TLS gives a record at a time
  }
  if (!closed_ && !reads_enough_ahead()) wait_readable();
}

bool Session::reads_enough_ahead() const {
  return pending_.size() >= kReadAheadBytes + owner_->session_limits().max_header_bytes;
}

// A client may close its sending side and still read: an answer under way is still written.
void Session::on_peer_closed() {
  peer_closed_ = true;
  if (in_flight_) {
    Responder::report_client_gone(responder_);
  } else {
    close();
  }
}

void Session::pump(std::string_view fresh) {
  const bool buffered = !pending_.empty();
  if (buffered) pending_.append(fresh);
  const std::string_view input = buffered ? std::string_view(pending_) : fresh;
  std::size_t used = 0;
  bool need_more = false;
  pumping_ = true;
  while (!in_flight_ && !closed_ && !draining_ && !need_more && used < input.size()) {
    used += feed(input.substr(used), need_more);
  }
  pumping_ = false;
  if (draining_ || closed_) {
    pending_ = std::string();
  } else if (!buffered) {
    pending_.assign(input.substr(used));
  } else if (used == pending_.size()) {
    pending_ = std::string();  // gives the memory back
  } else {
    pending_.erase(0, used);
  }
  if (closed_) return;
  if (!in_flight_ && !draining_) {
    if (peer_closed_ || (finishing_ && !incoming_)) {
      close();
      return;
    }
    set_reading_deadline();
  }
}

void Session::set_reading_deadline() {
  const SessionLimits& limits = owner_->session_limits();
  if (!incoming_) {
    evictable_ms_ = steady_ms();
    set_deadline(evictable_ms_ + limits.idle_timeout_ms);
    return;
  }
  evictable_ms_ = incoming_->started_ms + kReadingGraceMs;
  set_deadline(incoming_->started_ms + limits.read_timeout_ms +
               incoming_->received * 1000 / kBodyBytesPerSecond);
}

std::size_t Session::feed(std::string_view input, bool& need_more) {
  if (!incoming_) {
    // Some clients send an empty line after a body; RFC 9112 2.2 asks to skip it.
    const std::size_t skip = input.find_first_not_of("\r\n");
    if (skip != 0) return skip == std::string_view::npos ? input.size() : skip;
    incoming_ = std::make_unique<Incoming>();
    const SessionLimits& limits = owner_->session_limits();
    incoming_->parser.header_limit(static_cast<std::uint32_t>(limits.max_header_bytes));
    incoming_->parser.body_limit(limits.max_body_bytes);
    incoming_->parser.eager(true);
  }
  error_code error;
  const std::size_t n =
      incoming_->parser.put(asio::const_buffer(input.data(), input.size()), error);
  if (error == http::error::need_more || (!error && n == 0)) {
    need_more = true;
    error = {};
  }
  if (error == http::error::body_limit) {
    reject(413, "The request body is larger than this server accepts");
  } else if (error == http::error::header_limit) {
    reject(431, "The request header is larger than this server accepts");
  } else if (error) {
    reject(400, "The request is not valid HTTP: " + error.message());
  }
  if (error) return n;
  incoming_->received += static_cast<std::int64_t>(n);
  if (incoming_->parser.is_header_done() && !incoming_->header_seen) on_header();
  if (incoming_ && incoming_->parser.is_done()) begin_request();
  return n;
}

void Session::on_header() {
  incoming_->header_seen = true;
  const auto& message = incoming_->parser.get();
  if (message.version() != 10 && message.version() != 11) {
    reject(400, "Only HTTP/1.0 and HTTP/1.1 are spoken here");
    return;
  }
  if (message.version() == 11 && message.count(http::field::host) != 1) {
    reject(400, "The request needs exactly one Host header");
    return;
  }
  const auto expect = message[http::field::expect];
  if (expect.empty() || message.version() != 11) return;
  if (!iequals({expect.data(), expect.size()}, "100-continue")) {
    reject(417, "Only 100-continue can be expected");
    return;
  }
  if (incoming_->parser.is_done()) return;
  static constexpr std::string_view kContinue = "HTTP/1.1 100 Continue\r\n\r\n";
  error_code error;
  if (transmit(kContinue, error) != kContinue.size()) close();
}

void Session::begin_request() {
  auto message = incoming_->parser.release();
  incoming_.reset();
  in_flight_ = true;
  evictable_ms_ = kNever;
  set_deadline(kNever);
  head_ = message.method() == http::verb::head;
  old_http_ = message.version() == 10;
  close_after_ = !message.keep_alive();
  const auto encodings = message[http::field::accept_encoding];
  gzip_ = accepts_gzip({encodings.data(), encodings.size()});

  Request request;
  const auto method = message.method_string();
  request.method.assign(method.data(), method.size());
  for (const auto& field : message) {
    const auto name = field.name_string();
    const auto value = field.value();
    request.headers.add({name.data(), name.size()}, {value.data(), value.size()});
  }
  const auto type = message[http::field::content_type];
  request.content_type.assign(type.data(), type.size());
  request.body = std::move(message.body());
  request.secure = tls_ != nullptr;
  const auto target = message.target();
  if (!request.set_target({target.data(), target.size()})) {
    reject(400, "The request target is not valid");
    return;
  }

  const Responder responder([weak = weak_from_this()](Response response) {
    if (const std::shared_ptr<Session> self = weak.lock()) {
      self->answer(std::move(response));
    } else if (response.on_lost) {
      response.on_lost();
    }
  });
  responder_ = responder.state();
  if (peer_closed_) responder.report_client_gone();
  try {
    owner_->handler()(std::move(request), responder);
  } catch (const std::exception& e) {
    spdlog::error("A request failed: {}", e.what());
    Response failed;
    failed.status = 500;
    failed.body = R"({"type":"RestException","message":"Server error.","code":null})";
    responder(std::move(failed));
  }
}

void Session::reject(int status, std::string_view message) {
  incoming_.reset();
  in_flight_ = true;
  evictable_ms_ = kNever;
  close_after_ = true;
  Response response;
  response.status = status;
  response.body = json_error(message);
  send(std::move(response));
}

// A close that has arrived, but has not been read yet.
bool Session::peer_is_gone() {
  if (closed_ || peer_closed_) return true;
  char byte = 0;
  const ssize_t n = recv(socket_.native_handle(), &byte, 1, MSG_PEEK | MSG_DONTWAIT);
  return n == 0 || (n < 0 && errno != EAGAIN && errno != EWOULDBLOCK && errno != EINTR);
}

void Session::send(Response response) {
  if (response.on_lost && peer_is_gone()) {
    response.on_lost();
    close();
  }
  if (closed_) return;
  on_lost_ = std::move(response.on_lost);
  if (finishing_) close_after_ = true;
  const bool with_body = may_have_body(response.status);
  if (with_body && gzip_ && is_worth_compressing(response)) compress(response);
  out_.clear();
  out_ += "HTTP/1.1 ";
  out_ += std::to_string(response.status);
  out_ += ' ';
  out_ += reason_phrase(response.status);
  out_ += "\r\n";
  out_ += date_header();
  for (const auto& [name, value] : response.headers.fields()) {
    // A line break in a value (a file name, say) would let a client write headers of its own.
    if (value.find_first_of("\r\n") != std::string::npos) continue;
    out_ += name;
    out_ += ": ";
    out_ += value;
    out_ += "\r\n";
  }
  if (with_body) {
    if (!response.body.empty() && !response.content_type.empty()) {
      out_ += "Content-Type: ";
      out_ += response.content_type;
      out_ += "\r\n";
    }
    out_ += "Content-Length: ";
    out_ += std::to_string(response.body.size());
    out_ += "\r\n";
  }
  if (close_after_) {
    out_ += "Connection: close\r\n";
  } else if (old_http_) {
    out_ += "Connection: keep-alive\r\n";
  }
  out_ += "\r\n";
  if (with_body && !head_) out_ += response.body;
  set_deadline(steady_ms() + owner_->session_limits().read_timeout_ms +
               static_cast<std::int64_t>(out_.size()) * 1000 / kBodyBytesPerSecond);
  error_code error;
  const std::size_t n = transmit(out_, error);
  if (error && error != asio::error::would_block && error != asio::error::try_again) {
    close();
  } else if (n == out_.size()) {
    written();
  } else {
    write_rest(n);
  }
}

// The whole rest at a time: the kernel takes what it can.
void Session::write_rest(std::size_t done) {
  socket_.async_wait(
      SessionSocket::wait_write, [self = shared_from_this(), done](error_code error) {
        if (self->closed_) return;
        std::size_t n = 0;
        if (!error) {
          n = self->transmit(std::string_view(self->out_).substr(done), error);
          if (error == asio::error::would_block || error == asio::error::try_again) error = {};
        }
        if (error) {
          self->close();
        } else if (done + n == self->out_.size()) {
          self->written();
        } else {
          self->write_rest(done + n);
        }
      });
}

void Session::written() {
  out_ = std::string();
  on_lost_ = nullptr;
  in_flight_ = false;
  head_ = old_http_ = gzip_ = false;
  responder_.reset();
  if (close_after_) {
    drain_and_close();
  } else if (!pumping_) {
    pump({});
    if (!closed_ && !reads_enough_ahead()) wait_readable();
  }
}

// Closing while the client still sends would reset the connection and could eat the answer.
void Session::drain_and_close() {
  error_code error;
  if (tls_) tls_->shut_down();
  socket_.shutdown(SessionSocket::shutdown_send, error);
  if (error || peer_closed_) {
    close();
    return;
  }
  draining_ = true;
  set_deadline(steady_ms() + kDrainMs);
  wait_readable();
}

void Session::close() {
  if (closed_) return;
  closed_ = true;
  if (in_flight_) Responder::report_client_gone(responder_);
  if (on_lost_) std::exchange(on_lost_, nullptr)();
  incoming_.reset();
  error_code ignored;
  socket_.close(ignored);
  owner_->session_closed(id_);
}

}  // namespace procos::rest
