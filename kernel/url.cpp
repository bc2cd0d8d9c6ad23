#include "kernel/url.h"

#include <curl/curl.h>

#include <charconv>
#include <memory>

namespace procos::kernel {
namespace {

std::string part(CURLU* url, CURLUPart which, unsigned flags = 0) {
  char* text = nullptr;
  if (curl_url_get(url, which, &text, flags) != CURLUE_OK || text == nullptr) return {};
  std::string out(text);
  curl_free(text);
  return out;
}

bool read_port(std::string_view text, int& port) {
  const char* end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, port);
  return error == std::errc() && stop == end && !text.empty() && port >= 0 && port <= 65535;
}

}  // namespace

Result<Url> parse_url(const std::string& text) {
  const std::unique_ptr<CURLU, decltype(&curl_url_cleanup)> handle(curl_url(), &curl_url_cleanup);
  if (!handle) throw std::bad_alloc();
  const CURLUcode code = curl_url_set(handle.get(), CURLUPART_URL, text.c_str(), 0);
  if (code != CURLUE_OK) {
    return fail(ErrorKind::kNotValid, "\"" + text + "\" is no URL: " + curl_url_strerror(code));
  }
  Url url{part(handle.get(), CURLUPART_SCHEME), part(handle.get(), CURLUPART_HOST), 0,
          part(handle.get(), CURLUPART_PATH)};
  const std::string port = part(handle.get(), CURLUPART_PORT, CURLU_DEFAULT_PORT);
  if (url.host.empty() || !read_port(port, url.port) || url.port == 0) {
    return fail(ErrorKind::kNotValid, "\"" + text + "\" is no URL with a host and a port");
  }
  if (url.host.front() == '[') url.host = url.host.substr(1, url.host.size() - 2);
  while (!url.path.empty() && url.path.back() == '/') url.path.pop_back();
  return url;
}

Result<Address> parse_address(const std::string& text) {
  const std::size_t colon = text.rfind(':');
  Address address;
  if (colon == std::string::npos || colon == 0 ||
      !read_port(std::string_view(text).substr(colon + 1), address.port)) {
    return fail(ErrorKind::kNotValid,
                "\"" + text + "\" is not HOST:PORT, for example 127.0.0.1:8080");
  }
  address.host = text.substr(0, colon);
  const bool bracketed = address.host.front() == '[' && address.host.back() == ']';
  if (bracketed) address.host = address.host.substr(1, address.host.size() - 2);
  if (address.host.empty() || (!bracketed && address.host.find(':') != std::string::npos) ||
      address.host.find_first_of(" \t/") != std::string::npos) {
    return fail(ErrorKind::kNotValid,
                "\"" + text + "\" is not HOST:PORT, for example 127.0.0.1:8080 or [::1]:8080");
  }
  return address;
}

bool is_local_host(const std::string& host) {
  return host == "localhost" || host == "::1" || host == "0.0.0.0" || host.starts_with("127.");
}

std::string url_encode(const std::string& text) {
  char* escaped = curl_easy_escape(nullptr, text.data(), static_cast<int>(text.size()));
  if (escaped == nullptr) throw std::bad_alloc();
  std::string out(escaped);
  curl_free(escaped);
  return out;
}

}  // namespace procos::kernel
