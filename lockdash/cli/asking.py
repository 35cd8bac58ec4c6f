"""A question on the terminal before something that lets people in. The safe answer is the default."""

from __future__ import annotations

import asyncio
import signal
import sys
import termios
from collections.abc import Sequence

from lockdash.cli.exits import Exit, Stop
from lockdash.cli.output import say
from lockdash.domain.commands import CommandKind
from lockdash.domain.devices import Device

_YES = ("y", "yes")
_NOTHING = "Nothing was done."


def can_ask() -> bool:
    """Whether a person sits in front of us: a pipe must not answer, and nobody reads a question in a file."""
    return sys.stdin.isatty() and sys.stderr.isatty()


def question(kind: CommandKind, devices: Sequence[Device], single: str) -> str:
    """Return what to ask. `single`: the question for the only one; several are all named."""
    if len(devices) == 1:
        return single
    named = "\n".join(f"  {device.name} ({device.account})" for device in devices)
    return f"{kind.value.capitalize()} these {len(devices)}?\n{named}\n"


def confirm(text: str) -> None:
    """Ask, and return only if the answer is yes: Enter alone is no, and so is what was typed beforehand.

    Raises Stop if the answer is no, or if there is nobody to ask.
    """
    if _answer(text.rstrip(), " [y/N] ") not in _YES:
        raise Stop(Exit.failed, _NOTHING)


def confirm_typed(text: str, word: str, what: str) -> None:
    """Ask before something goes for good, and return only if `word` is typed; case does not count. `what`: what the
    word is called.

    Raises Stop if it is not, or if there is nobody to ask.
    """
    named = word if what == word else f"{word} ({what})"
    if _answer(text.rstrip(), f"\nType {named}, then Enter: ") != word.casefold():
        raise Stop(Exit.failed, _NOTHING)


def _answer(text: str, how: str) -> str:
    """Return what somebody answers, folded. Raises Stop if there is nobody to ask."""
    if not can_ask():
        raise Stop(Exit.usage, f"{text}\nThis asks first, and there is no terminal to ask on: add --yes.")
    answer = _ask(text + how)
    if not answer:
        say("")
    return answer.strip().casefold()


def _ask(text: str) -> str:
    """Return what is typed, "" at the end of the input. Raises KeyboardInterrupt for Ctrl-C.

    The event loop takes Ctrl-C for itself and would wait for the answer before it acts on it.
    """
    previous = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        task = asyncio.current_task()
        if task is not None and task.cancelling():  # Ctrl-C came a moment ago
            raise KeyboardInterrupt
        termios.tcflush(sys.stdin, termios.TCIFLUSH)
        sys.stderr.write(text)
        sys.stderr.flush()
        return sys.stdin.readline()
    finally:
        signal.signal(signal.SIGINT, previous)
