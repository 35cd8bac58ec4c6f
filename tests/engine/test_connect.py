"""The client of an account, its secrets, and when both are had anew."""

from __future__ import annotations

import asyncio
import stat

import msgspec
import pytest

from lockdash.config.secrets import SecretKind, SecretSource
from lockdash.config.settings import AccountConfig
from lockdash.domain.secret import Secret
from lockdash.engine.connect import SELDOM, Line
from lockdash.vendors.errors import Unauthorised
from tests.engine.stage import Script, ScriptedPlugin, VirtualClock, config


@pytest.fixture
def clock():
    return VirtualClock()


@pytest.fixture
def script(clock):
    return Script(clock)


@pytest.fixture
async def line_of(writer, clock, script):
    lines = []

    def of(source):
        account = config(secret=source).accounts[0]
        lines.append(Line(account, lambda vendor: ScriptedPlugin(script), writer, clock))
        return lines[-1]

    yield of
    for line in lines:
        await line.aclose()


def a_file(path, secret):
    path.write_text(secret)
    path.chmod(0o600)
    return SecretSource(SecretKind.file, str(path))


def a_command(tmp_path):
    """Counts its runs, and gives the count."""
    script = tmp_path / "secret"
    script.write_text(f"#!/bin/sh\necho x >> {tmp_path}/runs\nexec wc -l < {tmp_path}/runs\n")
    script.chmod(script.stat().st_mode | stat.S_IXUSR)
    return SecretSource(SecretKind.command, str(script))


def runs(tmp_path):
    return (tmp_path / "runs").read_text().count("x")


def keys(script):
    return [each.secrets["key"].reveal().strip() for each in script.connections]


async def test_a_client_is_made_once(line_of, script):
    line = line_of(None)
    assert await line.client() is await line.client()
    assert len(script.connections) == 1


async def test_a_secret_that_was_changed_in_its_file_is_taken_once_the_old_one_is_doubted(line_of, script, tmp_path):
    line = line_of(a_file(tmp_path / "key", "old"))
    first = await line.client()
    a_file(tmp_path / "key", "new")
    assert await line.client() is first
    line.doubt()
    assert await line.client() is not first
    assert keys(script) == ["old", "new"]
    assert script.connections[0].gate is script.connections[1].gate


async def test_a_secret_that_is_the_same_makes_no_other_client(line_of, script, tmp_path):
    line = line_of(a_file(tmp_path / "key", "old"))
    first = await line.client()
    for _ in range(3):
        line.doubt()
        assert await line.client() is first


async def test_a_command_is_not_run_for_each_refusal(line_of, script, clock, tmp_path):
    line = line_of(a_command(tmp_path))
    await line.client()
    for second in range(int(SELDOM)):
        clock.elapsed = float(second)
        line.doubt()
        await line.client()
    assert runs(tmp_path) == 1
    clock.elapsed = SELDOM
    await line.client()
    assert runs(tmp_path) == 2
    assert keys(script) == ["1", "2"]


async def test_a_command_that_fails_is_not_run_for_each_call(line_of, script, clock, tmp_path):
    line = line_of(SecretSource(SecretKind.command, f"sh -c 'echo x >> {tmp_path}/runs; exit 3'"))
    for _ in range(3):
        with pytest.raises(Unauthorised, match="exit code 3"):
            await line.client()
    assert runs(tmp_path) == 1
    clock.elapsed = SELDOM
    with pytest.raises(Unauthorised):
        await line.client()
    assert runs(tmp_path) == 2


async def test_somebody_who_puts_it_right_does_not_wait(line_of, script, tmp_path):
    line = line_of(a_command(tmp_path))
    await line.client()
    line.forget()
    await line.client()
    assert runs(tmp_path) == 2


async def test_what_was_forgotten_serves_those_who_have_it_and_is_closed_in_the_end(line_of, script):
    line = line_of(None)
    for _ in range(4):
        await line.client()
        line.forget()
    await line.client()
    assert (len(script.connections), script.closed) == (5, 2)
    await line.aclose()
    assert script.closed == 5


async def test_forgotten_while_it_is_made_it_is_made_again(line_of, script, tmp_path, monkeypatch):
    line = line_of(a_file(tmp_path / "key", "old"))
    making = asyncio.create_task(line.client())
    await asyncio.sleep(0)
    new = msgspec.structs.replace(line._config, secrets={"key": SecretSource(SecretKind.value, Secret("new"))})
    line.replace(new)
    await making
    await line.client()
    assert keys(script)[-1] == "new"


async def test_other_secrets_and_settings_are_taken_but_no_other_vendor(line_of, script):
    line = line_of(None)
    await line.client()
    new = msgspec.structs.replace(line._config, secrets={"key": SecretSource(SecretKind.value, Secret("new"))})
    line.replace(new)
    await line.client()
    assert keys(script)[-1] == "new"
    other = AccountConfig(name="home", vendor="other", settings=ScriptedPlugin.settings(), secrets={})
    with pytest.raises(ValueError, match="pretend"):
        line.replace(other)


async def test_a_file_that_is_gone_is_told_and_tried_again(line_of, tmp_path):
    line = line_of(a_file(tmp_path / "key", "old"))
    await line.client()
    (tmp_path / "key").unlink()
    line.doubt()
    for _ in range(2):
        with pytest.raises(Unauthorised, match="cannot be read"):
            await line.client()
    a_file(tmp_path / "key", "new")
    await line.client()
