"""Long polls that wait in a server: many of them, how fast they are woken, and what they cost."""
import json
import os
import resource
import socket
import time

from server import Api, bpmn, wait_for

LOCK_MS = 600_000


def work_model(key, topic, more=""):
    """start -> external task of the topic -> end; `more` stands inside the task."""
    return bpmn("""<bpmn:process id="%s" isExecutable="true" camunda:historyTimeToLive="P1D">
      <bpmn:startEvent id="s"/><bpmn:sequenceFlow id="f" sourceRef="s" targetRef="w"/>
      <bpmn:serviceTask id="w" camunda:type="external" camunda:topic="%s">%s</bpmn:serviceTask>
      <bpmn:sequenceFlow id="g" sourceRef="w" targetRef="e"/><bpmn:endEvent id="e"/></bpmn:process>"""
                % (key, topic, more))


class Poll:
    """fetchAndLock on a connection of its own; it waits in the server until it is answered."""

    def __init__(self, url, topic, worker, timeout_ms=600_000, max_tasks=1):
        api = Api(url)
        self.address = "%s:%d" % (api.host, api.port)
        self.socket = socket.create_connection((api.host, api.port))
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.body = json.dumps({"workerId": worker, "maxTasks": max_tasks, "asyncResponseTimeout": timeout_ms,
                                "topics": [{"topicName": topic, "lockDuration": LOCK_MS}]}).encode()
        self.received = b""
        self.ask()

    def ask(self):
        self.socket.sendall(b"POST /engine-rest/external-task/fetchAndLock HTTP/1.1\r\nHost: " +
                            self.address.encode() + b"\r\nContent-Type: application/json\r\nContent-Length: " +
                            str(len(self.body)).encode() + b"\r\n\r\n" + self.body)

    def answer(self, seconds=10):
        """The tasks; socket.timeout when none come in time."""
        self.socket.settimeout(seconds)
        while True:
            head, separator, body = self.received.partition(b"\r\n\r\n")
            if separator:
                length = int(next(line.split(b":")[1] for line in head.split(b"\r\n")
                                  if line.lower().startswith(b"content-length")))
                if len(body) >= length:
                    self.received = body[length:]
                    return json.loads(body[:length])
            more = self.socket.recv(65536)
            if not more:
                raise ConnectionError("the server closed the connection")
            self.received += more

    def close(self):
        self.socket.close()


def raise_descriptor_limit(wanted):
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(wanted, hard), hard))


def cpu_seconds(pid):
    with open("/proc/%d/stat" % pid) as f:
        fields = f.read().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def wake_times(url, count, key="wake"):
    """Deploys a process, and wakes a parked request `count` times: milliseconds from the start's acknowledged
    commit to the arrival of the task, and from the sending of the start."""
    api = Api(url)
    api.deploy(key, {"wake.bpmn": work_model(key, key)})
    poll = Poll(url, key, "waker")
    after, whole = [], []
    for _ in range(count):
        time.sleep(0.005)  # until it is parked
        begin = time.perf_counter()
        api.post("/process-definition/key/%s/start" % key)
        committed = time.perf_counter()
        (task,) = poll.answer()
        end = time.perf_counter()
        after.append(1000 * (end - committed))
        whole.append(1000 * (end - begin))
        api.post("/external-task/%s/complete" % task["id"], {"workerId": "waker"})
        poll.ask()
    poll.close()
    return sorted(after), sorted(whole)


def park(url, count, topic):
    """`count` parked requests on one topic; the first comes first, the others as the server reads them."""
    raise_descriptor_limit(count + 200)
    polls = [Poll(url, topic, "parked-0")]
    time.sleep(0.5)
    polls += [Poll(url, topic, "parked-%d" % n) for n in range(1, count)]
    time.sleep(0.5)
    return polls


def idle_cpu(pid, seconds):
    """Seconds of processor time that a server uses in so many seconds."""
    wait_for_quiet(pid)
    begin = cpu_seconds(pid)
    time.sleep(seconds)
    return cpu_seconds(pid) - begin


def wait_for_quiet(pid):
    def quiet():
        before = cpu_seconds(pid)
        time.sleep(0.3)
        return cpu_seconds(pid) - before < 0.03
    wait_for("the server is idle", quiet, 30)
