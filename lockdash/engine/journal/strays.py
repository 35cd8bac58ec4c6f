"""Exceptions that reach nobody: of threads, of tasks, of finalisers. They go to the log, never to the screen."""

from __future__ import annotations

import logging
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import TracebackType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import asyncio
    from sys import UnraisableHookArgs

log = logging.getLogger("lockdash.strays")


@contextmanager
def logged() -> Iterator[None]:
    """While inside, log what Python would print with a traceback."""
    before = sys.excepthook, threading.excepthook, sys.unraisablehook
    sys.excepthook, threading.excepthook, sys.unraisablehook = _uncaught, _of_thread, _unraisable
    try:
        yield
    finally:
        sys.excepthook, threading.excepthook, sys.unraisablehook = before


def log_loop(loop: asyncio.AbstractEventLoop) -> None:
    """Log what `loop` would: tasks whose exception nobody asked for, callbacks that failed. asyncio's own words quote
    the exception."""
    loop.set_exception_handler(_of_loop)


def _of_loop(_: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
    error, task = context.get("exception"), context.get("task") or context.get("future")
    name = task.get_name() if task is not None and hasattr(task, "get_name") else "no task"
    said = str(context.get("message", "")).partition("\n")[0]
    # What follows are the callback's arguments.
    said = "Exception in callback" if said.startswith("Exception in callback ") else said
    log.error("%s (%s): %s", said, name, error if error is not None else "no exception")


def _of_thread(args: threading.ExceptHookArgs) -> None:
    if args.exc_value is not None and not isinstance(args.exc_value, SystemExit):
        log.error("thread %s ended unexpectedly: %s", args.thread.name if args.thread else "?", args.exc_value)


def _unraisable(args: UnraisableHookArgs) -> None:
    log.error("an exception that nobody could be told of: %s", args.exc_value)


def _uncaught(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    log.critical("uncaught: %s", error)
