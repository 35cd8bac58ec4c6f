"""How the setup ended, for whoever opened it."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path

import msgspec


class Ending(StrEnum):
    """`left`: the user went away. `demo`: to the pretend world. `on`: to the dashboard, or whatever comes next."""

    left = "left"
    demo = "demo"
    on = "on"


class Outcome(msgspec.Struct, frozen=True):
    """`written`: the files with new accounts, in the order in which they were written. `code`: the exit status of the
    screen, 0, or 128 and the signal that ended it."""

    ending: Ending
    written: tuple[Path, ...] = ()
    code: int = 0
