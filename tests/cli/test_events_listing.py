"""The lines of `lockdash events` for people: what stands in them, and how they give way on narrow terminals."""

import io
from datetime import UTC, datetime

import pytest

from lockdash.cli.event_listing import Lines
from lockdash.cli.terminal import Paper, width
from lockdash.domain.events import EventKind, Outcome
from tests.cli.made import NOON, ago
from tests.cli.made_events import row

DENIED = row(60, kind=EventKind.denied, outcome=Outcome.failed, phrase="{who} was refused at {door}")
LATE = row(3_600, late=True, recorded_at=ago(1_800), zone="Europe/Warsaw")
SHOWN_LATE = row(7_200, late=True, recorded_at=ago(7_200), first_seen_at=ago(0))
ROWS = [row(10), DENIED, LATE, SHOWN_LATE]


class Screen(io.StringIO):
    encoding = "utf-8"

    def isatty(self):
        return True


def shown(monkeypatch, columns, rows=ROWS, accounts=("home", "rentals"), zone=None, encoding="utf-8", **how):
    monkeypatch.setenv("COLUMNS", str(columns))
    form = Lines(lambda each: zone or each.event.zone, accounts, Paper(Screen(), **how), encoding)
    return b"".join([form.head(), form.rows(rows), form.tail()]).decode(encoding).splitlines()


@pytest.fixture(autouse=True)
def plain(monkeypatch):
    monkeypatch.setenv("NO_COLOR", "1")


def test_one_line_says_when_where_and_what(monkeypatch):
    title, first, denied, late, shown_late = shown(monkeypatch, 160)
    assert title == "When                 Account  What"
    assert first == "2026-11-21 11:59:50  home     Ada Sample unlocked Front Door with a PIN"
    assert denied == "2026-11-21 11:59:00  home     ! Ada Sample was refused at Front Door"
    assert late.endswith("with a PIN  12:00 Warsaw; late, known since 2026-11-21 11:30:00")
    assert shown_late.endswith("with a PIN  late, known since 2026-11-21 12:00:00")


@pytest.mark.parametrize("columns", [1, 5, 20, 40, 60, 80, 120])
def test_every_width_holds_it_and_loses_nothing(monkeypatch, columns):
    lines = shown(monkeypatch, columns)
    assert max(map(width, lines)) <= max(columns, 5)
    whole = "".join("".join(lines).split())
    for text in (
        "2026-11-2111:59:50",
        "AdaSamplewasrefusedatFrontDoor",
        "12:00Warsaw;late,knownsince2026-11-2111:30:00",
    ):
        assert text in whole


def test_what_happened_stands_in_one_column_at_eighty(monkeypatch):
    title, *lines = shown(monkeypatch, 80)
    column = title.index("What")
    assert {line[column - 2 : column] for line in lines} == {"  "}
    assert all(line[column] != " " for line in lines)


def test_a_long_name_of_an_account_does_not_take_the_room(monkeypatch):
    made = row(1, account="the-house-at-the-very-end-of-the-road")
    title, line = shown(monkeypatch, 100, [made], accounts=[made.event.account])
    assert title.index("What") == 39
    assert line[21:37] == "the-hous…he-road"
    assert line[39:].startswith("Ada Sample")


def test_the_day_at_the_door_is_said_where_it_is_another(monkeypatch):
    _, line = shown(monkeypatch, 120, [row(0)], zone="Pacific/Auckland")
    assert line.endswith("  Sun 01:00 Auckland")
    assert "Nowhere" not in shown(monkeypatch, 120, [row(0)], zone="Nowhere/Land")[1]


def test_trouble_is_loud_and_the_rest_is_calm(monkeypatch):
    monkeypatch.delenv("NO_COLOR")
    _, calm, denied, *_ = shown(monkeypatch, 160)
    assert "\x1b[1;35m! Ada Sample was refused at Front Door\x1b[0m" in denied
    assert "\x1b[1" not in calm


def test_hostile_text_is_cleaned_and_plain_ascii_is_plain(monkeypatch):
    evil = row(1, door="T\x1b]52;c;x\x07ür\u202e" * 40, who="\x1b[2Jgone\r\nZ…", account="vi\x1b[31mlla")
    for how in ({}, {"ascii_only": True}):
        for columns in (30, 80, 4000):
            text = "".join(shown(monkeypatch, columns, [evil], **how))
            assert text.isprintable()
            assert text.isascii() or not how
    assert "".join(shown(monkeypatch, 4000, [row(1, door="ł")], encoding="latin-1")).count("?") == 1


@pytest.mark.parametrize("at", [datetime.max.replace(tzinfo=UTC), datetime.min.replace(tzinfo=UTC), NOON])
@pytest.mark.parametrize("zone", ["Pacific/Auckland", "America/Los_Angeles"])
def test_the_ends_of_the_calendar_can_be_shown(monkeypatch, at, zone):
    made = row(1, late=True, recorded_at=at, first_seen_at=at)
    form = Lines(lambda row: zone, ["home"], Paper(Screen()), "utf-8")
    assert b"known since" in form.rows([made])
