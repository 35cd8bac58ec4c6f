"""What is said of accounts that fail: what happened, since when, what to do, and the key to press."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec
import pytest

from lockdash.domain.accounts import Account, Condition
from lockdash.engine.snapshot import Snapshot
from lockdash.tui.look.glyphs import UNICODE
from lockdash.tui.panes.accounts import account_lines
from lockdash.tui.panes.empty import no_devices
from lockdash.tui.panes.header import CONDITION_WORDS, DOUBTFUL, account_line
from lockdash.tui.panes.lines import wrap
from lockdash.tui.widgets.lines import plain
from tests.tui.stage import stage
from tests.tui.world import FRONT, GARAGE, HOME, HOME_SIGNED_OUT, LODGE, NOW, RENTALS, RENTALS_OFFLINE, ZONE, ago

FAILING = [each for each in Condition if each.failing]


def failing(condition: Condition) -> Account:
    return msgspec.structs.replace(
        HOME, condition=condition, since=ago(minutes=12), detail="What happened there.", retry_at=ago(seconds=-42)
    )


def accounts_pane(*accounts: Account, problems: Sequence[str] = (), width: int = 100) -> str:
    known = Snapshot(revision=1, at=NOW, accounts={each.name: each for each in accounts}, devices={}, commands={})
    return plain(account_lines(known, lambda _: 0, NOW, ZONE, width, UNICODE, problems=problems))


@pytest.mark.parametrize("condition", FAILING)
def test_every_condition_says_what_since_when_and_what_to_do(condition: Condition) -> None:
    account = failing(condition)
    word = CONDITION_WORDS[condition]
    header = plain([account_line(account, 0, NOW, UNICODE)])
    assert f"{word} 12 m" in header
    sheet = accounts_pane(account)
    assert f"{word} since 17:50" in sheet
    assert "What happened there." in sheet
    assert "Next try    in 45 s" in sheet
    told = "\n".join(each.text for each in no_devices([account], NOW))
    assert "for 12 m" in told
    assert "What happened there." in told
    assert "r asks again, a shows the accounts." in told
    assert ("To do" in sheet) == (condition not in DOUBTFUL)
    assert ("S signs in" in sheet) == ("S signs in" in told) == (condition is Condition.unauthorised)


def test_an_account_that_is_fine_has_nothing_to_do() -> None:
    assert "To do" not in accounts_pane(HOME)


def test_what_is_wrong_with_the_configuration_stands_with_the_accounts() -> None:
    assert "In [keys], sort: no" in accounts_pane(HOME, problems=["In [keys], sort: no"])


@pytest.mark.parametrize(("width", "height"), [(80, 24), (120, 40), (60, 24)])
async def test_the_detail_of_a_device_says_that_its_account_fails(width: int, height: int) -> None:
    async with stage(width, height, accounts=[HOME_SIGNED_OUT, RENTALS_OFFLINE]) as on:
        await on.go_to(FRONT.key)
        assert "home: signed out for 12 m, S signs in" in on.devices.pane.text
        await on.go_to(LODGE.key)
        assert "rentals: offline for 4 m, a says more" in on.devices.pane.text
        assert "signed out" not in on.devices.pane.text


@pytest.mark.parametrize("condition", [Condition.live, Condition.connecting, *sorted(DOUBTFUL)])
async def test_the_detail_is_silent_while_data_comes_in(condition: Condition) -> None:
    account = msgspec.structs.replace(HOME, condition=condition, since=ago(minutes=12))
    async with stage(120, 40, accounts=[account, RENTALS]) as on:
        await on.go_to(GARAGE.key)
        assert "for 12 m" not in on.devices.pane.text


async def test_devices_of_a_signed_out_account_stay_with_their_ages() -> None:
    async with stage(accounts=[HOME_SIGNED_OUT, RENTALS]) as on:
        assert len(on.devices.table.order) == 18
        assert "<1 m" in on.row(FRONT.key)
        await on.wait(3600)
        assert "1 h" in on.row(FRONT.key)
        assert "?" in on.row(FRONT.key)


async def test_the_footer_offers_to_sign_in_only_where_somebody_is_signed_out() -> None:
    async with stage(accounts=[HOME, RENTALS]) as on:
        assert "Sign in" not in on.text("#status")
        on.engine.push(account=HOME_SIGNED_OUT)
        await on.quiet()
        assert on.text("#status").startswith(" S Sign in ")
        on.engine.push(account=HOME)
        await on.quiet()
        assert "Sign in" not in on.text("#status")


async def test_the_detail_follows_the_account() -> None:
    async with stage(120, 40, accounts=[HOME, RENTALS]) as on:
        await on.go_to(FRONT.key)
        on.engine.push(account=HOME_SIGNED_OUT)
        await on.quiet()
        assert "home: signed out for 12 m" in on.devices.pane.text
        on.engine.push(account=HOME)
        await on.quiet()
        assert "signed out" not in on.devices.pane.text


@pytest.mark.parametrize("width", [1, 5, 12, 40])
def test_a_text_that_has_to_be_there_whole_is_broken_and_not_cut(width: int) -> None:
    text = "put it into /etc/lockdash/config.d/a-very-long-name.toml:12 now"
    lines = wrap(text, width, whole=True)
    assert "".join(plain(lines).split()) == "".join(text.split())
    assert all(len(each[0].text) <= width for each in lines)
