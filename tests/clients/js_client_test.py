#!/usr/bin/env python3
"""Camunda's JavaScript client `camunda-external-task-client-js` against `procos serve`.

  js_client_test.py PROCOS|URL      needs Node 18 or newer and npm; without them it says so and checks nothing
"""
import json
import os
import shutil
import subprocess
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "support"))
from server import ROOT, Api, Checks, equal, server_of, wait_for  # noqa: E402
from order_model import ORDER  # noqa: E402

CLIENT = "camunda-external-task-client-js@3.1.0"
MODULES = os.path.join(ROOT, "build", "node")


def install():
    if not os.path.isdir(os.path.join(MODULES, "node_modules", "camunda-external-task-client-js")):
        os.makedirs(MODULES, exist_ok=True)
        subprocess.run(["npm", "install", "--silent", "--no-audit", "--no-fund", "--prefix", MODULES, CLIENT],
                       check=True, stdin=subprocess.DEVNULL)


class Client:
    def __init__(self, server):
        self.api = Api(server.url)

    def start(self, action):
        variables = {"action": action, "n": 5, "flag": True}
        body = {name: {"value": value} for name, value in variables.items()}
        body["json"] = {"type": "Json", "value": '{"a":[1]}'}
        body["when"] = {"type": "Date", "value": "2026-01-31T10:20:30.000+0000"}
        return self.api.post("/process-definition/key/order/start", {"variables": body})["id"]

    def ended(self, instance):
        return self.api.get("/history/process-instance/" + instance)["state"] == "COMPLETED"

    def variables(self, instance):
        rows = self.api.get("/history/variable-instance?deserializeValues=false&processInstanceId=" + instance)
        return {row["name"]: (row["type"], row["value"]) for row in rows}

    def completes(self):
        instance = self.start("complete")
        wait_for("the instance ends", lambda: self.ended(instance))
        variables = self.variables(instance)
        equal(json.loads(variables["seen"][1]),
              {"n": 5, "flag": True, "json": {"a": [1]}, "when": "2026-01-31T10:20:30.000Z"})
        equal((variables["list"][0], json.loads(variables["list"][1])), ("Json", [1, 2]))
        equal(variables["at"], ("Date", "2026-01-31T10:20:30.000+0000"))

    def fails_and_retries(self):
        instance = self.start("fail")
        wait_for("the instance ends", lambda: self.ended(instance))
        log = self.api.get("/history/external-task-log?failureLog=true&processInstanceId=" + instance)
        equal([entry["errorMessage"] for entry in log], ["once"])

    def throws_a_bpmn_error(self):
        instance = self.start("error")
        (task,) = wait_for("the task behind the boundary event",
                           lambda: self.api.get("/task?processInstanceId=" + instance))
        equal(task["taskDefinitionKey"], "ask")
        equal(self.variables(instance)["tried"], ("Boolean", True))


def main():
    if shutil.which("node") is None or shutil.which("npm") is None:
        print("no Node here: the JavaScript client was not tried")
        print("0 passed, 0 failed")
        return
    install()
    checks = Checks()
    with server_of(sys.argv[1]) as server:
        client = Client(server)
        client.api.deploy("order", {"order.bpmn": ORDER})
        worker = subprocess.Popen(
            ["node", os.path.join(os.path.dirname(os.path.abspath(__file__)), "js_client_test.mjs"),
             server.url + "/engine-rest", MODULES], stdin=subprocess.DEVNULL)
        try:
            checks.run("completes with variables of several types", client.completes)
            checks.run("fails and retries", client.fails_and_retries)
            checks.run("throws a BPMN error", client.throws_a_bpmn_error)
        finally:
            worker.kill()
            worker.wait()
    checks.end()


if __name__ == "__main__":
    main()
