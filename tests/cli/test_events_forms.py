"""The forms in which events are written: JSON, lines of JSON, CSV; each made of any number of pages."""

import csv
import io
import json
from datetime import UTC, datetime

import pytest

from lockdash.cli.event_forms import Csv, JsonLines, JsonObject
from lockdash.cli.event_report import FIELDS as COLUMNS
from lockdash.cli.event_report import guarded
from tests.cli import made_events
from tests.cli.made import NOON, ago
from tests.cli.made_events import row

HOSTILE = [
    '=HYPERLINK("http://evil.example","Front Door")',
    "+1+1",
    "-2+3",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    'a "quoted" name, with a comma',
    "two\r\nlines",
    "＝1+1",
    "Łódź 🚪",
]


def no_zone(row):
    return None


def written(form, *pages):
    return b"".join([form.head(), *map(form.rows, pages), form.tail()])


def sheet(*pages, zone=None):
    text = written(Csv(lambda row: zone), *pages).decode()
    return text, list(csv.reader(io.StringIO(text, newline=""), strict=True))


@pytest.mark.parametrize("pages", [[], [[]], [[row(1)]], [[row(1), row(2)], [row(3)]], [[row(1)], [], [row(2)]]])
def test_one_object_is_whole_however_many_pages_it_is_made_of(pages):
    told = json.loads(written(JsonObject(no_zone), *pages))
    assert list(told) == ["events"]
    assert [each["id"] for each in told["events"]] == [each.event.id for page in pages for each in page]


def test_one_object_is_laid_out_as_the_other_commands_do_it():
    rows = [row(1, door='a "b"\nc'), row(2)]
    text = written(JsonObject(no_zone), rows[:1], rows[1:]).decode()
    assert text == json.dumps(json.loads(text), indent=2, ensure_ascii=False) + "\n"


def test_lines_are_an_object_each():
    lines = written(JsonLines(no_zone), [row(1, who="two\nlines")], [row(2)]).decode().splitlines()
    assert [json.loads(line)["id"] for line in lines] == ["e1", "e2"]
    assert [list(json.loads(line)) for line in lines] == [made_events.FIELDS] * 2


def test_a_sheet_has_the_same_names_and_ends_its_lines_as_the_standard_says():
    text, lines = sheet([row(1)], [row(2), row(3)])
    assert lines[0] == list(COLUMNS) == made_events.FIELDS
    assert [line[1] for line in lines[1:]] == ["e1", "e2", "e3"]
    assert text.count("\r\n") == text.count("\n") == 4
    assert sheet()[1] == [list(COLUMNS)]


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_names_come_back_and_are_no_formulas(name):
    _, (_, cells) = sheet([row(1, door=name, who=name, how=name, kind_raw=name)])
    told = dict(zip(COLUMNS, cells, strict=True))
    risky = name[0] in "=+-@\t\r＝"
    for field in ("device", "who", "how", "kind_raw"):
        assert told[field] == (f"'{name}" if risky else name)
    assert told["text"][0] not in "=+-@\t\r＝"
    assert name in told["text"]


def test_what_is_known_by_nobody_is_an_empty_cell():
    _, (_, cells) = sheet([row(1, door=None, who=None, how=None, device_id=None)])
    told = dict(zip(COLUMNS, cells, strict=True))
    assert [told[each] for each in ("device", "who", "how", "device_id", "recorded_at", "zone")] == [""] * 6


def test_dates_and_numbers_stay_what_they_are():
    late = row(3_600, recorded_at=NOON, late=True, id="0042", device_id="17")
    _, (_, cells) = sheet([late])
    told = dict(zip(COLUMNS, cells, strict=True))
    assert (told["id"], told["device_id"], told["late"]) == ("0042", "17", "true")
    assert datetime.fromisoformat(told["occurred_at"]) == ago(3_600)
    assert datetime.fromisoformat(told["recorded_at"]) == NOON
    assert guarded("2026-11-21T12:00:00+00:00") == "2026-11-21T12:00:00+00:00"
    assert guarded("12 %") == "12 %"


@pytest.mark.parametrize(
    ("zone", "text"),
    [
        ("Europe/Warsaw", "2026-11-21T13:00:00+01:00"),
        ("America/Los_Angeles", "2026-11-21T04:00:00-08:00"),
        (None, "2026-11-21T12:00:00+00:00"),
        ("Nowhere/Land", "2026-11-21T12:00:00+00:00"),
    ],
)
def test_a_sheet_tells_the_time_at_the_door_with_its_offset(zone, text):
    _, (_, cells) = sheet([row()], zone=zone)
    assert dict(zip(COLUMNS, cells, strict=True))["occurred_at"] == text


@pytest.mark.parametrize("at", [datetime.max.replace(tzinfo=UTC), datetime.min.replace(tzinfo=UTC)])
@pytest.mark.parametrize("zone", ["Europe/Warsaw", "America/Los_Angeles"])
def test_the_ends_of_the_calendar_can_be_written(at, zone):
    made = row(first_seen_at=at, recorded_at=at)
    _, (_, cells) = sheet([made], zone=zone)
    told = dict(zip(COLUMNS, cells, strict=True))["recorded_at"]
    assert told.startswith(("0001", "9999"))
