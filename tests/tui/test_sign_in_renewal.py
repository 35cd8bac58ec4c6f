"""A new key for an account: where it comes from, that it is tried first, and where it is kept. The files are real."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from textual import events

from lockdash.config.loading import load
from lockdash.config.writing import write_account
from lockdash.domain.findings import Finding, Level
from lockdash.domain.secret import Secret
from lockdash.store.errors import StoreError
from lockdash.tui.panes.renewal import Stage as Standing
from lockdash.tui.screens.renewal import RenewalScreen
from lockdash.vendors.checkup import Checkup
from tests.tui.stage import Stage, stage
from tests.tui.world import HOME_SIGNED_OUT

OLD, NEW = "abc123.old-key", "abc124.new-key"
REFUSED = Finding("signed in", Level.failure, "Tedee does not accept the key", "make a new one")
LACKING = Finding("scopes", Level.warning, "the key lacks DeviceShare.Read: people are not shown")


def written(folder: Path, *lines: str) -> Path:
    """Return a configuration with an account `home` and `lines` in its table."""
    path = folder / "config.toml"
    path.touch(mode=0o600)
    path.write_text("\n".join(["[[accounts]]", 'name = "home"', 'vendor = "tedee"', *lines, ""]))
    return path


def ours(folder: Path) -> Path:
    """Return a configuration of which lockdash wrote the account `home` itself."""
    path = folder / "config.toml"
    path.touch(mode=0o600)
    write_account(path, "home", "tedee", {}, {"personal_key": Secret(OLD)})
    return path


@asynccontextmanager
async def renewing(
    path: Path, *trials: Checkup | Exception, width: int = 100, height: int = 30
) -> AsyncIterator[Stage]:
    async with stage(width, height, accounts=[HOME_SIGNED_OUT], settings=load(path)) as on:
        on.engine.sign_ins.trials = list(trials)
        await on.press("S")
        yield on


def sheet(on: Stage) -> RenewalScreen:
    assert isinstance(on.app.screen, RenewalScreen)
    return on.app.screen


def on_disk(path: Path) -> object:
    """Return the key that the files hold."""
    found = load(path).account("home")
    assert found is not None
    return found.secrets["personal_key"].text


def shown(on: Stage) -> str:
    """What the screen says, wherever lines are broken."""
    return "".join(on.picture().split())


def squeezed(text: str) -> str:
    return "".join(text.split())


async def done(on: Stage) -> None:
    """Wait until the trial has come to its end: files are read and written in a thread."""
    await on.app.workers.wait_for_complete([each for each in on.app.workers if each.group == "renewal"])
    await on.quiet()


async def typed(on: Stage, text: str) -> None:
    on.app.post_message(events.Paste(text))
    await on.quiet()
    await on.press("enter")
    await done(on)


async def test_it_says_what_happened_and_where_the_key_stands(tmp_path: Path) -> None:
    async with renewing(written(tmp_path, f'personal_key = "{OLD}"'), width=160) as on:
        told = on.picture()
        assert "Signed out for 12 m: The personal key is not accepted." in told
        assert squeezed(f"The personal key stands in {tmp_path}/config.toml:4.") in shown(on)
        assert "Put the new one there" in told
        assert OLD not in told
        assert not sheet(on).typing


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ('personal_key_env = "TEDEE_KEY"', "comes from the environment variable TEDEE_KEY (named in"),
        ('personal_key_file = "tedee.key"', "comes from the file tedee.key (named in"),
        ('personal_key_command = "pass show tedee"', "comes from the command `pass show tedee` (named in"),
    ],
)
async def test_every_form_of_a_secret_is_named(tmp_path: Path, line: str, said: str) -> None:
    async with renewing(written(tmp_path, line), width=160) as on:
        assert said in on.picture()
        assert ("set it anew, and start lockdash again" in on.picture()) == ("_env" in line)
        assert not sheet(on).typing


async def test_a_key_that_was_changed_in_the_file_is_tried_at_once(tmp_path: Path) -> None:
    path = written(tmp_path, f'personal_key = "{OLD}"')
    async with renewing(path, Checkup((REFUSED,)), Checkup((), 4)) as on:
        await on.press("enter")
        await done(on)
        assert "! Tedee does not accept the key; make a new one" in on.picture()
        assert on.engine.replaced == []
        written(tmp_path, f'personal_key = "{NEW}"')
        await on.press("enter")
        await done(on)
        assert [each.secrets["personal_key"].text for each in on.engine.sign_ins.tried] == [Secret(OLD), Secret(NEW)]
        assert on.engine.replaced == [on.engine.sign_ins.tried[1]]
        assert on.app.config.account("home") == on.engine.replaced[0]
        assert "It is accepted; reading devices." in on.picture()
        await on.press("enter")
        assert len(on.app.screen_stack) == 1


async def test_a_broken_file_is_told_with_its_line(tmp_path: Path) -> None:
    path = written(tmp_path, f'personal_key = "{OLD}"')
    async with renewing(path, width=160) as on:
        written(tmp_path, f'personal_key = "{NEW}"', "api_version = 37")
        await on.press("enter")
        await done(on)
        assert squeezed(f'! {path}:5: "api_version" must be text') in shown(on)
        assert on.engine.sign_ins.tried == []


async def test_where_the_drop_in_is_ours_a_new_key_is_typed_tried_and_written(tmp_path: Path) -> None:
    path = ours(tmp_path)
    async with renewing(path, Checkup((LACKING,), 4)) as on:
        drop_in = tmp_path / "config.d" / "home.toml"
        assert str(drop_in) in shown(on)
        on.app.post_message(events.Paste(f" {NEW}\n"))
        await on.quiet()
        assert NEW not in on.picture()
        assert "•" * len(NEW) in on.picture()
        await on.press("enter")
        await done(on)
        assert on.engine.sign_ins.tried[0].secrets["personal_key"].text == Secret(NEW)
        assert on_disk(path) == Secret(NEW)
        assert on.engine.replaced[0].secrets["personal_key"].text == Secret(NEW)
        assert drop_in.stat().st_mode & 0o777 == 0o600
        assert "It is accepted; reading devices." in on.picture()
        assert "! the key lacks DeviceShare.Read: people are not shown" in on.picture()


async def test_a_key_that_is_refused_is_not_written_and_leaves_the_screen(tmp_path: Path) -> None:
    path = ours(tmp_path)
    async with renewing(path, Checkup((REFUSED, LACKING))) as on:
        await typed(on, NEW)
        assert "! Tedee does not accept the key; make a new one" in on.picture()
        assert "people are not shown" not in on.picture()
        assert sheet(on).typed() == {"personal_key": ""}
        assert sheet(on).stage is Standing.asking
        assert on.engine.replaced == []
        assert on_disk(path) == Secret(OLD)


async def test_a_key_can_be_renewed_twice(tmp_path: Path) -> None:
    path = ours(tmp_path)
    async with renewing(path) as on:
        await typed(on, "abc124.first")
        await on.press("enter", "S")
        await typed(on, "abc125.second")
        assert sheet(on).stage is Standing.done
        assert "no longer" not in on.picture()
        assert on_disk(path) == Secret("abc125.second")


async def test_a_good_key_that_cannot_be_written_counts_until_the_end(tmp_path: Path) -> None:
    path = ours(tmp_path)
    async with renewing(path, width=160) as on:
        drop_in = tmp_path / "config.d" / "home.toml"
        drop_in.write_text(f"# mine\n{drop_in.read_text()}")
        await typed(on, NEW)
        assert "! It counts until lockdash ends, and no longer:" in on.picture()
        assert "was changed since it was read" in on.picture()
        assert on.engine.replaced[0].secrets["personal_key"].text == Secret(NEW)
        assert NEW not in drop_in.read_text()


async def test_enter_without_a_key_says_what_is_missing(tmp_path: Path) -> None:
    async with renewing(ours(tmp_path)) as on:
        await on.press("enter")
        assert "! There is no personal key yet." in on.picture()
        assert on.engine.sign_ins.tried == []


async def test_a_store_that_fails_is_told(tmp_path: Path) -> None:
    async with renewing(ours(tmp_path), StoreError("the disk is full")) as on:
        await typed(on, NEW)
        assert "the disk is full" in on.picture()
        assert sheet(on).stage is Standing.asking


async def test_esc_leaves_and_keeps_the_old_one(tmp_path: Path) -> None:
    async with renewing(ours(tmp_path)) as on:
        on.app.post_message(events.Paste(NEW))
        await on.quiet()
        await on.press("escape")
        assert len(on.app.screen_stack) == 1
        assert on.engine.sign_ins.tried == []


@pytest.mark.parametrize("width", [20, 34, 80, 200])
@pytest.mark.parametrize("height", [5, 8, 24, 100])
async def test_it_fits_any_size(tmp_path: Path, width: int, height: int) -> None:
    async with renewing(ours(tmp_path), width=width, height=height) as on:
        await on.press("x")
        assert len(on.picture().splitlines()) == height
        assert ("Make it larger" in on.picture()) == (width < 34 or height < 8)
