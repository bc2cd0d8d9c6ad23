"""Builds the release and the benchmarks' programs."""
import os
import subprocess

from server import ROOT

RELEASE = os.path.join(ROOT, "build", "release")
MODELS = os.path.join(ROOT, "benchmarks", "models")


def build():
    """cmake --preset release, and what is measured and measures."""
    with open(os.path.join(ROOT, "build", "benchmarks-build.log"), "w") as log:
        for command in (["cmake", "--preset", "release"],
                        ["cmake", "--build", "--preset", "release", "--target", "procos", "procos_load_bench",
                         "procos_engine_bench", "procos_rows_bench", "procos_million_bench"]):
            if subprocess.run(command, cwd=ROOT, stdout=log, stderr=subprocess.STDOUT).returncode:
                raise SystemExit("the build failed: " + log.name)


def program(name):
    return os.path.join(RELEASE, name)
