#!/usr/bin/env python3
"""Writes docs/COVERAGE.md from the table in rest/routes.cpp, after comparing that with Camunda's contract.

  rest_coverage.py             write it
  rest_coverage.py --check     fail when it is not what the table says, or the table not what the contract says
  rest_coverage.py --contract  write what the tests take from the published contract anew

The contract lies in $PROCOS_SHARED/openapi (default: ../shared beside the repository); what tests need of it
is kept in tests/unit/rest_operations.tsv and rest_query_parameters.tsv, which --check compares where it is there.
"""
import json
import os
import re
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.join(HERE, "..")
ROUTES = os.path.join(ROOT, "rest", "routes.cpp")
PAGE = os.path.join(HERE, "COVERAGE.md")
OPERATIONS = os.path.join(ROOT, "tests", "unit", "rest_operations.tsv")
PARAMETERS = os.path.join(ROOT, "tests", "unit", "rest_query_parameters.tsv")
CONTRACT = os.path.join(os.environ.get("PROCOS_SHARED", os.path.join(ROOT, "..", "shared")), "openapi",
                        "camunda-7.24.0-openapi.json")

ROW = re.compile(r'\{k(Get|Post|Put|Delete|Options),\s*"([^"]+)",\s*"([^"]+)",\s*k\w+,\s*k\w+,\s*(\w+)\}')
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
            resources[-1][1].append((method.upper(), path, operation, handler != "nullptr"))
    rows = len(re.findall(r"\{k(?:Get|Post|Put|Delete|Options),", table))
    found = sum(len(r) for _, r in resources)
    if found != rows or found < 300:
        sys.exit("rest_coverage: read %d rows of %d in rest/routes.cpp" % (found, rows))
    return [r for r in resources if r[1]]


# ---- the contract ----

class Contract:
    def __init__(self):
        with open(CONTRACT, encoding="utf-8") as f:
            self.spec = json.load(f)

    def follow(self, node):
        while "$ref" in node:
            target = self.spec
            for key in node["$ref"].split("/")[1:]:
                target = target[key]
            node = target
        return node

    def properties(self, schema):
        schema = self.follow(schema)
        found = {}
        for part in schema.get("allOf", []):
            found.update(self.properties(part))
        found.update(schema.get("properties", {}))
        return found

    def operations(self):
        return ["%s\t%s\t%s" % (method.upper(), path, operation["operationId"])
                for path, methods in sorted(self.spec["paths"].items())
                for method, operation in sorted(methods.items())]

    def sort_keys(self, schema):
        items = self.properties(self.follow(schema).get("items", {}))
        return self.follow(items.get("sortBy", {})).get("enum", [])

    def parameters(self):
        """operation, query / body / sort by parameter / sorting in a body, names: of every query."""
        lines = []
        for path, methods in sorted(self.spec["paths"].items()):
            for method, operation in sorted(methods.items()):
                is_query = "{" not in path and (method == "get" or method == "post" and "get" in methods)
                if not is_query:
                    continue
                given = [self.follow(p) for p in operation.get("parameters", [])]
                query = {p["name"]: self.follow(p["schema"]) for p in given if p["in"] == "query"}
                content = self.follow(operation.get("requestBody", {})).get("content", {})
                body = self.properties(content.get("application/json", {}).get("schema", {}))
                for kind, names in (("query", query), ("body", body),
                                    ("sort", query.get("sortBy", {}).get("enum", [])),
                                    ("sorting", self.sort_keys(body.get("sorting", {})))):
                    if names:
                        lines.append("%s\t%s\t%s" % (operation["operationId"], kind, " ".join(names)))
        return lines


def read_lines(path):
    with open(path, encoding="utf-8") as f:
        return f.read().splitlines()


def check_contract(resources):
    """The table has every operation of the contract, under its name."""
    known = {(method, path): operation for _, rows in resources for method, path, operation, _ in rows}
    names = {re.sub(r"\{[^}]*\}", "{}", path): path for _, path in known}
    missing = []
    for line in read_lines(OPERATIONS):
        method, path, operation = line.split("\t")
        same = names.get(re.sub(r"\{[^}]*\}", "{}", path))
        if known.get((method, path)) != operation and known.get((method, same)) != operation:
            missing.append(line)
    if missing:
        sys.exit("rest/routes.cpp lacks operations of the contract:\n" + "\n".join(missing))
    if not os.path.exists(CONTRACT):
        return
    contract = Contract()
    for path, wanted in ((OPERATIONS, contract.operations()), (PARAMETERS, contract.parameters())):
        if sorted(read_lines(path)) != sorted(wanted):
            sys.exit("%s is not what the contract says: run docs/rest_coverage.py --contract" % os.path.relpath(path, ROOT))


# ---- the page ----

def page(resources):
    contract = {line.split("\t")[2] for line in read_lines(OPERATIONS)}
    rows = [row for _, rows in resources for row in rows]
    there = sum(row[3] for row in rows)
    published = sum(row[3] and row[2] in contract for row in rows)
    lines = ["# Coverage of /engine-rest", "",
             "Made by `docs/rest_coverage.py` from the table in `rest/routes.cpp`; do not edit. `docs/rest_coverage.py --check`",
             "compares it, the table and the published contract; `tests/unit/rest_query_contract_test.cpp` does so for the",
             "parameters of every query.", "",
             "%d of the contract's %d operations answer, and %d of the %d with those it leaves out; the others answer 501"
             % (published, len(contract), there, len(rows)),
             "with `{type, message}`.", "",
             "| Resource | Answered | Not yet |", "|---|---|---|"]
    for name, rows in resources:
        missing = ["`%s`" % operation for _, _, operation, is_there in rows if not is_there]
        lines.append("| %s | %d of %d | %s |" % (name, len(rows) - len(missing), len(rows), " ".join(missing)))
    return "\n".join(lines) + "\n"


def main():
    if "--contract" in sys.argv:
        contract = Contract()
        for path, lines in ((OPERATIONS, contract.operations()), (PARAMETERS, contract.parameters())):
            if not os.path.exists(path) or sorted(read_lines(path)) != sorted(lines):
                with open(path, "w", encoding="utf-8") as f:
                    f.write("\n".join(lines) + "\n")
        return
    resources = read_table()
    check_contract(resources)
    wanted = page(resources)
    if "--check" in sys.argv:
        with open(PAGE, encoding="utf-8") as f:
            if f.read() != wanted:
                sys.exit("docs/COVERAGE.md is not what rest/routes.cpp says: run docs/rest_coverage.py")
    else:
        with open(PAGE, "w", encoding="utf-8") as f:
            f.write(wanted)


if __name__ == "__main__":
    main()
