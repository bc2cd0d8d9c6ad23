#!/usr/bin/env python3
"""What models may have done outside of the engine, through `procos serve` and its configuration: mail to a
real SMTP server, HTTP calls, programs, classes that topics stand in for; and how models are refused that
need what is not configured.

  outside_test.py PROCOS        needs aiosmtpd (tests/requirements.txt)
"""
import email
import email.policy
import http.server
import os
import socket
import sys
import tempfile
import threading
import time

from aiosmtpd.controller import Controller

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "support"))
from server import Api, Checks, HttpError, Server, bpmn, equal, wait_for  # noqa: E402


def process(key, element, extra=""):
    """start -> element "a" -> user task "after"."""
    return ('<bpmn:process id="%s" isExecutable="true"><bpmn:startEvent id="start"/>'
            '<bpmn:sequenceFlow id="f1" sourceRef="start" targetRef="a"/>%s'
            '<bpmn:sequenceFlow id="f2" sourceRef="a" targetRef="after"/><bpmn:userTask id="after"/>%s'
            '</bpmn:process>' % (key, element, extra))


def fields(**values):
    return "".join('<camunda:field name="%s"><camunda:expression>%s</camunda:expression></camunda:field>'
                   % pair for pair in values.items())


def mail_task(attributes="", **values):
    return ('<bpmn:sendTask id="a" camunda:type="mail" %s><bpmn:extensionElements>%s'
            '</bpmn:extensionElements></bpmn:sendTask>' % (attributes, fields(**values)))


def connector(url, attributes=""):
    return ('<bpmn:serviceTask id="a" %s><bpmn:extensionElements><camunda:connector><camunda:connectorId>'
            'http-connector</camunda:connectorId><camunda:inputOutput>'
            '<camunda:inputParameter name="url">%s</camunda:inputParameter>'
            '<camunda:inputParameter name="method">GET</camunda:inputParameter>'
            '<camunda:outputParameter name="answer">${response}</camunda:outputParameter>'
            '</camunda:inputOutput></camunda:connector></bpmn:extensionElements></bpmn:serviceTask>'
            % (attributes, url))


SHELL = ('<bpmn:serviceTask id="a" camunda:type="shell"><bpmn:extensionElements>'
         '<camunda:field name="command" stringValue="echo"/><camunda:field name="arg1" stringValue="said"/>'
         '<camunda:field name="outputVariable" stringValue="out"/>'
         '</bpmn:extensionElements></bpmn:serviceTask>')
CHARGE = '<bpmn:serviceTask id="a" camunda:class="com.acme.Charge"/>'


class Inbox:
    """Takes mail for everybody but nobody@example.org."""

    def __init__(self):
        self.mails = []

    async def handle_RCPT(self, server, session, envelope, address, options):
        if address == "nobody@example.org":
            return "550 no such user"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        message = email.message_from_bytes(envelope.content, policy=email.policy.default)
        self.mails.append((envelope.mail_from, envelope.rcpt_tos, message))
        return "250 taken"


class SlowPage(http.server.BaseHTTPRequestHandler):
    calls = 0
    seconds = 1.5

    def do_GET(self):
        SlowPage.calls += 1
        time.sleep(self.seconds)
        self.send_response(200)
        self.end_headers()
        self.wfile.write(b"page")

    def log_message(self, *_):
        pass


class Bench:
    def __init__(self, api, inbox, page):
        self.api, self.inbox, self.page = api, inbox, page

    def start(self, key, **variables):
        typed = {name: {"value": value, "type": "String"} for name, value in variables.items()}
        return self.api.post("/process-definition/key/%s/start" % key, {"variables": typed})["id"]

    def variable(self, instance, name):
        return self.api.get("/process-instance/%s/variables/%s" % (instance, name))["value"]


def mails_of_text_and_html(bench):
    task = mail_task(to="${to}, Böb &lt;bob@example.org&gt;", cc="cid@example.org", bcc="spy@example.org",
                     subject="Grüße, ${name}", text="Hello ${name}", html="&lt;b&gt;Hello ${name}&lt;/b&gt;")
    bench.api.deploy("mail", {"mail.bpmn": bpmn(process("mail", task))})
    bench.start("mail", to="ann@example.org", name="Änne")
    sender, recipients, message = bench.inbox.mails.pop()
    equal(sender, "engine@example.org")
    equal(recipients, ["ann@example.org", "bob@example.org", "cid@example.org", "spy@example.org"])
    equal(message["subject"], "Grüße, Änne")
    equal(message["to"], "ann@example.org, Böb <bob@example.org>")
    assert "spy" not in str(message)
    equal(message.get_body(("plain",)).get_content().strip(), "Hello Änne")
    equal(message.get_body(("html",)).get_content().strip(), "<b>Hello Änne</b>")


def refused_mail_undoes_the_start(bench):
    task = mail_task(to="${to}", text="x", **{"from": "me@example.org"})
    bench.api.deploy("mail", {"refused.bpmn": bpmn(process("refused", task))})
    for to in ("nobody@example.org", "Hello Kermit!"):
        try:
            bench.start("refused", to=to)
            raise AssertionError("started")
        except HttpError as error:
            equal((error.status, error.body["type"]), (500, "RestException"))
            assert to in error.body["message"], error.body
    equal(bench.api.get("/process-instance/count?processDefinitionKey=refused")["count"], 0)
    bench.start("refused", to="ann@example.org")
    equal(bench.inbox.mails.pop()[0], "me@example.org")


def asynchronous_mail_becomes_an_incident(bench):
    task = mail_task('camunda:asyncBefore="true"', to="nobody@example.org", text="x").replace(
        "<bpmn:extensionElements>",
        "<bpmn:extensionElements><camunda:failedJobRetryTimeCycle>R1/PT1S</camunda:failedJobRetryTimeCycle>")
    bench.api.deploy("mail", {"later.bpmn": bpmn(process("later", task))})
    bench.start("later")
    incidents = wait_for("an incident", lambda: bench.api.get("/incident"))
    assert "550" in incidents[0]["incidentMessage"], incidents


def slow_page_stalls_nobody(bench):
    bench.api.deploy("page", {"page.bpmn": bpmn(process("page", connector(bench.page)))})
    bench.api.deploy("job", {"job.bpmn": bpmn(process("job", connector(bench.page, 'camunda:asyncBefore="true"')))})
    SlowPage.calls = 0
    got = []
    caller = threading.Thread(target=lambda: got.append(bench.start("page")))
    caller.start()
    job = bench.start("job")
    wait_for("both calls", lambda: SlowPage.calls == 2)
    begin = time.monotonic()
    equal(bench.api.get("/process-instance/count?processDefinitionKey=page")["count"], 0)
    for _ in range(20):
        bench.start("mail", to="ann@example.org", name="you")
    assert time.monotonic() - begin < SlowPage.seconds - 0.2, "others had to wait"
    caller.join()
    equal(bench.variable(got[0], "answer"), "page")
    wait_for("the job", lambda: bench.api.get("/task?processInstanceId=" + job))
    equal(bench.variable(job, "answer"), "page")
    equal(SlowPage.calls, 2)


def shell_runs_when_switched_on(bench):
    bench.api.deploy("shell", {"shell.bpmn": bpmn(process("shell", SHELL))})
    equal(bench.variable(bench.start("shell"), "out"), "said\n")


def topic_stands_in_for_class(bench):
    bench.api.deploy("charge", {"charge.bpmn": bpmn(process("charge", CHARGE))})
    instance = bench.start("charge")
    locked = bench.api.post("/external-task/fetchAndLock", {
        "workerId": "w", "maxTasks": 1, "topics": [{"topicName": "charge", "lockDuration": 10000}]})
    equal([task["activityId"] for task in locked], ["a"])
    bench.api.post("/external-task/%s/complete" % locked[0]["id"], {"workerId": "w"})
    equal(bench.api.get("/task?processInstanceId=" + instance)[0]["taskDefinitionKey"], "after")


def nothing_configured_is_refused_at_once(procos):
    files = {"charge.bpmn": bpmn(process("charge", CHARGE)),
             "both.bpmn": bpmn(process("both", SHELL, '<bpmn:sendTask id="rule" '
                                                      'camunda:class="com.acme.Rule"/>')),
             "good.bpmn": bpmn(process("good", '<bpmn:manualTask id="a"/>'))}
    with Server(procos) as server:
        api = Api(server.url)
        try:
            api.deploy("all", files)
            raise AssertionError("deployed")
        except HttpError as error:
            equal((error.status, error.body["type"], error.body["code"]), (400, "ParseException", 0))
            details = error.body["details"]
            equal(sorted(details), ["both.bpmn", "charge.bpmn"])
            problems = {name: [(p["mainElementId"], p["elementIds"]) for p in report["errors"]]
                        for name, report in details.items()}
            equal(problems, {"charge.bpmn": [("a", ["a"])], "both.bpmn": [("a", ["a"]), ("rule", ["rule"])]})
            for report in details.values():
                equal(sorted(report), ["errors", "warnings"])
                for problem in report["errors"]:
                    assert problem["line"] > 0 and problem["column"] > 0, problem
            message = details["charge.bpmn"]["errors"][0]["message"]
            assert "com.acme.Charge" in message and "delegates" in message and "native handler" in message
        equal(api.get("/deployment/count")["count"], 0)
        try:
            api.deploy("mail", {"mail.bpmn": bpmn(process("mail", mail_task(to="a@b", text="x")))})
            raise AssertionError("deployed")
        except HttpError as error:  # as a Camunda without its mail library
            equal((error.status, error.body["type"]), (500, "ProcessEngineException"))


def deployed_models_survive_a_lost_configuration(procos, config):
    with tempfile.TemporaryDirectory() as directory:
        database = os.path.join(directory, "engine.db")
        with Server(procos, "--config", config, database=database) as server:
            bench = Bench(Api(server.url), None, None)
            bench.api.deploy("charge", {"charge.bpmn": bpmn(process("charge", CHARGE))})
            bench.start("charge")
            server.stop()
        with Server(procos, database=database) as server:
            bench = Bench(Api(server.url), None, None)
            equal(bench.api.get("/external-task/count")["count"], 1)
            try:
                bench.start("charge")
                raise AssertionError("started")
            except HttpError as error:
                assert "com.acme.Charge" in error.body["message"], error.body


CONFIG = """
delegates:
  com.acme.Charge: {topic: charge}
mail:
  host: 127.0.0.1
  port: %d
  from: engine@example.org
shell_tasks: true
"""


def main():
    procos = sys.argv[1]
    checks = Checks()
    inbox = Inbox()
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    smtp = Controller(inbox, hostname="127.0.0.1", port=port)
    smtp.start()
    pages = http.server.ThreadingHTTPServer(("127.0.0.1", 0), SlowPage)
    threading.Thread(target=pages.serve_forever, daemon=True).start()
    with tempfile.NamedTemporaryFile("w", suffix=".yml") as config:
        config.write(CONFIG % port)
        config.flush()
        with Server(procos, "--config", config.name) as server:
            bench = Bench(Api(server.url), inbox, "http://127.0.0.1:%d/" % pages.server_port)
            for check in (mails_of_text_and_html, refused_mail_undoes_the_start,
                          asynchronous_mail_becomes_an_incident, slow_page_stalls_nobody,
                          shell_runs_when_switched_on, topic_stands_in_for_class):
                checks.run(check.__name__, check, bench)
        checks.run("deployed_models_survive_a_lost_configuration",
                   deployed_models_survive_a_lost_configuration, procos, config.name)
    checks.run("nothing_configured_is_refused_at_once", nothing_configured_is_refused_at_once, procos)
    smtp.stop()
    pages.shutdown()
    checks.end()


if __name__ == "__main__":
    main()
