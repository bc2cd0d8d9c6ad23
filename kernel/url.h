// The parts of a URL, read by libcurl's parser.
#pragma once

#include <string>

#include "base/result.h"

namespace procos::kernel {

struct Url {
  std::string scheme;
  std::string host;
  int port = 0;      ///< the scheme's own when none is written
  std::string path;  ///< without a trailing '/'; "" for the root
};

/// kNotValid with the reason when it is no absolute URL with a host.
Result<Url> parse_url(const std::string& text);

struct Address {
  std::string host;
  int port = 0;
};

/// "HOST:PORT", "[::1]:8080"; port 0 lets the system choose. kNotValid otherwise.
Result<Address> parse_address(const std::string& text);

/// Whether a server on this machine answers to the name: localhost, 127.x.x.x, ::1.
bool is_local_host(const std::string& host);

/// For use inside a path or a query.
std::string url_encode(const std::string& text);

}  // namespace procos::kernel
