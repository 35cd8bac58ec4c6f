"""A grace that was interrupted sends nothing, whatever interrupted it and whichever clock noticed."""

from __future__ import annotations

import pytest

from lockdash.domain.commands import CommandKind
from lockdash.tui.deadline import LATE, Deadline
from lockdash.tui.screens.question import QuestionScreen
from tests.tui.fake_clock import FakeClock
from tests.tui.stage import Stage, stage
from tests.tui.world import FRONT, GARAGE, NOW

INTERRUPTED = "▎ Front Door (home): nothing was sent: the grace was interrupted."


async def begun(on: Stage) -> None:
    await on.go_to(FRONT.key)
    await on.press("u")
    assert "unlocking in 2 s" in on.row(FRONT.key)


async def test_a_process_that_stood_still_sends_nothing() -> None:
    async with stage() as on:
        await begun(on)
        await on.wait(2 + LATE + 0.1)
        assert on.said == INTERRUPTED
        assert on.engine.requests == []
        assert "Esc stops" not in on.row(FRONT.key)


async def test_a_loop_that_is_a_little_late_still_sends() -> None:
    async with stage() as on:
        await begun(on)
        await on.wait(2 + LATE - 0.1)
        assert on.engine.requests == [(FRONT.key, CommandKind.unlock)]


@pytest.mark.parametrize("awake", [0.0, 0.5, 1.5])
async def test_a_machine_that_slept_sends_nothing_though_its_monotonic_clock_stood_still(awake: float) -> None:
    async with stage() as on:
        await begun(on)
        on.clock.advance(awake)
        on.clock.machine_sleeps(3600)
        await on.wait(2.0 - awake)
        assert on.said == INTERRUPTED
        assert on.engine.requests == []


async def test_it_is_stopped_as_soon_as_the_sleep_is_noticed() -> None:
    async with stage() as on:
        await begun(on)
        on.clock.machine_sleeps(3600)
        await on.wait(1.0)
        assert on.said == INTERRUPTED


async def test_the_second_press_counts_for_a_moment_only() -> None:
    for advance in (lambda on: on.clock.advance(9), lambda on: on.clock.machine_sleeps(9)):
        async with stage() as on:
            await begun(on)
            await on.wait(0.5)
            await on.press("u")
            advance(on)
            await on.wait(1.5)
            assert on.engine.requests == []
            assert on.said == INTERRUPTED


async def test_a_press_that_bounces_is_no_second_one() -> None:
    async with stage() as on:
        await begun(on)
        await on.press("u")
        await on.wait(0.5)
        assert on.engine.requests == []
        await on.press("escape")
        assert "stopped, nothing was sent" in on.said


async def test_a_suspension_stops_it_and_lets_others_poll() -> None:
    async with stage() as on:
        await begun(on)
        on.app.app_suspend_signal.publish(on.app)
        assert on.engine.suspensions == ["suspend"], "at once: a moment later the process stands still"
        assert on.said == INTERRUPTED
        on.clock.machine_sleeps(60)
        on.app.app_resume_signal.publish(on.app)
        await on.wait(5)
        assert on.engine.suspensions == ["suspend", "resume"]
        assert on.engine.requests == []


async def test_an_answer_to_a_question_counts_for_a_moment_only() -> None:
    async with stage() as on:
        await on.go_to(GARAGE.key)
        await on.press("o")
        await on.wait(1)
        await on.press("y")
        on.clock.machine_sleeps(3600)
        await on.wait(0.1)
        assert on.engine.requests == []
        assert isinstance(on.app.screen, QuestionScreen)
        await on.press("y")
        await on.wait(0.1)
        assert on.engine.requests == [(GARAGE.key, CommandKind.open)]


def test_a_deadline_is_missed_by_either_clock() -> None:
    clock = FakeClock(NOW)
    until = Deadline(clock, 2.0)
    assert (until.left, until.missed) == (2.0, False)
    clock.advance(2.5)
    assert (until.left, until.missed) == (-0.5, False)
    clock.machine_sleeps(0.6)
    assert until.missed
    clock.machine_sleeps(-3600)
    assert not until.missed, "a clock that is set back says nothing"
    clock.advance(1)
    assert until.missed
