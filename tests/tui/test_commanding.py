"""From a key to what the engine is asked, as a user would do it."""

from __future__ import annotations

from textual import events

from lockdash.config.settings import Ui
from lockdash.domain.commands import CommandKind, CommandStatus
from lockdash.engine.policy import Manner, Rules
from lockdash.tui.screens.question import QuestionScreen
from tests.tui.stage import stage
from tests.tui.world import BEACH2, BOAT, CELLAR, FRONT, GARAGE, GATE, HEATER

LOCK, UNLOCK, OPEN = CommandKind.lock, CommandKind.unlock, CommandKind.open


async def test_l_locks_at_once_and_tells_how_it_went() -> None:
    async with stage() as on:
        await on.go_to(GARAGE.key)
        await on.press("l")
        assert on.engine.requests == [(GARAGE.key, LOCK)]
        assert "Garage (home): lock asked" in on.said
        assert "locking (asked)" in on.row(GARAGE.key)
        on.engine.settle(GARAGE.key, CommandStatus.confirmed, evidence="locked at 18:02:25")
        await on.quiet()
        assert "lock confirmed, locked at 18:02:25" in on.said


async def test_a_failure_is_told_with_its_reason_and_stays_in_the_row() -> None:
    async with stage() as on:
        await on.go_to(GARAGE.key)
        await on.press("l")
        on.engine.settle(GARAGE.key, CommandStatus.failed, reason="the bolt is blocked")
        await on.quiet()
        assert "lock failed, the bolt is blocked" in on.said
        assert "lock failed" in on.row(GARAGE.key)


async def test_u_waits_two_seconds_in_the_row_then_sends() -> None:
    async with stage() as on:
        await on.go_to(FRONT.key)
        await on.press("u")
        assert "unlocking in 2 s, Esc stops" in on.row(FRONT.key)
        assert on.engine.requests == []
        await on.wait(1)
        assert "unlocking in 1 s, Esc stops" in on.row(FRONT.key)
        assert on.engine.requests == []
        await on.wait(1)
        assert on.engine.requests == [(FRONT.key, UNLOCK)]
        assert "Esc stops" not in on.row(FRONT.key)


async def test_the_same_key_again_sends_now() -> None:
    async with stage() as on:
        await on.go_to(FRONT.key)
        await on.press("u")
        await on.wait(0.4)
        await on.press("u")
        await on.wait(0.1)
        assert on.engine.requests == [(FRONT.key, UNLOCK)]
        await on.wait(5)
        assert on.engine.requests == [(FRONT.key, UNLOCK)], "sent once"


async def test_a_key_held_down_is_one_press() -> None:
    async with stage() as on:
        await on.go_to(FRONT.key)
        await on.press("u")
        await on.wait(0.5)
        for _ in range(12):
            await on.press("u")
            await on.wait(0.03)
        assert on.engine.requests == []
        await on.press("escape")
        await on.wait(5)
        assert on.engine.requests == []


async def test_any_other_key_stops_it_says_so_and_does_nothing_else() -> None:
    for key in ("escape", "j", "l", "enter", "q", "space", "slash"):
        async with stage() as on:
            await on.go_to(FRONT.key)
            await on.press("u", key)
            assert on.said == "▎ Front Door (home): stopped, nothing was sent.", key
            assert on.devices.cursor_key == FRONT.key
            await on.wait(5)
            assert on.engine.requests == [], key
            assert on.app.is_running


async def test_paste_and_mouse_stop_it_too() -> None:
    async with stage() as on:
        await on.go_to(FRONT.key)
        await on.press("u")
        on.app.post_message(events.Paste("u"))
        await on.quiet()
        assert "stopped" in on.said
        await on.press("u")
        # As the driver posts it; the pilot's own mouse goes past the app.
        on.app.post_message(events.MouseDown(None, 3, 3, 0, 0, 1, False, False, False, 3, 3))
        await on.quiet()
        await on.wait(5)
        assert on.engine.requests == []


async def test_a_device_that_goes_away_during_the_grace_is_not_unlocked() -> None:
    async with stage() as on:
        await on.go_to(FRONT.key)
        await on.press("u")
        on.engine.push(gone=FRONT.key)
        await on.quiet()
        await on.wait(5)
        assert on.engine.requests == []


async def test_the_manner_of_unlocking_is_the_accounts() -> None:
    async with stage(rules=Rules(unlock=Manner.now)) as on:
        await on.go_to(FRONT.key)
        await on.press("u")
        assert on.engine.requests == [(FRONT.key, UNLOCK)]
    async with stage(rules=Rules(unlock=Manner.ask)) as on:
        await on.go_to(FRONT.key)
        await on.press("u")
        assert isinstance(on.app.screen, QuestionScreen)
        assert on.engine.requests == []


async def test_o_asks_and_enter_opens_nothing() -> None:
    async with stage() as on:
        await on.go_to(GARAGE.key)
        await on.press("o")
        picture = on.picture()
        assert "Open Garage? home" in picture
        assert "pulls the latch" in picture
        await on.wait(1)
        await on.press("enter")
        await on.wait(1)
        assert not isinstance(on.app.screen, QuestionScreen)
        assert on.engine.requests == []
        assert on.said == "Not opened: nothing was sent."


async def test_o_then_y_opens() -> None:
    async with stage() as on:
        await on.go_to(GARAGE.key)
        await on.press("o")
        await on.wait(1)
        await on.press("y")
        await on.wait(0.1)
        assert on.engine.requests == [(GARAGE.key, OPEN)]


async def test_marks_unlock_together_only_after_a_question_that_names_them() -> None:
    async with stage() as on:
        for key in (FRONT.key, GATE.key, CELLAR.key):
            await on.go_to(key)
            await on.press("space")
        await on.press("u")
        picture = on.picture()
        assert "Unlock 2 doors?" in picture
        assert "Front Door (home)" in picture
        assert "Garden gate (home)" in picture
        assert "Not these: Cellar is not calibrated" in picture
        await on.wait(1)
        await on.press("y")
        await on.wait(0.1)
        assert sorted(on.engine.requests) == sorted([(FRONT.key, UNLOCK), (GATE.key, UNLOCK)])


async def test_capital_l_locks_what_is_shown_and_leaves_the_locked_alone() -> None:
    async with stage() as on:
        await on.press("slash", *"home", "enter")
        await on.press("L")
        # Front Door and Garden gate are locked for sure, the sauna has no bridge, the cellar is not calibrated.
        assert on.engine.requests == [(GARAGE.key, LOCK)]
        assert "Locking 1, 2 locked already, 2 cannot" in on.said


async def test_several_commands_end_in_one_summary() -> None:
    async with stage() as on:
        for key in (GARAGE.key, BEACH2.key, BOAT.key):
            await on.go_to(key)
            await on.press("space")
        on.engine.refuse[BOAT.key] = "Boat house is busy"
        await on.press("L")
        assert on.engine.requests == [(GARAGE.key, LOCK), (BEACH2.key, LOCK)] or len(on.engine.requests) == 2
        on.engine.settle(GARAGE.key, CommandStatus.confirmed)
        on.engine.settle(BEACH2.key, CommandStatus.failed, reason="it jammed")
        await on.quiet()
        assert on.said == (
            "Lock: 1 of 3 confirmed; Beach House 2 failed (it jammed); Boat house refused (Boat house is busy)"
        )


async def test_what_cannot_be_says_why() -> None:
    async with stage() as on:
        await on.go_to(CELLAR.key)
        await on.press("l")
        assert on.said.startswith("Cellar is not calibrated")
        await on.go_to(HEATER.key)
        await on.press("u")
        assert "Sauna heater cannot be unlocked from here" in on.said
        assert on.engine.requests == []


async def test_a_refusal_that_only_the_engine_knows_is_told() -> None:
    async with stage() as on:
        on.engine.refuse[GARAGE.key] = "another session asked it a second ago"
        await on.go_to(GARAGE.key)
        await on.press("l")
        assert on.said == "▎ Garage (home): another session asked it a second ago"


async def test_read_only_refuses_with_a_reason_and_offers_nothing() -> None:
    async with stage(rules=Rules(read_only=True), ui=Ui(read_only=True)) as on:
        assert "read-only" in on.text("#status")
        assert "Lock" not in on.text("#status")
        await on.go_to(GARAGE.key)
        for key in ("l", "u", "o", "L"):
            await on.press(key)
            assert "read-only" in on.said, key
            await on.wait(10)
        assert on.engine.requests == []


async def test_a_power_plug_is_switched_from_the_palette() -> None:
    async with stage() as on:
        await on.go_to(HEATER.key)
        on.devices.action_power_on()
        await on.quiet()
        assert on.engine.requests == [(HEATER.key, CommandKind.power_on)]


async def test_an_error_that_nobody_foresaw_is_told_and_ends_nothing() -> None:
    async with stage() as on:

        async def broken(*_: object) -> None:
            raise OSError("disk is full")

        on.engine.request = broken  # type: ignore[assignment, method-assign]
        await on.go_to(GARAGE.key)
        await on.press("l")
        assert "OSError: disk is full" in on.said
        assert on.app.is_running
