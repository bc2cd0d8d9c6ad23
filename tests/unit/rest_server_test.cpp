// What the HTTP server makes of the bytes of requests and answers.
#include "tests/unit/rest_server_support.h"

using namespace procos::rest;
using namespace procos::test;
using namespace std::chrono_literals;

TEST_CASE("Requests of one connection are answered in their order", "[rest][server]") {
  Running running;
  Client client = running.client();
  std::string many;
  for (int i = 0; i < 200; ++i) {
    many += "POST /n" + std::to_string(i) + " HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\n\r\nabc";
  }
  REQUIRE(client.write(many));
  for (int i = 0; i < 200; ++i) {
    REQUIRE(body_of(client.response()) == "POST /n" + std::to_string(i) + " 3 abc");
  }
}

TEST_CASE("Pipelined requests wait for an answer that is late", "[rest][server]") {
  Parking parking;
  Running running([&](Request request, Responder responder) {
    if (request.path == "/late") {
      parking.park(std::move(responder));
    } else {
      echo(std::move(request), std::move(responder));
    }
  });
  Client client = running.client();
  REQUIRE(client.write("GET /late HTTP/1.1\r\nHost: x\r\n\r\n"));
  REQUIRE(client.write(kGet));
  const Responder late = parking.take();
  CHECK(client.rest(100).empty());
  std::thread([late] { late(Response{200, "late", "text/plain", {}}); }).join();
  CHECK(body_of(client.response()) == "late");
  CHECK(body_of(client.response()) == "GET /a 0 ");
}

TEST_CASE("Only the first answer counts and a dropped request is a 500", "[rest][server]") {
  Running running([](Request request, Responder responder) {
    if (request.path == "/twice") {
      responder(Response{200, "first", "text/plain", {}});
      responder(Response{200, "second", "text/plain", {}});
    } else if (request.path == "/throw") {
      throw std::runtime_error("broken");
    }
  });
  Client client = running.client();
  client.write("GET /twice HTTP/1.1\r\nHost: x\r\n\r\n");
  CHECK(body_of(client.response()) == "first");
  client.write("GET /dropped HTTP/1.1\r\nHost: x\r\n\r\n");
  CHECK(status_of(client.response()) == 500);
  client.write("GET /throw HTTP/1.1\r\nHost: x\r\n\r\n");
  CHECK(status_of(client.response()) == 500);
}

TEST_CASE("HEAD has the length but no body", "[rest][server]") {
  Running running;
  Client client = running.client();
  client.write("HEAD /abc HTTP/1.1\r\nHost: x\r\n\r\n");
  const std::string head = client.response(true);
  CHECK(status_of(head) == 200);
  CHECK(contains(head, "Content-Length: 12\r\n"));
  client.write(kGet);
  CHECK(body_of(client.response()) == "GET /a 0 ");
}

TEST_CASE("HTTP/1.0 closes unless asked to stay", "[rest][server]") {
  Running running;
  Client once = running.client();
  once.write("GET /a HTTP/1.0\r\n\r\n");
  const std::string answer = once.rest();
  CHECK(once.ended());
  CHECK(contains(answer, "Connection: close"));
  CHECK(body_of(answer) == "GET /a 0 ");

  Client kept = running.client();
  kept.write("GET /a HTTP/1.0\r\nConnection: keep-alive\r\n\r\n");
  CHECK(contains(kept.response(), "Connection: keep-alive"));
  kept.write(kGet);
  CHECK(status_of(kept.response()) == 200);
}

TEST_CASE("Connection: close is honoured", "[rest][server]") {
  Running running;
  Client client = running.client();
  client.write("GET /a HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
  CHECK(contains(client.rest(), "Connection: close"));
  CHECK(client.ended());
}

TEST_CASE("Expect: 100-continue is answered before the body", "[rest][server]") {
  Running running;
  Client client = running.client();
  client.write("POST /p HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\nExpect: 100-continue\r\n\r\n");
  const std::string interim =
      client.read_until([](const std::string& t) { return t.ends_with("\r\n\r\n"); });
  CHECK(interim == "HTTP/1.1 100 Continue\r\n\r\n");
  client.write("xyz");
  CHECK(contains(client.rest(200), "POST /p 3 xyz"));

  Client other = running.client();
  other.write("POST /p HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\nExpect: banana\r\n\r\n");
  CHECK(status_of(other.response()) == 417);
}

TEST_CASE("Chunked bodies are put together", "[rest][server]") {
  Running running;
  Client client = running.client();
  client.write("POST /c HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nWiki\r\n");
  std::this_thread::sleep_for(20ms);
  client.write("5;ext=1\r\npedia\r\n0\r\nTrailer: 1\r\n\r\n");
  CHECK(body_of(client.response()) == "POST /c 9 Wikipedia");
  client.write(kGet);
  CHECK(status_of(client.response()) == 200);
}

TEST_CASE("A request that arrives byte by byte is understood", "[rest][server]") {
  Running running;
  Client client = running.client();
  for (const char c :
       std::string("\r\nPOST /x%20y?q=1 HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\nab")) {
    client.write(std::string_view(&c, 1));
    std::this_thread::sleep_for(1ms);
  }
  CHECK(body_of(client.response()) == "POST /x y 2 ab");
}

TEST_CASE("What is no HTTP is answered 400 and closed", "[rest][server]") {
  Running running;
  const auto bad =
      GENERATE(as<std::string>{}, "banana\r\n\r\n", "GET / HTTP/9.9\r\nHost: x\r\n\r\n",
               "GET  / HTTP/1.1\r\nHost: x\r\n\r\n", "GET /\r\n\r\n", "GET / HTTP/1.1\r\n\r\n",
               "GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n",
               "GET / HTTP/1.1\r\nHost: x\r\nBad Field: 1\r\n\r\n",
               "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: banana\r\n\r\n",
               "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n",
               "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n",
               "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\n"
               "Transfer-Encoding: chunked\r\n\r\n",
               "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
               "GET /%zz HTTP/1.1\r\nHost: x\r\n\r\n", "GET /a%2Fb HTTP/1.1\r\nHost: x\r\n\r\n",
               "GET nopath HTTP/1.1\r\nHost: x\r\n\r\n",
               "\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n");
  Client client = running.client();
  client.write(bad);
  const std::string answer = client.rest();
  INFO(bad);
  CHECK(status_of(answer) == 400);
  CHECK(contains(answer, R"({"type":"InvalidRequestException","message":")"));
  CHECK(client.ended());
  Client next = running.client();
  next.write(kGet);
  CHECK(status_of(next.response()) == 200);
}

TEST_CASE("Large bodies travel both ways", "[rest][server]") {
  Running running([](Request request, Responder responder) {
    responder(Response{200, std::move(request.body), "text/plain", {}});
  });
  Client client = running.client();
  const std::string body(8u << 20, 'y');
  std::thread writer([&] {
    client.write("POST /b HTTP/1.1\r\nHost: x\r\nContent-Length: " + std::to_string(body.size()) +
                 "\r\n\r\n");
    client.write(body);
  });
  writer.join();
  const bool same = body_of(client.response()) == body;  // not shown: it is 8 MB
  CHECK(same);
}

TEST_CASE("A parked request learns that its client has gone", "[rest][server]") {
  Parking parking;
  Running running([&](Request, Responder responder) { parking.park(std::move(responder)); });
  std::atomic<int> told{0};
  {
    Client client = running.client();
    client.write(kGet);
    const Responder responder = parking.take();
    CHECK_FALSE(responder.client_gone());
    responder.on_client_gone([&] { ++told; });
    parking.park(responder);
  }
  CHECK(eventually([&] { return told == 1; }));
  const Responder responder = parking.take();
  CHECK(responder.client_gone());
  responder.on_client_gone([&] { ++told; });
  CHECK(told == 2);
  responder(Response{});
  CHECK(eventually([&] { return running.server.connections() == 0; }));
}

TEST_CASE("A client that only closes its sending side gets its answer", "[rest][server]") {
  Parking parking;
  Running running([&](Request, Responder responder) { parking.park(std::move(responder)); });
  Client client = running.client();
  client.write(kGet);
  client.shut();
  const Responder responder = parking.take();
  CHECK(eventually([&] { return responder.client_gone(); }));
  responder(Response{200, "still", "text/plain", {}});
  CHECK(contains(client.rest(), "still"));
}

TEST_CASE("Who answers learns that the answer is lost", "[rest][server]") {
  Parking parking;
  Running running([&](Request, Responder responder) { parking.park(std::move(responder)); });
  std::atomic<int> lost{0};
  const auto answer = [&](std::size_t size) {
    Response response{200, std::string(size, 'x'), "text/plain", {}};
    response.on_lost = [&] { ++lost; };
    return response;
  };
  Client stays = running.client();
  stays.write(kGet);
  const Responder of_staying = parking.take();
  of_staying(answer(10));
  CHECK(contains(stays.response(), "xxxxxxxxxx"));
  CHECK(lost == 0);
  of_staying(answer(10));
  CHECK(lost == 1);

  auto goes = std::make_unique<Client>(running.client());
  goes->write(kGet);
  const Responder of_going = parking.take();
  goes.reset();
  of_going(answer(10));  // at once: the close may not have been read yet
  CHECK(eventually([&] { return lost == 2; }));

  auto reads_little = std::make_unique<Client>(running.client());
  reads_little->write(kGet);
  parking.take()(answer(32u << 20));
  reads_little->read_until([](const std::string& text) { return !text.empty(); });
  CHECK(lost == 2);
  reads_little.reset();
  CHECK(eventually([&] { return lost == 3; }));
}

TEST_CASE("An answer after the server has gone does nothing", "[rest][server]") {
  Parking parking;
  auto running = std::make_unique<Running>(
      [&](Request, Responder responder) { parking.park(std::move(responder)); });
  Client client = running->client();
  client.write(kGet);
  const Responder responder = parking.take();
  running->server.stop(0);
  running.reset();
  responder(Response{});
  CHECK(responder.answered());
  CHECK(client.rest().empty());
}

TEST_CASE("Stopping lets requests under way finish and closes the idle", "[rest][server]") {
  Parking parking;
  Running running([&](Request, Responder responder) { parking.park(std::move(responder)); });
  const std::uint16_t port = running.server.port();
  Client idle = running.client();
  Client busy = running.client();
  busy.write(kGet);
  const Responder responder = parking.take();
  std::thread stopper([&] { running.server.stop(10'000); });
  CHECK(idle.rest().empty());
  CHECK(idle.ended());
  CHECK(eventually([&] { return !Client(port).connected(); }));
  responder(Response{200, "done", "text/plain", {}});
  const std::string answer = busy.rest();
  CHECK(contains(answer, "Connection: close"));
  CHECK(body_of(answer) == "done");
  stopper.join();
  CHECK(running.server.connections() == 0);
}

TEST_CASE("A port in use is a clear error", "[rest][server]") {
  Running running;
  ServerOptions options;
  options.port = running.server.port();
  Server second(options, echo);
  const auto started = second.start();
  // Linux lets a second socket with SO_REUSEADDR bind only when the first does not listen.
  REQUIRE_FALSE(started);
  CHECK(contains(started.error().message, "Cannot listen on 127.0.0.1:"));
}

TEST_CASE("A header value cannot bring headers of its own", "[rest][server]") {
  Running running([](Request, Responder responder) {
    Response response{200, "x", "text/plain", {}};
    response.headers.add("Content-Disposition", "attachment; filename=a\r\nEvil: 1");
    response.headers.add("Good", "1");
    responder(std::move(response));
  });
  Client client = running.client();
  client.write(kGet);
  const std::string answer = client.response();
  CHECK_FALSE(contains(answer, "Evil"));
  CHECK(contains(answer, "Good: 1\r\n"));
}

TEST_CASE("Answers from many threads reach their connections", "[rest][server]") {
  Running running([](Request request, Responder responder) {
    std::thread([path = request.path, responder = std::move(responder)] {
      responder(Response{200, path, "text/plain", {}});
    }).detach();
  });
  std::vector<std::thread> threads;
  std::atomic<int> right{0};
  for (int t = 0; t < 8; ++t) {
    threads.emplace_back([&, t] {
      Client client = running.client();
      for (int i = 0; i < 50; ++i) {
        const std::string path = "/" + std::to_string(t) + "-" + std::to_string(i);
        client.write("GET " + path + " HTTP/1.1\r\nHost: x\r\n\r\n");
        right += body_of(client.response()) == path;
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  CHECK(right == 400);
}
