"""How a lock takes what the cloud asks of its keypad: one request at a time, and each takes a while."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(eq=False)
class Radio:
    """`seconds`: how long an answer takes, from-to. `patience`: after how many the cloud gives up; not documented.

    `deaf`: requests do not arrive. `loses_answers`: they do and are carried out, but the cloud never hears of it.
    `busy`: a request is under way.
    """

    seconds: tuple[float, float] = (1.0, 2.0)
    patience: float = 5.0
    deaf: bool = False
    loses_answers: bool = False
    busy: bool = False
