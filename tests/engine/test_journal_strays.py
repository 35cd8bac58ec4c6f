"""Exceptions that reach nobody go to the log, without their text, and never to the screen."""

from __future__ import annotations

import asyncio
import gc
import logging
import sys
import threading

import pytest

from lockdash.engine.journal import strays

TEXT = "48213907"


@pytest.fixture
def told(caplog: pytest.LogCaptureFixture) -> pytest.LogCaptureFixture:
    caplog.set_level(logging.ERROR, "lockdash")
    return caplog


def check(told: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str], message: str) -> None:
    record = told.records[-1]
    assert record.name == "lockdash.strays"
    assert record.getMessage().startswith(message)
    assert isinstance(record.args, tuple)
    assert isinstance(record.args[-1], KeyError)  # which the journal tells by its kind and places
    assert capfd.readouterr() == ("", "")


def test_threads(told: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]) -> None:
    def work() -> None:
        raise KeyError(TEXT)

    before = threading.excepthook
    with strays.logged():
        thread = threading.Thread(target=work, name="worker")
        thread.start()
        thread.join()
    assert threading.excepthook is before
    check(told, capfd, "thread worker ended unexpectedly: ")


def test_finalisers(told: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]) -> None:
    class Bad:
        def __del__(self) -> None:
            raise KeyError(TEXT)

    with strays.logged():
        Bad()
        gc.collect()
    check(told, capfd, "an exception that nobody could be told of: ")


def test_the_last_resort(told: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]) -> None:
    error = KeyError(TEXT)
    with strays.logged():
        sys.excepthook(KeyError, error, None)
    check(told, capfd, "uncaught: ")


def test_tasks_that_nobody_asked(told: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]) -> None:
    async def fail() -> None:
        raise KeyError(TEXT)

    async def main() -> None:
        strays.log_loop(asyncio.get_running_loop())
        task = asyncio.create_task(fail(), name="a task")
        await asyncio.wait({task})
        del task
        gc.collect()

    asyncio.run(main())
    check(told, capfd, "Task exception was never retrieved (a task): ")


def test_callbacks(told: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]) -> None:
    def fail(_: str) -> None:
        raise KeyError(TEXT)

    async def main() -> None:
        loop = asyncio.get_running_loop()
        strays.log_loop(loop)
        loop.call_soon(fail, TEXT)
        await asyncio.sleep(0)
        await asyncio.sleep(0)

    asyncio.run(main())
    check(told, capfd, "Exception in callback")
    assert isinstance(told.records[-1].args, tuple)
    assert TEXT not in str(told.records[-1].args[:-1])
