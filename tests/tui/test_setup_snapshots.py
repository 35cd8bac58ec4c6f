"""Portraits of the setup: each step, at the sizes and in the lights that matter. No secret is in them."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from textual.pilot import Pilot

from lockdash.config.writing import WriteError
from tests.tui.setup_stage import DOUBTFUL, KEY, WRONG, FakeBench, SetupStage, refused, setup_app

Before = Callable[[SetupStage], Awaitable[None]]


def compare(snap_compare: Any, before: Before, size: tuple[int, int] = (80, 24), **look: Any) -> bool:
    bench = FakeBench()

    async def run_before(pilot: Pilot[Any]) -> None:
        on = SetupStage(pilot.app, pilot, bench)  # type: ignore[arg-type]
        await on.quiet()
        await before(on)

    return bool(snap_compare(setup_app(bench, **look), terminal_size=size, run_before=run_before))


async def welcome(on: SetupStage) -> None:
    pass


async def ways(on: SetupStage) -> None:
    await on.choose("latchworks")


async def guide(on: SetupStage) -> None:
    await ways(on)
    await on.choose("0")


async def fields(on: SetupStage) -> None:
    await on.to_fields()
    await on.paste(KEY)


async def more_fields(on: SetupStage) -> None:
    await fields(on)
    await on.press("ctrl+t")


async def problems(on: SetupStage) -> None:
    await on.to_fields()
    await on.press("tab", "right", "up", "up", "ctrl+u", "ctrl+o")


async def under_way(on: SetupStage) -> None:
    on.bench.checkups = [None]
    await on.to_test()


async def fine(on: SetupStage) -> None:
    await on.to_test()


async def doubtful(on: SetupStage) -> None:
    on.bench.checkups = [DOUBTFUL]
    await on.to_test()


async def wrong(on: SetupStage) -> None:
    on.bench.checkups = [WRONG]
    await on.to_test()


async def signing(on: SetupStage) -> None:
    attempt = await on.to_sign_in()
    attempt.answers = [refused(again=True)]
    await on.paste("a-code")
    await on.press("enter")


async def saved(on: SetupStage) -> None:
    on.bench.remark = "`lockdash login latchworks` signs in, and the dashboard does."
    await on.to_test()
    await on.press("enter")


async def unsaved(on: SetupStage) -> None:
    why = "/home/ada/.config/lockdash cannot be written: Read-only file system"
    on.bench.unwritable = [WriteError(why, "name another configuration with --config FILE")]
    await on.to_test()
    await on.press("enter")


async def leaving(on: SetupStage) -> None:
    await fields(on)
    await on.press("ctrl+c")


STEPS = (
    welcome,
    ways,
    guide,
    fields,
    more_fields,
    problems,
    under_way,
    fine,
    doubtful,
    wrong,
    signing,
    saved,
    unsaved,
    leaving,
)
named: Any = {"ids": lambda step: step.__name__}


@pytest.mark.parametrize("step", STEPS, **named)
def test_step(snap_compare: Any, step: Before) -> None:
    assert compare(snap_compare, step)


@pytest.mark.parametrize("size", [(40, 12), (120, 40), (200, 50)], ids=lambda size: f"{size[0]}x{size[1]}")
@pytest.mark.parametrize("step", [fields, doubtful], **named)
def test_size(snap_compare: Any, step: Before, size: tuple[int, int]) -> None:
    assert compare(snap_compare, step, size)


@pytest.mark.parametrize("step", [fields, signing, wrong], **named)
def test_no_color(snap_compare: Any, step: Before, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    assert compare(snap_compare, step)


@pytest.mark.parametrize("step", [fields, doubtful], **named)
@pytest.mark.parametrize("look", [{"ascii_only": True}, {"theme": "lockdash-light"}], ids=["ascii", "light"])
def test_look(snap_compare: Any, step: Before, look: dict[str, Any]) -> None:
    assert compare(snap_compare, step, **look)


def test_too_small(snap_compare: Any) -> None:
    assert compare(snap_compare, welcome, (39, 11))
