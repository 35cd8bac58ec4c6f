"""What `lockdash status` prints for people: accounts, counts, then the devices, the most urgent first."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from lockdash.cli import wording
from lockdash.cli.table import GAP, Column, Table
from lockdash.cli.terminal import Paper, Tone, pad, width
from lockdash.domain.accounts import Account
from lockdash.engine.views import Counts, DeviceView, counts

_LEAST_NAME = 12

_COLUMNS = (
    Column("Device"),
    Column("State"),
    Column("Battery"),
    Column("Link"),
    Column("Age", True),
    Column("Account"),
)


def lines(
    accounts: Iterable[tuple[str, str, Account | None]], views: Sequence[DeviceView], now: datetime, paper: Paper
) -> list[str]:
    """Return the lines to print. `accounts`: name, vendor, what is known of it. `views`: in their order."""
    head = _account_lines(list(accounts), now, paper)
    if not views:
        return [*head, "", "No devices are known. The vendor lists none, or it was never read."]
    return [*head, "", *_table(views, paper), "", paper.plain(_summary(counts(_listed(views))))]


def _listed(views: Iterable[DeviceView]) -> Iterable[DeviceView]:
    return (each for each in views if each.device.gone_at is None)


def _account_lines(accounts: Sequence[tuple[str, str, Account | None]], now: datetime, paper: Paper) -> list[str]:
    names = max((width(name) for name, _, _ in accounts), default=0)
    made = []
    for name, _, known in accounts:
        text, tone = wording.condition(known, now)
        left = wording.budget(known)
        line = f"{pad(paper.plain(name), names)}{GAP}{paper.paint(paper.plain(text), tone)}"
        made.append(f"{line}{GAP}{paper.paint(left, Tone.dim)}" if left else line)
    return made


def _table(views: Sequence[DeviceView], paper: Paper) -> list[str]:
    table = Table(_COLUMNS, [_row(each, paper) for each in views], paper)
    table.narrow(0, _LEAST_NAME)
    return [table.title(), *map(table.line, table.rows)]


def _row(each: DeviceView, paper: Paper) -> list[tuple[str, Tone]]:
    cells = [
        (each.device.name or each.device.key, Tone.calm if each.device.gone_at is None else Tone.dim),
        wording.state(each),
        wording.battery(each),
        wording.link(each),
        wording.age(each),
        (each.device.account, Tone.dim),
    ]
    return [(paper.plain(text), tone) for text, tone in cells]


def _summary(made: Counts) -> str:
    """Return `4 locked · 1 UNLOCKED · 2 low battery`: all that is not nought."""
    parts = (
        (made.locked, "locked"),
        (made.unlocked, "UNLOCKED"),
        (made.jammed, "jammed"),
        (made.unknown, "unknown"),
        (made.unreachable, "unreachable"),
        (made.low_battery, "low battery"),
    )
    return " · ".join([f"{made.total} devices", *(f"{number} {word}" for number, word in parts if number)])
