from __future__ import annotations

import logging
import subprocess
import sys
from datetime import timedelta

import pytest

from lockdash.config.settings import Ui
from lockdash.domain.accounts import Condition
from lockdash.domain.commands import CommandKind, CommandStatus
from lockdash.domain.devices import LockState
from lockdash.domain.readings import Reading
from lockdash.domain.secret import Secret
from lockdash.engine.policy import Manner, Refusal
from lockdash.vendors.base import Answer
from lockdash.vendors.errors import Unreachable
from tests.engine.stage import config, device


async def test_refresh_reads_what_the_floors_allow_and_says_why_not(stage):
    async with stage.engine() as engine:
        await stage.pass_time(5)
        assert await engine.refresh("home") == {"home": "next sync in 15 s"}
        assert await engine.refresh("nobody") == {"nobody": "there is no account nobody"}
        await stage.pass_time(56)
        count = len(stage.script.at("locks"))
        assert await engine.refresh() == {"home": ""}
        await stage.pass_time(1)
        assert len(stage.script.at("locks")) == count + 1


async def test_refresh_tries_again_at_once_during_an_outage(stage):
    async with stage.engine() as engine:
        stage.script.down = Unreachable("refused")
        await stage.pass_time(900)
        stage.script.down = None
        assert await engine.refresh() == {"home": ""}
        await stage.pass_time(1)
        assert engine.snapshot.accounts["home"].condition is Condition.live


async def test_nothing_is_refreshed_before_the_start(stage):
    async with stage.engine(start=False) as engine:
        assert "before the start" in (await engine.refresh())["home"]
        assert stage.script.reads == []


async def test_read_once_reads_each_feed_once_and_polls_no_more(stage):
    stage.script.answers["sync"] = lambda: Answer(observations=stage.script.synced(), wants=frozenset({"locks"}))
    async with stage.engine(start=False) as engine:
        await engine.read_once()
        assert [read.feed for read in stage.script.reads] == ["locks", "sync"]
        assert engine.snapshot.accounts["home"].condition is Condition.live
        await stage.pass_time(300)
        assert len(stage.script.reads) == 2


async def test_read_once_again_is_served_from_the_store(stage):
    async with stage.engine(start=False) as engine:
        await engine.read_once()
    stage.clock.elapsed += 5
    async with stage.engine(start=False) as engine:
        await engine.read_once(["home"])
        assert len(stage.script.reads) == 2
        assert engine.snapshot.accounts["home"].condition is Condition.live
    stage.clock.elapsed += 60
    async with stage.engine(start=False) as engine:
        await engine.read_once()
        assert [read.feed for read in stage.script.reads] == ["locks", "sync", "sync"]


async def test_read_once_of_a_vendor_that_is_down_says_so(stage):
    stage.script.down = Unreachable("refused")
    async with stage.engine(start=False) as engine:
        await engine.read_once()
        assert engine.snapshot.accounts["home"].condition is Condition.offline
        assert len(stage.script.reads) == 1


async def test_a_command_without_pollers(stage):
    async with stage.engine(start=False) as engine:
        await engine.read_once()
        command = await engine.request("home/S1", CommandKind.unlock)
        await stage.pass_time(25)
        assert (await engine.settled(command.id, 1)).status is CommandStatus.unconfirmed


async def test_the_engine_refuses_what_the_policy_refuses(stage):
    stage.config = config(ui=Ui(read_only=True))
    async with stage.engine() as engine:
        with pytest.raises(Refusal, match="read-only"):
            await engine.request("home/S1", CommandKind.lock)
        with pytest.raises(Refusal, match="no device"):
            await engine.request("home/nothing", CommandKind.lock)
        assert not engine.judge("home/S1", CommandKind.unlock).allowed
    assert stage.script.sent == []


@pytest.mark.parametrize("manner", list(Manner))
async def test_the_configuration_sets_how_unlock_is_given(stage, manner):
    stage.config = config(ui=Ui(unlock=manner.value))
    async with stage.engine() as engine:
        assert engine.judge("home/S1", CommandKind.unlock).manner is manner
        assert engine.judge("home/S1", CommandKind.unlock, several=True).manner is Manner.ask


async def test_battery_history_reaches_the_detail_pane(stage):
    now = stage.clock.now()
    stage.script.answers["locks"] = Answer(devices=(device("1", battery=Reading(54, now, now)),))
    async with stage.engine() as engine:
        assert engine.battery_history("home/S1") == [(now, 54)]


async def test_a_listener_that_fails_harms_nobody(stage, caplog):
    async with stage.engine() as engine:
        told = []

        def bad(_) -> None:
            raise ValueError("broken")

        engine.subscribe(bad)
        unsubscribe = engine.subscribe(told.append)
        await stage.pass_time(30)
        assert told
        assert "a listener failed" in caplog.text
        unsubscribe()
        unsubscribe()
        count = len(told)
        await stage.pass_time(30)
        assert len(told) == count


async def test_stop_ends_every_task_and_closes_the_clients(stage):
    import asyncio

    async with stage.engine() as engine:
        engine.subscribe(lambda _: None)
        await engine.request("home/S1", CommandKind.lock)
        assert any("lockdash" in task.get_name() for task in asyncio.all_tasks())
    assert not [task for task in asyncio.all_tasks() if task is not asyncio.current_task()]
    assert stage.script.closed == 1


async def test_the_client_gets_settings_secrets_and_the_allowance(stage):
    async with stage.engine():
        [connection] = stage.script.connections
        assert connection.secrets == {"key": Secret("opens nothing")}
        assert connection.account == "home"
        assert connection.allowance.limit == 700


async def test_no_log_line_holds_a_secret(stage, caplog):
    caplog.set_level(logging.DEBUG)
    stage.script.answers["sync"] = ValueError("opens nothing")
    async with stage.engine() as engine:
        await engine.request("home/S1", CommandKind.lock)
        await stage.pass_time(60)
    assert "command" in caplog.text
    assert "opens nothing" not in caplog.text


async def test_a_thousand_devices_are_one_quiet_page(stage):
    """One poll of a thousand devices is one notification, and in the next one only the one that moved is `changed`."""
    stage.script.states = {str(number): LockState.locked for number in range(1000)}
    async with stage.engine() as engine:
        assert len(engine.snapshot.devices) == 1000
        told = []
        engine.subscribe(told.append)
        moved = device("7", Reading(LockState.unlocked, stage.clock.now() + timedelta(seconds=5), stage.clock.now()))
        stage.script.answers["sync"] = Answer(devices=(moved,))
        await stage.pass_time(25)
        assert {key for each in told for key in each.changed} == {"home/S7"}


def test_importing_the_engine_imports_no_vendor_no_http_and_no_screen():
    code = (
        "import sys, lockdash.engine.engine\n"
        "print([name for name in sys.modules if name.split('.')[0] in ('httpx', 'textual', 'rich', 'filelock')"
        " or name.startswith(('lockdash.vendors.tedee', 'lockdash.vendors.remotelock', 'lockdash.simulator'))])"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "[]"
