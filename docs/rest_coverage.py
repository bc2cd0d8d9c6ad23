#!/usr/bin/env python3
"""Writes docs/rest-coverage.md from the table in rest/routes.cpp.

  rest_coverage.py           write it
  rest_coverage.py --check   fail when it is not what the table says
"""
import os
import re
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
ROUTES = os.path.join(HERE, "..", "rest", "routes.cpp")
PAGE = os.path.join(HERE, "rest-coverage.md")

ROW = re.compile(r'\{k(Get|Post|Put|Delete|Options),\s*"([^"]+)",\s*"([^"]+)",\s*k\w+,\s*k\w+,\s*(\w+)\}')
# Handlers that answer 501, if only after a look at the request.
ANSWERS_501 = ("nullptr", "evaluate_decision")
# Another row ends the text between two rows; a comment in it names the resource of the rows below.
SECTION = re.compile(r"^ +// (.+)$", re.MULTILINE)


def read_table():
    """[(resource, [(method, path, operation, is there)])] in the order of the table."""
    with open(ROUTES, encoding="utf-8") as f:
        text = f.read()
    table = text[text.index("kRoutes[]"):]
    marks = [(m.start(), "section", m.group(1)) for m in SECTION.finditer(table)]
    marks += [(m.start(), "row", m.groups()) for m in ROW.finditer(table)]
    resources = []
    for _, kind, what in sorted(marks):
        if kind == "section":
            resources.append((what, []))
        else:
            method, path, operation, handler = what
            resources[-1][1].append((method.upper(), path, operation, handler not in ANSWERS_501))
    rows = len(re.findall(r"\{k(?:Get|Post|Put|Delete|Options),", table))
    found = sum(len(r) for _, r in resources)
    if found != rows or found < 300:
        sys.exit("rest_coverage: read %d rows of %d in rest/routes.cpp" % (found, rows))
    return [r for r in resources if r[1]]


def page(resources):
    total = sum(len(rows) for _, rows in resources)
    there = sum(row[3] for _, rows in resources for row in rows)
    lines = ["# Coverage of /engine-rest", "",
             "Made by `docs/rest_coverage.py` from the table in `rest/routes.cpp`; do not edit.", "",
             "%d of %d operations answer; the others answer 501 with `{type, message}`." % (there, total), "",
             "| Resource | Answered | Not yet |", "|---|---|---|"]
    for name, rows in resources:
        missing = ["`%s`" % operation for _, _, operation, is_there in rows if not is_there]
        lines.append("| %s | %d of %d | %s |" % (name, len(rows) - len(missing), len(rows), " ".join(missing)))
    return "\n".join(lines) + "\n"


def main():
    wanted = page(read_table())
    if "--check" in sys.argv:
        with open(PAGE, encoding="utf-8") as f:
            if f.read() != wanted:
                sys.exit("docs/rest-coverage.md is not what rest/routes.cpp says: run docs/rest_coverage.py")
    else:
        with open(PAGE, "w", encoding="utf-8") as f:
            f.write(wanted)


if __name__ == "__main__":
    main()
