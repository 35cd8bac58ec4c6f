"""The detail of one device: everything known of it, with how sure and how old it is."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, tzinfo
from itertools import zip_longest
from typing import TYPE_CHECKING

import msgspec

from lockdash.domain.accounts import Account, Condition
from lockdash.domain.commands import Actor, Command
from lockdash.domain.events import Event
from lockdash.engine.views import Certainty, DeviceView
from lockdash.tui.keymap.in_use import key_of
from lockdash.tui.look.glyphs import Glyphs
from lockdash.tui.look.tones import Tone
from lockdash.tui.panes.clocks import lasting, moment
from lockdash.tui.panes.detail_commands import asker, command_lines, newest_lines
from lockdash.tui.panes.detail_events import event_line, who_of_state
from lockdash.tui.panes.detail_facts import fact_lines
from lockdash.tui.panes.header import CONDITION_WORDS, DOUBTFUL
from lockdash.tui.panes.lines import BLANK, Line, Span, fit, joined, line, spread, width_of
from lockdash.tui.render.words import certainty_words, state_cell

if TYPE_CHECKING:
    from lockdash.tui.people.at_door import AtDoor

_COLUMNS_FROM = 64
"""Columns from which on a low pane is told in two columns."""
_ROOMY = 30
"""Lines from which on there is room for commands before the last one."""
_COMMANDS = 3


class Detail(msgspec.Struct, frozen=True, kw_only=True):
    """What is told of a device. `commands`, `events`: the newest first. `history`: battery levels, oldest first.
    `account`: the number of its account. `pending`: an intent in its grace. `zone`: the viewer's. `own`: who we are.
    `people`: who may open it, `source`: how its account is faring; None if that is not known.
    """

    view: DeviceView
    now: datetime
    zone: tzinfo
    glyphs: Glyphs
    account: int
    commands: Sequence[Command] = ()
    events: Sequence[Event] = ()
    history: Sequence[tuple[datetime, int]] = ()
    pending: str | None = None
    own: Actor | None = None
    people: AtDoor | None = None
    source: Account | None = None

    @property
    def command(self) -> Command | None:
        """The newest one."""
        return self.commands[0] if self.commands else None


def detail_lines(detail: Detail, width: int, height: int) -> list[Line]:
    """Return at most `height` lines of `width` columns. Low panes use two columns, the lowest one line."""
    if height <= 0:
        return []
    if height == 1:
        return [one_line(detail, width)]
    if height < 18 and width >= _COLUMNS_FROM:
        return _low(detail, width, height)
    lines = [title(detail, width), BLANK, state(detail, width)]
    who = whose(detail, width)
    lines += [who] if who else []
    lines += trouble(detail, width)
    lines += [BLANK, *fact_lines(detail, width, whole=True)]
    told = command_lines(detail, width, _COMMANDS if height >= _ROOMY else 1)
    lines += [BLANK, (Span("Last commands", Tone.heading),), *told] if told else []
    room = height - len(lines) - 2
    if room > 0 and detail.events:
        lines += [BLANK, (Span("Last events", Tone.heading),)]
        lines += [event_line(event, detail, width) for event in detail.events[: max(room - 1, 1)]]
    return [fit(each, width, detail.glyphs.ellipsis) for each in lines[:height]]


def _low(detail: Detail, width: int, height: int) -> list[Line]:
    """Name and state over the whole width, then facts at the left and commands and events at the right."""
    lines = [title(detail, width), state(detail, width), *trouble(detail, width)]
    room = height - len(lines)
    told = detail.command is not None or bool(detail.events)
    half = width // 2 - 1 if told else width
    right_width = width - half - 3
    left = fact_lines(detail, half)
    right = newest_lines(detail, right_width)
    right += [event_line(event, detail, right_width) for event in detail.events]
    for one, other in list(zip_longest(left, right, fillvalue=BLANK))[:room]:
        cut = fit(one, half, detail.glyphs.ellipsis)
        gap = Span(" " * (half - width_of(cut) + 3))
        lines.append((*cut, gap, *fit(other, right_width, detail.glyphs.ellipsis)))
    return lines


def one_line(detail: Detail, width: int) -> Line:
    """Return name, state, proof and who in one line, as far as they fit."""
    device = detail.view.device
    parts = [line(Span(device.name, strong=True)), _state_word(detail), _proof(detail), _who(detail)]
    return fit(joined(parts, Span(f" {detail.glyphs.dot} ", Tone.faint)), width, detail.glyphs.ellipsis)


def title(detail: Detail, width: int) -> Line:
    """Return the device's name at the left, its account in its colour at the right."""
    device = detail.view.device
    account = line(Span(f"{detail.glyphs.edge} ", account=detail.account), Span(device.account, Tone.dim))
    name = line(Span(device.name, strong=True))
    return spread(fit(name, max(width - width_of(account) - 2, 1), detail.glyphs.ellipsis), account, width)


def state(detail: Detail, width: int) -> Line:
    """Return the state at the left and what proves it at the right; a wish that needs the room says by itself that
    nothing has."""
    word, proof = _state_word(detail), _proof(detail)
    if detail.view.certainty is Certainty.asked and width_of(word) + width_of(proof) + 2 > width:
        return fit(word, width, detail.glyphs.ellipsis)
    return spread(word, proof, width)


def whose(detail: Detail, width: int) -> Line:
    """Return since when the state holds, and by whom and how, as the event itself says; empty if nobody says."""
    return fit(_who(detail), width, detail.glyphs.ellipsis)


def trouble(detail: Detail, width: int) -> list[Line]:
    """Return why nothing new comes in, since when, and the key that helps, in one line; none where it does."""
    source = detail.source
    if source is None or not source.condition.failing or source.condition in DOUBTFUL:
        return []
    out = source.condition is Condition.unauthorised
    told = f"{source.name}: {CONDITION_WORDS[source.condition]} for {lasting(source.since, detail.now)}"
    helps = f"{key_of('sign_in')} signs in" if out else f"{key_of('accounts')} says more"
    return [fit(line(Span(told, Tone.alarm), Span(f", {helps}", Tone.dim)), width, detail.glyphs.ellipsis)]


def _state_word(detail: Detail) -> Line:
    cell = state_cell(detail.view, detail.pending, detail.glyphs, detail.now, detail.zone, by=asker(detail))
    return line(Span(cell.text, cell.tone, strong=True))


def _proof(detail: Detail) -> Line:
    if detail.pending:
        return line(Span("not sent yet", Tone.dim))
    if detail.view.state is None and not detail.view.device.kind.has_lock_state:
        return BLANK
    return line(Span(certainty_words(detail.view), Tone.dim))


def _who(detail: Detail) -> Line:
    if detail.pending or detail.view.certainty is Certainty.asked:
        return BLANK  # what was before would read as part of the wish
    event = who_of_state(detail.view.state, detail.events)
    since = detail.view.device.state_since
    if event is not None:
        by = ", ".join(each for each in (event.who, event.how) if each)
        at = moment(event.occurred_at, detail.now, detail.zone)
        return line(Span("by ", Tone.dim), Span(f"{by}, "), Span(at, Tone.dim)) if by else _since(at)
    return _since(moment(since, detail.now, detail.zone)) if since is not None else BLANK


def _since(at: str) -> Line:
    return line(Span(f"since {at}", Tone.dim))
