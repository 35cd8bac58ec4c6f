"""What a picture of a week is drawn with: signs, one set of Unicode and one of ASCII, and what each stands for."""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple

import msgspec

from lockdash.domain.weeks import Deed


class Ink(StrEnum):
    """What a part of the picture is: `held` is allowed or on; `rail` is between two marks: unlocked, or the
    temperatures that are kept; `ground` has nothing on it."""

    day = "day"
    today = "today"
    hour = "hour"
    ground = "ground"
    held = "held"
    rail = "rail"
    mark = "mark"
    now = "now"
    note = "note"


class Stroke(NamedTuple):
    text: str
    ink: Ink


Row = tuple[Stroke, ...]


class Signs(msgspec.Struct, frozen=True, kw_only=True):
    """All of one column. `whole`: all of it is held, `first` and `last`: its left and its right part, `some`: any other
    part. `upper`, `lower`, `full`, `part`: the same where time runs downwards. `now`, `now_held`: this moment, on the
    ground and where something is held. `several`: more marks than there is room for. `dot`: the ground below a figure
    of the scale. `today`: before this day, `pointer`: below this moment."""

    whole: str
    first: str
    last: str
    some: str
    upper: str
    lower: str
    full: str
    part: str
    rail: str
    down: str
    now: str
    now_held: str
    lock: str
    unlock: str
    on: str
    off: str
    set: str
    several: str
    dot: str
    today: str
    pointer: str
    ellipsis: str

    def deed(self, deed: Deed) -> str:
        sign: str = getattr(self, deed.value)
        return sign


UNICODE = Signs(
    whole="▄",
    first="▖",
    last="▗",
    some="▂",
    upper="▀",
    lower="▄",
    full="█",
    part="▒",
    rail="─",
    down="│",
    now="│",
    now_held="█",
    lock="■",
    unlock="□",
    on="●",
    off="○",
    set="┼",
    several="*",
    dot="·",
    today="▸",
    pointer="▴",
    ellipsis="…",
)

ASCII = Signs(
    whole="#",
    first="[",
    last="]",
    some="+",
    upper='"',
    lower="_",
    full="#",
    part="+",
    rail="-",
    down="|",
    now="|",
    now_held="@",
    lock="L",
    unlock="U",
    on="1",
    off="0",
    set="+",
    several="*",
    dot=".",
    today=">",
    pointer="^",
    ellipsis="~",
)


def signs(ascii_only: bool) -> Signs:
    """Return the set to draw with."""
    return ASCII if ascii_only else UNICODE
