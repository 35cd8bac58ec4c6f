"""The viewer's zone is the machine's, by its rules for each moment."""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lockdash.tui.machine_zone import MachineZone

WARSAW = ZoneInfo("Europe/Warsaw")
YEARS = st.datetimes(datetime(2020, 1, 1), datetime(2030, 1, 1), timezones=st.just(UTC))
NIGHT = st.datetimes(datetime(2026, 10, 24, 20), datetime(2026, 10, 25, 5), timezones=st.just(UTC))


@pytest.fixture(autouse=True)
def in_warsaw(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("TZ", "Europe/Warsaw")
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(YEARS | NIGHT)
def test_it_shows_what_the_zone_of_that_name_shows_and_leads_back(moment: datetime) -> None:
    shown, known = moment.astimezone(MachineZone()), moment.astimezone(WARSAW)
    assert shown.replace(tzinfo=None) == known.replace(tzinfo=None)
    assert shown.fold == known.fold
    assert shown.utcoffset() == known.utcoffset()
    assert shown.tzname() == known.tzname()
    assert shown.astimezone(UTC) == moment
