"""Steps under the user's eyes: one after the other, stopped between two, and followed until the locks have heard."""

from __future__ import annotations

import msgspec

from lockdash.domain.accesses import Access
from lockdash.domain.changes import ChangeStatus
from lockdash.domain.people import Person
from lockdash.engine.people.orders import Create, Deactivate, Delete, Grant, Order, Outcome, Revoke
from lockdash.engine.people.steps import Step, Steps, StepState
from lockdash.tui.screens.steps import StepsScreen
from lockdash.tui.widgets.lines import ScrollingLines
from lockdash.vendors.people import NewAccess, NewPerson
from tests.tui.build_people import ADA, BEACH, BEN, CLEO, access, failed, pending, people_snapshot, person, stay, synced
from tests.tui.deeds import ends
from tests.tui.people_stage import PeopleStage, people_stage
from tests.tui.world import ago

THREE = [Step(title=f"{each.name}: deactivate", order=Deactivate(each)) for each in (ADA, BEN, CLEO)]


async def watch(on: PeopleStage, steps: list[Step], title: str = "Deactivate 3 people") -> Steps:
    made = on.people.steps([msgspec.structs.replace(each) for each in steps])
    on.app.push_screen(StepsScreen(title, made))
    await on.quiet()
    return made


async def learn(on: PeopleStage, *changed: Access) -> None:
    """Let the accesses be other ones than before."""
    known = on.people.snapshot
    other = {each.key: each for each in changed}
    accesses = [other.pop(each.key, each) for each in known.accesses.values()]
    on.people.show(people_snapshot(known.people.values(), [*accesses, *other.values()]))
    await on.quiet()


def of(on: PeopleStage, person: Person) -> list[Access]:
    return list(on.people.snapshot.by_person[person.key])


def row(on: PeopleStage, words: str) -> str:
    found = [each for each in on.picture().splitlines() if words in each]
    assert found, f"{words!r} is not to be seen"
    return found[0]


def listed(on: PeopleStage) -> str:
    """What the list of steps says, in one line."""
    return " ".join(on.app.screen.query_one("#steps-list", ScrollingLines).text.split())


async def test_each_step_is_seen_while_it_is_sent() -> None:
    async with people_stage() as on:
        on.people.held.clear()
        await watch(on, THREE)
        assert "sending" in row(on, "Ada Sample: deactivate")
        assert "waiting" in row(on, "Ben Example: deactivate")
        assert "0 of 3 done" in on.picture()
        on.people.held.set()
        await on.quiet()
        assert "3 of 3 done" in on.picture()
        assert "done" in row(on, "Cleo Muster: deactivate")


async def test_stopping_lets_what_is_under_way_come_to_its_end() -> None:
    for stop in ("s", "escape"):
        async with people_stage() as on:
            on.people.held.clear()
            steps = await watch(on, THREE)
            await on.press(stop)
            assert "comes to its end first" in on.picture()
            assert isinstance(on.app.screen, StepsScreen)
            on.people.held.set()
            await on.quiet()
            assert [each.state for each in steps.steps] == [StepState.done, StepState.skipped, StepState.skipped]
            assert len(on.people.orders) == 1
            assert "2 not sent" in on.picture()
            await on.press("s")
            assert "2 not sent" in on.picture(), "a stop that comes too late closes nothing"
            await on.press("escape")
            assert on.app.screen is on.tab
            assert "1 of 3 done" in on.said


async def test_it_cannot_be_closed_while_something_is_under_way() -> None:
    async with people_stage() as on:
        on.people.held.clear()
        await watch(on, THREE)
        await on.press("q", "enter")
        assert isinstance(on.app.screen, StepsScreen)
        on.people.held.set()
        await on.quiet()
        assert len(on.people.orders) == 3, "neither of them stops it"
        await on.press("q")
        assert on.app.screen is on.tab


async def test_what_was_known_before_the_change_is_no_proof_that_the_locks_have_heard() -> None:
    async with people_stage() as on:
        await learn(on, *(msgspec.structs.replace(each, sync=synced()) for each in of(on, ADA)))
        await watch(on, THREE[:1])
        assert "not heard" in row(on, "Beach House 1:")
        beach, pool = of(on, ADA)
        await learn(on, msgspec.structs.replace(beach, sync=pending(), pending_since=ago(minutes=3)))
        assert "1 lock has waited 3 m" in row(on, "Beach House 1")
        assert "not heard" in row(on, "Pool gate:")
        await learn(on, msgspec.structs.replace(pool, sync=failed()))
        assert "FAILED" in row(on, "Pool gate:")
        assert "goes on showing" in on.picture(), "one is still to hear"
        beach, pool = of(on, ADA)
        await learn(on, msgspec.structs.replace(beach, sync=synced(), pending_since=None))
        assert "synced" in row(on, "Beach House 1")
        assert "goes on showing" not in on.picture()


async def test_how_long_a_lock_waits_goes_on_by_the_clock() -> None:
    async with people_stage() as on:
        await watch(on, THREE[:1])
        waits = msgspec.structs.replace(of(on, ADA)[0], sync=pending(), pending_since=on.clock.now())
        await learn(on, waits)
        assert "waited <1 m" in row(on, "Beach House 1")
        await on.wait(121)
        assert "waited 2 m" in row(on, "Beach House 1")


async def test_a_door_that_was_given_is_followed_and_the_others_are_not() -> None:
    async with people_stage() as on:
        await watch(on, [Step(title="give Beach", order=Grant(ADA, NewAccess(target=BEACH)))])
        assert "Until the locks have heard" not in on.picture(), "nobody knows yet which locks that are"
        await learn(on, access(ADA, BEACH, pending(3), pending_since=ago(20)))
        assert "1 lock has waited" in row(on, "Beach:")
        assert "Pool gate:" not in on.picture()


async def test_locks_that_forget_are_not_counted_and_that_is_said() -> None:
    async with people_stage() as on:
        await watch(on, [Step(title="take Lodge", order=Revoke(CLEO, of(on, CLEO)[0]))])
        assert "nobody tells when they have" in listed(on)


async def test_nothing_is_followed_where_nothing_was_done() -> None:
    async with people_stage() as on:
        on.people.outcomes[Deactivate] = ends(ChangeStatus.refused, "it is locked")
        await watch(on, THREE)
        assert "Until the locks have heard" not in on.picture()
        assert "REFUSED" in row(on, "Ada Sample: deactivate")
        assert "it is locked" in on.picture()


async def test_an_alarm_is_loud() -> None:
    alarm = "the vendor has given ANOTHER PIN than the one that was asked for"
    async with people_stage() as on:
        on.people.outcomes[Deactivate] = ends(ChangeStatus.done, alarm, alarms=(alarm,))
        await watch(on, THREE[:1])
        assert "BUT" in row(on, "Ada Sample: deactivate")
        assert "1 NOT AS ASKED" in on.picture()
        assert on.picture().count("ANOTHER PIN") == 1, "the reason says the same and is not told again"


async def test_what_the_vendor_says_of_a_field_is_told() -> None:
    async with people_stage() as on:
        on.people.outcomes[Deactivate] = ends(ChangeStatus.refused, "it was refused", fields={"pin": "is taken"})
        await watch(on, THREE[:1])
        assert "it was refused; pin: is taken" in on.picture()


async def test_a_doubt_tells_what_the_look_has_shown_and_offers_no_second_try() -> None:
    async with people_stage() as on:
        looked = "no clear answer (timed out); a look does not show it; it may still come"
        on.people.outcomes[Delete] = ends(ChangeStatus.unknown, looked)
        await watch(on, [Step(title="delete", order=Delete(ADA))])
        assert "IN DOUBT" in listed(on)
        assert "a look does not show it" in listed(on)
        assert "again" not in " ".join(on.picture().split())


async def test_one_who_was_created_is_followed_as_well() -> None:
    async with people_stage() as on:
        made = person("new", "New One")

        def created(order: Order, usual: Outcome) -> Outcome:
            change = msgspec.structs.replace(usual.change, person_key=made.key)
            known = on.people.snapshot
            accesses = [*known.accesses.values(), access(made, BEACH, pending(3), pending_since=ago(5))]
            on.people.show(people_snapshot([*known.people.values(), made], accesses))
            return msgspec.structs.replace(usual, change=change)

        on.people.outcomes[Create] = created
        new = NewPerson(origin=made.origin, kind=made.kind, name=made.name, stay=stay(8, 10))
        await watch(on, [Step(title="add New One", order=Create("rentals", new))], "Add New One")
        assert "1 lock has waited" in row(on, "Beach:")


async def test_an_error_that_nobody_foresaw_leaves_a_doubt_and_no_dead_end() -> None:
    async with people_stage() as on:

        def breaks(order: Order, usual: Outcome) -> Outcome:
            raise ZeroDivisionError("by nothing")

        on.people.outcomes[Deactivate] = breaks
        await watch(on, THREE)
        assert "0 of 3 done · 3 IN DOUBT" in on.picture()
        await on.press("escape")
        assert on.app.screen is on.tab
        assert on.app.is_running


async def test_five_hundred_steps_show_where_they_are_and_what_went_wrong() -> None:
    people = [person(f"p{number}", f"Guest {number}") for number in range(500)]
    async with people_stage(people_snapshot(people, [])) as on:
        on.people.held.clear()
        on.people.outcomes[Deactivate] = lambda order, usual: (
            ends(ChangeStatus.refused, "it is locked")(order, usual) if order.person.id == "p417" else usual
        )
        steps = await watch(on, [Step(title=f"{each.name}: deactivate", order=Deactivate(each)) for each in people])
        assert "Guest 0: deactivate" in on.picture()
        on.people.held.set()
        while not steps.is_over:
            await on.quiet()
        await on.quiet()
        picture = on.picture()
        assert "499 of 500 done" in picture
        assert "Guest 417: deactivate" in picture, "what went wrong comes first"
        await on.press("end")
        assert "Guest 499: deactivate" in on.picture()
        await on.press("home")
        assert "Guest 417: deactivate" in on.picture()


async def test_the_step_that_is_under_way_is_in_sight_unless_somebody_scrolls() -> None:
    people = [person(f"p{number}", f"Guest {number}") for number in range(60)]
    async with people_stage(people_snapshot(people, [])) as on:
        steps = on.people.steps([Step(title=f"{each.name}: deactivate", order=Deactivate(each)) for each in people])
        for each in steps.steps[:40]:
            each.state = StepState.done
        steps.steps[40].state = StepState.doing
        on.people.held.clear()
        steps.run = on.people.held.wait  # type: ignore[method-assign,assignment]
        on.app.push_screen(StepsScreen("Deactivate", steps))
        await on.quiet()
        assert "Guest 40: deactivate" in on.picture()
        await on.press("home")
        steps.changed()
        await on.quiet()
        assert "Guest 0: deactivate" in on.picture()
        assert "Guest 40: deactivate" not in on.picture()


async def test_every_size_shows_it_or_at_least_does_not_break() -> None:
    for size in ((20, 5), (40, 12), (80, 24), (300, 100)):
        async with people_stage() as on:
            await watch(on, THREE)
            await on.pilot.resize_terminal(*size)
            await on.quiet()
            assert isinstance(on.app.screen, StepsScreen)
            if size[0] >= 40:
                assert "3 of 3 done" in on.picture()
            await on.press("escape")
            assert on.app.screen is on.tab
