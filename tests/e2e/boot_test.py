#!/usr/bin/env python3
"""Boots ProcOS, sends it user requests and shuts it down, as a user would.

  boot_test.py PROCOS [--requests N] [--external URL] [--engine embedded|child|external] [--verbatim DIR]

--external runs the kernel on an engine that already runs at URL (for example a Camunda 7.24), which must
be empty; --engine external does so with a `procos serve` of its own; else the kernel starts the engine.
--verbatim DIR boots from another process directory, whose orchestrator may lack the clean-up at the end
of a request.
"""
import argparse
import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request

from fake_ai import FakeAi

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))
ORCHESTRATOR = "procos_system_orchestrator"

HELLO = """<?xml version="1.0" encoding="UTF-8"?>
<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL"
    xmlns:camunda="http://camunda.org/schema/1.0/bpmn" id="d" targetNamespace="t">
  <bpmn:process id="hello_process" isExecutable="true" camunda:historyTimeToLive="P1D">
    <bpmn:startEvent id="s"/><bpmn:sequenceFlow id="f" sourceRef="s" targetRef="e"/>
    <bpmn:endEvent id="e"/>
  </bpmn:process>
</bpmn:definitions>"""


def free_port():
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


class Api:
    def __init__(self, url):
        self.base = url + "/engine-rest"

    def call(self, method, path, body=None):
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(
            self.base + path, data, {"Content-Type": "application/json"}, method=method)
        try:
            with urllib.request.urlopen(request, timeout=30) as answer:
                text = answer.read()
                return answer.status, json.loads(text) if text else None
        except urllib.error.HTTPError as error:
            return error.code, error.read().decode()

    def get(self, path):
        status, body = self.call("GET", path)
        assert status == 200, (path, status, body)
        return body


def wait_for(what, seconds, condition):
    end = time.time() + seconds
    while time.time() < end:
        value = condition()
        if value:
            return value
        time.sleep(0.02)
    raise AssertionError("not within %s s: %s" % (seconds, what))


class Kernel:
    def __init__(self, args, ai):
        self.args = args
        self.dir = tempfile.mkdtemp(prefix="procos-boot-")
        self.url = args.external or "http://127.0.0.1:%d" % free_port()
        self.api = Api(self.url)
        self.mode = "external" if args.external else args.engine
        self.engine = None
        if args.engine == "external" and not args.external:
            self.engine = subprocess.Popen(
                [args.procos, "serve", "--listen", self.url.split("//")[1], "--db", ":memory:"],
                stdout=subprocess.PIPE, text=True)
            assert self.engine.stdout.readline().startswith("ProcOS serves")
        self.config = os.path.join(self.dir, "procos.yml")
        with open(self.config, "w") as f:
            f.write(f"""
kernel:
  camunda_url: "{self.url}"
  process_directory: "{args.verbatim or os.path.join(ROOT, 'processes')}"
  startup_timeout: 30
  health_check_interval: 1
  engine: {self.mode}
  database: "{self.dir}/procos.db"
services:
  openai: {{endpoint: "{ai.url}/v1", timeout: 3, retries: 1, retry_delay: 200, api_key: "k"}}
  ollama: {{endpoint: "{ai.url}", timeout: 3, retries: 1, retry_delay: 200}}
security:
  sandbox_directory: "{self.dir}/sandbox"
""")
        self.process = None

    def boot(self):
        self.log = open(os.path.join(self.dir, "log.json"), "ab")
        self.process = subprocess.Popen(
            [self.args.procos, "boot", "--config", self.config, "--log-format", "json"],
            stdout=subprocess.PIPE, stderr=self.log, text=True, cwd=self.dir, start_new_session=True)
        line = self.process.stdout.readline()
        assert line.startswith("ProcOS runs at"), "no start line, log:\n" + self.log_text()[-3000:]

    def log_text(self):
        with open(os.path.join(self.dir, "log.json")) as f:
            return f.read()

    def shut_down(self, seconds=15):
        begin = time.time()
        os.killpg(self.process.pid, signal.SIGTERM)  # as a terminal's Ctrl-C does
        code = self.process.wait(seconds)
        assert code == 0, (code, self.log_text()[-3000:])
        return time.time() - begin


def orchestrators(api):
    return api.get("/process-instance?processDefinitionKey=" + ORCHESTRATOR)


def waiting(api):
    subscriptions = api.get("/event-subscription?eventType=message&eventName=UserRequest")
    return len(subscriptions) == 1


def send(api, **variables):
    """One request, and back to waiting."""
    body = {"messageName": "UserRequest",
            "processVariables": {name: {"value": value} for name, value in variables.items()}}
    wait_for("the orchestrator waits", 20, lambda: waiting(api))
    status, answer = api.call("POST", "/message", body)
    assert status == 204, (status, answer)
    wait_for("the request is done", 30, lambda: waiting(api))


def instance_variables(api):
    (orchestrator,) = orchestrators(api)
    return api.get("/process-instance/%s/variables?deserializeValues=false" % orchestrator["id"])


def last_response(api):
    return json.loads(instance_variables(api)["last_response"]["value"])


def last_called(api):
    """The newest instance that was called, with its final variables."""
    (newest,) = api.get("/history/process-instance?sortBy=startTime&sortOrder=desc"
                        "&finished=true&maxResults=1")
    rows = api.get("/history/variable-instance?deserializeValues=false&processInstanceId="
                   + newest["id"])
    return newest["processDefinitionKey"], {row["name"]: row["value"] for row in rows}


def check_answers(kernel, ai):
    api = kernel.api
    for provider in ("openai", "ollama", "auto"):
        send(api, user_query="what is " + provider, ai_provider=provider)
        key, variables = last_called(api)
        assert key == "ai_query_process", key
        formatted = json.loads(variables["formatted_response"])
        assert formatted["response"] == "echo: what is " + provider, formatted
        if provider != "auto":
            assert formatted["metadata"]["provider"] == provider, formatted
    send(api, process_to_execute="hello_process")
    assert last_called(api)[0] == "hello_process"
    send(api, request_type="hello_process")
    assert last_called(api)[0] == "hello_process"
    send(api, user_query="again", ai_provider="ollama", model="m", max_tokens=5)
    assert last_called(api)[1]["response"] == "echo: again"


def check_failures(kernel, ai):
    api = kernel.api
    before = orchestrators(api)[0]["id"]
    send(api, colour="red")
    send(api, request_type="unknown_process")
    send(api, user_query="", ai_provider="ollama")
    send(api, user_query="x", ai_provider="nobody")
    for mode in ("reject", "malformed"):
        ai.mode = mode
        send(api, user_query="x " + mode, ai_provider="openai")
    if not kernel.args.verbatim:
        ai.mode = "fail"
        send(api, user_query="x fail", ai_provider="ollama")
        assert last_response(api)["error_code"] == "AI_PROVIDER_UNAVAILABLE", last_response(api)
        ai.mode = "slow"
        send(api, user_query="x slow", ai_provider="ollama")
        assert last_response(api)["response"]["response"] == "echo: x slow", last_response(api)
    ai.mode = "ok"
    send(api, user_query="fine again", ai_provider="ollama")
    assert last_called(api)[1]["response"] == "echo: fine again"
    assert orchestrators(api)[0]["id"] == before, "the orchestrator did not survive"
    assert api.get("/incident") == []


def check_many(kernel, count):
    api = kernel.api
    send(api, user_query="before", ai_provider="openai")
    names = set(instance_variables(api))
    begin = time.time()
    for number in range(count):
        send(api, user_query="q %d" % number, ai_provider="openai")
    seconds = time.time() - begin
    assert set(instance_variables(api)) == names, set(instance_variables(api)) ^ names
    assert len(api.get("/process-instance")) == 1
    assert api.get("/external-task") == []
    print("%d requests in a row: %.1f s (%.1f ms each), %d variables before and after"
          % (count, seconds, 1000 * seconds / max(1, count), len(names)))


def check_boot(kernel):
    api = kernel.api
    (orchestrator,) = orchestrators(api)
    variables = instance_variables(api)
    assert variables["system_mode"] == {"type": "String", "value": "production", "valueInfo": {}}, variables
    assert variables["kernel_version"]["value"] == "1.0.0"
    assert variables["startup_time"]["type"] == "Long"
    assert abs(variables["startup_time"]["value"] - time.time()) < 600
    names = {d["name"] for d in api.get("/deployment")}
    assert {"ProcOS-ai_query_process", "ProcOS-" + ORCHESTRATOR} <= names, names
    return orchestrator["id"]


def deploy_hello(kernel):
    path = os.path.join(kernel.dir, "hello.bpmn")
    with open(path, "w") as f:
        f.write(HELLO)
    def procos(*arguments):
        return subprocess.run([kernel.args.procos, *arguments, "--url", kernel.url],
                              capture_output=True, text=True)

    done = procos("deploy", path)
    assert done.returncode == 0, done.stderr
    assert "hello_process (v1)" in done.stdout, done.stdout
    decisions = os.path.join(ROOT, "tests", "scenarios", "decision")
    done = procos("deploy", decisions)
    assert "Found 1 BPMN files and 1 DMN files to deploy" in done.stdout, done.stdout
    assert "Deployed: rate.dmn" in done.stdout and "rate (v1)" in done.stdout, done.stdout
    checked = subprocess.run([kernel.args.procos, "validate", os.path.join(decisions, "rate.dmn")],
                             capture_output=True, text=True)
    assert (checked.returncode, checked.stdout) == (0, "1 file, 0 errors, 0 warnings\n"), checked.stdout
    listed = procos("list")
    assert "  - hello_process (v1)" in listed.stdout.splitlines(), listed.stdout


def check_restart(kernel, orchestrator):
    api = kernel.api
    deployments = len(api.get("/deployment"))
    seconds = kernel.shut_down()
    print("graceful shutdown: %.2f s" % seconds)
    if not kernel.args.verbatim:
        assert "Worker pools stopped" in kernel.log_text()
    kernel.boot()
    assert [o["id"] for o in orchestrators(api)] == [orchestrator], "a second orchestrator"
    assert len(api.get("/deployment")) == deployments, "deployed again"
    send(api, user_query="after restart", ai_provider="ollama")
    assert last_called(api)[1]["response"] == "echo: after restart"


def check_kill(kernel, orchestrator):
    """A kill -9 loses nothing but time."""
    kernel.process.kill()
    kernel.process.wait()
    kernel.boot()
    assert [o["id"] for o in orchestrators(kernel.api)] == [orchestrator]
    send(kernel.api, user_query="after kill", ai_provider="ollama")
    assert last_called(kernel.api)[1]["response"] == "echo: after kill"


def engine_pid(kernel):
    """The child that serves the engine; 0 when there is none."""
    with open("/proc/%d/task/%d/children" % (kernel.process.pid, kernel.process.pid)) as f:
        children = f.read().split()
    return int(children[0]) if children else 0


def check_child_restart(kernel, orchestrator):
    """The kernel starts an engine that died again, on the same database."""
    dead = engine_pid(kernel)
    os.kill(dead, signal.SIGKILL)
    wait_for("a new engine process", 15, lambda: engine_pid(kernel) not in (0, dead))
    wait_for("an answer of the new engine", 15, lambda: answers(kernel.api))
    assert [o["id"] for o in orchestrators(kernel.api)] == [orchestrator]
    send(kernel.api, user_query="after engine", ai_provider="ollama")
    assert last_called(kernel.api)[1]["response"] == "echo: after engine"


def answers(api):
    try:
        return api.get("/engine")
    except OSError:
        return None


def check_shutdown_by_process(kernel):
    if kernel.args.verbatim:
        kernel.shut_down()
        return
    status, answer = kernel.api.call("POST", "/process-definition/key/procos_system_shutdown/start", {})
    assert status == 200, answer
    assert kernel.process.wait(20) == 0


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("procos")
    parser.add_argument("--requests", type=int, default=1000)
    parser.add_argument("--external")
    parser.add_argument("--engine", default="embedded", choices=["embedded", "child", "external"])
    parser.add_argument("--verbatim")
    args = parser.parse_args()
    args.procos = os.path.abspath(args.procos)
    ai = FakeAi()
    kernel = Kernel(args, ai)
    begin = time.time()
    try:
        kernel.boot()
        print("boot: %.2f s" % (time.time() - begin))
        orchestrator = check_boot(kernel)
        deploy_hello(kernel)
        check_answers(kernel, ai)
        check_failures(kernel, ai)
        check_many(kernel, args.requests)
        check_restart(kernel, orchestrator)
        check_kill(kernel, orchestrator)
        if kernel.mode == "child":
            check_child_restart(kernel, orchestrator)
        check_shutdown_by_process(kernel)
    except BaseException:
        print("log: " + kernel.dir + "/log.json", file=sys.stderr)
        raise
    finally:
        if kernel.process and kernel.process.poll() is None:
            kernel.process.kill()
        if kernel.engine:
            kernel.engine.kill()
        ai.close()
    print("boot test passed")


if __name__ == "__main__":
    main()
