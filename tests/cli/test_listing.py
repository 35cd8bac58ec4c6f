"""What `lockdash status` shows a person: order, alignment, doubt, and no colour where none is wanted."""

import io
import re
from datetime import timedelta

import pytest

from lockdash.cli import listing, stored
from lockdash.cli.terminal import Paper, Tone, cut, pad, width
from lockdash.domain.accounts import Account, Condition
from lockdash.domain.budget import Budget
from lockdash.domain.commands import CommandStatus
from lockdash.domain.devices import Contact, DeviceKind, DoorState, LockState
from lockdash.domain.readings import Reading
from lockdash.engine.snapshot import Snapshot
from lockdash.engine.views import view
from tests.cli.made import NOON, ago, command, device

ANSI = re.compile(r"\x1b\[[0-9;]*m")


class Stream(io.StringIO):
    def __init__(self, encoding="utf-8", terminal=False):
        super().__init__()
        self._encoding, self._terminal = encoding, terminal

    @property
    def encoding(self):
        return self._encoding

    def isatty(self):
        return self._terminal


@pytest.fixture
def plain():
    return Paper(Stream())


@pytest.fixture
def screen(monkeypatch):
    monkeypatch.setenv("COLUMNS", "60")
    return Paper(Stream(terminal=True))


def shown(devices, paper, accounts=(), commands=None):
    views = [view(each, (commands or {}).get(each.key), NOON) for each in devices]
    return listing.lines(accounts, views, NOON, paper)


def row(of, paper, **more):
    return next(line for line in shown([of], paper, **more) if of.name in line)


@pytest.mark.parametrize(
    ("of", "words"),
    [
        (device(), "Locked "),
        (device(state=LockState.unlocked), "UNLOCKED "),
        (device(age=14 * 60), "Locked? 14 m "),
        (device(state=LockState.unlocked, age=14 * 60), "UNLOCKED? 14 m "),
        (device(state=LockState.jammed), "JAMMED "),
        (device(state=None), "Unknown "),
        (device(state=LockState.semi_locked), "Semi-locked "),
        (device(door=Reading(DoorState.open, NOON, NOON)), "Locked, door OPEN "),
        (device(gone_at=ago(60)), "Not listed "),
        (device(state=None, kind=DeviceKind.power_plug, state_raw="on"), "On "),
        (device(state=None, kind=DeviceKind.power_plug, state_raw="on", age=3600), "On? 1 h "),
        (device(battery=Reading(12, NOON, NOON)), "12 % low"),
        (device(battery=Reading(12, NOON, NOON), charging=True), "12 % charging"),
        (device(battery=Reading(None, NOON, NOON)), "unknown"),
        (device(contact=Contact(connected=False, seen_at=NOON, bridged=False)), "no bridge"),
    ],
)
def test_a_device_in_words(of, words, plain):
    assert words in row(of, plain)


@pytest.mark.parametrize(
    ("status", "words"),
    [
        (CommandStatus.requested, "locking (asked) "),
        (CommandStatus.accepted, "locking (accepted) "),
        (CommandStatus.failed, "UNLOCKED, lock failed "),
        (CommandStatus.refused, "UNLOCKED, lock refused "),
        (CommandStatus.unconfirmed, "UNLOCKED, lock unanswered "),
        (CommandStatus.confirmed, "UNLOCKED "),
    ],
)
def test_a_wish_is_shown_as_one(status, words, plain):
    of = device(state=LockState.unlocked)
    made = command(of, status=status, settled_at=None if status.in_flight else NOON)
    assert words in row(of, plain, commands={of.key: made})


def test_columns_stand_under_their_titles(plain):
    lines = shown([device("玄関のドア"), device("Garage", LockState.unlocked), device("x" * 50)], plain)
    title = next(line for line in lines if line.startswith("Device"))
    at = title.index("State")
    for name, word in (("玄関", "Locked"), ("Garage", "UNLOCKED"), ("xxx", "Locked")):
        line = next(each for each in lines if each.startswith(name))
        assert width(line[: line.index(word)]) == at


def test_long_names_lose_their_middle_on_a_narrow_terminal(screen):
    lines = [ANSI.sub("", line) for line in shown([device("Beach House Number Twelve Back Door")], screen)]
    assert max(width(line) for line in lines) <= 60
    assert any(line.startswith("Beach") and "…" in line and "Door " in line for line in lines)


def test_a_pipe_gets_no_colour_and_whole_names(plain):
    text = "\n".join(shown([device("y" * 150, LockState.unlocked)], plain))
    assert "\x1b" not in text
    assert "y" * 150 in text


def test_a_terminal_gets_colour_only_for_what_is_not_fine(screen):
    calm, loud = row(device("Aaa"), screen), row(device("Bbb", LockState.unlocked), screen)
    assert f"\x1b[{Tone.warm.value}mUNLOCKED\x1b[0m" in loud
    assert "Locked" in calm
    assert "\x1b[1" not in calm


@pytest.mark.parametrize("variable", [("NO_COLOR", "1"), ("TERM", "dumb")])
def test_no_colour_where_none_is_wanted(monkeypatch, variable):
    monkeypatch.setenv(*variable)
    assert "\x1b" not in "".join(shown([device("B", LockState.unlocked)], Paper(Stream(terminal=True))))


@pytest.mark.parametrize("paper", [Paper(Stream("ascii")), Paper(Stream(), ascii_only=True), Paper(Stream("latin-1"))])
def test_plain_ascii(paper):
    account = Account(name="home", vendor="tedee", since=NOON, condition=Condition.live)
    assert "".join(shown([device("Tür"), device("B", None)], paper, [("home", "tedee", account)])).isascii()


def test_the_most_urgent_come_first_and_what_is_gone_last():
    devices = [
        device("a fine"),
        device("b gone", LockState.unlocked, gone_at=ago(5)),
        device("c open", LockState.unlocked),
        device("d jam", LockState.jammed),
        device("e low", battery=Reading(3, NOON, NOON)),
        device("f old", age=4000),
        device("g other", account="rentals"),
    ]
    known = Snapshot(revision=1, at=NOON, accounts={}, devices={each.key: each for each in devices}, commands={})
    names = [each.device.name for each in stored.views(known, ["home"], NOON)]
    assert names == ["c open", "d jam", "f old", "e low", "a fine", "b gone"]


def test_accounts_say_how_they_fare(plain):
    live = Account(name="home", vendor="tedee", since=NOON, condition=Condition.live, budget=Budget(700, 690, None, 70))
    out = Account(
        name="rentals",
        vendor="remotelock",
        since=ago(240),
        condition=Condition.offline,
        detail="no answer from api.example.com",
        retry_at=NOON + timedelta(seconds=42),
    )
    head = shown([], plain, [("home", "tedee", live), ("rentals", "remotelock", out), ("new", "tedee", None)])
    assert head[0] == "home     live  budget 690/700"
    assert head[1] == "rentals  offline for 4 m: no answer from api.example.com; tried again in 42 s"
    assert head[2] == "new      never read yet"
    assert head[-1].startswith("No devices are known")


def test_the_summary_counts_what_is_not_nought(plain):
    assert shown([device("a"), device("b", LockState.unlocked)], plain)[-1] == "2 devices · 1 locked · 1 UNLOCKED"


def test_widths():
    assert [width("abc"), width("鍵"), width("e\u0301")] == [3, 2, 1]
    assert pad("鍵", 4) == "鍵  "
    assert pad("ab", 4, right=True) == "  ab"


@pytest.mark.parametrize("cells", range(12))
def test_cut_text_fits(cells):
    for text in ("Front Door", "玄関のドア", "ab", ""):
        assert width(cut(text, cells)) <= cells
