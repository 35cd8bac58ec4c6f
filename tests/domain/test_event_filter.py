"""Filters of the event log: which clauses they come to, from when to when, and what they cannot be."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lockdash.domain.event_filter import FILTER_HELP, event_query
from lockdash.domain.event_query import Clause, EventQuery, Field
from lockdash.domain.event_text import KIND_WORDS
from lockdash.domain.query import QuerySyntax

NOW = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)
WARSAW = ZoneInfo("Europe/Warsaw")


def asked(text: str) -> EventQuery:
    return event_query(text, NOW, WARSAW)


def utc(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=UTC)


def test_the_example_of_the_issue() -> None:
    assert asked('kind:denied door:front who:ann since:2d -late "garden"') == EventQuery(
        (
            Clause(Field.kind, ("denied",)),
            Clause(Field.door, ("front",)),
            Clause(Field.who, ("ann",)),
            Clause(Field.late, (), negated=True),
            Clause(Field.text, ("garden",)),
        ),
        since=utc(2026, 11, 19, 12),
    )


def test_nothing_asks_for_everything() -> None:
    assert not asked("  ")


@pytest.mark.parametrize(
    ("text", "clause"),
    [
        ("late", Clause(Field.late)),
        ('"late"', Clause(Field.text, ("late",))),
        ("later", Clause(Field.text, ("later",))),
        ("kind:den", Clause(Field.kind, ("den",))),
        ("kind:Sync-Failed,sync_failed", Clause(Field.kind, ("sync failed", "sync failed"))),
        ('-kind:"sync failed"', Clause(Field.kind, ("sync failed",), negated=True)),
        ("outcome:ok,fail", Clause(Field.outcome, ("succeeded", "fail"))),
        ("account:home", Clause(Field.account, ("home",))),
        ('how:PIN,"key link"', Clause(Field.how, ("pin", "key link"))),
        ("18:02", Clause(Field.text, ("18:02",))),
        ("-Épicerie", Clause(Field.text, ("epicerie",), negated=True)),
    ],
)
def test_each_term_is_a_clause(text: str, clause: Clause) -> None:
    assert asked(text) == EventQuery((clause,))


@pytest.mark.parametrize(
    ("text", "since", "until"),
    [
        ("since:2d since:1d since:3d", utc(2026, 11, 20, 12), None),
        ("until:1d until:2d", None, utc(2026, 11, 19, 12)),
        ("since:today", utc(2026, 11, 20, 23), None),
        ("until:yesterday", None, utc(2026, 11, 20, 23)),
        ("since:2026-11-01 until:2026-11-01", utc(2026, 10, 31, 23), utc(2026, 11, 1, 23)),
        ("until:2026-11-01T12:00", None, utc(2026, 11, 1, 11)),
        ('since:"2026-11-01 12:00"', utc(2026, 11, 1, 11), None),
        ("since:2026-11-01T12:00+05:30", utc(2026, 11, 1, 6, 30), None),
        ("since:2026-11-01T12:00Z", utc(2026, 11, 1, 12), None),
    ],
)
def test_from_when_to_when(text: str, since: datetime | None, until: datetime | None) -> None:
    assert asked(text) == EventQuery((), since, until)


@pytest.mark.parametrize(
    ("text", "told", "place"),
    [
        ("dor:front", 'no key is called "dor"; did you mean "door"?', "dor:"),
        ("x kind:dneied", 'no kind is called "dneied"; did you mean "denied"?', "dneied"),
        ("kind:failed", 'did you mean "sync failed"? They are unlocked, locked', "failed"),
        ("kind:denied,zz", 'no kind is called "zz"; they are unlocked, locked', "zz"),
        ("outcome:good", "they are succeeded, failed, unknown, ok", "good"),
        ("since:soon", "'soon' is no moment that is understood: 30m", "soon"),
        ("until:2026-02-30", "is no moment", "2026-02-30"),
        ("-since:2d", "since: cannot be negated; until: is the other way round", "-since:2d"),
        ("-until:2d", "until: cannot be negated; since: is the other way round", "-until:2d"),
        ("since:1d,2d", "since: takes one moment", "2d"),
        ("since:today until:yesterday", "this ends before since: has begun", "until:yesterday"),
        ("until:2d x since:1d", "this begins after until: has ended", "since:1d"),
        ("since:1d until:1d", "this ends before since: has begun", "until:1d"),
        ("late:yes", 'no key is called "late"', "late:"),
    ],
)
def test_what_it_cannot_be(text: str, told: str, place: str) -> None:
    with pytest.raises(QuerySyntax) as caught:
        asked(text)
    error = caught.value
    assert told in str(error)
    assert text[error.at : error.at + error.length] == place


@pytest.mark.parametrize("kind", KIND_WORDS.values())
def test_the_help_names_every_kind_and_each_is_one(kind: str) -> None:
    typed = kind.replace(" ", "-")
    assert typed in FILTER_HELP.partition("Kinds:")[2]
    assert asked(f"kind:{typed}").clauses == (Clause(Field.kind, (kind,)),)


def test_the_help_fits_and_what_it_shows_is_understood() -> None:
    lines = FILTER_HELP.splitlines()
    assert max(map(len, lines)) <= 100
    shown = [line[2:28].strip() for line in lines if line.startswith("  ") and line[2] != " "]
    assert len(shown) == 7
    assert all(map(asked, shown))


@given(st.text(alphabet=st.sampled_from('kindorse:ucw late-_,"2dT0 ok'), max_size=40))
def test_whatever_is_typed_is_a_query_or_a_sentence(text: str) -> None:
    try:
        asked(text)
    except QuerySyntax as error:
        told = str(error)
    else:
        told = "fine"
    assert told
