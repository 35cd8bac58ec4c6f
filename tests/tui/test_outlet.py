"""The way out to the terminal keeps nobody waiting, and nothing that is drawn is drawn by half."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from threading import Event

import pytest

from lockdash.tui.outlet import MOST, Outlet

PATIENCE = 10.0


class Pipe:
    """A terminal that takes output only when it is read."""

    def __init__(self) -> None:
        self.reader, self.writer = os.pipe()
        self.painted = Event()
        self.outlet = Outlet(self.writer, "utf-8", self.painted.set)
        self.outlet.start()

    def read(self, until: str) -> str:
        taken = b""
        while until.encode() not in taken:
            taken += os.read(self.reader, 1 << 16)
        return taken.decode()


@pytest.fixture
def pipe() -> Iterator[Pipe]:
    made = Pipe()
    yield made
    for each in (made.reader, made.writer):
        try:
            os.close(each)
        except OSError:
            continue
    made.outlet.stop()


def test_everything_is_written_in_its_order(pipe: Pipe) -> None:
    for number in range(500):
        pipe.outlet.write(f"{number} ")
    pipe.outlet.write("é.")
    assert pipe.read(".") == "".join(f"{number} " for number in range(500)) + "é."
    assert not pipe.painted.is_set()


def test_too_much_is_thrown_away_and_painted_anew_once_output_is_taken_again(pipe: Pipe) -> None:
    piece = "x" * 10_000
    began = time.monotonic()
    for _ in range(3 * MOST // len(piece)):
        pipe.outlet.write(piece)
    assert time.monotonic() - began < PATIENCE, "nobody waited"
    assert not pipe.painted.is_set()
    pipe.outlet.write("the last.")
    taken = pipe.read(".")
    assert len(taken) < 2 * MOST
    assert taken.endswith("xthe last.")
    assert pipe.painted.wait(PATIENCE)


def test_the_end_does_not_wait_for_a_terminal_that_takes_nothing(pipe: Pipe) -> None:
    pipe.outlet.write("x" * MOST)
    began = time.monotonic()
    pipe.outlet.stop()
    assert time.monotonic() - began < PATIENCE
    assert pipe.outlet.daemon, "nor does the program"


def test_the_last_words_are_written(pipe: Pipe) -> None:
    pipe.outlet.write("good")
    pipe.outlet.write("bye.")
    pipe.outlet.stop()
    assert not pipe.outlet.is_alive()
    assert pipe.read(".") == "goodbye."


def test_a_terminal_that_is_gone_takes_everything(pipe: Pipe) -> None:
    os.close(pipe.reader)
    for _ in range(3):
        pipe.outlet.write("x")
    pipe.outlet.stop()
    assert not pipe.outlet.is_alive()
