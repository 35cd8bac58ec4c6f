"""The setup driven by keys: which step follows which, what is tested and what is written."""

from __future__ import annotations

import pytest

from lockdash.config.problems import ConfigError, Problem
from lockdash.config.writing import WriteError
from lockdash.tui.deliberate import HASTE, QUIET
from lockdash.tui.screens.question import QuestionScreen
from lockdash.tui.setup.outcome import Ending, Outcome
from lockdash.tui.setup.screens.fields import FieldsScreen
from lockdash.tui.setup.screens.guide import GuideScreen
from lockdash.tui.setup.screens.saved import SavedScreen, UnsavedScreen
from lockdash.tui.setup.screens.testing import TestingScreen
from lockdash.tui.setup.screens.ways import WaysScreen
from lockdash.tui.setup.screens.welcome import DEMO, LEAVE, WelcomeScreen
from lockdash.tui.setup.vendors import Vendors
from lockdash.tui.widgets.field_input import FieldInput
from tests.tui.setup_stage import DOUBTFUL, FINE, FOLDER, KEY, VENDORS, WRONG, SetupStage, setup_stage


def shows(on: SetupStage, kind: type) -> bool:
    return type(on.app.screen) is kind


async def yes(on: SetupStage) -> None:
    await on.wait(HASTE + QUIET)
    await on.press("y")
    await on.wait(QUIET)


# The way through


async def test_from_the_welcome_to_a_file_and_on_to_the_dashboard() -> None:
    async with setup_stage() as on:
        assert "step 1 of 4" in on.picture()
        await on.to_fields()
        assert on.fields.where == "access_key"
        await on.paste(KEY)
        await on.press("ctrl+o")
        assert "latchworks works. 7 devices found." in on.picture()
        [(account, signed_in)] = on.bench.tested
        assert (account.name, account.secrets["access_key"].text.reveal(), signed_in) == ("latchworks", KEY, False)
        assert on.bench.saved == []
        await on.press("enter")
        [(draft, _)] = on.bench.saved
        assert (draft.name, draft.values, draft.secrets["access_key"].reveal()) == ("latchworks", {}, KEY)
        assert str(FOLDER / "latchworks.toml") in on.picture()
        await on.press("enter")
    assert on.app.outcome == Outcome(Ending.on, (FOLDER / "latchworks.toml",))


async def test_another_account_gets_another_name() -> None:
    async with setup_stage(goes_on=False) as on:
        await on.to_test()
        await on.press("enter")
        assert "Done" in on.picture()
        await on.choose("another")
        assert len(on.app.screen_stack) == 1
        await on.to_fields()
        assert on.field("name").value == "latchworks-2"
        assert on.field("access_key").value == ""


async def test_a_vendor_with_one_way_is_not_asked_about() -> None:
    async with setup_stage() as on:
        await on.choose("plainlock")
        assert shows(on, GuideScreen)
        await on.press("enter")
        assert shows(on, FieldsScreen)
        await on.press("escape", "escape")
        assert shows(on, WelcomeScreen)


async def test_first_letters_choose() -> None:
    async with setup_stage() as on:
        await on.press("p", "enter")
        assert "Plainlock" in on.picture()
        await on.press("escape", "l", "l", "enter")
    assert on.app.outcome == Outcome(Ending.left)


async def test_the_address_is_copied_where_the_guide_shows_it() -> None:
    async with setup_stage() as on:
        await on.choose("latchworks")
        assert shows(on, WaysScreen)
        await on.choose("0")
        await on.press("y")
        assert on.app.clipboard == "https://portal.latchworks.example/account/access-keys"
        assert "Copied" in on.picture()


async def test_what_is_wrong_with_a_strangers_vendor_is_told() -> None:
    async with setup_stage(vendors=Vendors(VENDORS.plugins, ("the vendor 'x' cannot be loaded: [/] boom",))) as on:
        assert "cannot be loaded: [/] boom" in on.picture()


# The fields


async def test_nothing_is_tested_before_all_is_typed() -> None:
    async with setup_stage() as on:
        await on.to_fields()
        await on.press("ctrl+o")
        assert on.note("access_key") == "! this is needed"
        assert on.fields.where == "access_key"
        assert on.bench.tested == []


async def test_the_button_is_one_of_the_fields_to_go_round_by() -> None:
    async with setup_stage() as on:
        await on.to_fields()
        for keys in (("up", "up"), ("shift+tab", "shift+tab")):
            on.fields.go_to("access_key")
            await on.press(*keys)
            assert on.fields.where == ""
            assert "[> Test it <]" in on.picture()
            await on.press("tab")
            assert on.fields.where == "name"


async def test_a_mistake_among_hidden_settings_shows_them() -> None:
    async with setup_stage() as on:
        await on.to_fields()
        await on.paste(KEY)
        await on.press("ctrl+t")
        on.fields.go_to("pages")
        await on.quiet()
        await on.paste("many")
        await on.press("ctrl+t")
        assert not on.fields.rows["pages"].display
        await on.press("ctrl+o")
        assert "whole number" in on.note("pages")
        assert on.bench.tested == []


async def test_a_secret_is_masked_and_shown_for_ten_seconds_only() -> None:
    async with setup_stage() as on:
        await on.to_fields()
        await on.paste(f" {KEY[:8]}\n{KEY[8:]} \n")
        assert on.field("access_key").value == KEY
        assert KEY not in on.picture()
        await on.press("ctrl+r")
        assert KEY in on.picture()
        await on.wait(9.9)
        assert KEY in on.picture()
        await on.wait(0.2)
        assert KEY not in on.picture()


async def test_a_shown_secret_is_masked_again_before_the_test() -> None:
    async with setup_stage() as on:
        await on.to_fields()
        await on.paste(KEY)
        await on.press("ctrl+r", "ctrl+o", "escape")
        assert shows(on, FieldsScreen)
        assert KEY not in on.picture()


async def test_a_command_takes_the_place_of_a_secret() -> None:
    async with setup_stage() as on:
        await on.to_fields()
        await on.press("tab", "right", "up")
        assert on.fields.where == "access_key_command"
        await on.paste("pass show latch")
        await on.press("ctrl+o", "enter")
        [(draft, _)] = on.bench.saved
        assert (draft.values, draft.secrets) == ({"access_key_command": "pass show latch"}, {})


async def test_what_was_typed_is_there_for_who_comes_back() -> None:
    async with setup_stage() as on:
        await on.to_fields()
        await on.paste(KEY)
        await on.press("escape", "escape", "escape")
        assert shows(on, WelcomeScreen)
        await on.to_fields()
        assert on.field("access_key").value == KEY


# The test


@pytest.mark.parametrize("key", ["enter", "escape"])
async def test_a_failure_leads_back_to_the_fields_with_what_was_typed(key: str) -> None:
    async with setup_stage() as on:
        on.bench.checkups = [WRONG, FINE]
        await on.to_test()
        assert "does not work yet" in on.picture()
        assert "Remedy: copy the whole key once more" in on.picture()
        await on.press(key)
        assert on.field("access_key").value == KEY
        await on.press("ctrl+o", "enter")
        assert len(on.bench.tested) == 2
        assert shows(on, SavedScreen)


async def test_after_a_failure_only_s_saves() -> None:
    async with setup_stage() as on:
        on.bench.checkups = [WRONG]
        await on.to_test()
        await on.press("s")
        assert len(on.bench.saved) == 1


async def test_a_warning_lets_go_on() -> None:
    async with setup_stage() as on:
        on.bench.checkups = [DOUBTFUL]
        await on.to_test()
        assert "warning" in on.picture()
        await on.press("enter")
        assert shows(on, SavedScreen)


async def test_again_tests_the_same_account_again() -> None:
    async with setup_stage() as on:
        on.bench.checkups = [WRONG, FINE]
        await on.to_test()
        await on.press("t")
        assert "works. 7 devices" in on.picture()
        assert on.bench.tested[0] == on.bench.tested[1]


async def test_a_test_that_hangs_is_stopped_by_esc_and_nothing_else_counts_meanwhile() -> None:
    async with setup_stage() as on:
        on.bench.checkups = [None]
        await on.to_test()
        assert "Asking Latchworks" in on.picture()
        await on.press("s", "enter")
        assert on.bench.saved == []
        await on.press("escape")
        assert on.bench.stopped == 1
        assert on.field("access_key").value == KEY


async def test_a_test_that_breaks_is_a_failure_without_its_words() -> None:
    async with setup_stage() as on:
        on.bench.checkups = [RuntimeError(f"with {KEY} in it")]
        await on.to_test()
        assert "the test itself failed: RuntimeError" in on.picture()
        assert KEY not in on.picture()
        assert shows(on, TestingScreen)


# Saving


@pytest.mark.parametrize(
    "error",
    [
        WriteError("it cannot be written: Read-only file system", "name another configuration"),
        ConfigError([Problem(FOLDER / "latchworks.toml", 3, "it cannot be written: like this")]),
    ],
)
async def test_what_cannot_be_written_is_shown_without_its_secret(error: Exception) -> None:
    async with setup_stage(80, 40) as on:
        on.bench.unwritable = [error]
        await on.to_test()
        await on.press("enter")
        assert shows(on, UnsavedScreen)
        assert "it cannot be written" in " ".join(on.picture().split())
        assert 'access_key = "••••"' in on.picture()
        assert KEY not in on.picture()
        await on.press("enter", "enter")
        assert shows(on, SavedScreen)
        assert len(on.bench.saved) == 1


async def test_enter_twice_writes_once() -> None:
    async with setup_stage() as on:
        await on.to_test()
        screen = on.app.screen
        assert isinstance(screen, TestingScreen)
        screen.action_go_on()
        screen.action_go_on()
        await on.quiet()
        assert len(on.bench.saved) == 1


# Leaving


@pytest.mark.parametrize(("value", "ending"), [(DEMO, Ending.demo), (LEAVE, Ending.left)])
async def test_who_has_typed_nothing_is_not_asked(value: str, ending: Ending) -> None:
    async with setup_stage() as on:
        await on.to_fields()
        await on.press("escape", "escape", "escape")
        await on.choose(value)
    assert on.app.outcome == Outcome(ending)


async def test_who_has_typed_something_is_asked() -> None:
    async with setup_stage() as on:
        await on.to_fields()
        await on.paste(KEY)
        await on.press("ctrl+c")
        assert isinstance(on.app.screen, QuestionScreen)
        assert "What was typed is not kept. Nothing was written." in on.picture()
        await on.wait(HASTE)
        await on.press("escape")
        assert on.field("access_key").value == KEY
        await on.press("ctrl+c")
        await yes(on)
    assert on.app.outcome == Outcome(Ending.left)
    assert on.bench.saved == []


async def test_who_leaves_twice_is_gone() -> None:
    async with setup_stage() as on:
        await on.to_fields()
        await on.paste(KEY)
        await on.press("ctrl+c", "ctrl+c")
    assert on.app.outcome == Outcome(Ending.left)


async def test_what_was_saved_before_is_told_also_to_who_leaves_then() -> None:
    async with setup_stage() as on:
        await on.to_test()
        await on.press("enter")
        await on.choose("another")
        await on.choose(LEAVE)
    assert on.app.outcome == Outcome(Ending.left, (FOLDER / "latchworks.toml",))


async def test_a_signal_ends_it_with_its_code() -> None:
    async with setup_stage() as on:
        await on.to_fields()
        on.app.end_by_signal(15)
    assert on.app.outcome == Outcome(Ending.left, code=143)


# Sizes, and what is printed


@pytest.mark.parametrize("size", [(20, 5), (39, 12), (40, 12), (80, 24), (300, 100)])
async def test_no_size_crashes(size: tuple[int, int]) -> None:
    async with setup_stage() as on:
        on.bench.checkups = [DOUBTFUL]
        for step in ("latchworks", "1", None):
            await on.pilot.resize_terminal(*size)
            await on.quiet()
            await on.pilot.resize_terminal(80, 24)
            await on.quiet()
            if step:
                await on.choose(step)
        await on.press("escape", "escape")
        await on.to_test()
        for _ in range(2):
            await on.pilot.resize_terminal(*size)
            await on.quiet()
            assert ("Too small" in " ".join(on.picture().split())) == (size[0] < 40 or size[1] < 12)
            await on.pilot.resize_terminal(80, 24)
            await on.quiet()
            await on.press("enter")
        assert shows(on, SavedScreen)


async def test_in_ascii_nothing_is_anything_else() -> None:
    async with setup_stage(ascii_only=True) as on:
        on.bench.checkups = [DOUBTFUL]
        on.bench.unwritable = [WriteError("it cannot be written", "try again")]
        seen = [on.picture()]
        await on.choose("latchworks")
        seen.append(on.picture())
        await on.choose("0")
        seen.append(on.picture())
        await on.press("enter", "ctrl+t")
        seen.append(on.picture())
        await on.paste("north")
        on.fields.go_to("access_key")
        await on.paste(KEY)
        for key in ("ctrl+o", "enter", "enter", "enter"):
            await on.press(key)
            seen.append(on.picture())
        assert shows(on, SavedScreen)
    assert [line for each in seen for line in each.splitlines() if not line.isascii()] == []


@pytest.mark.parametrize("masked", [True, False])
async def test_messages_of_a_field_do_not_say_what_was_typed(masked: bool) -> None:
    async with setup_stage() as on:
        await on.to_fields()
        field = on.field("access_key" if masked else "name")
        for kind in (FieldInput.Changed, FieldInput.Submitted):
            assert KEY not in repr(kind(field, KEY, None))
