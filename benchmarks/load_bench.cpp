// Drives any /engine-rest server with one load from N clients, each on a connection that it keeps,
// and prints one line of JSON: operations, seconds, rate a second, p50 and p99 of a call in
// milliseconds, errors.
//   procos_load_bench LOAD --base URL [--clients 8] [--seconds 3] [--count N]
// LOAD: straight, usertask (start, then complete), message (start, then correlate), external
// (start, then fetchAndLock(10) and complete), list, fetch (fetchAndLock(10) of --topics topics),
// fill (--count waiting instances). One thread for all clients, so that the load takes little of a
// processor that it shares with the server.
#include <CLI/CLI.hpp>
#include <algorithm>
#include <boost/asio.hpp>
#include <boost/beast.hpp>
#include <chrono>
#include <cstdio>
#include <fstream>
#include <functional>
#include <memory>
#include <optional>
#include <sstream>
#include <string>
#include <vector>

namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = beast::http;
using Clock = std::chrono::steady_clock;

double since_ms(Clock::time_point start) {
  return std::chrono::duration<double, std::milli>(Clock::now() - start).count();
}

struct Settings {
  std::string load, host, port, path;
  int clients = 8, seconds = 3, topics = 100;
  std::size_t count = 0;
};

struct Figures {
  std::size_t operations = 0, errors = 0;
  double seconds = 0;
  std::vector<double> calls_ms;

  /// The operations of `later` are the same ones, gone on with.
  void go_on(const Figures& later) {
    operations = later.operations;
    errors += later.errors;
    seconds += later.seconds;
    calls_ms.insert(calls_ms.end(), later.calls_ms.begin(), later.calls_ms.end());
  }
  void print(const Settings& settings) {
    std::sort(calls_ms.begin(), calls_ms.end());
    const auto quantile = [&](double q) {
      return calls_ms.empty()
                 ? 0
                 : calls_ms[static_cast<std::size_t>(q * static_cast<double>(calls_ms.size() - 1))];
    };
    std::printf(
        R"({"load":"%s","clients":%d,"operations":%zu,"seconds":%.3f,"rate":%.1f,"p50":%.3f,"p99":%.3f,"errors":%zu})"
        "\n",
        settings.load.c_str(), settings.clients, operations, seconds,
        static_cast<double>(operations) / seconds, quantile(0.5), quantile(0.99), errors);
  }
};

/// One kept connection; a call's answer, or nothing when its status was not 2xx or the connection
/// broke.
class Client {
 public:
  Client(asio::io_context& io, const Settings& settings, int its_number)
      : number(its_number), settings_(settings), resolver_(io), stream_(io) {}

  asio::awaitable<std::optional<std::string>> call(http::verb verb, std::string target,
                                                   std::string body,
                                                   std::string type = "application/json") {
    const auto start = Clock::now();
    std::optional<std::string> answer;
    try {
      if (!connected_) co_await connect();
      http::request<http::string_body> request(verb, settings_.path + target, 11);
      request.set(http::field::host, settings_.host);
      if (verb == http::verb::post) {
        request.set(http::field::content_type, type);
        request.body() = std::move(body);
        request.prepare_payload();
      }
      co_await http::async_write(stream_, request, asio::use_awaitable);
      http::response_parser<http::string_body> parser;
      parser.body_limit(boost::none);
      co_await http::async_read(stream_, buffer_, parser, asio::use_awaitable);
      connected_ = parser.get().keep_alive();
      if (parser.get().result_int() < 300) {
        answer = std::move(parser.get().body());
      } else {
        complain(target, std::to_string(parser.get().result_int()) + " " + parser.get().body());
      }
    } catch (const std::exception& exception) {
      connected_ = false;
      complain(target, exception.what());
    }
    figures->calls_ms.push_back(since_ms(start));
    co_return answer;
  }

  const int number;
  Figures* figures = nullptr;

 private:
  asio::awaitable<void> connect() {
    buffer_.clear();
    stream_.close();
    const auto found =
        co_await resolver_.async_resolve(settings_.host, settings_.port, asio::use_awaitable);
    co_await stream_.async_connect(found, asio::use_awaitable);
    stream_.socket().set_option(asio::ip::tcp::no_delay(true));
    connected_ = true;
  }
  void complain(const std::string& target, const std::string& why) {
    if (figures->errors++ == 0) std::fprintf(stderr, "%s: %s\n", target.c_str(), why.c_str());
  }

  const Settings& settings_;
  asio::ip::tcp::resolver resolver_;
  beast::tcp_stream stream_;
  beast::flat_buffer buffer_;
  bool connected_ = false;
};

/// Does the operation of a number from a client; false: it did not succeed.
using Operation = std::function<asio::awaitable<bool>(Client&, std::size_t)>;

/// All clients, and the phases they go through.
class Load {
 public:
  explicit Load(const Settings& settings) : settings_(settings) {
    for (int i = 0; i < settings.clients; ++i)
      clients_.push_back(std::make_unique<Client>(io_, settings, i));
  }

  /// Operations from all clients until `count` have begun or the time is over; 0 of either: no such
  /// limit.
  Figures phase(const Operation& operation, std::size_t count, int seconds) {
    Figures figures;
    std::size_t next = 0;
    const auto start = Clock::now();
    const auto end = start + std::chrono::seconds(seconds);
    const auto work = [&](Client& client) -> asio::awaitable<void> {
      while ((count == 0 || next < count) && (seconds == 0 || Clock::now() < end)) {
        const bool done = co_await operation(client, next++);
        if (done) ++figures.operations;
      }
    };
    for (auto& client : clients_) {
      client->figures = &figures;
      asio::co_spawn(io_, work(*client), asio::detached);
    }
    io_.restart();
    io_.run();
    figures.seconds = since_ms(start) / 1000;
    return figures;
  }

  /// The answer of one call that has to succeed.
  std::string ask(http::verb verb, const std::string& target, const std::string& body = {},
                  const std::string& type = "application/json") {
    std::string text;
    const Figures figures = phase(
        [&](Client& client, std::size_t) -> asio::awaitable<bool> {
          auto answer = co_await client.call(verb, target, body, type);
          if (answer) text = std::move(*answer);
          co_return answer.has_value();
        },
        1, 0);
    if (figures.errors != 0) std::exit(1);
    return text;
  }

 private:
  const Settings& settings_;
  asio::io_context io_{1};
  std::vector<std::unique_ptr<Client>> clients_;
};

/// Values of the key "id" in a JSON text, which both servers write without spaces.
std::vector<std::string> ids(const std::string& json) {
  static const std::string kKey = R"("id":")";
  std::vector<std::string> found;
  for (std::size_t at = json.find(kKey); at != std::string::npos; at = json.find(kKey, at)) {
    at += kKey.size();
    found.push_back(json.substr(at, json.find('"', at) - at));
  }
  return found;
}

void deploy(Load& load, const std::string& key) {
  std::ifstream file(PROCOS_MODELS "/" + key + ".bpmn", std::ios::binary);
  std::ostringstream model;
  if (!(model << file.rdbuf())) {
    std::fprintf(stderr, "no model of %s\n", key.c_str());
    std::exit(1);
  }
  const auto part = [](const std::string& name, const std::string& content) {
    return "--limit\r\nContent-Disposition: form-data; name=\"" + name + "\r\n\r\n" + content +
           "\r\n";
  };
  load.ask(http::verb::post, "/deployment/create",
           part("deployment-name\"", key) + part("enable-duplicate-filtering\"", "true") +
               part("data\"; filename=\"" + key + ".bpmn\"", model.str()) + "--limit--\r\n",
           "multipart/form-data; boundary=limit");
}

/// Starts instances of a process, each with a business key of its own and two variables.
Operation start(const std::string& key, const std::string& run) {
  return [=](Client& client, std::size_t i) -> asio::awaitable<bool> {
    const std::string number = std::to_string(i);
    std::string body = R"({"businessKey":")" + run + number +
                       R"(","variables":{"amount":{"value":)" + std::to_string(i % 200) +
                       R"(,"type":"Integer"},"customer":{"value":"customer )" + number +
                       R"(","type":"String"}}})";
    const auto answer = co_await client.call(
        http::verb::post, "/process-definition/key/" + key + "/start", std::move(body));
    co_return answer.has_value();
  };
}

/// What is started is what goes on: as many as were started within the time.
Figures user_task(Load& load, const Settings& settings, const std::string& run) {
  Figures figures = load.phase(start("usertask", run), settings.count, settings.seconds);
  const auto tasks =
      ids(load.ask(http::verb::get, "/task?maxResults=" + std::to_string(figures.operations) +
                                        "&processInstanceBusinessKeyLike=" + run + "%25"));
  const Operation complete = [&](Client& client, std::size_t i) -> asio::awaitable<bool> {
    const auto answer =
        co_await client.call(http::verb::post, "/task/" + tasks[i] + "/complete",
                             R"({"variables":{"approved":{"value":true,"type":"Boolean"}}})");
    co_return answer.has_value();
  };
  figures.go_on(load.phase(complete, tasks.size(), 0));
  return figures;
}

Figures message(Load& load, const Settings& settings, const std::string& run) {
  const Figures started = load.phase(start("message", run), settings.count, settings.seconds);
  const Operation correlate = [&](Client& client, std::size_t i) -> asio::awaitable<bool> {
    const auto answer = co_await client.call(
        http::verb::post, "/message",
        R"({"messageName":"go","businessKey":")" + run + std::to_string(i) + "\"}");
    co_return answer.has_value();
  };
  return load.phase(correlate, started.operations, 0);
}

asio::awaitable<std::optional<std::vector<std::string>>> fetch(Client& client,
                                                               const std::string& topic,
                                                               const std::string& worker) {
  std::string body = R"({"workerId":")" + worker + R"(","maxTasks":10,"topics":[{"topicName":")" +
                     topic + R"(","lockDuration":600000}]})";
  const auto answer =
      co_await client.call(http::verb::post, "/external-task/fetchAndLock", std::move(body));
  if (!answer) co_return std::nullopt;
  co_return ids(*answer);
}

/// Each client is a worker: fetches ten tasks, completes them, until none is left.
Figures external(Load& load, const Settings& settings, const std::string& run) {
  const Figures started = load.phase(start("external", run), settings.count, settings.seconds);
  std::size_t left = started.operations, completed = 0;
  const Operation work = [&](Client& client, std::size_t) -> asio::awaitable<bool> {
    const std::string worker = run + std::to_string(client.number);
    while (left > 0) {
      const auto tasks = co_await fetch(client, "load", worker);
      if (!tasks) continue;
      for (const std::string& task : *tasks) {
        std::string body = R"({"workerId":")" + worker +
                           R"(","variables":{"result":{"value":"done","type":"String"}}})";
        const auto answer = co_await client.call(
            http::verb::post, "/external-task/" + task + "/complete", std::move(body));
        if (!answer) continue;
        ++completed;
        if (left > 0) --left;
      }
    }
    co_return true;
  };
  Figures figures = load.phase(work, static_cast<std::size_t>(settings.clients), 0);
  figures.operations = completed;
  return figures;
}

Figures list(Load& load, const Settings& settings) {
  static const std::vector<std::string> kQueries = {
      "/process-instance?maxResults=50", "/task?maxResults=50&sortBy=created&sortOrder=desc",
      "/task?assignee=demo&maxResults=50",
      "/history/process-instance?maxResults=50&sortBy=startTime&sortOrder=desc",
      "/history/activity-instance?maxResults=50"};
  const Operation ask = [&](Client& client, std::size_t i) -> asio::awaitable<bool> {
    const auto answer = co_await client.call(http::verb::get, kQueries[i % kQueries.size()], "");
    co_return answer.has_value();
  };
  return load.phase(ask, settings.count, settings.seconds);
}

Figures fetch_of_topics(Load& load, const Settings& settings) {
  const Operation ask = [&](Client& client, std::size_t i) -> asio::awaitable<bool> {
    const auto tasks = co_await fetch(
        client, "topic-" + std::to_string(i % static_cast<std::size_t>(settings.topics)), "worker");
    co_return tasks && tasks->size() == 10;
  };
  return load.phase(ask, settings.count, settings.seconds);
}

Figures run(const Settings& settings) {
  Load load(settings);
  // Business keys differ from one run to the next.
  const std::string name = std::to_string(Clock::now().time_since_epoch().count()) + "-";
  if (settings.load == "list") return list(load, settings);
  if (settings.load == "fetch") return fetch_of_topics(load, settings);
  const std::string key = settings.load == "fill" ? "usertask" : settings.load;
  deploy(load, key);
  if (key == "external") return external(load, settings, name);
  if (key == "message") return message(load, settings, name);
  if (settings.load == "usertask") return user_task(load, settings, name);
  return load.phase(start(key, name), settings.count,
                    settings.load == "fill" ? 0 : settings.seconds);
}

}  // namespace

int main(int argc, char** argv) {
  Settings settings;
  std::string base;
  CLI::App app("Drives an /engine-rest server and prints the figures");
  app.add_option("load", settings.load)
      ->required()
      ->check(
          CLI::IsMember({"straight", "usertask", "message", "external", "list", "fetch", "fill"}));
  app.add_option("--base", base, "such as http://127.0.0.1:8080/engine-rest")->required();
  app.add_option("--clients", settings.clients);
  app.add_option("--seconds", settings.seconds);
  app.add_option("--count", settings.count);
  app.add_option("--topics", settings.topics);
  CLI11_PARSE(app, argc, argv);
  const std::size_t host = base.find("//") + 2, path = base.find('/', host),
                    colon = base.find(':', host);
  settings.host = base.substr(host, colon - host);
  settings.port = base.substr(colon + 1, path - colon - 1);
  settings.path = base.substr(path);
  run(settings).print(settings);
}
