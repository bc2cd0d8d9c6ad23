#!/usr/bin/env python3
"""The Go client `citilinkru/camunda-client-go` against `procos serve`: its processor, and its API.

  go_client_test.py PROCOS|URL      needs Go 1.19 or newer, which scripts/setup installs
"""
import os
import subprocess
import sys
import tempfile

from worker_checks import ORDER, equal, run_worker_checks

HERE = os.path.dirname(os.path.abspath(__file__))
PROGRAM = os.path.abspath(os.path.join(HERE, "..", "..", "build", "clients", "goclient"))
# Its numbers are doubles; it knows no files to send, no extension properties and no lock of one task.
WITHOUT = {"big", "sends_a_file", "locks_by_id"}


def build():
    os.makedirs(os.path.dirname(PROGRAM), exist_ok=True)
    subprocess.run(["go", "build", "-mod=readonly", "-buildvcs=false", "-o", PROGRAM, "."], cwd=os.path.join(HERE, "go"), check=True,
                   stdin=subprocess.DEVNULL)


def api(url):
    with tempfile.TemporaryDirectory(prefix="procos-go-") as directory:
        model = os.path.join(directory, "order.bpmn")
        with open(model, "w") as f:
            f.write(ORDER)
        done = subprocess.run([PROGRAM, "api", model, url + "/engine-rest"], stdout=subprocess.PIPE, text=True)
        equal((done.returncode, done.stdout), (0, ""))


def main():
    build()
    run_worker_checks(sys.argv[1], [PROGRAM, "worker"], WITHOUT, {"the whole API": api})


if __name__ == "__main__":
    main()
