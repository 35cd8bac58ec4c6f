"""The filter of the list of schedules."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from lockdash.domain.matching import Keys, Searched, names_text, terms_text
from lockdash.tui.render.schedule_words import EXCEPTION, brief_kind
from lockdash.tui.schedules.rows import ExceptionView, Row

_CLOSED, _PAST = "closed", "past"
_UNUSED = ("not used", "unused")

_KEYS = Keys(
    names=("name", "account", "schedule", "exception", "door", "who", "zone"),
    words={"kind": (), "state": (_CLOSED, _PAST, *_UNUSED)},
    also={},
)


def searched(row: Row) -> Searched:
    """Return what `row` is found by: names, also of who and what goes by it, zones, and words of which one must not
    find another."""
    doors = dict.fromkeys(use.name if use.is_device else use.where for use in row.uses)
    people = dict.fromkeys(use.name for use in row.uses if not use.is_device)
    names = ((row.name,), (row.account,), *_related(row), doors, people, _zones(row))
    return Searched(row.key, names_text(names), terms_text((_kind(row), _state(row))))


def _related(row: Row) -> tuple[Iterable[str], Iterable[str]]:
    """The names of its schedules, and of its exceptions."""
    if isinstance(row, ExceptionView):
        return [view.name for view in row.by], [row.name]
    return [row.name], [] if row.exception is None else [row.exception.name]


def _zones(row: Row) -> Iterable[str]:
    return () if isinstance(row, ExceptionView) else (zone.replace("_", " ") for zone in row.zones)


def _kind(row: Row) -> Iterator[str]:
    kind = EXCEPTION if isinstance(row, ExceptionView) else brief_kind(row)
    yield kind
    yield from kind.split()[1:]


def _state(row: Row) -> Iterator[str]:
    if isinstance(row, ExceptionView) and row.now is not None:
        yield _CLOSED
    if isinstance(row, ExceptionView) and row.is_past:
        yield _PAST
    if not row.uses:
        yield from _UNUSED


class ScheduleFilter:
    """What a row must have, and must not. `text`: as typed. Without words every row matches. Raises QuerySyntax."""

    def __init__(self, text: str) -> None:
        self._wanted = _KEYS.wanted(text)

    def __bool__(self) -> bool:
        return bool(self._wanted)

    def matches(self, row: Searched) -> bool:
        """Whether all that is sought is found in it, whatever its case and accents."""
        return self._wanted.takes(row)
