"""A real Camunda 7.24 from ../shared, durable on an H2 file or on a PostgreSQL of its own."""
import glob
import os
import shutil
import socket
import subprocess
import time

from server import ROOT, SHARED, Api, wait_for

ORACLE = os.path.join(SHARED, "conformance", "oracle", "oracle.sh")
BUILT = os.path.expanduser("~/.cache/camunda-oracle/target")


def missing():
    """Why there can be no Camunda; None when there can."""
    if not os.path.exists(ORACLE):
        return "../shared/conformance/oracle is not there"
    tools = [tool for tool in ("java", "mvn") if shutil.which(tool) is None]
    return "no %s" % " and no ".join(tools) if tools else None


def free_port():
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


class Camunda:
    def __init__(self, name, source, directory):
        self.name, self.source = name, source
        # oracle.sh keeps the process id there, so each has a home; what was built is built once.
        self.home = os.path.join(directory, "camunda-" + name.replace(" ", "-"))
        self.port = free_port()
        self.url = "http://127.0.0.1:%d" % self.port
        self.pid = None

    def start(self):
        os.makedirs(self.home)
        kept = os.path.join(ROOT, "build", "benchmarks", "camunda-target")
        target = next((t for t in (BUILT, kept) if os.path.exists(os.path.join(t, "oracle-1.jar"))), None)
        if target:
            os.symlink(target, os.path.join(self.home, "target"))
        begin = time.monotonic()
        self.run("start", "--server.port=%d" % self.port, "--camunda.bpm.job-execution.enabled=false",
                 *["--spring.datasource.%s" % option for option in self.source])
        seconds = time.monotonic() - begin
        with open(os.path.join(self.home, "pid")) as f:
            self.pid = int(f.read())
        if not target:
            shutil.copytree(os.path.join(self.home, "target"), kept)
        Api(self.url).get("/engine")
        return seconds

    def run(self, *arguments):
        subprocess.run(["bash", ORACLE, *arguments], env={**os.environ, "ORACLE_HOME": self.home}, check=True,
                       stdout=subprocess.DEVNULL)

    def stop(self):
        if self.pid is None:
            return
        self.run("stop")
        wait_for("the end of Camunda", lambda: not os.path.exists("/proc/%d" % self.pid) or zombie(self.pid), 30)
        self.pid = None


def zombie(pid):
    with open("/proc/%d/stat" % pid) as f:
        return f.read().rsplit(")", 1)[1].split()[0] == "Z"


def on_h2(directory):
    return Camunda("H2", ["url=jdbc:h2:file:%s/camunda-h2" % directory], directory)


class Postgres:
    """A cluster of its own, with the settings that PostgreSQL comes with: every commit is synced."""

    def __init__(self, directory):
        self.bin = (sorted(glob.glob("/usr/lib/postgresql/*/bin")) or [None])[-1]
        self.data = os.path.join(directory, "postgres")
        self.port = free_port()
        self.started = False

    def there(self):
        return self.bin is not None

    def tool(self, name, *arguments):
        # PostgreSQL refuses to run as root.
        user = ["setpriv", "--reuid=postgres", "--regid=postgres", "--init-groups"] if os.geteuid() == 0 else []
        subprocess.run([*user, os.path.join(self.bin, name), *arguments], check=True, cwd="/",
                       stdout=subprocess.DEVNULL)

    def start(self):
        os.makedirs(self.data)
        if os.geteuid() == 0:
            shutil.chown(self.data, "postgres", "postgres")
        self.tool("initdb", "-D", self.data, "-U", "camunda", "-A", "trust", "-E", "UTF8")
        self.tool("pg_ctl", "-D", self.data, "-w", "-l", os.path.join(self.data, "log"), "-o",
                  "-p %d -k %s -h 127.0.0.1" % (self.port, self.data), "start")
        self.started = True

    def stop(self):
        if self.started:
            self.tool("pg_ctl", "-D", self.data, "-m", "immediate", "stop")

    def camunda(self, directory):
        return Camunda("PostgreSQL", ["url=jdbc:postgresql://127.0.0.1:%d/postgres" % self.port, "username=camunda",
                                      "password=", "driver-class-name=org.postgresql.Driver"], directory)
