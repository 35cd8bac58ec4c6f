"""The plain filter of the device list: every word must be found."""

from __future__ import annotations

import re

from lockdash.domain.text import fold
from lockdash.engine.views import DeviceView
from lockdash.engine.words import KIND_WORDS, LINK_WORDS
from lockdash.tui.render.words import state_word

_WORD = re.compile(r"[^\W_]+")


class Filter:
    """Words that a device must have. `text`: as typed. Without words everything matches."""

    def __init__(self, text: str = "") -> None:
        self.text = text
        self._words = tuple(dict.fromkeys(fold(text).split()))

    def __bool__(self) -> bool:
        return bool(self._words)

    def matches(self, view: DeviceView) -> bool:
        """Whether each word is found, whatever its case and accents.

        Anywhere in the name, location, account, serial number or model; at the start of a word of the state, link
        and kind, because "locked" must not find what is unlocked. "low" finds low batteries, "stale" what is old.
        """
        if not self._words:
            return True
        device = view.device
        known = (device.name, device.location, device.account, device.serial, device.model)
        names = fold("\n".join(text for text in known if text))
        terms: list[str] | None = None
        for word in self._words:
            if word in names:
                continue
            terms = _terms(view) if terms is None else terms
            if not any(term.startswith(word) for term in terms):
                return False
        return True


def _terms(view: DeviceView) -> list[str]:
    phrases = [state_word(view), KIND_WORDS[view.device.kind], view.freshness.value]
    if view.link is not None:
        phrases.append(LINK_WORDS[view.link])
    if view.low_battery:
        phrases.append("low battery")
    if view.device.gone_at is not None:
        phrases.append("not listed")
    if view.command is not None:
        phrases.append("asked" if view.command.status.in_flight else view.command.status.value)
    folded = [fold(phrase) for phrase in phrases]
    # "semi-locked" is found by "semi-l" as well as by "semi", but "locked" alone means locked.
    return folded + [match for phrase in folded for match in _tokens(phrase)]


def _tokens(phrase: str) -> list[str]:
    return [] if phrase == "semi-locked" else _WORD.findall(phrase)
