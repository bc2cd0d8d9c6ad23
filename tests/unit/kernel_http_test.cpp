#include <catch2/catch.hpp>
#include <chrono>
#include <nlohmann/json.hpp>
#include <thread>

#include "kernel/gateway.h"
#include "tests/unit/kernel_test_server.h"

using namespace procos;
using namespace procos::kernel;
using test::HttpServer;

TEST_CASE("the HTTP client gives status, headers and body", "[kernel][http]") {
  HttpServer server([](const HttpServer::Request& request) {
    return HttpServer::Reply{
        404, request.method + " " + request.body, 0, {{"Retry-After", "7"}}, false};
  });
  HttpClient client;
  HttpRequest request;
  request.method = "PUT";
  request.url = server.url() + "/a?b=c";
  request.body = "x";
  const auto response = client.send(request);
  REQUIRE(response.has_value());
  CHECK(response->status == 404);
  CHECK(response->body == "PUT x");
  CHECK(response->header("retry-after") == "7");
  CHECK(server.requests().at(0).target == "/a?b=c");
}

TEST_CASE("the HTTP client gives up in time", "[kernel][http]") {
  HttpServer server([](const HttpServer::Request& request) {
    HttpServer::Reply reply{200, std::string(2000, 'x'), 0, {}, false};
    if (request.target == "/slow") reply.delay_ms = 3000;
    if (request.target == "/closed") reply.hang_up = true;
    return reply;
  });
  HttpClient client;
  HttpRequest request;
  request.url = server.url() + "/slow";
  request.timeout_ms = 100;
  CHECK(client.send(request).error().message.find("within 100 ms") != std::string::npos);

  request.timeout_ms = 30000;
  std::stop_source stop;
  const auto begin = std::chrono::steady_clock::now();
  std::jthread stopper([&] {
    std::this_thread::sleep_for(std::chrono::milliseconds(50));
    stop.request_stop();
  });
  CHECK(client.send(request, stop.get_token()).error().message.find("stopped") !=
        std::string::npos);
  CHECK(std::chrono::steady_clock::now() - begin < std::chrono::milliseconds(4000));

  request.url = server.url() + "/closed";
  CHECK_FALSE(client.send(request).has_value());
  request.url = server.url() + "/large";
  request.max_response_bytes = 1000;
  CHECK(client.send(request).error().message.find("larger than 1000") != std::string::npos);
  request.max_response_bytes = 2000;
  CHECK(client.send(request).has_value());
}

TEST_CASE("the HTTP client sends no broken header and speaks only HTTP", "[kernel][http]") {
  HttpClient client;
  HttpRequest request;
  request.url = "file:///etc/passwd";
  CHECK_FALSE(client.send(request).has_value());
  request.url = "http://127.0.0.1:1/";
  request.headers = {{"A", "b\r\nC: d"}};
  CHECK(client.send(request).error().kind == ErrorKind::kNotValid);
}

TEST_CASE("the HTTP gateway knows where the engine's paths are", "[kernel][gateway]") {
  HttpServer server([](const HttpServer::Request& request) {
    return HttpServer::Reply{request.target.find("message") == std::string::npos ? 200 : 400,
                             R"({"type":"RestException","message":"no match","code":null})",
                             0,
                             {},
                             false};
  });
  auto gateway = make_http_gateway(server.url() + "/engine-rest/", "other");
  CHECK(gateway->get("/engine")->status == 200);
  const auto answer = gateway->post("/message", {{"messageName", "m"}});
  CHECK(answer->error_text() == "400 RestException: no match");
  const auto requests = server.requests();
  CHECK(requests.at(0).target == "/engine-rest/engine");
  CHECK(requests.at(1).target == "/engine-rest/engine/other/message");
  CHECK(requests.at(1).body == R"({"messageName":"m"})");
}

TEST_CASE("the local gateway asks the dispatch function, form data included", "[kernel][gateway]") {
  DispatchRequest seen;
  auto gateway = make_local_gateway([&](DispatchRequest request, DispatchCallback callback) {
    seen = std::move(request);
    callback({200, "{\"a\":1}"});
    return std::function<void()>();
  });
  GatewayRequest request;
  request.method = "POST";
  request.path = "/deployment/create";
  request.form = {{"name", "v", {}, {}}, {"upload", "<xml/>", "a\".bpmn", "application/xml"}};
  CHECK(gateway->send(request)->json()["a"] == 1);
  CHECK(seen.path == "/engine-rest/deployment/create");
  CHECK(seen.body.find("name=\"upload\"; filename=\"a%22.bpmn\"\r\nContent-Type: "
                       "application/xml\r\n\r\n<xml/>\r\n") != std::string::npos);
  CHECK(seen.body.ends_with("--\r\n"));
}

TEST_CASE("a local call that is given up tells the engine, and a late answer hurts nobody",
          "[kernel][gateway]") {
  DispatchCallback late;
  int gone = 0;
  auto gateway = make_local_gateway([&](DispatchRequest, DispatchCallback callback) {
    late = std::move(callback);
    return std::function<void()>([&gone] { ++gone; });
  });
  GatewayRequest request;
  request.timeout_ms = 30;
  CHECK(gateway->send(request).error().message.find("within 30 ms") != std::string::npos);
  CHECK(gone == 1);
  late({200, "{}"});
  std::stop_source stop;
  stop.request_stop();
  request.timeout_ms = 10000;
  CHECK(gateway->send(request, stop.get_token()).error().message.find("stopped") !=
        std::string::npos);
  CHECK(gone == 2);
}
