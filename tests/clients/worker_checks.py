"""What a worker of any client library is held to: it is told by the variable `action` what to do with its task.

A client's test installs the library, and names the program that works with it on the topic `charge`; what the
library cannot do it names in `without`, with the reason there.
"""
import base64
import json
import os
import subprocess
import sys
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "support"))
from server import Api, Checks, equal, server_of, wait_for  # noqa: E402
from order_model import ORDER  # noqa: E402

XML = "<order><item>7</item></order>"
WHEN = "2026-01-31T10:20:30.000+0000"

# What the instance has, and what the worker has to see of it, as JSON.
GIVEN = {
    "text": ({"type": "String", "value": "Grüße 😀"}, "Grüße 😀"),
    "number": ({"type": "Integer", "value": 5}, 5),
    "big": ({"type": "Long", "value": 9007199254740993}, "9007199254740993"),
    "ratio": ({"type": "Double", "value": 2.5}, 2.5),
    "flag": ({"type": "Boolean", "value": True}, True),
    "nothing": ({"type": "Integer", "value": None}, None),
    "when": ({"type": "Date", "value": WHEN}, 1769854830000),
    "json": ({"type": "Json", "value": '{"a":[1]}'}, {"a": [1]}),
    "xml": ({"type": "Xml", "value": XML}, XML),
    "names": ({"type": "Object", "value": '["ann","bob"]', "valueInfo": {
        "objectTypeName": "java.util.ArrayList<java.lang.String>",
        "serializationDataFormat": "application/json"}}, ["ann", "bob"]),
    "file": ({"type": "File", "value": base64.b64encode("Rechnung: 5 €".encode()).decode(), "valueInfo": {
        "filename": "bill.txt", "mimeType": "text/plain", "encoding": "UTF-8"}}, "Rechnung: 5 €"),
    "bytes": ({"type": "Bytes", "value": "AAEC"}, "AAEC"),
}

# What the worker sets when it completes: type and value; `receipt` is a file, `gone` a transient variable.
SET = {
    "list": ("Json", [1, 2]), "at": ("Date", WHEN), "small": ("Short", 7), "whole": ("Integer", 8),
    "real": ("Double", 0.5), "no": ("Boolean", False), "nil": ("Null", None),
}


class WorkerChecks:
    def __init__(self, url, without):
        self.api = Api(url)
        self.without = without

    def start(self, action, variables=None):
        body = {"variables": {**(variables or {}), "action": {"value": action}}, "businessKey": "key of " + action}
        return self.api.post("/process-definition/key/order/start", body)["id"]

    def ended(self, instance):
        return self.api.get("/history/process-instance/" + instance)["state"] == "COMPLETED"

    def wait_until_ended(self, instance):
        wait_for("the instance ends", lambda: self.ended(instance))

    def variables(self, instance):
        rows = self.api.get("/history/variable-instance?deserializeValues=false&processInstanceId=" + instance)
        return {row["name"]: row for row in rows}

    def external_task(self, instance):
        (task,) = self.api.get("/external-task?processInstanceId=" + instance)
        return task

    def completes(self):
        given = {name: (value, seen) for name, (value, seen) in GIVEN.items() if name not in self.without}
        instance = self.start("complete", {name: value for name, (value, _) in given.items()})
        self.wait_until_ended(instance)
        variables = self.variables(instance)
        seen = json.loads(variables["seen"]["value"])
        equal({name: seen.get(name) for name in given}, {name: wanted for name, (_, wanted) in given.items()})
        equal(seen["task"], ["charge", "key of complete", instance, "EUR"])
        for name, (kind, value) in SET.items():
            if name in self.without:
                continue
            row = variables[name]
            shown = json.loads(row["value"]) if kind == "Json" else row["value"]
            equal((name, row["type"], shown), (name, kind, value))
        equal((variables["local"]["value"], "gone" in variables), (1, False))

    def sends_a_file(self):
        instance = self.start("complete")
        self.wait_until_ended(instance)
        row = self.variables(instance)["receipt"]
        equal((row["type"], row["valueInfo"]["filename"]), ("File", "receipt.txt"))
        equal(self.api.exchange("GET", "/history/variable-instance/%s/data" % row["id"])[2], "paid: 5 €".encode())

    def fails_and_retries(self):
        instance = self.start("fail")
        self.wait_until_ended(instance)
        (entry,) = self.api.get("/history/external-task-log?failureLog=true&processInstanceId=" + instance)
        equal(entry["errorMessage"], "once")
        equal(self.api.raw("GET", "/history/external-task-log/%s/error-details" % entry["id"]), (200, "trace"))

    def gives_up(self):
        instance = self.start("give up")
        (incident,) = wait_for("an incident", lambda: self.api.get("/incident?processInstanceId=" + instance))
        equal((incident["incidentType"], incident["incidentMessage"]), ("failedExternalTask", "never"))
        self.api.call("DELETE", "/process-instance/" + instance)

    def throws_a_bpmn_error(self):
        instance = self.start("error")
        (task,) = wait_for("the task behind the boundary event",
                           lambda: self.api.get("/task?processInstanceId=" + instance))
        equal(task["taskDefinitionKey"], "ask")
        variables = self.variables(instance)
        equal({name: variables[name]["value"] for name in ("code", "message", "tried")},
              {"code": "CARD_DECLINED", "message": "no money", "tried": True})

    def locks_for_an_hour(self, action):
        instance = self.start(action)
        soon = time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(time.time() + 3000))
        wait_for("a lock of an hour", lambda: (self.external_task(instance)["lockExpirationTime"] or "") > soon)
        self.api.call("DELETE", "/process-instance/" + instance)

    def extends_its_lock(self):
        self.locks_for_an_hour("extend")

    def locks_by_id(self):
        self.locks_for_an_hour("lock")

    def unlocks(self):
        instance = self.start("unlock")
        self.wait_until_ended(instance)
        equal(self.variables(instance)["fetched"]["value"], 2)

    def is_woken(self):
        """The workers' polls are parked for 20 s; a task has to reach them at once."""
        longest = 0.0
        for _ in range(10):
            time.sleep(0.05)  # a worker asks again
            begin = time.monotonic()
            self.wait_until_ended(self.start("quick"))
            longest = max(longest, time.monotonic() - begin)
        assert longest < 2, "a task took %.1f s" % longest

    def sees_a_conflict(self):
        """What is gone when the worker completes it is an error that the library passes on."""
        instance = self.start("slow")
        wait_for("the worker has it", lambda: self.external_task(instance)["workerId"])
        self.api.call("DELETE", "/process-instance/" + instance)
        other = self.start("conflict")
        self.wait_until_ended(other)
        equal(self.variables(other)["errors"]["value"], 1)


CHECKS = [
    ("completes with variables of every type", "completes"), ("sends a file", "sends_a_file"),
    ("fails and retries", "fails_and_retries"), ("gives up with an incident", "gives_up"),
    ("throws a BPMN error", "throws_a_bpmn_error"), ("extends its lock", "extends_its_lock"),
    ("unlocks", "unlocks"), ("locks by id", "locks_by_id"), ("is woken by a new task", "is_woken"),
    ("sees that its task is gone", "sees_a_conflict"),
]


def run_worker_checks(server_argument, command, without=(), others=None):
    """`command` gets the URL of /engine-rest as its last argument. `without`: names of variables and checks;
    `others`: checks without the worker, which get the URL of the server."""
    checks = Checks()
    with server_of(server_argument) as server:
        for title, check in (others or {}).items():
            checks.run(title, check, server.url)
        worker_checks = WorkerChecks(server.url, without)
        worker_checks.api.deploy("order", {"order.bpmn": ORDER})
        worker = subprocess.Popen(command + [server.url + "/engine-rest"], stdin=subprocess.DEVNULL)
        try:
            for title, name in CHECKS:
                if name in without:
                    continue
                if worker.poll() is not None:
                    raise RuntimeError("the worker has ended with status %d" % worker.returncode)
                checks.run(title, getattr(worker_checks, name))
        finally:
            worker.kill()
            worker.wait()
    checks.end()
