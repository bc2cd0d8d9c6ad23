#include "kernel/router_dispatch.h"

#include "rest/router.h"

namespace procos::kernel {

Dispatch dispatch_to(const rest::Router& router) {
  return [&router](DispatchRequest in, DispatchCallback callback) -> std::function<void()> {
    rest::Request request;
    request.method = std::move(in.method);
    request.body = std::move(in.body);
    for (auto& [name, value] : in.headers) {
      if (name == "content-type") request.content_type = value;
      request.headers.add(std::move(name), std::move(value));
    }
    if (!request.set_target(in.query.empty() ? in.path : in.path + "?" + in.query)) {
      callback({400, R"({"type":"InvalidRequestException","message":"malformed path"})"});
      return {};
    }
    rest::Responder responder([callback = std::move(callback)](rest::Response response) {
      callback({response.status, std::move(response.body)});
    });
    // Only weakly held here, so that a request that everybody forgot still ends with an answer.
    auto give_up = [state = responder.state()] { rest::Responder::report_client_gone(state); };
    router.dispatch(std::move(request), std::move(responder));
    return give_up;
  };
}

}  // namespace procos::kernel
