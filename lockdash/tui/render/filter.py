"""The filter of the device list."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cached_property

from lockdash.domain.matching import Keys, names_text, terms_text
from lockdash.domain.text import fold
from lockdash.engine.views import DeviceView
from lockdash.engine.words import KIND_WORDS, LINK_WORDS
from lockdash.tui.render.words import state_word

_WORD = re.compile(r"[^\W_]+")
_LOW = "low battery"

_KEYS = Keys(
    names=("name", "place", "account", "serial", "model"),
    words={
        "state": (),
        "kind": tuple(KIND_WORDS.values()),
        "link": tuple(LINK_WORDS.values()),
        "battery": (_LOW,),
    },
    also={"door": "name"},
)


class Filter:
    """What a device must have, and must not. `text`: as typed. Without words everything matches. Raises
    QuerySyntax."""

    def __init__(self, text: str = "") -> None:
        self._wanted = _KEYS.wanted(text)

    def __bool__(self) -> bool:
        return bool(self._wanted)

    def matches(self, view: DeviceView) -> bool:
        """Whether all that is sought is found, whatever its case and accents.

        Anywhere in the name, location, account, serial number or model; at the start of a word of the state, link
        and kind, because "locked" must not find what is unlocked. "low" finds low batteries, "stale" what is old.
        """
        return not self._wanted or self._wanted.takes(_Searched(view))


class _Searched:
    """What a device is found by. Its state is another one with every reading, and so is nothing that is kept."""

    def __init__(self, view: DeviceView) -> None:
        self._view = view

    @cached_property
    def names(self) -> str:
        device = self._view.device
        known = (device.name, device.location, device.account, device.serial, device.model)
        return names_text((each or "",) for each in known)

    @cached_property
    def terms(self) -> str:
        view = self._view
        low = (_LOW,) if view.low_battery else ()
        return terms_text(map(_words, (_state(view), (KIND_WORDS[view.device.kind],), _link(view), low)))


def _state(view: DeviceView) -> Iterable[str]:
    yield state_word(view)
    yield view.freshness.value
    if view.device.gone_at is not None:
        yield "not listed"
    if view.command is not None:
        yield "asked" if view.command.status.in_flight else view.command.status.value


def _link(view: DeviceView) -> Iterable[str]:
    return () if view.link is None else (LINK_WORDS[view.link],)


def _words(phrases: Iterable[str]) -> Iterable[str]:
    """Each phrase, and each of its words."""
    for phrase in map(fold, phrases):
        yield phrase
        # "semi-locked" is found by "semi-l" as well as by "semi", but "locked" alone means locked.
        yield from () if phrase == "semi-locked" else _WORD.findall(phrase)
