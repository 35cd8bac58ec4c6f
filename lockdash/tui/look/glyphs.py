"""Glyph sets: one of Unicode signs, one of plain ASCII. Within a set, all state signs are equally wide."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec


class Glyphs(msgspec.Struct, frozen=True, kw_only=True):
    """`locked` … `over`: the sign before a state, all of one width; `current`, `upcoming` and `over` are of a person's
    time. `edge`, `edge_cursor`: the account's mark at a row's left edge. `mark`: a marked row. `ramp`: a battery trend
    from empty to full. `full`, `empty`: a cell of a bar. `dash`: a value that is not known. `hidden`: a digit that is
    not shown. `dot`: between two facts. `good`, `doubtful`, `bad`: the condition of an account."""

    locked: str
    unlocked: str
    alarm: str
    partial: str
    waiting: str
    unknown: str
    blank: str
    current: str
    upcoming: str
    over: str
    ellipsis: str
    edge: str
    edge_cursor: str
    mark: str
    ramp: str
    full: str
    empty: str
    dash: str
    hidden: str
    dot: str
    good: str
    doubtful: str
    bad: str

    @property
    def is_ascii(self) -> bool:
        return self.ellipsis.isascii()

    @property
    def states(self) -> tuple[str, ...]:
        signs = (self.locked, self.unlocked, self.alarm, self.partial, self.waiting, self.unknown, self.blank)
        return (*signs, self.current, self.upcoming, self.over)

    def spark(self, levels: Sequence[int], cells: int = 3) -> str:
        """Return the last `cells` of `levels` (per cent, oldest first) as a small curve; "" for fewer than two."""
        shown = levels[-cells:]
        if len(shown) < 2:
            return ""
        top = len(self.ramp) - 1
        return "".join(self.ramp[round(min(max(level, 0), 100) / 100 * top)] for level in shown)

    def bar(self, level: float, cells: int) -> str:
        """Return `level` per cent as a bar of `cells` columns; what is above 0 is never drawn as empty."""
        filled = min(cells, max(round(level / 100 * cells), 1 if level > 0 else 0))
        return self.full * filled + self.empty * (cells - filled)


UNICODE = Glyphs(
    locked="■",
    unlocked="□",
    alarm="▲",
    partial="◐",
    waiting="…",
    unknown="?",
    blank=" ",
    current="●",
    upcoming="○",
    over="–",
    ellipsis="…",
    edge="▎",
    edge_cursor="▌",
    mark="✓",
    ramp="▁▂▃▄▅▆▇█",
    full="━",
    empty="╌",
    dash="–",
    hidden="•",
    dot="·",
    good="●",
    doubtful="◐",
    bad="○",
)

ASCII = Glyphs(
    locked="[#]",
    unlocked="[ ]",
    alarm="[!]",
    partial="[/]",
    waiting="[.]",
    unknown="[?]",
    blank="   ",
    current="[*]",
    upcoming="[o]",
    over="[-]",
    ellipsis="~",
    edge="|",
    edge_cursor=">",
    mark="*",
    ramp="_.-=*#",
    full="=",
    empty=".",
    dash="-",
    hidden="*",
    dot="-",
    good="*",
    doubtful="~",
    bad="!",
)


def glyphs(ascii_only: bool) -> Glyphs:
    """Return the set to draw with."""
    return ASCII if ascii_only else UNICODE
