#!/usr/bin/env python3
"""What of `procos serve` is neither engine nor resource: TLS, compression, CORS, HTTP/1.1, the engine's name in
paths, /openapi.json and the page at /docs.

  wire_test.py PROCOS        needs the openssl program
"""
import gzip
import http.client
import json
import os
import re
import socket
import ssl
import subprocess
import sys
import tempfile
import threading

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "support"))
from server import ROOT, Api, Checks, Server, bpmn, equal  # noqa: E402

TASK = bpmn('<bpmn:process id="p" isExecutable="true" camunda:historyTimeToLive="1">'
            '<bpmn:startEvent id="s"/><bpmn:sequenceFlow id="f" sourceRef="s" targetRef="t"/>'
            '<bpmn:userTask id="t"/></bpmn:process>')
ORIGIN = "http://app.example.org"


def make_certificate(folder, name):
    key, certificate = os.path.join(folder, name + ".key"), os.path.join(folder, name + ".pem")
    subprocess.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes",
                    "-keyout", key, "-out", certificate, "-days", "2", "-subj", "/CN=localhost",
                    "-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1"],
                   check=True, capture_output=True)
    return certificate, key


def run(*command):
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, stdin=subprocess.DEVNULL)
    return done.returncode, done.stdout + done.stderr


class Plain:
    def __init__(self, server):
        self.server = server
        self.api = Api(server.url)
        self.address = (self.api.host, self.api.port)

    def ask(self, method, path, body=None, **headers):
        connection = http.client.HTTPConnection(*self.address, timeout=30)
        connection.request(method, path, body, {name.replace("_", "-"): value for name, value in headers.items()})
        answer = connection.getresponse()
        text = answer.read()
        connection.close()
        return answer.status, answer.headers, text

    def talk(self, data, until):
        """Sends bytes and reads until `until` bytes or texts have come."""
        with socket.create_connection(self.address, timeout=30) as s:
            s.sendall(data)
            received = b""
            while not until(received):
                part = s.recv(65536)
                if not part:
                    break
                received += part
            return received

    def compresses_long_texts_only(self):
        self.api.deploy("many", {"m.bpmn": TASK})
        for _ in range(60):
            self.api.post("/process-definition/key/p/start")
        status, headers, body = self.ask("GET", "/engine-rest/task", Accept_Encoding="gzip, deflate")
        equal((status, headers["Content-Encoding"], headers["Content-Type"]), (200, "gzip", "application/json"))
        equal(len(json.loads(gzip.decompress(body))), 60)
        assert int(headers["Content-Length"]) == len(body) and "Accept-Encoding" in headers.get_all("Vary")[-1]
        for path, encodings in (("/engine-rest/task/count", "gzip"), ("/engine-rest/task", "identity"),
                                ("/engine-rest/task", "gzip;q=0")):
            status, headers, body = self.ask("GET", path, Accept_Encoding=encodings)
            equal((status, headers["Content-Encoding"]), (200, None))
            json.loads(body)

    def heads_and_options(self):
        status, headers, body = self.ask("HEAD", "/engine-rest/task/count")
        equal((status, body), (200, b""))
        assert int(headers["Content-Length"]) > 0
        status, headers, _ = self.ask("OPTIONS", "/engine-rest/process-instance/x")
        equal((status, sorted(headers["Allow"].replace(" ", "").split(","))),
              (200, ["DELETE", "GET", "HEAD", "OPTIONS"]))
        equal(self.ask("PATCH", "/engine-rest/task")[0], 405)

    def engine_names(self):
        equal(self.ask("GET", "/engine-rest/engine/default/task/count")[0], 200)
        equal(self.ask("GET", "/engine-rest/engine/other/task/count")[0], 400)
        equal(self.ask("GET", "/engine-rest/engine/default")[0], 404)
        equal(json.loads(self.ask("GET", "/engine-rest/engine")[2]), [{"name": "default"}])

    def content_types(self):
        headers = {"Content_Type": "application/json"}
        equal(self.ask("POST", "/engine-rest/task/count", "{}", **headers)[1]["Content-Type"], "application/json")
        equal(self.ask("POST", "/engine-rest/task/count", "{}", Content_Type="text/plain")[0], 415)
        equal(self.ask("POST", "/engine-rest/task/count", "{}", Content_Type="application/json;charset=UTF-8")[0], 200)
        equal(self.ask("GET", "/engine-rest/task", Accept="text/html")[0], 406)

    def http_1_1(self):
        get = b"GET /engine-rest/version HTTP/1.1\r\nHost: x\r\n\r\n"
        received = self.talk(get * 20, lambda r: r.count(b'"version"') == 20)
        equal(received.count(b"HTTP/1.1 200"), 20)
        chunked = (b"POST /engine-rest/task/count HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
                   b"Transfer-Encoding: chunked\r\n\r\n1\r\n{\r\n1\r\n}\r\n0\r\n\r\n")
        received = self.talk(chunked, lambda r: b'"count"' in r)
        assert b"HTTP/1.1 200" in received, received
        expecting = (b"POST /engine-rest/task/count HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
                     b"Content-Length: 2\r\nExpect: 100-continue\r\n\r\n")
        received = self.talk(expecting, lambda r: b"100 Continue" in r)
        assert received.startswith(b"HTTP/1.1 100 Continue"), received

    def cors(self):
        status, headers, _ = self.ask("GET", "/engine-rest/task/count", Origin=ORIGIN)
        equal((status, headers["Access-Control-Allow-Origin"]), (200, ORIGIN))
        status, headers, _ = self.ask("OPTIONS", "/engine-rest/task", Origin=ORIGIN,
                                      Access_Control_Request_Method="POST",
                                      Access_Control_Request_Headers="content-type")
        equal((status, headers["Access-Control-Allow-Headers"]), (204, "content-type"))
        assert "POST" in headers["Access-Control-Allow-Methods"]
        equal(self.ask("GET", "/engine-rest/task/count", Origin="http://else")[1]["Access-Control-Allow-Origin"], None)

    def openapi(self):
        status, headers, body = self.ask("GET", "/openapi.json")
        equal((status, headers["Content-Type"]), (200, "application/json"))
        document = json.loads(body)
        with open(os.path.join(ROOT, "rest", "routes.cpp"), encoding="utf-8") as f:
            rows = len(re.findall(r"\{k(?:Get|Post|Put|Delete|Options),", f.read()))
        operations = [operation for path in document["paths"].values() for operation in path.values()]
        equal(len(operations), rows)
        equal(len({operation["operationId"] for operation in operations}), rows)
        references = set(re.findall(r'"\$ref":"#/components/schemas/(\w+)"', body.decode()))
        assert references <= set(document["components"]["schemas"]), references
        task = document["components"]["schemas"]["Task"]["properties"]
        shown = json.loads(self.ask("GET", "/engine-rest/task?maxResults=1")[2])[0]
        assert set(task) <= set(shown), set(task) - set(shown)
        names = {p["name"] for p in document["paths"]["/task"]["get"]["parameters"]}
        assert {"assignee", "sortBy", "sortOrder", "firstResult", "maxResults"} <= names

    def docs(self):
        status, headers, page = self.ask("GET", "/docs")
        equal((status, headers["Content-Type"]), (200, "text/html; charset=utf-8"))
        assets = re.findall(r'(?:src|href)="(docs/[^"]+)"', page.decode())
        equal(len(assets), 4)
        for asset in assets:
            status, headers, body = self.ask("GET", "/" + asset)
            equal(status, 200)
            wanted = {"js": "text/javascript", "css": "text/css", "png": "image/png"}[asset.rsplit(".")[-1]]
            assert headers["Content-Type"].startswith(wanted) and len(body) > 100, asset
        assert b"SwaggerUIBundle" in self.ask("GET", "/docs/swagger-ui-bundle.js")[2]
        equal(self.ask("GET", "/docs/nosuch.js")[0], 404)
        equal(self.ask("GET", "/docs/../openapi.json")[0], 404)


class Encrypted:
    def __init__(self, procos, server, folder, certificate):
        self.procos, self.server, self.folder, self.certificate = procos, server, folder, certificate
        self.host, self.port = server.address.split(":")

    def connection(self, context=None):
        context = context or ssl.create_default_context(cafile=self.certificate)
        return http.client.HTTPSConnection(self.host, int(self.port), timeout=30, context=context)

    def deploys_and_lists(self):
        model = os.path.join(self.folder, "task.bpmn")
        with open(model, "w", encoding="utf-8") as f:
            f.write(TASK)
        code, text = run(self.procos, "deploy", "--url", self.server.url, "--ca-cert", self.certificate, model)
        equal((code, "Deployed: task.bpmn p (v1)" in text), (0, True))
        code, text = run(self.procos, "list", "--url", self.server.url, "--ca-cert", self.certificate)
        equal((code, "p (v1)" in text), (0, True))
        code, text = run(self.procos, "list", "--url", self.server.url)
        assert code == 1 and "certificate" in text, text

    def keeps_connections(self):
        connection = self.connection()
        for _ in range(50):
            connection.request("GET", "/engine-rest/version")
            answer = connection.getresponse()
            equal((answer.status, json.loads(answer.read())), (200, {"version": "7.24.0"}))
        large = json.dumps({"name": "x" * 3_000_000})
        connection.request("POST", "/engine-rest/task/count", large, {"Content-Type": "application/json"})
        answer = connection.getresponse()
        equal((answer.status, json.loads(answer.read())), (200, {"count": 0}))
        connection.request("GET", "/openapi.json")  # an answer of many records
        answer = connection.getresponse()
        body = answer.read()
        equal((answer.status, len(body)), (200, int(answer.headers["Content-Length"])))
        connection.close()

    def pipelines(self):
        context = ssl.create_default_context(cafile=self.certificate)
        with socket.create_connection((self.host, int(self.port)), timeout=30) as plain, \
                context.wrap_socket(plain, server_hostname="127.0.0.1") as s:
            s.sendall(b"GET /engine-rest/version HTTP/1.1\r\nHost: x\r\n\r\n" * 500)
            received = b""
            while received.count(b'"version"') < 500:
                part = s.recv(65536)
                assert part, "closed after %d answers" % received.count(b'"version"')
                received += part

    def many_at_once(self):
        failures = []

        def work():
            try:
                connection = self.connection()
                for _ in range(20):
                    connection.request("GET", "/engine-rest/process-definition")
                    answer = connection.getresponse()
                    equal((answer.status, len(json.loads(answer.read()))), (200, 1))
                connection.close()
            except Exception as e:  # told below, in the thread that counts
                failures.append(e)
        threads = [threading.Thread(target=work) for _ in range(16)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        equal(failures, [])

    def speaks_tls_1_2_and_later(self):
        for version in (ssl.TLSVersion.TLSv1_2, ssl.TLSVersion.TLSv1_3):
            context = ssl.create_default_context(cafile=self.certificate)
            context.minimum_version = context.maximum_version = version
            connection = self.connection(context)
            connection.request("GET", "/engine-rest/version")
            equal(connection.getresponse().status, 200)
            connection.close()
        old = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        old.check_hostname, old.verify_mode = False, ssl.CERT_NONE
        old.set_ciphers("DEFAULT@SECLEVEL=0")
        old.minimum_version = old.maximum_version = ssl.TLSVersion.TLSv1_1
        try:
            self.connection(old).request("GET", "/engine-rest/version")
        except (ssl.SSLError, ConnectionError):
            return
        raise AssertionError("TLS 1.1 was accepted")

    def tells_plain_clients(self):
        connection = http.client.HTTPConnection(self.host, int(self.port), timeout=30)
        connection.request("GET", "/engine-rest/version")
        answer = connection.getresponse()
        equal((answer.status, b"https://" in answer.read()), (400, True))

    def links_say_https(self):
        connection = self.connection()
        connection.request("POST", "/engine-rest/process-definition/key/p/start", "{}",
                           {"Content-Type": "application/json"})
        link = json.loads(connection.getresponse().read())["links"][0]["href"]
        assert link.startswith("https://127.0.0.1:"), link


def refused(procos, folder, certificate, key, words):
    code, text = run(procos, "serve", "--listen", "127.0.0.1:0", "--db", ":memory:", "--tls-cert", certificate,
                     "--tls-key", key)
    assert code != 0 and all(word in text for word in words), text


def main():
    procos = os.path.abspath(sys.argv[1])
    checks = Checks()
    with Server(procos, "--cors-origin", ORIGIN) as server:
        plain = Plain(server)
        for name in ("compresses_long_texts_only", "heads_and_options", "engine_names", "content_types", "http_1_1",
                     "cors", "openapi", "docs"):
            checks.run(name.replace("_", " "), getattr(plain, name))
    with tempfile.TemporaryDirectory() as folder:
        certificate, key = make_certificate(folder, "server")
        other_certificate, other_key = make_certificate(folder, "other")
        text = os.path.join(folder, "text.pem")
        with open(text, "w", encoding="utf-8") as f:
            f.write("no certificate\n")
        missing = os.path.join(folder, "missing.pem")
        for name, pair, words in (
                ("a missing certificate", (missing, key), (missing, "No such file")),
                ("a certificate that is none", (text, key), (text, "no PEM certificate")),
                ("a key that is none", (certificate, text), (text, "no PEM private key")),
                ("a key of another certificate", (certificate, other_key), (other_key, "does not belong"))):
            checks.run("refused: " + name, refused, procos, folder, *pair, words)
        with Server(procos, "--tls-cert", certificate, "--tls-key", key) as server:
            encrypted = Encrypted(procos, server, folder, certificate)
            for name in ("deploys_and_lists", "keeps_connections", "pipelines", "many_at_once",
                         "speaks_tls_1_2_and_later", "tells_plain_clients", "links_say_https"):
                checks.run("TLS: " + name.replace("_", " "), getattr(encrypted, name))
            equal(server.stop(), 0)
    checks.end()


if __name__ == "__main__":
    main()
