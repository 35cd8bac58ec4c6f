"""Who may use Tedee's devices, read over real HTTP."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta

import pytest

from lockdash.domain.accesses import Level, TargetKind, access_key, status
from lockdash.domain.budget import Purpose
from lockdash.domain.people import Ability, PersonKind, PersonStatus, person_key
from lockdash.simulator.home.access import Access as HomeAccess
from lockdash.simulator.server import PERSONAL_KEY
from lockdash.simulator.worlds.household import CLEANERS, FELIX, NINA
from lockdash.vendors.errors import BadAnswer, Rejected, Unauthorised, VendorFault
from lockdash.vendors.people import people_of
from lockdash.vendors.tedee.client import TedeeClient
from tests.vendors import hostile
from tests.vendors.fakes import connection
from tests.vendors.records import NOTHING
from tests.vendors.tedee_people import access_of, asked, device, entry, invited

WARSAW = "Europe/Warsaw"


async def test_every_kind_of_access(sim, tedee, gate):
    studio = await device(tedee, "Studio")
    answer = await access_of(tedee.people, studio)
    people = {person.name: person for person in answer.people}
    by_person = {access.person_key: access for access in answer.accesses}
    found = {name: by_person[person.key] for name, person in people.items()}
    assert list(people) == ["Ada Sample", "Cleaning Team", "nina.berg@example.com", "Felix Lind"]
    assert (people["Cleaning Team"].kind, people["Cleaning Team"].email) == (PersonKind.group, None)
    assert (people["Felix Lind"].kind, people["Felix Lind"].email) == (PersonKind.member, "felix.lind@example.com")
    assert people["Felix Lind"].key == person_key("home", "members", FELIX.id)
    assert [access.level for access in found.values()] == [Level.owner, Level.guest, Level.guest, Level.guest]
    assert [access.invited for access in found.values()] == [False, False, True, False]
    assert [access.remote for access in found.values()] == [True, True, False, True]
    cleaning = found["Cleaning Team"]
    assert (cleaning.window.days, cleaning.window.from_time, cleaning.window.to_time) == ({0, 3}, time(7), time(11))
    assert cleaning.window.in_utc
    assert found["Ada Sample"].window is None
    assert found["Felix Lind"].window.ends_at == sim.clock.now() + timedelta(hours=3)
    assert {(access.target_kind, access.target_id) for access in answer.accesses} == {(TargetKind.device, "40107")}
    assert all(access.key == access_key("home", access.id) for access in answer.accesses)
    assert answer.roll == {access.key for access in answer.accesses}
    assert gate.spent == [Purpose.poll, Purpose.poll]
    now = sim.clock.now()
    assert (
        status(people["nina.berg@example.com"], [found["nina.berg@example.com"]], now, WARSAW) is PersonStatus.pending
    )
    assert status(people["Felix Lind"], [found["Felix Lind"]], now, WARSAW) is PersonStatus.current


async def test_one_person_at_several_locks_is_one(sim, tedee):
    locks = [await device(tedee, name) for name in ("Front Door", "Garage")]
    for lock in locks:
        written = await tedee.people.create(invited(lock))
        person, access = await entry(tedee.people, lock, "new.guest@example.com")
        assert (written.person_key, written.access_key) == (person.key, access.key)
    seen = [await entry(tedee.people, lock, "new.guest@example.com") for lock in locks]
    assert seen[0][0] == seen[1][0]
    assert seen[0][1].key != seen[1][1].key
    assert [access.target_id for _, access in seen] == [lock.vendor_id for lock in locks]


async def test_an_invitation_that_is_accepted_later_stays_the_same_person_and_access(sim, tedee):
    front = await device(tedee, "Front Door")
    await tedee.people.create(invited(front))
    before, invitation = await entry(tedee.people, front, "new.guest@example.com")
    assert invitation.invited
    sim.world.do(lambda: sim.world.home.accept("new.guest@example.com"))
    after, access = await entry(tedee.people, front, "New Guest")
    assert (after.key, access.key, access.invited) == (before.key, invitation.key, False)
    assert (await access_of(tedee.people, front)).roll >= {access.key}


@pytest.mark.parametrize("version", ["v1.34", "v1.36"])
async def test_before_v37_people_are_known_by_their_address_and_can_only_be_read(sim, gate, version):
    made = connection(
        "tedee", gate=gate, secrets={"personal_key": PERSONAL_KEY}, api_url=sim.tedee_url, api_version=version
    )
    client = TedeeClient.of(made, clock=sim.clock.now)
    people = client.people
    studio = await device(client, "Studio")
    felix, access = await entry(people, studio, "Felix Lind")
    assert felix.key == person_key("home", "members", "felix.lind@example.com")
    nina, invitation = await entry(people, studio, "nina.berg@example.com")
    assert (nina.id, invitation.invited) == ("nina.berg@example.com", True)
    members = people.origins[0]
    assert members.abilities == frozenset()
    for ability in (Ability.create, Ability.grant, Ability.revoke, Ability.copy, Ability.change_terms):
        assert "v37" in members.denied[ability]
    sim.requests.clear()
    for refused in (people.create(invited(studio)), people.revoke(felix, access), people.copy(access, [nina])):
        with pytest.raises(Rejected, match="v37"):
            await refused
    assert not sim.requests
    assert Ability.create in people.origins[1].abilities, "PINs are older than that"
    await client.aclose()


async def test_before_access_lists_there_is_nothing_to_read(sim, gate):
    made = connection(
        "tedee", gate=gate, secrets={"personal_key": PERSONAL_KEY}, api_url=sim.tedee_url, api_version="v1.33"
    )
    client = TedeeClient.of(made, clock=sim.clock.now)
    assert {feed.name for feed in client.people.feeds} == {"pins", "pin"}
    await client.aclose()


async def test_the_client_offers_its_people_and_says_what_they_are(tedee):
    people = people_of(tedee)
    assert people is tedee.people
    for origin in people.origins:
        assert set(Ability) - origin.abilities - set(origin.denied) <= {Ability.one_time}
        assert not origin.abilities & set(origin.denied)
        assert all(origin.denied.values())
    feeds = {feed.name: feed for feed in people.feeds}
    assert feeds["access"].per_device
    assert not feeds["access"].on_demand
    assert feeds["pins"].on_demand, "never in a poll loop"
    assert feeds["pin"].on_demand


async def test_what_is_over_is_gone_from_the_roll(sim, tedee):
    studio = await device(tedee, "Studio")
    _, felix = await entry(tedee.people, studio, "Felix Lind")
    sim.world.advance(3 * 3600)
    assert felix.key not in (await access_of(tedee.people, studio)).roll


async def test_an_owner_sees_all_however_few_they_are(tedee):
    garage = await device(tedee, "Garage")
    answer = await access_of(tedee.people, garage)
    assert [access.level for access in answer.accesses] == [Level.owner]
    assert answer.roll == {answer.accesses[0].key}


async def test_guests_are_shown_the_owner_and_themselves_so_that_nobody_else_is_gone(tedee):
    neighbour = await device(tedee, "Neighbour")
    answer = await access_of(tedee.people, neighbour)
    assert [person.name for person in answer.people] == ["Marek Nowak", "Ada Sample"]
    assert answer.roll is None


@pytest.mark.parametrize(("hours", "shown"), [(-1, 4), (1, 2)])
async def test_an_admin_outside_of_their_times_has_not_lost_the_others(sim, tedee, hours, shown):
    jan, zofia, marek = sim.world.home.people[1:4]
    with sim.world.guard:
        lock = sim.world.home.locks[40101]
        lock.access_level = 1
        own = HomeAccess(sim.world.home.user, 1, start=sim.world.now + timedelta(hours=hours))
        sim.world.home.access[lock.id] = [own, HomeAccess(jan, 2), HomeAccess(zofia, 0), HomeAccess(marek, 0)]
    front = await device(tedee, "Front Door")
    assert front.traits["Your access"].startswith("admin")
    answer = await access_of(tedee.people, front)
    assert len(answer.people) == shown
    assert (answer.roll is None) is (shown == 2)


async def test_a_missing_scope_takes_the_list_and_not_the_account(sim, tedee):
    studio = await device(tedee, "Studio")
    sim.tedee.scopes -= {"DeviceShare.Read", "DeviceShare.ReadWrite"}
    with pytest.raises(Rejected) as caught:
        await access_of(tedee.people, studio)
    assert not isinstance(caught.value, Unauthorised)
    assert (caught.value.status, caught.value.condition) == (403, "live")
    assert "DeviceShare.Read" in str(caught.value)
    assert "DeviceShare.Read" in caught.value.remedy
    assert (await tedee.read("locks", None, NOTHING)).devices, "the account goes on"


async def test_a_key_that_is_not_accepted_is_a_matter_of_the_account(sim, tedee):
    studio = await device(tedee, "Studio")
    sim.faults.add("/access", status=401)
    with pytest.raises(Unauthorised):
        await access_of(tedee.people, studio)


async def test_a_device_that_was_added_again(sim, tedee):
    studio = await device(tedee, "Studio")
    sim.world.home.remove("Studio")
    with pytest.raises(Rejected, match="not there any more"):
        await access_of(tedee.people, studio)


@pytest.mark.parametrize("mangle", ["no_items", "wrong_types", "nulls"])
async def test_one_bad_entry_costs_itself_and_the_roll(sim, tedee, mangle):
    studio = await device(tedee, "Studio")
    sim.faults.add("/access", mangle=mangle, item=1)
    answer = await access_of(tedee.people, studio)
    assert [person.name for person in answer.people] == ["Ada Sample", "nina.berg@example.com", "Felix Lind"]
    assert answer.roll is None
    assert [problem.where for problem in answer.problems] == ["people of Studio[1]"]


async def test_a_level_of_next_year(sim, tedee):
    studio = await device(tedee, "Studio")
    sim.faults.add("/access", mangle="new_enum")
    answer = await access_of(tedee.people, studio)
    assert {access.level for access in answer.accesses} == {Level.unknown}


async def test_names_from_strangers_are_safe(sim, tedee):
    front, studio = await device(tedee, "Front Door"), await device(tedee, "Studio")
    sim.faults.add("", mangle="hostile_names")
    people = [*(await access_of(tedee.people, studio)).people, *(await access_of(tedee.people, front)).people]
    people += (await tedee.people.read("pins", None, NOTHING, front)).people
    assert len(people) == 9
    assert all(person.name and hostile.is_safe(person.name) for person in people)
    addresses = [person.email for person in people if person.email is not None]
    assert addresses
    assert all(hostile.is_safe(address[:200]) and len(address) <= 254 for address in addresses)


@pytest.mark.parametrize(("mangle", "error"), [("html", BadAnswer), ("cut_json", BadAnswer), ("null", BadAnswer)])
async def test_an_answer_that_is_none(sim, tedee, mangle, error):
    studio = await device(tedee, "Studio")
    sim.faults.add("/access", mangle=mangle)
    with pytest.raises(error):
        await access_of(tedee.people, studio)


async def test_a_read_is_repeated_once_and_no_more(sim, tedee):
    studio = await device(tedee, "Studio")
    sim.faults.add("/access", status=502, times=1)
    assert (await access_of(tedee.people, studio)).people
    sim.faults.add("/access", status=502)
    with pytest.raises(VendorFault):
        await access_of(tedee.people, studio)
    assert asked(sim, "GET", "/access") == ["device/40107/access"] * 4


async def test_feeds_that_do_not_exist(tedee):
    studio = await device(tedee, "Studio")
    person, _ = await entry(tedee.people, studio, "Felix Lind")
    for feed, about in [("weather", studio), ("access", None), ("access", person), ("pin", person), ("pins", person)]:
        with pytest.raises(ValueError, match="no feed"):
            await tedee.people.read(feed, None, NOTHING, about)


async def test_groups_and_invitations_have_the_ids_of_their_principals(tedee):
    studio = await device(tedee, "Studio")
    ids = {person.name: person.id for person in (await access_of(tedee.people, studio)).people}
    assert (ids["Cleaning Team"], ids["nina.berg@example.com"]) == (CLEANERS.id, NINA.id)
    nina = (await entry(tedee.people, studio, "nina.berg@example.com"))[1]
    assert nina.window.starts_at == datetime(2026, 11, 23, tzinfo=UTC)
