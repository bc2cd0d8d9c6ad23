// TLS with OpenSSL: the server's certificate, and one connection's encryption over a socket that
// does not block.
#pragma once

#include <boost/system/error_code.hpp>
#include <cstddef>
#include <memory>
#include <string>
#include <string_view>

#include "base/result.h"

struct ssl_ctx_st;
struct ssl_st;

namespace procos::rest {

/// Certificate and key of a server; TLS 1.2 and 1.3. Shared by its connections.
class TlsContext {
 public:
  /// PEM files; the certificate's may hold the chain up to its root. The failure says which file
  /// is wrong and why.
  static Result<std::shared_ptr<TlsContext>> load(const std::string& certificate_file,
                                                  const std::string& key_file);
  ~TlsContext();
  TlsContext(const TlsContext&) = delete;
  TlsContext& operator=(const TlsContext&) = delete;

  ssl_ctx_st* handle() const { return context_; }

 private:
  explicit TlsContext(ssl_ctx_st* context) : context_(context) {}
  ssl_ctx_st* context_;
};

/// Encrypts one connection. Errors are those of a plain socket: would_block, eof and so on. The
/// handshake happens within the first reads.
class TlsStream {
 public:
  /// The context and the socket outlive the stream.
  TlsStream(const TlsContext& context, int socket);
  ~TlsStream();
  TlsStream(const TlsStream&) = delete;
  TlsStream& operator=(const TlsStream&) = delete;

  std::size_t read_some(char* data, std::size_t size, boost::system::error_code& error);
  std::size_t write_some(std::string_view data, boost::system::error_code& error);
  /// Decrypted bytes are waiting although the socket may have none.
  bool pending() const;
  /// Nothing can be answered before this.
  bool established() const;
  /// Tells the client that nothing follows.
  void shut_down();

 private:
  boost::system::error_code translate(int result) const;

  ssl_st* ssl_;
};

}  // namespace procos::rest
