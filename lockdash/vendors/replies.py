"""Answers of a vendor, and their bodies turned into structs: a bad answer is one error, a bad item is one problem."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable
from datetime import datetime
from typing import TypeVar

import msgspec

from lockdash.domain.text import clean
from lockdash.vendors.base import Problem
from lockdash.vendors.errors import BadAnswer

_log = logging.getLogger(__name__)

T = TypeVar("T")
_UNREADABLE = (msgspec.MsgspecError, ValueError, TypeError, ArithmeticError, RecursionError)
_WHY_LIMIT = 160


class Unreadable(ValueError):
    """An item that lacks what it cannot do without. The text says what, and quotes nothing of the item."""


class Heard(msgspec.Struct, frozen=True):
    """Whose answer it is, when the vendor gave it (by its clock) and when we received it. Both UTC."""

    account: str
    at: datetime
    seen_at: datetime


class Reply(msgspec.Struct, frozen=True):
    """A good answer. `where`: whose, for people; `asked`: to which request, for the log. `at`: by the vendor's `Date`,
    else by our clock."""

    status: int
    body: bytes
    at: datetime
    seen_at: datetime
    where: str
    asked: str = ""

    def __repr__(self) -> str:
        """Without the body: a traceback with local variables must not show PINs."""
        return f"Reply({self.status}, {len(self.body)} bytes, {self.asked or self.where})"

    def heard(self, account: str) -> Heard:
        return Heard(account, self.at, self.seen_at)


def decode(reply: Reply, shape: type[T]) -> T:
    """Return the body as `shape`. Raises BadAnswer for HTML, a cut body, no JSON, or another shape."""
    found, why = _attempt(reply.body, shape)
    if found is None:
        _log.info("%s: %s", reply.asked, why)
        # Raised out here: an error of the decoder may hold the body, and with it a PIN.
        raise BadAnswer(f"{reply.where}: {why}", remedy=_REMEDY)
    return found


_REMEDY = "if it lasts, look at the address and the API version in the configuration, and for a proxy on the way"


def _attempt(body: bytes, shape: type[T]) -> tuple[T | None, str]:
    start = body[:200].lstrip(b"\xef\xbb\xbf \t\r\n")
    if not start:
        return None, "an empty answer instead of JSON"
    if start.startswith(b"<"):
        return None, "a web page instead of JSON"
    try:
        return msgspec.json.decode(body, type=shape), ""
    except msgspec.ValidationError as error:
        return None, f"not the documented shape: {clean(str(error), _WHY_LIMIT)}"
    except msgspec.DecodeError as error:
        return None, f"no valid JSON: {clean(str(error), _WHY_LIMIT)}"
    except _UNREADABLE as error:
        return None, f"no valid JSON ({type(error).__name__})"


def each(items: Iterable[msgspec.Raw], read: Callable[[msgspec.Raw], T], where: str) -> tuple[list[T], list[Problem]]:
    """Return what `read` makes of each item, and a problem for each that it cannot read; none hides another."""
    values: list[T] = []
    problems: list[Problem] = []
    for index, item in enumerate(items):
        try:
            values.append(read(item))
        except _UNREADABLE as error:
            problems.append(Problem(f"{where}[{index}]", _why(error)))
    return values, problems


def _why(error: Exception) -> str:
    if isinstance(error, Unreadable | msgspec.MsgspecError):
        return clean(str(error), _WHY_LIMIT)
    return f"not readable ({type(error).__name__})"
