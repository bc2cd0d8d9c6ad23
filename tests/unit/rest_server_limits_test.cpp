// What the HTTP server bears: large, slow, idle and many clients.
#include "tests/unit/rest_server_support.h"

using namespace procos::rest;
using namespace procos::test;
using namespace std::chrono_literals;

TEST_CASE("Bodies and headers have limits", "[rest][server]") {
  ServerOptions options;
  options.max_body_bytes = 1000;
  options.max_header_bytes = 2000;
  Running running(echo, options);
  Client announced = running.client();
  announced.write("POST /b HTTP/1.1\r\nHost: x\r\nContent-Length: 1001\r\n\r\n" +
                  std::string(1001, 'x'));
  CHECK(status_of(announced.rest()) == 413);
  CHECK(announced.ended());

  Client chunked = running.client();
  chunked.write("POST /b HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n");
  for (int i = 0; i < 20; ++i) chunked.write("64\r\n" + std::string(100, 'x') + "\r\n");
  CHECK(status_of(chunked.rest()) == 413);

  Client huge = running.client();
  huge.write("POST /b HTTP/1.1\r\nHost: x\r\nContent-Length: 99999999999999999\r\n\r\n");
  CHECK(status_of(huge.rest()) == 413);

  Client header = running.client();
  header.write("GET / HTTP/1.1\r\nHost: x\r\nA: " + std::string(3000, 'x') + "\r\n\r\n");
  CHECK(status_of(header.rest()) == 431);

  Client exact = running.client();
  exact.write("POST /b HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\n" +
              std::string(1000, 'x'));
  CHECK(body_of(exact.response()) == "POST /b 1000");
}

TEST_CASE("A slow client is cut off and others are not", "[rest][server]") {
  ServerOptions options;
  options.read_timeout_ms = 300;
  options.idle_timeout_ms = 60'000;
  Running running(echo, options);
  Client slow = running.client();
  Client body = running.client();
  Client idle = running.client();
  idle.write(kGet);
  CHECK(status_of(idle.response()) == 200);
  body.write("POST /b HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\na");
  for (int i = 0; i < 8 && slow.write("G"); ++i) std::this_thread::sleep_for(100ms);
  CHECK(status_of(slow.rest()) == 408);
  CHECK(slow.ended());
  CHECK(status_of(body.rest()) == 408);
  CHECK(body.ended());
  idle.write(kGet);
  CHECK(status_of(idle.response()) == 200);
}

TEST_CASE("An idle connection is closed after its time", "[rest][server]") {
  ServerOptions options;
  options.idle_timeout_ms = 200;
  Running running(echo, options);
  Client client = running.client();
  client.write(kGet);
  CHECK(status_of(client.response()) == 200);
  CHECK(client.rest().empty());
  CHECK(client.ended());
}

TEST_CASE("Two thousand idle connections do not disturb the others", "[rest][server]") {
  ServerOptions options;
  options.max_connections = 2100;
  Running running(echo, options);
  std::vector<Client> idle;
  for (int i = 0; i < 2000; ++i) {
    idle.push_back(running.client());
    REQUIRE(idle.back().connected());
    if (i % 2) idle.back().write("GET /half");
  }
  CHECK(eventually([&] { return running.server.connections() == 2000; }));
  Client client = running.client();
  const auto start = std::chrono::steady_clock::now();
  for (int i = 0; i < 200; ++i) {
    client.write(kGet);
    REQUIRE(status_of(client.response()) == 200);
  }
  CHECK(std::chrono::steady_clock::now() - start < 5s);
  idle.front().write(kGet);
  CHECK(status_of(idle.front().response()) == 200);
}

TEST_CASE("Beyond the limit the longest idle connection makes room", "[rest][server]") {
  Parking parking;
  ServerOptions options;
  options.max_connections = 3;
  Running running(
      [&](Request request, Responder responder) {
        if (request.path == "/park") return parking.park(std::move(responder));
        echo(std::move(request), std::move(responder));
      },
      options);
  std::vector<Client> clients;
  for (int i = 0; i < 3; ++i) {
    clients.push_back(running.client());
    clients.back().write("GET /a HTTP/1.1\r\nHost: x\r\n\r\n");
    REQUIRE(status_of(clients.back().response()) == 200);
    std::this_thread::sleep_for(5ms);
  }
  Client fourth = running.client();
  CHECK(clients[0].rest().empty());
  CHECK(clients[0].ended());
  fourth.write(kGet);
  CHECK(status_of(fourth.response()) == 200);
  std::vector<Responder> held;
  for (Client* busy : {&clients[1], &clients[2], &fourth}) {
    busy->write("GET /park HTTP/1.1\r\nHost: x\r\n\r\n");
    held.push_back(parking.take());
  }
  Client refused = running.client();
  CHECK(status_of(refused.rest()) == 503);
  for (const Responder& responder : held) responder(Response{});
  CHECK(status_of(clients[1].response()) == 200);
}

TEST_CASE("A flood of idle connections does not keep others out", "[rest][server]") {
  ServerOptions options;
  options.max_connections = 200;
  Running running(echo, options);
  std::vector<Client> idle;
  for (int i = 0; i < 1500; ++i) {
    idle.push_back(running.client());
    if (i % 100 != 0) continue;
    // Evicting takes a moment; until then the server may say that it is full.
    CHECK(eventually([&] {
      Client client = running.client();
      client.write(kGet);
      return status_of(client.response()) == 200;
    }));
  }
}
