"""A week while it is edited: as it is typed and as it is meant, one made from the other. Pure."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from lockdash.domain.schedules import ScheduleKind
from lockdash.domain.week_text import Item, WeekSyntax, parse, text_of
from lockdash.domain.week_trouble import Trouble, mended, troubles
from lockdash.domain.weeks import Week, week_of


class Mistake(msgspec.Struct, frozen=True):
    """Where a text is no week: `at` in characters."""

    words: str
    at: int


class Said(msgspec.Struct, frozen=True):
    """`items`: what `text` says; `week`: what that comes to with all trouble mended. With a `mistake` both are as they
    were before it."""

    text: str
    items: tuple[Item, ...]
    week: Week
    mistake: Mistake | None = None

    @property
    def troubles(self) -> list[Trouble]:
        """What is to be mended before it can be sent; none while there is a mistake."""
        return [] if self.mistake is not None else troubles(self.items)

    @property
    def is_sound(self) -> bool:
        return self.mistake is None and not self.troubles


def written(items: Iterable[Item]) -> Said:
    """Return `items` in their text form, a line for days that are alike."""
    given = week_of(items)
    held: tuple[Item, ...] = (*given.spans, *given.marks)
    return Said(text_of(given).replace("; ", "\n"), held, mended(held))


def read(text: str, kind: ScheduleKind, before: Said) -> Said:
    """Return what somebody typed."""
    try:
        items = parse(text, kind)
    except WeekSyntax as error:
        return Said(text, before.items, before.week, Mistake(str(error), min(error.at, len(text))))
    return Said(text, items, mended(items))
