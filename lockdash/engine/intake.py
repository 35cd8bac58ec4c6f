"""Writes what an answer brought into the store: one job of the writer's thread for each answer."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

import msgspec

from lockdash.domain.devices import Device
from lockdash.engine.archive.jobs import dug
from lockdash.engine.board import Known
from lockdash.engine.evidence import late_evidence
from lockdash.engine.merge import absorb
from lockdash.store.store import Store
from lockdash.vendors.base import Answer


class Taken(msgspec.Struct, frozen=True):
    """What an answer changed. `moved`: keys of known devices whose state became another one. `heard`: how many events
    nobody knew."""

    moved: tuple[str, ...]
    heard: int


def take_in(
    store: Store,
    known: Known,
    account: str,
    answer: Answer,
    *,
    now: datetime,
    skew: float | None,
    intervals: Mapping[str, float] | None = None,
    feed: str = "",
) -> Taken:
    """Merge `answer` with what is known of the account, write what it changes and settle the commands that it proves.
    What it left out is noted together with its events, to be read later.

    `feed`: whose answer it is, "" for the evidence of a command.
    """
    old = known.of_account(account)
    changed = absorb(old, answer, now, intervals or {}, feed)
    if changed:
        store.put_devices(changed.values())
    for command in late_evidence(known.commands, changed.values(), skew, now):
        store.put_command(command)
    heard = 0
    if answer.events or answer.holes:
        jobs = dug(store.archive.jobs(account), account, answer.holes) if answer.holes else ()
        heard = store.add_events(answer.events, jobs)
    return Taken(tuple(key for key, device in changed.items() if _moved(old.get(key), device)), heard)


def _moved(old: Device | None, new: Device) -> bool:
    if old is None or old.state is None or new.state is None:
        return False
    return old.state.value is not new.state.value
