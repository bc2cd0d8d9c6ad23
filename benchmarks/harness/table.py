"""What was measured, and the table of it beside the goals."""
import json
import statistics


class Row:
    """One line. `less`: smaller is better. `times`: how many times as good as the best Camunda we want to be;
    `limit`: the figure we want to reach, whatever the others do."""

    def __init__(self, what, unit, times=None, limit=None, less=False):
        self.what, self.unit, self.times, self.limit, self.less = what, unit, times, limit, less
        self.values = {}  # side -> one value a round

    def add(self, side, value):
        self.values.setdefault(side, []).append(value)

    def median(self, side):
        return statistics.median(self.values[side]) if self.values.get(side) else None

    def ratio(self, side, ours="ours"):
        mine, other = self.median(ours), self.median(side)
        if not mine or not other:
            return None
        return other / mine if self.less else mine / other

    def goal(self):
        texts = []
        if self.times:
            texts.append("%g x" % self.times)
        if self.limit is not None:
            texts.append("%s %s" % ("under" if self.less else "at least", number(self.limit)))
        return ", ".join(texts)

    def reached(self, others):
        """Whether each goal is met by the medians; None: nothing to compare with."""
        verdicts = []
        mine = self.median("ours")
        if mine is not None and self.limit is not None:
            verdicts.append(mine < self.limit if self.less else mine >= self.limit)
        ratios = [r for r in map(self.ratio, others) if r is not None]
        if self.times and ratios:
            verdicts.append(min(ratios) >= self.times)
        return all(verdicts) if verdicts else None


def number(value):
    if value is None:
        return ""
    if abs(value) >= 100:
        return "{:,.0f}".format(value)
    return "%.3g" % value


class Table:
    def __init__(self):
        self.rows = {}
        self.notes = []

    def row(self, what, unit, **goal):
        return self.rows.setdefault(what, Row(what, unit, **goal))

    def note(self, text):
        if text in self.notes:
            return
        self.notes.append(text)
        print("- " + text, flush=True)

    def sides(self):
        """Ours first, then the others in the order in which they came."""
        found = ["ours"]
        for row in self.rows.values():
            found += [side for side in row.values if side not in found]
        return found

    def text(self):
        others = self.sides()[1:]
        heads = ["what", "unit", "ours"]
        for side in others:
            heads += [side, "ratio"]
        lines = [heads + ["goal", "met"], ["---"] * (len(heads) + 2)]
        for row in self.rows.values():
            cells = [row.what, row.unit, number(row.median("ours"))]
            for side in others:
                ratio = row.ratio(side)
                cells += [number(row.median(side)), "" if ratio is None else "%.3g x" % ratio]
            verdict = {None: "", True: "yes", False: "**no**"}[row.reached(others)]
            lines.append(cells + [row.goal(), verdict])
        return "\n".join("| " + " | ".join(line) + " |" for line in lines)

    def save(self, path):
        with open(path, "w") as f:
            json.dump({"notes": self.notes, "rows": {row.what: row.values for row in self.rows.values()}}, f, indent=1)
