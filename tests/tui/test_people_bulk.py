"""The same for several people: who can, who cannot, and steps that still find those that they need."""

from __future__ import annotations

from lockdash.domain.changes import Change, ChangeKind, ChangeStatus
from lockdash.domain.people import Person
from lockdash.engine.people.orders import Deactivate, Order, Outcome
from lockdash.engine.people.steps import Step, StepState
from lockdash.tui.people.bulk import Part, part, served, sort, together
from tests.tui.build_people import ADA, BEN, CLEO, DORA, GINA
from tests.tui.fake_engine import OWN
from tests.tui.world import NOW

CHANGE = Change(
    id="c",
    account="rentals",
    kind=ChangeKind.deactivate,
    actor=OWN,
    person_name="Cleo",
    requested_at=NOW,
    expires_at=NOW,
    status=ChangeStatus.done,
)


def steps(person: Person, number: int = 1) -> list[Step]:
    return [Step(title=f"step {each}", order=Deactivate(person)) for each in range(number)]


def no_objection(_: Order) -> str:
    return ""


def test_steps_of_several_say_whose_they_are_and_those_of_one_do_not() -> None:
    one = together([Part(ADA, tuple(steps(ADA)))])
    assert [each.title for each in one] == ["step 0"]
    two = together([Part(ADA, tuple(steps(ADA))), Part(BEN, tuple(steps(BEN)))])
    assert [each.title for each in two] == ["Ada Sample: step 0", "Ben Example: step 0"]


def test_a_step_needs_the_same_step_as_before_when_others_stand_before_it() -> None:
    anew = (
        Step(title="give", order=Deactivate(BEN)),
        Step(title="take", order=Deactivate(BEN), needs=0),
        Step(title="write", order=Deactivate(BEN), of=0),
    )
    found = together([Part(ADA, tuple(steps(ADA, 3))), Part(BEN, anew)])
    assert [each.needs for each in found] == [None, None, None, None, 3, None]
    assert [each.of for each in found] == [None, None, None, None, None, 3]
    assert anew[1].needs == 0, "the steps that were given are left as they are"


def test_who_cannot_is_told_with_those_who_cannot_for_the_same_reason() -> None:
    batch = sort(
        [
            Part(ADA, tuple(steps(ADA, 2))),
            Part(BEN, why="is locked"),
            Part(CLEO, why="is locked"),
            Part(DORA, why="is locked"),
            Part(GINA, why="has no door"),
        ]
    )
    assert batch.people == [ADA]
    assert batch.requests == 2
    assert batch.left_out == "4 cannot. Ben Example, Cleo Muster, Dora Keeper: is locked; Gina Hut: has no door"


def test_of_many_who_cannot_only_some_are_named() -> None:
    batch = sort([Part(each, why="is locked") for each in (ADA, BEN, CLEO, DORA, GINA)])
    assert batch.left_out == "5 cannot. Ada Sample, Ben Example, Cleo Muster and 2 more: is locked"
    assert sort([Part(ADA, tuple(steps(ADA)))]).left_out == ""
    each = sort([Part(person, why=person.id) for person in (ADA, BEN, CLEO, DORA, GINA)])
    assert each.left_out == "5 cannot. Ada Sample: 1; Ben Example: 2; Cleo Muster: 3; and 2 more"


def test_a_reason_does_not_name_again_whom_it_stands_beside() -> None:
    found = part(ADA, steps(ADA), lambda _: "Ada Sample is gone: somebody has deleted them", "")
    assert found.why == "is gone: somebody has deleted them"
    assert part(ADA, [], no_objection, "there is no door").why == "there is no door"
    assert part(ADA, steps(ADA), no_objection, "").why == ""


def test_served_are_those_for_whom_all_was_done_as_it_was_asked_for() -> None:
    parts = [Part(each, tuple(steps(each, 2))) for each in (ADA, BEN, CLEO, DORA)]
    taken = together(parts)
    for each in taken:
        each.state = StepState.done
    taken[3].state = StepState.failed
    taken[4].outcome = Outcome(change=CHANGE, alarms=("another PIN",))
    assert served(parts, taken) == {ADA.key, DORA.key}
