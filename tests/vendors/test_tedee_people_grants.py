"""Giving, changing, copying and taking access to Tedee's devices, over real HTTP. Every write is sent once."""

from __future__ import annotations

from datetime import UTC, datetime, time

import msgspec
import pytest

from lockdash.domain.accesses import Group, Level
from lockdash.domain.budget import Purpose
from lockdash.domain.people import PersonKind
from lockdash.domain.secret import Secret
from lockdash.domain.windows import EVERY_DAY, Window
from lockdash.simulator.worlds.household import CLEANERS
from lockdash.vendors.errors import (
    BadAnswer,
    RateLimited,
    Rejected,
    Unauthorised,
    Unreachable,
    VendorError,
    VendorFault,
)
from lockdash.vendors.people import FieldRefused, NewAccess, NewPerson, PersonChange, Terms, may_have_happened
from lockdash.vendors.tedee.people.refusals import CODES
from tests.vendors.records import NOTHING
from tests.vendors.tedee_people import (
    DECEMBER,
    MEMBERS,
    access_of,
    all_refused_here,
    asked,
    device,
    entry,
    invited,
    spoil,
)

NEW = "new.guest@example.com"
NIGHTS = Window(days=frozenset({4, 5}), from_time=time(22), to_time=time(6, 30), in_utc=True)
RESULT = {"id": "a1", "principalType": 0, "principalId": "p1", "userEmail": NEW, "displayName": NEW, "success": True}


@pytest.fixture
async def front(tedee):
    return await device(tedee, "Front Door")


@pytest.fixture
async def studio(tedee):
    return await device(tedee, "Studio")


@pytest.mark.parametrize(
    "window",
    [
        None,
        DECEMBER,
        NIGHTS,
        Window(days=frozenset({0}), in_utc=True),
        Window(days=EVERY_DAY, from_time=time(8), to_time=time(17, 45), in_utc=True),
        msgspec.structs.replace(DECEMBER, days=frozenset({6}), from_time=time(0), to_time=time(12)),
    ],
)
async def test_what_is_given_is_listed_as_it_was_asked_for(sim, tedee, front, gate, window):
    written = await tedee.people.create(invited(front, level=Level.admin, remote=True, window=window))
    person, access = await entry(tedee.people, front, NEW)
    assert (written.person_key, written.access_key) == (person.key, access.key)
    assert (written.person.email, written.person.kind, written.access) == (NEW, PersonKind.member, None)
    assert (access.level, access.remote, access.invited) == (Level.admin, True, True)
    assert access.window == window
    assert gate.spent[-2] is Purpose.command
    assert asked(sim, "POST") == ["device/40101/access"]


async def test_dates_and_times_are_sent_whole_and_in_utc(sim, tedee, front):
    window = msgspec.structs.replace(DECEMBER, days=frozenset(range(5)), from_time=time(22), to_time=time(6))
    await tedee.people.create(invited(front, window=window))
    kept = sim.world.home.access[40101][-1]
    assert (kept.start, kept.end, kept.week_days) == (DECEMBER.starts_at, DECEMBER.ends_at, 31)
    assert (kept.day_start, kept.day_end) == ("2026-12-01T22:00:00.000Z", "2026-12-02T06:00:00.000Z")


async def test_no_more_is_given_than_was_asked_for(tedee, front):
    await tedee.people.create(invited(front))
    _, access = await entry(tedee.people, front, NEW)
    assert (access.level, access.remote) == (Level.guest, False)


async def test_who_has_an_account_is_called_by_name(tedee, front):
    written = await tedee.people.create(invited(front, " Felix.Lind@example.com "))
    assert (written.person.name, written.person.email) == ("Felix Lind", "felix.lind@example.com")


async def test_a_known_user_and_a_group_are_given_another_device(sim, tedee, studio):
    sim.world.home.locks[40102].organization = sim.world.home.locks[40107].organization
    garage = await device(tedee, "Garage")
    for name, kind in [("Felix Lind", PersonKind.member), ("Cleaning Team", PersonKind.group)]:
        person, _ = await entry(tedee.people, studio, name)
        written = await tedee.people.grant(person, NewAccess(target=garage, window=NIGHTS))
        again, access = await entry(tedee.people, garage, name)
        assert (again.key, access.key, access.window) == (person.key, written.access_key, NIGHTS)
        assert (again.kind, written.person.kind, written.person_key) == (kind, kind, person.key)


async def test_a_change_puts_all_terms_anew_and_keeps_level_and_remote_use(tedee, front):
    await tedee.people.create(invited(front, level=Level.admin, remote=True, window=DECEMBER))
    person, access = await entry(tedee.people, front, NEW)
    written = await tedee.people.change_access(person, access, Terms(window=NIGHTS))
    assert (written.person_key, written.access_key, written.access) == (person.key, access.key, None)
    _, changed = await entry(tedee.people, front, NEW)
    assert changed == msgspec.structs.replace(access, window=NIGHTS)
    await tedee.people.change_access(person, changed, Terms(level=Level.guest, remote=False))
    _, changed = await entry(tedee.people, front, NEW)
    assert (changed.level, changed.remote, changed.window) == (Level.guest, False, None)


async def test_an_access_that_is_taken_is_gone(tedee, front):
    await tedee.people.create(invited(front))
    person, access = await entry(tedee.people, front, NEW)
    await tedee.people.revoke(person, access)
    assert access.key not in (await access_of(tedee.people, front)).roll
    for again in (tedee.people.revoke(person, access), tedee.people.change_access(person, access, Terms())):
        with pytest.raises(Rejected, match="not there any more") as caught:
            await again
        assert caught.value.status == 404


async def test_a_copy_tells_of_each(sim, tedee, studio):
    felix, access = await entry(tedee.people, studio, "Felix Lind")
    cleaners, _ = await entry(tedee.people, studio, "Cleaning Team")
    copied = await tedee.people.copy(access, [NEW, felix, cleaners, "nina.berg@example.com", "other@example.com"])
    assert [one.written is not None for one in copied] == [True, False, False, False, True]
    assert ["access to it already" in one.refusal for one in copied] == [False, True, True, False, False]
    assert "invited already" in copied[3].refusal
    person, own = await entry(tedee.people, studio, NEW)
    assert (copied[0].written.person_key, copied[0].written.access_key) == (person.key, own.key)
    assert own.window == access.window
    assert asked(sim, "POST") == [f"device/40107/access/{access.id}/copy-to"]


async def test_results_of_a_copy_are_matched_by_whom_they_name(sim, tedee, studio):
    _, access = await entry(tedee.people, studio, "Felix Lind")
    results = [
        RESULT | {"id": "b", "userEmail": "B@example.com"},
        "rubbish",
        RESULT | {"id": "a", "userEmail": "a@example.com"},
    ]
    spoil(sim, "/copy-to", {"result": {"principals": results}, "success": True}, 201)
    copied = await tedee.people.copy(access, ["a@example.com", "b@example.com", "c@example.com"])
    assert [one.written and one.written.person.email for one in copied] == ["a@example.com", "B@example.com", None]
    assert "read the people of the device again" in copied[2].refusal


async def test_a_result_that_names_nobody_counts_for_its_place(sim, tedee, studio):
    _, access = await entry(tedee.people, studio, "Felix Lind")
    refused = {"success": False, "error": {"code": 1004, "message": "x"}}
    spoil(sim, "/copy-to", {"principals": [RESULT, refused]}, 201)
    copied = await tedee.people.copy(access, [NEW, "other@example.com"])
    assert copied[0].written is not None
    assert "invited already" in copied[1].refusal


async def test_a_copy_for_nobody_asks_nothing(sim, tedee, studio):
    _, access = await entry(tedee.people, studio, "Felix Lind")
    assert await tedee.people.copy(access, []) == ()
    assert not asked(sim, "POST")


@pytest.mark.parametrize(
    ("where", "email", "terms", "code", "field"),
    [
        ("Front Door", NEW, {"level": Level.owner}, 1000, ""),
        ("Front Door", NEW, {"window": Window(ends_at=datetime(2026, 1, 1, tzinfo=UTC), in_utc=True)}, 1000, ""),
        ("Front Door", "jan.sample@example.com", {}, 1003, "email"),
        ("Studio", "nina.berg@example.com", {}, 1004, "email"),
        ("Front Door", "ada.sample@example.com", {}, 1008, "email"),
    ],
)
async def test_a_success_that_is_none_says_why(tedee, where, email, terms, code, field):
    lock = await device(tedee, where)
    with pytest.raises(FieldRefused) as caught:
        await tedee.people.create(invited(lock, email, **terms))
    assert (caught.value.status, caught.value.remedy) == (201, CODES[code].remedy)
    assert caught.value.fields == {field: CODES[code].words}
    assert f"code {code}" in str(caught.value)
    assert CODES[code].words in str(caught.value)
    assert not may_have_happened(caught.value)


@pytest.mark.parametrize("code", range(1000, 1011))
@pytest.mark.parametrize("enveloped", [False, True])
async def test_every_code_has_words(sim, tedee, front, code, enveloped):
    refused = RESULT | {"id": None, "success": False, "error": {"code": code, "message": "raw words"}}
    spoil(sim, "/access", {"result": refused, "success": True} if enveloped else refused, 201)
    with pytest.raises(FieldRefused) as caught:
        await tedee.people.create(invited(front))
    assert list(caught.value.fields.values()) == [CODES[code].words]


@pytest.mark.parametrize(
    ("error", "words"),
    [
        ({"code": 1999, "message": "Too \u202emany\x1b[31m cooks"}, "Too many cooks"),
        ({"code": None, "message": None}, "for a reason that it does not name"),
        (None, "for a reason that it does not name"),
    ],
)
async def test_a_code_of_next_year(sim, tedee, front, error, words):
    spoil(sim, "/access", RESULT | {"id": None, "success": False, "error": error}, 201)
    with pytest.raises(FieldRefused) as caught:
        await tedee.people.create(invited(front))
    assert caught.value.fields == {"": words}
    assert str(caught.value).endswith(words)


async def test_a_group_of_another_organisation_or_that_exists_no_more(sim, tedee, studio, front):
    group, _ = await entry(tedee.people, studio, "Cleaning Team")
    with pytest.raises(FieldRefused, match="code 1005"):
        await tedee.people.grant(group, NewAccess(target=front))
    with pytest.raises(FieldRefused, match="code 1007"):
        await tedee.people.grant(group, NewAccess(target=studio))
    sim.world.home.groups.remove(CLEANERS)
    with pytest.raises(FieldRefused, match="code 1006"):
        await tedee.people.grant(group, NewAccess(target=front))


@pytest.mark.parametrize(("enveloped", "success"), [(True, True), (False, True), (False, None)])
async def test_with_and_without_envelope(sim, tedee, front, enveloped, success):
    result = RESULT | {"success": success}
    body = {"result": result, "success": True, "errorMessages": [], "statusCode": 201} if enveloped else result
    spoil(sim, "/access", body, 201)
    written = await tedee.people.create(invited(front))
    assert (written.access_key, written.person.id) == ("home/access/a1", "p1")


@pytest.mark.parametrize("body", [{}, [], {"result": None}, RESULT | {"id": None, "success": None}, "x"])
async def test_an_answer_that_says_nothing_is_looked_after(sim, tedee, front, body):
    spoil(sim, "/access", body, 201, method="POST")
    with pytest.raises(BadAnswer) as caught:
        await tedee.people.create(invited(front))
    assert may_have_happened(caught.value)


async def test_an_answer_that_was_lost_is_looked_for_and_not_sent_again(sim, tedee, front):
    new = invited(front, window=DECEMBER)
    assert await tedee.people.look(new, NOTHING) == ()
    sim.faults.add("/access", method="POST", cut=True)
    with pytest.raises(Unreachable) as caught:
        await tedee.people.create(new)
    assert may_have_happened(caught.value)
    assert len(asked(sim, "POST")) == 1
    (found,) = await tedee.people.look(new, NOTHING)
    assert (found.person.email, found.access.window, found.access.invited) == (NEW, DECEMBER, True)
    assert found.access_key == found.access.key


async def test_a_look_that_does_not_understand_all_does_not_say_that_nothing_is_there(sim, tedee, front):
    await tedee.people.create(invited(front))
    sim.faults.add("/access", mangle="no_items", item=3)
    with pytest.raises(BadAnswer, match="may be what is looked for"):
        await tedee.people.look(invited(front), NOTHING)


@pytest.mark.parametrize(("status", "error"), [(502, VendorFault), (429, RateLimited), (401, Unauthorised)])
async def test_no_write_is_ever_repeated(sim, tedee, front, status, error):
    await tedee.people.create(invited(front))
    person, access = await entry(tedee.people, front, NEW)
    sim.requests.clear()
    sim.faults.add("/access", status=status)
    writes = [
        ("POST", tedee.people.create(invited(front))),
        ("POST", tedee.people.grant(person, NewAccess(target=front))),
        ("PUT", tedee.people.change_access(person, access, Terms())),
        ("DELETE", tedee.people.revoke(person, access)),
        ("POST", tedee.people.copy(access, [NEW])),
    ]
    for _, write in writes:
        with pytest.raises(error):
            await write
    assert [heard.method for heard in sim.requests] == [method for method, _ in writes]


async def test_a_missing_scope_takes_writing_and_not_reading(sim, tedee, front):
    await tedee.people.create(invited(front))
    person, access = await entry(tedee.people, front, NEW)
    sim.tedee.scopes = (sim.tedee.scopes - {"DeviceShare.ReadWrite"}) | {"DeviceShare.Read"}
    writes = [
        tedee.people.create(invited(front)),
        tedee.people.change_access(person, access, Terms()),
        tedee.people.revoke(person, access),
        tedee.people.copy(access, [NEW]),
    ]
    for write in writes:
        with pytest.raises(Rejected) as caught:
            await write
        assert (caught.value.status, caught.value.condition) == (403, "live")
        assert "the scope DeviceShare.ReadWrite" in str(caught.value)
        assert "the scope DeviceShare.ReadWrite" in caught.value.remedy
    assert (await access_of(tedee.people, front)).people


async def test_guests_are_told_who_may(tedee):
    neighbour = await device(tedee, "Neighbour")
    with pytest.raises(Rejected, match="only the owner and admins"):
        await tedee.people.create(invited(neighbour))


async def test_terms_that_tedee_does_not_take(sim, tedee, front):
    await tedee.people.create(invited(front))
    person, access = await entry(tedee.people, front, NEW)
    past = Window(ends_at=datetime(2026, 1, 1, tzinfo=UTC), in_utc=True)
    with pytest.raises(FieldRefused) as caught:
        await tedee.people.change_access(person, access, Terms(window=past))
    assert (caught.value.status, set(caught.value.fields)) == (400, {""})
    assert "endDate is in the past" in str(caught.value), "the vendor's own words"


async def test_what_cannot_be_is_refused_before_it_is_sent(sim, tedee, studio, front):
    people = tedee.people
    felix, access = await entry(people, studio, "Felix Lind")
    _, owners = await entry(people, studio, "Ada Sample")
    strange = msgspec.structs.replace(access, level=Level.unknown)
    wall = Window(starts_at=datetime(2026, 12, 1, 16, 0))
    week = Window(days=frozenset({1}))
    group = NewPerson(origin=MEMBERS, kind=PersonKind.group, name="Team", first=NewAccess(target=front))
    beach = NewAccess(target=Group(account="home", id="g", name="Beach"))
    sim.requests.clear()
    refused = {
        people.create(invited(front, "")): "e-mail",
        people.create(invited(front, "@")): "e-mail",
        people.create(msgspec.structs.replace(invited(front), email=None)): "e-mail",
        people.create(msgspec.structs.replace(invited(front), first=None)): "access",
        people.create(msgspec.structs.replace(invited(front), stay=DECEMBER)): "stay",
        people.create(msgspec.structs.replace(invited(front), pin=Secret("50381"))): "no PIN",
        people.create(invited(front, window=wall)): "UTC",
        people.create(invited(front, window=week)): "UTC",
        people.create(invited(front, schedule_id="s")): "no schedule",
        people.create(group): "portal",
        people.grant(msgspec.structs.replace(felix, email=None), NewAccess(target=front)): "e-mail",
        people.grant(felix, beach): "single devices",
        people.change_access(felix, strange, Terms()): "not known",
        people.change_access(felix, owners, Terms()): "owner",
        people.revoke(felix, owners): "owner",
        people.copy(access, ["nobody"]): "e-mail",
        people.update(felix, PersonChange(name="F")): "own Tedee account",
        people.deactivate(felix): "deactivated",
        people.delete(felix): "take the accesses away",
        people.reveal(felix): "opens with the app",
        people.instruct(felix): "writes to those whom it invites",
        people.preview(felix): "writes to those whom it invites",
    }
    await all_refused_here(refused)
    assert not sim.requests


async def test_ids_lead_nowhere_else(sim, tedee, studio):
    felix, access = await entry(tedee.people, studio, "Felix Lind")
    with pytest.raises(VendorError):
        await tedee.people.revoke(felix, msgspec.structs.replace(access, id="../../lock"))
    assert asked(sim, "DELETE")[0].startswith("device/40107/access/")
