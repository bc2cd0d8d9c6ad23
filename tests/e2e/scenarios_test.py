#!/usr/bin/env python3
"""`procos test` as a user runs it: the page's examples, exit codes, reports, and servers that are not empty.

  scenarios_test.py PROCOS
"""
import os
import re
import subprocess
import sys
import tempfile
import xml.etree.ElementTree

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
from support.server import ROOT, Server  # noqa: E402

EXAMPLES = os.path.join(ROOT, "tests", "scenarios", "examples")
passed = failed = 0


def check(what, good, shown=""):
    global passed, failed
    passed += bool(good)
    failed += not good
    if not good:
        print("FAILED %s\n%s" % (what, shown))


def run(*arguments):
    done = subprocess.run([PROCOS, "test", *arguments], capture_output=True, text=True, cwd=ROOT)
    return done.returncode, done.stdout + done.stderr


def read(path):
    with open(path, encoding="utf-8") as f:
        return f.read()


def page():
    text = read(os.path.join(ROOT, "docs", "scenarios.md"))
    for name in sorted(os.listdir(EXAMPLES)):
        check("the page shows %s as it is" % name, read(os.path.join(EXAMPLES, name)) in text)
    with tempfile.TemporaryDirectory() as directory:
        wrong = os.path.join(directory, "wrong.scenario")
        with open(wrong, "w", encoding="utf-8") as f:
            f.write("# one\nstrat order\n")
        code, shown = run(wrong)
        check("a wrong step ends with 1 and its line", code == 1 and wrong + ":2: " in shown, shown)
        for verb in shown.split("there are: ")[1].split("\n")[0].split(", "):
            check("the page tells of " + verb, re.search(r"`%s\b" % verb, text))


def reports():
    with tempfile.TemporaryDirectory() as directory:
        junit, html = os.path.join(directory, "r.xml"), os.path.join(directory, "c.html")
        bad = os.path.join(directory, "bad.scenario")
        with open(bad, "w", encoding="utf-8") as f:
            f.write("sketch p\n  start -> a:user -> end\n\nstart p\n\ntasks\n----\ntask b\n")
        code, shown = run(EXAMPLES, bad, "--junit", junit, "--coverage", html)
        check("a failure ends with 1", code == 1 and "2 passed, 1 failed" in shown, shown)
        check("it names line, expected and got", bad + ":6: tasks" in shown and "- task b\n    + task a" in shown, shown)
        check("coverage names what is missing", "userTask hand_out" in shown, shown)
        suite = xml.etree.ElementTree.parse(junit).getroot()
        check("JUnit counts", suite.get("tests") == "3" and suite.get("failures") == "1")
        check("JUnit says what failed", "task b" in suite.find(".//failure").text)
        drawn = read(html)
        check("the page draws the model", "<svg" in drawn and 'class="yes"' in drawn)
        check("the page needs nothing else", not re.search(r"(src|href)=|@import|url\(", drawn))


def server():
    ours = Server(PROCOS, "--no-job-executor")
    ours.start()
    try:
        for _ in range(2):  # the second finds the server as empty as the first did
            code, shown = run(EXAMPLES, "--url", ours.url)
            check("the examples pass over HTTP", code == 0, shown)
        deployed = subprocess.run([PROCOS, "deploy", "processes", "--url", ours.url], cwd=ROOT, capture_output=True)
        check("deployed", deployed.returncode == 0)
        code, shown = run(EXAMPLES, "--url", ours.url)
        check("a server in use is refused", code == 1 and "is not empty" in shown, shown)
        code, shown = run(EXAMPLES, "--url", ours.url, "--wipe")
        check("--wipe empties it", code == 0, shown)
    finally:
        ours.kill()


PROCOS = os.path.abspath(sys.argv[1])
page()
reports()
server()
print("%d passed, %d failed" % (passed, failed))
sys.exit(1 if failed else 0)
