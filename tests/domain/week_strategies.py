"""Weeks of every kind, for hypothesis."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import strategies as st

from lockdash.domain.schedules import ScheduleKind
from lockdash.domain.week_text import DEEDS
from lockdash.domain.weeks import Mark, Week, week_of
from lockdash.domain.windows import Span, joined

ZONES = st.sampled_from(["Europe/Warsaw", "America/Denver", "Australia/Lord_Howe", "Asia/Kathmandu"])
# Weeks in which some clock of these zones is changed, and one in which none is.
_CHANGES = ((3, 5), (3, 26), (4, 2), (6, 10), (10, 1), (10, 22), (10, 29))
DST_WEEKS = [datetime(2026, month, day, 12, tzinfo=UTC) for month, day in _CHANGES]
days = st.integers(0, 6)
minutes = st.integers(0, 24 * 60 - 1).map(lambda each: timedelta(minutes=each))
degrees = st.integers(-200, 1200).map(lambda each: each / 10)
spans = (
    st.tuples(days, st.integers(0, 24 * 60 - 1), st.integers(1, 24 * 60))
    .filter(lambda each: each[1] < each[2])
    .map(lambda each: Span(each[0], timedelta(minutes=each[1]), timedelta(minutes=each[2])))
)
whole_weeks = st.lists(spans, max_size=12).map(lambda given: week_of(joined(given)))


def marks(kind: ScheduleKind) -> st.SearchStrategy[Mark]:
    deed = st.sampled_from(sorted(DEEDS[kind]))
    if kind is ScheduleKind.thermostat:
        return st.builds(Mark, days, minutes, deed, degrees, degrees)
    return st.builds(Mark, days, minutes, deed)


@st.composite
def weeks(draw: st.DrawFn, kind: ScheduleKind | None = None) -> tuple[ScheduleKind, Week]:
    """A kind, and a week of it without trouble."""
    kind = kind or draw(st.sampled_from(ScheduleKind))
    if kind is ScheduleKind.access:
        return kind, draw(whole_weeks)
    given = draw(st.lists(marks(kind), max_size=12, unique_by=lambda each: (each.day, each.at)))
    return kind, week_of(given)


actions = weeks(ScheduleKind.lock_action).map(lambda each: each[1])
