"""The list of a user's personal access keys, and their ends."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.simulator.conftest import Tedee

KEYS = {"id", "name", "prefix", "scopes", "validTo"}


def _own(tedee):
    return next(key for key in tedee.get("personalaccesskey").json()["result"] if key["prefix"] == "demo01")


def test_it_tells_of_each_key_and_never_the_key(sim, tedee):
    answer = tedee.get("personalaccesskey")
    listed = answer.json()["result"]
    assert [set(key) for key in listed] == [KEYS, KEYS]
    assert len({key["id"] for key in listed}) == 2
    assert "pretend-key" not in answer.text
    assert _own(tedee)["scopes"] == sorted(sim.tedee.scopes)


def test_it_takes_a_scope_of_its_own(sim, tedee):
    sim.tedee.scopes -= {"Account.Read"}
    refused = tedee.get("personalaccesskey")
    assert refused.status_code == 403
    assert "Account.Read" in refused.json()["errorMessages"][0]
    sim.tedee.scopes |= {"Account.ReadWrite"}
    assert tedee.get("personalaccesskey").status_code == 200


def test_it_counts_as_all_else(sim, tedee):
    tedee.get("personalaccesskey")
    assert sim.tedee.hourly.used == 1


@pytest.mark.parametrize(("early", "status"), [(1, 200), (0, 401), (-86400, 401)])
def test_a_key_counts_until_its_end(sim, tedee, early, status):
    with sim.world.guard:
        sim.tedee.key_ends_at = sim.world.now + timedelta(seconds=early)
    assert tedee.get("lock").status_code == status


def test_the_end_is_told_as_it_is(sim, tedee):
    with sim.world.guard:
        sim.tedee.key_ends_at = sim.world.now + timedelta(days=12)
    assert _own(tedee)["validTo"] == "2026-12-03T09:00:00.000Z"
    sim.world.advance(12 * 86400)
    assert tedee.get("lock").status_code == 401


def test_without_a_word_it_lasts(sim, tedee):
    assert _own(tedee)["validTo"] > "2028"


def test_another_key_of_the_user_has_a_prefix_of_its_own(sim):
    sim.tedee.key = "other9.key"
    other = Tedee(sim, key="other9.key")
    assert {key["prefix"] for key in other.get("personalaccesskey").json()["result"]} == {"heat77", "other9"}
    other.close()
