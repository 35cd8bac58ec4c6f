"""Writes of which nobody knows whether they happened, and secrets that stay secret, over real HTTP."""

from __future__ import annotations

import asyncio
import json
import logging
import traceback

import pytest

from lockdash.domain.secret import Secret
from lockdash.domain.windows import Window
from lockdash.vendors.errors import BadAnswer, RateLimited, Unauthorised, Unreachable, VendorError, VendorFault
from lockdash.vendors.people import FieldRefused, NewAccess, PersonChange, may_have_happened, people_of
from tests.vendors.records import NOTHING
from tests.vendors.remotelock_people import FIRST, LAST, PIN, devices, everybody, guest, sent, user

CARD = "77001234"
SECRET = guest(card=Secret(CARD))


@pytest.fixture
async def people(remotelock):
    await remotelock.people.read("defaults", None, NOTHING)  # the token is there
    return people_of(remotelock)


@pytest.fixture
def hurried(remotelock):
    remotelock._api.transport._timeout = 0.2


def _cut(sim):
    sim.faults.add("/access_persons", method="POST", cut=True, times=1)


def _late(sim):
    sim.world.rentals.quirks.lag = 0.5


def _lost(sim):
    sim.world.rentals.quirks.lost_answers = 1


def _garbled(sim):
    sim.faults.add("/access_persons", method="POST", mangle="html", times=1)


def _without_an_id(sim):
    sim.faults.add("/access_persons", method="POST", mangle="nulls", times=1)


DONE_AND_NOT_TOLD = [
    (_cut, Unreachable),
    (_late, Unreachable),
    (_lost, VendorFault),
    (_garbled, BadAnswer),
    (_without_an_id, BadAnswer),
]


@pytest.mark.parametrize(("happens", "kind"), DONE_AND_NOT_TOLD, ids=lambda each: each.__name__)
@pytest.mark.parametrize("new", [guest(), user(department="Staff"), guest(pin=None, generate_pin=True)])
async def test_what_was_done_and_not_told_is_found_and_not_done_twice(sim, people, hurried, happens, kind, new):
    happens(sim)
    with pytest.raises(kind) as caught:
        await people.create(new)
    assert may_have_happened(caught.value)
    assert getattr(caught.value, "sent", True)
    sim.world.rentals.quirks.lag = 0.0
    (found,) = await people.look(new, NOTHING)
    (somebody,) = sim.world.rentals.people
    assert (found.person.id, found.credentials.pin.reveal()) == (somebody.id, somebody.pin)
    assert sent(sim, "POST") == ["/access_persons"], "once"


async def test_what_was_not_done_is_not_found(sim, people):
    sim.faults.add("/access_persons", method="POST", status=503)
    with pytest.raises(VendorFault) as caught:
        await people.create(guest())
    assert may_have_happened(caught.value)
    assert await people.look(guest(), NOTHING) == ()
    assert sent(sim, "POST") == ["/access_persons"]


async def test_nobody_can_be_reached_so_nothing_was_sent(sim, people, remotelock):
    remotelock._api.transport._address = "http://127.0.0.1:1"
    with pytest.raises(Unreachable) as caught:
        await people.create(guest())
    assert not caught.value.sent
    assert not may_have_happened(caught.value)


@pytest.mark.parametrize("fault", [{"status": 500}, {"cut": True}, {"mangle": "html"}])
async def test_without_a_token_nothing_was_sent(sim, remotelock, fault):
    sim.faults.add("/oauth/token", **fault)
    with pytest.raises(Unreachable, match="nothing was sent") as caught:
        await people_of(remotelock).create(guest())
    assert not may_have_happened(caught.value)
    assert sent(sim, "POST") == []


async def test_an_application_that_is_not_accepted_is_a_matter_of_the_account(sim, remotelock):
    sim.faults.add("/oauth/token", status=401, body='{"error": "invalid_client"}')
    with pytest.raises(Unauthorised):
        await people_of(remotelock).create(guest())


async def test_a_token_that_has_expired_is_renewed_and_the_wish_sent_again_once(sim, people):
    sim.world.advance(7300)
    written = await people.create(guest())
    assert [each.id for each in sim.world.rentals.people] == [written.person.id]


async def test_no_budget_is_left(sim, people, gate):
    gate.grants = len(gate.spent)
    with pytest.raises(RateLimited) as caught:
        await people.create(guest())
    assert not may_have_happened(caught.value)
    assert sent(sim, "POST") == []


async def test_sending_the_same_again_is_refused_by_the_vendor(people):
    await people.create(guest())
    with pytest.raises(FieldRefused) as caught:
        await people.create(guest())
    assert caught.value.fields == {"pin": "has already been taken"}


async def test_looking_finds_who_got_another_pin_and_puts_who_has_the_right_one_first(sim, people):
    await people.create(guest("Ben Ortiz"))
    replaced = await people.create(guest())
    (found,) = await people.look(guest(), NOTHING)
    assert found.person_key == replaced.person_key
    assert found.credentials.pin != Secret(PIN)
    sim.world.do(lambda: sim.world.rentals.people.delete(sim.world.rentals.people.named("Ben Ortiz")))
    right = await people.create(guest())
    assert [each.person_key for each in await people.look(guest(), NOTHING)] == [right.person_key, replaced.person_key]


@pytest.mark.parametrize(
    "other",
    [
        guest("Ann Smithers"),
        guest(stay=Window(starts_at=FIRST, ends_at=LAST.replace(day=9))),
        user(),
        guest(pin=Secret("1357"), email="another@example.com"),
    ],
    ids=["name", "stay", "kind", "address"],
)
async def test_who_is_another_is_not_found(people, other):
    await people.create(other)
    assert await people.look(guest(), NOTHING) == ()


async def test_somebody_of_long_ago_with_another_pin_is_another(sim, people):
    await people.create(user(pin=Secret("1357")))
    sim.world.advance(3700)
    assert await people.look(user(), NOTHING) == ()
    assert len(await people.look(user(pin=Secret("1357")), NOTHING)) == 1


async def test_a_stay_in_the_past_is_found_too(people):
    past = guest(stay=Window(starts_at=FIRST.replace(2020), ends_at=LAST.replace(2020)))
    made = await people.create(past)
    (found,) = await people.look(past, NOTHING)
    assert found.person_key == made.person_key


async def test_looking_goes_on_while_people_are_new(sim, people):
    wished = guest()
    made = await people.create(wished)
    add = sim.world.rentals.people.add_user
    sim.world.do(lambda: [add(f"Crew {number}", pin=f"{7000 + number}") for number in range(120)])
    assert [each.person_key for each in await people.look(wished, NOTHING)] == [made.person_key]


FAULTS = {
    "echo": {"status": 422, "body": json.dumps({
        "attributes": {"pin": PIN, "card_number": CARD},
        "errors": [{"attribute": "pin", "messages": [f"{PIN} is taken"], "full_messages": [f"{PIN}, or 51515151"]}],
    })},
    "no attribute": {"status": 422, "body": json.dumps({"errors": [{"attribute": None, "messages": [f"not {CARD}"]}]})},
    "general": {"status": 400, "body": json.dumps({"message": f"what is {PIN} and {CARD}?", "type": PIN})},
    "trouble": {"status": 500, "body": json.dumps({"message": f"PIN={PIN}"})},
    "not permitted": {"status": 403, "body": json.dumps({"message": f"PIN={PIN}"})},
    "limit": {"status": 429, "body": json.dumps({"message": f"PIN={PIN}"})},
    "garbled": {"mangle": "cut_json"},
    "wrong": {"mangle": "nulls"},
    "cut": {"cut": True},
}  # fmt: skip


@pytest.mark.parametrize("fault", FAULTS)
@pytest.mark.parametrize("method", ["POST", "PUT"])
async def test_no_error_and_no_log_tells_a_code(sim, people, caplog, fault, method):
    caplog.set_level(logging.DEBUG)
    ann = (await people.create(user("Ben Ortiz", pin=Secret("1357")))).person
    sim.faults.add("/access_persons", method=method, **FAULTS[fault])
    changed = PersonChange(pin=SECRET.pin, card=SECRET.card)
    asked = people.create(SECRET) if method == "POST" else people.update(ann, changed)
    with pytest.raises(VendorError) as caught:
        await asked
    error = caught.value
    shown = "".join(traceback.TracebackException.from_exception(error, capture_locals=True).format())
    told = [shown, repr(error), str(error.remedy), str(getattr(error, "fields", "")), caplog.text]
    assert not [text for text in told for code in (PIN, CARD, "51515151") if code in text]


async def test_who_has_a_code_is_never_printed_with_it(sim, people, caplog):
    caplog.set_level(logging.DEBUG)
    written = await people.create(SECRET)
    credentials = await people.reveal(written.person)
    answers = await everybody(people)
    for text in (repr(written), repr(credentials), repr(answers), repr(people), caplog.text):
        assert PIN not in text
        assert CARD not in text
    assert not [heard for heard in sim.requests if PIN in f"{heard.path}?{heard.query}"]


async def test_requests_that_are_under_way_at_once_have_words_of_their_own(sim, people, remotelock):
    lock = (await devices(remotelock))["Beach House"]
    ann = (await people.create(guest())).person
    results = await asyncio.gather(
        people.create(guest("")),
        people.grant(ann, NewAccess(target=lock, schedule_id="none")),
        people.update(ann, PersonChange(email="nobody")),
        return_exceptions=True,
    )
    assert [each.fields for each in results] == [
        {"name": "is empty"}, {"schedule_id": "is invalid"}, {"email": "is invalid"},
    ]  # fmt: skip
