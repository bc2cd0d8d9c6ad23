// From a request to the function that answers it.
//
// To add an operation:
//  1. declare its handler in rest/resource/<name>.h:      void get_task(Context& ctx);
//  2. write it in rest/resource/<name>.cpp:
//
//       namespace {
//       RestResult<Response> read(Context& ctx) {
//         PROCOS_ASSIGN(const auto max_results, ctx.query().page_integer("maxResults"));
//         PROCOS_ASSIGN(const Task task, lift(ctx.services().tasks.get(ctx.param("id"))));
//         return json_response(to_json(task));           // rest/json.h
//       }
//       }  // namespace
//       void get_task(Context& ctx) { ctx.reply(read(ctx)); }
//
//     or, when the answer comes later (a command, a long poll), from any thread:
//
//       void complete_task(Context& ctx) {
//         auto body = ctx.json_object();                 // rest/json_body.h
//         if (!body) return ctx.reply(std::move(body).error());
//         ctx.services().commands.submit(..., [responder = ctx.responder()](Status status) {
//           responder(status ? no_content() : error_response(to_rest_error(status.error())));
//         });
//       }
//
//  3. name it in its row of rest/routes.cpp instead of nullptr.
//
// A Context lives only during the call; its responder may be kept.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "rest/error_map.h"
#include "rest/http.h"
#include "rest/json.h"
#include "rest/query_params.h"
#include "rest/route_meters.h"

namespace procos::rest {

class Context;
class JsonObject;
struct Services;  ///< what the handlers work on; defined by who puts the program together

using Handler = void (*)(Context&);

enum class Method : std::uint8_t { kGet, kPost, kPut, kDelete, kOptions };
std::string_view method_name(Method method);

/// What a body may be. Others are answered 415, as is a body without a content type.
enum class Accepts : std::uint8_t { kAnyBody, kJsonBody, kMultipart };

/// What the answer may be, best first. When the client accepts none of them, the answer is 406.
enum class Gives : std::uint8_t { kAny, kJson, kJsonHal, kJsonCsv, kText, kXhtml, kOctets };

struct Route {
  Method method;
  std::string_view path;       ///< "/task/{id}"
  std::string_view operation;  ///< operationId of the contract
  Accepts accepts;
  Gives gives;
  Handler handler;  ///< nullptr answers 501
};

/// Every operation of the contract and those that it leaves out (rest/routes.cpp).
std::span<const Route> routes();

class Context {
 public:
  Context(const Route& route, Request request, Responder responder, Services* services,
          std::vector<std::string> params, std::string_view media_type);

  const Route& route() const { return route_; }
  const Request& request() const { return request_; }
  Services& services() const;

  /// A path parameter by its name in the pattern, decoded.
  const std::string& param(std::string_view name) const;
  const QueryParams& query() const { return query_; }
  /// Which of the operation's media types the client likes best, e.g. "application/hal+json".
  std::string_view media_type() const { return media_type_; }

  /// The body as JSON. An empty body with a content type is {}; without one it is null.
  RestResult<Json> json_body() const;
  /// The body as a JSON object with typed access; null is 500 as in Camunda, other kinds are 400.
  RestResult<JsonObject> json_object() const;
  /// Who has signed in; null: nobody, so nothing is checked.
  const state::AuthenticationPtr& user() const { return request_.user; }
  /// http://host:port/engine-rest, as the client wrote it: for links in answers.
  std::string base_url() const;

  const Responder& responder() const { return responder_; }
  void reply(Response response) const;
  void reply(const RestError& error) const;
  void reply(RestResult<Response> result) const;

 private:
  const Route& route_;
  Request request_;
  Responder responder_;
  Services* services_;
  std::vector<std::string> params_;
  std::string_view media_type_;
  QueryParams query_;
};

struct RouterOptions {
  std::vector<std::string> allowed_origins;  ///< for CORS; empty turns it off, "*" allows all
  std::string base_path = "/engine-rest";
  /// The user whose credentials the request carries, null for wrong ones or none, which are
  /// answered 401. Without this nobody has to sign in.
  std::function<state::AuthenticationPtr(const Request&)> sign_in{};
};

class Router {
 public:
  explicit Router(Services* services, RouterOptions options = {},
                  std::span<const Route> table = routes());
  ~Router();
  Router(const Router&) = delete;
  Router& operator=(const Router&) = delete;

  /// Answers every request, if only with an error. May be called from many threads, with or
  /// without a server in front.
  void dispatch(Request request, Responder responder) const;

  /// The row that a request goes to, or nullptr; for tests and tools.
  const Route* find(Method method, std::string_view path) const;

 private:
  struct Node;
  struct Match;
  RestResult<Match> match(std::span<const std::string> segments) const;
  /// False when it has answered, because the client has to sign in first.
  bool let_in(Request& request, const Responder& responder) const;
  bool answer_cors(const Request& request, const Responder& responder) const;
  void run(Match match, Request request, Responder responder) const;

  Services* const services_;
  const RouterOptions options_;
  const std::span<const Route> table_;
  const std::unique_ptr<Node> root_;
  const std::shared_ptr<RouteMeters> meters_;
  std::vector<std::string> base_segments_;
};

}  // namespace procos::rest
