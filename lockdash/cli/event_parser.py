"""What can be said of events on the command line."""

from __future__ import annotations

import argparse

from lockdash.cli.options import EXITS, Commands, add, end_of, moment, number

LISTED = 50
"""Events that are listed for people, or before new ones are followed, if nobody says how many."""

_EVENTS = f"""\
T is an age (30m, 12h, 2d, 3w), today, yesterday, or a moment of your own clock (2026-11-01,
2026-11-01T12:00); until a day is until its end.

F is a filter, as on the screen of events: words, or phrases in quotation marks, that must all be
found. door:, who:, how: and account: say where; kind:, outcome:, since:, until: and late say what
they mean. Commas stand between several of which one is enough, a - before what must not be found.
Kinds: unlocked, locked, opened, denied, jammed, used, battery, link, synced, sync-failed, door,
climate, relay, system, command, change, account, unknown. Outcomes: succeeded, failed, unknown.

For people, the newest {LISTED} are listed. --json and --csv print all that is found, however many.
--follow begins, in any form, with the newest {LISTED}, or with all since T. --limit N is at most so
many; 0: all. What the log does not have of that time is said on stderr.

examples:
  lockdash events                 the newest, after what is due was read
  lockdash events --since 2d --filter "kind:denied door:front"
  lockdash events --filter=-late  one that begins with - needs the equals sign
  lockdash events --csv --since 2026-11-01 --until 2026-11-30 > november.csv
  lockdash events --json          one object, events[], newest first: account, id, kind, kind_raw,
                                  outcome, device, who, how, text, occurred_at, recorded_at, late,
                                  device_id, first_seen_at, zone; times in UTC
  lockdash events --follow        new ones as they come, until Ctrl-C; the oldest first
  lockdash events --follow --json an object a line, the same fields; what changes, as a command on
                                  its way does, comes again with the same id
  lockdash events --backfill      read the past until all is here that the vendors still show

CSV (RFC 4180, UTF-8) has the same fields as columns; its times are ISO 8601 with the offset of the
clock at the door. A cell that a spreadsheet would take for a formula has an apostrophe before it.

--backfill ends with 0 when all is here, --follow with 130 after Ctrl-C.

{EXITS}"""

_PRUNE = f"""\
DATE is a day (2026-01-01), a moment of your own clock, or an age (52w). What happened before goes
for good, on this machine, and is not read from the vendors again. It is no danger to any door: an
account that allows only looking is pruned as well.

examples:
  lockdash prune --before 2026-01-01        says how many events go, and asks
  lockdash prune --before 104w --yes        does not ask

{EXITS}"""


def add_events(commands: Commands, shared: argparse.ArgumentParser) -> None:
    events = add(commands, shared, "events", help="list what happened, and follow it", epilog=_EVENTS)
    events.add_argument("--since", metavar="T", type=moment, help="only what happened at T or later")
    events.add_argument("--until", metavar="T", type=end_of, help="only what happened before T")
    events.add_argument("--filter", metavar="F", default="", help="only what fits F")
    events.add_argument("--account", metavar="A", help="only this account")
    events.add_argument("--limit", metavar="N", type=number, help="how many at most, the newest; 0: all")
    form = events.add_mutually_exclusive_group()
    form.add_argument("--json", action="store_true", help="print one JSON object; with --follow, an object a line")
    form.add_argument("--csv", action="store_true", help="print a sheet")
    way = events.add_mutually_exclusive_group()
    way.add_argument("--follow", action="store_true", help="go on with new ones as they come")
    way.add_argument("--cached", action="store_true", help="print what is stored, without the network")
    way.add_argument("--backfill", action="store_true", help="read the past, and say how far that is; print no events")


def add_prune(commands: Commands, shared: argparse.ArgumentParser) -> None:
    prune = add(commands, shared, "prune", help="remove old events from the log", epilog=_PRUNE)
    prune.add_argument("--before", metavar="DATE", type=moment, required=True, help="what happened before goes")
    prune.add_argument("--yes", action="store_true", help="do not ask")
