#!/usr/bin/env python3
"""Requests that schemathesis makes up from Camunda's published contract, against a populated `procos serve`.

  property_test.py PROCOS [--seed N] [--seconds 100] [--tag TAG] [--oracle URL]

Fails when the server crashes, hangs, logs an error, or answers 5xx in another way than Camunda does: without
{type, message, code}, or of a type that no recorded failure has. With --oracle each 5xx is asked of a real Camunda
as well, and those that it answers otherwise are listed: to look at, since its data are others.
Needs schemathesis (tests/requirements.txt), the contract and the recordings.
"""
import argparse
import base64
import collections
import json
import os
import re
import subprocess
import sys
import tempfile
import urllib.error
import urllib.parse
import urllib.request

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, "..", "support"))
sys.path.insert(0, os.path.join(HERE, "..", "clients"))
from order_model import ORDER  # noqa: E402
from server import SHARED, Api, Server, bpmn  # noqa: E402

CONTRACT = os.path.join(SHARED, "openapi", "camunda-7.24.0-openapi.json")

RECORDING = os.path.join(SHARED, "conformance", "rest", "golden.jsonl")
# Not recorded, but seen at a real Camunda: a variable whose type is an empty text.
ALSO_SEEN = {"StringIndexOutOfBoundsException"}
NOT_BUILT = 501

TASKS = bpmn("""<bpmn:process id="tasks" isExecutable="true" camunda:historyTimeToLive="5">
  <bpmn:startEvent id="s"/><bpmn:sequenceFlow id="f" sourceRef="s" targetRef="t"/>
  <bpmn:userTask id="t" camunda:assignee="mary" camunda:candidateGroups="sales"/></bpmn:process>
  <bpmn:process id="jobs" isExecutable="true" camunda:historyTimeToLive="5">
  <bpmn:startEvent id="js"/><bpmn:sequenceFlow id="jf" sourceRef="js" targetRef="j"/>
  <bpmn:scriptTask id="j" camunda:asyncBefore="true" scriptFormat="javascript"><bpmn:script>throw new Error("no")
  </bpmn:script></bpmn:scriptTask></bpmn:process>""")
DECISIONS = ('<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="g" name="G" namespace="n">'
             '<decision id="d" name="D"><variable id="v" name="v"/><literalExpression id="l"><text>1</text>'
             '</literalExpression></decision></definitions>')


def recorded_types():
    """What a real Camunda calls its failures with status 500."""
    types = set(ALSO_SEEN)
    with open(RECORDING, encoding="utf-8") as f:
        for line in f:
            answer = json.loads(line).get("answer") or {}
            if answer.get("status", 0) >= 500 and answer.get("error"):
                types.add(answer["error"]["type"])
    return types


def populate(api):
    """Something of everything; returns {resource: {path parameter: [values]}}."""
    api.deploy("order", {"order.bpmn": ORDER})
    api.deploy("tasks", {"tasks.bpmn": TASKS})
    api.deploy("decision", {"d.dmn": DECISIONS})
    variables = {"n": {"value": 5, "type": "Integer"}, "s": {"value": "x"},
                 "j": {"value": "{}", "type": "Json"}, "b": {"value": "aGk=", "type": "Bytes"}}
    for key in ("order", "waiting", "tasks", "jobs"):
        for number in range(6):
            api.post("/process-definition/key/%s/start" % key,
                     {"businessKey": "%s-%d" % (key, number), "variables": variables})
    for job in api.get("/job"):
        for _ in range(3):
            api.raw("POST", "/job/%s/execute" % job["id"])
    lists = {"process-definition": "process-definition", "process-instance": "process-instance", "task": "task",
             "execution": "execution", "external-task": "external-task", "job": "job", "incident": "incident",
             "job-definition": "job-definition", "deployment": "deployment", "variable-instance": "variable-instance",
             "decision-definition": "decision-definition"}
    for name in ("process-instance", "task", "activity-instance", "variable-instance", "detail", "job-log",
                 "external-task-log"):
        lists["history/" + name] = "history/" + name
    known = {}
    for resource, path in lists.items():
        ids = [row["id"] for row in api.get("/%s?maxResults=20" % path)]
        known[resource] = {"id": ids, "varName": ["n", "s", "j", "b"]}
    known["process-definition"]["key"] = ["order", "tasks", "jobs"]
    known["decision-definition"]["key"] = ["d"]
    return known


def fuzz(url, known, args, report):
    """Runs schemathesis; its judgement is not asked for, only what was sent and answered."""
    command = [os.path.join(os.path.dirname(sys.executable), "st"), "run", CONTRACT, "--url", url + "/engine-rest",
               "--checks", "not_a_server_error", "--phases", "coverage,fuzzing", "--seed", str(args.seed),
               "--max-time", str(args.seconds), "--max-examples", "10", "--no-shrink", "--continue-on-failure",
               "--request-timeout", "30", "--warnings", "off", "--suppress-health-check", "all",
               "--report", "ndjson", "--report-ndjson-path", report, "--output-sanitize", "false"]
    if args.tag:
        command += ["--include-tag", args.tag]
    environment = dict(os.environ, SCHEMATHESIS_HOOKS="property_hooks", PYTHONPATH=HERE,
                       PYTHONDONTWRITEBYTECODE="1", PROCOS_KNOWN_IDS=json.dumps(known))
    with tempfile.TemporaryDirectory() as folder:
        return subprocess.run(command, env=environment, cwd=folder, capture_output=True, text=True,
                              timeout=args.seconds * 3 + 120, stdin=subprocess.DEVNULL)


def interactions(report):
    """(operation, request, response or None) of everything that was sent."""
    with open(report, encoding="utf-8") as f:
        for line in f:
            for kind, event in json.loads(line).items():
                recorder = event.get("recorder") if kind == "ScenarioFinished" else None
                for one in (recorder or {}).get("interactions", {}).values():
                    yield recorder["label"], one["request"], one.get("response")


def content(part):
    return base64.b64decode(((part or {}).get("$base64") or "").encode())


class Findings:
    def __init__(self):
        self.types = recorded_types()
        self.requests = 0
        self.hangs = collections.Counter()
        self.unlike = {}   # what is wrong -> an example
        self.server_errors = {}  # (operation, type) -> (request, answer)
        self.not_built = set()

    def take(self, operation, request, response):
        self.requests += 1
        if response is None:
            self.hangs[operation] += 1
        elif response["status_code"] == NOT_BUILT:
            self.not_built.add(operation)
        elif response["status_code"] >= 500:
            text = content(response.get("content")).decode("utf-8", "replace")
            try:
                error = json.loads(text)
                kind = error["type"]
                good = set(error) >= {"type", "message", "code"} and kind in self.types
            except (ValueError, KeyError, TypeError):
                kind, good = "no error", False
            self.server_errors.setdefault((operation, kind), (request, text))
            if not good:
                self.unlike.setdefault((operation, kind), text[:300])


def ask_oracle(url, findings):
    """Lists what a real Camunda answers otherwise."""
    for (operation, kind), (request, text) in sorted(findings.server_errors.items()):
        parts = urllib.parse.urlsplit(request["uri"])
        target = url.rstrip("/") + parts.path.split("/engine-rest", 1)[1] + ("?" + parts.query if parts.query else "")
        headers = {name: values[0] for name, values in request["headers"].items()
                   if name.lower() in ("content-type", "accept")}
        body = content(request.get("body")) if request.get("body") else None
        try:
            asked = urllib.request.Request(target, body, headers, method=request["method"])
            with urllib.request.urlopen(asked, timeout=30) as answer:
                status, theirs = answer.status, answer.read().decode("utf-8", "replace")
        except urllib.error.HTTPError as e:
            status, theirs = e.code, e.read().decode("utf-8", "replace")
        except (OSError, ValueError) as e:
            status, theirs = 0, str(e)
        if status < 500 or kind not in theirs:
            print("ORACLE %s: ours 500 %s, theirs %d %s\n    %s %s\n    body %s" % (
                operation, text[:300], status, theirs[:300], request["method"], target, (body or b"")[:300]))


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("procos")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--seconds", type=int, default=100)
    parser.add_argument("--tag")
    parser.add_argument("--oracle")
    args = parser.parse_args()
    if not os.path.exists(CONTRACT) or not os.path.exists(RECORDING):
        print("no contract or recording in %s: nothing checked\n0 passed, 0 failed" % SHARED)
        return 0
    print("seed %d, at most about %d s; again: --seed %d" % (args.seed, args.seconds, args.seed), flush=True)
    findings = Findings()
    problems = []
    with Server(args.procos, "--no-job-executor") as server, tempfile.TemporaryDirectory() as folder:
        report = os.path.join(folder, "report.ndjson")
        done = fuzz(server.url, populate(Api(server.url)), args, report)
        if not os.path.exists(report):
            problems.append("schemathesis did not run:\n" + done.stdout[-2000:] + done.stderr[-2000:])
        else:
            for one in interactions(report):
                findings.take(*one)
        if server.process.poll() is not None:
            problems.append("the server ended with %s" % server.process.poll())
        else:
            Api(server.url).get("/version")
            if server.stop() != 0:
                problems.append("the server did not stop cleanly")
        errors = re.findall(r"^.*\bERROR\b.*$", server.log_text(), re.MULTILINE)
        problems += ["the server's log: " + line for line in errors[:20]]
    problems += ["no answer within 30 s: %s (%d)" % item for item in findings.hangs.items()]
    problems += ["unlike Camunda: %s %s: %s" % (*key, text) for key, text in findings.unlike.items()]
    if findings.requests < 200:
        problems.append("only %d requests were made" % findings.requests)
    print("%d requests, %d kinds of 5xx, %d operations not built" % (
        findings.requests, len(findings.server_errors), len(findings.not_built)))
    if args.oracle:
        ask_oracle(args.oracle, findings)
    for problem in problems:
        print("FAILED " + problem)
    print("%d passed, %d failed" % (0 if problems else 1, len(problems)))
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
