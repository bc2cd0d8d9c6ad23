#!/usr/bin/env python3
"""The client `camunda-external-task-client-python3` from PyPI, as users run it, against `procos serve`.

  python_client_test.py PROCOS|URL     (with build/venv/bin/python, which scripts/setup makes)

With URL it asks a server that already runs there, for example a Camunda 7.24.
"""
import base64
import json
import logging
import os
import sys
import threading
import time

from camunda.client.engine_client import EngineClient
from camunda.client.external_task_client import ExternalTaskClient
from camunda.external_task.external_task_worker import ExternalTaskWorker, NoExternalTaskFound
from camunda.process_definition.process_definition_client import ProcessDefinitionClient

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "support"))
from server import Api, Checks, equal, server_of, wait_for  # noqa: E402
from order_model import ORDER  # noqa: E402

CONFIG = {"maxTasks": 1, "lockDuration": 10000, "asyncResponseTimeout": 500, "retries": 3,
          "retryTimeout": 0, "sleepSeconds": 1}

TYPED = {
    "text": ("String", "Grüße 😀"), "number": ("Integer", 42), "big": ("Long", 9007199254740993),
    "ratio": ("Double", 2.5), "yes": ("Boolean", True), "nothing": ("Null", None),
    "json": ("Json", '{"a":[1,2]}'), "when": ("Date", "2026-01-31T10:20:30.000+0000"),
    "bytes": ("Bytes", base64.b64encode(b"\x00\x01").decode()),
}


class Client:
    def __init__(self, server):
        self.api = Api(server.url)
        self.base = server.url + "/engine-rest"
        self.engine = EngineClient(self.base)
        self.worker = ExternalTaskWorker(worker_id="py-1", base_url=self.base, config=CONFIG)

    def start(self, variables=None, **more):
        return self.engine.start_process("order", variables or {}, **more)["id"]

    def run_once(self, action, **filters):
        """What the worker does in its loop, once."""
        self.worker.fetch_and_execute("charge", action, **filters)

    def state(self, instance):
        return self.api.get("/history/process-instance/" + instance)["state"]

    def history_variables(self, instance):
        rows = self.api.get("/history/variable-instance?deserializeValues=false&processInstanceId=" + instance)
        return {row["name"]: (row["type"], row["value"]) for row in rows}

    def fetches_and_completes(self):
        instance = self.start({"amount": 10, "customer": "ann"}, business_key="order-1")
        seen = {}

        def charge(task):
            seen.update(id=task.get_task_id(), topic=task.get_topic_name(), worker=task.get_worker_id(),
                        key=task.get_business_key(), variables=task.get_variables(), tenant=task.get_tenant_id(),
                        instance=task.get_process_instance_id(), activity=task.get_activity_id(),
                        currency=task.get_extension_property("currency"))
            return task.complete({"receipt": "r-1", "lines": {"value": "[1]", "type": "Json"}}, {"local": 1})

        self.run_once(charge)
        task = seen.pop("id")
        equal(seen, {"topic": "charge", "worker": "py-1", "key": "order-1", "tenant": None, "instance": instance,
                     "activity": "charge", "currency": "EUR", "variables": {"amount": 10, "customer": "ann"}})
        equal(self.state(instance), "COMPLETED")
        variables = self.history_variables(instance)
        equal(variables["receipt"], ("String", "r-1"))
        equal(variables["lines"], ("Json", "[1]"))
        equal(variables["local"], ("Integer", 1))
        equal(self.api.raw("GET", "/external-task/" + task)[0], 404)

    def variables_of_every_type(self):
        given = {name: {"type": kind, "value": value} for name, (kind, value) in TYPED.items()}
        given["object"] = {"type": "Object", "value": '["a"]', "valueInfo": {
            "objectTypeName": "java.util.ArrayList<java.lang.String>",
            "serializationDataFormat": "application/json"}}
        instance = self.start(given)
        seen = {}

        def charge(task):
            for name in given:
                seen[name] = task.get_variable(name, with_meta=True)
            return task.complete({"copy_of_" + name: seen[name] for name in ("big", "json", "when", "nothing")})

        try:
            worker = ExternalTaskWorker(worker_id="py-2", base_url=self.base,
                                        config={**CONFIG, "deserializeValues": False})
            worker.fetch_and_execute("charge", charge)
        except Exception:
            # A task left behind would be another check's.
            self.api.call("DELETE", "/process-instance/" + instance)
            raise
        # Bytes are not sent to workers, as in Camunda; they are fetched from /data.
        equal({n: (v["type"], v["value"]) for n, v in seen.items() if n not in ("object", "bytes")},
              {n: v for n, v in TYPED.items() if n != "bytes"})
        equal(seen["bytes"]["type"], "Bytes")
        equal((seen["object"]["type"], json.loads(seen["object"]["value"])), ("Object", ["a"]))
        equal(seen["object"]["valueInfo"]["serializationDataFormat"], "application/json")
        variables = self.history_variables(instance)
        for name in ("big", "json", "when", "nothing"):
            equal(variables["copy_of_" + name], TYPED[name])

    def fails_with_retries(self):
        instance = self.start()
        retries = []

        def fail(task):
            result = task.failure(error_message="service down", error_details="trace", max_retries=3, retry_timeout=0)
            retries.append(result.retries)
            return result

        for _ in range(3):
            self.run_once(fail)
        equal(retries, [3, 2, 1])
        (task,) = self.api.get("/external-task?processInstanceId=" + instance)
        equal((task["retries"], task["errorMessage"]), (1, "service down"))
        equal(self.api.raw("GET", "/external-task/%s/errorDetails" % task["id"]), (200, "trace"))
        equal(self.api.get("/incident?processInstanceId=" + instance), [])
        self.run_once(fail)
        (incident,) = self.api.get("/incident?processInstanceId=" + instance)
        equal((incident["incidentType"], incident["incidentMessage"]), ("failedExternalTask", "service down"))
        try:
            self.run_once(fail)
            raise AssertionError("a task without retries was fetched")
        except NoExternalTaskFound:
            pass
        self.api.call("PUT", "/external-task/%s/retries" % task["id"], {"retries": 1})
        self.run_once(lambda t: t.complete({}))
        equal(self.state(instance), "COMPLETED")

    def waits_before_a_retry(self):
        instance = self.start()
        self.run_once(lambda t: t.failure("later", "", max_retries=2, retry_timeout=1500))
        begin = time.monotonic()
        try:
            self.run_once(lambda t: t.complete({}))
            raise AssertionError("fetched before its retry timeout was over")
        except NoExternalTaskFound:
            pass
        wait_for("the retry", lambda: self.retry_once(), 5)
        assert time.monotonic() - begin > 1.2, "too early"
        equal(self.state(instance), "COMPLETED")

    def retry_once(self):
        try:
            self.run_once(lambda t: t.complete({}))
            return True
        except NoExternalTaskFound:
            return False

    def throws_a_bpmn_error(self):
        instance = self.start()
        self.run_once(lambda t: t.bpmn_error("CARD_DECLINED", "no money", {"tried": True}))
        (task,) = self.api.get("/task?processInstanceId=" + instance)
        equal(task["taskDefinitionKey"], "ask")
        variables = self.api.get("/process-instance/%s/variables" % instance)
        equal({n: v["value"] for n, v in variables.items()},
              {"code": "CARD_DECLINED", "message": "no money", "tried": True})
        self.api.post("/task/%s/complete" % task["id"])
        equal(self.state(instance), "COMPLETED")

    def filters_by_process_variable(self):
        red = self.start({"colour": "red"})
        blue = self.start({"colour": "blue"})
        self.run_once(lambda t: t.complete({}), process_variables={"colour": "blue"})
        equal((self.state(red), self.state(blue)), ("ACTIVE", "COMPLETED"))
        self.run_once(lambda t: t.complete({}))
        equal(self.state(red), "COMPLETED")

    def a_long_poll_wakes_up(self):
        seen = threading.Event()
        client = ExternalTaskClient("py-poll", self.base, {**CONFIG, "asyncResponseTimeout": 10000})

        def poll():
            for task in client.fetch_and_lock("charge"):
                client.complete(task["id"], {})
                seen.set()

        thread = threading.Thread(target=poll)
        thread.start()
        time.sleep(0.3)
        begin = time.monotonic()
        instance = self.start()
        thread.join(10)
        assert seen.is_set() and time.monotonic() - begin < 2, "the poll slept through the new task"
        equal(self.state(instance), "COMPLETED")

    def works_in_its_own_loop(self):
        """subscribe() as in the client's manual, in a thread that ends with the process."""
        instances = [self.start({"n": n}) for n in range(20)]
        worker = ExternalTaskWorker(worker_id="py-loop", base_url=self.base, config={**CONFIG, "maxTasks": 5})
        threading.Thread(target=worker.subscribe, daemon=True,
                         args=("charge", lambda t: t.complete({"n2": t.get_variable("n") * 2}))).start()
        wait_for("all instances end", lambda: all(self.state(i) == "COMPLETED" for i in instances), 20)
        equal([self.history_variables(i)["n2"][1] for i in instances], [2 * n for n in range(20)])

    def correlates_and_reads(self):
        instance = self.engine.start_process("waiting", {"a": "x"}, business_key="w-1")["id"]
        equal([i["id"] for i in self.engine.get_process_instance("waiting", ["a_eq_x"])], [instance])
        (result,) = self.engine.correlate_message("OrderPaid", business_key="w-1", process_variables={"b": 2})
        equal((result["resultType"], result["execution"]["processInstanceId"]), ("Execution", instance))
        equal(self.state(instance), "COMPLETED")
        equal(self.engine.get_jobs(0, 10), [])

    def starts_by_definition(self):
        client = ProcessDefinitionClient(self.base)
        started = client.start_process_by_version("waiting", "1.", {"a": {"value": 5}}, business_key="w-2")
        equal(self.engine.correlate_message("OrderPaid", business_key="w-2")[0]["resultType"], "Execution")
        equal(self.state(started["id"]), "COMPLETED")


def main():
    logging.disable(logging.CRITICAL)
    checks = Checks()
    with server_of(sys.argv[1]) as server:
        client = Client(server)
        client.api.deploy("order", {"order.bpmn": ORDER})
        checks.run("fetches and completes", client.fetches_and_completes)
        checks.run("variables of every type", client.variables_of_every_type)
        checks.run("fails with retries, then an incident", client.fails_with_retries)
        checks.run("waits before a retry", client.waits_before_a_retry)
        checks.run("throws a BPMN error", client.throws_a_bpmn_error)
        checks.run("filters by process variable", client.filters_by_process_variable)
        checks.run("a long poll wakes up", client.a_long_poll_wakes_up)
        checks.run("correlates and reads", client.correlates_and_reads)
        checks.run("starts by definition", client.starts_by_definition)
        checks.run("works in its own loop", client.works_in_its_own_loop)
    checks.end()


if __name__ == "__main__":
    main()
