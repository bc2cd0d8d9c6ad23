// Requests and answers as plain data: what a resource sees of HTTP, with or without a socket
// beneath.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "state/authentication.h"

namespace procos::rest {

class RouteMeter;

/// Header fields in their order; names compare without regard to case.
class Headers {
 public:
  void add(std::string name, std::string value) {
    fields_.emplace_back(std::move(name), std::move(value));
  }
  /// The first value of that name, or nothing.
  std::optional<std::string_view> get(std::string_view name) const;
  const std::vector<std::pair<std::string, std::string>>& fields() const { return fields_; }

 private:
  std::vector<std::pair<std::string, std::string>> fields_;
};

/// Query parameters in their order, percent-decoded, `+` read as a blank. Names are case-sensitive.
class QueryString {
 public:
  QueryString() = default;
  /// `text` is what follows the `?`. A malformed pair is dropped, as Tomcat does.
  explicit QueryString(std::string_view text);
  /// The first value of that name: Camunda ignores repetitions.
  const std::string* first(std::string_view name) const;
  const std::vector<std::pair<std::string, std::string>>& all() const { return pairs_; }

 private:
  std::vector<std::pair<std::string, std::string>> pairs_;
};

struct Request {
  std::string method;                 ///< "GET", as sent
  std::string target;                 ///< path and query as sent
  std::string path;                   ///< the path, percent-decoded, without matrix parameters
  std::vector<std::string> segments;  ///< the path's segments, each decoded by itself
  QueryString query;
  Headers headers;
  std::string body;
  std::string content_type;  ///< as sent, empty when there was none
  /// Comes from outside: the client has to sign in where the router wants that. Requests of this
  /// process are trusted.
  bool from_outside = false;
  state::AuthenticationPtr user;  ///< who has signed in; null: nobody
  bool secure = false;       ///< came over TLS

  /// Splits and decodes `target` into path, segments and query.
  /// False when it is no origin-form target or holds a broken or forbidden escape.
  bool set_target(std::string text);
};

struct Response {
  int status = 200;
  std::string body;
  std::string content_type = "application/json";  ///< not sent when the body is empty
  Headers headers;
  /// Called, on any thread, when the client is known not to get this answer: its connection closed
  /// before all of it was handed to the system. Null: nobody wants to know.
  std::function<void()> on_lost = {};
};

/// Answers one request, from any thread and at any later time. Copies share the request; the first
/// answer counts and later ones are ignored. When the last copy goes away unanswered, the client
/// gets a 500, so that no request is ever forgotten.
class Responder {
 public:
  using Send = std::function<void(Response)>;

  Responder() = default;
  explicit Responder(Send send);

  void operator()(Response response) const;
  bool answered() const;

  /// True once the client has closed its side: a parked long poll should give up its place.
  bool client_gone() const;
  /// `callback` runs once, on a thread of the server, when the client goes before the answer; at
  /// once if it has gone already. It is dropped when the answer is given. A callback that holds
  /// this responder keeps it alive until then.
  void on_client_gone(std::function<void()> callback) const;

  /// Adds a field to whatever answer will be given; only before the responder is shared.
  void add_header(std::string name, std::string value) const;

  /// Where the answer is counted, with its time since this responder was made; the last one named
  /// counts. Only before the responder is shared.
  void count_at(std::shared_ptr<RouteMeter> meter) const;

  /// For the connection: tells the waiting handler that nobody listens any more.
  void report_client_gone() const;
  struct State;
  std::weak_ptr<State> state() const { return state_; }
  static void report_client_gone(const std::weak_ptr<State>& state);

 private:
  std::shared_ptr<State> state_;
};

/// What the server calls for every complete request.
using RequestHandler = std::function<void(Request, Responder)>;

/// Percent-decodes `text`; nothing when an escape is broken.
std::optional<std::string> percent_decode(std::string_view text, bool plus_is_blank);

/// The other way round, for one segment of a path: what may stand there by itself stays.
std::string percent_encode_segment(std::string_view text);

/// Equal without regard to the case of ASCII letters.
bool iequals(std::string_view a, std::string_view b);

/// The standard phrase of a status, e.g. "Not Found".
std::string_view reason_phrase(int status);

}  // namespace procos::rest
