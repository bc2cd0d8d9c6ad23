"""What the tests over HTTP share: a server of their own, calls with JSON, checks that are counted."""
import http.client
import json
import os
import re
import signal
import subprocess
import sys
import tempfile
import threading
import time
import traceback
import urllib.parse
import uuid

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
# The recordings, the guide and the load generator lie beside the checkout.
SHARED = os.environ.get("PROCOS_SHARED") or os.path.join(os.path.dirname(ROOT), "shared")

BPMN_HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL"
    xmlns:camunda="http://camunda.org/schema/1.0/bpmn"
    xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" id="definitions" targetNamespace="test">
"""


def bpmn(body):
    """A whole BPMN file around processes, messages, errors."""
    return BPMN_HEAD + body + "\n</bpmn:definitions>\n"


class Server:
    """`procos serve` on a port of its own. With `database` it keeps its data over restarts."""

    def __init__(self, procos, *arguments, database=":memory:"):
        self.procos = os.path.abspath(procos)
        self.arguments = list(arguments)
        self.database = database
        self.process = None
        self.url = None
        self.address = "127.0.0.1:0"
        self.log = tempfile.NamedTemporaryFile("w+", prefix="procos-serve-", suffix=".log", delete=False)

    def start(self):
        """Returns the seconds until it said that it serves."""
        begin = time.monotonic()
        self.process = subprocess.Popen(
            [self.procos, "serve", "--listen", self.address, "--db", self.database] + self.arguments,
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=self.log, text=True)
        line = self.process.stdout.readline()
        url = re.search(r"https?://\S+", line)
        if not url:
            raise RuntimeError("the server did not start: %s%s" % (line, self.log_text()[-3000:]))
        self.url = url.group(0).removesuffix("/engine-rest")
        # The same port after a restart, so that clients find it again.
        self.address = urllib.parse.urlsplit(self.url).netloc
        return time.monotonic() - begin

    def kill(self):
        self.process.kill()
        self.process.wait()
        self.process.stdout.close()

    def stop(self, seconds=20):
        """SIGTERM; returns the exit code."""
        self.process.send_signal(signal.SIGTERM)
        try:
            code = self.process.wait(seconds)
        finally:
            if self.process.poll() is None:
                self.kill()
        self.process.stdout.close()
        return code

    def log_text(self):
        with open(self.log.name) as f:
            return f.read()

    def rss_kb(self):
        with open("/proc/%d/status" % self.process.pid) as f:
            return next(int(line.split()[1]) for line in f if line.startswith("VmRSS:"))

    def __enter__(self):
        self.start()
        return self

    def __exit__(self, *_):
        if self.process.poll() is None:
            self.kill()
        self.log.close()
        os.unlink(self.log.name)


class RunningServer:
    """A server that somebody else started: what can be asked of it can be asked, not killed or restarted."""

    def __init__(self, url):
        self.url = url.rstrip("/").removesuffix("/engine-rest")

    def __enter__(self):
        api = Api(self.url)
        for deployment in api.get("/deployment"):
            api.call("DELETE", "/deployment/%s?cascade=true" % deployment["id"])
        return self

    def __exit__(self, *_):
        pass


def server_of(argument, *arguments, **options):
    """`procos serve` of a program, or the server that runs at a URL."""
    if argument.startswith("http://"):
        return RunningServer(argument)
    return Server(argument, *arguments, **options)


class HttpError(Exception):
    def __init__(self, method, path, status, body):
        super().__init__("%s %s answered %d: %s" % (method, path, status, str(body)[:500]))
        self.status = status
        self.body = body


class Api:
    """/engine-rest with JSON; one kept connection for each thread."""

    def __init__(self, url, timeout=30):
        parts = urllib.parse.urlsplit(url)
        self.host, self.port, self.timeout = parts.hostname, parts.port, timeout
        self.local = threading.local()

    def exchange(self, method, path, data=None, headers=None):
        """-> (status, headers, bytes); a broken connection is the caller's exception."""
        connection = getattr(self.local, "connection", None)
        if connection is None:
            connection = http.client.HTTPConnection(self.host, self.port, timeout=self.timeout)
            self.local.connection = connection
        try:
            connection.request(method, "/engine-rest" + path, data, headers or {})
            answer = connection.getresponse()
            body = answer.read()
            if answer.will_close:
                self.close()
            return answer.status, answer.headers, body
        except BaseException:
            self.close()
            raise

    def close(self):
        connection = getattr(self.local, "connection", None)
        if connection is not None:
            connection.close()
            self.local.connection = None

    def raw(self, method, path, body=None):
        """-> (status, parsed JSON or text)"""
        data = None if body is None else json.dumps(body).encode()
        headers = {} if body is None else {"Content-Type": "application/json"}
        status, _, answer = self.exchange(method, path, data, headers)
        text = answer.decode("utf-8", "replace")
        try:
            return status, json.loads(text) if text else None
        except ValueError:
            return status, text

    def call(self, method, path, body=None):
        """The answer's body; HttpError when the status is not 2xx."""
        status, answer = self.raw(method, path, body)
        if not 200 <= status < 300:
            raise HttpError(method, path, status, answer)
        return answer

    def get(self, path):
        return self.call("GET", path)

    def post(self, path, body=None):
        return self.call("POST", path, {} if body is None else body)

    def deploy(self, name, files, **fields):
        """files: {file name: text}; fields with _ for -, e.g. enable_duplicate_filtering="true"."""
        boundary = uuid.uuid4().hex
        parts = [("deployment-name", None, name.encode())]
        parts += [(key.replace("_", "-"), None, value.encode()) for key, value in fields.items()]
        parts += [("upload" if len(files) == 1 else file, file, text.encode()) for file, text in files.items()]
        data = b""
        for key, file, content in parts:
            data += ("--%s\r\nContent-Disposition: form-data; name=\"%s\"" % (boundary, key)).encode()
            if file is not None:
                data += ("; filename=\"%s\"\r\nContent-Type: application/xml" % file).encode()
            data += b"\r\n\r\n" + content + b"\r\n"
        data += ("--%s--\r\n" % boundary).encode()
        status, _, answer = self.exchange("POST", "/deployment/create", data,
                                          {"Content-Type": "multipart/form-data; boundary=" + boundary})
        body = json.loads(answer)
        if status != 200:
            raise HttpError("POST", "/deployment/create", status, body)
        return body


def wait_for(what, condition, seconds=10, pause=0.02):
    end = time.monotonic() + seconds
    while True:
        value = condition()
        if value:
            return value
        if time.monotonic() > end:
            raise AssertionError("not within %s s: %s" % (seconds, what))
        time.sleep(pause)


class Checks:
    """Runs named checks, goes on after a failing one, and prints the counted sum as the last line."""

    def __init__(self):
        self.passed = 0
        self.failed = 0

    def run(self, name, function, *arguments):
        begin = time.monotonic()
        try:
            function(*arguments)
            self.passed += 1
            print("ok     %-60s %6.2f s" % (name, time.monotonic() - begin), flush=True)
            return True
        except Exception:
            self.failed += 1
            print("FAILED %s\n%s" % (name, traceback.format_exc()), flush=True)
            return False

    def end(self):
        print("%d passed, %d failed" % (self.passed, self.failed))
        sys.exit(1 if self.failed else 0)


def equal(got, wanted):
    assert got == wanted, "got %r, wanted %r" % (got, wanted)
