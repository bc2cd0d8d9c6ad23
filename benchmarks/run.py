#!/usr/bin/env python3
"""Measures the program from outside and prints a table; never a test.

  run.py PROCOS [--instances 10000] [-n 3000] [-c 8] [--sync-ms 1.4] [--camunda URL] [--directory DIR]

Cold start to the first 200, memory after many instances, long polls, and the rates of the load generator in
../shared/bench/load (needs Go), on a database in DIR whose disk's fdatasync is measured beside it.
--sync-ms lets each sync of the server take at least so long, as on a slower disk (needs cc).
--camunda runs the same load against a server that already runs, for example a Camunda 7.24.
"""
import argparse
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, "..", "tests", "support"))
from parking import idle_cpu, park, wake_times  # noqa: E402
from server import ROOT, SHARED, Api, Server, bpmn  # noqa: E402

TASK = bpmn("""<bpmn:process id="p" isExecutable="true" camunda:historyTimeToLive="P1D">
  <bpmn:startEvent id="s"/><bpmn:sequenceFlow id="f" sourceRef="s" targetRef="t"/><bpmn:userTask id="t"/>
  </bpmn:process>""")


def row(what, value, goal=""):
    print("%-48s %16s   %s" % (what, value, goal), flush=True)


def sync_ms(directory):
    """Median and 99th percentile of appending 4 kB and fdatasync."""
    path = os.path.join(directory, "sync.tmp")
    times = []
    fd = os.open(path, os.O_CREAT | os.O_WRONLY)
    try:
        for _ in range(300):
            os.write(fd, b"x" * 4096)
            begin = time.perf_counter()
            os.fdatasync(fd)
            times.append(1000 * (time.perf_counter() - begin))
    finally:
        os.close(fd)
        os.unlink(path)
    times.sort()
    return statistics.median(times), times[int(0.99 * len(times))]


def cold_starts(procos, directory):
    """Seconds from the start of the program to the first 200, each time with an empty database."""
    times = []
    for number in range(15):
        server = Server(procos, database=os.path.join(directory, "cold-%d.db" % number))
        begin = time.perf_counter()
        with server:
            Api(server.url).get("/engine")
            times.append(time.perf_counter() - begin)
    return 1000 * statistics.median(times), 1000 * max(times)


def memory(procos, directory, instances):
    """Resident MB before and after starting instances that wait at a task."""
    with Server(procos, database=os.path.join(directory, "memory.db")) as server:
        api = Api(server.url)
        api.deploy("p", {"p.bpmn": TASK})
        empty = server.rss_kb()
        begin = time.perf_counter()
        body = {"variables": {"customer": {"value": "somebody", "type": "String"}}}
        with ThreadPoolExecutor(8) as pool:
            list(pool.map(lambda n: api.post("/process-definition/key/p/start", {**body, "businessKey": str(n)}),
                          range(instances)))
        seconds = time.perf_counter() - begin
        assert api.get("/process-instance/count") == {"count": instances}
        size = os.path.getsize(server.database) >> 20
        return empty / 1024, server.rss_kb() / 1024, seconds, size


def long_polls(procos, directory, parked):
    with Server(procos, database=os.path.join(directory, "polls.db")) as server:
        after, whole = wake_times(server.url, 500)
        row("a parked fetchAndLock is woken after", "%.2f / %.2f ms" % (after[250], after[495]),
            "median / 99 %, from the answer to the start; goal: under 5 ms")
        row("from the start to its task at the worker", "%.2f / %.2f ms" % (whole[250], whole[495]), "median / 99 %")
        polls = park(server.url, parked, "nobody")
        row("processor time of %d parked" % parked, "%.2f %%" % (10 * idle_cpu(server.process.pid, 10)),
            "of a core; goal: none")
        for poll in polls:
            poll.close()


def slow_sync(milliseconds):
    """Servers started from now on sync no faster."""
    library = os.path.join(ROOT, "build", "slow_sync.so")
    subprocess.run(["cc", "-O2", "-shared", "-fPIC", "-o", library, os.path.join(HERE, "slow_sync.c")], check=True)
    os.environ.update(LD_PRELOAD=library, SYNC_US=str(int(1000 * milliseconds)))


def load_generator():
    source = os.path.join(SHARED, "bench", "load")
    program = os.path.join(ROOT, "build", "load")
    if shutil.which("go") is None or not os.path.isdir(source):
        return None
    subprocess.run(["go", "build", "-o", program, "."], cwd=source, check=True)
    return program


def load(program, url, count, clients):
    done = subprocess.run([program, "-base", url + "/engine-rest", "-n", str(count), "-c", str(clients)],
                          stdout=subprocess.PIPE, text=True)
    return {r["mode"]: r for r in map(json.loads, done.stdout.splitlines())}


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("procos")
    parser.add_argument("--instances", type=int, default=10000)
    parser.add_argument("-n", type=int, default=3000, help="instances for each mode of the load")
    parser.add_argument("-c", type=int, default=8, help="clients at once")
    parser.add_argument("--parked", type=int, default=5000, help="long polls that wait")
    parser.add_argument("--sync-ms", type=float, default=0, help="what a sync of the server takes at least")
    parser.add_argument("--camunda", help="URL of a server to load as well")
    parser.add_argument("--directory", default=os.path.join(ROOT, "build"), help="whose disk is used")
    args = parser.parse_args()
    program = load_generator()
    with tempfile.TemporaryDirectory(dir=args.directory) as directory:
        print("%d cores, load average %.1f" % (os.cpu_count(), os.getloadavg()[0]))
        row("fdatasync of 4 kB", "%.2f / %.2f ms" % sync_ms(directory), "median / 99 %")
        if args.sync_ms:
            slow_sync(args.sync_ms)
            row("a sync of the server", "%.1f ms" % args.sync_ms, "or longer, by --sync-ms")
        row("cold start to first 200", "%.0f / %.0f ms" % cold_starts(args.procos, directory),
            "median / longest; goal: under 100 ms")
        empty, full, seconds, size = memory(args.procos, directory, args.instances)
        row("memory with an empty database", "%.1f MB" % empty)
        row("memory after %d instances" % args.instances, "%.1f MB" % full,
            "goal: under 40 MB; %.0f s with this script's own clients, file of %d MB" % (seconds, size))
        long_polls(args.procos, directory, args.parked)
        if program is None:
            print("no load: Go, or ../shared/bench/load, is not there")
            return
        with Server(args.procos, database=os.path.join(directory, "load.db")) as server:
            ours = load(program, server.url, args.n, args.c)
            row("memory after the load", "%.1f MB" % (server.rss_kb() / 1024))
    theirs = load(program, args.camunda.rstrip("/"), args.n, args.c) if args.camunda else {}
    goals = {"start straight-through": "goal: 2000", "start external": "goal: 2000",
             "external fetchAndLock(10)+complete": "goal: 2000"}
    print("\n%-38s %10s %8s %8s %7s   %s" % ("load, %d clients" % args.c, "per second", "p50 ms", "p99 ms", "errors",
                                            "Camunda's rate, p50, p99" if theirs else ""))
    for mode, r in ours.items():
        other = theirs.get(mode)
        print("%-38s %10d %8.2f %8.2f %7d   %s"
              % (mode, r["rate"], r["p50"], r["p99"], r["errors"],
                 "%d, %.2f, %.2f" % (other["rate"], other["p50"], other["p99"]) if other else goals.get(mode, "")))


if __name__ == "__main__":
    main()
