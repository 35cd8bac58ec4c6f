"""`python -m tests.bench [NAME ...]`: all benchmarks, or the named ones. They print what they saw and judge nothing
but the budget: on a busy machine a ratio near its budget falls on either side."""

from __future__ import annotations

import importlib
import sys

from tests.bench.report import Report

ALL = ("commands", "first_paint", "keys", "changes", "at_rest", "people", "schedules", "events", "freshness")


def main() -> int:
    names = sys.argv[1:] or ALL
    unknown = set(names) - set(ALL)
    if unknown:
        print(f"no benchmark {', '.join(sorted(unknown))}; there are {', '.join(ALL)}", file=sys.stderr)
        return 2
    report = Report()
    for name in names:
        importlib.import_module(f"tests.bench.{name}").run(report)
    print(f"\n{'all budgets kept' if not report.missed else f'{report.missed} budgets missed'}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
