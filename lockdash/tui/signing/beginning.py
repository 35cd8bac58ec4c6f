"""From the key to the sheet: which account is meant, and in which way it signs in."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from typing import TYPE_CHECKING

from lockdash.domain.accounts import Account, Condition
from lockdash.tui.keymap.in_use import key_of
from lockdash.tui.look.tones import Tone
from lockdash.tui.panes.clocks import lasting
from lockdash.tui.panes.lines import Line, Span, line

if TYPE_CHECKING:
    from lockdash.tui.dashboard import LockdashApp


def signed_out(accounts: Iterable[Account]) -> list[Account]:
    """Return the accounts that wait for somebody to sign in."""
    return [each for each in accounts if each.condition is Condition.unauthorised]


def begin(app: LockdashApp) -> None:
    """Open the sheet of the account that is signed out; of several, ask which."""
    accounts = list(app.snapshot.accounts.values())
    waiting = signed_out(accounts)
    if len(waiting) == 1:
        open_sheet(app, waiting[0].name)
    elif waiting:
        from lockdash.tui.screens.pick import PickScreen

        rows = [(each.name, _row(app, each)) for each in waiting]
        app.push_screen(PickScreen("Sign in where?", rows), partial(_picked, app))
    else:
        app.say(*_none(accounts))


def open_sheet(app: LockdashApp, account: str) -> None:
    """Open the sheet on which `account` is signed in, by a browser or by a new key."""
    if app.engine.sign_ins.can(account):
        from lockdash.tui.screens.sign_in import SignInScreen

        app.push_screen(SignInScreen(account))
    elif app.config.account(account) is not None:
        from lockdash.tui.screens.renewal import RenewalScreen

        app.push_screen(RenewalScreen(account))


def _picked(app: LockdashApp, account: str | None) -> None:
    if account is not None:
        open_sheet(app, account)


def _row(app: LockdashApp, account: Account) -> Line:
    mark = Span(f"{app.glyphs.edge} ", account=app.number_of(account.name))
    return line(mark, Span(account.name), Span(f"  signed out for {lasting(account.since, app.clock.now())}", Tone.dim))


def _none(accounts: list[Account]) -> Line:
    """Nobody is signed out; somebody may look for the way out of another trouble."""
    if not accounts:
        return line("There is no account to sign in.")
    told = Span("No account is signed out.")
    if any(each.condition.failing for each in accounts):
        return line(told, Span(f" {key_of('accounts')} shows what is wrong.", Tone.dim))
    return line(told)
