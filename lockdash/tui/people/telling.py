"""What the user is told of what is done to people: a line each, with the account's mark beside the name."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from lockdash.domain.changes import Change, ChangeKind, ChangeStatus
from lockdash.domain.people import Person
from lockdash.engine.change_words import OUTCOME_WORDS
from lockdash.engine.people.orders import Outcome
from lockdash.tui.look.glyphs import Glyphs
from lockdash.tui.look.tones import Tone
from lockdash.tui.panes.lines import Line, Span, line

DOING: Mapping[ChangeKind, str] = {
    ChangeKind.create: "adding",
    ChangeKind.update: "changing",
    ChangeKind.deactivate: "deactivating",
    ChangeKind.delete: "deleting",
    ChangeKind.grant: "giving a door",
    ChangeKind.change_access: "changing a door",
    ChangeKind.revoke: "taking a door",
    ChangeKind.copy: "copying a door",
    ChangeKind.instruct: "sending the instructions",
    ChangeKind.reveal: "asking for the PIN",
    ChangeKind.preview: "asking for the letter",
}
DONE: Mapping[ChangeKind, str] = {
    ChangeKind.create: "added",
    ChangeKind.update: "changed",
    ChangeKind.deactivate: "deactivated",
    ChangeKind.delete: "deleted",
    ChangeKind.grant: "given",
    ChangeKind.change_access: "changed",
    ChangeKind.revoke: "taken",
    ChangeKind.copy: "copied",
    ChangeKind.instruct: "the instructions are on their way",
    ChangeKind.reveal: "shown",
    ChangeKind.preview: "shown",
}
_TONES: Mapping[ChangeStatus, Tone] = {
    ChangeStatus.requested: Tone.asked,
    ChangeStatus.unknown: Tone.unsure,
    ChangeStatus.done: Tone.calm,
    ChangeStatus.failed: Tone.alarm,
    ChangeStatus.refused: Tone.alarm,
}
_LOUD = (Tone.unsure, Tone.alarm)
OUTCOMES: Mapping[ChangeStatus, tuple[str, Tone]] = {
    status: (OUTCOME_WORDS[status].upper() if tone in _LOUD else OUTCOME_WORDS[status], tone)
    for status, tone in _TONES.items()
}
"""What came of it, in a word. What a person has to look at is in capitals."""


def named(person: Person, number: int, glyphs: Glyphs) -> Line:
    """Return a person's name and account behind the account's mark. `number`: of the account."""
    return called(person.name, person.account, number, glyphs)


def called(name: str, account: str, number: int, glyphs: Glyphs) -> Line:
    """Return any name and account likewise."""
    return line(Span(f"{glyphs.edge} ", account=number), Span(name, strong=True), Span(f" ({account})", Tone.dim))


def begun(who: Line, kind: ChangeKind) -> Line:
    """Return that something is under way."""
    return line(*who, Span(f": {DOING[kind]}", Tone.asked))


def outcome(who: Line, come: Outcome) -> Line:
    """Return what became of one order: how, and why."""
    return settled(who, come.change, come.alarms, DOING, DONE)


def settled(
    who: Line,
    change: Change,
    alarms: Sequence[str],
    doing: Mapping[ChangeKind, str],
    done: Mapping[ChangeKind, str],
) -> Line:
    """Return what became of a change, by the words for what was being done and what is done."""
    if change.status is not ChangeStatus.done:
        return line(*who, Span(f": {doing[change.kind]}: "), *_wrong(change))
    if alarms:
        return line(*who, Span(f": {done[change.kind]}, BUT: {'; '.join(alarms)}", Tone.alarm))
    return line(*who, Span(f": {done[change.kind]}"), Span(f", {change.reason}" if change.reason else "", Tone.dim))


def _wrong(change: Change) -> Line:
    """A change in doubt says what a look has shown, and never to ask for it again."""
    word, tone = OUTCOMES[change.status]
    return (Span(word, tone), Span(f", {change.reason}" if change.reason else ""))
