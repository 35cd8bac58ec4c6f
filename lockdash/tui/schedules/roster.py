"""The schedules as the list shows them: what is believed of each, which are shown, in which order. No Textual here."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime, tzinfo

from lockdash.domain.matching import Searched
from lockdash.engine.people.snapshot import PeopleSnapshot
from lockdash.engine.schedules.views import ScheduleView
from lockdash.tui.render.schedule_filter import ScheduleFilter, searched
from lockdash.tui.render.schedule_order import ScheduleOrder, sort_rows
from lockdash.tui.schedules.rows import ExceptionView, Row, exception_views


class ScheduleRoster:
    """`views`: by key, as of the last `take`. `wanted`: the filter's words, as typed. `only`: the keys of the rows that
    are shown at all, None for every one; `only_label`: which they are. `with_past`: exceptions whose days are over as
    well."""

    def __init__(self) -> None:
        self.views: dict[str, Row] = {}
        self.wanted = ""
        self.order = ScheduleOrder.next
        self.with_past = False
        self.only: frozenset[str] | None = None
        self.only_label = ""
        self._searched: dict[str, tuple[Row, Searched]] = {}
        self._ranked: tuple[object, list[str]] | None = None

    def take(
        self, schedules: Mapping[str, ScheduleView], people: PeopleSnapshot, now: datetime, zone: tzinfo
    ) -> frozenset[str]:
        """Believe these from here on; return the keys of rows that are another one (or gone). `zone`: the viewer's."""
        rows: dict[str, Row] = dict(schedules)
        rows |= {each.key: each for each in exception_views(people.exceptions.values(), schedules, now, zone)}
        earlier, self.views = self.views, rows
        changed = {key for key, row in rows.items() if not _same(earlier.get(key), row)}
        changed |= earlier.keys() - rows.keys()
        if changed:
            self._ranked = None
        return frozenset(changed)

    def check(self, text: str) -> None:
        """Raise QuerySyntax if `text` is no filter."""
        ScheduleFilter(text)

    def shown(self) -> list[str]:
        """The keys that the filter leaves, in the order asked for."""
        keys, wanted = self._listed(), ScheduleFilter(self.wanted)
        if not wanted:  # nobody needs what they are found by
            return list(keys)
        return [key for key in keys if wanted.matches(self._index(self.views[key]))]

    @property
    def total(self) -> int:
        """How many there are without the filter."""
        return len(self._listed())

    @property
    def past(self) -> int:
        """How many exceptions are over, whether they are shown or not."""
        return sum(map(_is_past, self.views.values()))

    def _listed(self) -> list[str]:
        """All but for the filter, in order; remembered until something changes."""
        asked = self.order, self.with_past, self.only
        if self._ranked is None or self._ranked[0] != asked:
            rows: Iterable[Row] = self.views.values()
            if self.only is not None:
                rows = (each for each in rows if each.key in self.only)
            elif not self.with_past:
                rows = (each for each in rows if not _is_past(each))
            self._ranked = asked, sort_rows(rows, self.order)
        return self._ranked[1]

    def _index(self, row: Row) -> Searched:
        """What `row` is found by, folded once."""
        known = self._searched.get(row.key)
        if known is None or known[0] is not row:
            known = self._searched[row.key] = row, searched(row)
        return known[1]


def _is_past(row: Row) -> bool:
    return isinstance(row, ExceptionView) and row.is_past


def _same(one: Row | None, other: Row) -> bool:
    return one is other or one == other
