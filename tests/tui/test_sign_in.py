"""Signing in by a browser without leaving the dashboard: what is shown, what the engine is asked, and that it ends."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import msgspec
import pytest
from textual import events

from lockdash.domain.accounts import Condition
from lockdash.store.errors import StoreError
from lockdash.tui.deliberate import QUIET
from lockdash.tui.panes.sign_in import Stage as Standing
from lockdash.tui.screens.list_tab import RESTED
from lockdash.tui.screens.pick import PickScreen
from lockdash.tui.screens.renewal import RenewalScreen
from lockdash.tui.screens.sign_in import SignInScreen
from lockdash.vendors.errors import SignInError, Unauthorised, Unreachable
from tests.tui.fake_sign_ins import ADDRESS, FakeAttempt
from tests.tui.stage import Stage, stage
from tests.tui.world import HOME, HOME_SIGNED_OUT, RENTALS, RENTALS_OFFLINE, ago

RENTALS_OUT = msgspec.structs.replace(
    RENTALS,
    condition=Condition.unauthorised,
    since=ago(minutes=12),
    detail="nobody has signed in to it yet",
    last_ok_at=None,
)
CODE = "1/3f9c0d5b"
REFUSED = SignInError("The code is not accepted: it was used before", remedy="open the address again", again=True)
DENIED = SignInError("The vendor was told not to let lockdash in")
DOWN = Unreachable("connect.example.com refuses the connection", remedy="look at your connection")


@pytest.fixture(autouse=True)
def no_browser(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return the addresses that were opened in the browser of this machine."""
    opened: list[str] = []
    monkeypatch.setattr("lockdash.engine.signing.browser.browser_at_hand", lambda *_: False)
    monkeypatch.setattr("lockdash.engine.signing.browser.open_page", opened.append)
    return opened


@asynccontextmanager
async def signing(
    *attempts: FakeAttempt | Exception, width: int = 80, height: int = 24, **more: object
) -> AsyncIterator[Stage]:
    """The sheet on which rentals is signed in."""
    async with stage(width, height, accounts=[HOME, RENTALS_OUT], **more) as on:
        on.engine.sign_ins.accounts = {"rentals"}
        on.engine.sign_ins.attempts = list(attempts)
        await on.press("S")
        yield on


def sheet(on: Stage) -> SignInScreen:
    assert isinstance(on.app.screen, SignInScreen)
    return on.app.screen


async def paste(on: Stage, text: str) -> None:
    on.app.post_message(events.Paste(text))
    await on.quiet()


# Which account


async def test_with_none_signed_out_it_says_so() -> None:
    async with stage(accounts=[HOME, RENTALS]) as on:
        await on.press("S")
        assert on.said == "No account is signed out."


async def test_other_trouble_is_pointed_at() -> None:
    async with stage(accounts=[HOME, RENTALS_OFFLINE]) as on:
        await on.press("S")
        assert on.said == "No account is signed out. a shows what is wrong."


async def test_of_several_it_asks_which() -> None:
    async with stage(accounts=[HOME_SIGNED_OUT, RENTALS_OUT]) as on:
        on.engine.sign_ins.accounts = {"rentals"}
        on.engine.sign_ins.attempts = [FakeAttempt()]
        await on.press("S")
        assert isinstance(on.app.screen, PickScreen)
        assert "home  signed out for 12 m" in on.picture()
        await on.press("down", "enter")
        assert sheet(on).account == "rentals"


async def test_it_begins_from_the_accounts_sheet_too() -> None:
    async with stage(accounts=[HOME_SIGNED_OUT, RENTALS]) as on:
        await on.press("a")
        assert "S signs in again" in on.picture()
        await on.press("S")
        assert isinstance(on.app.screen, RenewalScreen)


async def test_read_only_mode_lets_one_sign_in() -> None:
    async with signing(FakeAttempt(), height=30) as on:
        on.app.config = on.app.config.all_read_only()
        assert on.app.read_only
        await paste(on, CODE)
        await on.press("enter")
        assert sheet(on).stage is Standing.done


# The address


async def test_it_shows_what_happened_and_the_whole_address_in_lines_that_can_be_selected() -> None:
    async with signing(FakeAttempt()) as on:
        assert on.engine.sign_ins.begun == [("rentals", False, True)]
        lines = on.picture().splitlines()
        first = next(number for number, each in enumerate(lines) if each.startswith("https://"))
        assert "".join(each.rstrip() for each in lines[first : first + 3]) == ADDRESS
        assert all(len(each) == 80 for each in lines[first : first + 2])
        assert "Signed out for 12 m: nobody has signed in to it yet" in on.picture()
        assert "A code is shown then: paste it here." in on.picture()


async def test_y_copies_the_address(monkeypatch: pytest.MonkeyPatch) -> None:
    copied: list[str] = []
    async with signing(FakeAttempt()) as on:
        monkeypatch.setattr(on.app, "copy_to_clipboard", lambda text, **_: copied.append(text))
        await on.press("y")
        assert copied == []
        await on.wait(QUIET + 0.01)
        assert copied == [ADDRESS]
        assert "The address is copied to your terminal's clipboard." in on.picture()
        assert sheet(on).typed() == {"code": ""}


async def test_a_code_that_begins_with_y_and_is_typed_by_a_terminal_is_no_copying(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    copied: list[str] = []
    async with signing(FakeAttempt()) as on:
        monkeypatch.setattr(on.app, "copy_to_clipboard", lambda text, **_: copied.append(text))
        await on.press("y", "y", "7")
        await on.wait(QUIET + 0.01)
        assert copied == []
        assert sheet(on).typed() == {"code": "yy7"}


# The code


@pytest.mark.parametrize(
    "text", [CODE, f"{CODE}\n", f"  {CODE}\r\n", f"{CODE[:5]}\n{CODE[5:]}", f"\x1b[31m{CODE}\x1b[0m"]
)
async def test_what_is_pasted_lands_in_the_field_wherever_the_focus_is(text: str) -> None:
    attempt = FakeAttempt()
    async with signing(attempt) as on:
        await paste(on, text)
        assert sheet(on).typed() == {"code": CODE}
        await on.press("enter")
        assert attempt.handed_in == [CODE]
        assert sheet(on).stage is Standing.done
        assert "Signed in; reading devices." in on.picture()


async def test_the_code_does_not_stay_on_screen_while_it_is_exchanged_or_after() -> None:
    attempt = FakeAttempt(held=True, fails=(REFUSED,))
    async with signing(attempt) as on:
        await paste(on, CODE)
        assert CODE in on.picture()
        await on.press("enter")
        assert sheet(on).stage is Standing.exchanging
        assert "Exchanging the code at connect.example.com" in on.picture()
        assert CODE not in on.picture()
        attempt.release()
        await on.quiet()
        assert sheet(on).stage is Standing.waiting
        assert CODE not in on.picture()
        assert sheet(on).typed() == {"code": ""}


async def test_another_code_can_follow_a_refused_one() -> None:
    attempt = FakeAttempt(fails=(REFUSED,))
    async with signing(attempt) as on:
        await paste(on, "wrong")
        await on.press("enter")
        assert "! The code is not accepted: it was used before; open the address again" in on.picture()
        assert ADDRESS[:60] in on.picture()
        await paste(on, CODE)
        await on.press("enter")
        assert attempt.handed_in == ["wrong", CODE]
        assert sheet(on).stage is Standing.done
        assert attempt.closed == 1


async def test_a_sign_in_that_is_over_begins_again() -> None:
    first, second = FakeAttempt(fails=(DENIED,)), FakeAttempt()
    async with signing(first, second) as on:
        await paste(on, CODE)
        await on.press("enter")
        assert sheet(on).stage is Standing.ended
        assert "! The vendor was told not to let lockdash in" in on.picture()
        await on.press("enter")
        assert sheet(on).stage is Standing.waiting
        assert first.closed == 1
        assert len(on.engine.sign_ins.begun) == 2


@pytest.mark.parametrize("error", [DOWN, StoreError("the disk is full")])
async def test_while_nobody_answers_the_same_code_is_tried_again(error: Exception) -> None:
    attempt = FakeAttempt(fails=(error,))
    async with signing(attempt) as on:
        await paste(on, CODE)
        await on.press("enter")
        assert str(error) in on.picture()
        assert "Try again" in on.picture()
        assert CODE not in on.picture()
        await on.press("enter")
        assert attempt.handed_in == [CODE, CODE]
        assert sheet(on).stage is Standing.done


async def test_enter_without_a_code_says_what_is_missing() -> None:
    attempt = FakeAttempt()
    async with signing(attempt) as on:
        await on.press("enter")
        assert "There is no code yet" in on.picture()
        assert attempt.handed_in == []


async def test_what_keeps_it_from_beginning_is_told() -> None:
    missing = Unauthorised("the client secret of rentals could not be had: the file x is gone", remedy="put it back")
    async with signing(missing, FakeAttempt(), width=120) as on:
        assert "! the client secret of rentals could not be had: the file x is gone; put it back" in on.picture()
        await on.press("enter")
        assert sheet(on).stage is Standing.waiting


# The browser of this machine


async def test_a_browser_at_hand_comes_back_by_itself(monkeypatch: pytest.MonkeyPatch, no_browser: list[str]) -> None:
    monkeypatch.setattr("lockdash.engine.signing.browser.browser_at_hand", lambda *_: True)
    attempt = FakeAttempt(listens=True)
    async with signing(attempt) as on:
        assert on.engine.sign_ins.begun == [("rentals", True, False)]
        assert "A browser on this machine comes back by itself" in on.picture()
        assert "http://127.0.0.1:49160/callback" in on.picture()
        await on.press("enter")
        assert no_browser == [ADDRESS]
        attempt.come_back()
        await on.quiet()
        assert attempt.handed_in == [None]
        assert sheet(on).stage is Standing.done


async def test_the_address_of_another_machine_can_be_pasted_all_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    attempt = FakeAttempt(listens=True)
    async with signing(attempt) as on:
        redirected = f"{attempt.redirect}?code={CODE}&state=x"
        await paste(on, redirected)
        await on.press("enter")
        assert attempt.handed_in == [redirected]
        attempt.come_back()
        await on.quiet()
        assert attempt.handed_in == [redirected]


# Its end


async def test_esc_leaves_and_ends_all_of_it() -> None:
    attempt = FakeAttempt(listens=True)
    async with signing(attempt) as on:
        await on.press("escape")
        assert len(on.app.screen_stack) == 1
        assert attempt.closed == 1
        assert on.said == "rentals: nobody signed in."
        attempt.come_back()
        await on.quiet()
        assert attempt.handed_in == []
        assert not [each for each in on.app.workers if each.group == "sign-in" and not each.is_finished]


async def test_esc_leaves_while_it_is_exchanged() -> None:
    attempt = FakeAttempt(held=True)
    async with signing(attempt) as on:
        await paste(on, CODE)
        await on.press("enter", "escape")
        assert len(on.app.screen_stack) == 1
        assert attempt.closed == 1
        assert on.said == "rentals: the code is on its way; if it is good, it counts."
        attempt.release()
        await on.quiet()
        assert "failed" not in on.said


async def test_somebody_else_may_sign_in_meanwhile() -> None:
    attempt = FakeAttempt()
    async with signing(attempt) as on:
        on.engine.push(account=RENTALS)
        await on.quiet()
        assert sheet(on).stage is Standing.done
        assert attempt.closed == 1


async def test_enter_closes_it_when_all_is_done() -> None:
    async with signing(FakeAttempt()) as on:
        await paste(on, CODE)
        await on.press("enter", "enter")
        assert len(on.app.screen_stack) == 1


async def test_nothing_moves_while_it_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    async with signing(FakeAttempt()) as on:
        painted: list[str] = []
        monkeypatch.setattr(type(on.app), "_display", lambda *_: painted.append("painted"))
        before = on.picture()
        await on.wait(RESTED)
        for screen in on.app.screen_stack:  # the tab below keeps something for its next frame, whenever that comes
            screen._on_timer_update()
        await on.quiet()
        painted.clear()
        await on.wait(3)
        assert painted == []
        assert on.picture() == before


# Sizes


@pytest.mark.parametrize("width", [20, 33, 34, 40, 61, 80, 120, 300])
@pytest.mark.parametrize("height", [5, 7, 8, 12, 18, 24, 100])
async def test_it_fits_any_size(width: int, height: int) -> None:
    async with signing(FakeAttempt(), width=width, height=height) as on:
        shown = on.picture().splitlines()
        assert len(shown) == height
        small = width < 34 or height < 8
        assert ("Make it larger" in on.picture()) == small
        if not small:
            await paste(on, CODE)
            assert CODE in on.picture()
            assert "Esc" in on.picture()


async def test_nobody_types_blindly_and_what_was_typed_is_still_there() -> None:
    async with signing(FakeAttempt()) as on:
        await paste(on, CODE)
        await on.pilot.resize_terminal(20, 5)
        await on.press("x")
        await paste(on, "more")
        assert CODE not in on.picture()
        await on.pilot.resize_terminal(80, 24)
        await on.quiet()
        assert sheet(on).typed() == {"code": CODE}
        await on.press("9")
        assert sheet(on).typed() == {"code": f"{CODE}9"}


async def test_what_is_typed_in_one_go_arrives_whole_and_in_order() -> None:
    """As a terminal without bracketed paste sends it: many keys, before the sheet has dealt with the first."""
    attempt = FakeAttempt()
    code = f"{CODE}{'0123456789abcdef' * 4}"
    async with signing(attempt) as on:
        for char in code:
            on.app.post_message(events.Key(char, char))
        await on.quiet()
        assert sheet(on).typed() == {"code": code}
        assert sheet(on).inputs[0].has_focus is False
        await on.wait(QUIET)
        assert sheet(on).inputs[0].has_focus
        await on.press("x")
        assert sheet(on).typed() == {"code": f"{code}x"}
