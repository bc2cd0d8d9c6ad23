// Calls outside of the engine: connectors against a real HTTP server, and what a command is that
// makes them.
#include <procos/engine.h>

#include <atomic>
#include <catch2/catch.hpp>
#include <future>

#include "embed_support.h"
#include "kernel_test_server.h"

using namespace std::chrono_literals;
using procos::Data;
using procos::DelegateExecution;
using procos::DelegateResult;
using procos::Engine;
using procos::test::HttpServer;
using procos::test::around;
using procos::test::deploy;
using procos::test::flow;
using procos::test::open;

namespace {

std::string input(const std::string& name, const std::string& content) {
  return "<camunda:inputParameter name=\"" + name + "\">" + content + "</camunda:inputParameter>";
}
std::string output(const std::string& name, const std::string& content) {
  return "<camunda:outputParameter name=\"" + name + "\">" + content + "</camunda:outputParameter>";
}

/// A service task "a" with a connector.
std::string connector(const std::string& mapping, const std::string& attributes = {},
                      const std::string& id = "http-connector", const std::string& task = "a") {
  return "<bpmn:serviceTask id=\"" + task + "\" " + attributes +
         "><bpmn:extensionElements><camunda:connector><camunda:connectorId>" + id +
         "</camunda:connectorId><camunda:inputOutput>" + mapping +
         "</camunda:inputOutput></camunda:connector></bpmn:extensionElements></bpmn:serviceTask>";
}

const std::string kGet = input("url", "${url}") + input("method", "GET") +
                         output("status", "${statusCode}") + output("text", "${response}");

HttpServer::Reply echo(const HttpServer::Request& request) {
  return {request.target == "/bad" ? 503 : 200,
          request.method + " " + request.target + " " + request.body,
          0,
          {{"X-Seen", "yes"}}};
}

}  // namespace

TEST_CASE("an http-connector's answer is in its own scope", "[embed][connector]") {
  HttpServer server(echo);
  auto engine = open();
  const std::string headers =
      "<camunda:map><camunda:entry key=\"Content-Type\">application/json</camunda:entry>"
      "<camunda:entry key=\"X-Id\">${n}</camunda:entry></camunda:map>";
  deploy(*engine, around(connector(input("url", "${url}/a?b=c") + input("method", "POST") +
                                   input("payload", "{\"n\": ${n}}") + input("headers", headers) +
                                   output("status", "${statusCode}") +
                                   output("text", "${response} ${n}") +
                                   output("seen", "${headers.get('X-Seen')}"))));
  const auto started = engine->start("order", {{"url", server.url()}, {"n", 7}});
  if (!started) FAIL(started.failure().message);
  CHECK(started->ended);
  const auto variables = engine->variables(started->id);
  CHECK(variables.at("status") == Data(200));
  CHECK(variables.at("text") == Data("POST /a?b=c {\"n\": 7} 7"));
  CHECK(variables.at("seen") == Data("yes"));
  CHECK(variables.size() == 5);  // url, n and the three outputs: nothing of the connector's scope
  CHECK(server.requests().size() == 1);
}

TEST_CASE("a connector that cannot be asked undoes the command", "[embed][connector]") {
  HttpServer server(echo);
  auto engine = open();
  deploy(*engine, around(connector(kGet)));
  const auto refused = engine->start("order", {{"url", "http://127.0.0.1:1/"}});
  REQUIRE_FALSE(refused);
  CHECK(refused.failure().message.find("Unable to execute HTTP request") != std::string::npos);
  CHECK(engine->start("order", {{"url", ""}}).failure().message == "Request url required.");
  CHECK(engine->instances().empty());
  const auto bad = engine->start("order", {{"url", server.url() + "/bad"}});
  REQUIRE(bad);  // an answer is an answer
  CHECK(engine->variables(bad->id).at("status") == Data(503));
  const std::string strict =
      kGet + input("request-config", "<camunda:map><camunda:entry key=\"throw-http-error\">TRUE"
                                     "</camunda:entry></camunda:map>");
  deploy(*engine, around(connector(strict)));
  CHECK(engine->start("order", {{"url", server.url() + "/bad"}}).failure().message.find("503") !=
        std::string::npos);
  deploy(*engine, around(connector(input("url", "x") + input("method", "get"))));
  CHECK(engine->start("order").failure().message == "Unknown or unsupported HTTP method 'get'");
}

TEST_CASE("redirections are followed, unless they are not wanted", "[embed][connector]") {
  HttpServer server([](const HttpServer::Request& request) -> HttpServer::Reply {
    if (request.target == "/old") return {302, "", 0, {{"Location", "/new"}}};
    return {200, request.method + " " + request.target, 0, {}};
  });
  auto engine = open();
  const auto text = [&](const std::string& config) {
    deploy(*engine, around(connector(kGet + input("request-config", "<camunda:map><camunda:entry "
                                                                    "key=\"redirects-enabled\">" +
                                                                        config +
                                                                        "</camunda:entry></camunda:"
                                                                        "map>"))));
    const auto started = engine->start("order", {{"url", server.url() + "/old"}});
    if (!started) FAIL(started.failure().message);
    return engine->variables(started->id).at("status").as_int();
  };
  CHECK(text("true") == 200);
  CHECK(text("false") == 302);
}

TEST_CASE("a soap-http-connector posts its envelope", "[embed][connector]") {
  HttpServer server(echo);
  auto engine = open();
  const std::string soap = input("url", "${url}") + output("text", "${response}");
  deploy(*engine, around(connector(soap + input("payload", "${body}"), {}, "soap-http-connector")));
  const auto started = engine->start("order", {{"url", server.url()}, {"body", "envelope"}});
  REQUIRE(started);
  CHECK(engine->variables(started->id).at("text") == Data("POST / envelope"));
  CHECK(engine->start("order", {{"url", server.url()}, {"body", " "}}).failure().message ==
        "No payload set on request");
}

TEST_CASE("a slow call keeps nobody waiting but its own caller", "[embed][connector]") {
  HttpServer server([](const HttpServer::Request&) -> HttpServer::Reply {
    return {200, "ok", 1000, {}};
  });
  auto engine = open();
  deploy(*engine, around(connector(kGet)));
  const auto other = procos::test::process(procos::test::kUserTask, "other");
  REQUIRE(engine->deploy_text("other.bpmn", other));
  auto slow = std::async(std::launch::async,
                         [&] { return engine->start("order", {{"url", server.url()}}); });
  while (server.requests().empty()) std::this_thread::sleep_for(1ms);
  for (int i = 0; i < 20; ++i) REQUIRE(engine->start("other"));
  CHECK(slow.wait_for(0s) == std::future_status::timeout);
  const auto started = slow.get();
  REQUIRE(started);
  CHECK(engine->variables(started->id).at("text") == Data("ok"));
}

TEST_CASE("a job's slow call does not hold up other jobs", "[embed][connector]") {
  HttpServer server([](const HttpServer::Request&) -> HttpServer::Reply {
    return {200, "ok", 2000, {}};
  });
  auto engine = open();
  deploy(*engine, around(connector(kGet, "camunda:asyncBefore=\"true\"")));
  const auto other = procos::test::process(
      around("<bpmn:manualTask id=\"a\" camunda:asyncBefore=\"true\"/>"), "other");
  REQUIRE(engine->deploy_text("other.bpmn", other));
  const auto slow = engine->start("order", {{"url", server.url()}});
  REQUIRE(slow);
  while (server.requests().empty()) std::this_thread::sleep_for(1ms);
  const auto quick = engine->start("other");
  REQUIRE(quick);
  CHECK(engine->wait_until_ended(quick->id, 1500ms));
  CHECK_FALSE(engine->instance(slow->id)->ended);
  CHECK(engine->wait_until_ended(slow->id, 10s));
}

TEST_CASE("calls and delegates of a command happen once, however often it is run",
          "[embed][connector]") {
  HttpServer server(echo);
  auto engine = open();
  std::atomic<int> charged = 0;
  engine->on_delegate("com.acme.Charge", [&](DelegateExecution& execution) {
    ++charged;
    execution.set_variable("seen", execution.variable("text"));
    return DelegateResult::done();
  });
  deploy(*engine, "<bpmn:startEvent id=\"start\"/>" + flow("start", "a") + connector(kGet) +
                      flow("a", "b") +
                      "<bpmn:serviceTask id=\"b\" camunda:class=\"com.acme.Charge\"/>" +
                      flow("b", "c") +
                      connector(input("url", "${url}/2") + input("method", "GET") +
                                    output("second", "${response}"),
                                {}, "http-connector", "c") +
                      flow("c", "end") + "<bpmn:endEvent id=\"end\"/>");
  const auto started = engine->start("order", {{"url", server.url()}});
  if (!started) FAIL(started.failure().message);
  CHECK(charged == 1);
  CHECK(server.requests().size() == 2);
  const auto variables = engine->variables(started->id);
  CHECK(variables.at("seen") == Data("GET / "));
  CHECK(variables.at("second") == Data("GET /2 "));
}

TEST_CASE("many calls in one command, for each element of a collection", "[embed][connector]") {
  HttpServer server(echo);
  auto engine = open();
  std::string task = connector(input("url", "${url}/${loopCounter}") + input("method", "GET"));
  task.insert(task.rfind("</bpmn:serviceTask>"),
              "<bpmn:multiInstanceLoopCharacteristics><bpmn:loopCardinality>25</bpmn:"
              "loopCardinality></bpmn:multiInstanceLoopCharacteristics>");
  deploy(*engine, around(task));
  const auto started = engine->start("order", {{"url", server.url()}});
  if (!started) FAIL(started.failure().message);
  CHECK(started->ended);
  CHECK(server.requests().size() == 25);
}

TEST_CASE("closing the engine ends calls under way; the job is there afterwards",
          "[embed][connector]") {
  HttpServer server([](const HttpServer::Request&) -> HttpServer::Reply {
    return {200, "", 20'000, {}};
  });
  const std::string file = "outside_test.db";
  for (const char* suffix : {"", "-wal", "-shm", "-lock"}) std::remove((file + suffix).c_str());
  procos::Options options;
  options.database = file;
  auto engine = open(options);
  deploy(*engine, around(connector(kGet, "camunda:asyncBefore=\"true\"")));
  const auto started = engine->start("order", {{"url", server.url()}});
  REQUIRE(started);
  while (server.requests().empty()) std::this_thread::sleep_for(1ms);
  const auto begin = std::chrono::steady_clock::now();
  engine.reset();
  CHECK(std::chrono::steady_clock::now() - begin < 5s);
  options.job_executor = false;
  engine = open(options);
  CHECK(engine->instances().size() == 1);
  CHECK(engine->incidents().empty());
  engine.reset();
  for (const char* suffix : {"", "-wal", "-shm", "-lock"}) std::remove((file + suffix).c_str());
}

TEST_CASE("a shell task sets its output and exit code", "[embed][shell]") {
  procos::Options options;
  options.shell_tasks = true;
  auto engine = open(options);
  const auto field = [](const std::string& name, const std::string& value) {
    return "<camunda:field name=\"" + name + "\" stringValue=\"" + value + "\"/>";
  };
  deploy(
      *engine,
      around("<bpmn:serviceTask id=\"a\" camunda:type=\"shell\"><bpmn:extensionElements>" +
             field("command", "sh") + field("arg1", "-c") + field("arg2", "echo $0; exit 4") +
             field("arg3", "EchoTest") + field("outputVariable", "out") +
             field("errorCodeVariable", "code") + "</bpmn:extensionElements></bpmn:serviceTask>"));
  const auto started = engine->start("order");
  if (!started) FAIL(started.failure().message);
  CHECK(engine->variables(started->id).at("out") == Data("EchoTest\n"));
  CHECK(engine->variables(started->id).at("code") == Data("4"));
}
