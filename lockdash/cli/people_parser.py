"""What can be said of people on the command line."""

from __future__ import annotations

import argparse

from lockdash.cli.options import EXITS, WAIT_SECONDS, Commands, add, add_wait, number

STATUSES = ("current", "upcoming", "pending", "unknown", "expired", "deactivated")
"""Those of `domain.people.PersonStatus`, which no start has to import."""
SHOWN = ("current", "upcoming", "pending", "unknown")
FROM_INPUT = "-"
"""In the place of a PIN: it is read from the standard input."""
LETTER_NOW = -1
"""`--letter` without a number of days."""

_PEOPLE = f"""\
--status takes one or several of current, upcoming, pending, unknown, expired, deactivated, or all.
Whose time is over is read only when asked for, and so are the PINs of keypads: with all.
--filter takes words and "phrases" that must all be found, -word for what must not be, and key:value
or key:one,other with the keys name, email, department, door, account, list, status, kind and sync.

examples:
  lockdash people                     who may come now or later, whose lock has not heard first
  lockdash people --filter "ada gate" whose name, e-mail, department, status or door has both words
  lockdash people --filter "door:gate,shed kind:guest"     guests with one of two doors
  lockdash people --filter=-sync:synced     with an = where it begins with a dash
  lockdash people --status all        also those whose time is over, and keypads' PINs
  lockdash people --filter nora --reveal    with the PIN; each is recorded in the audit
  lockdash people --json              one object, people[]: account, id, name, email, kind, status,
                                      starts_at, ends_at, zone, accesses[]{{target, target_kind,
                                      schedule, window, synced, pending, failed}}

In JSON, times are wall-clock at the door without an offset where the vendor keeps them so, and zone
is the door's; else they end in Z, and zone is UTC. accesses is null where it was not read.

{EXITS}"""

_GUEST = f"""\
examples:
  lockdash guest add --name "Ada Sample" --from 2026-12-01T16:00 --to 2026-12-05T11:00 \\
      --door "Beach House" --generate-pin
  lockdash guest extend "Ada Sample" --to 2026-12-07
  lockdash guest revoke "Ada Sample"

{EXITS}"""

_ADD = f"""\
T is the clock at the door: 2026-12-01T16:00, or 2026-12-01 with the account's usual hour. +01:00
behind it says which is meant of a time that comes twice. D is a device, a group or a location: its
name, the beginning of one, or its key; capitals do not matter.
A PIN on the command line can be seen by everybody who may list processes: --pin - reads it from
the standard input instead.

examples:
  lockdash guest add --account rentals --name "Ada Sample" --from 2026-12-01 --to 2026-12-05 \\
      --door "Beach House" --door "Pool Gate" --generate-pin --email ada@example.com --letter 2
  lockdash guest add --name "Ada Sample" --from ... --to ... --door cabin --pin - <pin.txt
  lockdash guest add --account home --name "Dog walker" --week "mon-fri 11:00-13:00" \\
      --door front --generate-pin
  lockdash guest add ... --json       person, others[], steps[], accesses[], alarms[]; pin only
                                      with --reveal

{EXITS}"""

_EXTEND = f"""\
NAME is a name, the beginning of one, an e-mail address or a key (as account/people/id).
T as in `lockdash guest add`.

examples:
  lockdash guest extend "Ada Sample" --to 2026-12-07T11:00
  lockdash guest extend ada@example.com --from 2026-11-30 --to 2026-12-07 --account rentals

{EXITS}"""

_REVOKE = f"""\
NAME is a name, the beginning of one, an e-mail address or a key (as account/people/id).

examples:
  lockdash guest revoke "Ada Sample"              takes all doors, after a question
  lockdash guest revoke ada --door "Pool Gate"    only this one
  lockdash guest revoke ada --deactivate --yes    the code is taken from the locks, the record stays
  lockdash guest revoke ada --delete              the record goes as well, after its name is typed

{EXITS}"""


def add_people(commands: Commands, shared: argparse.ArgumentParser) -> None:
    people = add(commands, shared, "people", help="list who may open what, and whether the locks know", epilog=_PEOPLE)
    people.add_argument("--account", metavar="A", help="only this account")
    people.add_argument("--status", metavar="S", type=_statuses, default=frozenset(SHOWN), help="which: see below")
    people.add_argument("--filter", metavar="F", default="", help="only those in whom all of this is found: see below")
    people.add_argument("--json", action="store_true", help="print one JSON object")
    people.add_argument("--cached", action="store_true", help="print what is stored, without the network")
    people.add_argument("--reveal", action="store_true", help="ask the vendor for their PINs, and print them")
    people.add_argument("--yes", action="store_true", help="do not ask before several PINs are revealed")


def add_guest(commands: Commands, shared: argparse.ArgumentParser) -> None:
    guest = add(commands, shared, "guest", help="add a guest, extend a stay, take doors away", epilog=_GUEST)
    deeds = guest.add_subparsers(dest="deed", metavar="DEED", title="deeds", required=True)
    _add_add(deeds, shared)
    _add_extend(deeds, shared)
    _add_revoke(deeds, shared)


def _add_add(deeds: Commands, shared: argparse.ArgumentParser) -> None:
    deed = add(deeds, shared, "add", help="add a guest, and give them doors", epilog=_ADD)
    deed.add_argument("--account", metavar="A", help="the account; needed if there are several")
    deed.add_argument("--name", metavar="N", required=True, help="what they are called")
    deed.add_argument("--from", dest="starts", metavar="T", default="", help="from when, at the door")
    deed.add_argument("--to", dest="ends", metavar="T", default="", help="until when, at the door")
    deed.add_argument("--door", dest="doors", metavar="D", action="append", default=[], help="a door; again for each")
    pin = deed.add_mutually_exclusive_group()
    pin.add_argument("--pin", metavar="P", help="their PIN; - reads it from the standard input")
    pin.add_argument("--generate-pin", action="store_true", help="a new PIN, by the vendor where it makes any")
    deed.add_argument("--email", metavar="E", default="", help="their e-mail address")
    deed.add_argument(
        "--department", metavar="N", default="", help="add a permanent user of this department instead: no --from, --to"
    )
    deed.add_argument("--schedule", metavar="S", default="", help="the access schedule, by name")
    deed.add_argument("--zone", metavar="Z", default="", help="the zone of doors that do not say theirs")
    deed.add_argument("--week", metavar="W", default="", help='days and hours, as "mon-fri 09:00-17:00"')
    deed.add_argument(
        "--letter",
        metavar="DAYS",
        type=number,
        nargs="?",
        const=LETTER_NOW,
        help="have the instructions sent by e-mail: now, or so many days before",
    )
    deed.add_argument("--reveal", action="store_true", help="print the PIN that the vendor has now; recorded")
    _add_ending(deed)


def _add_extend(deeds: Commands, shared: argparse.ArgumentParser) -> None:
    deed = add(deeds, shared, "extend", help="let a stay end later, or sooner", epilog=_EXTEND)
    deed.add_argument("name", metavar="NAME", help="whose stay")
    deed.add_argument("--to", dest="ends", metavar="T", default="", help="until when, at the door")
    deed.add_argument("--from", dest="starts", metavar="T", default="", help="from when, at the door")
    deed.add_argument("--account", metavar="A", help="only people of this account")
    deed.add_argument("--zone", metavar="Z", default="", help="the zone of doors that do not say theirs")
    _add_ending(deed)


def _add_revoke(deeds: Commands, shared: argparse.ArgumentParser) -> None:
    deed = add(deeds, shared, "revoke", help="take doors from somebody", epilog=_REVOKE)
    deed.add_argument("name", metavar="NAME", help="from whom")
    deed.add_argument("--account", metavar="A", help="only people of this account")
    how = deed.add_mutually_exclusive_group()
    how.add_argument(
        "--door", dest="doors", metavar="D", action="append", default=[], help="only this one; again for each"
    )
    how.add_argument("--deactivate", action="store_true", help="take the code from the locks, and keep the record")
    how.add_argument("--delete", action="store_true", help="delete the record as well")
    _add_ending(deed)


def _add_ending(deed: argparse.ArgumentParser) -> None:
    add_wait(deed, f"how many seconds to wait until the locks have heard of it ({WAIT_SECONDS:g}); 0: do not wait")
    deed.add_argument("--yes", action="store_true", help="do not ask")
    deed.add_argument("--json", action="store_true", help="print the result as one JSON object")


def _statuses(text: str) -> frozenset[str]:
    asked = frozenset(part.strip().casefold() for part in text.split(",") if part.strip())
    if asked == {"all"}:
        return frozenset(STATUSES)
    if not asked or not asked <= frozenset(STATUSES):
        known = ", ".join(STATUSES)
        raise argparse.ArgumentTypeError(f"some of {known}, or all, are needed, with commas between, not {text!r}")
    return asked
