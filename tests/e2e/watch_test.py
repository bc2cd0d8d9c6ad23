#!/usr/bin/env python3
"""What who runs `procos serve` sees of it: /metrics and what the dashboard makes of them, /health, back-pressure,
durability, and a file that becomes smaller.

  watch_test.py PROCOS        needs cc
"""
import http.client
import json
import os
import re
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from concurrent.futures import ThreadPoolExecutor

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "support"))
from server import ROOT, Api, Checks, Server, bpmn, equal, wait_for  # noqa: E402

DASHBOARD = os.path.join(ROOT, "docs", "grafana", "procos.json")
PROCESSES = bpmn("""<bpmn:process id="order" isExecutable="true" camunda:historyTimeToLive="0">
  <bpmn:startEvent id="s"/><bpmn:sequenceFlow id="f" sourceRef="s" targetRef="t"/><bpmn:userTask id="t"/>
  <bpmn:sequenceFlow id="g" sourceRef="t" targetRef="e"/><bpmn:endEvent id="e"/></bpmn:process>
  <bpmn:process id="work" isExecutable="true" camunda:historyTimeToLive="0">
  <bpmn:startEvent id="ws"/><bpmn:sequenceFlow id="wf" sourceRef="ws" targetRef="wt"/>
  <bpmn:serviceTask id="wt" camunda:type="external" camunda:topic="paint"/></bpmn:process>
  <bpmn:process id="broken" isExecutable="true" camunda:historyTimeToLive="0">
  <bpmn:startEvent id="bs"/><bpmn:sequenceFlow id="bf" sourceRef="bs" targetRef="bt"/>
  <bpmn:serviceTask id="bt" camunda:asyncBefore="true" camunda:expression="${nothing}"/></bpmn:process>""")
START = "/process-definition/key/order/start"


def ask(server, path, method="GET"):
    """-> (status, headers, text), of a path outside of the API as well"""
    api = Api(server.url)
    connection = http.client.HTTPConnection(api.host, api.port, timeout=30)
    connection.request(method, path)
    answer = connection.getresponse()
    text = answer.read().decode()
    connection.close()
    return answer.status, answer.headers, text


class Metrics:
    def __init__(self, server):
        status, headers, text = ask(server, "/metrics")
        equal(status, 200)
        assert headers["Content-Type"].startswith("text/plain; version=0.0.4"), headers["Content-Type"]
        self.types = dict(re.findall(r"^# TYPE (\S+) (\S+)$", text, re.M))
        self.samples = {}  # name -> [(labels, value)]
        for line in text.splitlines():
            if line.startswith("#"):
                continue
            name, labels, value = re.fullmatch(r"(\w+)(?:\{(.*)\})? (\S+)", line).groups()
            labels = dict(re.findall(r'(\w+)="([^"]*)"', labels or ""))
            self.samples.setdefault(name, []).append((labels, float(value)))

    def get(self, name, **labels):
        return sum(value for found, value in self.samples.get(name, [])
                   if all(found.get(key) == wanted for key, wanted in labels.items()))


def drive(server):
    """A little of everything, so that nothing of what is counted is missing."""
    api = Api(server.url)
    api.deploy("watched", {"p.bpmn": PROCESSES})
    for _ in range(5):
        api.post(START)
    task = api.get("/task?processDefinitionKey=order&maxResults=1")[0]["id"]
    api.post("/task/%s/complete" % task)
    for _ in range(3):
        api.post("/process-definition/key/work/start")
    topics = [{"topicName": "paint", "lockDuration": 50}]
    equal(len(api.post("/external-task/fetchAndLock", {"workerId": "w", "maxTasks": 1, "topics": topics})), 1)
    time.sleep(0.1)
    equal(len(api.post("/external-task/fetchAndLock", {"workerId": "v", "maxTasks": 3, "topics": topics})), 3)
    api.post("/process-definition/key/broken/start")
    job = wait_for("a failed job", lambda: api.get("/job?processDefinitionKey=broken&withException=true"))[0]
    api.call("PUT", "/job/%s/retries" % job["id"], {"retries": 0})
    equal(api.raw("GET", "/task/nosuch-task")[0], 404)


def counted(server):
    metrics = Metrics(server)
    equal(metrics.get("procos_http_requests_total", route="/process-definition/key/{key}/start", method="POST",
                      status="200"), 9)
    equal(metrics.get("procos_http_requests_total", route="/task/{id}", status="404"), 1)
    equal(metrics.get("procos_http_request_duration_seconds_count", route="/task/{id}/complete"), 1)
    equal(metrics.get("procos_process_instances_running", definition_key="order"), 4)
    equal(metrics.get("procos_tasks_open", definition_key="order"), 4)
    equal(metrics.get("procos_incidents_open", type="failedJob"), 1)
    equal(metrics.get("procos_jobs", state="failed"), 1)
    equal(metrics.get("procos_external_tasks", topic="paint"), 3)
    equal(metrics.get("procos_external_task_lock_expiries_total"), 1)
    assert metrics.get("procos_job_executions_total", result="failure") >= 1
    assert metrics.get("procos_commands_total", result="success") > 10
    assert metrics.get("procos_commit_duration_seconds_count") > 5
    assert metrics.get("procos_cache_requests_total", cache="instance", result="hit") > 0
    assert metrics.get("procos_database_bytes", part="file") > 0
    # The system may count the resident pages of each thread a little later.
    assert abs(metrics.get("process_resident_memory_bytes") / 1024 / server.rss_kb() - 1) < 0.5
    assert 0 < metrics.get("procos_uptime_seconds") < 600
    assert abs(metrics.get("process_start_time_seconds") + metrics.get("procos_uptime_seconds") - time.time()) < 5


def templates(server):
    """Labels of routes are those of the API, whatever clients write."""
    paths = set(json.loads(ask(server, "/openapi.json")[2])["paths"])
    for labels, _ in Metrics(server).samples["procos_http_requests_total"]:
        route = labels["route"]
        assert route == "other" or route in paths or "/engine-rest" + route in paths, route


def sums(server):
    """A histogram's last bucket is its count, and buckets never fall."""
    metrics = Metrics(server)
    for name, kind in metrics.types.items():
        if kind != "histogram":
            continue
        series = {}
        for labels, value in metrics.samples[name + "_bucket"]:
            le = labels.pop("le")
            series.setdefault(tuple(sorted(labels.items())), []).append((float(le), value))
        assert series, name
        for labels, buckets in series.items():
            values = [value for _, value in sorted(buckets)]
            equal(values, sorted(values))
            equal(values[-1], metrics.get(name + "_count", **dict(labels)))


def dashboard(server):
    """The dashboard names nothing that /metrics does not print; there is nothing it leaves unseen without a reason."""
    with open(DASHBOARD) as f:
        board = json.load(f)
    expressions = [target["expr"] for panel in board["panels"] for target in panel.get("targets", [])]
    expressions += [variable["definition"] for variable in board["templating"]["list"] if "definition" in variable]
    assert len(expressions) > 20, len(expressions)
    used = set(re.findall(r"\b(?:procos|process)_\w+", " ".join(expressions)))
    printed = Metrics(server).samples
    equal(sorted(used - set(printed)), [])
    labels = set(re.findall(r"\bby \(([^)]*)\)", " ".join(expressions)))
    known = {"job", "instance"}  # Prometheus adds them
    known |= {label for samples in printed.values() for found, _ in samples for label in found}
    equal(sorted({name.strip() for names in labels for name in names.split(",")} - known), [])
    # Rates of what is no counter, or levels of what is one, draw nonsense.
    kinds = Metrics(server).types
    for expression in expressions:
        for name in re.findall(r"(?:rate|increase)\((\w+)", expression):
            base = re.sub(r"_(bucket|sum|count)$", "", name)
            assert kinds.get(name, kinds.get(base)) in ("counter", "histogram"), expression


def health(server):
    for path in ("/health", "/health/ready"):
        status, headers, text = ask(server, path)
        equal((status, json.loads(text)), (200, {"status": "UP", "ready": True, "reasons": []}))
        equal(headers["Cache-Control"].split(",")[-1].strip(), "no-store")
    equal(ask(server, "/health/live")[0], 200)
    equal(ask(server, "/health/live", "HEAD")[2], "")
    equal(ask(server, "/health", "POST")[0], 404)


def open_with_authentication(procos):
    os.environ["PROCOS_ADMIN_PASSWORD"] = "secret"
    with Server(procos, "--auth", "--admin-user", "demo") as server:
        equal(ask(server, "/engine-rest/task")[0], 401)
        for path in ("/metrics", "/health", "/health/live"):
            equal(ask(server, path)[0], 200)


def slow_disk(directory, milliseconds):
    library = os.path.join(directory, "slow_sync.so")
    subprocess.run(["cc", "-O2", "-shared", "-fPIC", "-o", library, os.path.join(ROOT, "benchmarks", "slow_sync.c")],
                   check=True)
    return {"LD_PRELOAD": library, "SYNC_US": str(1000 * milliseconds)}


def back_pressure(procos):
    with tempfile.TemporaryDirectory() as directory:
        settings = slow_disk(directory, 50)
        os.environ.update(settings)
        server = Server(procos, "--queue-limit", "4", database=os.path.join(directory, "a.db"))
        try:
            server.start()
        finally:
            for name in settings:
                del os.environ[name]
        try:
            with_full_queue(server)
        finally:
            server.__exit__()


def with_full_queue(server):
    api = Api(server.url)
    api.deploy("watched", {"p.bpmn": PROCESSES})
    answers, reads, polls = [], [], []
    over = threading.Event()

    def start(number):
        begin = time.monotonic()
        status, headers, body = api.exchange("POST", START, json.dumps({"businessKey": str(number)}).encode(),
                                             {"Content-Type": "application/json"})
        answers.append((status, time.monotonic() - begin, headers, json.loads(body), str(number)))

    def read():
        while not over.is_set():
            reads.append(api.raw("GET", "/process-definition/count")[0])

    def poll():
        polls.append(api.raw("POST", "/external-task/fetchAndLock",
                             {"workerId": "w", "maxTasks": 1, "asyncResponseTimeout": 25000,
                              "topics": [{"topicName": "paint", "lockDuration": 60000}]}))

    waiting = [threading.Thread(target=poll) for _ in range(4)]
    for thread in waiting:  # more polls than the queue is long, one after the other
        thread.start()
        wait_for("the poll is parked", lambda t=thread: Metrics(server).get("procos_long_polls") > waiting.index(t))
    reader = threading.Thread(target=read)
    reader.start()
    with ThreadPoolExecutor(40) as pool:
        list(pool.map(start, range(400)))
    over.set()
    reader.join()
    by_status = {status: [a for a in answers if a[0] == status] for status in {a[0] for a in answers}}
    equal(sorted(by_status), [200, 503])
    assert len(by_status[200]) > 4 and len(by_status[503]) > 20, {s: len(a) for s, a in by_status.items()}
    for _, _, headers, body, _ in by_status[503]:
        equal((headers["Retry-After"], body["type"]), ("1", "RestException"))
        assert "commands are waiting" in body["message"], body
    at_once = statistics.median(a[1] for a in by_status[503])
    slow = statistics.median(a[1] for a in by_status[200])
    assert at_once < 0.5 * slow, "refused after %.3f s, done after %.3f s" % (at_once, slow)
    assert len(reads) > 20 and set(reads) == {200}, (len(reads), set(reads))
    metrics = Metrics(server)
    equal(metrics.get("procos_commands_total", result="refused"), len(by_status[503]))
    equal(metrics.get("procos_command_queue_limit"), 4)
    # Nobody who waited was sent away.
    for _ in waiting:
        wait_for("a start", lambda: api.raw("POST", "/process-definition/key/work/start", {})[0] == 200)
    for thread in waiting:
        thread.join()
    equal([(status, len(tasks)) for status, tasks in polls], [(200, 1)] * 4)
    # What was acknowledged is there, and nothing else, also after a crash.
    done = sorted(a[4] for a in by_status[200])
    keys = lambda: sorted(i["businessKey"] for i in api.get("/process-instance?processDefinitionKey=order"))
    equal(keys(), done)
    server.kill()
    api.close()
    server.start()
    equal(keys(), done)


def durability(procos):
    for level, warned in (("full", ""), ("normal", "Durability is relaxed"), ("off", "Durability is off")):
        with tempfile.TemporaryDirectory() as directory:
            with Server(procos, "--durability", level, database=os.path.join(directory, "a.db")) as server:
                Api(server.url).deploy("watched", {"p.bpmn": PROCESSES})
                equal(ask(server, "/health")[0], 200)
                equal("urability" in server.log_text(), bool(warned))
                assert warned in server.log_text(), server.log_text()
    done = subprocess.run([procos, "serve", "--durability", "none"], capture_output=True, text=True)
    assert done.returncode == 2 and "durability" in done.stderr, done
    for command in ("serve", "boot"):
        text = subprocess.run([procos, command, "--help"], capture_output=True, text=True).stdout
        assert "--durability" in text and "--queue-limit" in text, text


def smaller(procos):
    """Once its history is gone, an idle server gives the file's space back where it is told to."""
    with tempfile.TemporaryDirectory() as directory:
        with Server(procos, "--shrink", database=os.path.join(directory, "a.db")) as server:
            api = Api(server.url)
            api.deploy("watched", {"p.bpmn": PROCESSES})
            body = {"variables": {"text": {"value": "x" * 3000, "type": "String"}}}
            with ThreadPoolExecutor(8) as pool:
                ids = list(pool.map(lambda _: api.post(START, body)["id"], range(3000)))
                list(pool.map(lambda i: api.call("DELETE", "/process-instance/" + i), ids))
            full = os.path.getsize(server.database)
            assert full > 25e6, full
            api.post("/history/cleanup?immediatelyDue=true")
            wait_for("the history is gone", lambda: api.get("/history/process-instance/count")["count"] == 0, 60)
            wait_for("the file is smaller", lambda: os.path.getsize(server.database) < 0.6 * full, 60)
            assert Metrics(server).get("procos_database_bytes", part="file") < 0.6 * full


def main():
    procos = sys.argv[1]
    checks = Checks()
    with tempfile.TemporaryDirectory() as directory:
        with Server(procos, database=os.path.join(directory, "a.db")) as server:
            if checks.run("a little of everything", drive, server):
                for name, check in (("requests, commands and what is open are counted", counted),
                                    ("routes are told by their templates", templates),
                                    ("histograms add up", sums),
                                    ("the dashboard uses what there is", dashboard),
                                    ("health", health)):
                    checks.run(name, check, server)
    checks.run("metrics and health need no login", open_with_authentication, procos)
    checks.run("a full queue refuses at once and loses nothing", back_pressure, procos)
    checks.run("durability", durability, procos)
    checks.run("the file becomes smaller", smaller, procos)
    checks.end()


if __name__ == "__main__":
    main()
