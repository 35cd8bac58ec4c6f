"""From a filter of the event log to what is asked of it: `kind:denied door:front who:ann since:2d -late garden`."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, tzinfo
from typing import NamedTuple

from lockdash.domain.event_query import Clause, EventQuery, Field
from lockdash.domain.event_text import KIND_WORDS
from lockdash.domain.events import Outcome
from lockdash.domain.query import QuerySyntax, Typed, check, read
from lockdash.domain.typed_moments import end_of, moment

_SINCE, _UNTIL = "since", "until"
_FIELDS = (Field.kind, Field.outcome, Field.door, Field.who, Field.account, Field.how)
_KEYS = (*(each.value for each in _FIELDS), _SINCE, _UNTIL)
_FLAGS = (Field.late.value,)
_OK = "ok"
_OUTCOMES = (*(each.value for each in Outcome), _OK)

FILTER_HELP = """\
A filter is words that must all be found. Capitals and accents do not count.
  garden "front door"       a word; a phrase in quotation marks
  door:front who:ann        only in what the door is called, or who it was; so are account: and how:
  kind:denied,jammed        one of several; the beginning of a kind is enough
  outcome:failed            succeeded (or ok), failed, unknown
  since:2d until:yesterday  30m, 12h, 2d, 3w ago, today, 2026-11-01, 2026-11-01T12:00; until a day
                            is until its end
  late                      what the vendor told long after it happened
  -late -door:"back door"   what must not be found
Kinds: unlocked, locked, opened, denied, jammed, used, battery, link, synced, sync-failed, door,
climate, relay, system, command, change, account, unknown.
"""

_Reader = Callable[[str, datetime, tzinfo | None], datetime]


class _Bound(NamedTuple):
    at: datetime
    typed: Typed


def event_query(text: str, now: datetime, zone: tzinfo | None = None) -> EventQuery:
    """Return what `text` asks of the log at `now`. `zone`: the viewer's, None for the machine's.

    Of several `since` the latest holds, of several `until` the earliest; a day after `until` is a part of it, to its
    end. A kind and an outcome may be begun only, a kind's blanks be typed as `-` or `_`. Raises QuerySyntax.
    """
    clauses: list[Clause] = []
    since: _Bound | None = None
    until: _Bound | None = None
    for typed in read(text, _KEYS, _FLAGS):
        if typed.term.key == _SINCE:
            begin = _bound(typed, moment, now, zone)
            since = begin if since is None or begin.at > since.at else since
        elif typed.term.key == _UNTIL:
            end = _bound(typed, end_of, now, zone)
            until = end if until is None or end.at < until.at else until
        else:
            clauses.append(_clause(typed))
    if since is not None and until is not None and since.at >= until.at:
        raise _never(since.typed, until.typed)
    return EventQuery(tuple(clauses), since and since.at, until and until.at)


def _clause(typed: Typed) -> Clause:
    term = typed.term
    field, values = Field(term.key or Field.text), term.values
    if field is Field.kind:
        values = tuple(each.replace("_", " ").replace("-", " ") for each in values)
        check(typed, values, KIND_WORDS.values(), "kind")
    elif field is Field.outcome:
        check(typed, values, _OUTCOMES, "outcome")
        values = tuple(Outcome.succeeded.value if _OK.startswith(each) else each for each in values)
    return Clause(field, values, term.negated)


def _bound(typed: Typed, reader: _Reader, now: datetime, zone: tzinfo | None) -> _Bound:
    term = typed.term
    if term.negated:
        other = _UNTIL if term.key == _SINCE else _SINCE
        raise typed.wrong(f"{term.key}: cannot be negated; {other}: is the other way round")
    if len(term.values) > 1:
        raise typed.wrong(f"{term.key}: takes one moment", 1)
    try:
        return _Bound(reader(term.values[0], now, zone), typed)
    except ValueError as error:
        raise typed.wrong(str(error), 0) from None


def _never(since: Typed, until: Typed) -> QuerySyntax:
    """Nothing happens then. What was typed last is what is pointed at."""
    if since.at > until.at:
        return since.wrong("this begins after until: has ended")
    return until.wrong("this ends before since: has begun")
