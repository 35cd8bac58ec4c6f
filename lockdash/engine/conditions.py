"""How an account fares, as a value that follows from how its last requests went."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from datetime import datetime, timedelta

import msgspec

from lockdash.domain.accounts import Account, Condition
from lockdash.engine.failures import words_of
from lockdash.vendors.base import Problem
from lockdash.vendors.errors import Rejected, VendorError

log = logging.getLogger("lockdash.engine.conditions")

SKEW_LIMIT = 60.0  # seconds; below that an age on the screen is not wrong by its own unit
TRUSTED_FOR = timedelta(minutes=5)


def connecting(name: str, vendor: str, now: datetime) -> Account:
    """An account that was never heard of."""
    return Account(name=name, vendor=vendor, since=now)


def as_found(account: Account, now: datetime) -> Account:
    """Return a stored account as it may be shown before anything was tried: an old "live" proves nothing."""
    if account.condition.failing and account.condition is not Condition.clock_skew:
        return account
    if account.last_ok_at is not None and now - account.last_ok_at <= TRUSTED_FOR:
        return account
    return msgspec.structs.replace(account, condition=Condition.connecting, since=now, detail="", retry_at=None)


def condition_of(error: BaseException) -> Condition:
    """The condition that `error` means for a whole account. A list that is refused is not a live account."""
    if isinstance(error, Rejected) or not isinstance(error, VendorError):
        return Condition.vendor_error
    return error.condition


def failed(account: Account, error: BaseException, retry_at: datetime | None, now: datetime) -> Account:
    """Return `account` after `error`. `since` stays while the condition does."""
    return _moved(account, condition_of(error), words_of(error), retry_at, now)


def succeeded(account: Account, skew: float | None, now: datetime, left_out: str = "") -> Account:
    """Return `account` after a good answer. `skew`: seconds by which our clock is ahead, None if not known.
    `left_out`: what of the answers could not be understood, in words."""
    if skew is not None and abs(skew) > SKEW_LIMIT:
        way = "ahead of" if skew > 0 else "behind"
        detail = f"this computer's clock is {abs(skew):.0f} s {way} the vendor's. Set it, or ages here are wrong"
        moved = _moved(account, Condition.clock_skew, detail, None, now)
    else:
        moved = _moved(account, Condition.live, left_out, None, now)
    return msgspec.structs.replace(moved, last_ok_at=now)


def left_out(problems: Sequence[Problem]) -> str:
    """Return in words what of an answer could not be understood, "" if nothing. The rest of it counts."""
    if not problems:
        return ""
    first = problems[0]
    count = "1 item" if len(problems) == 1 else f"{len(problems)} items"
    return f"{count} left out that could not be understood; what was known stays ({first.where}: {first.why})"


def signed_in(account: Account, now: datetime) -> Account:
    """Return `account` after it was signed in: whatever failed before says nothing of it now. One that was well all the
    time is left as it is."""
    if not account.condition.failing or account.condition is Condition.clock_skew:
        return account
    return _moved(account, Condition.connecting, "signed in", None, now)


def signed_out(account: Account, now: datetime) -> Account:
    """Return `account` after somebody signed it out here."""
    return _moved(account, Condition.unauthorised, "lockdash was told to sign out", None, now)


def announce(before: Condition | None, after: Account) -> None:
    """Log a change of condition: once when it begins, once when it is over."""
    if before is after.condition:
        return
    if after.condition.failing:
        log.warning("account %s: %s: %s", after.name, after.condition, after.detail)
    elif after.condition is Condition.live and before is not None and before.failing:
        log.info("account %s: live again", after.name)


def _moved(account: Account, condition: Condition, detail: str, retry_at: datetime | None, now: datetime) -> Account:
    since = account.since if account.condition is condition else now
    return msgspec.structs.replace(account, condition=condition, since=since, detail=detail, retry_at=retry_at)
