"""What can be said of schedules on the command line."""

from __future__ import annotations

import argparse

from lockdash.cli.options import EXITS, Commands, add

_SCHEDULES = f"""\
Hours that are kept with an access, as Tedee keeps them, are listed as schedules of their own. Those
of keypads' PINs are read when `lockdash people --status all` asks for these.

examples:
  lockdash schedules              all of them, what each does next, and how many go by it
  lockdash schedules show night   the week of one as a picture, and who goes by it
  lockdash schedules next         what devices will do by their schedules in the next 7 days
  lockdash schedules --json       one object, schedules[]: account, id, name, kind, zone,
                                  week{{mon .. sun: ["08:00-12:00", ...]}},
                                  used_by[]{{kind, key, name, door}},
                                  next_change{{change, at, wall, zone}}

In JSON, at is in UTC and wall is the clock at the door. zone is null where the doors are in several
zones, or nobody says; used_by is null where it was not read.

{EXITS}"""

_SHOW = f"""\
NAME is a schedule's name, the beginning of one, its id or its key (account/schedule/id); capitals
do not matter. The week is drawn to the width of the terminal, in the time at the door.

examples:
  lockdash schedules show "Office hours"
  lockdash schedules show office --cached --ascii
  lockdash schedules show office --json   as in `lockdash schedules --json`, only this one

{EXITS}"""

_NEXT = f"""\
Times are those of the clock at the door; yours stands beside them where it differs.

examples:
  lockdash schedules next
  lockdash schedules next --json  one object, changes[]: account, key, name, schedule, kind, change,
                                  at, wall, zone

{EXITS}"""


def add_schedules(commands: Commands, shared: argparse.ArgumentParser) -> None:
    schedules = add(
        commands, shared, "schedules", help="list the hours that people and devices go by", epilog=_SCHEDULES
    )
    _add_common(schedules)
    deeds = schedules.add_subparsers(dest="deed", metavar="DEED", title="deeds")
    show = add(deeds, shared, "show", help="draw the week of a schedule", epilog=_SHOW)
    show.add_argument("name", metavar="NAME", help="which")
    coming = add(deeds, shared, "next", help="list what devices will do by their schedules", epilog=_NEXT)
    for deed in (show, coming):
        _add_common(deed, default=argparse.SUPPRESS)


def _add_common(parser: argparse.ArgumentParser, default: str | None = None) -> None:
    """`default`: suppressed for a deed, whose defaults would overwrite what stood before it."""
    parser.add_argument("--account", metavar="A", default=default, help="only this account")
    parser.add_argument("--json", action="store_true", default=default or False, help="print one JSON object")
    parser.add_argument(
        "--cached", action="store_true", default=default or False, help="print what is stored, without the network"
    )
