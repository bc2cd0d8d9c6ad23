#include "kernel/engine_host.h"

#include <array>
#include <charconv>
#include <mutex>
#include <string_view>

#include "base/log.h"
#include "base/password.h"
#include "command/identity.h"
#include "kernel/router_dispatch.h"
#include "rest/basic_authentication.h"
#include "rest/resource/services.h"
#include "rest/router.h"
#include "rest/server.h"
#include "service/engine.h"

namespace procos::kernel {
namespace {

struct ListenAddress {
  std::string host;
  std::uint16_t port = 0;
};

/// "HOST:PORT", "[::1]:PORT".
Result<ListenAddress> parse_listen_address(const std::string& listen) {
  const std::size_t colon = listen.rfind(':');
  ListenAddress address;
  if (colon == std::string::npos || colon + 1 == listen.size()) {
    return fail(ErrorKind::kNotValid, "'" + listen + "' is no address to listen on: use HOST:PORT");
  }
  address.host = listen.substr(0, colon);
  if (address.host.size() > 2 && address.host.front() == '[' && address.host.back() == ']') {
    address.host = address.host.substr(1, address.host.size() - 2);
  }
  const char* const begin = listen.data() + colon + 1;
  const char* const end = listen.data() + listen.size();
  const auto parsed = std::from_chars(begin, end, address.port);
  if (parsed.ec != std::errc() || parsed.ptr != end) {
    return fail(ErrorKind::kNotValid, "'" + listen + "' has no port between 0 and 65535");
  }
  return address;
}

Result<history::Level> parse_level(const std::string& name) {
  static constexpr std::array<std::string_view, 4> kNames{"none", "activity", "audit", "full"};
  for (std::size_t i = 0; i < kNames.size(); ++i) {
    if (name == kNames[i]) return static_cast<history::Level>(i);
  }
  return fail(ErrorKind::kNotValid,
              "'" + name + "' is no history level: use none, activity, audit or full");
}

Result<store::Durability> parse_durability(const std::string& name) {
  static constexpr std::array<std::string_view, 3> kNames{"full", "normal", "off"};
  for (std::size_t i = 0; i < kNames.size(); ++i) {
    if (name == kNames[i]) return static_cast<store::Durability>(i);
  }
  return fail(ErrorKind::kNotValid, "'" + name + "' is no durability: use full, normal or off");
}

class LocalEngineHost final : public EngineHost {
 public:
  LocalEngineHost(std::unique_ptr<service::Engine> engine, const EngineHostOptions& options)
      : engine_(std::move(engine)),
        services_(std::make_unique<rest::Services>(*engine_)),
        authentication_(*engine_),
        router_(services_.get(), router_options(options)),
        dispatch_(dispatch_to(router_)) {
    services_->password_policy = options.password_policy;
  }
  ~LocalEngineHost() override { shut_down(0); }

  Status serve(rest::ServerOptions options) {
    host_ = options.host;
    scheme_ = options.tls_certificate_file.empty() ? "http://" : "https://";
    server_ = std::make_unique<rest::Server>(
        std::move(options), [this](rest::Request request, rest::Responder responder) {
          request.from_outside = true;
          router_.dispatch(std::move(request), std::move(responder));
        });
    return server_->start();
  }

  const Dispatch& dispatch() const override { return dispatch_; }
  std::string url() const override {
    if (server_ == nullptr) return {};
    const bool ipv6 = host_.find(':') != std::string::npos;
    return scheme_ + (ipv6 ? "[" + host_ + "]" : host_) + ":" + std::to_string(server_->port());
  }
  void stop() override { shut_down(kDrainMs); }

 private:
  static constexpr int kDrainMs = 10'000;

  rest::RouterOptions router_options(const EngineHostOptions& host) {
    rest::RouterOptions options;
    options.allowed_origins = host.cors_origins;
    if (host.auth) {
      options.sign_in = [this](const rest::Request& request) {
        return authentication_.sign_in(request);
      };
    }
    return options;
  }

  void shut_down(int drain_ms) {
    const std::lock_guard lock(mutex_);
    if (stopped_) return;
    stopped_ = true;
    services_->stop();
    if (server_ != nullptr) server_->stop(drain_ms);
    // What requests queued still runs; after this nothing touches the database any more.
    engine_.reset();
  }

  std::mutex mutex_;
  bool stopped_ = false;
  std::unique_ptr<service::Engine> engine_;
  std::unique_ptr<rest::Services> services_;
  rest::BasicAuthentication authentication_;
  rest::Router router_;
  Dispatch dispatch_;
  std::string host_, scheme_;
  std::unique_ptr<rest::Server> server_;
};

std::string capitalized(std::string text) {
  if (!text.empty() && text[0] >= 'a' && text[0] <= 'z') {
    text[0] = static_cast<char>(text[0] - 'a' + 'A');
  }
  return text;
}

/// The administrator of the configuration; with authentication there has to be somebody.
Status prepare_users(service::Engine& engine, const EngineHostOptions& options) {
  if (options.admin_user) {
    const AdminUser& admin = *options.admin_user;
    state::UserRow user;
    user.id = admin.id;
    const std::string name = capitalized(admin.id);
    user.first_name = admin.first_name.empty() ? name : admin.first_name;
    user.last_name = admin.last_name.empty() ? name : admin.last_name;
    user.email = admin.email.empty() ? admin.id + "@localhost" : admin.email;
    user.password = hash_password(admin.password);
    PROCOS_TRY(engine.execute<void>([&](command::Context& context) {
      return command::create_admin_user(context, user);
    }));
  }
  if (!options.auth) return {};
  Result<std::int64_t> users = 0;
  engine.read([&](store::Connection& connection) {
    users = store::count<state::UserRow>(connection, store::Query());
  });
  if (!users || *users > 0) return users ? Status() : std::unexpected(users.error());
  return fail(ErrorKind::kNotValid,
              "authentication is on, but there is no user who could sign in: name an "
              "administrator with --admin-user or admin_user in the configuration");
}

void warn_if_open(const EngineHostOptions& options, const std::string& host) {
  if (options.auth || host == "localhost" || host == "::1" || host.starts_with("127.")) return;
  log::warning("Anyone who reaches " + options.listen +
               " may deploy, start and read everything: turn authentication on with --auth, or "
               "listen on 127.0.0.1");
}

void warn_if_not_durable(const EngineHostOptions& options) {
  if (options.durability == "full" || options.database == ":memory:") return;
  log::warning(
      options.durability == "normal"
          ? "Durability is relaxed to normal: what was answered just before a power cut or "
            "a crash of the system may be lost"
          : "Durability is off: a power cut or a crash of the system may lose what was "
            "answered, and destroy the database");
}

}  // namespace

EngineHostOptions engine_options(const Config& config) {
  EngineHostOptions options;
  if (!config.kernel.listen.empty()) options.listen = config.kernel.listen;
  options.tls_cert = config.kernel.tls_cert;
  options.tls_key = config.kernel.tls_key;
  options.cors_origins = config.kernel.cors_origins;
  options.database = config.kernel.database;
  options.history_level = config.kernel.history_level;
  options.durability = config.kernel.durability;
  options.shrink = config.kernel.shrink;
  options.queue_limit = config.kernel.queue_limit;
  options.delegates = config.delegates;
  options.script_time_limit_ms = config.kernel.script_time_limit_ms;
  options.script_memory_limit_mib = config.kernel.script_memory_limit_mib;
  options.auth = config.kernel.auth;
  options.password_policy = config.kernel.password_policy;
  options.admin_user = config.admin_user;
  options.operations = config.kernel.operations;
  options.outside.mail = config.mail;
  options.outside.shell_tasks = config.shell_tasks;
  return options;
}

Result<std::unique_ptr<EngineHost>> start_engine(const EngineHostOptions& options) {
  service::EngineOptions engine_options;
  engine_options.database = options.database;
  PROCOS_ASSIGN(engine_options.history, parse_level(options.history_level));
  PROCOS_ASSIGN(engine_options.durability, parse_durability(options.durability));
  engine_options.shrink = options.shrink;
  engine_options.queue_limit = static_cast<std::size_t>(options.queue_limit);
  engine_options.job_executor = options.job_executor;
  engine_options.authorization = options.auth;
  engine_options.operations = options.operations;
  engine_options.clock = options.clock;
  engine_options.settings.flow_taken = options.flow_taken;
  engine_options.delegate_topics = options.delegates;
  engine_options.outside = options.outside;
  engine_options.script_limits = {
      .time_ms = options.script_time_limit_ms,
      .memory_bytes = static_cast<std::size_t>(options.script_memory_limit_mib) << 20};
  rest::ServerOptions server;
  server.tls_certificate_file = options.tls_cert;
  server.tls_key_file = options.tls_key;
  if (!options.listen.empty()) {
    PROCOS_ASSIGN(const ListenAddress address, parse_listen_address(options.listen));
    server.host = address.host;
    server.port = address.port;
  }
  warn_if_not_durable(options);
  PROCOS_ASSIGN(auto engine, service::Engine::open(engine_options));
  PROCOS_TRY(prepare_users(*engine, options));
  auto host = std::make_unique<LocalEngineHost>(std::move(engine), options);
  if (!options.listen.empty()) {
    warn_if_open(options, server.host);
    PROCOS_TRY(host->serve(std::move(server)));
  }
  return host;
}

}  // namespace procos::kernel
