#!/usr/bin/env python3
"""What the implementation guide's kernel (section 3.3) and deploy script (4.3) do over HTTP, asked of
`procos serve` from outside, and the guide's own processes run through as workers would run them.

  guide_test.py PROCOS|URL [--processes DIR]   DIR: the process files (default: the guide's own beside the
                                               checkout, else the shipped processes/)
"""
import argparse
import os
import sys
import tempfile
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "support"))
from server import ROOT, SHARED, Api, Checks, equal, server_of, wait_for  # noqa: E402

ORCHESTRATOR = "procos_system_orchestrator"
GUIDE = os.path.join(SHARED, "guide", "processes")


class Guide:
    def __init__(self, server, processes):
        self.server = server
        self.processes = processes
        self.api = Api(server.url)
        self.instance = None

    # What the kernel and the deploy script send, field by field.

    def is_ready(self):
        return all(self.api.raw("GET", path)[0] == 200 for path in ("/engine", "/deployment"))

    def deploy_file(self, path, changed_only=False):
        name = os.path.basename(path)
        with open(path, encoding="utf-8") as f:
            text = f.read()
        fields = {"enable_duplicate_filtering": "true"}
        if changed_only:
            fields["deploy_changed_only"] = "true"
        return self.api.deploy("ProcOS-" + os.path.splitext(name)[0], {name: text}, **fields)

    def files(self):
        return sorted(os.path.join(self.processes, n) for n in os.listdir(self.processes) if n.endswith(".bpmn"))

    # Small readings of the engine.

    def variables(self):
        return self.api.get("/process-instance/%s/variables" % self.instance)

    def external_tasks(self, topic):
        return self.api.get("/external-task?topicName=" + topic)

    def work(self, topic, variables=None, answer="complete", body=None):
        """Plays the worker of a topic once; returns the task it got."""
        def fetch():
            return self.api.post("/external-task/fetchAndLock", {
                "workerId": "guide", "maxTasks": 1,
                "topics": [{"topicName": topic, "lockDuration": 60000}]})
        (task,) = wait_for("a task of " + topic, fetch)
        message = {"workerId": "guide", **(body or {})}
        if variables:
            message["variables"] = {name: {"value": value} for name, value in variables.items()}
        self.api.post("/external-task/%s/%s" % (task["id"], answer), message)
        return task

    def waits(self):
        found = self.api.get("/event-subscription?eventType=message&eventName=UserRequest")
        return len(found) == 1 and found[0]["activityId"] == "wait_for_requests"

    def waits_again(self):
        """The shipped orchestrator, unlike the guide's, cleans up after a request by a worker."""
        def waits():
            if self.external_tasks("request_completion"):
                self.work("request_completion")
            return self.waits()
        wait_for("the orchestrator waits again", waits)

    def request(self, **variables):
        assert self.waits(), "the orchestrator does not wait for requests"
        body = {"messageName": "UserRequest",
                "processVariables": {name: {"value": value} for name, value in variables.items()}}
        status, answer = self.api.raw("POST", "/message", body)
        equal((status, answer), (204, None))

    def validate(self):
        """Expressions must not name unknown variables, so validation sets the optional ones to null."""
        return self.work("input_validation", {"model": None, "max_tokens": None})

    # The checks, in the order of the guide.

    def engine_is_ready(self):
        wait_for("engine and deployments answer", self.is_ready)
        equal(self.api.get("/engine"), [{"name": "default"}])
        equal(self.api.get("/deployment"), [])

    def deploys_every_file(self):
        for path in self.files():
            stem = os.path.splitext(os.path.basename(path))[0]
            deployment = self.deploy_file(path)
            equal(deployment["name"], "ProcOS-" + stem)
            (definition,) = deployment["deployedProcessDefinitions"].values()
            equal((definition["key"], definition["version"]), (stem, 1))
        equal(len(self.api.get("/deployment")), len(self.files()))

    def filters_duplicates(self):
        before = self.api.get("/deployment")
        for changed_only in (False, True):
            for path in self.files():
                deployment = self.deploy_file(path, changed_only)
                assert deployment["id"] in {d["id"] for d in before}, "a new deployment of the same file"
                assert not deployment["deployedProcessDefinitions"], deployment
        equal(len(self.api.get("/deployment")), len(before))

    def lists_like_the_script(self):
        definitions = self.api.get("/process-definition")
        lines = {"  - %s (v%s)" % (d["key"], d["version"]) for d in definitions}
        equal(lines, {"  - %s (v1)" % os.path.splitext(os.path.basename(p))[0] for p in self.files()})

    def refuses_a_broken_file(self):
        with tempfile.TemporaryDirectory() as directory:
            path = os.path.join(directory, "broken.bpmn")
            with open(path, "w") as f:
                f.write("<bpmn:definitions")
            status = None
            try:
                self.deploy_file(path)
            except Exception as error:
                status, body = error.status, error.body
            # A Camunda answers 500 to what is no XML at all.
            assert status in (400, 500), status
            assert body["type"] and body["message"], body

    def starts_the_orchestrator(self):
        now = int(time.time())
        started = self.api.post("/process-definition/key/%s/start" % ORCHESTRATOR, {"variables": {
            "system_mode": {"value": "production", "type": "String"},
            "kernel_version": {"value": "1.0.0", "type": "String"},
            "startup_time": {"value": now, "type": "Long"}}})
        self.instance = started["id"]
        variables = self.variables()
        equal({name: (v["type"], v["value"]) for name, v in variables.items()},
              {"system_mode": ("String", "production"), "kernel_version": ("String", "1.0.0"),
               "startup_time": ("Long", now)})

    def counts_process_instances(self):
        instances = self.api.get("/process-instance")
        equal([i["id"] for i in instances if not i.get("ended")], [self.instance])
        equal(self.api.get("/process-instance/count"), {"count": 1})

    def starts_its_services(self):
        self.work("system_initialization")
        task = self.work("worker_management")
        equal(task["variables"]["action"]["value"], "start_all")
        self.work("health_monitoring")
        wait_for("the orchestrator waits", self.waits)

    def answers_a_query(self, provider, path_topic):
        self.request(user_query="What is BPMN?", ai_provider=provider, complexity_score=3)
        self.work("request_routing", {"process_to_execute": "ai_query_process"})
        task = self.validate()
        assert "user_query" in task["variables"]["validation_schema"]["value"]
        task = self.work(path_topic, {"ai_response": "A notation."})
        if path_topic == "ai_query":
            equal(task["variables"]["provider"]["value"], provider)
            equal(task["variables"]["model"]["value"], {"openai": "gpt-3.5-turbo", "ollama": "llama2"}[provider])
            equal(int(task["variables"]["max_tokens"]["value"]), 1000)
        else:
            assert '"query_length": "13"' in task["variables"]["selection_criteria"]["value"], task["variables"]
        task = self.work("response_formatting", {"formatted_response": "{}"})
        equal(task["variables"]["format_type"]["value"], "json")
        self.waits_again()
        (newest,) = self.api.get("/history/process-instance?processDefinitionKey=ai_query_process"
                                 "&sortBy=startTime&sortOrder=desc&maxResults=1")
        equal((newest["superProcessInstanceId"], newest["state"]), (self.instance, "COMPLETED"))

    def comes_back_after_an_error(self):
        self.request(user_query="", ai_provider="openai", complexity_score=1)
        self.work("request_routing", {"process_to_execute": "ai_query_process"})
        self.work("input_validation", answer="bpmnError",
                  body={"errorCode": "INVALID_INPUT", "errorMessage": "user_query is empty"})
        task = self.work("error_handling")
        equal(task["activityId"], "handle_process_error")
        self.waits_again()
        self.answers_a_query("ollama", "ai_query")

    def makes_an_incident_and_recovers(self):
        self.request(user_query="x", ai_provider="openai", complexity_score=1)
        self.work("request_routing", {"process_to_execute": "ai_query_process"})
        self.validate()
        task = self.work("ai_query", answer="failure",
                         body={"errorMessage": "overloaded", "errorDetails": "trace", "retries": 0})
        # The called instance's incident is also shown at the call activity above it.
        incidents = self.api.get("/incident")
        equal({i["incidentType"] for i in incidents}, {"failedExternalTask"})
        assert task["id"] in {i["configuration"] for i in incidents}, incidents
        status, _ = self.api.raw("PUT", "/external-task/%s/retries" % task["id"], {"retries": 1})
        equal(status, 204)
        equal(self.api.get("/incident"), [])
        self.work("ai_query")
        self.work("response_formatting")
        self.waits_again()

    def survives_a_restart(self):
        """The kernel's restart: terminate, wait, start, wait until ready, find the same instance."""
        equal(self.server.stop(), 0)
        status = None
        try:
            status = self.api.raw("GET", "/engine")[0]
        except OSError:
            pass
        equal(status, None)
        self.server.start()
        wait_for("ready again", self.is_ready)
        self.counts_process_instances()
        equal(len(self.api.get("/deployment")), len(self.files()))
        self.filters_duplicates()
        equal(self.variables()["kernel_version"]["value"], "1.0.0")
        assert self.waits()
        self.answers_a_query("auto", "provider_selection")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("procos")
    parser.add_argument("--processes", default=GUIDE if os.path.isdir(GUIDE) else os.path.join(ROOT, "processes"))
    args = parser.parse_args()
    checks = Checks()
    with tempfile.TemporaryDirectory() as directory:
        with server_of(args.procos, database=os.path.join(directory, "guide.db")) as server:
            guide = Guide(server, args.processes)
            checks.run("engine and deployments answer", guide.engine_is_ready)
            checks.run("every process file deploys", guide.deploys_every_file)
            checks.run("an unchanged file is not deployed again", guide.filters_duplicates)
            checks.run("the list of definitions", guide.lists_like_the_script)
            checks.run("a broken file is refused with a reason", guide.refuses_a_broken_file)
            checks.run("the orchestrator starts with typed variables", guide.starts_the_orchestrator)
            checks.run("process instances are counted", guide.counts_process_instances)
            checks.run("the start-up services run", guide.starts_its_services)
            checks.run("a query with OpenAI", guide.answers_a_query, "openai", "ai_query")
            checks.run("a query with Ollama", guide.answers_a_query, "ollama", "ai_query")
            checks.run("a query with selected provider", guide.answers_a_query, "auto", "provider_selection")
            checks.run("an error leads back to waiting", guide.comes_back_after_an_error)
            checks.run("an incident, and recovery from it", guide.makes_an_incident_and_recovers)
            if not args.procos.startswith("http://"):
                checks.run("a restart keeps everything", guide.survives_a_restart)
    checks.end()


if __name__ == "__main__":
    main()
