"""Who polled when, by what the sessions said. Times are `time.monotonic`."""

from __future__ import annotations

from collections.abc import Iterable
from math import inf
from typing import NamedTuple

from tests.sessions.session import Session


class Span(NamedTuple):
    start: float
    end: float
    session: Session


def spans_of_lead(session: Session, account: str, ended: float = inf) -> list[Span]:
    """When `session` believed that it polls `account`. `ended`: when it was killed, or stopped for a while."""
    turns = []
    for line in session.said:
        if line["say"] == "leads":
            turns.append((line["at"], account in line["accounts"]))
        elif line["say"] == "stopping":
            turns.append((line["at"], False))
    return _spans(session, turns, ended)


def spans_of_reads(session: Session, account: str, ended: float = inf) -> list[Span]:
    """When `session` read from `account`. What was under way at `ended` was under way until then."""
    lines = [line for line in session.said if line.get("account") == account and line["say"] in ("reading", "read")]
    return _spans(session, [(line["at"], line["say"] == "reading") for line in lines], ended)


def _spans(session: Session, turns: Iterable[tuple[float, bool]], ended: float) -> list[Span]:
    spans: list[Span] = []
    since: float | None = None
    for at, on in (*turns, (inf, False)):
        if on and since is None:
            since = at
        elif not on and since is not None:
            spans.append(Span(since, min(at, ended) if since <= ended else at, session))
            since = None
    return spans


def overlaps(spans: Iterable[Span]) -> list[tuple[Span, Span]]:
    """Pairs of spans of different sessions that have a moment in common."""
    ordered = sorted(spans, key=lambda span: span.start)
    return [
        (one, other)
        for number, one in enumerate(ordered)
        for other in ordered[number + 1 :]
        if other.start < one.end and one.session is not other.session
    ]
