"""Ways to end it: what the engine is asked for, and that nothing is asked for by accident."""

from __future__ import annotations

import msgspec
import pytest
from rich.cells import cell_len
from textual import events

from lockdash.domain.changes import ChangeStatus
from lockdash.engine.people.orders import Deactivate, Delete, Revoke
from lockdash.tui.deliberate import HASTE, QUIET
from lockdash.tui.people.ending import typed_word
from lockdash.tui.screens.choice import ChoiceScreen
from lockdash.tui.screens.question import QuestionScreen
from lockdash.tui.screens.steps import StepsScreen
from lockdash.tui.screens.typed_question import TypedQuestionScreen
from tests.tui.build_people import ADA, BEN, CABINS, CLEO, DORA, FAYE, GINA, HUGO, JAN, access, people_snapshot
from tests.tui.deeds import asked, ends, key, on_person, say_yes
from tests.tui.people_stage import PeopleStage, people_stage


def taken(on: PeopleStage) -> list[tuple[str, str]]:
    """Who lost which door."""
    orders = [each for each in on.people.orders if isinstance(each, Revoke)]
    return [(each.person.name, on.people.directory.name(each.access)) for each in orders]


async def test_revoke_takes_all_doors_unless_some_are_left_out() -> None:
    async with people_stage() as on:
        await on_person(on, ADA)
        await on.press("x")
        assert isinstance(on.app.screen, ChoiceScreen)
        assert "2 of 2" in on.picture()
        await say_yes(on)
        assert taken(on) == [("Ada Sample", "Beach House 1"), ("Ada Sample", "Pool gate")]


async def test_revoke_takes_only_the_doors_that_are_chosen() -> None:
    async with people_stage() as on:
        await on_person(on, ADA)
        await on.press("x")
        await on.wait(1)
        await on.press("down", "space")
        await say_yes(on)
        assert taken(on) == [("Ada Sample", "Beach House 1")]


async def test_nothing_can_be_answered_with_yes_where_nothing_is_chosen() -> None:
    async with people_stage() as on:
        await on_person(on, ADA)
        await on.press("x")
        await on.wait(1)
        await on.press("a")
        assert "nothing is chosen" in on.picture()
        await say_yes(on)
        await key(on, "tab")
        await key(on, "enter")
        assert isinstance(on.app.screen, ChoiceScreen)
        await on.press("a")
        await say_yes(on)
        assert len(taken(on)) == 2


async def test_the_only_door_is_asked_about_by_its_name() -> None:
    async with people_stage() as on:
        await on_person(on, CLEO)
        await on.press("x")
        assert not isinstance(on.app.screen, ChoiceScreen)
        assert "Take Lodge from Cleo Muster?" in on.picture()
        await say_yes(on)
        assert taken(on) == [("Cleo Muster", "Lodge")]


async def test_somebody_without_doors_has_none_to_take() -> None:
    known = people_snapshot(accesses=())
    async with people_stage(known) as on:
        await on_person(on, ADA)
        await on.press("x")
        assert "there is no door to take" in on.said
        assert not isinstance(on.app.screen, QuestionScreen)


async def test_revoke_of_several_takes_all_their_doors() -> None:
    async with people_stage() as on:
        await on_person(on, ADA, CLEO, GINA)
        await on.press("x")
        picture = on.picture()
        assert "Take all doors from 2 people?" in picture
        assert "3 doors in all" in picture
        assert "Gina Hut" in picture.split("cannot.")[1], "who cannot is named, and why"
        await say_yes(on)
        assert taken(on) == [
            ("Ada Sample", "Beach House 1"),
            ("Ada Sample", "Pool gate"),
            ("Cleo Muster", "Lodge"),
        ]
        assert "Cleo Muster: take Lodge" in on.picture(), "a result for each of them"


async def test_marks_stay_on_those_for_whom_it_went_wrong() -> None:
    async with people_stage() as on:
        on.people.outcomes[Deactivate] = lambda order, usual: (
            ends(ChangeStatus.refused, "no")(order, usual) if order.person == BEN else usual
        )
        await on_person(on, ADA, BEN, GINA)
        await on.press("d")
        await say_yes(on)
        assert on.tab.table.marked == {ADA.key, BEN.key, GINA.key}
        await on.press("escape")
        assert on.tab.table.marked == {BEN.key, GINA.key}, "one was refused, and nothing was asked for the other"


async def test_deactivation_says_what_comes_of_it_and_is_shown_to_its_end() -> None:
    async with people_stage() as on:
        await on_person(on, BEN)
        await on.press("d")
        assert "the locks of 2 doors, and opens each until it has heard" in asked(on)
        await say_yes(on)
        assert on.people.orders == [Deactivate(BEN)]
        assert isinstance(on.app.screen, StepsScreen)


async def test_a_group_or_a_location_is_no_single_door() -> None:
    async with people_stage() as on:
        await on_person(on, DORA)
        await on.press("d")
        assert "the locks of 2 accesses" in asked(on)
    one = [access(ADA, CABINS)]
    async with people_stage(people_snapshot(accesses=one)) as on:
        await on_person(on, ADA)
        await on.press("d")
        assert "the locks of 1 access, and opens each until it has heard" in asked(on)
        await key(on, "escape")
        await on.press("x")
        assert "until its locks have heard" in asked(on)


async def test_no_means_that_nothing_is_sent() -> None:
    async with people_stage() as on:
        await on_person(on, BEN)
        for name in ("d", "x", "D"):
            await on.press(name)
            await key(on, "escape")
            assert not isinstance(on.app.screen, QuestionScreen)
            assert "Nothing was sent" in on.said
        assert on.people.orders == []


async def test_who_is_deactivated_already_is_left_alone() -> None:
    async with people_stage() as on:
        await on.press("t")
        await on_person(on, FAYE)
        await on.press("d")
        assert on.said.endswith("Faye Gone (rentals): is deactivated already")


@pytest.mark.parametrize(
    ("person", "name", "why"),
    [
        (GINA, "d", "a resort lock hears of nothing"),
        (GINA, "x", "delete them"),
        (HUGO, "D", "the Tedee account is the user's own"),
        (JAN, "x", "a PIN and its access are one"),
    ],
    ids=lambda value: value.name if hasattr(value, "name") else str(value)[:4],
)
async def test_what_an_origin_cannot_is_said_and_not_asked(person, name: str, why: str) -> None:
    async with people_stage() as on:
        await on_person(on, person)
        await on.press(name)
        assert why in on.said
        assert person.name in on.said
        assert not isinstance(on.app.screen, QuestionScreen)
        assert on.people.orders == []


async def test_deleting_takes_the_name() -> None:
    async with people_stage() as on:
        await on_person(on, ADA)
        await on.press("D")
        await on.wait(HASTE)
        await on.press(*"Ada Sampl")
        await key(on, "enter")
        assert isinstance(on.app.screen, TypedQuestionScreen), "that is not the name yet"
        await on.press("e")
        await key(on, "enter")
        assert on.people.orders == [Delete(ADA)]
        assert "deleted" in on.said


async def test_deleting_names_the_milder_way_and_what_a_lock_without_link_goes_on_taking() -> None:
    async with people_stage() as on:
        await on_person(on, ADA)
        await on.press("D")
        assert "Deactivating (d) instead" in asked(on)
        await key(on, "escape")
        await on_person(on, GINA)
        await on.press("D")
        told = asked(on)
        assert "Deactivating (d) instead" not in told
        assert "An offline lock hears of nothing" in told


async def test_the_keys_of_other_questions_are_letters_here() -> None:
    async with people_stage() as on:
        await on_person(on, ADA)
        await on.press("D")
        await on.wait(HASTE)
        await on.press("y", "n", "q", "h", "l", "space")
        await on.wait(1)
        screen = on.app.screen
        assert isinstance(screen, TypedQuestionScreen)
        assert screen.typed == "ynqhl "
        await on.press("ctrl+u", "a", "backspace")
        assert screen.typed == ""
        assert on.people.orders == []


@pytest.mark.parametrize(("text", "fills"), [("Ada Sample", True), ("Ada Sample\n", True), ("Ada Sample rm", False)])
async def test_a_paste_counts_as_the_name_only_if_it_is_the_name_and_never_as_enter(text: str, fills: bool) -> None:
    async with people_stage() as on:
        await on_person(on, ADA)
        await on.press("D")
        await on.wait(1)
        on.app.post_message(events.Paste(text))
        await on.quiet()
        await on.wait(1)
        screen = on.app.screen
        assert isinstance(screen, TypedQuestionScreen)
        assert screen.typed == ("Ada Sample" if fills else "")
        assert on.people.orders == []


async def test_a_name_and_enter_in_one_rush_are_a_paste_of_an_old_terminal() -> None:
    async with people_stage() as on:
        await on_person(on, ADA)
        await on.press("D")
        await on.wait(1)
        await on.press(*"Ada Sample", "enter")
        await on.wait(QUIET)
        assert on.people.orders == []
        assert isinstance(on.app.screen, TypedQuestionScreen)


async def test_deleting_several_takes_their_number() -> None:
    async with people_stage() as on:
        await on_person(on, ADA, BEN, DORA, HUGO)
        await on.press("D")
        assert "Delete 3 people?" in on.picture()
        await on.wait(HASTE)
        await on.press("4")
        await key(on, "enter")
        assert on.people.orders == [], "the number of those who are deleted, not of those who are marked"
        await on.press("backspace", "3")
        await key(on, "enter")
        assert {each.person.name for each in on.people.orders} == {"Ada Sample", "Ben Example", "Dora Keeper"}
        assert all(isinstance(each, Delete) for each in on.people.orders)


@pytest.mark.parametrize(
    ("name", "word"),
    [("Ada Sample", "Ada Sample"), ("", "delete"), ("x" * 41, "delete"), ("Ada \U0001f469\u200d\U0001f680", "delete")],
)
def test_what_no_keyboard_has_need_not_be_typed(name: str, word: str) -> None:
    assert typed_word(name)[0] == word


async def test_somebody_who_is_gone_meanwhile() -> None:
    async with people_stage() as on:
        await on_person(on, ADA)
        without = {each: person for each, person in on.people.snapshot.people.items() if each != ADA.key}
        on.people.snapshot = msgspec.structs.replace(on.people.snapshot, people=without)
        for name in ("x", "d", "D", "i", "e", "v"):
            on.tab.say("")
            await on.press(name)
            assert "Ada Sample is gone" in on.said, name
        assert on.people.orders == []


async def test_nothing_is_sent_to_one_who_goes_while_the_question_stands() -> None:
    async with people_stage() as on:
        await on_person(on, ADA)
        await on.press("d")
        without = {each: person for each, person in on.people.snapshot.people.items() if each != ADA.key}
        on.people.snapshot = msgspec.structs.replace(on.people.snapshot, people=without)
        await say_yes(on)
        assert on.people.orders == []
        assert "deleted them meanwhile" in on.picture()


async def test_read_only_refuses_everything_in_words() -> None:
    async with people_stage(of_people={"read_only": True}) as on:
        await on_person(on, ADA)
        for name in ("x", "d", "D", "i", "e", "v"):
            on.tab.say("")
            await on.press(name)
            assert "only looking" in on.said, name
            assert on.app.screen is on.tab
        assert on.people.orders == []


async def test_no_clear_answer_says_what_the_look_has_shown() -> None:
    async with people_stage(width=120) as on:
        looked = "no clear answer (timed out); a look does not show it; it may still come"
        on.people.outcomes[Delete] = ends(ChangeStatus.unknown, looked)
        await on_person(on, ADA)
        await on.press("D")
        await on.wait(HASTE)
        await on.press(*"ada sample")
        await key(on, "enter")
        assert "Ada Sample (rentals): deleting: IN DOUBT" in on.said
        assert looked in on.said


async def test_of_several_the_one_who_failed_is_told_with_the_reason() -> None:
    async with people_stage() as on:
        on.people.outcomes[Deactivate] = lambda order, usual: (
            ends(ChangeStatus.refused, "it is locked")(order, usual) if order.person.key == BEN.key else usual
        )
        await on_person(on, ADA, BEN)
        await on.press("d")
        await say_yes(on)
        picture = on.picture()
        assert "1 of 2 done" in picture
        assert "1 FAILED" in picture
        assert any("Ben Example" in row and "it is locked" in row for row in picture.splitlines())
        await on.press("escape")
        assert "Ben Example: deactivate: it is locked" in on.said


@pytest.mark.parametrize("size", [(40, 12), (60, 16), (200, 50)], ids=str)
async def test_what_is_to_be_typed_is_in_sight_however_much_is_said_above_it(size: tuple[int, int]) -> None:
    async with people_stage(width=size[0], height=size[1]) as on:
        await on_person(on, ADA, BEN, CLEO, DORA, GINA, HUGO, JAN)
        await on.press("D")
        assert "Type 6 (their number)" in on.picture()
        assert "Esc Cancel" in on.picture()


async def test_every_question_survives_every_size() -> None:
    for name in ("D", "x", "i", "e", "d"):
        async with people_stage() as on:
            await on_person(on, ADA)
            await on.press(name)
            asking = on.app.screen
            assert asking is not on.tab
            for size in ((20, 5), (40, 12), (300, 100), (80, 24)):
                await on.pilot.resize_terminal(*size)
                await on.quiet()
                assert on.app.screen is asking
            assert "Ada Sample" in on.picture()


HOSTILE = "x [/] [@click=app.quit]y[/] " + "\U0001f469\u200d\U0001f680" * 20 + "\u202e" + "n" * 90


@pytest.mark.parametrize("name", ["d", "x", "e", "i"])
async def test_a_strangers_name_is_text_and_nothing_else(name: str) -> None:
    ada = msgspec.structs.replace(ADA, name=HOSTILE)
    async with people_stage(people_snapshot([ada, BEN])) as on:
        await on_person(on, ada)
        await on.press(name)
        assert on.app.screen is not on.tab
        assert "x [/] [@click=app.quit]y[/]" in on.picture()
        assert "\u202e" not in on.picture()
        await key(on, "escape")
        assert on.app.screen is on.tab
        await on_person(on, ada, BEN)
        await on.press("d")
        await say_yes(on)
        assert isinstance(on.app.screen, StepsScreen)
        assert all(cell_len(row) == 80 for row in on.picture().splitlines())
        await on.press("escape")
        assert on.app.is_running
