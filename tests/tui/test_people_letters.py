"""Access instructions: when they go, to whom, and a letter that shows its PIN only when somebody asks."""

from __future__ import annotations

import msgspec
import pytest

from lockdash.domain.changes import ChangeStatus
from lockdash.domain.secret import Secret
from lockdash.engine.people.orders import Instruct, ShowLetter
from lockdash.tui.panes.letter import hidden
from lockdash.tui.people.glimpse import SHOWN_FOR
from lockdash.tui.screens.letter import LetterQuestionScreen, LetterSheet
from lockdash.vendors.people import Preview
from tests.tui.build_people import ADA, BEN, EMIL, GINA, HUGO, PEOPLE, people_snapshot
from tests.tui.deeds import asked, ends, key, on_person, say_yes
from tests.tui.people_stage import PeopleStage, people_stage

GINA_WITH_MAIL = msgspec.structs.replace(GINA, email="gina@example.com")
WITH_MAIL = [GINA_WITH_MAIL if each is GINA else each for each in PEOPLE]
LETTER = Preview(subject="Access instructions", body=Secret("Dear Gina,\n\nAccess Code: 483-921-77\n\nRegards, Ruth"))


def sent(on: PeopleStage) -> dict[str, int | None]:
    return {each.person.name: each.days_before for each in on.people.orders if isinstance(each, Instruct)}


async def test_one_letter_goes_now_and_is_told() -> None:
    async with people_stage() as on:
        await on_person(on, ADA)
        await on.press("i")
        assert "Send Ada Sample the access instructions?" in asked(on)
        assert "ada@example.com" in asked(on)
        assert "y Send now" in on.picture()
        await say_yes(on)
        assert sent(on) == {"Ada Sample": None}
        assert on.said.endswith("Ada Sample (rentals): the instructions are on their way")


async def test_a_number_says_how_many_days_before_the_stay() -> None:
    async with people_stage() as on:
        await on_person(on, ADA)
        await on.press("i", "1", "4", "backspace", "2")
        assert "y Send 12 days before the stay" in on.picture()
        await on.press("9", "9")
        assert "Send 129 days" in on.picture(), "nobody plans for more than a year"
        await key(on, "backspace")
        await say_yes(on)
        assert sent(on) == {"Ada Sample": 12}


async def test_who_has_no_address_is_told_so() -> None:
    async with people_stage() as on:
        await on.press("t")
        await on_person(on, EMIL)
        await on.press("i")
        assert "there is no e-mail address; c adds one" in on.said
        assert on.app.screen is on.tab


async def test_who_gets_none_from_the_vendor_is_told_so() -> None:
    async with people_stage() as on:
        await on_person(on, HUGO)
        await on.press("i")
        assert "Tedee writes to those whom it invites" in on.said


async def test_several_letters_are_counted_first() -> None:
    async with people_stage(people_snapshot(WITH_MAIL), width=100, height=40) as on:
        await on_person(on, ADA, BEN, GINA_WITH_MAIL, HUGO)
        await on.press("i")
        assert isinstance(on.app.screen, LetterQuestionScreen)
        assert "1 cannot. Hugo Home: Tedee writes" in asked(on)
        await on.press("2")
        assert "Gina Hut: RemoteLock sends this letter at once" in asked(on), "one more cannot then"
        await say_yes(on)
        assert sent(on) == {"Ada Sample": 2, "Ben Example": 2}
        assert "Ben Example: send the instructions 2 days before the stay" in on.picture()


async def gina_reads(on: PeopleStage) -> None:
    on.people.outcomes[ShowLetter] = ends(ChangeStatus.done, preview=LETTER)
    await on_person(on, GINA_WITH_MAIL)
    await on.press("i")
    await on.quiet()
    assert isinstance(on.app.screen, LetterSheet)


async def test_a_letter_that_can_be_seen_is_seen_first_with_its_pin_hidden() -> None:
    async with people_stage(people_snapshot(WITH_MAIL)) as on:
        await gina_reads(on)
        assert [type(each) for each in on.people.orders] == [ShowLetter]
        assert "Access Code: •••-•••-••" in on.picture()
        await on.press("v")
        assert "Access Code: 483-921-77" in on.picture()
        await on.wait(SHOWN_FOR - 0.1)
        assert "483-921-77" in on.picture()
        await on.wait(0.2)
        assert "483" not in on.picture()
        await on.press("v", "v")
        assert "483" not in on.picture(), "v again hides it"
        await on.press("enter")
        assert isinstance(on.app.screen, LetterQuestionScreen)
        await say_yes(on)
        assert sent(on) == {"Gina Hut": None}


async def test_a_letter_that_is_only_looked_at_is_not_sent() -> None:
    async with people_stage(people_snapshot(WITH_MAIL)) as on:
        await gina_reads(on)
        await on.press("escape")
        assert on.app.screen is on.tab
        assert sent(on) == {}
        assert on.said == "Nothing was sent."


async def test_a_letter_that_comes_too_late_is_not_shown_over_something_else() -> None:
    async with people_stage(people_snapshot(WITH_MAIL)) as on:
        on.people.outcomes[ShowLetter] = ends(ChangeStatus.done, preview=LETTER)
        on.people.held.clear()
        await on_person(on, GINA_WITH_MAIL)
        await on.press("i", "question_mark")
        on.people.held.set()
        await on.quiet()
        assert not isinstance(on.app.screen, LetterSheet)
        assert "i asks again" in on.said


async def test_a_letter_that_is_not_had_is_told() -> None:
    async with people_stage(people_snapshot(WITH_MAIL)) as on:
        on.people.outcomes[ShowLetter] = ends(ChangeStatus.failed, "not sent: the vendor did not answer")
        await on_person(on, GINA_WITH_MAIL)
        await on.press("i")
        await on.quiet()
        assert "asking for the letter: FAILED, not sent: the vendor did not answer" in on.said


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("PIN 4839", "PIN ••••"),
        ("PIN: 48 39 21.", "PIN: •• •• ••."),
        ("4-8-3-9", "•-•-•-•"),
        ("Cabin 12, from 16:00, 3 guests", "Cabin 12, from 16:00, 3 guests"),
        ("٤٨٣٩", "••••"),
        ("March 5, 2026 04:00 PM", "March 5, •••• 04:00 PM"),
        ("4839:00", "••••:00"),
    ],
)
def test_what_could_be_a_pin_is_hidden(text: str, shown: str) -> None:
    assert hidden(text, "•") == shown
