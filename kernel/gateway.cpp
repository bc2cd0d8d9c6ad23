#include "kernel/gateway.h"

#include <condition_variable>
#include <mutex>
#include <nlohmann/json.hpp>
#include <optional>

#include "base/ids.h"
#include "rest/dto/base64.h"

namespace procos::kernel {
namespace {

constexpr const char* kRestRoot = "/engine-rest";

class HttpGateway final : public Gateway {
 public:
  HttpGateway(std::string base, const std::string& engine, const GatewayLogin& login,
              std::string ca_file)
      : base_(std::move(base)), ca_file_(std::move(ca_file)) {
    if (!login.user.empty()) {
      authorization_ = "Basic " + rest::base64_encode(login.user + ":" + login.password);
    }
    while (base_.ends_with('/')) base_.pop_back();
    if (!base_.ends_with(kRestRoot)) base_ += kRestRoot;
    if (engine != "default" && !engine.empty()) engine_path_ = "/engine/" + engine;
  }

  Result<GatewayAnswer> send(const GatewayRequest& request, std::stop_token stop) override {
    HttpRequest http;
    http.method = request.method;
    // The list of engines is above any one engine.
    http.url = base_ + (request.path == "/engine" ? "" : engine_path_) + request.path;
    if (!request.query.empty()) http.url += "?" + request.query;
    http.headers.emplace_back("Accept", "application/json");
    if (!authorization_.empty()) http.headers.emplace_back("Authorization", authorization_);
    http.timeout_ms = request.timeout_ms;
    http.ca_file = ca_file_;
    http.max_response_bytes = 64 * 1024 * 1024;
    if (!request.form.empty()) {
      http.form = request.form;
    } else if (!request.json.empty()) {
      http.headers.emplace_back("Content-Type", "application/json");
      http.body = request.json;
    }
    PROCOS_ASSIGN(HttpResponse response, client_.send(http, stop));
    return GatewayAnswer{response.status, std::move(response.body)};
  }

  std::string name() const override { return base_; }

 private:
  std::string base_;
  std::string engine_path_;
  std::string authorization_;
  std::string ca_file_;
  HttpClient client_;
};

std::string quoted(const std::string& text) {
  std::string out = "\"";
  for (char c : text) {
    if (c == '"') {
      out += "%22";
    } else if (c == '\r' || c == '\n') {
      out += ' ';
    } else {
      out += c;
    }
  }
  return out + '"';
}

/// RFC 7578; the boundary is random, so no content holds it.
std::string encode_form(const std::vector<FormPart>& form, const std::string& boundary) {
  std::string out;
  for (const FormPart& part : form) {
    out += "--" + boundary + "\r\nContent-Disposition: form-data; name=" + quoted(part.name);
    if (!part.file_name.empty()) out += "; filename=" + quoted(part.file_name);
    if (!part.content_type.empty()) out += "\r\nContent-Type: " + part.content_type;
    out += "\r\n\r\n" + part.content + "\r\n";
  }
  return out + "--" + boundary + "--\r\n";
}

class LocalGateway final : public Gateway {
 public:
  explicit LocalGateway(Dispatch dispatch) : dispatch_(std::move(dispatch)) {}

  Result<GatewayAnswer> send(const GatewayRequest& request, std::stop_token stop) override {
    // Shared with the callback, which may come after this call has given up.
    struct Waiting {
      std::mutex mutex;
      std::condition_variable_any changed;
      std::optional<DispatchAnswer> answer;
    };
    auto waiting = std::make_shared<Waiting>();
    DispatchRequest out{request.method,
                        kRestRoot + request.path,
                        request.query,
                        {{"accept", "application/json"}},
                        request.json};
    if (!request.form.empty()) {
      const std::string boundary = "procos-" + new_id();
      out.headers.emplace_back("content-type", "multipart/form-data; boundary=" + boundary);
      out.body = encode_form(request.form, boundary);
    } else if (!request.json.empty()) {
      out.headers.emplace_back("content-type", "application/json");
    }
    const auto give_up = dispatch_(std::move(out), [waiting](DispatchAnswer answer) {
      const std::lock_guard lock(waiting->mutex);
      waiting->answer = std::move(answer);
      waiting->changed.notify_all();
    });
    std::unique_lock lock(waiting->mutex);
    const bool answered =
        waiting->changed.wait_for(lock, stop, std::chrono::milliseconds(request.timeout_ms),
                                  [&] { return waiting->answer.has_value(); });
    if (answered) return GatewayAnswer{waiting->answer->status, std::move(waiting->answer->body)};
    lock.unlock();
    if (give_up) give_up();
    const std::string what = request.method + " " + request.path + ": ";
    if (stop.stop_requested()) return fail(ErrorKind::kProcessEngine, what + "stopped");
    return fail(ErrorKind::kProcessEngine,
                what + "no answer within " + std::to_string(request.timeout_ms) + " ms");
  }

  std::string name() const override { return "the engine in this process"; }

 private:
  Dispatch dispatch_;
};

}  // namespace

nlohmann::json GatewayAnswer::json() const { return nlohmann::json::parse(body, nullptr, false); }

std::string GatewayAnswer::error_text() const {
  const nlohmann::json parsed = json();
  std::string out = std::to_string(status);
  if (parsed.is_object() && parsed.contains("message") && parsed["message"].is_string()) {
    if (parsed.contains("type") && parsed["type"].is_string())
      out += " " + parsed["type"].get<std::string>();
    return out + ": " + parsed["message"].get<std::string>();
  }
  return body.empty() ? out : out + ": " + body.substr(0, 500);
}

Result<GatewayAnswer> Gateway::get(const std::string& path, const std::string& query) {
  return send({"GET", path, query, {}, {}});
}

Result<GatewayAnswer> Gateway::post(const std::string& path, const nlohmann::json& body) {
  return send(
      {"POST", path, {}, body.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace), {}});
}

std::unique_ptr<Gateway> make_http_gateway(const std::string& camunda_url,
                                           const std::string& engine, const GatewayLogin& login,
                                           const std::string& ca_file) {
  return std::make_unique<HttpGateway>(camunda_url, engine, login, ca_file);
}

std::unique_ptr<Gateway> make_local_gateway(Dispatch dispatch) {
  return std::make_unique<LocalGateway>(std::move(dispatch));
}

Error answer_error(const std::string& what, const GatewayAnswer& answer) {
  return Error{ErrorKind::kProcessEngine, what + ": " + answer.error_text(), answer.status, {}};
}

}  // namespace procos::kernel
