"""A session as its test sees it: a process that takes orders, tells what it sees, and can be killed."""

from __future__ import annotations

import contextlib
import json
import multiprocessing
import os
import signal
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tests.sessions import worker
from tests.sessions.worker import Job

# Forked from a process that has imported everything: a session costs milliseconds to start.
PROCESSES = multiprocessing.get_context("forkserver")
PROCESSES.set_forkserver_preload([worker.__name__])
PATIENCE = 20.0
"""Machine seconds after which something that was to happen has not."""

Said = dict[str, Any]


class Session:
    """`said`: all it has said so far, oldest first."""

    def __init__(self, name: str, job: Job, news: threading.Condition) -> None:
        self.name = name
        self.said: list[Said] = []
        self._news = news
        self._errors = Path(job.errors)
        orders, ours = PROCESSES.Pipe(duplex=False)
        theirs, sayings = PROCESSES.Pipe(duplex=False)
        self._process = PROCESSES.Process(target=worker.main, args=(job, orders, sayings), daemon=True)
        self._process.start()
        for end in (orders, sayings):
            end.close()
        self._orders, self._sayings = ours, theirs
        assert self._process.pid is not None
        self.pid = self._process.pid
        self._reader = threading.Thread(target=self._listen, name=f"ears for {name}", daemon=True)
        self._reader.start()

    def __repr__(self) -> str:
        return f"Session({self.name}, {self.pid})"

    @property
    def alive(self) -> bool:
        return self._process.is_alive()

    @property
    def errors(self) -> str:
        """What it wrote to stderr: tracebacks, and its log from warnings on."""
        return self._errors.read_text()

    def heard(self, what: str, **traits: Any) -> Iterator[Said]:
        """What it has said of one kind, with these traits."""
        for line in tuple(self.said):
            if line["say"] == what and all(line.get(name) == value for name, value in traits.items()):
                yield line

    def tell(self, order: str) -> int:
        """Give an order; return from where on in `said` the answer is to be found."""
        mark = len(self.said)
        os.write(self._orders.fileno(), f"{order}\n".encode())
        return mark

    def ask(self, order: str, *answers: str, seconds: float = PATIENCE) -> Said:
        """Give an order and return what it says to it: the first line of one of the kinds in `answers`."""
        return self.wait_for(*answers, since=self.tell(order), seconds=seconds)

    def wait_for(self, *kinds: str, since: int = 0, seconds: float = PATIENCE) -> Said:
        def found() -> Said | None:
            return next((line for line in self.said[since:] if line["say"] in kinds), None)

        with self._news:
            self._news.wait_for(lambda: found() or not self._reader.is_alive(), seconds)
        line = found()
        assert line is not None, f"{self} did not say {kinds}; last {self.said[-3:]}; {self.errors}"
        return line

    def dump(self) -> Said:
        return self.ask("dump", "dump")

    def command(self, key: str, *statuses: str) -> dict[str, Any] | None:
        """The newest command of a device that it has seen in one of `statuses`."""
        seen = [line["command"] for line in self.heard("command", key=key) if line["command"]["status"] in statuses]
        return seen[-1] if seen else None

    def leads(self) -> list[str]:
        """The accounts that it believes to poll."""
        last = next((line for line in reversed(self.said) if line["say"] == "leads"), None)
        return last["accounts"] if last is not None else []

    def signal(self, number: signal.Signals) -> None:
        os.kill(self.pid, number)

    def end(self, number: signal.Signals | None = None) -> int:
        """End it by a signal, or in order; return its exit status."""
        if self.alive and number is None:
            with contextlib.suppress(BrokenPipeError):
                self.tell("stop")
        elif self.alive and number is not None:
            self.signal(number)
        self._process.join(PATIENCE)
        self._reader.join(PATIENCE)
        assert self._process.exitcode is not None, f"{self} does not end"
        self._orders.close()
        return self._process.exitcode

    def _listen(self) -> None:
        with open(self._sayings.fileno(), "rb", closefd=False) as lines:
            for line in lines:
                said = json.loads(line)
                with self._news:
                    self.said.append(said)
                    self._news.notify_all()
        with self._news:
            self._news.notify_all()
