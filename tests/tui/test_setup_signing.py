"""The sign-in during the setup: by a code that is pasted, by a browser that comes back, and what can go wrong."""

from __future__ import annotations

import pytest

from lockdash.store.errors import StoreError
from lockdash.tui.setup.screens.fields import FieldsScreen
from lockdash.tui.setup.screens.signing import SigningScreen
from lockdash.tui.setup.screens.testing import TestingScreen
from lockdash.vendors.errors import Unauthorised, Unreachable
from tests.tui.setup_stage import WRONG, SetupStage, refused, setup_stage

CODE = "4f-the-code-that-was-pasted"


async def offered(on: SetupStage, code: str = CODE) -> None:
    await on.paste(code)
    await on.press("enter")


async def test_a_pasted_code_signs_in_then_the_account_is_tested() -> None:
    async with setup_stage() as on:
        attempt = await on.to_sign_in()
        pieces = on.picture().replace("\n", "").replace(" ", "")
        assert attempt.address in pieces
        await offered(on, f" {CODE[:5]}\n{CODE[5:]}\n")
        assert attempt.typed == [CODE]
        [(account, signed_in)] = on.bench.tested
        assert (account.settings.client_id, signed_in) == ("an-application", True)
        await on.press("enter")
        [(draft, signed_in)] = on.bench.saved
        assert (draft.values, signed_in) == ({"client_id": "an-application"}, True)
        assert attempt.closed


async def test_the_browser_comes_back_by_itself() -> None:
    async with setup_stage() as on:
        on.bench.listens = True
        attempt = await on.to_sign_in()
        assert "comes back here by itself" in " ".join(on.picture().split())
        attempt.came.set()
        await on.quiet()
        assert attempt.typed == [None]
        assert isinstance(on.app.screen, TestingScreen)


async def test_a_code_can_be_pasted_while_the_browser_is_waited_for() -> None:
    async with setup_stage() as on:
        on.bench.listens = True
        attempt = await on.to_sign_in()
        await offered(on)
        assert attempt.typed == [CODE]
        attempt.came.set()
        await on.quiet()
        assert attempt.typed == [CODE]


async def test_a_refused_code_is_told_and_the_page_may_give_another() -> None:
    async with setup_stage() as on:
        attempt = await on.to_sign_in()
        attempt.answers = [refused(again=True)]
        await offered(on)
        assert "does not know this code" in on.picture()
        assert "Remedy: paste it again" in on.picture()
        await offered(on, "another")
        assert attempt.typed == [CODE, "another"]
        assert len(on.bench.attempts) == 1
        assert isinstance(on.app.screen, TestingScreen)


async def test_a_page_that_is_of_no_use_any_more_is_replaced() -> None:
    async with setup_stage() as on:
        attempt = await on.to_sign_in()
        attempt.answers = [refused(again=False)]
        await offered(on)
        assert "does not know this code" in on.picture()
        assert len(on.bench.attempts) == 2
        assert attempt.closed
        await offered(on)
        assert on.bench.attempts[1].typed == [CODE]


async def test_while_the_vendor_is_down_the_code_stays() -> None:
    async with setup_stage() as on:
        attempt = await on.to_sign_in()
        attempt.answers = [Unreachable("connect.latchworks.example does not answer")]
        await offered(on)
        assert "does not answer" in on.picture()
        await on.press("enter")
        assert attempt.typed == [CODE, CODE]


async def test_enter_without_a_code_says_what_to_do() -> None:
    async with setup_stage() as on:
        attempt = await on.to_sign_in()
        await on.press("enter")
        assert "there is no code yet" in on.picture()
        assert attempt.typed == []


async def test_the_code_is_masked_but_for_ten_seconds() -> None:
    async with setup_stage() as on:
        await on.to_sign_in()
        await on.paste(CODE)
        assert CODE not in on.picture()
        await on.press("ctrl+r")
        assert CODE in on.picture()
        await on.wait(10)
        assert CODE not in on.picture()


async def test_the_address_is_copied_whole() -> None:
    async with setup_stage(40, 12) as on:
        attempt = await on.to_sign_in()
        await on.press("ctrl+y")
        assert on.app.clipboard == attempt.address
        await on.press("down")
        assert isinstance(on.app.screen, SigningScreen)


@pytest.mark.parametrize(
    "error", [Unauthorised("the secret cannot be had", remedy="x"), StoreError("the disk is full")]
)
async def test_a_sign_in_that_does_not_begin_can_be_tried_again(error: Exception) -> None:
    async with setup_stage() as on:
        on.bench.beginnings = [error]
        await on.to_fields("1")
        await on.paste("an-application")
        await on.press("enter")
        await on.paste("a-client-secret")
        await on.press("ctrl+o")
        assert str(error) in on.picture()
        await on.press("enter")
        assert len(on.bench.attempts) == 1
        assert str(error) not in on.picture()


async def test_later_saves_an_account_that_is_not_signed_in_only_by_its_own_key() -> None:
    async with setup_stage() as on:
        on.bench.checkups = [WRONG]
        attempt = await on.to_sign_in()
        await on.press("ctrl+l")
        assert attempt.closed
        await on.press("s")
        assert len(on.bench.saved) == 1


async def test_back_from_the_test_leads_to_the_fields_and_signs_in_anew() -> None:
    async with setup_stage() as on:
        await on.to_sign_in()
        await offered(on)
        await on.press("escape")
        assert isinstance(on.app.screen, FieldsScreen)
        await on.press("ctrl+o")
        assert isinstance(on.app.screen, SigningScreen)
        assert len(on.bench.attempts) == 2
        await on.press("escape")
        assert on.bench.attempts[1].closed
