"""RemoteLock's schedules and access exceptions: made, changed, deleted and assigned, over real HTTP."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta

import msgspec
import pytest

from lockdash.domain.budget import Purpose
from lockdash.domain.devices import DeviceKind
from lockdash.domain.exceptions import DateRange
from lockdash.domain.schedules import Schedule, ScheduleKind
from lockdash.domain.secret import Secret
from lockdash.domain.tokens import Token
from lockdash.domain.week_text import EXAMPLES, parse, text_of
from lockdash.domain.weeks import Deed, Mark, Week, week_of
from lockdash.vendors.errors import BadAnswer, Rejected, VendorFault
from lockdash.vendors.people import FieldRefused
from lockdash.vendors.remotelock.client import RemoteLockClient
from lockdash.vendors.remotelock.schedules import decode
from lockdash.vendors.schedules import ExceptionChange, NewException, NewSchedule, ScheduleChange, schedules_of
from tests.vendors.fakes import FakeGate, FakeVault, answer, connection, scripted
from tests.vendors.remotelock_items import EXAMPLES as REFERENCE
from tests.vendors.remotelock_items import raw
from tests.vendors.remotelock_people import devices, sent

CREATIONS = {each["title"]: {} for each in REFERENCE if each["section"] in ("Schedules", "Access Exceptions")}
for each in REFERENCE:
    if each["title"] in CREATIONS:
        CREATIONS[each["title"]][each["part"]] = each["body"]
KINDS = {
    ScheduleKind.access: "Create an access schedule",
    ScheduleKind.auto_lock: "Create an auto lock schedule",
    ScheduleKind.lock_action: "Create a lock action schedule",
    ScheduleKind.power_plug: "Create a power plug schedule",
    ScheduleKind.thermostat: "Create a thermostat schedule",
}
TOKEN = Token(Secret("token"), datetime(2099, 1, 1, tzinfo=UTC))
DAYS = (DateRange(date(2026, 12, 24), date(2026, 12, 26)), DateRange(date(2027, 1, 1), date(2027, 1, 1)))


@pytest.fixture
def schedules(remotelock):
    return schedules_of(remotelock)


def week(text: str, kind: ScheduleKind = ScheduleKind.access) -> Week:
    return week_of(parse(text, kind))


def new(kind: ScheduleKind = ScheduleKind.access, name: str = "Hours", **fields) -> NewSchedule:
    return NewSchedule(**{"name": name, "kind": kind, "week": week(EXAMPLES[kind], kind)} | fields)


def kept(sim, schedule: Schedule):
    return sim.world.rentals.schedules.get(schedule.id)


async def asked(method: str, path: str, reply: object, ask, status: int = 200) -> tuple[object, object]:
    """What `ask` makes of the `reply` of a server, and the body that it sent, which must be for `method` and `path`."""
    async with scripted(answer(status, json.dumps(reply).encode(), content_type="application/json")) as server:
        made = connection(
            "remotelock",
            gate=FakeGate(),
            vault=FakeVault(TOKEN),
            secrets={"client_secret": "x"},
            client_id="a",
            api_url=server.url,
            auth_url=server.url,
        )
        client = RemoteLockClient.of(made, timeout=30.0)
        try:
            found = await ask(schedules_of(client))
        finally:
            await client.aclose()
        (heard,) = server.heard
        head, _, body = heard.partition(b"\r\n\r\n")
        assert head.startswith(f"{method} {path} ".encode())
        return found, json.loads(body)


@pytest.mark.parametrize("kind", ScheduleKind)
async def test_a_creation_is_that_of_the_reference(kind):
    example = CREATIONS[KINDS[kind]]
    told = decode.schedule(raw(example["response"]["data"]), "home")
    wish = NewSchedule(
        name=told.name,
        kind=kind,
        week=told.week,
        exception_id=example["request"]["attributes"].get("access_exception_id"),
    )
    found, body = await asked("POST", "/schedules", example["response"], lambda client: client.create(wish))
    assert body == example["request"]
    assert found == told
    assert found.exception_id is None, "the answer does not say, and nothing is made up"


async def test_an_exception_is_created_and_changed_as_in_the_reference():
    made, changed = CREATIONS["Create an access exception"], CREATIONS["Update an access exception"]
    told = decode.exception(raw(made["response"]["data"]), "home")
    wish = NewException(name=told.name, dates=told.dates)
    found, body = await asked("POST", "/access_exceptions", made["response"], lambda each: each.create_exception(wish))
    assert (found, body) == (told, made["request"])
    change = ExceptionChange(name="Thanks Giving", dates=told.dates[:1])
    path = f"/access_exceptions/{told.id}"
    found, body = await asked("PUT", path, changed["response"], lambda each: each.update_exception(told, change))
    assert (found.name, body) == ("Thanks Giving", changed["request"])


async def test_a_change_of_the_name_says_the_whole_week_too():
    """The example of the reference sends the name alone, and is answered with a week that is empty."""
    example = CREATIONS["Update a schedule"]
    before = Schedule(account="home", id="s 1", name="Old", week=week("mon 08:00-12:00"), exception_id="e1")
    change = ScheduleChange(name="New schedule name")
    found, body = await asked("PUT", "/schedules/s%201", example["response"], lambda each: each.update(before, change))
    assert body["attributes"]["name"] == example["request"]["attributes"]["name"]
    assert body["attributes"]["mon"] == [{"start_time": "08:00", "end_time": "12:00"}]
    assert [body["attributes"][day] for day in ("tue", "wed", "thu", "fri", "sat", "sun")] == [[]] * 6
    assert body["attributes"]["access_exception_id"] == "e1"
    assert found.week.is_empty, "what came back is told as it is"


@pytest.mark.parametrize("kind", ScheduleKind)
async def test_one_of_each_kind_lives_and_dies(sim, schedules, gate, kind):
    made = await schedules.create(new(kind))
    assert (made.kind, made.name, text_of(made.week)) == (kind, "Hours", EXAMPLES[kind])
    assert kept(sim, made).type == f"{kind}_schedule"
    assert await schedules.get(made) == made
    other = week(EXAMPLES[kind].replace("08:00", "09:15").replace("07:00", "09:15"), kind)
    sim.world.advance(60)
    changed = await schedules.update(made, ScheduleChange(week=other))
    assert (changed.name, changed.week) == ("Hours", other)
    assert changed.updated_at - made.updated_at == timedelta(seconds=60)
    renamed = await schedules.update(changed, ScheduleChange(name="Later"))
    assert (renamed.name, renamed.week) == ("Later", other)
    await schedules.delete(renamed)
    assert kept(sim, made) is None
    with pytest.raises(Rejected, match="not there any more") as caught:
        await schedules.get(made)
    assert caught.value.status == 404
    assert set(gate.spent[1:]) == {Purpose.command}
    assert (len(sent(sim, "POST")), len(sent(sim, "PUT")), len(sent(sim, "DELETE"))) == (1, 2, 1)


@pytest.mark.parametrize("ends", ["24:00", "23:59"])
async def test_a_span_that_ends_at_midnight_comes_back_as_one(sim, schedules, ends):
    made = await schedules.create(new(week=week(f"mon 18:00-{ends}")))
    assert kept(sim, made).days["mon"] == (("18:00", "23:59"),)
    assert text_of(made.week) == "mon 18:00-24:00"


async def test_an_exception_lives_goes_with_a_schedule_and_dies(sim, schedules):
    made = await schedules.create_exception(NewException(name="Holidays", dates=DAYS))
    assert (made.name, made.dates) == ("Holidays", DAYS)
    assert await schedules.get_exception(made) == made
    hours = await schedules.create(new(exception_id=made.id))
    assert hours.exception_id == made.id
    renamed = await schedules.update_exception(made, ExceptionChange(name="Winter"))
    assert (renamed.name, renamed.dates) == ("Winter", DAYS)
    assert (await schedules.update(hours, ScheduleChange(name="Later"))).exception_id == made.id
    without = await schedules.update(hours, ScheduleChange(exception_id=None))
    assert (without.exception_id, kept(sim, hours).exception_id) == (None, None)
    await schedules.delete_exception(made)
    assert not sim.world.rentals.exceptions
    with pytest.raises(Rejected) as caught:
        await schedules.get_exception(made)
    assert caught.value.status == 404


async def test_an_exception_of_which_nothing_is_told_stays_when_the_week_is_changed(sim, schedules):
    sim.world.rentals.quirks.tells_exceptions = False
    made = await schedules.create_exception(NewException(name="Holidays", dates=DAYS))
    hours = await schedules.create(new(exception_id=made.id))
    assert hours.exception_id is None
    await schedules.update(hours, ScheduleChange(week=week("mon 08:00-09:00")))
    assert kept(sim, hours).exception_id == made.id


@pytest.mark.parametrize(
    ("wish", "field", "words"),
    [
        (new(week=Week(spans=(*week("mon 08:00-12:00").spans, *week("mon 11:00-14:00").spans))), "mon", "overlap"),
        (new(week=week("tue 22:00-06:00")), "tue", "ends on the next day"),
        (new(week=week("wed 08:00-08:00")), "wed", "no time at all"),
        (new(week=Week(spans=(*week("sun 13:00-14:00").spans, *week("sun 08:00-09:00").spans))), "sun", "order"),
        (new(week=week("mon 23:59-24:00")), "mon", "ends at 23:59"),
        (new(week=week(EXAMPLES[ScheduleKind.auto_lock], ScheduleKind.auto_lock)), "week", "such as mon-fri"),
        (new(ScheduleKind.auto_lock, week=week("mon 08:00-12:00")), "week", "such as"),
        (new(ScheduleKind.lock_action, week=week("mon 08:00 on", ScheduleKind.power_plug)), "week", "such as"),
        (new(ScheduleKind.auto_lock, exception_id="e1"), "exception_id", "only schedules of accesses"),
        (new(name=" "), "name", "needed"),
    ],
)
async def test_what_cannot_be_is_refused_before_anything_is_sent(sim, schedules, wish, field, words):
    with pytest.raises(FieldRefused, match=words) as caught:
        await schedules.create(wish)
    assert (caught.value.fields.keys(), caught.value.status) == ({field}, 0)
    assert sent(sim, "POST") == []


async def test_everything_that_is_wrong_is_told_at_once(schedules):
    off, on = Mark(0, timedelta(hours=8), Deed.off), Mark(0, timedelta(hours=8), Deed.on)
    to_the_second = Mark(4, timedelta(hours=8, seconds=1), Deed.on)
    with pytest.raises(FieldRefused) as caught:
        await schedules.create(new(ScheduleKind.power_plug, week=week_of([off, on, to_the_second])))
    assert caught.value.fields.keys() == {"mon", "fri"}
    cold = Mark(2, timedelta(), Deed.set, 75.0)
    with pytest.raises(FieldRefused, match="two temperatures") as caught:
        await schedules.create(new(ScheduleKind.thermostat, week=week_of([cold])))
    assert caught.value.fields.keys() == {"wed"}


async def test_the_vendors_refusals_are_told_by_field(sim, schedules):
    with pytest.raises(FieldRefused) as caught:
        await schedules.create(new(name="x" * 300, exception_id="none"))
    assert caught.value.status == 422
    assert caught.value.fields.keys() == {"name", "exception_id"}
    with pytest.raises(FieldRefused) as caught:
        await schedules.create_exception(NewException(name="x" * 300, dates=DAYS))
    assert caught.value.fields.keys() == {"name"}


@pytest.mark.parametrize(("attribute", "field"), [("sat", "sat"), ("type", "kind"), ("colour", ""), (None, "")])
async def test_a_day_that_the_vendor_refuses_is_named(attribute, field):
    error = {"attribute": attribute, "messages": ["is strange"], "full_messages": [f"{attribute} is strange"]}
    with pytest.raises(FieldRefused, match="is strange") as caught:
        await asked("POST", "/schedules", {"errors": [error]}, lambda each: each.create(new()), status=422)
    assert caught.value.fields.keys() == {field}


@pytest.mark.parametrize(
    ("dates", "words"),
    [((), "one day at least"), ((DateRange(date(2026, 2, 2), date(2026, 2, 1)),), "before it begins")],
)
async def test_days_that_cannot_be(sim, schedules, dates, words):
    with pytest.raises(FieldRefused, match=words) as caught:
        await schedules.create_exception(NewException(name="Holidays", dates=dates))
    assert caught.value.fields.keys() == {"dates"}
    assert sent(sim, "POST") == []


async def test_what_we_do_not_know_is_read_and_left_alone(sim, schedules):
    made = await schedules.create(new())
    strange = msgspec.structs.replace(made, kind=None, kind_raw="elevator_schedule", week=Week())
    assert (await schedules.get(strange)).kind is ScheduleKind.access
    for ask in (schedules.update(strange, ScheduleChange(name="x")), schedules.delete(strange)):
        with pytest.raises(Rejected, match="elevator_schedule"):
            await ask
    assert sent(sim, "PUT") == sent(sim, "DELETE") == []
    assert kept(sim, made).name == "Hours"


ASSIGNMENTS = [
    ("Beach House", ScheduleKind.lock_action),
    ("Beach House", ScheduleKind.auto_lock),
    ("Heater Plug", ScheduleKind.power_plug),
    ("Lounge", ScheduleKind.thermostat),
]


@pytest.mark.parametrize(("name", "kind"), ASSIGNMENTS)
async def test_a_device_is_told_to_go_by_one_and_by_none(sim, remotelock, schedules, name, kind):
    device = (await devices(remotelock))[name]
    assert kind in schedules.assignable[device.kind]
    hours = await schedules.create(new(kind))
    told = await schedules.assign(device, kind, hours)
    assert told.schedule_ids == {kind: hours.id}
    assert (told.key, told.zone, told.location, told.model) == (device.key, device.zone, device.location, device.model)
    assert getattr(sim.world.locks[name], f"{kind}_schedule_id") == hours.id
    assert (await devices(remotelock))[name].schedule_ids == {kind: hours.id}
    assert (await schedules.assign(told, kind, None)).schedule_ids == {}
    assert sent(sim, "PUT") == [f"/devices/{device.vendor_id}"] * 2


@pytest.mark.parametrize(
    ("name", "kind", "words"),
    [
        ("Pool Gate", ScheduleKind.lock_action, "portal"),
        ("Linen Store", ScheduleKind.lock_action, "not by one of this kind"),
        ("Beach House", ScheduleKind.power_plug, "not by one of this kind"),
        ("Beach House", ScheduleKind.access, "not by one of this kind"),
        ("New Lock", ScheduleKind.lock_action, "never connected"),
    ],
)
async def test_who_cannot_go_by_one_is_not_asked(sim, remotelock, schedules, name, kind, words):
    device = (await devices(remotelock))[name]
    with pytest.raises(FieldRefused, match=words):
        await schedules.assign(device, kind, None)
    assert sent(sim, "PUT") == []


async def test_a_lock_that_cannot_do_it_and_a_schedule_of_another_kind(sim, remotelock, schedules):
    found = await devices(remotelock)
    hours = await schedules.create(new(ScheduleKind.lock_action))
    with pytest.raises(FieldRefused, match="of another kind"):
        await schedules.assign(found["Beach House"], ScheduleKind.auto_lock, hours)
    assert sent(sim, "PUT") == []
    with pytest.raises(FieldRefused) as caught:
        await schedules.assign(found["Cabin"], ScheduleKind.lock_action, hours)
    assert (caught.value.status, caught.value.fields.keys()) == (422, {"schedule_id"})


async def test_an_answer_that_cannot_be_read_holds_no_codes(sim, remotelock, schedules):
    device = (await devices(remotelock))["Beach House"]
    sim.faults.add(f"/devices/{device.vendor_id}", mangle="html")
    with pytest.raises(BadAnswer) as caught:
        await schedules.assign(device, ScheduleKind.lock_action, None)
    assert "123456" not in str(caught.value)


async def test_a_look_shows_those_of_lately_that_are_as_asked(sim, schedules, gate):
    wish, dated = new(name=" Late  shift ", week=week("mon 18:00-24:00")), NewException(name="Holidays", dates=DAYS)
    assert (await schedules.look(wish), await schedules.look_for_exception(dated)) == ((), ())
    old = await schedules.create(wish)
    old_days = await schedules.create_exception(dated)
    assert (await schedules.look(wish), await schedules.look_for_exception(dated)) == ((old,), (old_days,))
    sim.world.advance(3700)
    made = await schedules.create(wish)
    for other in (new(name="Another"), new(name="Late shift"), new(ScheduleKind.auto_lock, name="Late shift")):
        await schedules.create(other)
    await schedules.create_exception(NewException(name="Holidays", dates=DAYS[:1]))
    before = len(sent(sim, "POST"))
    assert (await schedules.look(wish), await schedules.look_for_exception(dated)) == ((made,), ())
    assert len(sent(sim, "POST")) == before
    assert set(gate.spent[1:]) == {Purpose.command}


async def test_a_look_at_a_long_list_sees_the_newest_and_asks_for_one_page(sim, schedules):
    for number in range(60):
        await schedules.create(new(name=f"Hours {number}"))
        sim.world.advance(1)
    sim.requests.clear()
    (found,) = await schedules.look(new(name="Hours 59"))
    assert found.name == "Hours 59"
    assert len(sent(sim, "GET")) == 1


async def test_of_an_exception_silence_is_no_difference_to_a_look(sim, schedules):
    winter = await schedules.create_exception(NewException(name="Winter", dates=DAYS))
    wish = new(exception_id=winter.id)
    made = await schedules.create(wish)
    assert await schedules.look(wish) == (made,)
    assert await schedules.look(new()) == ()
    sim.world.rentals.quirks.tells_exceptions = False
    assert [each.id for each in await schedules.look(wish)] == [made.id]


async def test_a_device_is_read_anew_with_what_is_known_of_its_place(sim, remotelock, schedules):
    device = (await devices(remotelock))["Beach House"]
    hours = await schedules.create(new(ScheduleKind.lock_action))
    told = await schedules.assign(device, ScheduleKind.lock_action, hours)
    found = await schedules.get_device(device)
    assert (found.schedule_ids, found.zone, found.key) == (told.schedule_ids, device.zone, device.key)
    sim.faults.add(f"/devices/{device.vendor_id}", status=404, body='{"message": "Not found"}')
    with pytest.raises(Rejected):
        await schedules.get_device(device)


async def test_trouble_is_told_and_nothing_is_sent_twice(sim, schedules):
    sim.faults.add("/schedules", status=503)
    with pytest.raises(VendorFault):
        await schedules.create(new())
    assert sent(sim, "POST") == ["/schedules"]


def test_a_vendor_without_schedules(tedee):
    assert schedules_of(tedee) is None


def test_doors_are_not_assignable_and_all_kinds_can_be_made(schedules):
    assert schedules.kinds == set(ScheduleKind)
    assert DeviceKind.door not in schedules.assignable
