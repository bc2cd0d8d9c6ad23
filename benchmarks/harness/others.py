"""Other engines in process, each with the same model: installed into the build folder, versions pinned."""
import os
import shutil
import subprocess
import sys

from build import MODELS
from server import ROOT

SOURCES = os.path.join(ROOT, "benchmarks", "others")
MODEL = os.path.join(MODELS, "straight.bpmn")


def run(*command, cwd=None):
    subprocess.run(command, cwd=cwd, check=True, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=sys.stderr)


def spiffworkflow(source, build):
    python = os.path.join(build, "venv", "bin", "python")
    run(sys.executable, "-m", "venv", os.path.join(build, "venv"))
    run(python, "-m", "pip", "install", "-q", "--disable-pip-version-check", "-r", os.path.join(source, "requirements.txt"))
    return [python, os.path.join(source, "bench.py")]


def bpmn_engine(source, build):
    for name in ("package.json", "bench.js"):
        shutil.copy(os.path.join(source, name), build)
    run("npm", "install", "--silent", "--no-audit", "--no-fund", "--no-package-lock", cwd=build)
    return ["node", os.path.join(build, "bench.js")]


def lib_bpmn_engine(source, build):
    program = os.path.join(build, "bench")
    run("go", "build", "-o", program, ".", cwd=source)
    return [program]


def camunda(source, build):
    path = os.path.join(build, "class-path.txt")
    run("mvn", "-q", "-B", "-f", os.path.join(source, "pom.xml"), "-Dprocos.build=" + build, "compile",
        "dependency:build-classpath", "-Dmdep.outputFile=" + path)
    with open(path) as f:
        return ["java", "-cp", os.path.join(build, "classes") + ":" + f.read().strip(), "Bench"]


# What the table calls it, its folder, what makes it ready, the tools it needs.
ENGINES = [
    ("SpiffWorkflow", "spiffworkflow", spiffworkflow, ()),
    ("bpmn-engine", "bpmn-engine", bpmn_engine, ("node", "npm")),
    ("lib-bpmn-engine", "lib-bpmn-engine", lib_bpmn_engine, ("go",)),
    ("Camunda embedded", "camunda", camunda, ("java", "mvn")),
]


def prepare(table):
    """-> what the table calls it, the command that prints its instances a second"""
    ready = []
    for name, folder, make, tools in ENGINES:
        missing = [tool for tool in tools if shutil.which(tool) is None]
        if missing:
            table.note("%s: not measured, there is no %s" % (name, " and no ".join(missing)))
            continue
        build = os.path.join(ROOT, "build", "benchmarks", "others", folder)
        os.makedirs(build, exist_ok=True)
        try:
            ready.append((name, make(os.path.join(SOURCES, folder), build)))
        except subprocess.CalledProcessError as error:
            table.note("%s: not measured, %s failed" % (name, error.cmd[0]))
    return ready


def rate(command):
    done = subprocess.run(command + [MODEL], stdout=subprocess.PIPE, text=True, check=True)
    return float(done.stdout)
