"""The bell and the notification: once for each alarm, and only for whoever wants them."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from lockdash.config.settings import Ui
from lockdash.tui.alarms import GATHER, REST, Alarms
from tests.tui.build_alarms import alarm
from tests.tui.stage import Stage, stage
from tests.tui.world import NOW, ago

BELL, NOTIFY = "\x07", "\x1b]9;"


class Ears:
    """`log`: hands out alarms. `written`: what reached the terminal for them. `alarms`: what rings."""

    def __init__(self, on: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
        self.on, self.log, self.written = on, on.engine.log, list[str]()
        monkeypatch.setattr(on.app, "bell", lambda: self.written.append(BELL))
        monkeypatch.setattr(on.app._driver, "write", self._write)
        self.alarms = Alarms(on.app)
        self.alarms.open()

    async def wait(self, seconds: float) -> None:
        """Let `seconds` pass after whatever was begun."""
        await self.on.quiet()
        await self.on.wait(seconds)

    async def until_told(self, times: int) -> None:
        """Let time pass until something was written `times` times, or clearly will not be."""
        for _ in range(100):
            if len(self.written) >= times:
                return
            await self.wait(GATHER)

    def _write(self, text: str) -> None:
        if NOTIFY in text:
            self.written.append(text)


@asynccontextmanager
async def ears(monkeypatch: pytest.MonkeyPatch, *, bell: bool = False, notify: bool = False) -> AsyncIterator[Ears]:
    for name in ("TMUX", "STY"):
        monkeypatch.delenv(name, raising=False)
    async with stage() as on:
        on.app.config = on.app.config.__class__(accounts=on.app.config.accounts, ui=Ui(bell=bell, notify=notify))
        made = Ears(on, monkeypatch)
        yield made
        made.alarms.close()
        assert made.log.listeners == []


async def test_whoever_wants_nothing_is_told_nothing_and_claims_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    async with ears(monkeypatch) as heard:
        heard.log.push(alarms=(alarm(1, NOW),))
        await heard.wait(GATHER)
        assert heard.written == []
        assert heard.log.rings == []


@pytest.mark.parametrize(
    ("bell", "notify", "written"),
    [
        (True, False, [BELL]),
        (False, True, ["\x1b]9;Somebody tried a wrong PIN at Front Door, 18:02\x07"]),
        (True, True, [BELL, "\x1b]9;Somebody tried a wrong PIN at Front Door, 18:02\x07"]),
    ],
)
async def test_an_alarm_is_told_once_as_the_user_wants_it(
    monkeypatch: pytest.MonkeyPatch, bell: bool, notify: bool, written: list[str]
) -> None:
    async with ears(monkeypatch, bell=bell, notify=notify) as heard:
        assert heard.log.rings == [True]
        heard.log.push()
        heard.log.push(alarms=(alarm(1, NOW),))
        await heard.until_told(len(written))
        assert heard.written == written
        heard.log.push()
        await heard.wait(REST * 3)
        assert heard.written == written


async def test_what_comes_together_is_one_notification(monkeypatch: pytest.MonkeyPatch) -> None:
    async with ears(monkeypatch, notify=True) as heard:
        heard.log.push(alarms=(alarm(1, ago(2), "Garage"), alarm(2, ago(1), "Lodge")))
        heard.log.push(alarms=(alarm(3, NOW),))
        await heard.until_told(1)
        assert heard.written == ["\x1b]9;Somebody tried a wrong PIN at Front Door, 18:02, and 2 more\x07"]


async def test_a_hundred_tries_do_not_ring_a_hundred_times(monkeypatch: pytest.MonkeyPatch) -> None:
    async with ears(monkeypatch, bell=True) as heard:
        for second in range(30):
            heard.log.push(alarms=(alarm(second, heard.on.clock.now()),))
            await heard.wait(1)
        await heard.wait(REST)
        await heard.until_told(2)
        assert 2 <= len(heard.written) <= 4


async def test_what_nobody_rang_for_in_time_rings_no_more(monkeypatch: pytest.MonkeyPatch) -> None:
    async with ears(monkeypatch, bell=True) as heard:
        heard.log.push(alarms=(alarm(1, ago(hours=8)),))
        await heard.wait(GATHER)
        assert heard.written == []


async def test_after_the_end_nothing_rings(monkeypatch: pytest.MonkeyPatch) -> None:
    async with ears(monkeypatch, bell=True) as heard:
        heard.log.push(alarms=(alarm(1, NOW),))
        heard.alarms.close()
        await heard.wait(GATHER)
        assert heard.written == []
        assert heard.log.rings == [True, False]
        heard.alarms.close()
        assert heard.log.rings == [True, False]


async def test_a_counter_stands_in_the_header_and_on_the_tab() -> None:
    async with stage() as on:
        assert "to see" not in on.picture()
        on.engine.push(unseen=3)
        await on.quiet()
        assert "3 to see" in on.text("#counts")
        assert "4 Events (3)" in on.text("#title")
        on.engine.push(unseen=0)
        await on.quiet()
        assert "to see" not in on.picture()
        assert "(3)" not in on.picture()
