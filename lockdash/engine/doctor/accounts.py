"""Each account: what was last known of it, and how it fares when it is tried now."""

from __future__ import annotations

import asyncio
import shlex
from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence
from datetime import datetime

import msgspec

from lockdash.config.settings import AccountConfig
from lockdash.domain.accounts import Account, Condition
from lockdash.domain.ages import age_text
from lockdash.domain.budget import Budget
from lockdash.domain.findings import Finding, Level
from lockdash.domain.tokens import Token
from lockdash.engine.doctor.section import Section, failure, ok, warning
from lockdash.store.errors import StoreError
from lockdash.vendors.checkup import Checkup

SECONDS = 20.0
"""For each account to be tried, all at the same time."""
COUNTED = "requests"
"""The finding of a vendor that counts them itself: it knows better than we."""


class Stored(msgspec.Struct, frozen=True):
    """What the store has of an account."""

    account: Account | None = None
    token: Token | None = None
    budget: Budget | None = None


class Trial(msgspec.Struct, frozen=True):
    """How the trial of an account ended. `untried`: why there was none, or why it has no end."""

    checkup: Checkup | None = None
    untried: Finding | None = None

    @property
    def findings(self) -> tuple[Finding, ...]:
        return (self.untried,) if self.untried is not None else self.checkup.findings if self.checkup else ()


def section_name(account: str) -> str:
    return f"account {account}"


def examine(account: AccountConfig, stored: Stored, trial: Trial, now: datetime, *, signs_in: bool) -> Section:
    """`signs_in`: the user does so in a browser, and the token is all that lets lockdash in."""
    findings = [
        *_condition(stored.account, trial, now),
        *(_told_how(each, account.name, signs_in) for each in trial.findings),
    ]
    if trial.checkup is not None and trial.checkup.devices is not None:
        findings.append(ok("devices", f"{trial.checkup.devices} are shown"))
    findings += _token(account.name, stored.token, now, signs_in)
    if not any(each.subject == COUNTED for each in findings):
        findings += _budget(stored.budget, now)
    return Section(section_name(account.name), tuple(findings))


def remembered(name: str, stored: Stored, now: datetime) -> Section:
    """What is told of an account of the store where the configuration cannot be read."""
    trial = unable("the configuration cannot be read", "mend that first")
    return Section(section_name(name), (*_condition(stored.account, trial, now), *trial.findings))


async def tried(
    accounts: Sequence[AccountConfig],
    trial: Callable[[AccountConfig], Awaitable[Checkup]],
    ended: Callable[[str, Trial], None],
    seconds: float,
) -> None:
    """Try all `accounts` at the same time, each for `seconds` at most. `ended` is called with the name of each and how
    it went, as soon as that is known."""

    async def one(account: AccountConfig) -> None:
        ended(account.name, await _bounded(trial(account), seconds))

    await asyncio.gather(*(one(each) for each in accounts))


async def _bounded(trial: Awaitable[Checkup], seconds: float) -> Trial:
    try:
        async with asyncio.timeout(seconds):
            return Trial(await trial)
    except TimeoutError:
        said = f"no answer to all that was asked within {seconds:g} s"
        return Trial(untried=failure("reachable", said, "look at the network, and try again"))
    except StoreError as error:
        return Trial(untried=failure("trial", f"not tried: {error}"))


def untried(why: str) -> Trial:
    """A trial that was not begun, by choice."""
    return Trial(untried=ok("trial", f"not tried: {why}"))


def unable(why: str, remedy: str = "") -> Trial:
    """A trial that could not be begun, or not be ended."""
    return Trial(untried=warning("trial", f"not tried: {why}", remedy))


def _told_how(finding: Finding, account: str, signs_in: bool) -> Finding:
    """A vendor leaves to us how one signs in here."""
    if finding.level is Level.ok or finding.remedy or finding.subject != "signed in" or not signs_in:
        return finding
    return msgspec.structs.replace(finding, remedy=f"run: {login(account)}")


def login(account: str) -> str:
    return f"lockdash login {shlex.quote(account)}"


def _condition(known: Account | None, trial: Trial, now: datetime) -> Iterator[Finding]:
    """What sessions found, which counts only as long as nothing newer is known."""
    if known is None:
        yield ok("condition", "never read yet")
        return
    since = age_text((now - known.since).total_seconds())
    if not known.condition.failing:
        last = f", last read {age_text((now - known.last_ok_at).total_seconds())} ago" if known.last_ok_at else ""
        yield ok("condition", f"{known.condition.value} for {since}{last}")
        return
    words = "not signed in" if known.condition is Condition.unauthorised else known.condition.replace("_", " ")
    said = f"{words} for {since}{f': {known.detail}' if known.detail else ''}"
    if trial.checkup is not None and all(each.level is Level.ok for each in trial.findings):
        yield ok("condition", f"was {said}. It is over by now")
    elif known.condition is Condition.unauthorised and trial.checkup is None:
        yield failure("condition", said)
    else:
        yield warning("condition", said)


def _token(account: str, token: Token | None, now: datetime, signs_in: bool) -> Iterator[Finding]:
    if token is None:
        if signs_in:
            yield failure(
                "token", "there is none: nobody has signed in, or the sign-in has ended", f"run: {login(account)}"
            )
        return
    left = (token.expires_at - now).total_seconds()
    until = f"{token.expires_at.astimezone():%Y-%m-%d %H:%M}"
    if left > 0:
        yield ok("token", f"holds until {until}, for {age_text(left)} more")
    elif token.refresh is None and signs_in:
        yield failure("token", f"ended at {until}, and cannot be renewed", f"run: {login(account)}")
    else:
        yield ok("token", f"ended at {until}; the next request renews it")


def _budget(budget: Budget | None, now: datetime) -> Iterator[Finding]:
    if budget is None:
        return
    said = f"{budget.remaining} of {budget.limit} requests are left"
    if budget.resets_at is not None and budget.resets_at > now:
        said += f", all of them in {age_text((budget.resets_at - now).total_seconds())}"
    if budget.remaining > budget.reserve:
        yield ok("budget", said)
        return
    yield warning(
        "budget", f"{said}; the last {budget.reserve} are kept for commands", "wait; see what else asks with this key"
    )


def names(configured: Sequence[AccountConfig], stored: Mapping[str, Stored]) -> list[str]:
    """Return the accounts to tell of: those that are configured; where nobody can tell, those in the store."""
    return [each.name for each in configured] or sorted(stored)
