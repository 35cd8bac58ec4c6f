"""What can go wrong with a vendor, as a tree of errors that each name the account condition they mean."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from lockdash.domain.accounts import Condition

REFUSED_HERE = 0
"""In the place of an HTTP status: refused here, before anything was sent."""


class VendorError(Exception):
    """A request that brought nothing usable. `str(error)` says what happened and at which host, for the user.

    `remedy`: what the user can do, "" if nothing but wait. `retry_at`: not before then (UTC).
    """

    condition: ClassVar[Condition] = Condition.vendor_error

    def __init__(self, message: str, *, remedy: str = "", retry_at: datetime | None = None) -> None:
        super().__init__(message)
        self.remedy = remedy
        self.retry_at = retry_at


class Unreachable(VendorError):
    """No answer: name not found, connection refused or cut, time-out. `sent`: the request may have arrived."""

    condition = Condition.offline

    def __init__(self, message: str, *, remedy: str = "", sent: bool = True) -> None:
        super().__init__(message, remedy=remedy)
        self.sent = sent


class Unauthorised(VendorError):
    """The key or token is not accepted, or lacks a scope."""

    condition = Condition.unauthorised


class SignedOut(Unauthorised):
    """The user has to sign in: nobody has yet, or the sign-in has ended (the right was taken away, the refresh token is
    too old or was used before). It has no remedy: whoever shows it names its own key or command for a sign-in."""


class SignInError(Unauthorised):
    """A sign-in that brought no token. `again`: it still stands, and another code of it may be handed in at once."""

    def __init__(self, message: str, *, remedy: str = "", again: bool = False) -> None:
        super().__init__(message, remedy=remedy)
        self.again = again


class RateLimited(VendorError):
    """The vendor's limit, or our own budget before it, is used up until `retry_at`."""

    condition = Condition.rate_limited


class VendorFault(VendorError):
    """The vendor answered with a server error."""

    condition = Condition.vendor_error


class BadAnswer(VendorError):
    """The vendor answered with something that is not what its reference describes."""

    condition = Condition.bad_answer


class Rejected(VendorError):
    """The vendor understood the request and refuses it (4xx of one resource): a matter of that resource only.

    `status`: the HTTP status, or REFUSED_HERE.
    """

    condition = Condition.live

    def __init__(self, message: str, *, status: int, remedy: str = "") -> None:
        super().__init__(message, remedy=remedy)
        self.status = status
