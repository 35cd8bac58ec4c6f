"""PINs in the forms: one that is made here, how it is told, and what is said when the vendor does not take it."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from lockdash.domain.pins import PinRules, generate
from lockdash.domain.secret import Secret
from lockdash.tui.people.form_options import MADE, TYPED, VENDOR


class PinChoice:
    """The digits that a form knows. Those that were made here stay the same until they are forgotten, or other rules
    hold."""

    def __init__(self) -> None:
        self._made: tuple[PinRules, Secret] | None = None

    def digits(self, way: str, typed: str, rules: PinRules | None) -> Secret | None:
        """Return them, None if nobody here knows any. `way`: as in `form_options`."""
        if way == TYPED:
            return Secret(typed.strip())
        if way != MADE or rules is None:
            return None
        if self._made is None or self._made[0] != rules:
            self._made = rules, generate(rules)
        return self._made[1]

    def forget(self) -> None:
        """Another one is to be made."""
        self._made = None

    def refused(self, said: Mapping[str, str], fields: Collection[str], way: str) -> dict[str, str]:
        """Return what the vendor refuses, by the `fields` that there are, "" for none of them: of digits that were made
        here others are made, and there is nothing to be changed."""
        found = dict(said)
        if "pin" in found and "pin" not in fields:
            words = found.pop("pin")
            found |= {"": f"PIN: {words}; another one was made"} if way == MADE else {"pin_way": words}
            self.forget()
        return found


def told_pin(way: str, pin: Secret | None, hidden: str, *, shown: bool) -> str:
    """Return what is said of the PIN below the choice: its digits, masked unless `shown`."""
    if way == VENDOR:
        return "nobody here knows it before it is revealed"
    return "" if way != MADE or pin is None else pin.reveal() if shown else hidden * len(pin.reveal())
