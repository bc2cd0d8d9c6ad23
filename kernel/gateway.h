// The one way in which the kernel, its workers and the command line talk to an engine: Camunda's
// REST contract, over HTTP or straight into the router of the engine in this process.
#pragma once

#include <functional>
#include <memory>
#include <nlohmann/json_fwd.hpp>
#include <stop_token>
#include <string>
#include <utility>
#include <vector>

#include "base/result.h"
#include "kernel/http_client.h"

namespace procos::kernel {

struct GatewayRequest {
  std::string method = "GET";
  std::string path;            ///< below /engine-rest, e.g. "/external-task/fetchAndLock"
  std::string query;           ///< without '?', already encoded
  std::string json;            ///< body; empty: none
  std::vector<FormPart> form;  ///< instead of a JSON body
  int timeout_ms = 30000;
};

struct GatewayAnswer {
  int status = 0;
  std::string body;
  bool ok() const { return status >= 200 && status < 300; }
  /// The parsed body; a discarded value when it is no JSON.
  nlohmann::json json() const;
  /// "400 ParseException: message" or the start of the body: for messages to people.
  std::string error_text() const;
};

class Gateway {
 public:
  virtual ~Gateway() = default;
  /// Any thread, several at once. Any HTTP status is a success; a failure means that no answer came
  /// (unreachable, timed out, stopped).
  virtual Result<GatewayAnswer> send(const GatewayRequest& request, std::stop_token stop = {}) = 0;
  /// Where the engine is, for messages.
  virtual std::string name() const = 0;

  // Shorthands for the most frequent calls.
  Result<GatewayAnswer> get(const std::string& path, const std::string& query = {});
  Result<GatewayAnswer> post(const std::string& path, const nlohmann::json& body);
};

struct DispatchRequest {
  std::string method;
  std::string path;  ///< from the root: "/engine-rest/..."
  std::string query;
  std::vector<std::pair<std::string, std::string>> headers;  ///< names in lower case
  std::string body;
};
struct DispatchAnswer {
  int status = 0;
  std::string body;
};
using DispatchCallback = std::function<void(DispatchAnswer)>;
/// What the in-process engine offers: answers once, from any thread, possibly before the call
/// returns. The returned function (may be empty) says that nobody waits any more, so that a parked
/// long poll locks no task for a worker that is gone.
using Dispatch = std::function<std::function<void()>(DispatchRequest, DispatchCallback)>;

/// Who signs in, by HTTP basic authentication; an empty user: nobody.
struct GatewayLogin {
  std::string user, password;
};
/// `camunda_url` with or without /engine-rest; `engine` other than "default" goes into the path.
/// `ca_file` holds the certificates to trust instead of the system's.
std::unique_ptr<Gateway> make_http_gateway(const std::string& camunda_url,
                                           const std::string& engine = "default",
                                           const GatewayLogin& login = {},
                                           const std::string& ca_file = {});
std::unique_ptr<Gateway> make_local_gateway(Dispatch dispatch);

/// A failure for people from an answer that is none of 2xx: "<what>: <error text>".
Error answer_error(const std::string& what, const GatewayAnswer& answer);

}  // namespace procos::kernel
