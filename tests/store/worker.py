"""One process of several that share a store. It says `ready`, waits for a line, then does its work.

python -m tests.store.worker spend|begin|claim|open|write|insist|people|change FOLDER [NUMBER]
"""

from __future__ import annotations

import itertools
import select
import sys
from pathlib import Path

from lockdash.domain import changes
from lockdash.domain.accesses import Group
from lockdash.domain.budget import Allowance, Purpose
from lockdash.domain.changes import ChangeStatus
from lockdash.domain.commands import CommandStatus, advance
from lockdash.store.store import CommandInFlight, Store, StoreDamaged, StoreError
from tests.store.build import a_change, a_command, a_device, a_group, a_person, an_access, an_event, later

ALLOWANCE = Allowance(60, 3600.0)
DEVICES = 8
BATCH = 50
PAGES = 10
MOST = 20_000


def say(word: object) -> None:
    sys.stdout.write(f"{word}\n")
    sys.stdout.flush()


def spend(store: Store, number: int) -> None:
    """Ask for more than a fair share, at times that differ from process to process."""
    purpose = Purpose.poll if number % 2 else Purpose.command
    for ask in range(ALLOWANCE.limit):
        if store.spend("home", ALLOWANCE, purpose, later(ask + number / 10)) is None:
            say(purpose)


def begin(store: Store, number: int) -> None:
    for device in range(DEVICES):
        try:
            store.begin_command(a_command(f"{number}-{device}", device_key=str(device)))
        except CommandInFlight as busy:
            say(f"busy {busy.existing.id}")
        else:
            say(f"begun {number}-{device}")


def claim(store: Store, number: int) -> None:
    for feed in range(DEVICES):
        if store.claim("home", str(feed), 20.0, later(number)) is None:
            say(f"claimed {feed}")


def write(store: Store, number: int) -> None:
    """Write until killed, and say what the store has acknowledged."""
    for batch in itertools.count():
        command = a_command(f"{batch}", device_key=f"{batch}")
        store.begin_command(command)
        say(f"begun {batch}")
        store.add_events(an_event(f"{batch}-{each}") for each in range(BATCH))
        say(f"events {batch}")
        store.put_command(advance(command, CommandStatus.failed, later(1)))
        say(f"settled {batch}")
        store.put_devices(a_device(str(each), name=str(batch)) for each in range(BATCH))


def insist(store: Store, number: int) -> None:
    """Write until told that it is enough, through a store that is replaced meanwhile, and say what was acknowledged."""
    for each in range(MOST):
        if select.select([sys.stdin], [], [], 0)[0]:
            return
        while True:
            try:
                store.add_events([an_event(f"{number}-{each}", raw="y" * 300)])
                break
            except StoreError as error:
                if not (store.is_replaced() or isinstance(error, StoreDamaged)):
                    raise
                store.reopen()
                say("reopened")
        say(f"event {number}-{each}")


def people(store: Store, number: int) -> None:
    """Write the pages that the others write as well, and say how much of each was news."""
    for page in range(PAGES):
        ids = range(page * BATCH, (page + 1) * BATCH)
        say(len(store.put_people(a_person(str(id), name=f"of {number}") for id in ids)))
        say(len(store.put_accesses(an_access(str(id), schedule_id=f"of {number}") for id in ids)))
        store.put_named([a_group(str(page), name=f"of {number}")])
        store.keep(Group, "home", [str(each) for each in range(PAGES) if each != page - 1])


def change(store: Store, number: int) -> None:
    """Begin and settle changes until killed, and say what the store has acknowledged."""
    for each in itertools.count():
        asked = a_change(str(each))
        store.put_change(asked)
        say(f"begun {each}")
        store.put_change(changes.advance(asked, ChangeStatus.done, later(1)))
        say(f"settled {each}")


def main(work: str, folder: str, number: str = "0") -> None:
    if work == "open":
        say("ready")
        sys.stdin.readline()
        store = Store.open(Path(folder))
        store.put_devices([a_device(number)])
        say(f"notice {store.notice}" if store.notice else "quiet")
    else:
        store = Store.open(Path(folder))
        say("ready")
        sys.stdin.readline()
        works = {"spend": spend, "begin": begin, "claim": claim, "write": write, "insist": insist}
        (works | {"people": people, "change": change})[work](store, int(number))
    store.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
