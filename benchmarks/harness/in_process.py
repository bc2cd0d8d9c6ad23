"""What is measured without HTTP: the engine alone, beside other engines, and beside SQLite alone."""
import json
import os
import re
import subprocess

from build import program


def rows(table, directory, rounds, instances):
    """Rows a second through the engine, and the same rows with SQLite alone."""
    row = table.row("rows through the engine / with SQLite alone in one thread", "ratio", limit=0.5)
    engine, raw = table.row("rows through the engine, 8 threads", "/s"), table.row("the same rows with SQLite alone", "/s")
    for _ in range(rounds):
        done = subprocess.run([program("procos_rows_bench"), directory, str(instances)],
                              stdout=subprocess.PIPE, text=True, check=True)
        figures = json.loads(done.stdout)
        engine.add("ours", figures["engine"])
        raw.add("ours", figures["raw"])
        row.add("ours", figures["engine"] / figures["raw"])


def straight_through():
    """Instances a second in one thread, in memory, history none."""
    done = subprocess.run([program("procos_engine_bench"), "straight-none"], stdout=subprocess.PIPE, text=True, check=True)
    return float(re.search(r"(\d+) instances/s", done.stdout).group(1))


def stripped_mb(procos, directory):
    copy = os.path.join(directory, "stripped")
    subprocess.run(["strip", "-o", copy, procos], check=True)
    size = os.path.getsize(copy) / 1e6
    os.unlink(copy)
    return size
