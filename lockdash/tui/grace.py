"""The grace before a door is unlocked: 2 seconds in the row itself, in which any other key stops it.

The same key again sends it now. A key that is held down is one press, not many: it neither sends nor stops. A grace
that was interrupted (Ctrl-Z, a machine that slept, a terminal that hung) sends nothing: what was meant then need not
be meant any more.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Collection
from enum import Enum, auto

from textual.message_pump import MessagePump

from lockdash.domain.commands import CommandKind
from lockdash.engine.clock import Clock
from lockdash.engine.words import DOING
from lockdash.tui.deadline import Deadline
from lockdash.tui.deliberate import LoneKey
from lockdash.tui.waking import Waker

GRACE = 2.0


class Ended(Enum):
    """How a grace ended."""

    sent = auto()
    stopped = auto()
    interrupted = auto()


class Grace:
    """One grace at a time. `show(key, text)`: draw `text` in the row of that device, None: no more.

    `ended(key, kind, how)`: it is over. While `key` is set, every key of the keyboard goes to `press`.
    """

    def __init__(
        self,
        target: MessagePump,
        clock: Clock,
        show: Callable[[str, str | None], None],
        ended: Callable[[str, CommandKind, Ended], None],
    ) -> None:
        self.key: str | None = None
        self._kind = CommandKind.unlock
        self._triggers: Collection[str] = ()
        self._clock = clock
        self._until = Deadline(clock, GRACE)
        self._show = show
        self._ended = ended
        self._second = Waker(target, clock, self._tick)
        self._again = LoneKey(target, clock, self._send)

    def begin(self, device_key: str, kind: CommandKind, triggers: Collection[str]) -> None:
        """Start the grace for `kind` at a device. `triggers`: the keys of which one pressed again sends it at once."""
        self.key, self._kind, self._triggers = device_key, kind, triggers
        self._until = Deadline(self._clock, GRACE)
        self._again.spoil()  # a press that bounces is no second one
        self._tick()

    def press(self, key: str) -> None:
        """A key was pressed during the grace."""
        if self.key is None:
            return
        if key not in self._triggers:
            self.stop()
        else:
            self._again.press()

    def stop(self) -> None:
        """Stop: nothing is sent."""
        self._end(Ended.stopped)

    def interrupt(self) -> None:
        """The process is about to be stopped: nothing is sent."""
        self._end(Ended.interrupted)

    def close(self) -> None:
        """The screen goes: nothing is sent, and nobody is told."""
        self.key = None
        self._second.stop()
        self._again.stop()

    def _send(self) -> None:
        self._end(Ended.interrupted if self._until.missed else Ended.sent)

    def _tick(self) -> None:
        if self.key is None:
            return
        left = self._until.left
        if left <= 0.001 or self._until.missed:
            self._send()
            return
        self._show(self.key, f"{DOING[self._kind]} in {math.ceil(left - 0.001)} s, Esc stops")
        self._second.arm(min(left, 1.0))

    def _end(self, how: Ended) -> None:
        key, self.key = self.key, None
        self._second.stop()
        self._again.stop()
        if key is not None:
            self._show(key, None)
            self._ended(key, self._kind, how)
