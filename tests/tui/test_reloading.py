"""Settings that change while the dashboard runs: the real files, the app's own clock."""

from __future__ import annotations

import os
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from lockdash.config.loading import load
from lockdash.config.settings import Config
from lockdash.tui.actions import ACTIONS
from lockdash.tui.keymap import in_use
from lockdash.tui.reloading import EVERY
from tests.tui.stage import Stage, stage
from tests.tui.world import HOME, RENTALS

ACCOUNTS = """\
[[accounts]]
name = "home"
vendor = "tedee"
personal_key = "abc.one"

[[accounts]]
name = "rentals"
vendor = "remotelock"
client_id = "app"
client_secret = "secret-one"
"""


@pytest.fixture(autouse=True)
def usual_keys() -> Iterator[None]:
    yield
    in_use.use(ACTIONS)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    found = tmp_path / "config.toml"
    found.touch(mode=0o600)
    found.write_text(ACCOUNTS)
    return found


def write(path: Path, ui: str = "", accounts: str = ACCOUNTS) -> None:
    """As editors do: a new file in the place of the old one."""
    fresh = path.with_suffix(".new")
    fresh.touch(mode=0o600)
    fresh.write_text(f"{accounts}\n{ui}")
    os.replace(fresh, path)


@asynccontextmanager
async def opened(path: Path, *, settings: Config | None = None, theme: str | None = None) -> AsyncIterator[Stage]:
    async with stage(width=120, settings=settings or load(path), accounts=[HOME, RENTALS], theme=theme) as on:
        await on.wait(EVERY)
        yield on


async def looks(on: Stage) -> None:
    """Let it look until what was written counts: a file that is still being written does not."""
    for _ in range(3):
        await on.wait(EVERY)
        await on.app.workers.wait_for_complete(
            [each for each in on.app.workers if each.group in ("reload", "accounts")]
        )
        await on.quiet()


async def test_what_concerns_the_screen_is_taken_over_at_once(path: Path) -> None:
    async with opened(path) as on:
        write(path, '[ui]\ntheme = "lockdash-light"\nunlock = "ask"\nread_only = true\nbell = true\n')
        await looks(on)
        assert on.app.theme == "lockdash-light"
        assert on.app.read_only
        assert on.engine.reloaded[-1].unlock_of("home") == "ask"
        assert on.engine.reloaded[-1].read_only_of("rentals")
        assert on.app.config.ui.bell
        assert on.said == "Taken over from the configuration: theme, unlock, read_only, bell."
        assert "read-only" in on.text("#status")


async def test_the_bell_rings_only_while_it_is_wanted(path: Path) -> None:
    async with opened(path) as on:
        assert on.engine.log.rings == []
        write(path, "[ui]\nbell = true\n")
        await looks(on)
        assert on.engine.log.rings == [True]
        write(path, "")
        await looks(on)
        assert on.engine.log.rings == [True, False]


async def test_keys_are_taken_over_and_what_is_wrong_with_them_is_told(path: Path) -> None:
    async with opened(path) as on:
        write(path, '[keys]\nrefresh = ["f5"]\nunlok = ["x"]\n')
        await looks(on)
        there = 'In [keys], there is no action "unlok"; did you mean "unlock"?'
        assert on.said == f"Taken over from the configuration: keys. {there}"
        await on.press("f5")
        assert on.engine.refreshes == [None]
        await on.press("r")
        assert on.engine.refreshes == [None]
        write(path, "")
        await looks(on)
        await on.press("r")
        assert on.engine.refreshes == [None, None]


async def test_the_command_line_keeps_its_word(path: Path) -> None:
    async with opened(path, settings=load(path).all_read_only(), theme="lockdash-light") as on:
        write(path, '[ui]\ntheme = "lockdash-dark"\nread_only = false\nunlock = "now"\n')
        await looks(on)
        assert on.app.theme == "lockdash-light"
        assert on.app.read_only
        assert on.engine.reloaded[-1].read_only_of("home")
        assert on.engine.reloaded[-1].unlock_of("home") == "now"


async def test_a_theme_that_was_chosen_meanwhile_stays_until_the_file_names_another_one(path: Path) -> None:
    async with opened(path) as on:
        on.app.theme = "lockdash-light"
        write(path, '[ui]\nunlock = "ask"\n')
        await looks(on)
        assert on.app.theme == "lockdash-light"


async def test_a_theme_that_does_not_exist_changes_nothing(path: Path) -> None:
    async with opened(path) as on:
        write(path, '[ui]\ntheme = "mauve"\n')
        await looks(on)
        assert on.app.theme == "lockdash-dark"
        assert on.said.endswith('There is no theme "mauve"; this is lockdash-dark.')


async def test_a_broken_file_changes_nothing_and_is_told_once(path: Path) -> None:
    async with opened(path) as on:
        write(path, '[ui]\nunlock = "never"\n')
        await looks(on)
        assert f'{path}:13: "unlock" must be' in on.said
        assert on.said.startswith("The settings stay as they were: ")
        assert on.engine.reloaded == []
        on.devices.say("something else")
        await looks(on)
        assert on.said == "something else"
        write(path, '[ui]\nunlock = "ask"\n')
        await looks(on)
        assert on.said == "The configuration is good again. Taken over from the configuration: unlock."
        assert on.engine.reloaded[-1].unlock_of("home") == "ask"


async def test_a_file_that_is_gone_for_a_while_changes_nothing(path: Path) -> None:
    async with opened(path) as on:
        os.unlink(path)
        await looks(on)
        assert str(path) in on.said
        assert on.engine.reloaded == []
        write(path)
        await looks(on)
        assert on.said == "The configuration is good again."


async def test_another_secret_of_an_account_is_used_at_once(path: Path) -> None:
    async with opened(path) as on:
        write(path, accounts=ACCOUNTS.replace("secret-one", "secret-two"))
        await looks(on)
        assert [each.name for each in on.engine.replaced] == ["rentals"]
        assert on.engine.replaced[0].secrets["client_secret"].text.reveal() == "secret-two"  # type: ignore[union-attr]
        assert on.said == "Taken over from the configuration: rentals."
        assert on.app.config.account("rentals") == on.engine.replaced[0]


async def test_lines_that_only_moved_are_no_news(path: Path) -> None:
    async with opened(path) as on:
        write(path, accounts=f"# a remark\n\n{ACCOUNTS}")
        await looks(on)
        assert on.engine.replaced == []
        assert on.said == ""


async def test_a_new_account_needs_a_restart_and_is_told_once(path: Path) -> None:
    async with opened(path) as on:
        more = ACCOUNTS + '[[accounts]]\nname = "cabin"\nvendor = "tedee"\npersonal_key = "abc.two"\n'
        write(path, accounts=more)
        await looks(on)
        assert on.said == "Accounts changed: restart lockdash to take them over."
        assert [each.name for each in on.app.config.accounts] == ["home", "rentals"]
        on.devices.say("something else")
        write(path, '[ui]\nunlock = "ask"\n', accounts=more)
        await looks(on)
        assert on.said == "Taken over from the configuration: unlock."


async def test_nothing_is_looked_at_while_the_process_stands_still(path: Path) -> None:
    async with opened(path) as on:
        on.app.stand_still()
        write(path, '[ui]\nunlock = "ask"\n')
        await looks(on)
        assert on.engine.reloaded == []
        on.app.go_on()
        await looks(on)
        assert on.engine.reloaded[-1].unlock_of("home") == "ask"


async def test_looking_writes_nothing_to_the_screen(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async with opened(path) as on:
        painted: list[str] = []
        monkeypatch.setattr(type(on.app), "_display", lambda *_: painted.append("painted"))
        for _ in range(5):
            await on.wait(EVERY / 2)
        assert painted == []
        on.devices.say("something")
        await on.quiet()
        assert painted
