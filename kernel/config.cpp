#include "kernel/config.h"

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <regex>

#include "kernel/config_operations.h"
#include "kernel/log.h"
#include "kernel/url.h"
#include "kernel/yaml_reader.h"

namespace procos::kernel {
namespace {

constexpr int kDayInSeconds = 24 * 3600;
constexpr int kDayInMs = kDayInSeconds * 1000;

std::string check_not_empty(const std::string& value) {
  return value.empty() ? "must not be empty" : std::string();
}

std::string check_url_scheme(const std::string& value, const std::vector<std::string>& schemes) {
  const auto url = parse_url(value);
  if (!url) return url.error().message;
  std::string wanted;
  for (const std::string& scheme : schemes) {
    if (url->scheme == scheme) return {};
    wanted += (wanted.empty() ? "" : " or ") + scheme + "://";
  }
  return "\"" + value + "\" must start with " + wanted;
}

std::string check_http_url(const std::string& value) {
  return check_url_scheme(value, {"http", "https"});
}

std::string check_address(const std::string& value) {
  const auto address = parse_address(value);
  return address ? std::string() : address.error().message;
}

std::string check_resource_limit(const std::string& key, const std::string& value) {
  static const std::regex memory("[1-9][0-9]*(B|K|KB|KI|M|MB|MI|G|GB|GI)?", std::regex::icase);
  static const std::regex cpu("[1-9][0-9]*m|[0-9]+(\\.[0-9]+)?");
  if (key == "memory") {
    return std::regex_match(value, memory) ? ""
                                           : "\"" + value + "\" is no size such as 512MB or 2GB";
  }
  if (key == "cpu") {
    return std::regex_match(value, cpu) ? "" : "\"" + value + "\" is no share such as 500m or 1.5";
  }
  return "unknown key; known here: cpu, memory";
}

void read_kernel(YamlSection& section, KernelSettings& out) {
  section.text("camunda_url", out.camunda_url, check_http_url);
  section.text("camunda_engine", out.camunda_engine, check_not_empty);
  section.text("process_directory", out.process_directory, check_not_empty);
  std::string level;
  section.text("log_level", level, [&](const std::string& value) -> std::string {
    const auto parsed = parse_log_level(value);
    if (!parsed) return "\"" + value + "\" is not one of DEBUG, INFO, WARNING, ERROR, CRITICAL";
    out.log_level = *parsed;
    return {};
  });
  section.whole_number("startup_timeout", out.startup_timeout_s, 1, kDayInSeconds);
  section.whole_number("health_check_interval", out.health_check_interval_s, 1, kDayInSeconds);
  section.choice<EngineMode>("engine", out.engine,
                             {{"auto", EngineMode::kAuto},
                              {"embedded", EngineMode::kEmbedded},
                              {"child", EngineMode::kChild},
                              {"external", EngineMode::kExternal}});
  section.text("listen", out.listen, check_address);
  section.text("tls_cert", out.tls_cert, check_not_empty);
  section.text("tls_key", out.tls_key, check_not_empty);
  section.text("ca_cert", out.ca_cert, check_not_empty);
  section.text_list("cors_origins", out.cors_origins);
  section.text("database", out.database, check_not_empty);
  section.choice<std::string>(
      "history_level", out.history_level,
      {{"none", "none"}, {"activity", "activity"}, {"audit", "audit"}, {"full", "full"}});
  section.choice<std::string>("durability", out.durability,
                              {{"full", "full"}, {"normal", "normal"}, {"off", "off"}});
  section.boolean("shrink", out.shrink);
  section.whole_number("queue_limit", out.queue_limit, 1, 1'000'000);
  section.whole_number("script_time_limit_ms", out.script_time_limit_ms, 1, 3'600'000);
  section.whole_number("script_memory_limit_mib", out.script_memory_limit_mib, 16, 4000);
  section.section("batch", [&](YamlSection& part) { read_batch(part, out.operations.batch); });
  section.section("history_cleanup", [&](YamlSection& part) {
    read_history_cleanup(part, out.operations.cleanup);
  });
  section.whole_number("shutdown_timeout", out.shutdown_timeout_s, 1, 3600);
  section.boolean("auth", out.auth);
  section.boolean("password_policy", out.password_policy);
}

void read_admin_user(YamlSection& section, AdminUser& out) {
  section.required("id");
  section.required("password");
  section.text("id", out.id, check_not_empty);
  section.text("password", out.password, check_not_empty);
  section.text("first_name", out.first_name);
  section.text("last_name", out.last_name);
  section.text("email", out.email);
}

void read_service(const std::string& key, YamlSection& section, ServiceSettings& out) {
  out.key = out.name = key;
  if (key == "openai") out.protocol = Protocol::kOpenAi;
  if (key == "ollama") out.protocol = Protocol::kOllama;
  if (key == "smtp") out.protocol = Protocol::kSmtp;
  section.choice<Protocol>("protocol", out.protocol,
                           {{"http", Protocol::kHttp},
                            {"openai", Protocol::kOpenAi},
                            {"ollama", Protocol::kOllama},
                            {"smtp", Protocol::kSmtp}});
  section.text("name", out.name, check_not_empty);
  section.required("endpoint");
  section.text("endpoint", out.endpoint, [&](const std::string& value) {
    return out.protocol == Protocol::kSmtp ? check_url_scheme(value, {"smtp", "smtps"})
                                           : check_http_url(value);
  });
  section.whole_number("timeout", out.timeout_s, 1, kDayInSeconds);
  section.whole_number("retries", out.retries, 0, 100);
  section.boolean("enabled", out.enabled);
  section.text("api_key", out.api_key);
  section.text("model", out.model, check_not_empty);
  section.text("username", out.username);
  section.text("password", out.password);
  section.text("sender", out.sender);
  section.whole_number("retry_delay", out.retry_delay_ms, 0, kDayInMs);
}

void read_worker(const std::string& key, YamlSection& section, WorkerSettings& out) {
  out.key = key;
  section.required("worker_id");
  section.required("topics");
  section.text("worker_id", out.worker_id, check_not_empty);
  section.text_list("topics", out.topics);
  section.whole_number("max_tasks", out.max_tasks, 1, 1000);
  section.whole_number("poll_interval", out.poll_interval_ms, 1, kDayInMs);
  section.whole_number("lock_duration", out.lock_duration_ms, 100, kDayInMs);
}

void read_security(YamlSection& section, SecuritySettings& out) {
  section.boolean("sandbox_enabled", out.sandbox_enabled);
  section.whole_number("max_execution_time", out.max_execution_time_s, 1, kDayInSeconds);
  section.text_map("resource_limits", out.resource_limits, check_resource_limit);
  section.text("sandbox_directory", out.sandbox_directory, check_not_empty);
  section.text_list("allowed_hosts", out.allowed_hosts);
}

void read_mail(YamlSection& section, connect::MailSettings& out) {
  constexpr int kHighestPort = 65535;
  section.required("host");
  section.text("host", out.server.host, check_not_empty);
  section.whole_number("port", out.server.port, 1, kHighestPort);
  section.text("user", out.server.user);
  section.text("password", out.server.password);
  section.text("from", out.from, [](const std::string& value) {
    return connect::is_mail_address(value) ? std::string() : "\"" + value + "\" is no mail address";
  });
  section.choice<connect::SmtpTls>("tls", out.server.tls,
                                   {{"offered", connect::SmtpTls::kOffered},
                                    {"required", connect::SmtpTls::kRequired},
                                    {"implicit", connect::SmtpTls::kImplicit}});
  int timeout_s = out.server.timeout_ms / 1000;
  section.whole_number("timeout", timeout_s, 1, 240);
  out.server.timeout_ms = 1000 * timeout_s;
}

void read_root(YamlSection& root, Config& out) {
  root.section("kernel", [&](YamlSection& section) { read_kernel(section, out.kernel); });
  root.sections("services", [&](const std::string& key, YamlSection& section) {
    read_service(key, section, out.services[key]);
  });
  std::map<std::string, std::string> topic_owner;
  root.sections("workers", [&](const std::string& key, YamlSection& section) {
    WorkerSettings& worker = out.workers[key];
    read_worker(key, section, worker);
    for (const std::string& topic : worker.topics) {
      const auto [owner, first] = topic_owner.emplace(topic, key);
      if (!first) {
        section.problem("topics", "\"" + topic + "\" is already a topic of " + owner->second);
      }
    }
  });
  root.section("security", [&](YamlSection& section) { read_security(section, out.security); });
  root.sections("delegates", [&](const std::string& name, YamlSection& section) {
    section.required("topic");
    section.text("topic", out.delegates[name], check_not_empty);
  });
  root.section("mail", [&](YamlSection& section) { read_mail(section, out.mail.emplace()); });
  root.section("admin_user",
               [&](YamlSection& section) { read_admin_user(section, out.admin_user.emplace()); });
  root.boolean("shell_tasks", out.shell_tasks);
  root.finish();
}

}  // namespace

Environment process_environment() {
  return [](const std::string& name) -> std::optional<std::string> {
    const char* value = std::getenv(name.c_str());
    if (value == nullptr) return std::nullopt;
    return value;
  };
}

Status apply_authentication(Config& config, bool auth, const std::string& admin_user,
                            const Environment& environment) {
  config.kernel.auth = config.kernel.auth || auth;
  if (admin_user.empty()) return {};
  const auto password = environment("PROCOS_ADMIN_PASSWORD");
  if (!password || password->empty()) {
    return fail(ErrorKind::kNotValid,
                "--admin-user needs the user's password in the environment: PROCOS_ADMIN_PASSWORD");
  }
  if (!config.admin_user) config.admin_user.emplace();
  config.admin_user->id = admin_user;
  config.admin_user->password = *password;
  return {};
}

Result<Config> parse_config(const std::string& yaml, const std::string& file_name,
                            const Environment& environment) {
  YamlProblems problems(file_name, environment);
  Config config;
  try {
    const std::vector<YAML::Node> documents = YAML::LoadAll(yaml);
    if (documents.size() > 1) {
      problems.add(documents[1].Mark(), "", "the file must hold one YAML document, not several");
    } else if (!documents.empty()) {
      YamlSection root(problems, documents[0], "");
      read_root(root, config);
    }
  } catch (const YAML::Exception& broken) {
    problems.add(broken.mark, "", "no valid YAML: " + broken.msg);
  }
  if (!problems.empty()) return fail(ErrorKind::kNotValid, problems.text());
  return config;
}

Result<Config> load_config(const std::string& path, const Environment& environment) {
  std::ifstream file(path, std::ios::binary);
  std::error_code ignored;
  if (!file || std::filesystem::is_directory(path, ignored)) {
    return fail(ErrorKind::kNotFound,
                "cannot read configuration " + path + "; name the file with --config");
  }
  const std::string text{std::istreambuf_iterator<char>(file), {}};
  return parse_config(text, path, environment);
}

}  // namespace procos::kernel
