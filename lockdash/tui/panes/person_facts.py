"""The labelled facts of somebody, and what the vendor does not let be done with them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from lockdash.domain.people import Ability, PersonStatus
from lockdash.domain.secret import Secret
from lockdash.engine.people.objections import words
from lockdash.engine.people.words import PERSON_KIND_WORDS
from lockdash.tui.keymap.in_use import key_of
from lockdash.tui.look.tones import Tone
from lockdash.tui.panes.clocks import door_clock, moment
from lockdash.tui.panes.facts import told_facts
from lockdash.tui.panes.lines import Line, Span, line, wrap
from lockdash.tui.panes.person_status import drift_text, elsewhere
from lockdash.tui.panes.person_sync import heard
from lockdash.tui.people.glimpse import SHOWN_FOR_TEXT

if TYPE_CHECKING:
    from lockdash.tui.panes.person import PersonDetail

_HIDDEN = 6
"""Signs for a PIN that is not shown, however long it is."""
_HANG = 2
_SOUGHT = (
    Ability.change_stay,
    Ability.grant,
    Ability.revoke,
    Ability.change,
    Ability.change_pin,
    Ability.instruct,
    Ability.deactivate,
    Ability.delete,
)
"""What there is a key for; that a PIN cannot be shown stands with the PIN."""


def person_facts(detail: PersonDetail, width: int, *, whole: bool = False) -> list[Line]:
    """Return each fact there is. `whole`: over several lines, rather than cut."""
    return told_facts(_facts(detail), width, detail.glyphs.ellipsis, whole=whole)


def denial_lines(detail: PersonDetail, width: int) -> list[Line]:
    """Return why something cannot be done with this one, each reason once."""
    lines: list[Line] = []
    said = _why_hidden(detail)
    for reason in dict.fromkeys(each for each in _denials(detail) if each != said):
        begun = wrap(reason, width - _HANG, Tone.dim)
        sign = f"{detail.glyphs.dot} "
        lines += [(Span(" " * _HANG if number else sign, Tone.dim), *each) for number, each in enumerate(begun)]
    return lines


def _facts(detail: PersonDetail) -> Iterator[tuple[str, Line]]:
    view, person = detail.view, detail.view.person
    if not view.several_windows:
        yield "Your time", line(elsewhere(view.stay, view.zone, detail))
        yield "Drifts", line(Span(drift_text(view.stay, view.zone, detail), Tone.caution))
    yield "PIN", _pin(detail)
    yield "Card", _card(detail)
    yield "Locks", heard(detail)
    yield "E-mail", line(person.email or "")
    yield "Department", line(person.department or "")
    origin = detail.origin.label if detail.origin is not None else ""
    kind = f" {detail.glyphs.dot} ".join(each for each in (PERSON_KIND_WORDS[person.kind], origin) if each)
    yield "Kind", line(Span(kind))
    yield "Door clock", line(door_clock(view.zone, detail.now, detail.zone))
    if person.status_raw and person.status is PersonStatus.unknown:
        yield "Raw value", line(Span(person.status_raw, Tone.unsure))
    if person.gone_at is not None:
        since = moment(person.gone_at, detail.now, detail.zone)
        yield "Gone", line(Span(f"{person.account} has them no more since {since}", Tone.unsure))


def _pin(detail: PersonDetail) -> Line:
    person, shown = detail.view.person, detail.credentials
    once = Span(", opens once" if person.one_time else "")
    if shown is not None:
        return (*_clear(shown.pin), *line(once)) if shown.pin else line(Span("no PIN", Tone.dim))
    if person.has_pin is False:
        return line(Span("no PIN", Tone.dim))
    reason = _why_hidden(detail)
    if person.has_pin is None:
        return line(Span(reason or "not known", Tone.dim), once)
    return line(detail.glyphs.hidden * _HIDDEN, once, Span(f"  {reason or key_of('reveal') + ' shows it'}", Tone.dim))


def _card(detail: PersonDetail) -> Line:
    shown = detail.credentials
    if shown is not None and shown.card:
        return _clear(shown.card)
    return line(detail.glyphs.hidden * _HIDDEN) if detail.view.person.has_card else ()


def _clear(secret: Secret) -> Line:
    return line(Span(secret.reveal(), Tone.accent, strong=True), Span(f"  shown for {SHOWN_FOR_TEXT}", Tone.dim))


def _why_hidden(detail: PersonDetail) -> str:
    """Why a PIN cannot be shown, "" if it can, or if nobody knows yet."""
    origin = detail.origin
    if origin is None or (Ability.reveal in origin.abilities and Ability.reveal not in detail.view.person.denied):
        return ""
    return origin.denied.get(Ability.reveal) or "it cannot be shown now"


def _denials(detail: PersonDetail) -> Iterator[str]:
    origin, person = detail.origin, detail.view.person
    if origin is None:
        return
    for ability in _SOUGHT:
        if ability is Ability.change_stay and Ability.change_terms in origin.abilities - person.denied:
            continue  # done access by access
        if ability not in origin.abilities:
            yield origin.denied.get(ability) or f"{origin.label} does not let anybody {words(ability)}"
        elif ability in person.denied:
            yield f"{origin.label} does not let anybody {words(ability)} of {person.name} now"
