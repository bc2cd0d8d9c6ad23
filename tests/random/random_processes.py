#!/usr/bin/env python3
"""Random well-formed processes on random paths: invariants after every step, the same in every configuration.

  random_processes.py PROCOS [--seed N] [--count N] [--camunda URL] [--keep DIR]

Each process is made of nested blocks (tasks, gateways, events, subprocesses, multi-instance, call activities) with
boundary events, and driven by `procos test` on a path chosen from what the engine shows. Then
  - what waits fits together: as many user tasks as the trees show, and so on (check_state);
  - it ends in the end, and leaves no row behind;
  - the engine reopened after every step, and asked over HTTP, shows the same;
  - with --camunda: the real one, which has to be empty and must not execute jobs, shows the same.
The seed is printed first; `--seed N --count 1` replays one process. --keep leaves the files of those that failed.
"""
import argparse
import os
import random
import re
import shutil
import subprocess
import sys
import tempfile
from xml.sax.saxutils import escape

HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL"
    xmlns:camunda="http://camunda.org/schema/1.0/bpmn"
    xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" targetNamespace="random">
"""
RANDOM_STEPS = 8
ROUNDS_TO_END = 150
NOTHING_LEFT = ["process-instance", "execution", "task", "external-task", "job", "event-subscription",
                "variable-instance", "incident"]


class Model:
    """A block is (first node, last node); its elements are written as they are made."""

    def __init__(self, rng):
        self.rng = rng
        self.number = 0
        self.roots = []

    def id(self, kind):
        self.number += 1
        return "%s%d" % (kind, self.number)

    def event(self, kind, prefix):
        """An event definition, and the message it may need."""
        if kind == "timer":
            minutes = self.rng.randint(1, 300)
            return "<timerEventDefinition><timeDuration>PT%dM</timeDuration></timerEventDefinition>" % minutes
        name = self.id(prefix)
        self.roots.append('<%s id="%s" name="%s"/>' % (kind, name, name))
        return '<%sEventDefinition %sRef="%s"/>' % (kind, kind, name)

    def flow(self, out, source, target, condition=""):
        text = '<sequenceFlow id="%s" sourceRef="%s" targetRef="%s"' % (self.id("f"), source, target)
        if condition:
            text += '><conditionExpression xsi:type="tFormalExpression">%s</conditionExpression></sequenceFlow>' % (
                escape(condition))
        out.append(text if condition else text + "/>")

    def sequence(self, out, depth):
        first, last = self.block(out, depth)
        for _ in range(self.rng.choice([0, 0, 1, 1, 2])):
            begin, end = self.block(out, depth)
            self.flow(out, last, begin)
            last = end
        return first, last

    def block(self, out, depth):
        simple = [self.user, self.user, self.external, self.expression, self.catch, self.call]
        nested = [self.gateway, self.gateway, self.gateway, self.event_gateway, self.subprocess, self.subprocess]
        return self.rng.choice(simple + (nested * 2 if depth > 0 else []))(out, depth)

    def loop(self):
        if self.rng.random() < 0.7:
            return ""
        return '<multiInstanceLoopCharacteristics isSequential="%s"><loopCardinality>%d</loopCardinality>' % (
            self.rng.choice(["true", "false"]), self.rng.randint(1, 3)) + "</multiInstanceLoopCharacteristics>"

    def asynchronous(self):
        return self.rng.choice([""] * 6 + [' camunda:asyncBefore="true"', ' camunda:asyncAfter="true"'])

    def user(self, out, depth):
        node = self.id("user")
        out.append('<userTask id="%s"%s>%s</userTask>' % (node, self.asynchronous(), self.loop()))
        return node, self.boundary(out, node, depth)

    def external(self, out, depth):
        node = self.id("work")
        out.append('<serviceTask id="%s" camunda:type="external" camunda:topic="%s"%s>%s</serviceTask>' % (
            node, node, self.asynchronous(), self.loop()))
        return node, self.boundary(out, node, depth, ["error"])

    def expression(self, out, _depth):
        node = self.id("eval")
        out.append('<serviceTask id="%s" camunda:expression="${execution.setVariable(\'n\', n + 1)}"%s/>' % (
            node, self.asynchronous()))
        return node, node

    def catch(self, out, _depth):
        node = self.id("catch")
        kind = self.rng.choice(["timer", "message", "signal"])
        out.append('<intermediateCatchEvent id="%s">%s</intermediateCatchEvent>' % (node, self.event(kind, "on")))
        return node, node

    def call(self, out, depth):
        node = self.id("call")
        out.append('<callActivity id="%s" calledElement="called"><extensionElements><camunda:in variables="all"/>'
                   '</extensionElements>%s</callActivity>' % (node, self.loop()))
        return node, self.boundary(out, node, depth)

    def gateway(self, out, depth):
        kind = self.rng.choice(["parallel", "exclusive", "inclusive"])
        split, join = self.id("split"), self.id("join")
        branches = [self.sequence(out, depth - 1) for _ in range(self.rng.randint(2, 3))]
        for number, (first, last) in enumerate(branches):
            condition = "" if kind == "parallel" else "${choice %s %d}" % (
                "==" if kind == "exclusive" else ">=", number)
            self.flow(out, split, first, condition)
            self.flow(out, last, join)
        out.insert(0, '<%sGateway id="%s"/><%sGateway id="%s"/>' % (kind, split, kind, join))
        return split, join

    def event_gateway(self, out, depth):
        split, join = self.id("wait"), self.id("merge")
        out.insert(0, '<eventBasedGateway id="%s"/><exclusiveGateway id="%s"/>' % (split, join))
        for kind in ("message", "timer"):
            node = self.id("catch")
            out.append('<intermediateCatchEvent id="%s">%s</intermediateCatchEvent>' % (node, self.event(kind, "on")))
            first, last = self.block(out, depth - 1)
            self.flow(out, split, node)
            self.flow(out, node, first)
            self.flow(out, last, join)
        return split, join

    def scope(self, depth):
        """What stands in a process or subprocess, without its end."""
        out = []
        first, last = self.sequence(out, depth)
        start, end = self.id("start"), self.id("end")
        out.append('<startEvent id="%s"/><endEvent id="%s"/>' % (start, end))
        self.flow(out, start, first)
        self.flow(out, last, end)
        return out

    def subprocess(self, out, depth):
        node = self.id("sub")
        inside = self.scope(depth - 1)
        if self.rng.random() < 0.3:
            inside.append(self.event_subprocess())
        out.append('<subProcess id="%s"%s>%s\n%s\n</subProcess>' % (
            node, self.asynchronous(), self.loop(), "\n".join(inside)))
        return node, self.boundary(out, node, depth)

    def event_subprocess(self):
        node, start, task, end = (self.id(kind) for kind in ("handler", "start", "user", "end"))
        inside = ['<startEvent id="%s" isInterrupting="%s">%s</startEvent><userTask id="%s"/><endEvent id="%s"/>' % (
            start, self.rng.choice(["true", "false"]),
            self.event(self.rng.choice(["message", "timer", "signal"]), "on"), task, end)]
        self.flow(inside, start, task)
        self.flow(inside, task, end)
        return '<subProcess id="%s" triggeredByEvent="true">%s</subProcess>' % (node, "".join(inside))

    def boundary(self, out, host, depth, more=()):
        """Perhaps a boundary event. The last node: where an interrupting one leads back to the way of its host."""
        if self.rng.random() < 0.6:
            return host
        node = self.id("boundary")
        kind = self.rng.choice(["timer", "message", "signal", *more])
        if kind == "error":
            definition, interrupting = '<errorEventDefinition errorRef="failure"/>', True
        else:
            definition, interrupting = self.event(kind, "on"), self.rng.random() < 0.5
        out.append('<boundaryEvent id="%s" attachedToRef="%s" cancelActivity="%s">%s</boundaryEvent>' % (
            node, host, str(interrupting).lower(), definition))
        end = self.id("merge" if interrupting else "end")
        out.append('<%s id="%s"/>' % ("exclusiveGateway" if interrupting else "endEvent", end))
        first, last = self.block(out, min(depth, 1) - 1)
        self.flow(out, node, first)
        self.flow(out, last, end)
        if not interrupting:
            return host
        self.flow(out, host, end)
        return end

    def xml(self):
        bodies = []
        for key, depth in (("random", 2), ("called", 0)):
            call, self.call = self.call, self.call if key == "random" else self.user
            inside = self.scope(depth)
            if self.rng.random() < 0.3:
                inside.append(self.event_subprocess())
            bodies.append('<process id="%s" isExecutable="true" camunda:historyTimeToLive="180">\n%s\n</process>\n' % (
                key, "\n".join(inside)))
            self.call = call
        return HEAD + '<error id="failure" errorCode="failure"/>' + "\n".join(self.roots) + "\n" + "".join(
            bodies) + "</definitions>\n"


class Shown:
    """The text of a `state` block."""

    def __init__(self, lines):
        self.lines = [re.sub(r" x\d+$", "", line) for line in lines]
        self.tasks = self.rows("task ")
        self.external = self.rows("external ")
        self.jobs = self.rows("job ")
        self.events = self.rows("event ")
        self.problem = self.fits(lines)

    def rows(self, begin):
        return [line[len(begin):].split() for line in self.lines if line.startswith(begin)]

    @staticmethod
    def count(lines, pattern):
        """How many there are, with those that stand in a subtree shown once for several."""
        total, factors = 0, []
        for line in lines:
            indent = len(line) - len(line.lstrip())
            times = re.search(r" x(\d+)$", line)
            factors = [f for f in factors if f[0] < indent]
            factor = (int(times.group(1)) if times else 1) * (factors[-1][1] if factors else 1)
            factors.append((indent, factor))
            if re.match(pattern, line):
                total += factor
        return total

    def fits(self, lines):
        """What does not fit together; "" when all does."""
        trees = [l for l in lines if not re.match(r"(task|external|job|event|incident|variable) ", l)]
        for what, in_tree, row in (("user tasks", r" +user\d+ userTask", r"task "),
                                   ("external tasks", r" +work\d+ serviceTask", r"external ")):
            waiting, rows = self.count(trees, in_tree), self.count(lines, row)
            if waiting != rows:
                return "%d %s in the trees, %d rows" % (waiting, what, rows)
        if any(l.startswith("incident ") for l in lines):
            return "an incident"
        if lines and not trees:
            return "rows without instance"
        return ""


class Case:
    def __init__(self, procos, seed, directory):
        self.procos = procos
        self.rng = random.Random(seed)
        self.path = os.path.join(directory, "random.scenario")
        with open(os.path.join(directory, "random.bpmn"), "w", encoding="utf-8") as f:
            f.write(Model(self.rng).xml())
        self.steps = ["deploy random.bpmn", "start random n=0 choice=%d" % self.rng.randint(0, 1)]

    def write(self, more=()):
        with open(self.path, "w", encoding="utf-8") as f:
            f.write("\n\n".join([s + "\n\nstate" for s in self.steps] + list(more)) + "\n")

    def test(self, *arguments):
        done = subprocess.run([self.procos, "test", self.path, *arguments], capture_output=True, text=True)
        return "" if done.returncode == 0 else done.stdout + done.stderr

    def blocks(self):
        with open(self.path, encoding="utf-8") as f:
            return [part.split("\n", 2) for part in f.read().rstrip("\n").split("\n\n")]

    def look(self):
        """What the engine shows after all steps; raises what is wrong with them."""
        self.write()
        problem = self.test("--record")
        if problem:
            raise ValueError(problem)
        shown = None
        for block in self.blocks():
            if block[0] != "state":
                if len(block) > 1 and block[1] == "----":
                    raise ValueError("%s shows %s" % (block[0], block[2]))
                continue
            lines = block[2].split("\n") if len(block) > 2 else []
            shown = Shown(lines)
            if shown.problem:
                raise ValueError("%s in\n%s" % (shown.problem, "\n".join(lines)))
        return shown

    def walk(self):
        shown = self.look()
        for _ in range(RANDOM_STEPS):
            options = self.options(shown, True)
            if not options:
                break
            self.steps.append(self.rng.choice(options))
            shown = self.look()
        for _ in range(ROUNDS_TO_END):
            options = self.options(shown, False)
            if not options:
                break
            work = [o for o in options if o.startswith(("complete", "work"))]
            self.steps += work or options[:1]
            shown = self.look()
        if shown.lines:
            raise ValueError("it does not end:\n" + "\n".join(shown.lines))
        self.write(["rest GET /%s/count\n----\n200\n{\n  \"count\": 0\n}" % what for what in NOTHING_LEFT])
        return self.test("--record") or self.test_rows()

    def test_rows(self):
        for block in self.blocks():
            if block[0].startswith("rest ") and '"count": 0' not in block[2]:
                return "rows are left: %s %s" % (block[0], block[2])
        return ""

    def options(self, shown, all_events):
        """Steps that can be done; without all_events those that lead to the end."""
        out = ["complete " + row[0] for row in shown.tasks]
        out += ["work " + row[0] for row in shown.external]
        for activity, *rest in shown.jobs:
            leads_on = rest[0].startswith("async") or activity.startswith("catch")
            if all_events or leads_on:
                out.append("fire " + activity)
        for kind, name, _at, activity, *_ in shown.events:
            if kind in ("message", "signal") and (all_events or activity.startswith("catch")):
                # Several may wait for a message; a signal reaches them all.
                step = "signal %s" if kind == "signal" else "message %s all"
                out.append(step % name.strip('"'))
        if all_events:
            out += ["work %s error failure" % row[0] for row in shown.external if self.has_error(row[0])]
            if shown.jobs:
                out.append("advance PT1H")
        return sorted(set(out))

    def has_error(self, activity):
        with open(os.path.join(os.path.dirname(self.path), "random.bpmn"), encoding="utf-8") as f:
            return re.search(r'attachedToRef="%s" cancelActivity="true"><error' % activity, f.read())


def run(procos, seed, camunda, keep):
    with tempfile.TemporaryDirectory(prefix="procos-random-") as directory:
        case = Case(procos, seed, directory)
        try:
            problem = case.walk() or case.test("--config", "reopen") or case.test("--config", "http")
            if not problem and camunda:
                problem = case.test("--url", camunda)
        except ValueError as wrong:
            problem = str(wrong)
        if problem and keep:
            shutil.copytree(directory, os.path.join(keep, str(seed)), dirs_exist_ok=True)
        return problem


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("procos")
    parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(10**6))
    parser.add_argument("--count", type=int, default=50)
    parser.add_argument("--camunda", metavar="URL")
    parser.add_argument("--keep", metavar="DIR")
    arguments = parser.parse_args()
    print("seed %d" % arguments.seed, flush=True)
    failed = 0
    for seed in range(arguments.seed, arguments.seed + arguments.count):
        problem = run(arguments.procos, seed, arguments.camunda, arguments.keep)
        if problem:
            failed += 1
            print("FAILED; again with: random_processes.py %s --seed %d --count 1\n%s" % (
                arguments.procos, seed, problem), flush=True)
    print("%d passed, %d failed" % (arguments.count - failed, failed))
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
