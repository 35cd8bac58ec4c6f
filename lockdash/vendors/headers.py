"""What the headers of an answer say: the vendor's clock, the budget that is left, when to come back."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

from lockdash.domain.budget import Limits

BACK_OFF = 60.0
_LONGEST_WAIT = 24 * 3600.0
# Up to here a difference is the way there and back and the whole seconds of `Date`, not another clock.
_SAME_CLOCK = 5.0
# A reset below this is a number of seconds from now, above it seconds of the Unix epoch (2001 on).
_EPOCH_FROM = 1_000_000_000


def answered_at(headers: Mapping[str, str]) -> datetime | None:
    """Return the vendor's time of the answer (UTC), None without a usable `Date`."""
    return _http_date(headers.get("date", ""))


def limits(status: int, headers: Mapping[str, str], now: datetime) -> Limits:
    """Return what the headers of an answer say of the budget. Times are moved to our clock, whose time is `now`.

    `X-RateLimit-*` as in RemoteLock's "Rate Limiting"; `Retry-After` as in RFC 9110, 10.2.3.
    """
    date = answered_at(headers)
    skew = None if date is None else (now - date).total_seconds()
    reset = _reset(headers, now, skew)
    blocked = None
    if status == 429:
        blocked = retry_after(headers, now) or reset or now + timedelta(seconds=BACK_OFF)
    elif status == 503:
        blocked = retry_after(headers, now)
    return Limits(
        limit=_count(headers.get("x-ratelimit-limit")),
        remaining=_count(headers.get("x-ratelimit-remaining")),
        resets_at=reset,
        blocked_until=blocked,
        skew=skew,
    )


def retry_after(headers: Mapping[str, str], now: datetime) -> datetime | None:
    """Return when the vendor wants to be asked again, by our clock."""
    value = headers.get("retry-after", "").strip()
    seconds = _seconds(value)
    if seconds is None:
        date = _http_date(value)
        if date is None:
            return None
        seconds = (date - (answered_at(headers) or now)).total_seconds()
    return now + timedelta(seconds=min(max(seconds, 0.0), _LONGEST_WAIT))


def _reset(headers: Mapping[str, str], now: datetime, skew: float | None) -> datetime | None:
    seconds = _seconds(headers.get("x-ratelimit-reset", "").strip())
    if seconds is None:
        return None
    if seconds < _EPOCH_FROM:
        wait = seconds
    else:
        ahead = skew if skew is not None and abs(skew) > _SAME_CLOCK else 0.0
        wait = seconds + ahead - now.timestamp()
    return now + timedelta(seconds=min(max(wait, 0.0), _LONGEST_WAIT))


def _count(value: str | None) -> int | None:
    seconds = _seconds((value or "").strip())
    return None if seconds is None else int(seconds)


def _seconds(value: str) -> float | None:
    if not value or len(value) > 20:
        return None
    try:
        seconds = float(value)
    except ValueError:
        return None
    return seconds if 0 <= seconds < 1e12 else None


def _http_date(value: str) -> datetime | None:
    try:
        date = parsedate_to_datetime(value)
        return date.replace(tzinfo=UTC) if date.tzinfo is None else date.astimezone(UTC)
    except (ValueError, TypeError, OverflowError, IndexError):
        return None
