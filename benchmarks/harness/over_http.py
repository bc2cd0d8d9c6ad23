"""What is measured over HTTP: the same load on each server, one after the other, round by round."""
import json
import os
import statistics
import subprocess
import time

from build import program
from machine import rss_mb
from parking import idle_cpu, park, wake_times
from server import Api, Server

# load, what the table calls it; the goals are times Camunda's rate with 8 clients, and with 64.
LOADS = [
    ("straight", "start straight-through", {8: 20, 64: 40}),
    ("usertask", "start + complete user task", {8: 20, 64: 40}),
    ("message", "message correlation", {8: 20, 64: 40}),
    ("external", "external task fetchAndLock(10) + complete", {8: 40}),
]
LIST = ("list", "lists of 50 of %s instances", {8: 20})
P99_TIMES = 20


def drive(url, load, **options):
    arguments = [program("procos_load_bench"), load, "--base", url + "/engine-rest"]
    for name, value in options.items():
        arguments += ["--" + name, str(value)]
    done = subprocess.run(arguments, stdout=subprocess.PIPE, text=True, check=True)
    return json.loads(done.stdout)


class Ours:
    """`procos serve` with its defaults: synchronous=FULL, history full."""
    name = "ours"

    def __init__(self, procos, directory):
        self.server = Server(procos, database=os.path.join(directory, "ours.db"))

    def start(self):
        self.server.start()
        self.url, self.pid = self.server.url, self.server.process.pid

    def stop(self):
        self.server.__exit__()


def measure(table, sides, load, what, goals, seconds):
    """One round of a load: each side with each number of clients."""
    for clients, times in goals.items():
        rate = table.row("%s, %d clients" % (what, clients), "/s", times=times)
        p99 = table.row("%s: p99" % rate.what, "ms", times=P99_TIMES, less=True) if clients == 8 else None
        for side in sides:
            figures = drive(side.url, load, clients=clients, seconds=seconds)
            if figures["errors"]:
                table.note("%s, %s: %d errors" % (side.name, rate.what, figures["errors"]))
            rate.add(side.name, figures["rate"])
            if p99:
                p99.add(side.name, figures["p99"])


def loads(table, sides, rounds, seconds, warm_up):
    """`warm_up` seconds of each load come first: a Java program needs them."""
    for load, _, _ in LOADS:
        for side in sides:
            drive(side.url, load, clients=8, seconds=warm_up if side.name != "ours" else 1)
    for _ in range(rounds):
        for load, what, goals in LOADS:
            measure(table, sides, load, what, goals, seconds)


def lists(table, sides, rounds, seconds, instances):
    """After so many instances that wait: memory, and lists."""
    limit = 40 if instances >= 100000 else None
    memory = table.row("RSS after %s instances" % "{:,}".format(instances), "MB", times=20, limit=limit, less=True)
    for side in sides:
        drive(side.url, "fill", clients=64, count=instances)
        memory.add(side.name, rss_mb(side.pid))
    load, what, goals = LIST
    for side in sides:
        drive(side.url, load, clients=8, seconds=seconds)
    for _ in range(rounds):
        measure(table, sides, load, what % "{:,}".format(instances), goals, seconds)


def cold_start_ms(procos, database, times):
    """From the start of the program to the first 200, with the database as it is; an empty one: a new one each."""
    taken = []
    for number in range(times):
        server = Server(procos, database=database or "")
        if database is None:
            server.database = "%s-%d.db" % (server.log.name, number)
        begin = time.perf_counter()
        try:
            with server:
                Api(server.url).get("/engine")
                taken.append(1000 * (time.perf_counter() - begin))
        finally:
            if database is None:
                for ending in ("", "-wal", "-shm", "-lock"):
                    if os.path.exists(server.database + ending):
                        os.unlink(server.database + ending)
    return statistics.median(taken)


def overload(table, procos, directory, rounds, seconds):
    """More clients than the server is busy with: the rate must not break down."""
    with Server(procos, database=os.path.join(directory, "overload.db")) as server:
        drive(server.url, "straight", clients=64, seconds=1)
        for _ in range(rounds):
            rates = {clients: drive(server.url, "straight", clients=clients, seconds=seconds)["rate"]
                     for clients in (64, 128, 1024)}
            for clients in (128, 1024):
                row = table.row("start straight-through, %d clients / 64 clients" % clients, "ratio", limit=0.9)
                row.add("ours", rates[clients] / rates[64])


def long_polls(table, procos, directory, parked):
    with Server(procos, database=os.path.join(directory, "polls.db")) as server:
        after, _ = wake_times(server.url, 300)
        table.row("a parked fetchAndLock is woken after a commit, p99", "ms", limit=5, less=True).add("ours", after[296])
        polls = park(server.url, parked, "nobody")
        table.row("processor time of {:,} parked".format(parked), "% of a core").add(
            "ours", 10 * idle_cpu(server.process.pid, 10))
        for poll in polls:
            poll.close()
