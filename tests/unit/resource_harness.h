// A server without sockets for tests of resources: engine in memory, services and router.
#pragma once

#include <condition_variable>
#include <memory>
#include <mutex>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>

#include "rest/resource/services.h"
#include "rest/router.h"
#include "service/engine.h"

namespace procos::rest {

/// An answer that may come later, and a client that may go before it.
class PendingAnswer {
 public:
  PendingAnswer() = default;
  Responder responder() {
    auto self = state_;
    Responder responder([self](Response response) {
      const std::lock_guard lock(self->mutex);
      self->response = std::move(response);
      self->arrived.notify_all();
    });
    client_ = responder.state();
    return responder;
  }
  /// Nothing when none came within `ms`.
  std::optional<Response> wait(int ms = 5000) {
    std::unique_lock lock(state_->mutex);
    state_->arrived.wait_for(lock, std::chrono::milliseconds(ms),
                             [&] { return state_->response.has_value(); });
    return state_->response;
  }
  void client_goes() { Responder::report_client_gone(client_); }

 private:
  struct State {
    std::mutex mutex;
    std::condition_variable arrived;
    std::optional<Response> response;
  };
  std::shared_ptr<State> state_ = std::make_shared<State>();
  std::weak_ptr<Responder::State> client_;
};

class RestWorld {
 public:
  explicit RestWorld(std::size_t queue_limit = 0)
      : engine_(open(queue_limit)), services_(*engine_), router_(&services_) {}
  ~RestWorld() { services_.stop(); }

  PendingAnswer send(const std::string& method, const std::string& path, std::string body = {},
                     const std::string& content_type = "application/json") {
    return send_to(method, "/engine-rest" + path, std::move(body), content_type);
  }
  /// The same for a path outside of the API.
  PendingAnswer send_to(const std::string& method, const std::string& path, std::string body = {},
                        const std::string& content_type = "application/json") {
    Request request;
    request.method = method;
    request.set_target(path);
    if (!body.empty()) {
      request.headers.add("Content-Type", content_type);
      request.content_type = content_type;
    }
    request.body = std::move(body);
    request.user = user;
    PendingAnswer answer;
    router_.dispatch(std::move(request), answer.responder());
    return answer;
  }

  Response ask(const std::string& method, const std::string& path, std::string body = {},
               const std::string& content_type = "application/json") {
    auto answer = send(method, path, std::move(body), content_type).wait();
    return answer ? std::move(*answer) : Response{0, "no answer", {}, {}};
  }

  nlohmann::ordered_json get(const std::string& path) {
    return nlohmann::ordered_json::parse(ask("GET", path).body);
  }

  Response deploy(const std::string& xml, const std::string& fields = {}) {
    const std::string body = "--X\r\nContent-Disposition: form-data; name=\"f\"; "
                             "filename=\"m.bpmn\"\r\n\r\n" + xml + "\r\n" + fields + "--X--\r\n";
    return ask("POST", "/deployment/create", body, "multipart/form-data; boundary=X");
  }

  Services& services() { return services_; }
  service::Engine& engine() { return *engine_; }

  state::AuthenticationPtr user;  ///< who asks; null: nobody

 private:
  static std::unique_ptr<service::Engine> open(std::size_t queue_limit) {
    service::EngineOptions options;
    options.queue_limit = queue_limit;
    options.database = ":memory:";
    options.job_executor = false;
    return std::move(service::Engine::open(options)).value();
  }

  std::unique_ptr<service::Engine> engine_;
  Services services_;
  Router router_;
};

/// A process whose content stands between start and end.
inline std::string process_xml(const std::string& key, const std::string& content) {
  return R"(<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL"
  xmlns:camunda="http://camunda.org/schema/1.0/bpmn" targetNamespace="test">
<process id=")" + key + R"(" isExecutable="true" camunda:historyTimeToLive="5">)" + content +
         "</process></definitions>";
}

inline std::string work_process(const std::string& key, const std::string& topic) {
  return process_xml(key, R"(<startEvent id="s"/><sequenceFlow id="f1" sourceRef="s" targetRef="w"/>
<serviceTask id="w" camunda:type="external" camunda:topic=")" + topic + R"("/>
<sequenceFlow id="f2" sourceRef="w" targetRef="e"/><endEvent id="e"/>)");
}

}  // namespace procos::rest
