#!/usr/bin/env python3
"""Compares `procos serve` with recordings of a Camunda 7.24 that lie beside the checkout.

  check.py drive PROCOS [--at-least 60] [--filter TEXT]   every model, driven step by step
  check.py drive PROCOS --reopen [--filter TEXT]          the same, with the engine closed and opened after every step
  check.py expressions PROCOS [--at-least 99]             what expressions evaluate to
  check.py rest PROCOS [--at-least 0]                     requests and their answers, by resource

Prints the figures, and one check as "N passed, N failed": the share reached, with the server alive to
the end. The differences themselves are in build/logs/conformance-*.log. PROCOS_SHARED says where the recordings are.
"""
import argparse
import glob
import os
import re
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "support"))
from server import ROOT, SHARED, Server  # noqa: E402

CHUNK = 150
SUM = re.compile(r"^(\d+) passed, (\d+) failed", re.MULTILINE)


class Run:
    def __init__(self, args):
        self.args = args
        self.tools = os.path.join(SHARED, "conformance")
        self.crashes = 0
        self.broken = 0

    def against_server(self, tool, *arguments):
        """One run of a tool against a fresh server; returns its output."""
        with Server(self.args.procos, "--no-job-executor") as server:
            done = subprocess.run([sys.executable, os.path.join(self.tools, tool), "check",
                                   "--base", server.url + "/engine-rest", *arguments],
                                  stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, cwd=self.tools,
                                  timeout=self.args.timeout,
                                  env={**os.environ, "PYTHONDONTWRITEBYTECODE": "1"})
            output = done.stdout
            if not SUM.search(output):
                self.broken += 1
            if server.process.poll() is not None or server.stop() != 0:
                self.crashes += 1
                output += "\nTHE SERVER DIED: status %s\n%s\n" % (server.process.poll(), server.log_text()[-3000:])
            return output

    def drive(self):
        goldens = sorted(glob.glob(os.path.join(self.tools, "camunda7", "goldens", "**", "*.json"), recursive=True))
        goldens = [g for g in goldens if self.args.filter in g]
        chunks = [goldens[n:n + CHUNK] for n in range(0, len(goldens), CHUNK)]
        check = self.reopening if self.args.reopen else lambda chunk: self.against_server("drive.py", "--by-folder", *chunk)
        with ThreadPoolExecutor(self.args.jobs) as pool:
            outputs = list(pool.map(check, chunks))
        folders = {}
        for output in outputs:
            for name, passed, total in re.findall(r"^(\S+): (\d+) of (\d+)", output, re.MULTILINE):
                # The area of the engine: the first two folders of the goldens' path.
                area = "/".join(name.split("goldens/")[-1].split("/")[:2])
                entry = folders.setdefault(area, [0, 0])
                entry[0] += int(passed)
                entry[1] += int(total)
        for area, (passed, total) in sorted(folders.items()):
            print("  %-40s %4d of %4d" % (area, passed, total))
        return outputs

    def reopening(self, chunk):
        """The same in a process of its own, which closes and opens the engine after each step."""
        here = os.path.dirname(os.path.abspath(__file__))
        done = subprocess.run([sys.executable, os.path.join(here, "drive_reopening.py"), self.args.procos,
                               self.tools, *chunk], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
                              timeout=10 * self.args.timeout)
        self.broken += not SUM.search(done.stdout)
        return done.stdout

    def expressions(self):
        return [self.against_server("expressions.py", os.path.join(self.tools, "expressions", "expected.tsv"))]

    def rest(self):
        output = self.against_server("rest_contract.py", "--by-tag", os.path.join(self.tools, "rest", "golden.jsonl"))
        for line in re.findall(r"^.+: \d+ of \d+$", output, re.MULTILINE):
            print("  " + line)
        return [output]


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("what", choices=["drive", "expressions", "rest"])
    parser.add_argument("procos")
    parser.add_argument("--at-least", type=float, default=0)
    parser.add_argument("--filter", default="", help="only goldens whose path has this text")
    parser.add_argument("--reopen", action="store_true", help="drive: close and open the engine after every step")
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--timeout", type=int, default=1500)
    args = parser.parse_args()
    begin = time.monotonic()
    run = Run(args)
    outputs = getattr(run, args.what)()
    os.makedirs(os.path.join(ROOT, "build", "logs"), exist_ok=True)
    with open(os.path.join(ROOT, "build", "logs", "conformance-%s.log" % args.what), "w") as f:
        f.write("\n".join(outputs))
    sums = [tuple(map(int, SUM.findall(output)[-1])) for output in outputs if SUM.search(output)]
    equal = sum(s[0] for s in sums)
    total = equal + sum(s[1] for s in sums)
    share = 100.0 * equal / total if total else 0.0
    good = share >= args.at_least and total > 0 and not run.crashes and not run.broken
    print("%s: %d of %d equal (%.2f %%, at least %g %%), %d crashes, %d runs broken off, %.0f s"
          % (args.what, equal, total, share, args.at_least, run.crashes, run.broken, time.monotonic() - begin))
    print("%d passed, %d failed" % (good, not good))
    sys.exit(not good)


if __name__ == "__main__":
    main()
