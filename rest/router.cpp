#include "rest/router.h"

#include <algorithm>
#include <array>
#include <map>

#include "base/check.h"
#include "base/log.h"
#include "rest/guard.h"
#include "rest/json_body.h"
#include "rest/media_type.h"
#include "rest/resource/definition_ref.h"
#include "rest/resource/services.h"
#include "rest/site.h"
#include "rest/watch.h"

#include <nlohmann/json.hpp>

namespace procos::rest {
namespace {

// HEAD is a GET whose body the connection leaves out.
bool serves(const Route& route, std::string_view method) {
  return method_name(route.method) == (method == "HEAD" ? "GET" : method);
}

std::span<const std::string_view> media_types(Gives gives) {
  static constexpr std::array<std::string_view, 2> kHal{"application/json", "application/hal+json"};
  static constexpr std::array<std::string_view, 3> kCsv{"application/json", "text/csv",
                                                        "application/csv"};
  static constexpr std::array<std::string_view, 1> kText{"text/plain"};
  static constexpr std::array<std::string_view, 1> kXhtml{"application/xhtml+xml"};
  static constexpr std::array<std::string_view, 1> kOctets{"application/octet-stream"};
  switch (gives) {
    case Gives::kAny: return {};
    case Gives::kJson: return std::span(kHal).first(1);
    case Gives::kJsonHal: return kHal;
    case Gives::kJsonCsv: return kCsv;
    case Gives::kText: return kText;
    case Gives::kXhtml: return kXhtml;
    case Gives::kOctets: return kOctets;
  }
  return {};
}

// The words of Jersey, which serves Camunda's resources.
RestError http_error(int status, std::string type) {
  return {status,
          std::move(type),
          "HTTP " + std::to_string(status) + " " +
              std::string(status == 415 ? "Unsupported Media Type" : reason_phrase(status)),
          std::nullopt,
          {}};
}

RestError not_found() {
  return http_error(404, "NotFoundException");
}

std::vector<std::string_view> split_path(std::string_view path) {
  std::vector<std::string_view> segments;
  while (path.starts_with('/')) {
    path.remove_prefix(1);
    segments.push_back(path.substr(0, path.find('/')));
    path.remove_prefix(segments.back().size());
  }
  return segments;
}

// Outside of the API there is no Jersey, only the web server with its pages.
Response plain_not_found() {
  Response response =
      text_response("<!doctype html><title>404</title><h1>Not Found</h1>", "text/html");
  response.status = 404;
  return response;
}

RestStatus check_content_type(const Route& route, const Request& request) {
  if (route.accepts == Accepts::kAnyBody) return {};
  const auto header = request.headers.get("Content-Type");
  if (!header && request.body.empty()) return {};
  if (!header) return std::unexpected(http_error(415, "NotSupportedException"));
  const auto type = bare_media_type(*header);
  if (!type)
    return invalid_request(400, "The Content-Type '" + std::string(*header) + "' is no media type");
  const std::string_view wanted =
      route.accepts == Accepts::kJsonBody ? "application/json" : "multipart/form-data";
  if (*type != wanted) return std::unexpected(http_error(415, "NotSupportedException"));
  return {};
}

}  // namespace

std::string_view method_name(Method method) {
  static constexpr std::array<std::string_view, 5> kNames{"GET", "POST", "PUT", "DELETE",
                                                          "OPTIONS"};
  return kNames[static_cast<std::size_t>(method)];
}

struct Router::Node {
  std::map<std::string, std::unique_ptr<Node>, std::less<>> literals;
  std::unique_ptr<Node> parameter;
  std::vector<const Route*> routes;
};

struct Router::Match {
  const Node* node = nullptr;
  std::vector<std::string> params;
};

Context::Context(const Route& route, Request request, Responder responder, Services* services,
                 std::vector<std::string> params, std::string_view media_type)
    : route_(route),
      request_(std::move(request)),
      responder_(std::move(responder)),
      services_(services),
      params_(std::move(params)),
      media_type_(media_type),
      query_(request_.query) {}

Services& Context::services() const {
  PROCOS_CHECK(services_ != nullptr);
  return *services_;
}

const std::string& Context::param(std::string_view name) const {
  std::size_t index = 0;
  for (const std::string_view segment : split_path(route_.path)) {
    if (!segment.starts_with('{')) continue;
    if (segment.substr(1, segment.size() - 2) == name) return params_[index];
    ++index;
  }
  PROCOS_CHECK(false && "the pattern of the route has no such parameter");
  return params_.front();
}

RestResult<Json> Context::json_body() const {
  if (!request_.body.empty()) return parse_json(request_.body);
  return request_.headers.get("Content-Type") ? Json::object() : Json();
}

RestResult<JsonObject> Context::json_object() const {
  PROCOS_ASSIGN(Json body, json_body());
  return JsonObject::from(std::move(body));
}

std::string Context::base_url() const {
  const auto segments = split_path(request_.path);
  const std::string_view base =
      segments.empty() ? std::string_view() : std::string_view(segments.front());
  return (request_.secure ? "https://" : "http://") +
         std::string(request_.headers.get("Host").value_or("localhost")) + "/" + std::string(base);
}

void Context::reply(Response response) const {
  responder_(std::move(response));
}
void Context::reply(const RestError& error) const {
  responder_(error_response(error));
}
void Context::reply(RestResult<Response> result) const {
  responder_(result ? std::move(*result) : error_response(result.error()));
}

Router::Router(Services* services, RouterOptions options, std::span<const Route> table)
    : services_(services),
      options_(std::move(options)),
      table_(table),
      root_(std::make_unique<Node>()),
      meters_(std::make_shared<RouteMeters>(table_)) {
  for (const Route& route : table_) {
    Node* node = root_.get();
    for (const std::string_view segment : split_path(route.path)) {
      auto& next = segment.starts_with('{')
                       ? node->parameter
                       : node->literals.try_emplace(std::string(segment)).first->second;
      if (!next) next = std::make_unique<Node>();
      node = next.get();
    }
    node->routes.push_back(&route);
  }
  for (const std::string_view segment : split_path(options_.base_path)) {
    base_segments_.emplace_back(segment);
  }
}

Router::~Router() = default;

RestResult<Router::Match> Router::match(std::span<const std::string> segments) const {
  if (segments.size() > 1 && segments.back().empty())
    segments = segments.first(segments.size() - 1);
  if (segments.size() > 1 && segments[0] == "engine") {
    const std::string& engine = segments[1];
    segments = segments.subspan(2);
    if (segments.empty() || segments[0] == "engine" || !root_->literals.contains(segments[0])) {
      return std::unexpected(not_found());
    }
    if (engine != "default") return invalid_request(400, "No process engine available");
  }
  // A literal segment goes before a parameter, but the whole path decides; the method does not.
  struct Search {
    std::span<const std::string> segments;
    Match match;
    bool run(const Node& node, std::size_t depth) {
      if (depth == segments.size()) {
        match.node = &node;
        return !node.routes.empty();
      }
      const std::string& segment = segments[depth];
      const auto literal = node.literals.find(segment);
      if (literal != node.literals.end() && run(*literal->second, depth + 1)) return true;
      if (!node.parameter || segment.empty()) return false;
      match.params.push_back(segment);
      if (run(*node.parameter, depth + 1)) return true;
      match.params.pop_back();
      return false;
    }
  };
  Search search{segments, {}};
  if (!search.run(*root_, 0)) return std::unexpected(not_found());
  return std::move(search.match);
}

const Route* Router::find(Method method, std::string_view path) const {
  std::vector<std::string> segments;
  for (const std::string_view segment : split_path(path)) segments.emplace_back(segment);
  const auto found = match(segments);
  if (!found) return nullptr;
  for (const Route* route : found->node->routes) {
    if (route->method == method) return route;
  }
  return nullptr;
}

void Router::dispatch(Request request, Responder responder) const {
  responder.count_at({meters_, &meters_->others()});
  if (answer_cors(request, responder)) return;
  // Camunda's filter: an answer that changes with the engine's state is not to be kept.
  if (request.method == "GET" && !request.path.ends_with("xml")) {
    responder.add_header("Cache-Control", "no-cache");
  }
  const std::span<const std::string> segments(request.segments);
  if (segments.size() < base_segments_.size() ||
      !std::equal(base_segments_.begin(), base_segments_.end(), segments.begin())) {
    if (services_ != nullptr && services_->watch->answer(request, responder, meters_)) return;
    auto page = site_page(request, services_, options_.base_path, table_);
    responder(page ? std::move(*page) : plain_not_found());
    return;
  }
  if (!let_in(request, responder)) return;
  auto found = match(segments.subspan(base_segments_.size()));
  if (!found) {
    responder(error_response(found.error()));
    return;
  }
  run(std::move(*found), std::move(request), std::move(responder));
}

namespace {

// What Jersey says about a path by itself: the methods, in the form that the client accepts.
Response describe(std::span<const Route* const> routes, const Request& request) {
  std::vector<std::string_view> methods;
  for (const Route* route : routes) {
    methods.push_back(method_name(route->method));
    if (route->method == Method::kGet) methods.push_back("HEAD");
  }
  methods.push_back("OPTIONS");
  std::string list;
  for (const std::string_view method : methods) {
    if (!list.empty()) list += ", ";
    list += method;
  }
  static constexpr std::array<std::string_view, 3> kTypes{"application/vnd.sun.wadl+xml",
                                                          "text/plain", "application/json"};
  const auto type = negotiate(request.headers.get("Accept").value_or(""), kTypes);
  Response response;
  response.content_type = type.value_or(kTypes.front());
  if (response.content_type == kTypes[0]) {
    response.body = R"(<?xml version="1.0" encoding="UTF-8"?>)"
                    R"(<application xmlns="http://wadl.dev.java.net/2009/02"><resources base="/">)";
    response.body += "<resource path=\"" + std::string(routes.front()->path) + "\">";
    for (const Route* route : routes) {
      response.body += "<method id=\"" + std::string(route->operation) + "\" name=\"" +
                       std::string(method_name(route->method)) + "\"/>";
    }
    response.body += "</resource></resources></application>";
  } else if (response.content_type == kTypes[1]) {
    response.body = list;
  }
  response.headers.add("Allow", list);
  return response;
}

}  // namespace

void Router::run(Match match, Request request, Responder responder) const {
  const auto& candidates = match.node->routes;
  const auto it = std::find_if(candidates.begin(), candidates.end(),
                               [&](const Route* r) { return serves(*r, request.method); });
  if (it == candidates.end()) {
    responder(request.method == "OPTIONS" ? describe(candidates, request)
                                          : error_response(http_error(405, "NotAllowedException")));
    return;
  }
  const Route& route = **it;
  responder.count_at({meters_, &meters_->of(route)});
  RestStatus fits = check_content_type(route, request);
  const auto media_type =
      negotiate(request.headers.get("Accept").value_or(""), media_types(route.gives));
  if (fits && !media_type) fits = std::unexpected(http_error(406, "NotAcceptableException"));
  Context context(route, std::move(request), responder, services_, std::move(match.params),
                  media_type.value_or(""));
  if (!fits) {
    const RestStatus located = services_ != nullptr ? locate_definition(context) : RestStatus();
    context.reply(located ? fits.error() : located.error());
    return;
  }
  if (!route.handler) {
    responder(error_response(
        {501,
         "RestException",
         "The operation " + std::string(route.operation) + " is not built in ProcOS yet",
         std::nullopt,
         {}}));
    return;
  }
  try {
    if (const RestStatus allowed = check_guard(context); !allowed) {
      return context.reply(allowed.error());
    }
    route.handler(context);
  } catch (const std::exception& e) {
    // A broken environment; the message is for the operator of this server, who is also its user.
    log::error("A request failed unexpectedly",
               {{"operation", std::string(route.operation)}, {"error", e.what()}});
    context.reply(RestError{500, "RestException", e.what(), std::nullopt, {}});
  }
}

bool Router::let_in(Request& request, const Responder& responder) const {
  if (!options_.sign_in || !request.from_outside) return true;
  const auto path = std::span<const std::string>(request.segments).subspan(base_segments_.size());
  // As Camunda's filter: which engines there are is no secret.
  const bool lists_engines = !path.empty() && path[0] == "engine" &&
                             (path.size() == 1 || (path.size() == 2 && path[1].empty()));
  if (lists_engines) return true;
  request.user = options_.sign_in(request);
  if (request.user != nullptr) return true;
  Response response;
  response.status = 401;
  response.headers.add("WWW-Authenticate", "Basic realm=\"default\"");
  responder(std::move(response));
  return false;
}

bool Router::answer_cors(const Request& request, const Responder& responder) const {
  const auto& allowed = options_.allowed_origins;
  const auto origin = request.headers.get("Origin");
  if (allowed.empty() || !origin) return false;
  const bool any = std::find(allowed.begin(), allowed.end(), "*") != allowed.end();
  if (!any && std::find(allowed.begin(), allowed.end(), *origin) == allowed.end()) return false;
  responder.add_header("Access-Control-Allow-Origin", any ? "*" : std::string(*origin));
  responder.add_header("Vary", "Origin");
  const auto method = request.headers.get("Access-Control-Request-Method");
  if (request.method != "OPTIONS" || !method) return false;
  const auto headers = request.headers.get("Access-Control-Request-Headers");
  responder.add_header("Access-Control-Allow-Methods", "GET, HEAD, POST, PUT, DELETE, OPTIONS");
  if (headers) responder.add_header("Access-Control-Allow-Headers", std::string(*headers));
  responder.add_header("Access-Control-Max-Age", "3600");
  responder(no_content());
  return true;
}

}  // namespace procos::rest
