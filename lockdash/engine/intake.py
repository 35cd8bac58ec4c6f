"""Writes what an answer brought into the store: one job of the writer's thread for each answer."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from lockdash.domain.devices import Device
from lockdash.engine.board import Known
from lockdash.engine.evidence import late_evidence
from lockdash.engine.merge import absorb
from lockdash.store.store import Store
from lockdash.vendors.base import Answer


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
) -> list[str]:
    """Merge `answer` with what is known of the account, write what it changes and settle the commands that it proves.

    `feed`: whose answer it is, "" for the evidence of a command. Return the keys of known devices whose state became
    another one.
    """
    old = known.of_account(account)
    changed = absorb(old, answer, now, intervals or {}, feed)
    if changed:
        store.put_devices(changed.values())
    for command in late_evidence(known.commands, changed.values(), skew, now):
        store.put_command(command)
    if answer.events:
        store.add_events(answer.events)
    return [key for key, device in changed.items() if _moved(old.get(key), device)]


def _moved(old: Device | None, new: Device) -> bool:
    if old is None or old.state is None or new.state is None:
        return False
    return old.state.value is not new.state.value
