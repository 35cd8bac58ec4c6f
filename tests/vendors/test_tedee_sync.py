"""Tedee's sync of all locks: what it tells, and when it shows that the list is out of date; whichever client reads."""

from __future__ import annotations

import pytest

from lockdash.domain.devices import LockState
from tests.vendors.records import NOTHING


@pytest.fixture
def wants(sim, connect_tedee, records):
    """Syncs 20 s later by the client that is given, else by one that was just made; returns what it wants."""

    async def sync(client=None):
        sim.world.advance(20)
        return (await records.read(client or connect_tedee(), "sync")).wants

    return sync


async def test_sync_brings_news(sim, tedee, records):
    await records.read(tedee, "locks")
    sim.world.set("Front Door", state="unlocked")
    answer = await records.read(tedee, "sync")
    news = {each.vendor_id: each for each in answer.observations}
    assert news["40101"].state.value is LockState.unlocked
    assert news["40101"].state.as_of == sim.clock.now()
    assert news["40104"].state is None
    assert news["40104"].contact.connected is False
    assert answer.wants == frozenset()


async def test_before_any_list_sync_wants_one(tedee):
    assert (await tedee.read("sync", None, NOTHING)).wants == {"locks"}


async def test_a_new_leader_wants_nothing_while_nothing_changes(tedee, records, wants):
    await records.read(tedee, "locks")
    await records.read(tedee, "details")
    assert [await wants() for _ in range(3)] == [frozenset()] * 3


async def test_another_revision(sim, tedee, records, wants):
    await records.read(tedee, "locks")
    sim.world.home.locks[40101].revision += 1
    assert await wants(tedee) == {"locks"}
    assert await wants() == {"locks"}, "until the list was read, by whomever"
    await records.read(tedee, "locks")
    assert (await wants(tedee), await wants()) == (frozenset(), frozenset())


async def test_a_lock_that_is_missing_or_strange(sim, tedee, records, wants):
    await records.read(tedee, "locks")
    sim.world.home.remove("Garage")
    assert (await wants(tedee), await wants()) == ({"locks"}, {"locks"})
    await records.read(tedee, "locks")
    assert records.gone == ["Garage"]
    assert (await wants(tedee), await wants()) == (frozenset(), frozenset())
    sim.world.home.put_back("Garage")
    assert (await wants(tedee), await wants()) == ({"locks"}, {"locks"})
    await records.read(tedee, "locks")
    assert records.gone == []
    assert (await wants(tedee), await wants()) == (frozenset(), frozenset())


async def test_a_lock_that_was_added_again_is_the_same_lock(sim, tedee, records, wants):
    """Another id, the same serial number; nobody looked in between."""
    await records.read(tedee, "locks")
    before = records.named("Garage")
    sim.world.home.remove("Garage")
    sim.world.home.put_back("Garage")
    assert await wants(tedee) == {"locks"}
    await records.read(tedee, "locks")
    garage = records.named("Garage")
    assert (garage.key, before.vendor_id, garage.vendor_id) == (before.key, "40102", "40110")
    assert garage.former_ids == ("40102",)
    assert records.gone == []
    assert (await wants(tedee), await wants()) == (frozenset(), frozenset())
    sim.world.set("Garage", state="locked")
    await wants()
    assert records.named("Garage").state.value is LockState.locked


async def test_a_lock_without_a_bridge_may_be_missing(sim, tedee, records, wants):
    await records.read(tedee, "locks")
    names = [lock.name for lock in sim.world.home.locks.values()]
    fault = sim.faults.add("/my/lock/sync", mangle="no_items", item=names.index("Garden Gate"))
    assert (await wants(tedee), await wants()) == (frozenset(), frozenset())
    sim.faults.remove(fault)
    sim.faults.add("/my/lock/sync", mangle="no_items", item=names.index("Cellar"))
    assert (await wants(tedee), await wants()) == ({"locks"}, {"locks"}), "one with a bridge, though it is offline"


async def test_what_a_list_did_not_explain_is_not_asked_about_again(sim, tedee, records, wants):
    await records.read(tedee, "locks")
    sim.faults.add("/my/lock/sync", mangle="no_items", item=0)
    assert await wants(tedee) == {"locks"}
    await records.read(tedee, "locks")
    assert [await wants(tedee) for _ in range(3)] == [frozenset()] * 3
    sim.world.home.locks[40102].revision += 1
    assert await wants(tedee) == {"locks"}, "but something else is"


async def test_bridges_and_keypads_are_not_missing_from_a_sync(tedee, records, wants):
    await records.read(tedee, "details")
    await records.read(tedee, "locks")
    assert await wants() == frozenset()
