#!/usr/bin/env python3
"""Long polling and concurrency over HTTP: tasks are given out once, wake who waits for them, and are not lost
with a client that goes.

  long_poll_test.py PROCOS [--tasks 20000] [--workers 32] [--parked 5000]
"""
import argparse
import collections
import json
import os
import socket
import struct
import sys
import threading
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "support"))
from parking import LOCK_MS, Poll, idle_cpu, park, wake_times, work_model  # noqa: E402
from server import Api, Checks, Server, bpmn, equal, wait_for  # noqa: E402

MANY = 100  # tasks of one instance
LOOP = """<bpmn:multiInstanceLoopCharacteristics><bpmn:loopCardinality>%d</bpmn:loopCardinality>
  </bpmn:multiInstanceLoopCharacteristics>""" % MANY

RACES = bpmn("""<bpmn:message id="go" name="go"/>
  <bpmn:process id="task" isExecutable="true" camunda:historyTimeToLive="P1D">
    <bpmn:startEvent id="s1"/><bpmn:sequenceFlow id="f1" sourceRef="s1" targetRef="t1"/><bpmn:userTask id="t1"/>
  </bpmn:process>
  <bpmn:process id="external" isExecutable="true" camunda:historyTimeToLive="P1D">
    <bpmn:startEvent id="s2"/><bpmn:sequenceFlow id="f2" sourceRef="s2" targetRef="t2"/>
    <bpmn:serviceTask id="t2" camunda:type="external" camunda:topic="race"/>
  </bpmn:process>
  <bpmn:process id="message" isExecutable="true" camunda:historyTimeToLive="P1D">
    <bpmn:startEvent id="s3"/><bpmn:sequenceFlow id="f3" sourceRef="s3" targetRef="t3"/>
    <bpmn:receiveTask id="t3" messageRef="go"/>
  </bpmn:process>
  <bpmn:process id="job" isExecutable="true" camunda:historyTimeToLive="P1D">
    <bpmn:startEvent id="s4" camunda:asyncAfter="true"/><bpmn:sequenceFlow id="f4" sourceRef="s4" targetRef="t4"/>
    <bpmn:userTask id="t4"/>
  </bpmn:process>""")


def in_threads(functions):
    threads = [threading.Thread(target=f) for f in functions]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


class LongPolls:
    def __init__(self, server, options):
        self.server = server
        self.options = options
        self.api = Api(server.url)

    def start(self, key, count=1, **more):
        return [self.api.post("/process-definition/key/%s/start" % key, more)["id"] for _ in range(count)]

    def free_tasks(self, topic):
        return self.api.get("/external-task/count?notLocked=true&topicName=" + topic)["count"]

    def once_only(self):
        """Workers that fetch and complete while the tasks are made: each task is locked once, completed once."""
        total = self.options.tasks // MANY * MANY
        self.api.deploy("once", {"once.bpmn": work_model("once", "once", LOOP)})
        counts, wrong, done = collections.Counter(), [], threading.Event()

        def work(number):
            api, worker = Api(self.server.url), "worker-%d" % number
            request = {"workerId": worker, "maxTasks": 10, "asyncResponseTimeout": 1000,
                       "topics": [{"topicName": "once", "lockDuration": LOCK_MS, "variables": []}]}
            while not done.is_set():
                for task in api.post("/external-task/fetchAndLock", request):
                    counts[task["id"]] += 1
                    status, body = api.raw("POST", "/external-task/%s/complete" % task["id"], {"workerId": worker})
                    if status != 204 or task["workerId"] != worker:
                        wrong.append((status, body))
                if len(counts) >= total:
                    done.set()

        begin = time.monotonic()
        starter = threading.Thread(target=lambda: self.start("once", total // MANY))
        starter.start()
        in_threads([lambda n=n: work(n) for n in range(self.options.workers)])
        starter.join()
        print("       %d tasks, %d workers, %.0f a second" % (total, self.options.workers,
                                                              total / (time.monotonic() - begin)))
        equal(wrong[:3], [])
        equal((len(counts), max(counts.values())), (total, 1))
        equal(self.api.get("/process-instance/count?processDefinitionKey=once"), {"count": 0})

    def wakes_at_once(self):
        after, whole = wake_times(self.server.url, 200)
        print("       woken after %.2f ms (median), %.2f ms (99 %%); with the start %.2f ms"
              % (after[100], after[197], whole[100]))
        assert after[100] < 5, "woken after %.1f ms" % after[100]

    def parked_cost_nothing(self):
        polls = park(self.server.url, self.options.parked, "parked")
        try:
            used = idle_cpu(self.server.process.pid, 5)
            print("       %d parked requests use %.1f %% of a core" % (len(polls), 20 * used))
            assert used < 0.1, "%.2f s of 5 s" % used
            self.api.deploy("parked", {"parked.bpmn": work_model("parked", "parked")})
            begin = time.perf_counter()
            self.start("parked")
            (task,) = polls[0].answer()
            print("       the first of them gets a new task after %.1f ms" % (1000 * (time.perf_counter() - begin)))
            equal(task["workerId"], "parked-0")
        finally:
            for poll in polls:
                poll.close()

    def first_come_first_served(self):
        self.api.deploy("queue", {"queue.bpmn": work_model("queue", "queue")})
        polls = []
        for n in range(20):
            polls.append(Poll(self.server.url, "queue", "queue-%d" % n))
            time.sleep(0.01)
        self.start("queue", 20)
        got = [poll.answer()[0] for poll in polls]
        equal([task["workerId"] for task in got], ["queue-%d" % n for n in range(20)])
        equal(sorted(got, key=lambda task: task["id"]), got)

    def wakes_when_a_lock_runs_out(self):
        self.api.deploy("lock", {"lock.bpmn": work_model("lock", "lock")})
        self.start("lock")
        topic = {"topicName": "lock", "lockDuration": 400}
        (first,) = self.api.post("/external-task/fetchAndLock", {"workerId": "a", "maxTasks": 1, "topics": [topic]})
        begin = time.monotonic()
        poll = Poll(self.server.url, "lock", "b")
        (second,) = poll.answer()
        seconds = time.monotonic() - begin
        equal((second["id"], second["workerId"]), (first["id"], "b"))
        assert 0.3 < seconds < 0.9, "after %.2f s" % seconds

    def loses_nothing_with_its_clients(self):
        """Clients close (and reset) their connections while tasks are made for them: what they did not get is free
        at once. What was answered before its client closed is locked: a server cannot know."""
        self.api.deploy("lost", {"lost.bpmn": work_model("lost", "lost")})
        free = 0
        for round_number in range(40):
            dying = [Poll(self.server.url, "lost", "dying-%d" % n) for n in range(8)]
            time.sleep(0.02)
            killer = threading.Thread(target=self.kill, args=(dying, round_number % 2))
            starter = threading.Thread(target=self.start, args=("lost", 4))
            for thread in (starter, killer) if round_number % 4 < 2 else (killer, starter):
                thread.start()
            killer.join()
            starter.join()
            time.sleep(0.05)
            free += len(Poll(self.server.url, "lost", "heir", timeout_ms=0, max_tasks=100).answer())
        locked = self.api.get("/external-task?topicName=lost&locked=true")
        died = sum(task["workerId"] != "heir" for task in locked)
        equal((free + died, len(locked)), (160, 160))
        print("       of 160 tasks for clients that went, %d had been answered to them" % died)
        assert died < 120, died

    @staticmethod
    def kill(polls, reset):
        for poll in polls:
            if reset:
                poll.socket.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            poll.close()

    def gives_nothing_to_those_who_went(self):
        self.api.deploy("gone", {"gone.bpmn": work_model("gone", "gone")})
        for n in range(50):
            Poll(self.server.url, "gone", "gone-%d" % n).close()
        time.sleep(0.2)
        self.start("gone", 10)
        equal(self.free_tasks("gone"), 10)

    def race(self, prepare, act, losers):
        """Four clients do the same at once: one succeeds, the others get one of the errors (status, type)."""
        seen = collections.Counter()
        for _ in range(25):
            target = prepare()
            barrier, answers = threading.Barrier(4), []

            def attempt():
                api = Api(self.server.url)
                api.get("/version")
                barrier.wait()
                answers.append(act(api, target))

            in_threads([attempt] * 4)
            equal(sum(200 <= status < 300 for status, _ in answers), 1)
            seen.update((status, body["type"]) for status, body in answers if status >= 300)
        assert set(seen) <= losers, seen

    def one_completes_a_user_task(self):
        def prepare():
            (instance,) = self.start("task")
            return self.api.get("/task?processInstanceId=" + instance)[0]["id"]
        self.race(prepare, lambda api, task: api.raw("POST", "/task/%s/complete" % task, {}),
                  {(500, "RestException")})

    def one_completes_an_external_task(self):
        def prepare():
            self.start("external")
            topic = {"topicName": "race", "lockDuration": LOCK_MS}
            request = {"workerId": "w", "maxTasks": 1, "topics": [topic]}
            return self.api.post("/external-task/fetchAndLock", request)[0]["id"]
        self.race(prepare, lambda api, task: api.raw("POST", "/external-task/%s/complete" % task, {"workerId": "w"}),
                  {(404, "RestException")})

    def one_correlates_a_message(self):
        def prepare():
            (instance,) = self.start("message")
            return instance
        self.race(prepare, lambda api, instance: api.raw("POST", "/message", {
            "messageName": "go", "processInstanceId": instance}), {(400, "RestException")})

    def one_executes_a_job(self):
        def prepare():
            (instance,) = self.start("job")
            return self.api.get("/job?processInstanceId=" + instance)[0]["id"]
        self.race(prepare, lambda api, job: api.raw("POST", "/job/%s/execute" % job),
                  {(404, "InvalidRequestException")})


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("procos")
    parser.add_argument("--tasks", type=int, default=20000)
    parser.add_argument("--workers", type=int, default=32)
    parser.add_argument("--parked", type=int, default=5000)
    options = parser.parse_args()
    checks = Checks()
    with Server(options.procos, "--no-job-executor") as server:
        polls = LongPolls(server, options)
        polls.api.deploy("races", {"races.bpmn": RACES})
        for check in (polls.wakes_at_once, polls.first_come_first_served, polls.wakes_when_a_lock_runs_out,
                      polls.gives_nothing_to_those_who_went, polls.loses_nothing_with_its_clients,
                      polls.one_completes_a_user_task, polls.one_completes_an_external_task,
                      polls.one_correlates_a_message, polls.one_executes_a_job, polls.parked_cost_nothing,
                      polls.once_only):
            checks.run(check.__name__.replace("_", " "), check)
    checks.end()


if __name__ == "__main__":
    main()
