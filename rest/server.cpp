#include "rest/server.h"

#include <sys/resource.h>

#include <algorithm>
#include <boost/asio/bind_executor.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/strand.hpp>
#include <chrono>
#include <condition_variable>
#include <mutex>
#include <thread>
#include <vector>

#include <spdlog/spdlog.h>

#include "rest/session.h"

namespace procos::rest {
namespace asio = boost::asio;
using tcp = asio::ip::tcp;

namespace {

constexpr std::size_t kOtherDescriptors = 256;  // of the rest of the program
constexpr std::size_t kEvictedAtOnce = 64;      // looking for one costs as much as for many

// Ten thousand idle connections need ten thousand descriptors; most systems start a process with
// 1024. Returns how many connections there can be.
std::size_t raise_descriptor_limit(std::size_t connections) {
  rlimit limit{};
  if (getrlimit(RLIMIT_NOFILE, &limit) != 0) return connections;
  const rlim_t wanted = connections + kOtherDescriptors + kEvictedAtOnce;
  if (limit.rlim_cur < wanted) {
    limit.rlim_cur = std::min(limit.rlim_max, wanted);
    setrlimit(RLIMIT_NOFILE, &limit);
    getrlimit(RLIMIT_NOFILE, &limit);
  }
  const std::size_t spare = kOtherDescriptors + kEvictedAtOnce;
  const std::size_t possible =
      limit.rlim_cur > 2 * spare ? limit.rlim_cur - spare : limit.rlim_cur / 2;
  return std::min(connections, possible);
}

}  // namespace

struct Server::Core final : SessionOwner, std::enable_shared_from_this<Server::Core> {
  Core(ServerOptions o, RequestHandler h) : options(std::move(o)), handle(std::move(h)) {
    limits.max_body_bytes = options.max_body_bytes;
    limits.max_header_bytes = options.max_header_bytes;
    limits.read_timeout_ms = options.read_timeout_ms;
    limits.idle_timeout_ms = options.idle_timeout_ms;
  }

  const RequestHandler& handler() const override { return handle; }
  const SessionLimits& session_limits() const override { return limits; }
  const TlsContext* tls() const override { return encryption.get(); }
  void session_closed(std::uint64_t id) override {
    const std::scoped_lock lock(mutex);
    sessions.erase(id);
    if (sessions.empty()) none_left.notify_all();
  }

  Status listen();
  void accept();
  void admit(SessionSocket socket);
  std::size_t evict(std::vector<std::shared_ptr<Session>>& victims);
  void sweep();
  void run();
  std::vector<std::shared_ptr<Session>> all_sessions();

  const ServerOptions options;
  const RequestHandler handle;
  SessionLimits limits;
  std::shared_ptr<TlsContext> encryption;  // null: none
  std::size_t max_connections = 0;
  asio::io_context context;
  asio::strand<asio::io_context::executor_type> accept_strand{context.get_executor()};
  tcp::acceptor acceptor{context};
  asio::steady_timer retry{context};
  asio::steady_timer sweeper{context};
  std::vector<std::thread> threads;
  std::uint16_t port = 0;
  std::int64_t warned_ms = 0;  // belongs to the accepting strand

  std::mutex mutex;  // guards what follows
  std::condition_variable none_left;
  std::unordered_map<std::uint64_t, std::shared_ptr<Session>> sessions;
  std::uint64_t next_id = 0;
  bool stopping = false;
};

Status Server::Core::listen() {
  boost::system::error_code error;
  auto address = asio::ip::make_address(options.host, error);
  if (error) {
    tcp::resolver resolver(context);
    const auto found = resolver.resolve(options.host, std::to_string(options.port), error);
    if (!error && !found.empty()) address = found.begin()->endpoint().address();
  }
  const tcp::endpoint endpoint(address, options.port);
  if (!error) acceptor.open(endpoint.protocol(), error);
  if (!error) acceptor.set_option(tcp::acceptor::reuse_address(true), error);
  if (!error) acceptor.bind(endpoint, error);
  if (!error) acceptor.listen(4096, error);
  if (!error) port = acceptor.local_endpoint(error).port();
  if (!error) return {};
  boost::system::error_code ignored;
  acceptor.close(ignored);
  return fail(ErrorKind::kProcessEngine, "Cannot listen on " + options.host + ":" +
                                             std::to_string(options.port) + ": " + error.message() +
                                             ". Is another server using the port?");
}

void Server::Core::accept() {
  acceptor.async_accept(
      asio::make_strand(context),
      asio::bind_executor(accept_strand, [this](boost::system::error_code error,
                                                SessionSocket socket) {
        if (!acceptor.is_open()) return;
        if (!error) {
          admit(std::move(socket));
        } else if (error != asio::error::connection_aborted) {
          // Out of descriptors or memory: accepting again at once would spin.
          if (const std::int64_t now = steady_ms(); now - warned_ms > 10'000) {
            warned_ms = now;
            spdlog::warn("Accepting a connection failed: {}", error.message());
          }
          std::vector<std::shared_ptr<Session>> victims;
          evict(victims);
          for (const auto& session : victims) session->evict();
          retry.expires_after(std::chrono::milliseconds(100));
          retry.async_wait(asio::bind_executor(accept_strand, [this](boost::system::error_code e) {
            if (!e && acceptor.is_open()) accept();
          }));
          return;
        }
        accept();
      }));
}

void Server::Core::admit(SessionSocket socket) {
  std::shared_ptr<Session> session;
  std::vector<std::shared_ptr<Session>> victims;
  bool refused = false;
  bool full = false;
  {
    const std::scoped_lock lock(mutex);
    if (stopping) return;
    full = sessions.size() >= max_connections;
    refused = sessions.size() >= max_connections + kEvictedAtOnce;
  }
  if (full && !refused) refused = evict(victims) == 0;
  for (const auto& victim : victims) victim->evict();
  {
    const std::scoped_lock lock(mutex);
    const std::uint64_t id = ++next_id;
    session = std::make_shared<Session>(std::move(socket), id, shared_from_this());
    if (!refused && !stopping) sessions.emplace(id, session);
  }
  if (refused) {
    session->refuse();
  } else {
    session->start();
  }
}

// Those that have been idle longest; a small part of them at a time, as they will rarely be missed.
std::size_t Server::Core::evict(std::vector<std::shared_ptr<Session>>& victims) {
  using Candidate = std::pair<std::int64_t, std::shared_ptr<Session>>;
  std::vector<Candidate> candidates;
  const std::scoped_lock lock(mutex);
  const std::int64_t now = steady_ms();
  for (const auto& [id, session] : sessions) {
    const std::int64_t since = session->evictable_ms();
    if (since <= now) candidates.emplace_back(since, session);
  }
  const std::size_t count =
      std::min({candidates.size(), kEvictedAtOnce, std::max<std::size_t>(1, sessions.size() / 16)});
  std::partial_sort(candidates.begin(), candidates.begin() + static_cast<std::ptrdiff_t>(count),
                    candidates.end(),
                    [](const Candidate& a, const Candidate& b) { return a.first < b.first; });
  for (std::size_t i = 0; i < count; ++i) victims.push_back(std::move(candidates[i].second));
  return count;
}

std::vector<std::shared_ptr<Session>> Server::Core::all_sessions() {
  std::vector<std::shared_ptr<Session>> result;
  const std::scoped_lock lock(mutex);
  result.reserve(sessions.size());
  for (const auto& [id, session] : sessions) result.push_back(session);
  return result;
}

// One timer for all connections: arming one per request would cost more than the request.
void Server::Core::sweep() {
  sweeper.expires_after(std::chrono::milliseconds(250));
  sweeper.async_wait([this](boost::system::error_code error) {
    if (error) return;
    std::vector<std::shared_ptr<Session>> late;
    {
      const std::int64_t now = steady_ms();
      const std::scoped_lock lock(mutex);
      for (const auto& [id, session] : sessions) {
        if (session->deadline_ms() <= now) late.push_back(session);
      }
    }
    for (const auto& session : late) session->expire();
    sweep();
  });
}

void Server::Core::run() {
  while (true) {
    try {
      context.run();
      return;
    } catch (const std::exception& e) {
      spdlog::error("A connection failed unexpectedly: {}", e.what());
    }
  }
}

Server::Server(ServerOptions options, RequestHandler handler)
    : core_(std::make_shared<Core>(std::move(options), std::move(handler))) {}

Server::~Server() {
  stop(0);
}

Status Server::start() {
  const ServerOptions& options = core_->options;
  if (!options.tls_certificate_file.empty() || !options.tls_key_file.empty()) {
    PROCOS_ASSIGN(core_->encryption,
                  TlsContext::load(options.tls_certificate_file, options.tls_key_file));
  }
  core_->max_connections = raise_descriptor_limit(core_->options.max_connections);
  PROCOS_TRY(core_->listen());
  core_->accept();
  core_->sweep();
  for (int i = 0; i < std::max(1, options.threads); ++i) {
    core_->threads.emplace_back([core = core_.get()] { core->run(); });
  }
  return {};
}

std::uint16_t Server::port() const {
  return core_->port;
}

std::size_t Server::connections() const {
  const std::scoped_lock lock(core_->mutex);
  return core_->sessions.size();
}

void Server::stop(int drain_ms) {
  if (core_->threads.empty()) return;
  {
    const std::scoped_lock lock(core_->mutex);
    core_->stopping = true;
  }
  asio::post(core_->accept_strand, [core = core_.get()] {
    boost::system::error_code ignored;
    core->acceptor.close(ignored);
    core->retry.cancel();
  });
  for (const auto& session : core_->all_sessions()) session->finish();
  {
    std::unique_lock lock(core_->mutex);
    core_->none_left.wait_for(lock, std::chrono::milliseconds(drain_ms),
                              [&] { return core_->sessions.empty(); });
  }
  for (const auto& session : core_->all_sessions()) session->abort();
  // A refused connection still being closed is in nobody's list; stopping the context drops it.
  {
    std::unique_lock lock(core_->mutex);
    core_->none_left.wait_for(lock, std::chrono::seconds(5),
                              [&] { return core_->sessions.empty(); });
  }
  core_->context.stop();
  for (std::thread& thread : core_->threads) thread.join();
  core_->threads.clear();
  // Handlers that were queued hold their sessions, and those this core: run or drop them all.
  core_->sweeper.cancel();
  core_->context.restart();
  core_->context.poll();
}

}  // namespace procos::rest
