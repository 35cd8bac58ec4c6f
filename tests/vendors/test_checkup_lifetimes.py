"""Versions of Tedee's API, and their announced ends (tedee-facts 0)."""

from __future__ import annotations

from datetime import date

import pytest

from lockdash.domain.findings import Level
from lockdash.simulator.tedee.versions import VERSIONS
from lockdash.vendors.tedee import TedeeSettings, lifetimes

TODAY = date(2026, 11, 21)
NAMED = "v1.30, v1.35, v1.36, v37"


@pytest.mark.parametrize(
    ("version", "named", "level", "said"),
    [
        ("v37", NAMED, Level.ok, "v37; no end of it is announced"),
        ("v37", "", Level.ok, "v37; no end of it is announced"),
        ("v1.36", NAMED, Level.warning, "v1.36 is deprecated since 11 Aug 2026, and will be retired on 11 Feb 2027"),
        ("v1.34", NAMED, Level.failure, "v1.34 was retired on 25 Sep 2026"),
        ("v1.35", NAMED, Level.failure, "v1.35 was retired on 7 Oct 2026, and may be gone at any time"),
        ("v38", NAMED, Level.failure, "v38 is not among the versions that Tedee names"),
        ("v38", "", Level.warning, "v38 is not known to lockdash, which was made for v37 and those before it"),
        ("v38", "v37, v38", Level.warning, "v38 is not known to lockdash, which was made for v37 and those before it"),
        # Ours is the newest that we know: there is nothing better to set.
        ("v37", "v1.36", Level.warning, "v37 is not among the versions that Tedee names"),
    ],
)
def test_what_is_said_of_a_version(version, named, level, said):
    found = lifetimes.finding(version, named, TODAY)
    assert (found.subject, found.level, found.said) == ("version", level, said)
    assert ('api_version = "v37"' in found.remedy) is (level is not Level.ok)


@pytest.mark.parametrize(
    ("today", "level"),
    [
        (date(2026, 8, 10), Level.ok),
        (date(2026, 8, 11), Level.warning),
        (date(2027, 2, 10), Level.warning),
        (date(2027, 2, 11), Level.failure),
    ],
)
def test_an_end_comes_on_its_day(today, level):
    assert lifetimes.finding("v1.36", "", today).level is level


def test_an_announced_end_is_told_before_it_matters():
    found = lifetimes.finding("v1.36", "", date(2026, 1, 1))
    assert "deprecated from 11 Aug 2026 on, retired on 11 Feb 2027" in found.said


@pytest.mark.parametrize("named", ["1.36, 37", "1.36,37.0", " V37 , v37,x", "37", "?, , 37,v1.36.2"])
def test_versions_are_named_in_several_ways(named):
    assert lifetimes.finding("v37", named, TODAY).level is Level.ok


def test_a_header_that_names_none_counts_for_nothing():
    assert lifetimes.finding("v37", "latest, \x1b[31mred", TODAY).level is Level.ok


def test_the_dates_are_in_order_and_the_newest_is_what_is_set_without_a_word():
    for each in lifetimes.LIFETIMES.values():
        assert each.deprecated is None or each.released < each.deprecated < each.retired
    assert list(lifetimes.LIFETIMES) == list(VERSIONS)
    assert [name for name, each in lifetimes.LIFETIMES.items() if each.retired is None] == [lifetimes.NEWEST]
    assert TedeeSettings().api_version == lifetimes.NEWEST
