"""What the client must remember of a command between two looks: it travels in the receipt, as text."""

from __future__ import annotations

from enum import StrEnum

import msgspec

from lockdash.vendors.base import Receipt


class Step(StrEnum):
    """What was sent. `unlock_then_pull`: the first half of opening a locked door that has no auto-pull."""

    lock = "lock"
    unlock = "unlock"
    unlock_and_pull = "unlock_and_pull"
    unlock_then_pull = "unlock_then_pull"
    pull = "pull"


class Operation(msgspec.Struct, frozen=True):
    """`id`: the vendor's, "" if it gave none. `before`: `lastStateChangedDate` when the command was taken.
    `looks`: how often the lock's state was read after the operation had been completed."""

    step: Step
    id: str = ""
    before: str | None = None
    looks: int = 0


def written(operation: Operation) -> str:
    """Return the text for `Receipt.operation`."""
    return msgspec.json.encode(operation).decode()


def of(receipt: Receipt) -> Operation | None:
    """Return what the receipt remembers, None if nothing: the answer to the command never came."""
    try:
        return msgspec.json.decode(receipt.operation or "", type=Operation)
    except (msgspec.MsgspecError, ValueError):
        return None


def looked(receipt: Receipt, operation: Operation) -> Receipt:
    """Return the receipt after one more look."""
    again = msgspec.structs.replace(operation, looks=operation.looks + 1)
    return msgspec.structs.replace(receipt, operation=written(again))
