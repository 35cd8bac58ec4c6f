"""This session among the others on the same store: who is there, who polls which account, and the telling of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

from lockdash.domain.commands import Actor
from lockdash.engine.board import Board
from lockdash.engine.clock import Clock
from lockdash.engine.leadership import Leadership
from lockdash.engine.sessions import Sessions
from lockdash.engine.work import Work


class Peers:
    """`leaderships`: this session's part in polling, by account. `changed` is called after each change."""

    def __init__(self, accounts: Iterable[str], folder: Path, actor: Actor, board: Board, clock: Clock, work: Work):
        self._board = board
        self._work = work
        self._listeners: list[Callable[[], None]] = []
        self._sessions = Sessions(folder, actor, work, self._tell)
        self.leaderships = {name: Leadership(name, folder, actor, clock, work, self._tell) for name in accounts}

    @property
    def count(self) -> int:
        """How many sessions run, this one included."""
        return max(1, len(self._sessions.present))

    @property
    def alone(self) -> bool:
        """Whether no other session runs, as far as is known: nobody else is there, and nobody else polls."""
        return len(self._sessions.present) == 1 and all(each.leading for each in self.leaderships.values())

    def leads(self, account: str) -> bool:
        """Whether this session polls `account`."""
        return self.leaderships[account].leading

    def listen(self, listener: Callable[[], None]) -> None:
        """Call `listener` when a session came or went, or another one leads."""
        self._listeners.append(listener)

    def start(self) -> None:
        self._work.spawn(self._sessions.run(), "sessions")
        for name, leadership in self.leaderships.items():
            self._work.spawn(leadership.run(), f"leadership {name}")

    def suspend(self) -> None:
        """Let others poll: this process is about to be stopped."""
        for leadership in self.leaderships.values():
            leadership.suspend()
        self._tell()

    def resume(self) -> None:
        for leadership in self.leaderships.values():
            leadership.resume()

    def leave(self) -> None:
        """Give everything up, so that the others need not find out by themselves."""
        for leadership in self.leaderships.values():
            leadership.release()
        self._sessions.leave()

    def _tell(self) -> None:
        troubles = dict.fromkeys(each.trouble for each in self.leaderships.values() if each.trouble)
        self._board.tell(
            self._sessions.present, {name: each.holder for name, each in self.leaderships.items()}, tuple(troubles)
        )
        for listener in self._listeners:
            listener()
