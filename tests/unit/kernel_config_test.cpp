#include <algorithm>
#include <catch2/catch.hpp>
#include <map>

#include "kernel/config.h"

using namespace procos;
using namespace procos::kernel;

namespace {

Result<Config> parse(const std::string& yaml, std::map<std::string, std::string> variables = {}) {
  return parse_config(yaml, "procos.yml",
                      [variables](const std::string& name) -> std::optional<std::string> {
                        const auto found = variables.find(name);
                        if (found == variables.end()) return std::nullopt;
                        return found->second;
                      });
}

std::string problems(const std::string& yaml) {
  const auto config = parse(yaml);
  return config ? "" : config.error().message;
}

}  // namespace

TEST_CASE("the shipped configuration is the guide's", "[kernel][config]") {
  const auto config = load_config(PROCOS_SOURCE_DIR "/config/procos.yml", process_environment());
  REQUIRE(config.has_value());
  CHECK(config->kernel.camunda_url == "http://localhost:8080");
  CHECK(config->kernel.process_directory == "./processes");
  CHECK(config->kernel.log_level == log::Level::kInfo);
  CHECK(config->kernel.startup_timeout_s == 120);
  CHECK(config->kernel.health_check_interval_s == 10);
  REQUIRE(config->services.size() == 3);
  CHECK(config->services.at("openai").protocol == Protocol::kOpenAi);
  CHECK(config->services.at("openai").endpoint == "https://api.openai.com/v1");
  CHECK(config->services.at("ollama").timeout_s == 60);
  CHECK(config->services.at("ollama").retries == 3);
  CHECK(config->services.at("python_executor").name == "Python Script Executor");
  REQUIRE(config->workers.size() == 3);
  CHECK(config->workers.at("ai_worker").topics ==
        std::vector<std::string>{"ai_query", "text_generation", "code_analysis"});
  CHECK(config->workers.at("ai_worker").poll_interval_ms == 3000);
  CHECK(config->workers.at("ai_worker").lock_duration_ms == 30000);
  CHECK(config->workers.at("generic_worker").max_tasks == 10);
  CHECK(config->security.sandbox_enabled);
  CHECK(config->security.max_execution_time_s == 300);
  CHECK(config->security.resource_limits.at("cpu") == "500m");
}

TEST_CASE("an empty configuration has the guide's defaults", "[kernel][config]") {
  const auto config = parse("");
  REQUIRE(config.has_value());
  CHECK(config->kernel.camunda_engine == "default");
  CHECK(config->workers.empty());
}

TEST_CASE("batches and the history cleanup have settings", "[kernel][config]") {
  const auto config = parse(R"(kernel:
  batch:
    jobs_per_seed: 50
    invocations_per_job_by_type: {set-variables: 5}
    history_time_to_live: 7
    history_time_to_live_by_type: {instance-deletion: 1}
  history_cleanup:
    window: "20:00-06:30"
    sunday: "00:00-23:00"
    batch_size: 100
    jobs: 2
)");
  REQUIRE(config.has_value());
  const command::Settings& operations = config->kernel.operations;
  CHECK(operations.batch.jobs_per_seed == 50);
  CHECK(operations.batch.invocations_of("set-variables") == 5);
  CHECK(operations.batch.invocations_of("instance-deletion") == 1);
  CHECK(operations.batch.time_to_live_of("instance-deletion") == 1);
  CHECK(operations.batch.time_to_live_of("set-variables") == 7);
  CHECK(operations.cleanup.window->start_minute == 20 * 60);
  CHECK(operations.cleanup.window->end_minute == 6 * 60 + 30);
  CHECK(operations.cleanup.by_day[6]->end_minute == 23 * 60);
  CHECK(operations.cleanup.batch_size == 100);
  CHECK(operations.cleanup.jobs == 2);
  const std::string wrong = problems(R"(kernel:
  history_cleanup:
    window: "20-6"
)");
  CHECK(wrong.find("no window such as 20:00-06:00") != std::string::npos);
}

TEST_CASE("durability and the length of the queue have settings", "[kernel][config]") {
  const auto config = parse("kernel: {durability: normal, queue_limit: 100}");
  REQUIRE(config.has_value());
  CHECK(config->kernel.durability == "normal");
  CHECK(config->kernel.queue_limit == 100);
  CHECK(parse("")->kernel.durability == "full");
  CHECK_FALSE(parse("")->kernel.shrink);
  CHECK(parse("kernel: {shrink: true}")->kernel.shrink);
  CHECK(problems("kernel: {durability: none}").find("durability") != std::string::npos);
  CHECK(problems("kernel: {queue_limit: 0}").find("queue_limit") != std::string::npos);
}

TEST_CASE("mail tasks have a server, shell tasks a switch", "[kernel][config]") {
  CHECK_FALSE(parse("")->mail);
  CHECK_FALSE(parse("")->shell_tasks);
  const auto config = parse(
      "mail: {host: smtp.example.org, port: 587, user: u, password: p, from: a@b.c, tls: required, "
      "timeout: 5}\nshell_tasks: true\n");
  REQUIRE(config);
  REQUIRE(config->mail);
  CHECK(config->mail->server.host == "smtp.example.org");
  CHECK(config->mail->server.port == 587);
  CHECK(config->mail->server.user == "u");
  CHECK(config->mail->server.password == "p");
  CHECK(config->mail->server.tls == connect::SmtpTls::kRequired);
  CHECK(config->mail->server.timeout_ms == 5000);
  CHECK(config->mail->from == "a@b.c");
  CHECK(config->shell_tasks);
  const std::string text =
      problems("mail:\n  port: 70000\n  from: nobody\n  tls: maybe\nshell_tasks: 1\n");
  CHECK(text.find("procos.yml:2: mail: \"host\" is missing") != std::string::npos);
  CHECK(text.find("procos.yml:2: mail.port: ") != std::string::npos);
  CHECK(text.find("procos.yml:3: mail.from: \"nobody\" is no mail address") != std::string::npos);
  CHECK(text.find("procos.yml:4: mail.tls: ") != std::string::npos);
  CHECK(text.find("procos.yml:5: shell_tasks: ") != std::string::npos);
}

TEST_CASE("every mistake is reported at once with its line", "[kernel][config]") {
  const std::string text = problems(
      "kernel:\n"                            // 1
      "  camunda_url: \"nowhere\"\n"         // 2
      "  log_level: LOUD\n"                  // 3
      "  startup_timeout: -5\n"              // 4
      "  health_check_interval: soon\n"      // 5
      "  colour: red\n"                      // 6
      "services:\n"                          // 7
      "  openai:\n"                          // 8
      "    name: OpenAI\n"                   // 9
      "    enabled: maybe\n"                 // 10
      "    timeout: [1]\n"                   // 11
      "workers:\n"                           // 12
      "  ai:\n"                              // 13
      "    worker_id: w\n"                   // 14
      "    topics: ai_query\n"               // 15
      "    max_tasks: \"3\"\n"               // 16
      "security:\n"                          // 17
      "  resource_limits: {memory: lots}\n"  // 18
      "extra: 1\n");                         // 19
  INFO(text);
  CHECK(text.find("procos.yml:2: kernel.camunda_url: ") != std::string::npos);
  CHECK(text.find("procos.yml:3: kernel.log_level: \"LOUD\"") != std::string::npos);
  CHECK(text.find("procos.yml:4: kernel.startup_timeout: must be between 1") != std::string::npos);
  CHECK(text.find("procos.yml:5: kernel.health_check_interval: must be a whole number") !=
        std::string::npos);
  CHECK(text.find("procos.yml:6: kernel.colour: unknown key") != std::string::npos);
  CHECK(text.find("procos.yml:9: services.openai: \"endpoint\" is missing") != std::string::npos);
  CHECK(text.find("procos.yml:10: services.openai.enabled: must be true or false") !=
        std::string::npos);
  CHECK(text.find("procos.yml:11: services.openai.timeout: must be a whole number, not a list") !=
        std::string::npos);
  CHECK(text.find("procos.yml:15: workers.ai.topics: must be a list") != std::string::npos);
  CHECK(text.find("procos.yml:16: workers.ai.max_tasks: must be a whole number, not the text") !=
        std::string::npos);
  CHECK(text.find("procos.yml:18: security.resource_limits.memory: \"lots\"") != std::string::npos);
  CHECK(text.find("procos.yml:19: extra: unknown key") != std::string::npos);
  CHECK(std::count(text.begin(), text.end(), '\n') == 11);
}

TEST_CASE("wrong shapes are mistakes too", "[kernel][config]") {
  CHECK(problems("kernel: 5\n").find("procos.yml:1: kernel: must be a mapping") !=
        std::string::npos);
  CHECK(problems("- a\n").find("must be a mapping") != std::string::npos);
  CHECK(problems("kernel:\n  log_level: INFO\n  log_level: DEBUG\n")
            .find("procos.yml:3: kernel.log_level: is given twice") != std::string::npos);
  CHECK(problems("kernel:\n  camunda_url: [\n").find("procos.yml:") != std::string::npos);
  CHECK(problems("kernel: {startup_timeout: 1.5}\n").find("whole number, not \"1.5\"") !=
        std::string::npos);
  CHECK(problems("kernel: {startup_timeout: 99999999999999999999}\n").find("between") !=
        std::string::npos);
  CHECK(problems("kernel: {camunda_url: }\n").find("must be text, not nothing") !=
        std::string::npos);
  CHECK(problems("kernel: {camunda_url: \"ftp://a\"}\n").find("must start with http://") !=
        std::string::npos);
  CHECK(problems("kernel: {listen: \"8080\"}\n").find("is not HOST:PORT") != std::string::npos);
  CHECK(problems("workers:\n  a: {worker_id: a, topics: [x]}\n  b: {worker_id: b, topics: [x]}\n")
            .find("\"x\" is already a topic of a") != std::string::npos);
  CHECK(problems("a: 1\n---\nb: 2\n").find("one YAML document") != std::string::npos);
}

TEST_CASE("environment variables stand in values", "[kernel][config]") {
  const auto config = parse(
      "kernel: {camunda_url: \"http://${HOST}:${PORT:-8080}\", startup_timeout: \"${WAIT}\"}\n"
      "services:\n  openai: {endpoint: \"https://a/v1\", api_key: \"${KEY:-}\"}\n",
      {{"HOST", "engine"}, {"WAIT", "7"}});
  REQUIRE(config.has_value());
  CHECK(config->kernel.camunda_url == "http://engine:8080");
  CHECK(config->kernel.startup_timeout_s == 7);
  CHECK(config->services.at("openai").api_key.empty());

  const std::string text =
      problems("kernel:\n  camunda_url: \"http://a\"\n  process_directory: \"${NOPE}/x\"\n");
  CHECK(text.find("procos.yml:3: kernel.process_directory: environment variable NOPE is not set") ==
        0);
  CHECK(problems("kernel: {process_directory: \"${A\"}\n").find("without \"}\"") !=
        std::string::npos);
}

TEST_CASE("delegates map Java names to topics", "[kernel][config]") {
  const auto config =
      parse("delegates: {com.acme.Charge: {topic: charge}, mailer: {topic: mail}}\n");
  REQUIRE(config.has_value());
  CHECK(config->delegates.at("com.acme.Charge") == "charge");
  CHECK(config->delegates.at("mailer") == "mail");
  CHECK(
      problems("delegates:\n  a: charge\n").find("procos.yml:2: delegates.a: must be a mapping") !=
      std::string::npos);
}

TEST_CASE("a file that cannot be read says how to name one", "[kernel][config]") {
  const auto config = load_config("/nonexistent/procos.yml", process_environment());
  REQUIRE(!config.has_value());
  CHECK(config.error().message.find("--config") != std::string::npos);
  CHECK(!load_config("/tmp", process_environment()).has_value());
}

TEST_CASE("authentication and its administrator", "[kernel][config]") {
  auto config = parse("kernel: {auth: true}\nadmin_user: {id: demo, password: \"${SECRET}\"}\n",
                      {{"SECRET", "s"}});
  REQUIRE(config.has_value());
  CHECK(config->kernel.auth);
  CHECK(config->admin_user->id == "demo");
  CHECK(config->admin_user->password == "s");
  CHECK(problems("admin_user: {id: demo}").find("password") != std::string::npos);

  const Environment none = [](const std::string&) { return std::nullopt; };
  const Environment some = [](const std::string&) { return std::optional<std::string>("p"); };
  CHECK_FALSE(apply_authentication(*config, true, "root", none));
  REQUIRE(apply_authentication(*config, false, "root", some));
  CHECK(config->kernel.auth);  // what the file turns on stays on
  CHECK(config->admin_user->id == "root");
  CHECK(config->admin_user->password == "p");
}
