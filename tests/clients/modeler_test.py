#!/usr/bin/env python3
"""Exactly the calls that the Camunda Modeler makes to deploy and start, against `procos serve`.

  modeler_test.py PROCOS|URL      needs Node 18 or newer, which scripts/setup installs
"""
import json
import os
import subprocess
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "support"))
from server import Api, Checks, equal, server_of  # noqa: E402
from order_model import ORDER  # noqa: E402

HERE = os.path.dirname(os.path.abspath(__file__))
BROKEN = ORDER.replace('targetRef="done"', 'targetRef="nowhere"', 1)


class Modeler:
    def __init__(self, url):
        self.api = Api(url)
        done = subprocess.run(["node", os.path.join(HERE, "js", "modeler.mjs"), url + "/engine-rest", ORDER, BROKEN],
                              stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, check=True, text=True)
        self.answers = {answer["name"]: answer for answer in map(json.loads, done.stdout.splitlines())}

    def body(self, name, status=200):
        answer = self.answers[name]
        equal(answer["status"], status)
        return answer["body"]

    def connects(self):
        equal(self.body("connection"), [])
        assert self.body("version")["version"].startswith("7.24"), "no version of Camunda 7.24"

    def deploys_once(self):
        deployed, again = self.body("deploy"), self.body("deploy again")
        equal(sorted(d["key"] for d in deployed["deployedProcessDefinitions"].values()), ["order", "waiting"])
        equal((again["id"], again["deployedProcessDefinitions"]), (deployed["id"], None))
        equal(deployed["source"], "Camunda Modeler")
        resources = self.api.get("/deployment/%s/resources" % deployed["id"])
        equal(sorted(r["name"] for r in resources), ["ask.form", "diagram.bpmn", "r.js"])

    def starts(self):
        instance = self.body("start")["id"]
        equal(self.api.get("/process-instance/" + instance)["businessKey"], "m-1")
        equal(self.api.get("/process-instance/%s/variables/n" % instance)["value"], 1)
        equal(self.body("start plain")["businessKey"], None)

    def shows_what_is_wrong(self):
        # It tells a broken diagram from a broken server by this beginning.
        message = self.body("deploy broken", 400)["message"]
        assert message.startswith("ENGINE-09005 Could not parse BPMN process."), message
        assert "nowhere" in message, message
        self.body("start unknown", 500)


def main():
    checks = Checks()
    with server_of(sys.argv[1]) as server:
        modeler = Modeler(server.url)
        for check in (modeler.connects, modeler.deploys_once, modeler.starts, modeler.shows_what_is_wrong):
            checks.run(check.__name__.replace("_", " "), check)
    checks.end()


if __name__ == "__main__":
    main()
