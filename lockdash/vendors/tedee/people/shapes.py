"""What Tedee sends about people, by its reference. Shapes are strict, single values are read by `fields`."""

from __future__ import annotations

from typing import Any, TypeVar

import msgspec
from msgspec import UNSET, Raw, UnsetType

from lockdash.domain.secret import Secret
from lockdash.domain.text import clean
from lockdash.vendors.errors import BadAnswer
from lockdash.vendors.replies import Reply, decode
from lockdash.vendors.tedee import wire

T = TypeVar("T")


class AccessDetails(wire.Schedule, rename="camel"):
    """Who may use a device. Since v37 with a principal; before, with `userId` and `userName`."""

    id: Any = None
    access_level: Any = None
    is_pending: Any = None
    principal_id: Any = None
    principal_name: Any = None
    principal_type: Any = None
    user_id: Any = None
    user_name: Any = None
    user_email: Any = None
    remote_access_disabled: Any = None


class Refused(msgspec.Struct):
    code: Any = None
    message: Any = None


class AccessResult(msgspec.Struct, rename="camel"):
    """What became of a grant, also of one that was refused: both come with status 201."""

    id: Any = None
    principal_type: Any = None
    principal_id: Any = None
    user_email: Any = None
    display_name: Any = None
    success: Any = None
    error: Refused | None = None


class CopyResults(msgspec.Struct):
    principals: list[Raw]


class PinList(msgspec.Struct, rename="camel"):
    pins: list[Raw]
    list_version: Any = None


class Pin(msgspec.Struct):
    id: Any = None
    alias: Any = None


class PinDetails(wire.Schedule, rename="camel"):
    """`pin` is a secret before anything else sees it."""

    alias: Any = None
    pin: Secret | None = None


class PinCreated(msgspec.Struct):
    id: Any = None


class _Envelope(msgspec.Struct):
    result: Raw | UnsetType = UNSET


class _Verdict(msgspec.Struct, rename="camel"):
    status_code: Any = None


def unwrapped(reply: Reply, shape: type[T]) -> T:
    """Return what the envelope holds, or the answer itself where there is none (tedee-facts 3.1). Raises BadAnswer."""
    return decode(_content(reply), shape)


def of_keypad(reply: Reply, shape: type[T]) -> T | BadAnswer:
    """Return the same of an answer that may hold a PIN, or why it cannot be read. The error is not raised here: its
    traceback would hold the answer."""
    try:
        return msgspec.json.decode(_content(reply).body, type=shape, dec_hook=_secret)
    except BadAnswer as error:
        return BadAnswer(str(error), remedy=error.remedy)
    except (msgspec.MsgspecError, ValueError, RecursionError):
        return BadAnswer(f"{reply.where}: not the documented shape")


def pin_list(reply: Reply) -> PinList | BadAnswer | None:
    """Return a list of PINs like `of_keypad`, None if it is as it was: 304. The reference also prints a body that says
    so, without a list."""
    if reply.status == 304 or getattr(of_keypad(reply, _Verdict), "status_code", None) == 304:
        return None
    return of_keypad(reply, PinList)


def _content(reply: Reply) -> Reply:
    result = decode(reply, _Envelope).result
    return reply if isinstance(result, UnsetType) else msgspec.structs.replace(reply, body=bytes(result))


def _secret(_type: type, value: object) -> Secret:
    """Digits as text. A number would have lost its zeros, and anything else is no PIN: an empty one, not known."""
    return Secret(clean(value) if isinstance(value, str) else "")
