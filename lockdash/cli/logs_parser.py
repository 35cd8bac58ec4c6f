"""What can be said of the program's own log on the command line, and how much is written to it."""

from __future__ import annotations

import argparse
import os

from lockdash.cli.options import EXITS, Commands, add, moment, number

LOG_LEVELS = ("debug", "info", "warning", "error", "off")
VARIABLE = "LOCKDASH_LOG_LEVEL"
_USUAL = "info"

LIMIT = 200

_LOGS = f"""\
This is what lockdash says of itself: which session polls, what a vendor refused, what failed and
where. What happened at the doors is in `lockdash events`. Every session writes a file of its own,
without keys, codes, PINs and e-mail addresses; the oldest go when there are more than 10 MB of them,
and after 30 days.

A line is: time (UTC), level, process, part of the program, message. T is an age (30m, 12h, 2d, 3w),
today, yesterday, or a moment of your own clock (2026-11-01, 2026-11-01T12:00).

examples:
  lockdash logs                   the last {LIMIT} lines of all sessions
  lockdash logs --follow          and new ones as they come, until Ctrl-C
  lockdash logs --level warning --since 2d --limit 0
  ls "$(lockdash logs --path)"    the files themselves
  lockdash --log-level debug      the dashboard, writing every request down (not what it says)

{EXITS}"""


def add_log_level(group: argparse._ArgumentGroup) -> None:
    group.add_argument(
        "--log-level",
        metavar="L",
        choices=LOG_LEVELS,
        help=f"write down what is as grave as L: {', '.join(LOG_LEVELS)} ({_USUAL}; also {VARIABLE})",
    )


def log_level(parser: argparse.ArgumentParser, given: str | None) -> str:
    """Return how much is logged: what was `given`, else what the environment says. Exits with code 2 for nonsense."""
    level = given or os.environ.get(VARIABLE, "").strip().lower() or _USUAL
    if level not in LOG_LEVELS:
        parser.error(f"{VARIABLE} is {level!r}: {', '.join(LOG_LEVELS[:-1])} or {LOG_LEVELS[-1]} is needed")
    return level


def add_logs(commands: Commands, shared: argparse.ArgumentParser) -> None:
    logs = add(commands, shared, "logs", help="print the log of lockdash itself", epilog=_LOGS)
    logs.add_argument("--since", metavar="T", type=moment, help="only what was written at T or later")
    logs.add_argument("--level", metavar="L", choices=LOG_LEVELS[:-1], help="only what is as grave as L, or graver")
    logs.add_argument(
        "--limit", metavar="N", type=number, default=LIMIT, help=f"how many lines at most, the last ({LIMIT}); 0: all"
    )
    logs.add_argument("--follow", action="store_true", help="go on with new lines as they come")
    logs.add_argument("--path", action="store_true", help="print the folder of the files, and nothing else")
