"""The detail of a person in the world of people, as lines and as plain text."""

from __future__ import annotations

from typing import Any

import msgspec

from lockdash.domain.accesses import Access
from lockdash.domain.people import Person
from lockdash.engine.people.directory import Directory
from lockdash.engine.people.views import view
from lockdash.tui.look.glyphs import UNICODE
from lockdash.tui.look.tones import Tone
from lockdash.tui.panes.lines import Line, width_of
from lockdash.tui.panes.person import PersonDetail, person_lines
from lockdash.tui.widgets.lines import plain
from tests.tui import build_people as people
from tests.tui.build_people import ADA, BY_NAME
from tests.tui.fake_engine import OWN
from tests.tui.world import NOW, ZONE

POOL, LODGE = BY_NAME["Pool gate"], BY_NAME["Lodge"]


def detail(person: Person, *accesses: Access, devices: Any = people.DEVICES, **more: Any) -> PersonDetail:
    """Of `person` in the world of people, with other `accesses` if any are given. `more`: of PersonDetail; `groups`,
    `accounts`: of the snapshot."""
    known = people.people_snapshot(
        [*people.PEOPLE, person],
        [*accesses] or people.ACCESSES,
        groups=more.pop("groups", {("rentals", "g1"): people.CABINS}),
        accounts=more.pop("accounts", None),
    )
    directory = Directory(known, {each.key: each for each in devices})
    values: dict[str, Any] = {
        "view": view(person, known, directory, NOW),
        "now": NOW,
        "zone": ZONE,
        "glyphs": UNICODE,
        "account": 1,
        "directory": directory,
        "own": OWN,
        "origin": known.accounts[person.account].origin(person.origin),
    }
    return PersonDetail(**(values | more))


def lines_of(told: PersonDetail, width: int = 60, height: int = 80) -> list[Line]:
    lines = person_lines(told, width, height)
    assert len(lines) <= height
    assert all(width_of(each) <= width for each in lines)
    return lines


def text(told: PersonDetail, width: int = 60, height: int = 80) -> str:
    return plain(lines_of(told, width, height))


def flat(told: PersonDetail, **size: int) -> str:
    """Without line breaks: what is wrapped reads on."""
    return " ".join(text(told, **size).split())


def tone_of(told: PersonDetail, said: str) -> Tone:
    return next(span.tone for each in lines_of(told) for span in each if said in span.text)


def with_person(**more: Any) -> Person:
    return msgspec.structs.replace(ADA, **more)


# When
