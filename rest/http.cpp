#include "rest/http.h"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <mutex>

#include "rest/route_meters.h"

namespace procos::rest {
namespace {

char lower(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
}

int hex_digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  c = lower(c);
  return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

}  // namespace

std::string percent_encode_segment(std::string_view text) {
  constexpr std::string_view kPlain = "-._~!$&'()*+,;=:@";
  constexpr std::string_view kHex = "0123456789ABCDEF";
  std::string encoded;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    const bool alphanumeric =
        (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    if (alphanumeric || kPlain.find(c) != std::string_view::npos) {
      encoded += c;
    } else {
      encoded += '%';
      encoded += kHex[byte >> 4];
      encoded += kHex[byte & 15];
    }
  }
  return encoded;
}

bool iequals(std::string_view a, std::string_view b) {
  return a.size() == b.size() && std::equal(a.begin(), a.end(), b.begin(),
                                            [](char x, char y) { return lower(x) == lower(y); });
}

std::optional<std::string> percent_decode(std::string_view text, bool plus_is_blank) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '%') {
      if (i + 2 >= text.size()) return std::nullopt;
      const int high = hex_digit(text[i + 1]);
      const int low = hex_digit(text[i + 2]);
      if (high < 0 || low < 0) return std::nullopt;
      out += static_cast<char>(high * 16 + low);
      i += 2;
    } else {
      out += text[i] == '+' && plus_is_blank ? ' ' : text[i];
    }
  }
  return out;
}

std::optional<std::string_view> Headers::get(std::string_view name) const {
  for (const auto& [key, value] : fields_) {
    if (iequals(key, name)) return value;
  }
  return std::nullopt;
}

QueryString::QueryString(std::string_view text) {
  while (!text.empty()) {
    const std::string_view pair = text.substr(0, text.find('&'));
    text.remove_prefix(std::min(text.size(), pair.size() + 1));
    const std::size_t equals = pair.find('=');
    auto name = percent_decode(pair.substr(0, equals), true);
    auto value = percent_decode(
        equals == std::string_view::npos ? std::string_view() : pair.substr(equals + 1), true);
    if (name && value && !name->empty()) pairs_.emplace_back(std::move(*name), std::move(*value));
  }
}

const std::string* QueryString::first(std::string_view name) const {
  for (const auto& [key, value] : pairs_) {
    if (key == name) return &value;
  }
  return nullptr;
}

bool Request::set_target(std::string text) {
  target = std::move(text);
  std::string_view rest = target;
  // Proxies send the absolute form; only its path matters here.
  if (!rest.starts_with('/')) {
    const std::size_t scheme = rest.find("://");
    const std::size_t slash =
        scheme == std::string_view::npos ? scheme : rest.find('/', scheme + 3);
    if (slash == std::string_view::npos) return false;
    rest.remove_prefix(slash);
  }
  rest = rest.substr(0, rest.find('#'));
  const std::size_t mark = rest.find('?');
  query = mark == std::string_view::npos ? QueryString() : QueryString(rest.substr(mark + 1));
  rest = rest.substr(0, mark);

  path.clear();
  segments.clear();
  while (rest.starts_with('/')) {
    rest.remove_prefix(1);
    const std::string_view raw = rest.substr(0, rest.find('/'));
    rest.remove_prefix(raw.size());
    auto segment = percent_decode(raw.substr(0, raw.find(';')), false);
    // An encoded slash would make two different paths look the same; Tomcat refuses it too.
    if (!segment || segment->find('/') != std::string::npos ||
        segment->find('\0') != std::string::npos) {
      return false;
    }
    path += '/';
    path += *segment;
    segments.push_back(std::move(*segment));
  }
  return true;
}

struct Responder::State {
  explicit State(Send s) : send(std::move(s)) {}
  State(const State&) = delete;
  State& operator=(const State&) = delete;
  ~State() {
    if (answered.exchange(true)) return;
    Response response;
    response.status = 500;
    response.body = R"({"type":"RestException",)"
                    R"("message":"The request was dropped without an answer","code":null})";
    count(response.status);
    send(std::move(response));
  }

  void count(int status) const {
    if (meter == nullptr) return;
    const auto passed = std::chrono::steady_clock::now() - begin;
    meter->add(status, std::chrono::duration_cast<std::chrono::microseconds>(passed).count());
  }

  const Send send;
  const std::chrono::steady_clock::time_point begin = std::chrono::steady_clock::now();
  std::shared_ptr<RouteMeter> meter;
  std::atomic<bool> answered{false};
  std::mutex mutex;  // guards what follows
  bool gone = false;
  std::vector<std::function<void()>> on_gone;
  Headers added;
};

Responder::Responder(Send send) : state_(std::make_shared<State>(std::move(send))) {}

void Responder::operator()(Response response) const {
  if (!state_ || state_->answered.exchange(true)) {
    if (response.on_lost) response.on_lost();
    return;
  }
  // The callbacks may hold copies of this responder; they die outside the lock.
  std::vector<std::function<void()>> dropped;
  {
    const std::scoped_lock lock(state_->mutex);
    dropped.swap(state_->on_gone);
    for (const auto& [name, value] : state_->added.fields()) response.headers.add(name, value);
  }
  state_->count(response.status);
  state_->send(std::move(response));
}

bool Responder::answered() const {
  return !state_ || state_->answered;
}

bool Responder::client_gone() const {
  if (!state_) return true;
  const std::scoped_lock lock(state_->mutex);
  return state_->gone;
}

void Responder::on_client_gone(std::function<void()> callback) const {
  if (!state_) return;
  {
    const std::scoped_lock lock(state_->mutex);
    if (state_->answered) return;
    if (!state_->gone) {
      state_->on_gone.push_back(std::move(callback));
      return;
    }
  }
  callback();
}

void Responder::add_header(std::string name, std::string value) const {
  if (!state_) return;
  const std::scoped_lock lock(state_->mutex);
  state_->added.add(std::move(name), std::move(value));
}

void Responder::count_at(std::shared_ptr<RouteMeter> meter) const {
  if (state_) state_->meter = std::move(meter);
}

void Responder::report_client_gone() const {
  report_client_gone(state_);
}

void Responder::report_client_gone(const std::weak_ptr<State>& weak) {
  const std::shared_ptr<State> state = weak.lock();
  if (!state) return;
  std::vector<std::function<void()>> callbacks;
  {
    const std::scoped_lock lock(state->mutex);
    state->gone = true;
    callbacks.swap(state->on_gone);
  }
  for (const auto& callback : callbacks) callback();
}

std::string_view reason_phrase(int status) {
  switch (status) {
    case 200: return "OK";
    case 201: return "Created";
    case 204: return "No Content";
    case 304: return "Not Modified";
    case 308: return "Permanent Redirect";
    case 400: return "Bad Request";
    case 401: return "Unauthorized";
    case 403: return "Forbidden";
    case 404: return "Not Found";
    case 405: return "Method Not Allowed";
    case 406: return "Not Acceptable";
    case 408: return "Request Timeout";
    case 409: return "Conflict";
    case 413: return "Payload Too Large";
    case 415: return "Unsupported Media Type";
    case 417: return "Expectation Failed";
    case 431: return "Request Header Fields Too Large";
    case 500: return "Internal Server Error";
    case 501: return "Not Implemented";
    case 503: return "Service Unavailable";
    default: return "Status";
  }
}

}  // namespace procos::rest
