"""What must never be written down: secrets that were registered, and whatever looks like one."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TypeAlias

from lockdash.domain.secret import MASK, Secret
from lockdash.engine.journal.spelling import FOLD, spelled

LEAST = 4
"""Characters of a secret that is looked for; a shorter one would take half of every line with it."""

_Span: TypeAlias = tuple[int, int]

_kept: dict[str, re.Pattern[str] | None] = {}  # a secret -> its spellings; None: it is always spelled as it is


def keep_secret(*secrets: Secret | None) -> None:
    """Never let any of `secrets` into the log or a report, however it is spelled there. Usable from any thread."""
    for secret in secrets:
        text = secret.reveal() if secret is not None else ""
        if len(text) >= LEAST and text not in _kept:
            _kept[text] = spelled(text)


def forget_secrets() -> None:
    """Look for none of them any more."""
    _kept.clear()


def redacted(text: str) -> str:
    """Return `text` with a mask in the place of every secret that is kept and of what looks like one: keys, tokens and
    codes by their names or schemes, PINs, e-mail addresses."""
    from lockdash.engine.journal.looks import looks  # its patterns are made when something is written

    spans = sorted(_spans(text))
    if spans:
        text = _masked(text, spans)
    for pattern in looks():
        text = pattern.sub(rf"\g<before>{MASK}", text)
    return text


def _spans(text: str) -> Iterator[_Span]:
    unfolded, places = _unfolded(text) if "\n" in text or "\r" in text else (text, None)
    for secret, spellings in tuple(_kept.items()):
        if spellings is not None:
            yield from (found.span() for found in spellings.finditer(text))
            continue
        begin = unfolded.find(secret)
        while begin >= 0:
            end = begin + len(secret)
            yield (begin, end) if places is None else (places[begin], places[end - 1] + 1)
            begin = unfolded.find(secret, begin + 1)


def _unfolded(text: str) -> tuple[str, list[int]]:
    """Return `text` without its line breaks and the blanks after them, and where each character of it stood."""
    places: list[int] = []
    begin = 0
    for fold in FOLD.finditer(text):
        places += range(begin, fold.start())
        begin = fold.end()
    places += range(begin, len(text))
    return "".join(text[place] for place in places), places


def _masked(text: str, spans: list[_Span]) -> str:
    """`spans`: in order; they may overlap, and then one mask stands for both."""
    parts, done = [], 0
    for begin, end in spans:
        if begin >= done:
            parts += [text[done:begin], MASK]
        done = max(done, end)
    return "".join([*parts, text[done:]])
