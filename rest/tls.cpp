#include "rest/tls.h"

#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <sys/socket.h>

#include <algorithm>
#include <boost/asio/error.hpp>
#include <cerrno>
#include <cstring>
#include <fstream>
#include <limits>
#include <stdexcept>

namespace procos::rest {
namespace {

namespace tls_error = boost::asio::error;
using boost::system::error_code;

int as_length(std::size_t size) {
  return static_cast<int>(std::min<std::size_t>(size, std::numeric_limits<int>::max()));
}

// OpenSSL's own socket BIO writes with write(), which ends the process when the client has gone
// and nobody ignores SIGPIPE.
int bio_transfer(BIO* bio, ssize_t count) {
  BIO_clear_retry_flags(bio);
  if (count >= 0) return static_cast<int>(count);
  if (errno == EAGAIN || errno == EWOULDBLOCK || errno == EINTR) BIO_set_retry_read(bio);
  return -1;
}

int socket_of(BIO* bio) {
  return static_cast<int>(reinterpret_cast<std::intptr_t>(BIO_get_data(bio)));
}

int bio_write(BIO* bio, const char* data, int size) {
  const int result =
      bio_transfer(bio, send(socket_of(bio), data, static_cast<std::size_t>(size), MSG_NOSIGNAL));
  if (result < 0 && BIO_should_read(bio)) BIO_set_retry_write(bio);
  return result;
}

int bio_read(BIO* bio, char* data, int size) {
  return bio_transfer(bio, recv(socket_of(bio), data, static_cast<std::size_t>(size), 0));
}

long bio_control(BIO*, int command, long, void*) {
  return command == BIO_CTRL_FLUSH ? 1 : 0;
}

const BIO_METHOD* socket_method() {
  static const BIO_METHOD* const kMethod = [] {
    BIO_METHOD* method = BIO_meth_new(BIO_get_new_index() | BIO_TYPE_SOURCE_SINK, "socket");
    BIO_meth_set_write(method, bio_write);
    BIO_meth_set_read(method, bio_read);
    BIO_meth_set_ctrl(method, bio_control);
    return method;
  }();
  return kMethod;
}

std::string openssl_reason() {
  const unsigned long code = ERR_peek_last_error();
  const char* reason = ERR_reason_error_string(code);
  ERR_clear_error();
  return reason != nullptr ? reason : "unknown reason";
}

Status readable(const std::string& what, const std::string& file) {
  errno = 0;
  const std::ifstream stream(file);
  if (stream && std::ifstream(file).peek() != std::ifstream::traits_type::eof()) return {};
  const std::string why = errno != 0 ? std::strerror(errno) : "it is empty or no file";
  return fail(ErrorKind::kNotValid, "Cannot read the " + what + " " + file + ": " + why);
}

// An encrypted key would make OpenSSL ask for its passphrase on the terminal.
int no_passphrase(char*, int, int, void*) {
  return 0;
}

}  // namespace

Result<std::shared_ptr<TlsContext>> TlsContext::load(const std::string& certificate_file,
                                                     const std::string& key_file) {
  if (certificate_file.empty() || key_file.empty()) {
    return fail(ErrorKind::kNotValid,
                "TLS needs both a certificate and its private key; only one file is named");
  }
  PROCOS_TRY(readable("TLS certificate", certificate_file));
  PROCOS_TRY(readable("TLS private key", key_file));
  ERR_clear_error();
  SSL_CTX* raw = SSL_CTX_new(TLS_server_method());
  if (raw == nullptr) throw std::runtime_error("OpenSSL gives no context: " + openssl_reason());
  std::shared_ptr<TlsContext> context(new TlsContext(raw));
  SSL_CTX_set_min_proto_version(raw, TLS1_2_VERSION);
  SSL_CTX_set_options(raw, SSL_OP_NO_RENEGOTIATION | SSL_OP_IGNORE_UNEXPECTED_EOF |
                               SSL_OP_CIPHER_SERVER_PREFERENCE | SSL_OP_NO_COMPRESSION);
  // Idle connections keep no buffers.
  SSL_CTX_set_mode(raw, SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER |
                            SSL_MODE_RELEASE_BUFFERS);
  SSL_CTX_set_default_passwd_cb(raw, no_passphrase);
  if (SSL_CTX_use_certificate_chain_file(raw, certificate_file.c_str()) != 1) {
    return fail(ErrorKind::kNotValid, "The TLS certificate " + certificate_file +
                                          " is no PEM certificate: " + openssl_reason());
  }
  if (SSL_CTX_use_PrivateKey_file(raw, key_file.c_str(), SSL_FILETYPE_PEM) != 1) {
    const std::string reason = openssl_reason();
    const bool mismatch = reason.find("mismatch") != std::string::npos;
    return fail(ErrorKind::kNotValid,
                mismatch ? "The private key " + key_file + " does not belong to the certificate " +
                               certificate_file
                         : "The TLS private key " + key_file +
                               " is no PEM private key without a passphrase: " + reason);
  }
  if (SSL_CTX_check_private_key(raw) != 1) {
    ERR_clear_error();
    return fail(ErrorKind::kNotValid, "The private key " + key_file +
                                          " does not belong to the certificate " +
                                          certificate_file);
  }
  return context;
}

TlsContext::~TlsContext() {
  SSL_CTX_free(context_);
}

TlsStream::TlsStream(const TlsContext& context, int socket) : ssl_(SSL_new(context.handle())) {
  BIO* bio = ssl_ == nullptr ? nullptr : BIO_new(socket_method());
  if (bio == nullptr) throw std::runtime_error("OpenSSL gives no connection");
  BIO_set_data(bio, reinterpret_cast<void*>(static_cast<std::intptr_t>(socket)));
  BIO_set_init(bio, 1);
  SSL_set_bio(ssl_, bio, bio);
  SSL_set_accept_state(ssl_);
}

TlsStream::~TlsStream() {
  SSL_free(ssl_);
}

error_code TlsStream::translate(int result) const {
  switch (SSL_get_error(ssl_, result)) {
    case SSL_ERROR_WANT_READ:
    case SSL_ERROR_WANT_WRITE: return tls_error::would_block;
    case SSL_ERROR_ZERO_RETURN: return tls_error::eof;
    case SSL_ERROR_SYSCALL: return errno == 0 ? error_code(tls_error::eof)
                                              : error_code(tls_error::connection_reset);
    default: return tls_error::connection_aborted;
  }
}

std::size_t TlsStream::read_some(char* data, std::size_t size, error_code& error) {
  ERR_clear_error();
  errno = 0;
  const int n = SSL_read(ssl_, data, as_length(size));
  if (n > 0) {
    error = {};
    return static_cast<std::size_t>(n);
  }
  if (ERR_GET_REASON(ERR_peek_error()) == SSL_R_HTTP_REQUEST) {
    static constexpr std::string_view kHttps =
        "HTTP/1.1 400 Bad Request\r\nConnection: close\r\nContent-Type: text/plain\r\n\r\n"
        "This port speaks HTTPS: use https://\n";
    BIO* bio = SSL_get_wbio(ssl_);
    BIO_write(bio, kHttps.data(), as_length(kHttps.size()));
    // Closing a socket with unread bytes would reset the connection and could eat the answer.
    shutdown(socket_of(bio), SHUT_WR);
    while (recv(socket_of(bio), data, size, MSG_DONTWAIT) > 0) {
    }
    error = tls_error::connection_aborted;
    return 0;
  }
  error = translate(n);
  return 0;
}

std::size_t TlsStream::write_some(std::string_view data, error_code& error) {
  ERR_clear_error();
  errno = 0;
  const int n = SSL_write(ssl_, data.data(), as_length(data.size()));
  error = n > 0 ? error_code() : translate(n);
  return n > 0 ? static_cast<std::size_t>(n) : 0;
}

bool TlsStream::pending() const {
  return SSL_pending(ssl_) > 0;
}

bool TlsStream::established() const {
  return SSL_is_init_finished(ssl_) != 0;
}

void TlsStream::shut_down() {
  ERR_clear_error();
  if (established()) SSL_shutdown(ssl_);
}

}  // namespace procos::rest
