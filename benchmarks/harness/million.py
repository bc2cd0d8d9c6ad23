"""A million instances that wait: what the file and the memory become, and what stays as fast."""
import json
import os
import subprocess

from build import program
from machine import rss_mb, size_mb
from over_http import cold_start_ms, drive
from server import Api, Server


def fill(directory, kind, count):
    """-> the database file; one that is there already is used again"""
    path = os.path.join(directory, "million-%s-%d.db" % (kind, count))
    if not os.path.exists(path):
        making = path + ".making"
        subprocess.run([program("procos_million_bench"), "fill", making, kind, str(count)], check=True)
        os.rename(making, path)
    return path


def rates_beside_empty(table, procos, directory, path, name, rounds, seconds):
    """Start and complete with an empty database and with the full one, in turn."""
    row = table.row("start + complete rate with %s waiting / with an empty file" % name, "ratio", limit=0.8)
    for number in range(rounds):
        rates = []
        for database in (os.path.join(directory, "empty-%d.db" % number), path):
            with Server(procos, database=database) as server:
                rates.append(drive(server.url, "usertask", clients=8, seconds=seconds)["rate"])
        row.add("ours", rates[1] / rates[0])


def waiting(table, procos, kept, directory, count, rounds, seconds):
    name = "{:,}".format(count)
    path = fill(kept, "waiting", count)
    table.row("file of %s waiting instances" % name, "MB", limit=2500, less=True).add("ours", size_mb(path))
    cold = table.row("cold start to the first 200, with 1,000 definitions and %s waiting" % name, "ms", limit=200, less=True)
    for _ in range(rounds):
        cold.add("ours", cold_start_ms(procos, path, 3))
    with Server(procos, database=path) as server:
        api = Api(server.url, timeout=120)
        assert api.get("/process-instance/count")["count"] >= count
        drive(server.url, "list", clients=8, seconds=seconds)
        drive(server.url, "straight", clients=8, seconds=seconds)
        table.row("RSS with %s waiting, after a load" % name, "MB", limit=150, less=True).add("ours", rss_mb(server.process.pid))
    rates_beside_empty(table, procos, directory, path, name, rounds, seconds)


def external(table, procos, kept, count, rounds, seconds):
    path = fill(kept, "external", count)
    row = table.row("p99 of fetchAndLock(10), {:,} open tasks over 100 topics, 1 client".format(count), "ms", limit=5, less=True)
    busy = table.row("the same, 8 clients", "ms")
    for _ in range(rounds):
        with Server(procos, database=path) as server:
            row.add("ours", drive(server.url, "fetch", clients=1, seconds=seconds)["p99"])
            busy.add("ours", drive(server.url, "fetch", clients=8, seconds=seconds)["p99"])


def timers(table, kept, count, rounds):
    path = fill(kept, "timer", count)
    row = table.row("p99 of taking 16 due timers of {:,}".format(count), "ms", limit=5, less=True)
    for _ in range(rounds):
        done = subprocess.run([program("procos_million_bench"), "acquire", path], stdout=subprocess.PIPE, text=True,
                              check=True)
        figures = json.loads(done.stdout)
        assert figures["jobs"] > 0
        row.add("ours", figures["p99"])


def million(table, procos, kept, directory, count, rounds, seconds):
    """`kept`: where the large files stay for the next time."""
    waiting(table, procos, kept, directory, count, rounds, seconds)
    external(table, procos, kept, count, rounds, seconds)
    timers(table, kept, count, rounds)
