"""Portraits of accounts that are signed out, and of the sheets on which they are signed in."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import msgspec
import pytest
from textual import events
from textual.pilot import Pilot

from lockdash.config.origins import From, Origin
from lockdash.config.secrets import SecretKind, SecretSource
from lockdash.config.settings import AccountConfig, Config
from lockdash.domain.accounts import Condition
from lockdash.domain.secret import Secret
from lockdash.tui.dashboard import LockdashApp
from lockdash.vendors.errors import SignInError
from tests.tui.fake_sign_ins import FakeAttempt
from tests.tui.world import FRONT, HOME, HOME_SIGNED_OUT, RENTALS, RENTALS_OFFLINE, NoSettings, ago, app

RENTALS_OUT = msgspec.structs.replace(
    RENTALS,
    condition=Condition.unauthorised,
    since=ago(minutes=12),
    detail="nobody has signed in to it yet",
    last_ok_at=None,
)
REFUSED = SignInError(
    "the code is not accepted: it is older than 10 minutes, or was used before",
    remedy="open the address again for another code",
    again=True,
)
SIZES = [(80, 24), (120, 40)]
Before = Callable[[Pilot[Any]], Awaitable[None]]


@pytest.fixture(autouse=True)
def no_browser(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("lockdash.engine.signing.browser.browser_at_hand", lambda *_: False)


def keys(*pressed: str, pasted: str = "", after: tuple[str, ...] = (), on: str | None = None) -> Before:
    async def before(pilot: Pilot[Any]) -> None:
        await pilot.pause()
        if on is not None:
            pilot.app.screen.table.cursor_key = on
            await pilot.pause()
        for key in pressed:
            await pilot.press(key)
            await pilot.pause()
        if pasted:
            pilot.app.post_message(events.Paste(pasted))
            await pilot.pause()
        for key in after:
            await pilot.press(key)
            await pilot.pause()
        await pilot.pause()
        await pilot.pause()

    return before


class Placed(Config, frozen=True, kw_only=True):
    """A configuration whose account stands at one place, whatever the machine."""

    def origin_of(self, key: str) -> Origin:
        return Origin(From.file, Path("/home/ada/.config/lockdash/config.toml"), 4)


def settings(*, is_ours: bool = False) -> Config:
    secret = SecretSource(SecretKind.value, Secret("abc.key"))
    home = AccountConfig(
        name="home", vendor="tedee", settings=NoSettings(), secrets={"personal_key": secret}, is_ours=is_ours
    )
    return Placed(path=Path("/home/ada/.config/lockdash/config.toml"), accounts=(home,))


def signing(*attempts: FakeAttempt, **more: Any) -> LockdashApp:
    made = app(accounts=[HOME, RENTALS_OUT], **more)
    made.engine.sign_ins.accounts = {"rentals"}  # type: ignore[attr-defined]
    made.engine.sign_ins.attempts = list(attempts)  # type: ignore[attr-defined]
    return made


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
def test_list_of_a_signed_out_account(snap_compare, size: tuple[int, int]) -> None:
    made = app(accounts=[HOME_SIGNED_OUT, RENTALS_OFFLINE])
    assert snap_compare(made, terminal_size=size, run_before=keys(on=FRONT.key))


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
def test_nothing_but_signed_out_accounts(snap_compare, size: tuple[int, int]) -> None:
    made = app(accounts=[HOME_SIGNED_OUT, RENTALS_OUT], devices=[], commands=[])
    assert snap_compare(made, terminal_size=size, run_before=keys())


def test_accounts_sheet(snap_compare) -> None:
    made = app(accounts=[HOME_SIGNED_OUT, RENTALS_OFFLINE], keys={"sort": ("r",)})
    assert snap_compare(made, terminal_size=(80, 24), run_before=keys("a"))


def test_choice_of_accounts(snap_compare) -> None:
    made = app(accounts=[HOME_SIGNED_OUT, RENTALS_OUT])
    assert snap_compare(made, terminal_size=(80, 24), run_before=keys("S"))


@pytest.mark.parametrize("size", [*SIZES, (200, 50), (40, 12)], ids=lambda size: f"{size[0]}x{size[1]}")
def test_waiting(snap_compare, size: tuple[int, int]) -> None:
    assert snap_compare(signing(FakeAttempt()), terminal_size=size, run_before=keys("S"))


def test_a_browser_is_waited_for(snap_compare) -> None:
    made = signing(FakeAttempt(listens=True))
    assert snap_compare(made, terminal_size=(80, 24), run_before=keys("S", pasted="1/3f9c0d5b"))


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
def test_refused(snap_compare, size: tuple[int, int]) -> None:
    made = signing(FakeAttempt(fails=(REFUSED,)))
    assert snap_compare(made, terminal_size=size, run_before=keys("S", pasted="1/3f9c0d5b", after=("enter",)))


def test_refused_in_ascii(snap_compare) -> None:
    made = signing(FakeAttempt(fails=(REFUSED,)), ascii_only=True)
    assert snap_compare(made, terminal_size=(80, 24), run_before=keys("S", pasted="1/3f9c0d5b", after=("enter",)))


def test_refused_without_colour(snap_compare, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    made = signing(FakeAttempt(fails=(REFUSED,)))
    assert snap_compare(made, terminal_size=(80, 24), run_before=keys("S", pasted="1/3f9c0d5b", after=("enter",)))


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
def test_new_key(snap_compare, size: tuple[int, int]) -> None:
    made = app(accounts=[HOME_SIGNED_OUT], settings=settings(is_ours=True))
    assert snap_compare(made, terminal_size=size, run_before=keys("S", pasted="abc.new-key"))


def test_key_that_stands_elsewhere(snap_compare) -> None:
    made = app(accounts=[HOME_SIGNED_OUT], settings=settings())
    assert snap_compare(made, terminal_size=(80, 24), run_before=keys("S"))
