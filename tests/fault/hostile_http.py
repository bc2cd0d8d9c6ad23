#!/usr/bin/env python3
"""Malformed, oversized and slow clients, and 10,000 idle connections, against `procos serve`.

  hostile_http.py PROCOS [--connections 10000]

After each attack the server must answer an ordinary request at once; in the end it must stop cleanly.
"""
import argparse
import json
import os
import re
import resource
import select
import socket
import struct
import sys
import threading
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "support"))
from server import Api, Checks, HttpError, Server, bpmn, equal  # noqa: E402

AT_ONCE = 2.0  # seconds; generous, because the machine may be busy

TASK = bpmn("""<bpmn:process id="p" isExecutable="true" camunda:historyTimeToLive="P1D">
  <bpmn:startEvent id="s"/><bpmn:sequenceFlow id="f" sourceRef="s" targetRef="t"/><bpmn:userTask id="t"/>
  </bpmn:process>""")


class Attacks:
    def __init__(self, server, connections):
        self.server = server
        self.connections = connections
        self.api = Api(server.url)
        host, port = server.address.split(":")
        self.to = (host, int(port))

    def connect(self):
        s = socket.create_connection(self.to, timeout=10)
        s.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return s

    def answer(self, data, seconds=10):
        """What comes back for these bytes, until the server closes or a whole answer is there."""
        with self.connect() as s:
            s.settimeout(seconds)
            received = b""
            try:
                s.sendall(data)
                while True:
                    part = s.recv(65536)
                    if not part:
                        break
                    received += part
                    if self.is_whole(received):
                        break
            except (ConnectionResetError, BrokenPipeError):
                pass
            return received

    @staticmethod
    def is_whole(received):
        head, found, body = received.partition(b"\r\n\r\n")
        length = re.search(rb"(?i)\r\ncontent-length: *(\d+)", head)
        return bool(found) and length is not None and len(body) >= int(length.group(1))

    def status(self, data, seconds=10):
        """The status of the answer, or None when the connection was closed without one."""
        received = self.answer(data, seconds)
        return int(received.split()[1]) if received.startswith(b"HTTP/1.") else None

    def request(self, method, path, body=b"", *headers):
        lines = ["%s /engine-rest%s HTTP/1.1" % (method, path), "Host: x", "Connection: close",
                 "Content-Length: %d" % len(body), *headers, "", ""]
        return "\r\n".join(lines).encode("latin-1") + body

    def is_well(self):
        begin = time.monotonic()
        equal(self.api.get("/engine"), [{"name": "default"}])
        took = time.monotonic() - begin
        assert took < AT_ONCE, "an ordinary request took %.2f s" % took
        assert self.server.process.poll() is None, "the server died"

    def malformed_requests(self):
        bad = {
            "garbage": b"\x00\x01\x02\xff garbage\r\n\r\n",
            "TLS hello": bytes.fromhex("16030100c8010000c40303") + b"\x00" * 200,
            "HTTP/2 preface": b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
            "no version": b"GET /engine-rest/engine\r\nHost: x\r\n\r\n",
            "version 9": b"GET /engine-rest/engine HTTP/9.9\r\nHost: x\r\n\r\n",
            "header without colon": b"GET /engine-rest/engine HTTP/1.1\r\nHost x\r\n\r\n",
            "negative length": b"POST /engine-rest/message HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n",
            "length of letters": b"POST /engine-rest/message HTTP/1.1\r\nHost: x\r\nContent-Length: ten\r\n\r\n",
            "two lengths": b"POST /engine-rest/message HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n"
                           b"Content-Length: 3\r\n\r\n{}",
            "bad chunk": b"POST /engine-rest/message HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
                         b"Transfer-Encoding: chunked\r\n\r\nZZ\r\n{}\r\n0\r\n\r\n",
            "huge chunk": b"POST /engine-rest/message HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
                          b"Transfer-Encoding: chunked\r\n\r\nfffffffffffffff0\r\n{}",
            "NUL in header": b"GET /engine-rest/engine HTTP/1.1\r\nHost: x\r\nA: \x00\r\n\r\n",
        }
        for name, data in bad.items():
            status = self.status(data)
            assert status is None or 400 <= status < 600 and status != 500, (name, status)
            self.is_well()

    def strange_targets(self):
        for target in ("/engine-rest/%zz", "/engine-rest/task/%00", "/engine-rest/task/%ff%fe", "/", "*", "//", "/..",
                       "/engine-rest/../../etc/passwd", "/engine-rest/task?" + "a=b&" * 5000,
                       "/engine-rest/task?sortBy=%00&maxResults=99999999999999999999",
                       "/engine-rest/process-instance?variables=" + "%5F" * 500):
            status = self.status(("GET %s HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n" % target).encode())
            # What has no meaning is answered with an error, or, as a parameter nobody knows, ignored.
            assert status is None or status < 500, (target[:60], status)
            self.is_well()
        for method in ("BREW", "TRACE", "CONNECT", "PATCH"):
            status = self.status(self.request(method, "/engine"))
            assert status is None or status in (400, 405, 501), (method, status)

    def oversized(self):
        head = b"GET /engine-rest/engine HTTP/1.1\r\nHost: x\r\n"
        for name, data in (
                ("one header", head + b"A: " + b"a" * (4 << 20) + b"\r\n\r\n"),
                ("many headers", head + b"".join(b"H%d: v\r\n" % n for n in range(200000)) + b"\r\n"),
                ("target", b"GET /engine-rest/" + b"a" * (4 << 20) + b" HTTP/1.1\r\nHost: x\r\n\r\n")):
            status = self.status(data)
            assert status is None or 400 <= status < 500, (name, status)
            self.is_well()
        begin = time.monotonic()
        status = self.status(b"POST /engine-rest/message HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
                             b"Content-Length: 10000000000\r\n\r\n{")
        assert status in (None, 400, 413), status
        assert time.monotonic() - begin < 5, "the server waits for ten gigabytes"
        before = self.server.rss_kb()
        chunk = b"100000\r\n" + b"a" * 0x100000 + b"\r\n"
        with self.connect() as s:
            s.settimeout(20)
            try:
                s.sendall(b"POST /engine-rest/message HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
                          b"Transfer-Encoding: chunked\r\n\r\n")
                for _ in range(500):
                    s.sendall(chunk)
                assert b" 413 " in s.recv(100), "half a gigabyte without an answer"
            except ConnectionError:
                pass
        assert self.server.rss_kb() - before < 200 << 10, "memory grew by %d kB" % (self.server.rss_kb() - before)
        self.is_well()

    def malformed_bodies(self):
        json_type = "Content-Type: application/json"
        bodies = [b"{", b"[", b"nul", b"\xff\xfe", b'{"messageName": "\xff"}', b"[" * 200000, b'{"a":' * 100000,
                  b'{"messageName": 1e999999}', b'"text"', b"[]", b"{}", b'{"messageName": {}}',
                  b'{"messageName":"m","processVariables":[]}', b'{"messageName":"m","processVariables":{"a":5}}',
                  b'{"messageName":"m","processVariables":{"a":{"type":"Integer","value":"x"}}}',
                  b'{"messageName":"m","processVariables":{"a":{"type":"Nonsense","value":1}}}',
                  b'{"messageName":"' + b"m" * 500000 + b'"}']
        for body in bodies:
            received = self.answer(self.request("POST", "/message", body, json_type))
            status = int(received.split()[1])
            # A Camunda answers 500 to a JSON value of the wrong kind; what counts is an error with its reason.
            assert 400 <= status <= 500, (body[:60], received[:300])
            answer = received.partition(b"\r\n\r\n")[2]
            if b"application/json" in received:
                error = json.loads(answer)
                assert error["type"] and error["message"], error
            else:
                assert answer, "an error without a reason"
            self.is_well()
        for content_type in ("text/plain", "application/xml", "multipart/form-data", "nonsense", "a/b/c;;="):
            status = self.status(self.request("POST", "/message", b"{}", "Content-Type: " + content_type))
            assert status in (400, 415), (content_type, status)

    def malformed_deployments(self):
        boundary = "Content-Type: multipart/form-data; boundary=b"
        part = b"--b\r\nContent-Disposition: form-data; name=\"upload\"; filename=\"a.bpmn\"\r\n\r\n"
        for body in (b"", b"--b", b"--b--\r\n", b"--b\r\n\r\n--b--\r\n", part, part + b"<", b"--c\r\n\r\n--c--\r\n",
                     b"--b\r\nContent-Disposition: form-data\r\n\r\nx\r\n--b--\r\n"):
            status = self.status(self.request("POST", "/deployment/create", body, boundary))
            assert status is not None and 400 <= status < 500, (body[:80], status)
            self.is_well()
        bomb = "<!DOCTYPE l [<!ENTITY a0 \"aaaaaaaaaa\">" + "".join(
            "<!ENTITY a%d \"%s\">" % (n, ("&a%d;" % (n - 1)) * 10) for n in range(1, 12)) + "]>"
        texts = ["", "<", "no xml", "<a/>", "<a>" * 100000, "\x00" * 1000, TASK[:-40],
                 TASK.replace("<bpmn:definitions", bomb + "<bpmn:definitions").replace('id="t"/>', 'id="t" name="&a11;"/>'),
                 TASK.replace("?>", "?><!DOCTYPE a [<!ENTITY x SYSTEM \"file:///etc/passwd\">]>")
                     .replace('id="t"/>', 'id="t" name="&x;"/>')]
        for text in texts:
            try:
                self.api.deploy("hostile", {"hostile.bpmn": text})
                raise AssertionError("deployed: " + text[:80])
            except HttpError as error:
                # A Camunda answers 500 to what is no XML at all.
                assert error.status in (400, 500), (text[:60], error)
            self.is_well()

    def slow_clients(self):
        """200 clients that dribble a request do not hold up the others."""
        slow = [self.connect() for _ in range(200)]
        request = self.request("POST", "/message", b"{}", "Content-Type: application/json")
        try:
            for n in range(0, 20):
                for s in slow:
                    s.sendall(request[n:n + 1])
                self.is_well()
                time.sleep(0.02)
        finally:
            for s in slow:
                s.close()
        self.is_well()

    def slow_readers(self):
        """Clients that ask for much and read nothing."""
        self.api.deploy("p", {"p.bpmn": TASK})
        big = {"variables": {"text": {"value": "x" * 3900, "type": "String"}}}
        for _ in range(100):
            self.api.post("/process-definition/key/p/start", big)
        before = self.server.rss_kb()
        request = (b"GET /engine-rest/variable-instance HTTP/1.1\r\nHost: x\r\n\r\n") * 200
        readers = []
        for _ in range(20):
            s = self.connect()
            s.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
            s.setblocking(False)
            try:
                s.send(request)
            except BlockingIOError:
                pass
            readers.append(s)
        for _ in range(10):
            self.is_well()
            time.sleep(0.1)
        grown = self.server.rss_kb() - before
        assert grown < 200 << 10, "answers that nobody reads take %d kB" % grown
        for s in readers:
            s.close()
        self.is_well()

    def sudden_ends(self):
        """Connections that are reset in the middle of a request, an answer and a long poll."""
        poll = json.dumps({"workerId": "w", "maxTasks": 1, "asyncResponseTimeout": 60000,
                           "topics": [{"topicName": "none", "lockDuration": 1000}]}).encode()
        requests = [self.request("GET", "/engine"), self.request("GET", "/variable-instance"),
                    self.request("POST", "/external-task/fetchAndLock", poll, "Content-Type: application/json")]
        for n in range(300):
            s = self.connect()
            data = requests[n % len(requests)]
            s.sendall(data if n % 2 else data[:len(data) // 2])
            s.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            s.close()
        self.is_well()

    def pipelined_requests(self):
        with self.connect() as s:
            s.settimeout(10)
            s.sendall(b"GET /engine-rest/engine HTTP/1.1\r\nHost: x\r\n\r\n" * 500)
            received = b""
            while received.count(b"HTTP/1.1 200") < 500:
                part = s.recv(65536)
                assert part, "closed after %d answers" % received.count(b"HTTP/1.1 200")
                received += part
        self.is_well()

    def parked_polls(self):
        """Hundreds of long polls, and requests beside them."""
        poll = json.dumps({"workerId": "w", "maxTasks": 1, "asyncResponseTimeout": 20000,
                           "topics": [{"topicName": "none", "lockDuration": 1000}]}).encode()
        data = self.request("POST", "/external-task/fetchAndLock", poll, "Content-Type: application/json")
        parked = [self.connect() for _ in range(500)]
        for s in parked:
            s.sendall(data)
        for _ in range(20):
            self.is_well()
        for s in parked:
            s.close()
        self.is_well()

    @staticmethod
    def still_open(connections):
        poll = select.poll()
        for s in connections:
            poll.register(s, select.POLLIN)
        return len(connections) - len(poll.poll(0))

    def idle_connections(self):
        begin = time.monotonic()
        rss = self.server.rss_kb()
        idle = []
        try:
            for _ in range(self.connections):
                idle.append(self.connect())
            opened = time.monotonic() - begin
            latencies = []

            def client():
                api = Api(self.server.url)
                for _ in range(100):
                    at = time.monotonic()
                    api.get("/engine")
                    latencies.append(time.monotonic() - at)
            threads = [threading.Thread(target=client) for _ in range(4)]
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join(60)
            latencies.sort()
            equal(len(latencies), 400)
            print("       %d idle connections opened in %.1f s, %d still open, %d kB more; 400 requests beside them: "
                  "median %.1f ms, longest %.1f ms" % (len(idle), opened, self.still_open(idle),
                                                       self.server.rss_kb() - rss,
                                                       1000 * latencies[200], 1000 * latencies[-1]))
            assert latencies[-1] < AT_ONCE, latencies[-1]
            # They are idle, not dead: the last one and a new one are served.
            idle[-1].sendall(self.request("GET", "/engine"))
            assert idle[-1].recv(100).startswith(b"HTTP/1.1 200")
            self.is_well()
        finally:
            for s in idle:
                s.close()
        self.is_well()

    def stops(self):
        equal(self.server.stop(), 0)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("procos")
    parser.add_argument("--connections", type=int, default=10000)
    args = parser.parse_args()
    # Server and test have their own table of open files; both need room for the idle connections.
    limit = args.connections + 1000
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (limit, max(limit, hard)))
    checks = Checks()
    with Server(args.procos) as server:
        attacks = Attacks(server, args.connections)
        for name in ("malformed_requests", "strange_targets", "oversized", "malformed_bodies",
                     "malformed_deployments", "slow_clients", "slow_readers", "sudden_ends", "pipelined_requests",
                     "parked_polls", "idle_connections", "stops"):
            checks.run(name.replace("_", " "), getattr(attacks, name))
            if server.process.poll() is not None and name != "stops":
                print("the server ended with %s:\n%s" % (server.process.poll(), server.log_text()[-2000:]))
                server.start()
    checks.end()


if __name__ == "__main__":
    main()
