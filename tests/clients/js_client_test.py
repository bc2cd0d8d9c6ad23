#!/usr/bin/env python3
"""Camunda's JavaScript client `camunda-external-task-client-js` against `procos serve`.

  js_client_test.py PROCOS|URL      needs Node 18 or newer and npm, which scripts/setup installs
"""
import os
import subprocess
import sys

from worker_checks import run_worker_checks

CLIENT = "camunda-external-task-client-js@3.1.0"
HERE = os.path.dirname(os.path.abspath(__file__))
MODULES = os.path.abspath(os.path.join(HERE, "..", "..", "build", "clients", "js"))


def install():
    if not os.path.isdir(os.path.join(MODULES, "node_modules", "camunda-external-task-client-js")):
        os.makedirs(MODULES, exist_ok=True)
        subprocess.run(["npm", "install", "--silent", "--no-audit", "--no-fund", "--prefix", MODULES, CLIENT],
                       check=True, stdin=subprocess.DEVNULL)


def main():
    install()
    # JavaScript's numbers do not hold every Long.
    run_worker_checks(sys.argv[1], ["node", os.path.join(HERE, "js", "worker.mjs"), MODULES], without={"big"})


if __name__ == "__main__":
    main()
