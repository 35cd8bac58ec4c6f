"""Which devices are to go by a schedule: what the marks come to, and what becomes of it."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec
import pytest

from lockdash.domain.changes import ChangeStatus
from lockdash.domain.devices import Device
from lockdash.domain.schedules import Schedule, ScheduleKind
from lockdash.engine.people.snapshot import PeopleSnapshot
from lockdash.engine.people.steps import StepState
from lockdash.engine.schedules.orders import Assign
from lockdash.tui.people.guest_fields import TARGETS
from lockdash.tui.schedules.assign_form import AssignForm, Sent
from lockdash.tui.schedules.assign_summary import assign_summary, counts
from lockdash.tui.widgets.lines import plain
from lockdash.vendors.remotelock.schedules.requests import ASSIGNABLE
from tests.tui.build_schedules import DEVICES, HEATER, OPENING, SCHEDULES, schedule, snapshot
from tests.tui.change_outcomes import settled

BY_NAME = {each.name: each for each in DEVICES}
BEACH1, POOL, BOAT, LOFT = (BY_NAME[name] for name in ("Beach House 1", "Pool gate", "Boat house", "Loft"))
WINTER = schedule("s9", "Winter door", "sat 10:00 unlock, 12:00 lock", ScheduleKind.lock_action)


def form(
    of: Schedule = OPENING, devices: Iterable[Device] = DEVICES, people: PeopleSnapshot | None = None, barred: str = ""
) -> AssignForm:
    made = AssignForm(of, of.kind or ScheduleKind.access, ASSIGNABLE)
    made.take({each.key: each for each in devices}, people or snapshot([*SCHEDULES, WINTER]), barred)
    return made


def going_by(device: Device, *schedules: Schedule) -> Device:
    return msgspec.structs.replace(device, schedule_ids={each.kind: each.id for each in schedules if each.kind})


def becoming(made: AssignForm) -> dict[str, str]:
    return {each.name: each.becomes for each in made.devices if each.becomes}


def done(made: AssignForm, order: Assign) -> None:
    """The vendor has done it, and nothing was read since."""
    ids = {made.kind: order.schedule.id} if order.schedule is not None else {}
    now = msgspec.structs.replace(order.device, schedule_ids=ids)
    made.move(order.device.key, Sent(StepState.done), settled(order, ChangeStatus.done, now=now))


def test_those_that_go_by_it_stand_first():
    names = [each.name for each in form().devices]
    assert names[:2] == ["Beach House 1", "Pool gate"]
    assert names[2:] == sorted(names[2:])


@pytest.mark.parametrize(
    ("of", "names"), [(HEATER, {"Sauna heater"}), (OPENING, {"Beach House 1", "Pool gate", "Loft"})]
)
def test_only_what_can_go_by_this_kind_is_there(of: Schedule, names: set[str]):
    found = {each.name for each in form(of).devices}
    assert names <= found
    assert ("Sauna heater" in found) is (of is HEATER)
    assert "Front Door" not in found, "it is of another account"


def test_what_is_marked_goes_by_it():
    assert form().marked == {BEACH1.key, POOL.key}


def test_marks_come_to_one_order_each():
    made = form(devices=[BEACH1, POOL, going_by(BOAT, WINTER), LOFT])
    for each in (BEACH1, BOAT, LOFT):
        made.toggle(each.key)
    assert becoming(made) == {"Beach House 1": "taken", "Boat house": "moved", "Loft": "added"}
    assert counts(made) == ("1 to add, 1 to move, 1 to take",)
    kind = ScheduleKind.lock_action
    wanted = [(BEACH1, None), (going_by(BOAT, WINTER), OPENING), (LOFT, OPENING)]
    assert made.orders == [Assign(device, kind, of) for device, of in wanted]


def test_a_mark_that_is_taken_back_comes_to_nothing():
    made = form()
    made.toggle(LOFT.key)
    made.toggle(LOFT.key)
    assert made.orders == []
    assert made.problems == {TARGETS: "nothing would change"}


def test_the_summary_names_what_is_left():
    made = form(devices=[going_by(BOAT, WINTER), BEACH1])
    made.toggle(BOAT.key)
    made.toggle(BEACH1.key)
    told = plain(assign_summary(made, 80))
    assert "Boat house goes by Shop door, no longer by Winter door" in told
    assert "Beach House 1 goes by no schedule of this kind any more" in told


# What is sent


def test_what_is_done_is_not_asked_for_again():
    made = form()
    made.toggle(LOFT.key)
    made.begin()
    assert made.sent == {LOFT.key: Sent(StepState.waiting)}
    done(made, made.orders[0])
    assert LOFT.key in made.marked, "the vendor has said so, though nothing was read since"
    assert not made.is_edited
    assert counts(made) == ("1 of 1 done",)


def test_what_is_read_later_counts_more_than_the_answer():
    made = form(devices=[LOFT])
    made.toggle(LOFT.key)
    done(made, made.orders[0])
    made.take({LOFT.key: going_by(LOFT, WINTER)}, snapshot([*SCHEDULES, WINTER]), "")
    assert made.marked == frozenset()


@pytest.mark.parametrize("state", [StepState.refused, StepState.failed, StepState.unknown])
def test_what_went_wrong_is_told_and_can_be_tried_again(state: StepState):
    made = form()
    made.toggle(LOFT.key)
    made.begin()
    made.move(LOFT.key, Sent(state, "it never connected"))
    assert made.notices == ("Loft: it never connected",)
    assert [each.device for each in made.orders] == [LOFT]


def test_what_is_not_as_asked_is_told():
    made = form()
    made.toggle(LOFT.key)
    outcome = settled(made.orders[0], ChangeStatus.done, alarms=("it goes by another schedule",))
    made.move(LOFT.key, Sent.of(outcome), outcome)
    assert made.notices == ("Loft: it goes by another schedule",)
    assert "NOT AS ASKED" in counts(made)[0]


def test_of_many_troubles_the_first_are_told():
    made = form()
    keys = [each.key for each in made.devices]
    for key in keys:
        made.move(key, Sent(StepState.failed, "no answer"))
    assert len(made.notices) == 4
    assert made.notices[-1] == f"and {len(keys) - 3} more"


def test_of_a_refusal_what_it_says_of_the_field_is_enough():
    order = Assign(LOFT, ScheduleKind.lock_action, OPENING)
    refused = settled(order, ChangeStatus.refused, "422: is offline", fields={"schedule_id": "is offline"})
    assert Sent.of(refused) == Sent(StepState.refused, "is offline")


# What happens meanwhile


def test_rows_stay_where_they_are():
    made = form()
    before = [each.key for each in made.devices]
    others = {each.key: each for each in DEVICES} | {LOFT.key: going_by(LOFT, OPENING)}
    made.take(others, snapshot(), "")
    assert [each.key for each in made.devices] == before
    assert LOFT.key in made.marked


def test_a_device_that_is_gone_is_told():
    made = form()
    made.toggle(LOFT.key)
    made.take({each.key: each for each in DEVICES if each.key != LOFT.key}, snapshot(), "")
    assert made.notices == ("Loft: not there any more",)
    assert made.orders == []


def test_a_schedule_that_is_gone_cannot_be_given():
    made = form()
    made.toggle(LOFT.key)
    made.take({each.key: each for each in DEVICES}, snapshot([]), "")
    assert made.problems == {"": "Shop door is gone: somebody has deleted it meanwhile"}


def test_what_is_barred_is_told_first():
    assert form(barred="only looking").problems == {"": "only looking"}
