#!/usr/bin/env python3
"""Lets a server work for a while as it would for days, and says whether its memory and file stay flat.

  soak.py PROCOS [--minutes 20] [--clients 8] [--waiting 2000] [--rate 400] [--shrink] [--directory DIR]

Time is compressed: the history of what ends may go at once (time to live 0), and the cleanup runs every few seconds
instead of every night. Instances are started, completed, worked on and deleted; a number of them waits all the time.
Flat: neither resident memory nor the file (with its log) is in the last quarter larger than in the third by more than
the tolerances below. At the end everything is removed, and the table shows what an idle server gives back.
"""
import argparse
import os
import random
import statistics
import sys
import tempfile
import threading
import time

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, "..", "tests", "support"))
from server import ROOT, Api, HttpError, Server, bpmn  # noqa: E402

MEMORY_TOLERANCE = 0.05
FILE_TOLERANCE = 0.10
CLEANUP_S = 5
# Who was assigned tasks is counted for ever unless the owner says otherwise, as in Camunda.
CONFIG = "kernel: {history_cleanup: {task_metrics_time_to_live: 0}}\n"

MODELS = bpmn("""<bpmn:process id="approve" isExecutable="true" camunda:historyTimeToLive="0">
  <bpmn:startEvent id="s"/><bpmn:sequenceFlow id="f" sourceRef="s" targetRef="t"/>
  <bpmn:userTask id="t" camunda:assignee="demo"/>
  <bpmn:sequenceFlow id="g" sourceRef="t" targetRef="e"/><bpmn:endEvent id="e"/></bpmn:process>
  <bpmn:process id="work" isExecutable="true" camunda:historyTimeToLive="0">
  <bpmn:startEvent id="ws"/><bpmn:sequenceFlow id="wf" sourceRef="ws" targetRef="wt"/>
  <bpmn:serviceTask id="wt" camunda:type="external" camunda:topic="soak"/>
  <bpmn:sequenceFlow id="wg" sourceRef="wt" targetRef="we"/><bpmn:endEvent id="we"/></bpmn:process>
  <bpmn:process id="straight" isExecutable="true" camunda:historyTimeToLive="0">
  <bpmn:startEvent id="ss"/><bpmn:sequenceFlow id="sf" sourceRef="ss" targetRef="st"/><bpmn:task id="st"/>
  <bpmn:sequenceFlow id="sg" sourceRef="st" targetRef="se"/><bpmn:endEvent id="se"/></bpmn:process>""")


class Load:
    def __init__(self, server, waiting, rate, clients):
        self.api = Api(server.url, timeout=60)
        self.waiting, self.pause = waiting, clients / rate
        self.over = threading.Event()
        self.done = {"approve": 0, "work": 0, "straight": 0, "deleted": 0}
        self.errors = []
        self.open = []  # instances of "approve" that wait
        self.lock = threading.Lock()

    def start(self, key):
        variables = {"customer": {"value": "c%d" % random.randrange(10 ** 6)},
                     "text": {"value": "x" * random.randrange(20, 800)}}
        return self.api.post("/process-definition/key/%s/start" % key, {"variables": variables})["id"]

    def count(self, what, number=1):
        with self.lock:
            self.done[what] += number

    def approve(self):
        instance = self.start("approve")
        with self.lock:
            self.open.append(instance)
            if len(self.open) <= self.waiting:
                return
            at = random.randrange(len(self.open))
            self.open[at], self.open[-1] = self.open[-1], self.open[at]
            instance = self.open.pop()
        if random.random() < 0.2:
            self.api.call("DELETE", "/process-instance/" + instance)
            return self.count("deleted")
        task = self.api.get("/task?processInstanceId=" + instance)[0]["id"]
        self.api.post("/task/%s/complete" % task, {"variables": {"ok": {"value": True}}})
        self.count("approve")

    def work(self):
        self.start("work")
        tasks = self.api.post("/external-task/fetchAndLock",
                              {"workerId": "w", "maxTasks": 3,
                               "topics": [{"topicName": "soak", "lockDuration": 60000}]})
        for task in tasks:
            self.api.post("/external-task/%s/complete" % task["id"], {"workerId": "w"})
        self.count("work", len(tasks))

    def straight(self):
        self.start("straight")
        self.count("straight")

    def run(self):
        while not self.over.is_set():
            begin = time.monotonic()
            try:
                random.choice((self.approve, self.work, self.straight))()
            except (HttpError, OSError) as error:
                with self.lock:
                    self.errors.append(str(error))
            time.sleep(max(0, self.pause - (time.monotonic() - begin)))

    def clean(self):
        while not self.over.wait(CLEANUP_S):
            self.api.post("/history/cleanup?immediatelyDue=true")


def sizes_mb(path):
    """Of the file and of its log."""
    return [os.path.getsize(p) / 2 ** 20 if os.path.exists(p) else 0 for p in (path, path + "-wal")]


def sample(server, begin, load):
    ended = load.api.get("/history/process-instance/count?finished=true")["count"]
    with load.lock:
        done = sum(load.done.values())
    file, log = sizes_mb(server.database)
    values = (time.monotonic() - begin, done, ended, server.rss_kb() / 1024, file + log, file, log)
    print("%7.0f %10d %16d %10.1f %10.1f %10.1f" % (values[:4] + values[5:]), flush=True)
    return values


def growth(samples, column):
    """Of the means of the third and the last quarter."""
    quarter = len(samples) // 4
    third = statistics.mean(s[column] for s in samples[2 * quarter:3 * quarter])
    last = statistics.mean(s[column] for s in samples[3 * quarter:])
    return third, last, last / third - 1


def verdict(what, samples, column, tolerance):
    third, last, grown = growth(samples, column)
    flat = grown <= tolerance
    print("%-22s third quarter %.1f MB, last quarter %.1f MB: %+.1f %% (tolerance %.0f %%): %s"
          % (what, third, last, 100 * grown, 100 * tolerance, "flat" if flat else "NOT FLAT"))
    return flat


def remove_everything(server, api):
    before = sizes_mb(server.database)
    for deployment in api.get("/deployment"):
        api.call("DELETE", "/deployment/%s?cascade=true" % deployment["id"])
    time.sleep(30)
    print("file and log after removing everything and half a minute of rest: %.1f and %.1f MB, before %.1f and %.1f MB"
          % (*sizes_mb(server.database), *before))


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("procos")
    parser.add_argument("--minutes", type=float, default=20)
    parser.add_argument("--clients", type=int, default=8)
    parser.add_argument("--waiting", type=int, default=2000, help="instances that wait all the time")
    parser.add_argument("--rate", type=float, default=400, help="rounds a second of all clients together at most")
    parser.add_argument("--shrink", action="store_true", help="the server is told to make its file smaller")
    parser.add_argument("--directory", default=os.path.join(ROOT, "build"), help="whose disk is used")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory(dir=args.directory) as directory:
        config = os.path.join(directory, "soak.yml")
        with open(config, "w") as f:
            f.write(CONFIG)
        options = ["--config", config] + (["--shrink"] if args.shrink else [])
        with Server(args.procos, *options, database=os.path.join(directory, "soak.db")) as server:
            load = Load(server, args.waiting, args.rate, args.clients)
            load.api.deploy("soak", {"soak.bpmn": MODELS})
            threads = [threading.Thread(target=load.run) for _ in range(args.clients)]
            threads.append(threading.Thread(target=load.clean))
            begin = time.monotonic()
            for thread in threads:
                thread.start()
            print("%7s %10s %16s %10s %10s %10s"
                  % ("seconds", "ended", "kept in history", "memory MB", "file MB", "log MB"))
            samples = []
            steps = 40
            for step in range(1, steps + 1):
                time.sleep(max(0, begin + step * args.minutes * 60 / steps - time.monotonic()))
                samples.append(sample(server, begin, load))
            load.over.set()
            for thread in threads:
                thread.join()
            print("\nended: %s; %d errors %s" % (load.done, len(load.errors), load.errors[:3]))
            flat = verdict("resident memory", samples, 3, MEMORY_TOLERANCE)
            flat = verdict("file with its log", samples, 4, FILE_TOLERANCE) and flat
            remove_everything(server, load.api)
    sys.exit(0 if flat and not load.errors else 1)


if __name__ == "__main__":
    main()
