"""What RemoteLock's refusals of a write mean, and what can be done (remotelock-facts, first section)."""

from __future__ import annotations

from collections.abc import Awaitable, Mapping
from typing import TypeVar

from lockdash.vendors.errors import Rejected
from lockdash.vendors.people import FieldRefused

T = TypeVar("T")

_WRONG_FIELDS = 422
_MEANINGS = {
    401: ("RemoteLock does not permit it", "ask RemoteLock whether the application may use the API"),
    402: ("the RemoteLock account needs a subscription for this", "look at the subscription of the account"),
    403: ("the application may not do this", "ask RemoteLock for API access"),
    404: ("it is not there any more, somebody may have deleted it", "read the account again"),
    409: ("the same is there already", "read the account again, and look before you try again"),
}


def explained(refused: Rejected, fields: Mapping[str, str]) -> Rejected:
    """Return a refusal in words. `fields`: those of `Refusal`."""
    if refused.status == _WRONG_FIELDS:
        said = str(refused).partition("): ")[2] or "RemoteLock does not say why"
        return FieldRefused(str(refused), fields=fields or {"": said})
    meaning, remedy = _MEANINGS.get(refused.status, ("", refused.remedy))
    return Rejected(f"{refused}; {meaning}" if meaning else str(refused), status=refused.status, remedy=remedy)


async def in_words(asked: Awaitable[T]) -> T:
    """Return what was `asked` of one resource. Raises VendorError, Rejected in words."""
    try:
        return await asked
    except Rejected as refused:
        said = explained(refused, {})
    raise said
