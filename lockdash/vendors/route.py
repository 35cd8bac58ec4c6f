"""The way to a vendor, put to the test: who answers, how secret it is, and whether both clocks agree.

And what findings of all vendors' checkups have in common.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from lockdash.domain.findings import Finding, Level
from lockdash.vendors.errors import BadAnswer, RateLimited, Unreachable, VendorError, VendorFault
from lockdash.vendors.failures import Insecure
from lockdash.vendors.seen import Seen
from lockdash.vendors.wording import span_text

if TYPE_CHECKING:
    from lockdash.vendors.transport import Transport

REACHABLE, SECURE, SIGNED_IN, SCOPES = "reachable", "secure", "signed in", "scopes"
EXPIRY, CLOCK, VERSION, REQUESTS = "expiry", "clock", "version", "requests"

CLOCK_OFF = 60.0
"""Seconds between two clocks from which ages and waiting times are told wrongly."""
CLOCK_FAR_OFF = 600.0
"""Seconds; an authorization code counts as long as this, and many servers refuse what is older."""
SOON = 30
"""Days before the end of a key from which its owner is warned."""
_SET_CLOCK = "set the clock of this machine (timedatectl set-ntp true)"
THEIRS = "that is the vendor's to mend; look again in a few minutes"
_NO_VENDOR = (Unreachable, VendorFault, BadAnswer)


class Route:
    """The way to one host during one checkup: what the transport saw before that is no news."""

    def __init__(self, transport: Transport) -> None:
        self._transport = transport
        self._before = transport.seen

    @property
    def seen(self) -> Seen | None:
        """Of the last answer since the checkup began, None if there was none."""
        seen = self._transport.seen
        return None if seen is self._before else seen

    def findings(self, trouble: VendorError | None) -> list[Finding]:
        """Return what is to be said of it. `trouble`: what became of the requests, None if one brought an answer that
        is the vendor's own."""
        clock = self._clock(trouble)
        return [*self.line(trouble), *([clock] if clock is not None else [])]

    def line(self, trouble: VendorError | None) -> list[Finding]:
        """The same without the clock."""
        found = (self._reachable(trouble), self._secure(trouble))
        return [each for each in found if each is not None]

    def _reachable(self, trouble: VendorError | None) -> Finding | None:
        if isinstance(trouble, Insecure):
            return None
        if isinstance(trouble, _NO_VENDOR):
            return Finding(REACHABLE, Level.failure, str(trouble), trouble.remedy or THEIRS)
        if self.seen is None:
            return None
        milliseconds = round(self.seen.took * 1000)
        return Finding(REACHABLE, Level.ok, f"{self._transport.host} answers, after {milliseconds} ms")

    def _secure(self, trouble: VendorError | None) -> Finding | None:
        if isinstance(trouble, Insecure):
            return Finding(SECURE, Level.failure, str(trouble), trouble.remedy)
        if self.seen is None:
            return None
        host = self._transport.host
        if not self._transport.encrypted:
            return Finding(SECURE, Level.ok, f"no encryption is needed: {host} is this machine itself")
        encryption = self.seen.encryption
        if encryption is None or encryption.until is None:
            return Finding(SECURE, Level.ok, f"{host} is asked over TLS")
        until = day_text(encryption.until)
        return Finding(SECURE, Level.ok, f"{encryption.protocol}; the certificate of {host} holds until {until}")

    def _clock(self, trouble: VendorError | None) -> Finding | None:
        """A stranger's clock (a captive network, another service) proves nothing."""
        skew = self.seen.skew if self.seen is not None and not isinstance(trouble, BadAnswer) else None
        if skew is None:
            return None
        apart = abs(skew)
        if apart <= CLOCK_OFF:
            return Finding(CLOCK, Level.ok, f"this machine's clock and {self._transport.vendor}'s agree")
        way = "ahead of" if skew > 0 else "behind"
        said = f"this machine's clock is {span_text(round(apart))} {way} {self._transport.vendor}'s"
        return Finding(CLOCK, Level.failure if apart >= CLOCK_FAR_OFF else Level.warning, said, _SET_CLOCK)


def not_asked(subject: str, limited: RateLimited, now: datetime) -> Finding:
    """Return that there was no request left to ask about `subject`."""
    left = 0 if limited.retry_at is None else (limited.retry_at - now).total_seconds()
    return Finding(subject, Level.warning, f"not asked: {limited}", f"look again in {span_text(max(1, round(left)))}")


def not_told(subject: str, what: str, trouble: VendorError) -> Finding:
    """Return that the vendor said nothing of `what` that can be understood."""
    return Finding(subject, Level.warning, f"{what} is not known: {trouble}", trouble.remedy or THEIRS)


def ending(end: datetime, now: datetime, renew: str) -> Finding:
    """Return how long the key counts yet. `renew`: what to do about it, and where."""
    days = (end - now).days
    if end <= now:
        return Finding(EXPIRY, Level.failure, f"the key ended on {day_text(end)}", renew)
    left = "today" if days < 1 else "in 1 day" if days == 1 else f"in {days} days"
    said = f"the key ends {left}, on {day_text(end)}"
    return Finding(EXPIRY, Level.warning, said, renew) if days < SOON else Finding(EXPIRY, Level.ok, said)


def day_text(moment: datetime) -> str:
    """Return a day, in UTC, as `3 Dec 2026`."""
    return f"{moment.day} {moment:%b} {moment.year}"
