"""What was done to somebody or something, when, and what came of it. What has no clear answer is loud."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime, tzinfo
from typing import Protocol

from lockdash.domain.changes import Change
from lockdash.domain.commands import Actor
from lockdash.engine.change_words import story
from lockdash.engine.progress import who
from lockdash.tui.look.glyphs import Glyphs
from lockdash.tui.look.tones import Tone
from lockdash.tui.panes.clocks import moment
from lockdash.tui.panes.facts import LABEL, labelled
from lockdash.tui.panes.lines import Line, Span, fit, wrap
from lockdash.tui.people.telling import OUTCOMES


class WithChanges(Protocol):
    """What of a detail this needs. `changes`: the newest first. `zone`: the viewer's. `own`: who we are."""

    @property
    def changes(self) -> Sequence[Change]: ...
    @property
    def now(self) -> datetime: ...
    @property
    def zone(self) -> tzinfo | None: ...
    @property
    def own(self) -> Actor | None: ...
    @property
    def glyphs(self) -> Glyphs: ...


def told_changes(detail: WithChanges, what: Callable[[Change], str], width: int, most: int) -> list[Line]:
    """Return the last changes, `most` of them: a line each, and the story of those that did not end well. `what`: what
    was asked for, in words."""
    lines: list[Line] = []
    dot = f" {detail.glyphs.dot} "
    for change in detail.changes[:most]:
        at = moment(change.requested_at, detail.now, detail.zone)
        word, tone = OUTCOMES[change.status]
        by = "" if change.actor == detail.own else f"{dot}{who(change.actor)}"
        told = (Span(what(change)), Span(dot, Tone.faint), Span(word, tone), Span(by, Tone.dim))
        lines.append(fit(labelled(at, told), width, detail.glyphs.ellipsis))
        lines += [labelled("", each) for each in wrap(story(change), max(width - LABEL, 10), Tone.dim)]
    return lines
