"""PINs: what a vendor takes, why not another, and new ones that nobody can guess."""

from __future__ import annotations

from collections.abc import Collection
from itertools import pairwise
from typing import TYPE_CHECKING

import msgspec

from lockdash.domain.secret import Secret

if TYPE_CHECKING:
    from random import Random

_USUAL = 6  # digits: a million of them, and still remembered on the way from the car to the door
_TRIES = 1000
_DIGITS = "0123456789"


class PinRules(msgspec.Struct, frozen=True, kw_only=True):
    """What a vendor asks of a PIN beside being made of digits.

    `shortest`, `longest`: digits. `different`: so many different digits at least. `no_runs`: its digits must not all
    rise, or all fall, from each to the next.
    """

    shortest: int
    longest: int
    different: int = 1
    no_runs: bool = False


TEDEE = PinRules(shortest=5, longest=8, different=3, no_runs=True)
"""tedee-facts 2.5."""
REMOTELOCK = PinRules(shortest=4, longest=10)
"""The API reference states no rule. The vendor's guide to its OpenEdge locks does: "User codes must be 4-10 digits"
(RemoteLock, OE-550DB-626 Use and Care Guide, page 41). Single models may take less; then the answer says so."""


def objections(pin: Secret, rules: PinRules) -> list[str]:
    """Return each rule that `pin` breaks, in words that do not quote it; empty if it is good."""
    text = pin.reveal()
    if not text:
        return ["the PIN is empty"]
    found = []
    if not set(text) <= set(_DIGITS):
        found.append("a PIN has the digits 0 to 9 and nothing else")
    if not rules.shortest <= len(text) <= rules.longest:
        found.append(f"a PIN has {rules.shortest} to {rules.longest} digits; this one has {len(text)}")
    if found:
        return found
    if len(set(text)) < rules.different:
        found.append(f"a PIN has at least {rules.different} different digits")
    if rules.no_runs and _is_run(text):
        found.append("the digits of a PIN do not all rise or all fall, as 1-2-3-4-5 do")
    return found


def generate(rules: PinRules, taken: Collection[Secret] = (), rng: Random | None = None) -> Secret:
    """Return a PIN without objections that is none of `taken`, of six digits where the rules allow, longer if most of
    those are taken. `rng`: the operating system's randomness if it is None.

    Raises ValueError if no free one was found.
    """
    from random import SystemRandom  # 2 ms that no start needs

    chance = rng or SystemRandom()
    known = frozenset(taken)
    for length in range(min(max(_USUAL, rules.shortest), rules.longest), rules.longest + 1):
        for _ in range(_TRIES):
            pin = Secret("".join(chance.choice(_DIGITS) for _ in range(length)))
            if pin not in known and not objections(pin, rules):
                return pin
    raise ValueError("no free PIN was found: nearly all are taken")


def _is_run(text: str) -> bool:
    steps = [after > before for before, after in pairwise(text) if after != before]
    return len(steps) == len(text) - 1 and len(set(steps)) == 1
