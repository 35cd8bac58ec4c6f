"""What lockdash was asked, and how its accounts fared, as events: they stand in the log among those of the vendors.

Each command is one event, which is brought up to date as it moves on (so is each change: `change_events`). An outage is
one event for every condition that it went through, and one for its end.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import msgspec

from lockdash.domain.accounts import Account, Condition
from lockdash.domain.commands import Command, CommandKind, CommandStatus
from lockdash.domain.events import Event, EventKind, Outcome

if TYPE_CHECKING:
    from lockdash.domain.changes import Change

OUTAGES = "lockdash/account/"
"""What the ids of the events of outages begin with. When it began follows, so that they sort by that."""
GOES_ON = timedelta(minutes=1)
"""An account that fails again so soon was never well."""

_ASKED: Mapping[CommandKind, str] = {
    CommandKind.lock: "{who} asked {door} to lock: {value}",
    CommandKind.unlock: "{who} asked {door} to unlock: {value}",
    CommandKind.open: "{who} asked {door} to open: {value}",
    CommandKind.power_on: "{who} asked {door} to switch on: {value}",
    CommandKind.power_off: "{who} asked {door} to switch off: {value}",
}
_COMMAND_STATUS: Mapping[CommandStatus, tuple[str, Outcome]] = {
    CommandStatus.requested: ("not sent yet", Outcome.unknown),
    CommandStatus.sent: ("sent", Outcome.unknown),
    CommandStatus.accepted: ("accepted, not confirmed yet", Outcome.unknown),
    CommandStatus.confirmed: ("confirmed", Outcome.succeeded),
    CommandStatus.failed: ("failed", Outcome.failed),
    CommandStatus.unconfirmed: ("never confirmed", Outcome.unknown),
    CommandStatus.refused: ("refused", Outcome.failed),
}
_FAILING: Mapping[Condition, str] = {
    Condition.offline: "the vendor did not answer",
    Condition.unauthorised: "lockdash was not let in",
    Condition.rate_limited: "the requests were used up",
    Condition.vendor_error: "the vendor was in trouble",
    Condition.bad_answer: "the vendor's answers could not be understood",
    Condition.clock_skew: "the clocks did not agree",
}
_OVER = "the account was live again after {value}"
_FOR_A_MOMENT = "the account was live again for a moment"


def of_command(command: Command, device_id: str | None) -> Event:
    """Return what is known of `command` as an event. `device_id`: what the vendor calls its device."""
    said, outcome = _COMMAND_STATUS[command.status]
    words = command.evidence if command.status is CommandStatus.confirmed else command.reason
    return asked(
        command,
        EventKind.command,
        outcome,
        phrase=_ASKED[command.kind],
        value=f"{said}: {words}" if words else said,
        device_id=device_id,
    )


def asked(
    record: Command | Change,
    kind: EventKind,
    outcome: Outcome,
    *,
    phrase: str,
    value: str,
    device_id: str | None,
    door: str | None = None,
) -> Event:
    """Return the event of something that a user asked for."""
    return Event(
        account=record.account,
        id=f"lockdash/{kind}/{record.id}",
        kind=kind,
        kind_raw=f"lockdash {record.kind}",
        outcome=outcome,
        occurred_at=record.requested_at,
        first_seen_at=record.requested_at,
        device_id=device_id,
        who=record.actor.user,
        how=f"lockdash from {record.actor.origin}" if record.actor.origin else "lockdash",
        phrase=phrase,
        value=value,
        door=door,
        raw=_raw_of(record),
    )


def of_condition(before: Account | None, after: Account, last: Collection[Event]) -> tuple[Event, ...]:
    """Return the events that the step from `before` to `after` makes new or different; mostly none.

    `last`: the events of the account's newest outage. An account that fails again within `GOES_ON` was in the same
    outage all the time, and one that fails in turns says each condition once: nothing floods the log.
    """
    if before is not None and before.condition is after.condition:
        return ()
    began = outage_of(last)
    over = next((each for each in last if _is_end(each)), None)
    if after.condition.failing:
        if began is None or (over is not None and after.since - over.occurred_at > GOES_ON):
            return (_failing(after, after.since),)
        found = [] if over is None else [_for_a_moment(over)]
        failing = _failing(after, began)
        return tuple(found if any(each.id == failing.id for each in last) else [*found, failing])
    was_well = before is None or before.condition is Condition.live
    if after.condition is not Condition.live or was_well or began is None:
        return ()
    return (_end(after, began),)


def outage_of(events: Collection[Event]) -> datetime | None:
    """Return when the outage that `events` tell of began (UTC), None if they tell of none."""
    return next((_began(each.id) for each in events), None)


def _began(id: str) -> datetime:
    return datetime.strptime(id.removeprefix(OUTAGES).split("/")[0], _WHEN).replace(tzinfo=UTC)


def _failing(account: Account, began: datetime) -> Event:
    words = _FAILING[account.condition]
    return _of_account(
        account,
        began,
        account.condition,
        Outcome.failed,
        phrase=f"{words}: {{value}}" if account.detail else words,
        value=account.detail or None,
    )


def _end(account: Account, began: datetime) -> Event:
    value = _duration((account.since - began).total_seconds())
    return _of_account(account, began, account.condition, Outcome.succeeded, phrase=_OVER, value=value)


def _for_a_moment(over: Event) -> Event:
    return msgspec.structs.replace(over, phrase=_FOR_A_MOMENT, value=None)


def _of_account(
    account: Account, began: datetime, condition: Condition, outcome: Outcome, *, phrase: str, value: str | None
) -> Event:
    return Event(
        account=account.name,
        id=f"{OUTAGES}{began:{_WHEN}}/{condition}",
        kind=EventKind.account,
        kind_raw=f"lockdash {condition}",
        outcome=outcome,
        occurred_at=account.since,
        first_seen_at=account.since,
        phrase=phrase,
        value=value,
        raw=_raw_of(msgspec.structs.replace(account, budget=None)),
    )


def _is_end(event: Event) -> bool:
    return event.id.endswith(f"/{Condition.live}")


def _raw_of(record: msgspec.Struct) -> str:
    """Return what an event was made of, as JSON."""
    return msgspec.json.encode(record).decode()


def _duration(seconds: float) -> str:
    """Return how long something took: `40 s`, `12 min`, `2 h 5 min`, `3 d 4 h`."""
    whole = max(0, int(seconds))
    if whole < 60:
        return f"{whole} s"
    if whole < 3600:
        return f"{whole // 60} min"
    if whole < 86400:
        return f"{whole // 3600} h {whole % 3600 // 60} min"
    return f"{whole // 86400} d {whole % 86400 // 3600} h"


_WHEN = "%Y%m%dT%H%M%S.%f"
