#include <catch2/catch.hpp>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>

#include "kernel/workers/ai_task.h"
#include "kernel/workers/handlers.h"
#include "tests/unit/kernel_test_server.h"

using namespace procos;
using namespace procos::kernel;
using test::HttpServer;
using Json = nlohmann::json;

namespace {

struct NoPools final : PoolControl {
  void start_all() override { ++started; }
  void stop_all() override { ++stopped; }
  std::vector<PoolStatus> status() const override {
    return {{"p", "w", {"t"}, true, 0, 1, 0, 0, true}};
  }
  int started = 0, stopped = 0;
};

/// What a worker needs, with a scripted engine and one AI service of each protocol at `ai_url`.
struct Bench {
  explicit Bench(const std::string& ai_url = "http://127.0.0.1:1") {
    for (const char* key : {"openai", "ollama"}) {
      ServiceSettings& service = config.services[key];
      service.key = service.name = key;
      service.protocol = std::string(key) == "openai" ? Protocol::kOpenAi : Protocol::kOllama;
      service.endpoint = ai_url + (service.protocol == Protocol::kOpenAi ? "/v1" : "");
      service.api_key = "secret";
      service.timeout_s = 1;
      service.retries = 2;
      service.retry_delay_ms = 100;
    }
  }

  Outcome run(const std::string& topic, Variables variables, std::optional<int> retries = {}) {
    Task task;
    task.id = "t1";
    task.topic = topic;
    task.process_instance_id = "p1";
    task.process_definition_id = "d:1:1";
    task.activity_id = "a1";
    task.retries = retries;
    task.variables = std::move(variables);
    return find_adapter(topic)->handler(task, services, {});
  }

  std::vector<std::string> calls;
  std::vector<std::string> bodies;
  std::function<DispatchAnswer(const DispatchRequest&)> engine = [](const DispatchRequest&) {
    return DispatchAnswer{200, "{}"};
  };
  Config config;
  HttpClient http;
  NoPools pools;
  int shutdowns = 0;
  std::unique_ptr<Gateway> gateway =
      make_local_gateway([this](DispatchRequest request, DispatchCallback callback) {
        calls.push_back(request.method + " " + request.path.substr(12));
        bodies.push_back(request.body);
        callback(engine(request));
        return std::function<void()>();
      });
  WorkerServices services{config, *gateway, http, pools, [this] { ++shutdowns; }};
};

Value text(const char* value) { return Value::string(value); }

const Variables& completed(const Outcome& outcome) {
  if (const auto* error = std::get_if<BpmnError>(&outcome))
    FAIL(error->code << ": " << error->message);
  if (const auto* failed = std::get_if<Failed>(&outcome)) FAIL(failed->message);
  return std::get<Completed>(outcome).variables;
}

std::string error_code(const Outcome& outcome) {
  const auto* error = std::get_if<BpmnError>(&outcome);
  return error == nullptr ? "no BPMN error" : error->code;
}

const char* kSchema = R"({"required": ["user_query", "ai_provider"],
  "properties": {"user_query": {"type": "string", "minLength": 1, "maxLength": 10},
                 "ai_provider": {"enum": ["openai", "ollama", "auto"]},
                 "model": {"type": "string"}, "temperature": {"default": 0.5},
                 "max_tokens": {"type": "integer", "minimum": 1, "maximum": 4000}}})";

HttpServer::Reply ai_reply(const HttpServer::Request& request) {
  if (request.method == "GET") return {200, "{}", 0, {}, false};
  const Json body = Json::parse(request.body);
  const std::string content = "to " + body["messages"].back()["content"].get<std::string>();
  if (request.target == "/v1/chat/completions") {
    return {200,
            Json{{"model", "gpt-x"},
                 {"choices",
                  {{{"message", {{"role", "assistant"}, {"content", content}}},
                    {"finish_reason", "stop"}}}},
                 {"usage", {{"prompt_tokens", 3}, {"completion_tokens", 4}}}}
                .dump(),
            0,
            {},
            false};
  }
  return {200,
          Json{{"model", "llama"},
               {"message", {{"role", "assistant"}, {"content", content}}},
               {"done", true},
               {"done_reason", "stop"},
               {"eval_count", 9}}
              .dump(),
          0,
          {},
          false};
}

}  // namespace

TEST_CASE("variables keep their types between REST and workers", "[kernel][workers]") {
  const Json rest =
      Json::parse(R"({"i": {"value": 5, "type": "Integer"}, "d": {"value": 2, "type": "Double"},
    "j": {"value": "[1]", "type": "Json"}, "n": {"value": null, "type": "Null"}, "b": {"value": true, "type": "Boolean"},
    "o": {"value": "{\"a\":1}", "type": "Object", "valueInfo": {"objectTypeName": "java.util.LinkedHashMap",
          "serializationDataFormat": "application/json"}}, "s": {"value": "x", "type": "String"}})");
  const Variables variables = variables_from_rest(rest);
  CHECK(plain_json(variables.at("o"))["a"] == 1);
  CHECK(plain_json(variables.at("j"))[0] == 1);
  CHECK(variables.at("d").type() == ValueType::kDouble);
  const Json back = variables_to_rest(variables);
  for (const auto& [name, entry] : rest.items()) {
    CHECK(back[name]["type"] == entry["type"]);
    CHECK(back[name]["value"] == entry["value"]);
  }
}

TEST_CASE("text longer than a String may be is kept as Json", "[kernel][workers]") {
  CHECK(long_text(std::string(4000, 'x')).type() == ValueType::kString);
  const Value longer = long_text(std::string(4001, 'x'));
  CHECK(longer.type() == ValueType::kJson);
  CHECK(text_of({{"v", longer}}, "v") == std::string(4001, 'x'));
  std::string umlauts;
  for (int i = 0; i < 4000; ++i) umlauts += "\xc3\xa4";
  CHECK(long_text(umlauts).type() == ValueType::kString);
  CHECK(shortened("a\xc3\xa4", 2) == "a");
}

TEST_CASE("input is validated against the schema, absent and null variables alike",
          "[kernel][workers]") {
  Bench bench;
  const Variables schema{{"validation_schema", text(kSchema)}};
  Variables good = schema;
  good.insert({{"user_query", text("hello")},
               {"ai_provider", text("auto")},
               {"max_tokens", Value::null()}});
  const Outcome outcome = bench.run("input_validation", good);
  const Variables& filled = completed(outcome);
  CHECK(filled.at("model").is_null());
  CHECK(filled.count("max_tokens") == 0);
  CHECK(filled.at("temperature").as_double() == 0.5);
  CHECK(filled.count("complexity_score") == 1);
  CHECK(filled.count("user_query") == 0);

  const auto refused = [&](Variables bad) {
    bad.insert(schema.begin(), schema.end());
    const Outcome result = bench.run("input_validation", bad);
    CHECK(error_code(result) == "VALIDATION_ERROR");
    return std::get<BpmnError>(result).message;
  };
  CHECK(refused({{"ai_provider", text("auto")}}).find("user_query") != std::string::npos);
  CHECK(refused({{"user_query", text("")}, {"ai_provider", text("auto")}}).find("user_query") !=
        std::string::npos);
  CHECK(refused({{"user_query", text("12345678901")}, {"ai_provider", text("auto")}}) != "");
  CHECK(refused({{"user_query", text("q")}, {"ai_provider", text("other")}}).find("ai_provider") !=
        std::string::npos);
  CHECK(refused({{"user_query", text("q")},
                 {"ai_provider", text("auto")},
                 {"max_tokens", Value::integer(0)}}) != "");
  CHECK(refused({{"user_query", text("q")},
                 {"ai_provider", text("auto")},
                 {"max_tokens", text("5")}}) != "");
}

TEST_CASE("a broken schema is an incident, because the model is wrong and not the request",
          "[kernel][workers]") {
  Bench bench;
  for (const char* schema : {"", "[1]", "{", R"({"type": 5})"}) {
    INFO(schema);
    const Outcome outcome = bench.run("input_validation", {{"validation_schema", text(schema)}});
    REQUIRE(std::holds_alternative<Failed>(outcome));
    CHECK(std::get<Failed>(outcome).retries == 0);
  }
}

TEST_CASE("ai_query speaks both protocols", "[kernel][workers][ai]") {
  HttpServer server(&ai_reply);
  Bench bench(server.url());
  for (const char* provider : {"openai", "ollama"}) {
    const Outcome outcome = bench.run("ai_query", {{"provider", text(provider)},
                                                   {"user_query", text("you")},
                                                   {"model", text("m")},
                                                   {"max_tokens", Value::long_integer(7)}});
    const Variables& out = completed(outcome);
    CHECK(text_of(out, "response") == "to you");
    CHECK(plain_json(out.at("response_metadata"))["provider"] == provider);
  }
  const auto requests = server.requests();
  REQUIRE(requests.size() == 2);
  const Json openai = Json::parse(requests[0].body);
  CHECK(requests[0].target == "/v1/chat/completions");
  CHECK(requests[0].authorization == "Bearer secret");
  CHECK(openai["model"] == "m");
  CHECK(openai["max_tokens"] == 7);
  const Json ollama = Json::parse(requests[1].body);
  CHECK(requests[1].target == "/api/chat");
  CHECK(ollama["stream"] == false);
  CHECK(ollama["options"]["num_predict"] == 7);
}

TEST_CASE("an Ollama that only knows /api/generate is asked there", "[kernel][workers][ai]") {
  HttpServer server([](const HttpServer::Request& request) -> HttpServer::Reply {
    if (request.target != "/api/generate") return {404, "404 page not found", 0, {}, false};
    return {200, R"({"response": "generated", "done": true})", 0, {}, false};
  });
  Bench bench(server.url());
  const Outcome outcome =
      bench.run("ai_query", {{"provider", text("ollama")}, {"user_query", text("q")}});
  CHECK(text_of(completed(outcome), "response") == "generated");
}

TEST_CASE("what an AI service does wrong becomes a retry, an incident or a BPMN error",
          "[kernel][workers][ai]") {
  HttpServer::Reply reply;
  HttpServer server([&](const HttpServer::Request&) { return reply; });
  Bench bench(server.url());
  const auto ask = [&](const char* provider, std::optional<int> retries = {}) {
    return bench.run("ai_query", {{"provider", text(provider)}, {"user_query", text("q")}},
                     retries);
  };
  const char* malformed[] = {"",
                             "no json",
                             "[]",
                             "{}",
                             R"({"choices": []})",
                             R"({"choices": [5]})",
                             R"({"choices": [{"message": {"content": null}}]})",
                             R"({"error": "x"})",
                             R"({"message": {"content": 5}})",
                             R"({"message": "x", "done": true})"};
  for (const char* provider : {"openai", "ollama"}) {
    for (const char* body : malformed) {
      INFO(provider << " " << body);
      reply = {200, body, 0, {}, false};
      CHECK(error_code(ask(provider)) == "AI_MALFORMED_ANSWER");
    }
    for (int status : {400, 401, 403, 404}) {
      reply = {status, R"({"error": {"message": "model not known", "code": "x"}})", 0, {}, false};
      CHECK(error_code(ask(provider)) == "AI_REQUEST_REJECTED");
    }
    for (int status : {429, 500, 503}) {
      reply = {status, R"({"error": "later"})", 0, {{"Retry-After", "30"}}, false};
      const Outcome outcome = ask(provider);
      REQUIRE(std::holds_alternative<Failed>(outcome));
      CHECK(std::get<Failed>(outcome).retries == 2);
      CHECK(std::get<Failed>(outcome).retry_timeout_ms == 30000);
    }
    reply = {200, "{}", 1500, {}, false};
    CHECK(std::holds_alternative<Failed>(ask(provider)));
    reply = {200, "{}", 0, {}, true};
    CHECK(std::holds_alternative<Failed>(ask(provider)));
  }
  reply = {429, R"({"error": {"message": "pay", "code": "insufficient_quota"}})", 0, {}, false};
  CHECK(error_code(ask("openai")) == "AI_REQUEST_REJECTED");
}

TEST_CASE("retries back off and end in an incident, or in the error the process asks for",
          "[kernel][workers][ai]") {
  Bench bench;
  const Variables variables{{"provider", text("ollama")}, {"user_query", text("q")}};
  const auto failed = [&](std::optional<int> retries) {
    const Outcome outcome = bench.run("ai_query", variables, retries);
    REQUIRE(std::holds_alternative<Failed>(outcome));
    return std::get<Failed>(outcome);
  };
  CHECK(failed({}).retries == 2);
  CHECK(failed({}).retry_timeout_ms == 100);
  CHECK(failed(2).retries == 1);
  CHECK(failed(2).retry_timeout_ms == 200);
  CHECK(failed(1).retries == 0);
  Variables asking = variables;
  asking.emplace("on_unavailable", text("bpmnError"));
  CHECK(std::holds_alternative<Failed>(bench.run("ai_query", asking, 2)));
  CHECK(error_code(bench.run("ai_query", asking, 1)) == "AI_PROVIDER_UNAVAILABLE");
}

TEST_CASE("an unknown or disabled provider is a BPMN error", "[kernel][workers][ai]") {
  Bench bench;
  bench.config.services["openai"].enabled = false;
  CHECK(error_code(bench.run("ai_query", {{"provider", text("openai")},
                                          {"user_query", text("q")}})) == "AI_PROVIDER_UNKNOWN");
  CHECK(error_code(bench.run("ai_query", {{"provider", text("x")}, {"user_query", text("q")}})) ==
        "AI_PROVIDER_UNKNOWN");
  CHECK(error_code(bench.run("ai_query", {{"provider", text("ollama")}})) == "AI_REQUEST_REJECTED");
}

TEST_CASE("provider selection asks a service that answers", "[kernel][workers][ai]") {
  HttpServer up(&ai_reply);
  HttpServer down([](const HttpServer::Request&) {
    return HttpServer::Reply{503, "", 0, {}, false};
  });
  Bench bench(up.url());
  const Variables variables{
      {"user_query", text("q")},
      {"selection_criteria",
       text(R"({"query_length": "1", "complexity": "0.1", "availability": "check_all"})")}};
  bench.config.services["ollama"].endpoint = down.url();
  Outcome outcome = bench.run("provider_selection", variables);
  CHECK(text_of(completed(outcome), "selected_provider") == "openai");
  CHECK(text_of(completed(outcome), "response") == "to q");

  bench.config.services["openai"].endpoint = down.url();
  outcome = bench.run("provider_selection", variables);
  REQUIRE(std::holds_alternative<Failed>(outcome));
  CHECK(std::get<Failed>(outcome).message.find("no AI service answers") == 0);

  bench.config.services["openai"].enabled = bench.config.services["ollama"].enabled = false;
  CHECK(error_code(bench.run("provider_selection", variables)) == "AI_PROVIDER_UNKNOWN");
}

TEST_CASE("short questions prefer a local service, complex ones the other",
          "[kernel][workers][ai]") {
  Bench bench;
  bench.config.services["openai"].endpoint = "https://api.openai.com/v1";
  CHECK(rank_ai_services(bench.config, 10, 0.1).front()->key == "ollama");
  CHECK(rank_ai_services(bench.config, 10, 0.9).front()->key == "openai");
  CHECK(rank_ai_services(bench.config, 5000, 0.1).front()->key == "openai");
}

TEST_CASE("responses are formatted as the process asks", "[kernel][workers]") {
  Bench bench;
  Variables variables{{"response", text("hi")},
                      {"format_type", text("json")},
                      {"include_metadata", text("true")},
                      {"response_metadata", Value::json(R"({"model": "m"})")}};
  Outcome outcome = bench.run("response_formatting", variables);
  const Json formatted = plain_json(completed(outcome).at("formatted_response"));
  CHECK(formatted == Json{{"response", "hi"}, {"metadata", {{"model", "m"}}}});
  variables["format_type"] = text("text");
  outcome = bench.run("response_formatting", variables);
  CHECK(text_of(completed(outcome), "formatted_response") == "hi");
  variables["format_type"] = text("markdown");
  outcome = bench.run("response_formatting", variables);
  CHECK(text_of(completed(outcome), "formatted_response") == "hi\n\n---\n- model: m\n");
  variables["format_type"] = text("pdf");
  CHECK(error_code(bench.run("response_formatting", variables)) == "UNKNOWN_FORMAT");
  CHECK(error_code(bench.run("response_formatting", {})) == "NO_RESPONSE");
}

TEST_CASE("the router removes what is stale, then names the process", "[kernel][workers]") {
  Bench bench;
  bench.engine = [](const DispatchRequest& request) -> DispatchAnswer {
    const bool known = request.path.ends_with("/key/hello") || request.path.ends_with("/variables");
    return known ? DispatchAnswer{200, R"({"suspended": false})"} : DispatchAnswer{404, "{}"};
  };
  const Json note{{"values", {{"request_type", "x"}}}, {"chosen", "ai_query_process"}};
  const Outcome outcome =
      bench.run("request_routing", {{"request_type", text("hello")},
                                    {"response", text("old")},
                                    {"process_to_execute", text("ai_query_process")},
                                    {"procos_request", Value::json(note.dump())}});
  CHECK(text_of(completed(outcome), "process_to_execute") == "hello");
  REQUIRE(bench.calls.back() == "POST /process-instance/p1/variables");
  CHECK(Json::parse(bench.bodies.back()) ==
        Json{{"deletions", {"response", "process_to_execute"}}});
}

TEST_CASE("an unroutable request is an error where it is caught, else a rejecting process",
          "[kernel][workers]") {
  Bench bench;
  std::string model =
      R"(<d xmlns:b="x"><b:boundaryEvent attachedToRef="a1"><b:errorEventDefinition/></b:boundaryEvent></d>)";
  bench.engine = [&](const DispatchRequest& request) -> DispatchAnswer {
    if (request.path.ends_with("/xml")) return {200, Json{{"bpmn20Xml", model}}.dump()};
    if (request.path.ends_with("/create")) return {200, R"({"id": "1"})"};
    return {404, "{}"};
  };
  CHECK(error_code(bench.run("request_routing", {})) == "REQUEST_NOT_ROUTABLE");
  model =
      R"(<d xmlns:b="x"><b:boundaryEvent attachedToRef="other"><b:errorEventDefinition/></b:boundaryEvent></d>)";
  const Outcome outcome = bench.run("request_routing", {});
  CHECK(text_of(completed(outcome), "process_to_execute") == "procos_request_rejected");
  CHECK(bench.bodies.back().find("errorCode=\"REQUEST_NOT_ROUTABLE\"") != std::string::npos);
}

TEST_CASE("a suspended process is not routed to, and an unreachable engine is tried again",
          "[kernel][workers]") {
  Bench bench;
  bench.engine = [](const DispatchRequest&) {
    return DispatchAnswer{200, R"({"suspended": true})"};
  };
  CHECK(error_code(bench.run("request_routing", {{"request_type", text("hello")}})) ==
        "REQUEST_NOT_ROUTABLE");
}

TEST_CASE("finishing a request removes all but what the process keeps", "[kernel][workers]") {
  Bench bench;
  bench.engine = [](const DispatchRequest& request) -> DispatchAnswer {
    if (request.method == "POST") return {204, ""};
    return {200, R"({"system_mode": {"value": "production", "type": "String"},
                     "user_query": {"value": "q", "type": "String"},
                     "process_to_execute": {"value": "hello", "type": "String"},
                     "response": {"value": "r", "type": "String"}})"};
  };
  completed(bench.run("request_completion", {{"keep_variables", text("system_mode, other ")}}));
  const Json changes = Json::parse(bench.bodies.back());
  CHECK(changes["deletions"] == Json{"process_to_execute", "response", "user_query"});
  const Json outcome =
      Json::parse(changes["modifications"]["last_response"]["value"].get<std::string>());
  CHECK(outcome == Json{{"process", "hello"}, {"status", "completed"}, {"response", "r"}});
}

TEST_CASE("finishing a request twice keeps its outcome", "[kernel][workers]") {
  Bench bench;
  bench.engine = [](const DispatchRequest&) {
    return DispatchAnswer{200, R"({"last_response": {"value": "{}", "type": "Json"}})"};
  };
  completed(bench.run("request_completion", {}));
  CHECK(bench.calls == std::vector<std::string>{"GET /process-instance/p1/variables"});
}

TEST_CASE("system topics drive the pools and the shutdown", "[kernel][workers]") {
  Bench bench;
  completed(bench.run("worker_management", {{"action", text("start_all")}}));
  completed(bench.run("worker_management", {{"action", text("stop_all")}}));
  CHECK(bench.pools.started == 1);
  CHECK(bench.pools.stopped == 1);
  CHECK(error_code(bench.run("worker_management", {{"action", text("dance")}})) ==
        "UNKNOWN_ACTION");
  bench.engine = [](const DispatchRequest&) { return DispatchAnswer{200, R"({"count": 4})"}; };
  const Outcome announced = bench.run("system_shutdown", {{"action", text("announce")}});
  CHECK(completed(announced).at("instances_at_shutdown").as_int() == 4);
  CHECK(bench.shutdowns == 1);
  completed(bench.run("error_handling", {{"error_code", text("X")}}));
}

TEST_CASE("file operations stay in the sandbox", "[kernel][workers]") {
  namespace fs = std::filesystem;
  char name[] = "/tmp/procos-sandbox-XXXXXX";
  const fs::path root = fs::path(::mkdtemp(name));
  Bench bench;
  bench.config.security.sandbox_directory = (root / "box").string();
  const auto run = [&](const char* operation, const char* path) {
    return bench.run(
        "file_operation",
        {{"operation", text(operation)}, {"path", text(path)}, {"content", text("abc")}});
  };
  CHECK(completed(run("write", "sub/a.txt")).at("bytes_written").as_int() == 3);
  completed(run("append", "sub/a.txt"));
  CHECK(text_of(completed(run("read", "sub/a.txt")), "file_content") == "abcabc");
  CHECK(text_of(completed(run("list", "sub")), "file_list") == R"(["a.txt"])");
  std::ofstream(root / "secret") << "s";
  fs::create_symlink(root, root / "box" / "out");
  for (const char* path : {"../secret", "/etc/passwd", "out/secret", "sub/../../secret", ""}) {
    INFO(path);
    CHECK(error_code(run("read", path)) == "FILE_ERROR");
    CHECK(error_code(run("write", path)) == "FILE_ERROR");
  }
  CHECK(error_code(run("delete", "sub")) == "FILE_ERROR");
  CHECK(completed(run("delete", "sub/a.txt")).at("file_deleted").as_bool());
  CHECK_FALSE(completed(run("exists", "sub/a.txt")).at("file_exists").as_bool());
  CHECK(error_code(run("explode", "x")) == "FILE_ERROR");
  fs::remove_all(root);
}

TEST_CASE("http_request gives the answer and keeps to the allowed hosts", "[kernel][workers]") {
  HttpServer server([](const HttpServer::Request& request) {
    return HttpServer::Reply{418, request.method + request.body, 0, {}, false};
  });
  Bench bench;
  const std::string url = server.url();
  Variables variables{{"url", text(url.c_str())},
                      {"method", text("POST")},
                      {"body", text("b")},
                      {"headers", text(R"({"X-A": "1"})")}};
  const Outcome outcome = bench.run("http_request", variables);
  CHECK(completed(outcome).at("response_status").as_int() == 418);
  CHECK(text_of(completed(outcome), "response_body") == "POSTb");
  bench.config.security.allowed_hosts = {"example.org"};
  CHECK(error_code(bench.run("http_request", variables)) == "HTTP_REQUEST_REFUSED");
  bench.config.security.allowed_hosts.clear();
  CHECK(error_code(bench.run("http_request", {{"url", text("file:///etc/passwd")}})) ==
        "HTTP_REQUEST_REFUSED");
  variables["headers"] = text("5");
  CHECK(error_code(bench.run("http_request", variables)) == "HTTP_REQUEST_REFUSED");
  const Outcome refused = bench.run("http_request", {{"url", text("http://127.0.0.1:1/")}});
  CHECK(std::holds_alternative<Failed>(refused));
}

TEST_CASE("python topics are posted to the executor with their limits", "[kernel][workers]") {
  HttpServer::Reply reply{200, R"({"total": 6, "name": "x", "list": [1]})", 0, {}, false};
  HttpServer server([&](const HttpServer::Request&) { return reply; });
  Bench bench;
  CHECK(std::holds_alternative<Failed>(bench.run("python_script", {})));
  ServiceSettings& service = bench.config.services["python_executor"];
  service.endpoint = server.url();
  bench.config.security.resource_limits["memory"] = "512MB";
  const Outcome outcome = bench.run("python_script", {{"script", text("1")}});
  CHECK(completed(outcome).at("total").as_int() == 6);
  CHECK(completed(outcome).at("list").type() == ValueType::kJson);
  const Json sent = Json::parse(server.requests().back().body);
  CHECK(sent["topic"] == "python_script");
  CHECK(sent["variables"]["script"] == "1");
  CHECK(sent["limits"]["memory"] == "512MB");
  reply = {200, R"({"error": {"code": "E", "message": "m"}})", 0, {}, false};
  CHECK(error_code(bench.run("data_processing", {})) == "E");
  reply = {400, "bad", 0, {}, false};
  CHECK(error_code(bench.run("data_processing", {})) == "PYTHON_ERROR");
  reply = {500, "", 0, {}, false};
  CHECK(std::holds_alternative<Failed>(bench.run("data_processing", {})));
}

TEST_CASE("email needs a service and plain addresses", "[kernel][workers]") {
  Bench bench;
  CHECK(std::holds_alternative<Failed>(bench.run("email_send", {})));
  ServiceSettings& smtp = bench.config.services["smtp"];
  smtp.protocol = Protocol::kSmtp;
  smtp.endpoint = "smtp://127.0.0.1:1";
  smtp.sender = "a@b.c";
  CHECK(error_code(bench.run("email_send", {{"to", text("x@y.z>\r\nRCPT TO:<e@f.g")}})) ==
        "EMAIL_INVALID");
  CHECK(error_code(bench.run("email_send", {{"to", text("[]")}})) == "EMAIL_INVALID");
  CHECK(std::holds_alternative<Failed>(bench.run("email_send", {{"to", text("x@y.z")}})));
}
