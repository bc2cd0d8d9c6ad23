#!/usr/bin/env python3
"""Camunda's Java client `camunda-external-task-client` against `procos serve`.

  java_client_test.py PROCOS|URL      needs a JDK and Maven, which scripts/setup installs
"""
import glob
import os
import subprocess
import sys

from worker_checks import run_worker_checks

HERE = os.path.dirname(os.path.abspath(__file__))
BUILD = os.path.join(HERE, "..", "..", "build", "clients", "java")


def build():
    """-> class path"""
    directory = os.path.abspath(BUILD)
    sources = [os.path.join(HERE, "java", "pom.xml")] + glob.glob(HERE + "/java/src/**/*.java", recursive=True)
    path = os.path.join(directory, "class-path.txt")
    if not os.path.exists(path) or os.path.getmtime(path) < max(map(os.path.getmtime, sources)):
        subprocess.run(["mvn", "-q", "-B", "-f", sources[0], "-Dprocos.build=" + directory, "compile",
                        "dependency:build-classpath", "-Dmdep.outputFile=" + path],
                       check=True, stdin=subprocess.DEVNULL)
    with open(path) as f:
        return os.path.join(directory, "classes") + ":" + f.read().strip()


def main():
    run_worker_checks(sys.argv[1], ["java", "-Xmx128m", "-cp", build(), "Worker"])


if __name__ == "__main__":
    main()
