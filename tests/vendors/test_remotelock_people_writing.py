"""Users and guests at RemoteLock: made, changed and ended, over real HTTP against the simulator."""

from __future__ import annotations

import json
from datetime import datetime

import msgspec
import pytest

from lockdash.domain.accesses import Place
from lockdash.domain.budget import Purpose
from lockdash.domain.people import Ability, PersonStatus
from lockdash.domain.secret import Secret
from lockdash.domain.windows import Window
from lockdash.vendors.errors import Rejected
from lockdash.vendors.people import FieldRefused, NewAccess, PersonChange, people_of
from tests.vendors.remotelock_people import FIRST, LAST, PIN, STAY, guest, sent, user


@pytest.fixture
def people(remotelock):
    return people_of(remotelock)


@pytest.fixture
async def ann(people):
    return (await people.create(guest(email="ann@example.com"))).person


def _known(sim, person):
    return sim.world.rentals.people.get(person.id)


async def test_a_guest_is_created_with_the_times_on_the_wall_as_they_are(sim, people, gate):
    written = await people.create(guest(email="ann@example.com"))
    somebody = _known(sim, written.person)
    assert (somebody.type, somebody.name, somebody.email) == ("access_guest", "Ann Smith", "ann@example.com")
    assert (somebody.starts_at, somebody.ends_at, somebody.pin) == (FIRST, LAST, PIN)
    assert (written.person.key, written.person.stay) == (written.person_key, STAY)
    assert written.person.status is PersonStatus.upcoming
    assert written.credentials.pin == Secret(PIN)
    assert sent(sim, "POST") == ["/access_persons"]
    assert gate.spent[-1] is Purpose.command


async def test_a_user_is_created_with_a_card_and_a_department(sim, people):
    written = await people.create(user(department="Cleaning", card=Secret("77001")))
    somebody = _known(sim, written.person)
    assert (somebody.type, somebody.department, somebody.card_number) == ("access_user", "Cleaning", "77001")
    assert somebody.starts_at is None
    assert written.credentials.card == Secret("77001")


async def test_a_card_is_enough(sim, people):
    written = await people.create(user(pin=None, card=Secret("77001")))
    assert (written.person.has_pin, written.person.has_card, written.credentials.pin) == (False, True, None)


async def test_a_pin_that_the_vendor_makes(sim, people):
    written = await people.create(guest(pin=None, generate_pin=True))
    assert written.credentials.pin.reveal() == _known(sim, written.person).pin


async def test_a_pin_that_was_replaced_without_a_word_is_visible(sim, people):
    await people.create(guest("Ben Ortiz"))
    written = await people.create(guest())
    assert written.credentials.pin != Secret(PIN)
    assert written.credentials.pin.reveal() == _known(sim, written.person).pin


async def test_a_pin_that_is_taken(sim, people):
    sim.world.rentals.quirks.replaces_pins = False
    await people.create(guest("Ben Ortiz"))
    with pytest.raises(FieldRefused) as caught:
        await people.create(guest())
    assert caught.value.fields == {"pin": "has already been taken"}
    assert "PIN has already been taken" in str(caught.value)
    assert PIN not in str(caught.value)


@pytest.mark.parametrize(
    ("change", "fields"),
    [
        ({"name": ""}, {"name": "is empty"}),
        ({"name": "n" * 500}, {"name": "is too long (maximum is 255 characters)"}),
        ({"email": "nobody"}, {"email": "is invalid"}),
        ({"stay": Window(starts_at=LAST, ends_at=FIRST)}, {"ends_at": "must be after starts_at"}),
        ({"pin": Secret("12")}, {"pin": "is too short (minimum is 4 characters)"}),
        ({"pin": Secret("98765432109")}, {"pin": "is too long (maximum is 10 characters)"}),
        ({"pin": Secret("12ab")}, {"pin": "is not a number"}),
        (
            {"name": "", "email": "x", "stay": Window(starts_at=LAST, ends_at=FIRST)},
            {"name": "is empty", "email": "is invalid", "ends_at": "must be after starts_at"},
        ),
    ],
)
async def test_what_the_vendor_refuses_is_said_of_our_fields(sim, people, change, fields):
    with pytest.raises(FieldRefused) as caught:
        await people.create(guest(**change))
    assert (caught.value.fields, caught.value.status) == (fields, 422)
    assert len(sim.world.rentals.people) == 0


async def test_a_name_of_emoji(sim, people):
    written = await people.create(guest("Zoë 🦊 家"))
    assert written.person.name == _known(sim, written.person).name == "Zoë 🦊 家"


async def test_a_stay_in_the_past_is_over_when_it_is_created(sim, people):
    written = await people.create(guest(stay=Window(starts_at=datetime(2020, 1, 1, 16), ends_at=datetime(2020, 1, 2))))
    assert written.person.status is PersonStatus.expired
    assert Ability.change_stay in written.person.denied


async def test_a_change_changes_what_it_says_and_nothing_else(sim, people, ann):
    longer = Window(starts_at=FIRST, ends_at=datetime(2026, 12, 8, 11, 30))
    written = await people.update(ann, PersonChange(name="Anna Smith", stay=longer))
    somebody = _known(sim, ann)
    assert (somebody.name, somebody.email, somebody.pin) == ("Anna Smith", "ann@example.com", PIN)
    assert (somebody.starts_at, somebody.ends_at) == (FIRST, datetime(2026, 12, 8, 11, 30))
    assert (written.person.name, written.person.stay, written.person.key) == ("Anna Smith", longer, ann.key)


async def test_an_email_address_is_taken_away(sim, people, ann):
    assert (await people.update(ann, PersonChange(email=None))).person.email is None
    assert _known(sim, ann).email is None


async def test_another_pin_and_another_card(sim, people, ann):
    written = await people.update(ann, PersonChange(pin=Secret("2468"), card=Secret("1000")))
    assert (written.credentials.pin, written.credentials.card) == (Secret("2468"), Secret("1000"))
    assert (_known(sim, ann).pin, _known(sim, ann).card_number) == ("2468", "1000")
    written = await people.update(ann, PersonChange(generate_pin=True, card=None))
    assert written.credentials.pin.reveal() == _known(sim, ann).pin != "2468"
    assert _known(sim, ann).card_number is None


async def test_a_user_moves_to_another_department(sim, people):
    somebody = (await people.create(user())).person
    assert (await people.update(somebody, PersonChange(department="Night shift"))).person.department == "Night shift"
    assert (await people.update(somebody, PersonChange(department=None))).person.department is None


async def test_who_is_deactivated_stays_on_record_and_can_be_changed_no_more(sim, people, ann):
    written = await people.deactivate(ann)
    assert written.person.status is PersonStatus.deactivated
    assert Ability.change in written.person.denied
    assert _known(sim, ann).deactivated
    with pytest.raises(FieldRefused) as caught:
        await people.update(ann, PersonChange(name="Anna"))
    assert caught.value.fields == {"": "An access person that is deactivated cannot be updated."}


async def test_deleted_is_gone(sim, people, ann):
    await people.delete(ann)
    assert _known(sim, ann) is None
    assert sent(sim, "DELETE") == [f"/access_persons/{ann.id}"]


async def test_a_pin_is_told_to_who_asks(people, ann):
    assert (await people.reveal(ann)).pin == Secret(PIN)


async def test_instructions_now_and_days_before(sim, people, ann):
    await people.instruct(ann)
    await people.instruct(ann, days_before=2)
    now, later = sim.world.rentals.mails
    assert (now.to, now.due_at) == ("ann@example.com", sim.world.now)
    assert later.due_at.date() == datetime(2026, 11, 29).date()


async def test_instructions_for_who_has_no_address(people):
    somebody = (await people.create(guest())).person
    with pytest.raises(FieldRefused) as caught:
        await people.instruct(somebody)
    assert caught.value.fields == {"email": "is empty"}


PLACE = Place(account="home", id="1", name="Beach houses")
GONE = {
    "update": lambda people, ann: people.update(ann, PersonChange(name="Anna")),
    "deactivate": lambda people, ann: people.deactivate(ann),
    "delete": lambda people, ann: people.delete(ann),
    "grant": lambda people, ann: people.grant(ann, NewAccess(target=PLACE)),
    "instruct": lambda people, ann: people.instruct(ann),
    "reveal": lambda people, ann: people.reveal(ann),
}


@pytest.mark.parametrize("action", GONE)
async def test_somebody_who_was_deleted_elsewhere(sim, people, ann, action):
    sim.world.do(lambda: sim.world.rentals.people.delete(_known(sim, ann)))
    with pytest.raises(Rejected, match="not there any more") as caught:
        await GONE[action](people, ann)
    assert (caught.value.status, "read the account again" in caught.value.remedy) == (404, True)


@pytest.mark.parametrize(
    ("status", "words", "remedy"),
    [
        (401, "does not permit it", "API"),
        (402, "needs a subscription", "subscription"),
        (403, "may not do this", "API access"),
        (409, "is there already", "look before"),
        (415, "415", ""),
    ],
)
async def test_refusals_in_words(sim, people, ann, status, words, remedy):
    sim.faults.add("/access_persons", method="PUT", status=status, body='{"message": "No.", "type": "no"}')
    with pytest.raises(Rejected, match=words) as caught:
        await people.update(ann, PersonChange(name="Anna"))
    assert caught.value.status == status
    assert remedy in caught.value.remedy
    assert "No. (no)" in str(caught.value)


@pytest.mark.parametrize(
    ("errors", "fields"),
    [
        (
            [{"attribute": None, "messages": ["limit reached"], "full_messages": ["Limit reached"]}],
            {"": "limit reached"},
        ),
        (
            [{"attribute": "shoe_size", "messages": ["is odd"], "full_messages": ["shoe_size is odd"]}],
            {"": "shoe_size is odd"},
        ),
        (
            [{"attribute": "card_number", "messages": ["a", "b"]}, {"attribute": "type", "full_messages": ["c"]}],
            {"card": "a; b", "kind": "c"},
        ),
        ([{"attribute": "name", "messages": ["\x1b[31mred\x1b[0m\n" + "x" * 500]}], {"name": "red " + "x" * 195 + "…"}),
        ([7, {"attribute": "name"}, {"messages": 7}], {"": "RemoteLock does not say why"}),
        ("nonsense", {"": "RemoteLock does not say why"}),
        (None, {"": "RemoteLock does not say why"}),
    ],
)
async def test_the_fields_of_a_refusal(sim, people, ann, errors, fields):
    body = json.dumps({"attributes": {"pin": PIN}, "errors": errors})
    sim.faults.add("/access_persons", method="PUT", status=422, body=body)
    with pytest.raises(FieldRefused) as caught:
        await people.update(ann, PersonChange(name="Anna"))
    assert caught.value.fields == fields


@pytest.mark.parametrize(
    ("new", "field"),
    [
        (guest(stay=None), "starts_at"),
        (guest(stay=Window(starts_at=FIRST)), "ends_at"),
        (guest(stay=msgspec.structs.replace(STAY, starts_at=FIRST.astimezone())), "starts_at"),
        (guest(stay=msgspec.structs.replace(STAY, days=frozenset({1}))), "starts_at"),
        (guest(department="Cleaning"), "department"),
        (guest(pin=None), "pin"),
        (guest(pin=Secret("")), "pin"),
        (guest(generate_pin=True), "pin"),
        (guest(one_time=True), "one_time"),
        (guest(kind="code"), "kind"),
        (user(stay=STAY), "starts_at"),
    ],
)
async def test_what_the_vendor_would_drop_without_a_word_is_not_sent(sim, people, new, field):
    with pytest.raises(FieldRefused) as caught:
        await people.create(new)
    assert (list(caught.value.fields), caught.value.status) == ([field], 0)
    assert sent(sim, "POST") == []


async def test_what_an_origin_is_not_able_to_has_a_reason(people):
    for origin in people.origins:
        assert origin.abilities.isdisjoint(origin.denied)
        assert origin.abilities | origin.denied.keys() == set(Ability)
        assert all(origin.denied.values())
